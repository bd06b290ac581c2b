//! The audit for a terminal: the level and what holds it back, every check in a line, then what to do.

use gaugeglass_engine::{Audit, Finding, Probe, Remediation, Status, Trial};

use crate::output::Table;

/// Remedies that are told.
const REMEDIES_SHOWN: usize = 5;

/// Writes an audit.
pub fn write(audit: &Audit) -> String {
    let parts = [head(audit), next_level(audit), checks(audit), probes(audit), remedies(audit), rules(audit), trials(audit), open(audit)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn head(audit: &Audit) -> String {
    let constraint = audit.binding_constraint.as_ref().map(|name| format!("\nBinding constraint: {name}")).unwrap_or_default();
    format!(
        "Level {}: {}{constraint}\nScore {:.0} of 100; up to {:.0} if every unknown passed; {:.0} under constant rules ({})",
        audit.level.reached,
        audit.level.name,
        audit.score_lo * 100.0,
        audit.score_hi * 100.0,
        audit.constant.lo * 100.0,
        audit.constant.rules
    )
}

fn next_level(audit: &Audit) -> String {
    let Some(next) = &audit.level.next else {
        return String::new();
    };
    let lines = next.blockers.iter().map(|blocker| format!("  {} {} ({})", blocker.what, blocker.claim, blocker.why));
    part(&format!("To reach level {}, {}:", next.level, next.name), lines)
}

fn checks(audit: &Audit) -> String {
    let mut table = Table::new(&["check", "status", "severity", "value", "n", "passes at", "title"]);
    audit.findings.iter().for_each(|finding| table.row(row(finding)));
    table.to_string()
}

fn row(finding: &Finding) -> Vec<String> {
    let mark = match finding.status {
        Status::Pass => "pass".to_owned(),
        other => other.to_string().to_uppercase(),
    };
    let (check, evidence) = (&finding.check, &finding.evidence);
    let house = if check.house_default { " (house default)" } else { "" };
    vec![
        check.id.clone(),
        mark,
        check.severity.to_string(),
        figure(evidence.value),
        evidence.n.map(|n| n.to_string()).unwrap_or_default(),
        format!("{}{house}", check.pass),
        check.title.clone(),
    ]
}

fn probes(audit: &Audit) -> String {
    let line = |probe: &Probe| {
        let word = match probe.fires() {
            Some(true) => "FIRES",
            Some(false) => "quiet",
            None => "UNKNOWN",
        };
        format!("  {word:<7}  {}: {}", probe.title, probe.says)
    };
    part("Probes across the dimensions:", audit.probes.iter().map(line))
}

fn remedies(audit: &Audit) -> String {
    let line = |(place, remedy): (usize, &Remediation)| {
        let owner = remedy.owner.as_deref().unwrap_or("not named");
        let (id, title) = (&remedy.id, &remedy.title);
        format!("  {place}. {id} {title}: {} work, owner {owner}, look again on {}", remedy.effort, remedy.recheck_on)
    };
    part("To do first:", (1..).zip(&audit.remediations).take(REMEDIES_SHOWN).map(line))
}

fn rules(audit: &Audit) -> String {
    let changes = audit.constant.changes.iter().map(|change| format!("  {} {}", change.id, change.what));
    let problems = audit.constant.problems.iter().map(|problem| format!("  {problem}"));
    let heard = audit.exemptions.in_force.iter().map(|exemption| {
        let (check, owner, expires) = (&exemption.check, &exemption.owner, &exemption.expires);
        format!("  {check} exempted by {owner} until {expires}: {}", exemption.reason)
    });
    let filters = audit
        .filters
        .iter()
        .map(|filter| format!("  the mapping of logs.{} leaves out {} of {} rows", filter.log, filter.rows_left_out, filter.rows_read));
    let surplus = audit.exemptions.surplus.iter().map(|exemption| format!("  {} is one exemption too many, so unknown", exemption.check));
    let ignored = audit.exemptions.ignored.iter().map(|ignored| format!("  {} exemption ignored: {}", ignored.what, ignored.why));
    part("Rules that changed, exemptions and filters:", changes.chain(problems).chain(heard).chain(surplus).chain(ignored).chain(filters))
}

fn trials(audit: &Audit) -> String {
    if audit.trials.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&["known defect", "check", "outcome", "before", "with it", "why"]);
    audit.trials.iter().for_each(|trial| table.row(tried(trial)));
    table.to_string()
}

fn tried(trial: &Trial) -> Vec<String> {
    vec![
        trial.title.clone(),
        trial.check.clone(),
        trial.outcome.to_string(),
        figure(trial.before),
        figure(trial.after),
        trial.why.clone().unwrap_or_default(),
    ]
}

fn open(audit: &Audit) -> String {
    let line = |finding: &Finding| {
        let why = finding.why.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
        let gaps = finding.to_log.iter().map(|gap| format!("\n  log: {gap}")).collect::<String>();
        format!("{} {}{why}\n  do: {}{gaps}", finding.check.id, finding.check.title, finding.check.remediation)
    };
    audit.findings.iter().filter(|finding| finding.is_finding()).map(line).collect::<Vec<_>>().join("\n\n")
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "unknown".to_owned(), |value| format!("{value:.4}"))
}

/// A heading over lines; nothing where there are none.
fn part(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => String::new(),
        false => format!("{title}\n{}", lines.join("\n")),
    }
}
