//! Judges an SLO document: whether Gaugeglass computes it, and if not, whose move it is.

use super::dialect::{self, TYPE};
use super::library::Library;
use super::objective::{Objective, Operator};
use super::promise::{Promise, Refusal};
use super::read::Entry;
use super::sli::{RatioMetric, SliSpec, SourcedMetric};
use super::slo::{BudgetingMethod, SloSpec};
use super::time_window::Calendar;
use super::value::{Map, Value};
use crate::slo::{MONTH, WINDOW_MIN};
use crate::vocabulary::Period;

/// Judges an SLO document.
pub(crate) fn promise<'a>(entry: &'a Entry, slo: &'a SloSpec, library: &'a Library<'a>) -> Result<Promise<'a>, Refusal> {
    let case = Case { entry, slo, library };
    let objective = case.objective()?;
    let indicator = case.indicator()?;
    let ratio = case.ratio(&indicator)?;
    case.check_method()?;
    case.check_objective(objective)?;
    let (window, period) = case.window()?;
    let path = format!("{}.ratioMetric", indicator.path);
    let counts = dialect::read(indicator.entry, &path).map_err(Refusal::Mistakes)?;
    let window = counts.window.unwrap_or(window);
    let unread = unread(slo, objective, &indicator, ratio);
    let promise = Promise { entry: indicator.entry, path, counts, share: objective.share(), window, period, unread };
    check_source(&promise, ratio)?;
    Ok(promise)
}

/// What is measured, and where that is written.
struct Indicator<'a> {
    entry: &'a Entry,
    path: &'static str,
    spec: &'a SliSpec,
}

/// A document under judgement.
struct Case<'a> {
    entry: &'a Entry,
    slo: &'a SloSpec,
    library: &'a Library<'a>,
}

impl<'a> Case<'a> {
    /// The document is kept; `why` at a place of it.
    fn kept(&self, path: &str, why: impl std::fmt::Display, help: impl Into<String>) -> Refusal {
        self.kept_at(self.entry, path, why, help)
    }

    fn kept_at(&self, entry: &Entry, path: &str, why: impl std::fmt::Display, help: impl Into<String>) -> Refusal {
        let message = format!("{} is kept and not computed: {why}", self.entry.title());
        Refusal::Kept(Box::new(entry.at(path, message, help)))
    }

