//! `km_mean(t, duration, is_event)`: how long it takes on average, counting no more than t of each.

use super::curve::{curve, longest};
use crate::FunctionDoc;
use crate::aggregate::{Point, Sample, SampleFunction};

pub(crate) fn function() -> SampleFunction {
    SampleFunction::of_durations(Point::Time, area, DOC)
}

/// The area below the curve from 0 to t, or to where the curve ends.
fn area(t: f64, sample: &Sample) -> Option<f64> {
    let end = t.min(longest(sample)?).max(0.0);
    let (mut area, mut from, mut survival) = (0.0, 0.0, 1.0);
    for step in curve(sample).iter().take_while(|step| step.time < end) {
        area += survival * (step.time - from);
        (from, survival) = (step.time, step.survival);
    }
    Some(area + survival * (end - from))
}

const DOC: FunctionDoc = FunctionDoc {
    name: "km_mean",
    signature: "km_mean(t double constant, duration double, is_event boolean) -> double",
    doc: "Mean time until the event, of which no more than t counts for anybody: the area below the Kaplan-Meier curve \
          from 0 to t, or to the longest time anyone was seen where that is less. Those still waiting (is_event = false, \
          duration = time seen so far) count as waiting on. Given the further waits of all who waited at least so long, it \
          is the mean residual wait. NULL without rows.",
    formula_source: "restricted mean survival time (Irwin 1949)",
    units: "unit of duration",
};
