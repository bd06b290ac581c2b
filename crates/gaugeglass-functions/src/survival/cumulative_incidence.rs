//! `cumulative_incidence(t, duration, is_event, is_competing)` and its interval: the share to which the event has
//! happened by t, where a competing event may prevent it.

use super::curve::{log_log_interval, longest};
use super::incidence::{Step, steps, variance};
use crate::FunctionDoc;
use crate::aggregate::{Point, Sample, SampleFunction};
use crate::statistics::Interval;

const SOURCE: &str = "Aalen and Johansen 1978; variance by the delta method of Dinse and Larson 1986 (eq. 6), also \
                      Marubini and Valsecchi 1995; log-log interval of Kalbfleisch and Prentice";

pub(crate) fn functions() -> [SampleFunction; 3] {
    let function = |evaluate, doc| SampleFunction::of_risks(Point::Time, evaluate, doc);
    [
        function(point, POINT),
        function(|t, sample| Some(interval(t, sample)?.lo), LO),
        function(|t, sample| Some(interval(t, sample)?.hi), HI),
    ]
}

fn point(t: f64, sample: &Sample) -> Option<f64> {
    incidence(&steps(t, sample), t, sample)
}

fn incidence(steps: &[Step], t: f64, sample: &Sample) -> Option<f64> {
    let last = steps.last();
    let is_over = last.is_some_and(|step| step.free() == 0.0);
    (is_over || t <= longest(sample)?).then_some(last.map_or(0.0, |step| step.incidence))
}

fn interval(t: f64, sample: &Sample) -> Option<Interval> {
    let steps = steps(t, sample);
    let incidence = incidence(&steps, t, sample)?;
    log_log_interval(incidence, variance(&steps)?.sqrt() / incidence)
}

const POINT: FunctionDoc = FunctionDoc {
    name: "cumulative_incidence",
    signature: "cumulative_incidence(t double constant, duration double, is_event boolean, is_competing boolean) -> double",
    doc: "The share to which the event has happened by time t (at t it has), where a competing event may prevent \
          it: is_event = true ended in the event, is_competing = true in the competing one (only asked where \
          is_event is false), and else the row is still waiting (duration = time seen so far). One minus \
          km_survival where nothing competes; counting competing ends as waiting would say too much. NULL where \
          t is longer than anyone was seen and someone is still waiting.",
    formula_source: SOURCE,
    units: "ratio",
};

const LO: FunctionDoc = FunctionDoc {
    name: "cumulative_incidence_lo",
    signature: "cumulative_incidence_lo(t double constant, duration double, is_event boolean, is_competing boolean) -> double",
    doc: "Lower end of the pointwise 95 % interval of cumulative_incidence: F^exp(+z·√V/(F·|ln F|)), with V the \
          variance of F. The scale is that of F, where km_survival uses that of S, so the two differ a little \
          where nothing competes. NULL where F is 0 or 1, or unknown.",
    formula_source: SOURCE,
    units: "ratio",
};

const HI: FunctionDoc = FunctionDoc {
    name: "cumulative_incidence_hi",
    signature: "cumulative_incidence_hi(t double constant, duration double, is_event boolean, is_competing boolean) -> double",
    doc: "Upper end of the pointwise 95 % interval of cumulative_incidence: F^exp(−z·√V/(F·|ln F|)); see \
          cumulative_incidence_lo.",
    formula_source: SOURCE,
    units: "ratio",
};
