//! Which arguments a moment function takes and how much of the moments it needs.

use crate::arguments::Argument;
use crate::statistics::Moments;

/// The arguments of a moment function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `(y)`
    Measure,
    /// `(y, d)`
    Pair,
    /// `(y, is_treated)`
    MeasureByArm,
    /// `(y, d, is_treated)`
    PairByArm,
    /// `(is_treated, weight_treated)`: y is 1 for the treated, d the weight, both in one arm.
    Assignment,
}

impl Shape {
    pub(crate) fn arguments(self) -> &'static [Argument] {
        use Argument::{Flag, Measure, Number};
        match self {
            Self::Measure => &[Measure],
            Self::Pair => &[Number, Number],
            Self::MeasureByArm => &[Measure, Flag],
            Self::PairByArm => &[Number, Number, Flag],
            Self::Assignment => &[Flag, Number],
        }
    }

    pub(crate) fn has_arms(self) -> bool {
        matches!(self, Self::MeasureByArm | Self::PairByArm)
    }

    pub(crate) fn has_pairs(self) -> bool {
        !matches!(self, Self::Measure | Self::MeasureByArm)
    }

    /// How many columns the state of one arm has.
    pub(crate) fn columns_per_arm(self) -> usize {
        if self.has_pairs() { Moments::COLUMNS.len() } else { Moments::COLUMNS_OF_Y }
    }

    /// Names of the arms in the state.
    pub(crate) fn arms(self) -> &'static [&'static str] {
        if self.has_arms() { &["control", "treated"] } else { &["all"] }
    }

    pub(crate) fn columns(self) -> usize {
        self.arms().len() * self.columns_per_arm()
    }
}
