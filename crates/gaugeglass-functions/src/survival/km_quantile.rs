//! `km_quantile(q, duration, is_event)` and its interval: by when the event has happened to a share q.

use super::curve::{Step, curve};
use crate::FunctionDoc;
use crate::aggregate::{Point, Sample, SampleFunction};

const SOURCE: &str = "Kaplan and Meier 1958; Brookmeyer and Crowley 1982 on the log-log band";

/// Room for rounding where the curve touches the level asked for.
const TOUCHES: f64 = 1e-9;

pub(crate) fn functions() -> [SampleFunction; 3] {
    let function = |evaluate, doc| SampleFunction::of_durations(Point::Share, evaluate, doc);
    [function(point, POINT), function(lo, LO), function(hi, HI)]
}

fn point(q: f64, sample: &Sample) -> Option<f64> {
    first_time(q, sample, |step| Some(step.survival))
}

/// Where the band's lower edge crosses: the edge is 0 where the curve is.
fn lo(q: f64, sample: &Sample) -> Option<f64> {
    first_time(q, sample, |step| match step.survival {
        0.0 => Some(0.0),
        _ => Some(step.interval()?.lo),
    })
}

fn hi(q: f64, sample: &Sample) -> Option<f64> {
    first_time(q, sample, |step| Some(step.interval()?.hi))
}

/// The first time at which `level` is at or below 1 − q.
fn first_time(q: f64, sample: &Sample, level: fn(&Step) -> Option<f64>) -> Option<f64> {
    let steps = curve(sample);
    let reached = |step: &&Step| level(step).is_some_and(|level| level <= 1.0 - q + TOUCHES);
    steps.iter().find(reached).map(|step| step.time)
}

const POINT: FunctionDoc = FunctionDoc {
    name: "km_quantile",
    signature: "km_quantile(q double constant, duration double, is_event boolean) -> double",
    doc: "The time by which the event has happened to a share q (0.5: the median), counting those still \
          waiting (is_event = false, duration = time seen so far) as Kaplan and Meier do: the first time at \
          which survival is at or below 1 − q. NULL where the curve has not come down that far.",
    formula_source: SOURCE,
    units: "unit of duration",
};

const LO: FunctionDoc = FunctionDoc {
    name: "km_quantile_lo",
    signature: "km_quantile_lo(q double constant, duration double, is_event boolean) -> double",
    doc: "Lower end of the 95 % interval of km_quantile: the first time at which the lower edge of \
          the pointwise log-log band is at or below 1 − q. NULL where it never is.",
    formula_source: SOURCE,
    units: "unit of duration",
};

const HI: FunctionDoc = FunctionDoc {
    name: "km_quantile_hi",
    signature: "km_quantile_hi(q double constant, duration double, is_event boolean) -> double",
    doc: "Upper end of the 95 % interval of km_quantile, from the band's upper edge. NULL where the interval \
          has no upper end yet.",
    formula_source: SOURCE,
    units: "unit of duration",
};
