//! `km_survival(t, duration, is_event)` and its interval: the share to which the event has not happened by t.

use super::curve::{Step, curve, longest};
use crate::FunctionDoc;
use crate::aggregate::{Point, Sample, SampleFunction};
use crate::statistics::Interval;

const SOURCE: &str = "Kaplan and Meier 1958; Greenwood 1926; log-log interval of Kalbfleisch and Prentice";

pub(crate) fn functions() -> [SampleFunction; 3] {
    let function = |evaluate, doc| SampleFunction::of_durations(Point::Time, evaluate, doc);
    [
        function(point, POINT),
        function(|t, sample| Some(interval(t, sample)?.lo), LO),
        function(|t, sample| Some(interval(t, sample)?.hi), HI),
    ]
}

fn point(t: f64, sample: &Sample) -> Option<f64> {
    let steps = curve(sample);
    let survival = last_step(t, &steps).map_or(1.0, |step| step.survival);
    (survival == 0.0 || t <= longest(sample)?).then_some(survival)
}

fn interval(t: f64, sample: &Sample) -> Option<Interval> {
    point(t, sample)?;
    last_step(t, &curve(sample))?.interval()
}

fn last_step(t: f64, steps: &[Step]) -> Option<&Step> {
    steps.get(..steps.partition_point(|step| step.time <= t))?.last()
}

const POINT: FunctionDoc = FunctionDoc {
    name: "km_survival",
    signature: "km_survival(t double constant, duration double, is_event boolean) -> double",
    doc: "The share to which the event has not happened by time t (at t it has), counting those still waiting \
          (is_event = false, duration = time seen so far) as Kaplan and Meier do. NULL where t is longer \
          than anyone was seen and someone is still waiting.",
    formula_source: SOURCE,
    units: "ratio",
};

const LO: FunctionDoc = FunctionDoc {
    name: "km_survival_lo",
    signature: "km_survival_lo(t double constant, duration double, is_event boolean) -> double",
    doc: "Lower end of the pointwise 95 % interval of km_survival: S^exp(+z·√G/|ln S|) with Greenwood's sum \
          G. NULL where S is 0 or 1, or unknown.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "km_survival_hi",
    signature: "km_survival_hi(t double constant, duration double, is_event boolean) -> double",
    doc: "Upper end of the pointwise 95 % interval of km_survival: S^exp(−z·√G/|ln S|); see km_survival_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
