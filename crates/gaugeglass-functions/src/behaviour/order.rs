//! The modes of an ordered funnel.

use datafusion::common::{Result, plan_err};

const USE: &str = "use strict_order, strict_increase or both with a comma between";

/// What a chain of steps must keep to beyond coming one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Order {
    /// An event of another step between two steps ends the chain.
    pub is_strict: bool,
    /// Times increase from step to step.
    pub is_increasing: bool,
}

impl Order {
    pub(crate) fn parse(function: &str, mode: &str) -> Result<Self> {
        let mut order = Self::default();
        for word in mode.split(',').map(str::trim) {
            match word {
                "strict_order" => order.is_strict = true,
                "strict_increase" => order.is_increasing = true,
                _ => return plan_err!("unknown mode `{word}` of {function}: {USE}"),
            }
        }
        Ok(order)
    }
}
