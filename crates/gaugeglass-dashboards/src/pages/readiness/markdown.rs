//! The audit as Markdown: what goes into a ticket or a minute, without the evidence behind each check.

use gaugeglass_engine::{Audit, Finding, Probe, Remediation, Stake, Status};
use gaugeglass_metrics::Unit;

use super::rules::{ConstantView, ExemptionView, TrialView};
use super::score;
use super::summary::owner;
use crate::figure::table::words;
use crate::format::number::{count, figure, tick};
use crate::format::time::iso;

/// Writes an audit.
pub fn write(audit: &Audit) -> String {
    let parts = [
        head(audit),
        next_level(audit),
        dimensions(audit),
        probes(audit),
        waterfall(audit),
        remedies(audit),
        unseen(audit),
        rules(audit),
        trials(audit),
        checks(audit),
    ];
    let mut text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

fn head(audit: &Audit) -> String {
    let constraint = audit.binding_constraint.as_deref().map(|name| format!(" Held back by {name}.")).unwrap_or_default();
    format!(
        "# Readiness: level {}, {}\n\nAs of {}, over the 28 days before.{constraint} Score {} of 100, up to {} if every unknown passed. {}",
        audit.level.reached,
        audit.level.name,
        iso(audit.as_of),
        score(audit.score_lo),
        score(audit.score_hi),
        ConstantView::of(audit).sentence
    )
}

fn next_level(audit: &Audit) -> String {
    let Some(next) = &audit.level.next else {
        return String::new();
    };
    let lines = next.blockers.iter().map(|blocker| format!("- **{}** {} ({})", blocker.what, blocker.claim, blocker.why));
    section(&format!("What keeps it from level {}, {}", next.level, next.name), lines)
}

fn dimensions(audit: &Audit) -> String {
    let rows = audit.dimensions.iter().map(|dimension| {
        let capped = if dimension.capped { "capped by a critical gap" } else { "" };
        let known = figure(Some(dimension.coverage), Unit::Ratio);
        vec![format!("{} {}", dimension.key, dimension.name), score(dimension.lo), score(dimension.hi), known, capped.to_owned()]
    });
    section("Score by dimension", table(&["dimension", "score", "up to", "known", ""], rows))
}

fn probes(audit: &Audit) -> String {
    let line = |probe: &Probe| {
        let word = match probe.fires() {
            Some(true) => "fires",
            Some(false) => "quiet",
            None => "unknown",
        };
        format!("- **{}** ({word}, {}): {}", probe.title, figure(probe.value, probe.unit), probe.says)
    };
    section("Do the parts fit together?", audit.probes.iter().map(line))
}

fn waterfall(audit: &Audit) -> String {
    let rows = audit.waterfall.iter().map(|stage| {
        let lost = if stage.is_loss() { count(stage.count) } else { String::new() };
        vec![words(&stage.stage), count(stage.entered), lost, figure(Some(stage.share), Unit::Ratio), stage.owner.clone()]
    });
    section("Where signals are lost", table(&["stage", "came so far", "lost here", "share", "answers for it"], rows))
}

fn remedies(audit: &Audit) -> String {
    let line = |(place, remedy): (usize, &Remediation)| {
        let share = figure(Some(remedy.at_stake), Unit::Ratio);
        let stake = match remedy.stake {
            Stake::Intents(lost) => format!("{} intents, {share} of all, at stake", count(lost)),
            Stake::Weight => format!("{share} of the score at stake"),
        };
        let (todo, owner) = (one_line(&remedy.todo), owner(remedy.owner.as_deref()));
        let plan = format!("{stake}; {} work; {owner}; look again on {}", remedy.effort, remedy.recheck_on);
        format!("{place}. **{}** {}: {todo} ({plan})", remedy.id, remedy.title)
    };
    section("What to do first", (1..).zip(&audit.remediations).take(5).map(line))
}

fn unseen(audit: &Audit) -> String {
    let line = |finding: &Finding| {
        let to_log: Vec<String> = finding.to_log.iter().map(|gap| format!("`{gap}`")).collect();
        let to_log = if to_log.is_empty() { String::new() } else { format!(" Log {}.", to_log.join(" and ")) };
        format!("- **{}** {}: {}.{to_log}", finding.check.id, finding.check.title, finding.why.as_deref().unwrap_or("unknown"))
    };
    section("What we cannot see", audit.unseen().map(line))
}

fn rules(audit: &Audit) -> String {
    let changes = audit.constant.changes.iter().map(|change| format!("- **{}** {}", change.id, change.what));
    let problems = audit.constant.problems.iter().map(|problem| format!("- {problem}"));
    let exemptions = ExemptionView::all(&audit.exemptions).into_iter().map(|exemption| {
        let owner = if exemption.owner.is_empty() { String::new() } else { format!(" ({}, until {})", exemption.owner, exemption.expires) };
        format!("- **{}** {}: {}{owner}", exemption.what, exemption.state, exemption.reason)
    });
    let filters = audit.filters.iter().map(|filter| {
        let number = |rows: u64| count(i64::try_from(rows).unwrap_or(i64::MAX));
        format!("- The mapping of `logs.{}` leaves out {} of {} rows", filter.log, number(filter.rows_left_out), number(filter.rows_read))
    });
    section("Rules that changed, exemptions and filters", changes.chain(problems).chain(exemptions).chain(filters))
}

fn trials(audit: &Audit) -> String {
    let rows = audit.trials.iter().map(|trial| {
        let view = TrialView::of(trial, audit);
        vec![view.title, view.check, view.outcome, view.before, view.after, view.why]
    });
    section("Known defects", table(&["defect", "check", "outcome", "before", "with it", "why"], rows))
}

fn checks(audit: &Audit) -> String {
    let rows = audit.findings.iter().map(|finding| {
        let mark = match finding.status {
            Status::Pass => "pass".to_owned(),
            other => format!("**{other}**"),
        };
        let (check, evidence) = (&finding.check, &finding.evidence);
        let n = evidence.n.map(count).unwrap_or_default();
        let house = if check.house_default { " (house default)" } else { "" };
        vec![
            check.id.clone(),
            mark,
            check.severity.to_string(),
            figure(evidence.value, check.unit),
            n,
            format!("{}{house}", tick(check.pass, check.unit)),
            check.title.clone(),
        ]
    });
    section("All checks", table(&["check", "status", "severity", "value", "n", "passes at", "claim"], rows))
}

/// A heading over lines; nothing where there are none.
fn section(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines.collect();
    match lines.is_empty() {
        true => String::new(),
        false => format!("## {title}\n\n{}", lines.join("\n")),
    }
}

/// The lines of a table; none where it has no rows.
fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> impl Iterator<Item = String> {
    let rows: Vec<String> = rows.map(|cells| line(cells.iter().map(String::as_str))).collect();
    let head = [line(header.iter().copied()), line(header.iter().map(|_| "---"))];
    let shown = if rows.is_empty() { 0 } else { head.len() };
    head.into_iter().take(shown).chain(rows)
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    format!("| {} |", cells.map(|cell| one_line(cell).replace('|', "\\|")).collect::<Vec<_>>().join(" | "))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
