//! The keys a file may carry, with a sentence each: the reference table and the help of an unknown key.

/// A key of the front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// As written in the file.
    pub name: &'static str,
    /// Whether a file without it is refused.
    pub required: bool,
    /// What it says, in a sentence.
    pub doc: &'static str,
}

const fn required(name: &'static str, doc: &'static str) -> Key {
    Key { name, required: true, doc }
}

const fn optional(name: &'static str, doc: &'static str) -> Key {
    Key { name, required: false, doc }
}

/// The keys of a metric: `queries/{customer,operational,links}/*.sql`.
pub const METRIC_KEYS: &[Key] = &[
    required("title", "What people call it."),
    required("question", "The question it answers, as a reader would ask it."),
    required("description", "How it is computed, what counts and what does not."),
    required("owner", "The team that answers for it."),
    required("unit", "`ratio`, `points`, `count`, `per_1000`, `money`, `ms`, `s`, `min`, `h`, `d` or `none`."),
    required("direction", "`up_is_good`, `down_is_good` or `neutral`."),
    required("measures", "Names of the SELECT's figures; the first is the headline."),
    optional("time", "The column that places a row in time. Without it only the grain `total` is offered."),
    optional("dimensions", "Columns to slice and filter by."),
    optional("additive", "Measures that may be summed over slices; `n` may be among them."),
    optional("grains", "Allowed time steps: `total`, `hour`, `day`, `week`, `month`, `quarter`. Default: all."),
    optional("grade", "Strength of evidence, `E0` to `E5`. Default: `E1`, a count of what happened."),
    optional("target", "The headline's goal, in the metric's unit."),
    optional("thresholds", "`{good: …, poor: …}`: where the headline turns good and where it turns poor."),
    optional(
        "matures",
        "When the outcome of a row is known: a column and how long after it, such as `displayed_at + 7d` or `started_at + $start + \
         $length`, where a column counts seconds. Until then its row is in no figure but `so_far`, which comes with the key: the headline \
         over all rows.",
    ),
    optional("censored", "With `matures`: measures over all rows, because they reckon with those whose outcome is open."),
    optional("interval", "The method behind `lo` and `hi`, in a few words."),
    optional("parameters", "`{name: {type: …, default: …, doc: …}}`: the `$name` values a reader may change."),
    optional("slo", "`{objective: 0.99, window: 30d, good: …, valid: …}`: a promise over two measures; its keys are below."),
    optional("link", "`{gap: …, outcome: …, …}`: what a link claims; its keys are below. Required in `links/`."),
    optional("chart", "`line`, `bar` or `none`. Default: `line`."),
    optional("sources", "Where the definition comes from."),
    optional("needs", "Logs without which the metric is unknown. Default: every log its SQL reads, through models too."),
    optional(
        "judged_with",
        "Logs without which the figure is only of a part of what it is about: it stands, and is not held against its target.",
    ),
];

/// The keys of `slo:` in a metric.
pub const SLO_KEYS: &[Key] = &[
    required("objective", "The share promised, such as `0.99`."),
    optional("window", "The period that the error budget covers, a day or more, such as `30d`. Required where the period rolls."),
    optional(
        "period",
        "`rolling`: the window up to now. `calendar`: the calendar month of the business time zone; the window, by default `30d`, then \
         only sets the burn-rate factors. Default: `rolling`.",
    ),
    optional("by", "Dimensions: each combination of their values has a budget of its own. Default: one budget for all."),
    required("good", "The additive measure that counts good events."),
    required("valid", "The additive measure that counts valid events, good or bad; it may be `n`."),
    optional("exclusions", "A list of spans that do not count, with the keys below."),
];

/// The keys of an entry of `exclusions:` in an SLO.
pub const EXCLUSION_KEYS: &[Key] = &[
    required("from", "First instant left out: `2026-01-31`, which is a day of the business time zone, or `2026-01-31T12:00:00Z`."),
    required("to", "First instant that counts again."),
    required("who", "Who decided it."),
    required("why", "Why it was decided."),
    required("when", "When it was decided."),
    optional("where", "`{dimension: value}`: leaves out only these rows. Default: all."),
];

