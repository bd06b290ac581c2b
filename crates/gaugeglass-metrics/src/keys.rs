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
    optional("window", "How long a row must wait until its outcome is known, such as `7d`: until then it is provisional."),
    optional("interval", "The method behind `lo` and `hi`, in a few words."),
    optional("parameters", "`{name: {type: …, default: …, doc: …}}`: the `$name` values a reader may change."),
    optional("slo", "`{objective: 0.99, window: 30d, good: …, valid: …}`: a service-level objective over two measures."),
    optional("chart", "`line`, `bar` or `none`. Default: `line`."),
    optional("sources", "Where the definition comes from."),
    optional("needs", "Logs without which the metric is unknown. Default: every log its SQL reads, through models too."),
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
    required("dimension", "`U`, `I`, `D`, `T`, `A`, `G`, `M` or `S`."),
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
    optional("level", "The readiness level, 1 to 5, that this check gates."),
];
