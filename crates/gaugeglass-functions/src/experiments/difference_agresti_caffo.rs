//! `difference_agresti_caffo_lo(y, is_treated)`, `difference_agresti_caffo_hi(y, is_treated)`: the difference of shares
//! after one success and one failure more in each arm.

use crate::FunctionDoc;
use crate::aggregate::{Arms, MomentFunction, Shape};
use crate::statistics::{Comparison, Estimate, Interval, Proportion};

const SOURCE: &str = "Agresti and Caffo 2000, as statsmodels' confint_proportions_2indep";

pub(crate) fn functions() -> [MomentFunction; 2] {
    [
        MomentFunction::new(Shape::FlagByArm, |arms| Some(interval(arms)?.lo), LO),
        MomentFunction::new(Shape::FlagByArm, |arms| Some(interval(arms)?.hi), HI),
    ]
}

fn interval(arms: &Arms) -> Option<Interval> {
    let (treated, control) = arms.proportions()?;
    Comparison { treated: eased(treated)?, control: eased(control)? }.wald_interval()
}

/// The share with one success and one failure added.
fn eased(arm: Proportion) -> Option<Estimate> {
    let units = arm.units() + 2.0;
    Some(Estimate::share(Proportion::new(arm.successes() + 1.0, units)?, units))
}

const LO: FunctionDoc = FunctionDoc {
    name: "difference_agresti_caffo_lo",
    signature: "difference_agresti_caffo_lo(y boolean, is_treated boolean) -> double",
    doc: "Lower end of the 95 % interval of the difference of shares by Agresti and Caffo's method: Wald's around the \
          shares p = (successes + 1)/(n + 2), with variance p(1 − p)/(n + 2). Its middle is drawn towards 0. It holds with \
          few units, and where nobody or everybody in an arm succeeded, though an end may pass −1 or 1 there. NULL where \
          an arm has no unit.",
    formula_source: SOURCE,
    units: "percentage points / 100",
};

const HI: FunctionDoc = FunctionDoc {
    name: "difference_agresti_caffo_hi",
    signature: "difference_agresti_caffo_hi(y boolean, is_treated boolean) -> double",
    doc: "Upper end of the 95 % interval of the difference of shares by Agresti and Caffo's method; see \
          difference_agresti_caffo_lo.",
    formula_source: SOURCE,
    units: "percentage points / 100",
};