/// The keys of `link:` in a metric.
pub const LINK_KEYS: &[Key] = &[
    required("gap", "The gap in the machinery, as the subject of a sentence; the words after it come from the grade."),
    required("outcome", "The outcome, as the object of that sentence."),
    required("estimand", "What exactly is estimated, and over whom."),
    required("excluded", "Who is left out."),
    optional("negative_control", "What the gap cannot have changed: if it shows something, the number is confounded."),
    optional("stronger", "What would make the evidence randomised. Below `E5` a link should say it."),
];

/// The keys of a model or a table: `queries/{model,tables}/*.sql`.
pub const MODEL_KEYS: &[Key] = &[
    required("title", "What people call it."),
    required("description", "What a row stands for and how it is made."),
    required("grain", "`one row per …`."),
    optional("key", "Columns that together name one row."),
    optional("parameters", "As for a metric; a metric that declares the same name overrides the default."),
    optional("sources", "Where the definition comes from."),
];

/// The keys of a readiness check: `queries/readiness/*.sql`.
pub const CHECK_KEYS: &[Key] = &[
    required("id", "Letter of the dimension and a number, such as `U1`."),
    required("dimension", "`U`, `I`, `D`, `T`, `A`, `G`, `M` or `S`; `L` for what gates a level and is not scored."),
    required("title", "The claim that holds when the check passes."),
    required("severity", "`critical`, `high`, `medium` or `low`."),
    required("pass", "The value from which the score is 1."),
    required("fail", "The value from which the score is 0. Less than `pass` when more is better."),
    required("remediation", "What to do when it fails, or what to log when it is unknown."),
    optional("description", "How the value is computed."),
    optional("unlocks", "Metrics that become trustworthy once it passes."),
    optional(
        "needs",
        "Logs (`decisions`) or columns (`decisions.request_time`) without which it is unknown. Default: every log its SQL reads.",
    ),
    optional("sources", "Where the threshold comes from."),
    optional("house_default", "`true` when the threshold has no source but ours. Default: `false`."),
    optional("unit", "As for a metric. Default: `ratio`."),
    optional("minimum_n", "Fewer rows than this and the answer is unknown. Default: 1."),
    optional("level", "The readiness level, 1 to 5, that this check gates. Required for `L`."),
    optional("owner", "The team that answers for the remedy."),
    optional("effort", "How much work the remedy is: `small` (days), `medium` (weeks) or `large` (months). Default: `medium`."),
    optional("grade", "Strength of evidence, `E0` to `E5`. Default: `E1`, a count of what happened."),
    optional("stage", "The stage of `metrics.signal_to_value` whose lost intents are at stake."),
    optional("twins", "Ids of checks of quality. Where one fails, this check of speed or reach fails; where one is unknown, so is this."),
    optional("self_reported", "`true` when only the source that is judged tells of it: the score is at most .8. Default: `false`."),
    optional("evidence", "`{key: […], where: …}`: which rows to show, with the keys below."),
];

/// The keys of `evidence:` in a check.
pub const EVIDENCE_KEYS: &[Key] = &[
    required("key", "Columns of the outermost FROM that together name a row."),
    required("where", "A condition over that FROM: true for the rows that speak against the check."),
];

/// The keys of a mutation: `queries/mutations/*.sql`.
pub const MUTATION_KEYS: &[Key] = &[
    required("title", "What people call the defect."),
    required("description", "What is done to which rows."),
    required("replaces", "The relation that the SELECT stands in for, such as `logs.decisions` or `meta.files`."),
    required("detects", "Id of the check that must notice."),
];

/// The keys of an entry of `readiness.exemptions_file`.
pub const EXEMPTION_KEYS: &[Key] = &[
    required("check", "Id of the check, such as `T7`."),
    required("owner", "Who approved it and answers for it."),
    required("reason", "Why the check does not apply."),
    required("granted", "First day on which it holds, such as `2026-01-31`."),
    required("expires", "First day on which it does not hold any more, at most 180 days later."),
];
