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
    /// `(y, is_treated)` where y is yes/no and no number.
    FlagByArm,
    /// `(y, d, is_treated)`
    PairByArm,
    /// `(y, x, is_treated)`: d is x, and units whose x is unknown have arms of their own.
    CovariateByArm,
    /// `(y, is_reached, is_treated)`: units that are not reached have arms of their own.
    GroupByArm,
    /// `(is_treated, weight_treated)`: y is 1 for the treated, d the weight, both in one arm.
    Assignment,
    /// `(weight)`: y is the weight.
    Weight,
    /// `(reward, weight)`: y is weight·reward, d the weight.
    WeightedReward,
}

impl Shape {
    /// As many arms as the widest state has.
    pub(crate) const ARMS_MAX: usize = 4;

    pub(crate) fn arguments(self) -> &'static [Argument] {
        use Argument::{Flag, Measure, Number};
        match self {
            Self::Measure => &[Measure],
            Self::Pair => &[Number, Number],
            Self::MeasureByArm => &[Measure, Flag],
            Self::FlagByArm => &[Flag, Flag],
            Self::PairByArm => &[Number, Number, Flag],
            Self::CovariateByArm => &[Measure, Measure, Flag],
            Self::GroupByArm => &[Measure, Flag, Flag],
            Self::Assignment => &[Flag, Number],
            Self::Weight => &[Number],
            Self::WeightedReward => &[Measure, Number],
        }
    }

    pub(crate) fn has_arms(self) -> bool {
        matches!(self, Self::MeasureByArm | Self::FlagByArm | Self::PairByArm | Self::CovariateByArm | Self::GroupByArm)
    }

    pub(crate) fn has_pairs(self) -> bool {
        let has_two = matches!(self, Self::Pair | Self::PairByArm | Self::CovariateByArm | Self::GroupByArm);
        has_two || matches!(self, Self::Assignment | Self::WeightedReward)
    }

    /// How many columns the state of one arm has.
    pub(crate) fn columns_per_arm(self) -> usize {
        if self.has_pairs() { Moments::COLUMNS.len() } else { Moments::COLUMNS_OF_Y }
    }

    /// Names of the arms in the state; their order is that of `Row::arm`.
    pub(crate) fn arms(self) -> &'static [&'static str] {
        match self {
            Self::CovariateByArm | Self::GroupByArm => &["control", "treated", "control_without", "treated_without"],
            _ if self.has_arms() => &["control", "treated"],
            _ => &["all"],
        }
    }

    pub(crate) fn columns(self) -> usize {
        self.arms().len() * self.columns_per_arm()
    }
}
