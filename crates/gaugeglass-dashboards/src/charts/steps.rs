//! Curves that keep a value until the next one: a share that falls or rises in steps.

/// A value from its time on until the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Time since the beginning.
    pub at: f64,
    /// The value from here on; `None` is unknown.
    pub value: Option<f64>,
    /// Both ends of its interval.
    pub band: Option<(f64, f64)>,
    /// How many stand behind it, as it is written.
    pub at_risk: Option<String>,
}

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it is called.
    pub name: String,
    /// In order of time.
    pub steps: Vec<Step>,
}

impl Step {
    /// The value if it can be drawn.
    pub fn finite(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }

    /// The interval if both ends can be drawn.
    pub fn finite_band(&self) -> Option<(f64, f64)> {
        self.band.filter(|(lo, hi)| lo.is_finite() && hi.is_finite())
    }
}
