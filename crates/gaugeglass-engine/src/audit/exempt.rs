//! Exemptions: which of them hold today, and what they do to a result.
//!
//! An exemption takes weight off the score and nothing else: levels, twins and constant rules go by what was found. All of them
//! together may weigh a tenth of the checks; what goes beyond is unknown.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use gaugeglass_metrics::{Check, Exemption};

use super::finding::{Finding, Status};

/// Days that an exemption may last.
const DAYS_MAX: i64 = 180;
/// Share of all weight that may be exempted.
const WEIGHT_MAX: f64 = 0.1;

/// Exemptions by what becomes of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exemptions {
    /// Those that hold.
    pub in_force: Vec<Exemption>,
    /// Those that would hold if the others did not weigh a tenth of the checks already.
    pub surplus: Vec<Exemption>,
    /// Those that do not hold, and why.
    pub ignored: Vec<Ignored>,
}

/// An exemption, or a file of them, that is not heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The check, or the file.
    pub what: String,
    /// Why.
    pub why: String,
}

impl Exemptions {
    /// The exemptions of a file on a day. One that cannot be read exempts nothing, and says so.
    pub fn read(file: &Path, checks: &[Arc<Check>], today: NaiveDate) -> Exemptions {
        let path = file.display().to_string();
        let nothing = |why: String| Exemptions { ignored: vec![Ignored { what: path.clone(), why }], ..Exemptions::default() };
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(cause) => return nothing(format!("cannot be read: {cause}; correct `readiness.exemptions_file`")),
        };
        match Exemption::read(&path, &text) {
            Ok(given) => Exemptions::of(given, checks, today),
            Err(wrong) => nothing(wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
        }
    }

    /// Sorts exemptions by what becomes of them, in the order in which they were given.
    pub fn of(given: Vec<Exemption>, checks: &[Arc<Check>], today: NaiveDate) -> Exemptions {
        let all: f64 = checks.iter().map(|check| check.severity.weight()).sum();
        let mut exempted = 0.0;
        let mut heard = BTreeSet::new();
        let mut sorted = Exemptions::default();
        for exemption in given {
            let check = checks.iter().find(|check| check.id == exemption.check);
            let again = !heard.insert(exemption.check.clone());
            let why = if again { Some("it is exempted already".to_owned()) } else { objection(&exemption, today) };
            match (check, why) {
                (None, _) => sorted.ignore(&exemption, "there is no such check".to_owned()),
                (_, Some(why)) => sorted.ignore(&exemption, why),
                (Some(check), None) if exempted + check.severity.weight() <= WEIGHT_MAX * all => {
                    exempted += check.severity.weight();
                    sorted.in_force.push(exemption);
                }
                (Some(_), None) => sorted.surplus.push(exemption),
            }
        }
        sorted
    }

    fn ignore(&mut self, exemption: &Exemption, why: String) {
        self.ignored.push(Ignored { what: exemption.check.clone(), why });
    }

    /// Changes the results that are exempted.
    pub fn apply(&self, findings: &mut [Finding]) {
        for finding in findings {
            let of = |list: &[Exemption]| list.iter().find(|exemption| exemption.check == finding.check.id).cloned();
            if let Some(exemption) = of(&self.in_force) {
                finding.status = Status::NotApplicable;
                finding.exemption = Some(exemption);
            } else if let Some(exemption) = of(&self.surplus) {
                finding.status = Status::Unknown;
                finding.why = Some("it is exempted, but exemptions may weigh a tenth of the checks at most, and others do already".into());
                finding.exemption = Some(exemption);
            }
        }
    }
}

/// Why an exemption does not hold on a day.
fn objection(exemption: &Exemption, today: NaiveDate) -> Option<String> {
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let (Some(granted), Some(expires)) = (day(&exemption.granted), day(&exemption.expires)) else {
        return Some(format!("{} to {} are not two days of the calendar", exemption.granted, exemption.expires));
    };
    if today >= expires {
        return Some(format!("it expired on {expires}"));
    }
    if today < granted {
        return Some(format!("it does not begin before {granted}"));
    }
    ((expires - granted).num_days() > DAYS_MAX).then(|| format!("it lasts more than {DAYS_MAX} days; renew it when it ends"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::examples::{check, finding};

    fn exemption(check: &str, granted: &str, expires: &str) -> Exemption {
        let text = |text: &str| text.to_owned();
        Exemption { check: text(check), owner: text("a"), reason: text("b"), granted: text(granted), expires: text(expires) }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, 5).unwrap_or_default()
    }

    /// Ten checks of the same weight: one of them may be exempted.
    fn checks() -> Vec<Arc<Check>> {
        (1..=10).map(|number| check(&format!("T{number}"), "")).collect()
    }

    #[test]
    fn an_exemption_holds_from_its_grant_to_the_day_before_its_end() {
        let cases = [
            ("2026-05-05", "2026-05-06", None),
            ("2026-01-01", "2026-05-05", Some("it expired on 2026-05-05")),
            ("2026-05-06", "2026-06-01", Some("it does not begin before 2026-05-06")),
            ("2026-05-01", "2026-10-28", None),
            ("2026-05-01", "2026-10-29", Some("it lasts more than 180 days; renew it when it ends")),
            ("2026-02-31", "2026-06-01", Some("2026-02-31 to 2026-06-01 are not two days of the calendar")),
        ];
        for (granted, expires, why) in cases {
            let sorted = Exemptions::of(vec![exemption("T7", granted, expires)], &checks(), today());
            assert_eq!(sorted.ignored.first().map(|ignored| ignored.why.as_str()), why, "{granted} {expires}");
            assert_eq!(sorted.in_force.len(), usize::from(why.is_none()));
        }
    }

    #[test]
    fn a_tenth_of_the_weight_may_be_exempted_and_the_rest_is_unknown() {
        let given = ["T1", "T2", "T1", "X9"].map(|id| exemption(id, "2026-05-01", "2026-06-01")).to_vec();
        let sorted = Exemptions::of(given, &checks(), today());
        assert_eq!(sorted.in_force.iter().map(|exemption| exemption.check.as_str()).collect::<Vec<_>>(), ["T1"]);
        assert_eq!(sorted.surplus.iter().map(|exemption| exemption.check.as_str()).collect::<Vec<_>>(), ["T2"]);
        assert_eq!(sorted.ignored.iter().map(|ignored| ignored.what.as_str()).collect::<Vec<_>>(), ["T1", "X9"]);
        let found = [("T1", Status::Fail), ("T2", Status::Pass), ("T3", Status::Pass)];
        let mut findings = found.map(|(id, status)| finding(id, "", status, 1.0));
        sorted.apply(&mut findings);
        let statuses = findings.each_ref().map(|finding| (finding.status, finding.found));
        assert_eq!(statuses, [(Status::NotApplicable, Status::Fail), (Status::Unknown, Status::Pass), (Status::Pass, Status::Pass)]);
    }

    #[test]
    fn a_file_that_cannot_be_read_exempts_nothing_and_says_so() {
        let sorted = Exemptions::read(Path::new("no/such/file.yaml"), &checks(), today());
        assert!(sorted.in_force.is_empty());
        assert!(sorted.ignored.iter().any(|ignored| ignored.why.contains("readiness.exemptions_file")), "{sorted:?}");
    }
}