    fn objective(&self) -> Result<&'a Objective, Refusal> {
        if self.slo.objectives.iter().any(Objective::is_composite) {
            let help = "each part is computed once it is an SLO of its own; their weighing stays with the system that does it";
            return Err(self.kept("spec.objectives", "it is a composite of several indicators", help));
        }
        match self.slo.objectives.as_slice() {
            [objective] => Ok(objective),
            several => {
                let why = format!("it has {} objectives", several.len());
                Err(self.kept("spec.objectives", why, "a metric makes one promise: write one SLO an objective"))
            }
        }
    }

    fn indicator(&self) -> Result<Indicator<'a>, Refusal> {
        if let Some(indicator) = &self.slo.indicator {
            return Ok(Indicator { entry: self.entry, path: "spec.indicator.spec", spec: &indicator.spec });
        }
        let name = self.slo.indicator_ref.as_deref().unwrap_or_default();
        match self.library.sli(name) {
            Some((entry, spec)) => Ok(Indicator { entry, path: "spec", spec }),
            None => {
                let why = format!("there is no SLI `{name}` in the file or the folder");
                Err(self.kept("spec.indicatorRef", why, "import the SLI in the same file as the SLO"))
            }
        }
    }

    /// The counts of good and all events, where Gaugeglass is the one to ask.
    fn ratio(&self, indicator: &Indicator<'a>) -> Result<&'a RatioMetric, Refusal> {
        let Some(ratio) = &indicator.spec.ratio_metric else {
            self.check_type(indicator, "thresholdMetric", indicator.spec.threshold_metric.as_ref())?;
            let path = format!("{}.thresholdMetric", indicator.path);
            let help = "count the events that keep the threshold as `good`, and all as `total`";
            return Err(self.kept_at(indicator.entry, &path, "it compares raw values with a threshold", help));
        };
        let parts = [("good", &ratio.good), ("bad", &ratio.bad), ("total", &ratio.total), ("raw", &ratio.raw)];
        for (key, metric) in parts {
            self.check_type(indicator, &format!("ratioMetric.{key}"), metric.as_ref())?;
        }
        let odd = [("bad", &ratio.bad, "it counts bad events"), ("raw", &ratio.raw, "its share was computed before")];
        match odd.into_iter().find(|(_, metric, _)| metric.is_some()) {
            Some((key, _, why)) => {
                let path = format!("{}.ratioMetric.{key}", indicator.path);
                Err(self.kept_at(indicator.entry, &path, why, "count good events as `good`, and all as `total`"))
            }
            None => Ok(ratio),
        }
    }

    fn check_type(&self, indicator: &Indicator<'_>, key: &str, metric: Option<&SourcedMetric>) -> Result<(), Refusal> {
        let Some(source) = metric.map(|metric| &metric.metric_source) else {
            return Ok(());
        };
        let path = format!("{}.{key}.metricSource", indicator.path);
        let reference = source.metric_source_ref.as_deref().unwrap_or_default();
        match source.source_type.as_deref().or_else(|| self.library.source_type(reference)) {
            Some(source_type) if source_type.eq_ignore_ascii_case(TYPE) => Ok(()),
            Some(source_type) => {
                let why = format!("its query is for `{source_type}`, whose language is not one that Gaugeglass runs");
                let owner = &self.slo.service;
                let help = format!(
                    "`{source_type}` goes on to compute it; to have it here too, `{owner}` writes the indicator as `type: {TYPE}`, over a \
                     metric or a SELECT"
                );
                Err(self.kept_at(indicator.entry, &format!("{path}.type"), why, help))
            }
            None => {
                let why = format!("there is no DataSource `{reference}` in the file or the folder");
                Err(self.kept_at(indicator.entry, &format!("{path}.metricSourceRef"), why, "import it in the same file, or write `type:`"))
            }
        }
    }

    fn check_method(&self) -> Result<(), Refusal> {
        match self.slo.budgeting_method {
            BudgetingMethod::Occurrences => Ok(()),
            method => {
                let why = format!("its budget is counted as {method}");
                let help = "budgets are counted in events here: write Occurrences, or leave it to the system that counts slices";
                Err(self.kept("spec.budgetingMethod", why, help))
            }
        }
    }

    fn check_objective(&self, objective: &Objective) -> Result<(), Refusal> {
        if objective.value.is_some() || matches!(objective.op, Some(Operator::Lt | Operator::Lte)) {
            let key = if objective.value.is_some() { "value" } else { "op" };
            let why = format!("`{key}` compares raw values, and a ratio has none");
            return Err(self.kept(&format!("spec.objectives.0.{key}"), why, "leave `op` and `value` out"));
        }
        if objective.share() <= 0.0 {
            let key = if objective.target.is_some() { "target" } else { "targetPercent" };
            return Err(self.kept(&format!("spec.objectives.0.{key}"), "it promises nothing", "promise a share above 0"));
        }
        Ok(())
    }

    fn window(&self) -> Result<(i64, Period), Refusal> {
        let Some(window) = self.slo.time_window.iter().flatten().next() else {
            return Err(self.kept("spec", "it names no window", "say under `timeWindow:` what the budget covers, such as 30d rolling"));
        };
        if let Some(calendar) = &window.calendar {
            return self.check_month(window.duration.as_str(), calendar).map(|()| (MONTH, Period::Calendar));
        }
        match window.duration.seconds() {
            Some(seconds) if seconds >= WINDOW_MIN => Ok((seconds, Period::Rolling)),
            Some(_) => Err(self.kept("spec.timeWindow.0.duration", "its window is shorter than a day", "promise a day or more, as in 30d")),
            None => {
                let why = "a rolling window of the calendar has no fixed length";
                Err(self.kept("spec.timeWindow.0.duration", why, "write it in days or weeks, such as 30d"))
            }
        }
    }

    fn check_month(&self, duration: &str, calendar: &Calendar) -> Result<(), Refusal> {
        let path = "spec.timeWindow.0.calendar";
        if duration != "1M" || !calendar.start_time.ends_with("-01 00:00:00") {
            let help = "of the calendar, months are computed: write `duration: 1M` from the first of a month at 00:00:00";
            return Err(self.kept(path, "its window is not the calendar month", help));
        }
        if calendar.time_zone != self.library.time_zone {
            let why = format!("its months are those of {}", calendar.time_zone);
            let help = format!("budgets here keep the business time zone, {}: set one to the other", self.library.time_zone);
            return Err(self.kept(&format!("{path}.timeZone"), why, help));
        }
        Ok(())
    }
}

/// What a source that asks Gaugeglass must not say.
fn check_source(promise: &Promise<'_>, ratio: &RatioMetric) -> Result<(), Refusal> {
    if ratio.counter == Some(true) {
        let message = "a measure counts the events of a range and is no running total";
        return Err(promise.mistake("counter", message, "write `counter: false`"));
    }
    if promise.counts.window.is_some() && promise.period == Period::Rolling {
        let help = "a rolling window is under `timeWindow:` alone";
        return Err(promise.mistake("good.metricSource.spec.window", "`window` is for a calendar month", help));
    }
    Ok(())
}

/// Keys with a value that the specification does not know: they are kept, and change nothing.
fn unread(slo: &SloSpec, objective: &Objective, indicator: &Indicator<'_>, ratio: &RatioMetric) -> Vec<String> {
    let window = slo.time_window.iter().flatten().map(|window| ("timeWindow", &window.rest));
    let fixed = [("spec", &slo.rest), ("objectives", &objective.rest), ("indicator", &indicator.spec.rest), ("ratioMetric", &ratio.rest)];
    fixed.into_iter().chain(window).flat_map(|(part, rest)| named(part, rest)).collect()
}

fn named(part: &str, rest: &Map) -> Vec<String> {
    rest.iter().filter(|(_, value)| **value != Value::Null).map(|(key, _)| format!("{part}.{key}")).collect()
}
