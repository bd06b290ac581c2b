//! `difference_newcombe_lo(y, is_treated)`, `difference_newcombe_hi(y, is_treated)`: the difference of shares from both
//! Wilson intervals, whatever the data.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Interval, difference_interval};

const SOURCE: &str = "Newcombe 1998 (method 10), as statsmodels' confint_proportions_2indep";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::FlagByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::FlagByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    let (treated, control) = arms.proportions()?;
    difference_interval(treated, control)
}

const LO: FunctionDoc = FunctionDoc {
    name: "difference_newcombe_lo",
    signature: "difference_newcombe_lo(y boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of the difference of shares by Newcombe's method: T − C − √((T − lt)² + (hc − \
          C)²), with the shares T and C and Wilson's bounds lt of the treated and hc of the control. It holds with few \
          units, and where nobody or everybody in an arm succeeded; difference_lo takes it there alone. NULL where an arm \
          has no unit.",
    formula_source: SOURCE,
    units: "percentage points / 100",
};

const HI: FunctionDoc = FunctionDoc {
    name: "difference_newcombe_hi",
    signature: "difference_newcombe_hi(y boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of the difference of shares by Newcombe's method; see difference_newcombe_lo.",
    formula_source: SOURCE,
    units: "percentage points / 100",
};
