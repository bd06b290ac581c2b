//! Where ticks go: round values on the vertical axis, round dates on the horizontal one.

use std::ops::Range;

use super::series::padded;

/// A labelled place on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Position in the axis' own unit.
    pub at: f64,
    /// What stands there.
    pub label: String,
}

/// A vertical axis: its range ends on round values, and so do its ticks.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueAxis {
    /// The range to draw.
    pub range: Range<f64>,
    /// Round values inside it, both ends included.
    pub ticks: Vec<f64>,
}

/// Chooses a range of round values around the data.
///
/// Zero is included unless the data fills less than half of the way from it: then a change would
/// be too small to see.
pub fn value_axis(extent: (f64, f64)) -> ValueAxis {
    let range = padded(with_zero(extent));
    let step = round_step((range.end - range.start) / 4.0);
    // Shares that add up to one may miss it in the last bit; that is no reason for a step more.
    let first = (range.start / step + 1e-9).floor();
    let last = (range.end / step - 1e-9).ceil();
    let count = (last - first) as usize;
    let ticks = (0..=count).map(|index| (first + index as f64) * step).collect();
    ValueAxis { range: first * step..last * step, ticks }
}

fn with_zero((low, high): (f64, f64)) -> (f64, f64) {
    let is_far_from_zero = low > 0.0 && low > high * 0.5 || high < 0.0 && high < low * 0.5;
    if is_far_from_zero { (low, high) } else { (low.min(0.0), high.max(0.0)) }
}

/// The next step of 1, 2, 2.5 or 5 times a power of ten.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let fraction = rough / power;
    let round = [1.0, 2.0, 2.5, 5.0].into_iter().find(|step| fraction <= *step).unwrap_or(10.0);
    round * power
}

/// How far along `length` units a value of the range lies; a value outside lies at the nearer end.
pub fn along(value: f64, range: &Range<f64>, length: i32) -> i32 {
    let share = ((value - range.start) / (range.end - range.start)).clamp(0.0, 1.0);
    (share * f64::from(length)).round() as i32
}

/// Keeps at most `count_max` of the ticks, evenly spaced and ending with the last.
pub fn thin(ticks: &[Tick], count_max: usize) -> Vec<Tick> {
    let every = ticks.len().div_ceil(count_max.max(1)).max(1);
    let is_kept = |index: usize| (ticks.len() - 1 - index).is_multiple_of(every);
    ticks.iter().enumerate().filter(|(index, _)| is_kept(*index)).map(|(_, tick)| tick.clone()).collect()
}
