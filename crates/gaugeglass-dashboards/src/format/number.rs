//! Numbers by unit: enough digits to act on, never a zero for an unknown.

use gaugeglass_metrics::{Metric, SO_FAR, Unit};

/// What stands where a value is unknown.
pub const UNKNOWN: &str = "—";
/// Thin and unbreakable: between thousands, and between a number and its unit.
const THIN: &str = "\u{202f}";

/// Writes a value in its unit.
pub fn figure(value: Option<f64>, unit: Unit) -> String {
    match value {
        None => UNKNOWN.into(),
        Some(value) if value.is_nan() => UNKNOWN.into(),
        Some(value) if value.is_infinite() => {
            if value > 0.0 {
                "∞".into()
            } else {
                "−∞".into()
            }
        }
        Some(value) => with_unit(&digits(value, unit), unit),
    }
}

/// Writes a round value of an axis: the same unit, no trailing zeros.
pub fn tick(value: f64, unit: Unit) -> String {
    let scaled = value * scale(unit);
    let text = group(&format!("{scaled:.4}"));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    with_unit(if text == "−0" { "0" } else { text }, unit)
}

/// Writes a whole number.
pub fn count(value: i64) -> String {
    group(&value.to_string())
}

/// Writes both ends of an interval with the unit once.
pub fn interval(lo: Option<f64>, hi: Option<f64>, unit: Unit) -> Option<String> {
    let (lo, hi) = (lo.filter(|lo| lo.is_finite())?, hi.filter(|hi| hi.is_finite())?);
    let ends = format!("{}{THIN}–{THIN}{}", digits(lo, unit), digits(hi, unit));
    Some(with_unit(&ends, unit))
}

/// The change from `before` to `now`: percentage points for shares, percent for the rest.
pub fn change(now: Option<f64>, before: Option<f64>, unit: Unit) -> Option<String> {
    let (now, before) = (now.filter(|now| now.is_finite())?, before.filter(|before| before.is_finite())?);
    let text = match unit {
        Unit::Ratio | Unit::Points => with_unit(&signed((now - before) * 100.0, 2), Unit::Points),
        _ if before == 0.0 => return None,
        _ => with_unit(&signed((now - before) / before.abs() * 100.0, 1), Unit::Ratio),
    };
    Some(text)
}

/// The unit of one measure of a metric.
///
/// The headline has the metric's unit, and so has the same over rows that may still change. A further measure says its own at the end of its name
/// (`p50_ms`, `buyers_share`); without such an ending it is shown as a bare number, except that the
/// measures of a ratio are ratios, unless they count (`inconsistent_people`) or say how many there are
/// of one thing for each of another (`sessions_per_user`).
pub fn measure_unit(metric: &Metric, measure: &str) -> Unit {
    if measure == SO_FAR || metric.measures.first().is_some_and(|headline| headline == measure) {
        return metric.unit;
    }
    if let Some(unit) = named_unit(measure) {
        return unit;
    }
    match measure.rsplit('_').next().unwrap_or(measure) {
        "revenue" | "aov" | "margin" => {
            if metric.unit == Unit::Money {
                Unit::Money
            } else {
                Unit::None
            }
        }
        "difference" => Unit::Points,
        "value" | "mean" | "blocked" => Unit::None,
        "any" | "band" | "beyond" | "confounded" | "cycles" | "layers" | "people" | "persons" | "reached" | "way" | "z" => Unit::None,
        "channels" if measure != "all_channels" => Unit::None,
        _ if measure.contains("_per_") => Unit::None,
        _ if metric.additive.iter().any(|name| name == measure) => Unit::Count,
        _ if matches!(metric.unit, Unit::Ratio | Unit::Points) => metric.unit,
        _ => Unit::None,
    }
}

/// The unit that the end of a column's name says: `p50_ms`, `match_rate`, `age_h`.
pub fn named_unit(name: &str) -> Option<Unit> {
    match name.rsplit('_').next().unwrap_or(name) {
        "ms" => Some(Unit::Milliseconds),
        "s" => Some(Unit::Seconds),
        "min" => Some(Unit::Minutes),
        "h" | "hours" => Some(Unit::Hours),
        "d" => Some(Unit::Days),
        "share" | "rate" | "ratio" => Some(Unit::Ratio),
        _ => None,
    }
}

fn digits(value: f64, unit: Unit) -> String {
    let scaled = value * scale(unit);
    let decimals = match unit {
        Unit::Count => {
            if scaled.fract() == 0.0 {
                0
            } else {
                decimals(scaled)
            }
        }
        Unit::Ratio | Unit::Points => share_decimals(scaled),
        Unit::Money => {
            if scaled.abs() >= 1000.0 {
                0
            } else {
                2
            }
        }
        _ => decimals(scaled),
    };
    let text = group(&format!("{scaled:.decimals$}"));
    if is_zero(&text) && scaled != 0.0 { format!("{scaled:.1e}").replace('-', "−") } else { text }
}

fn is_zero(text: &str) -> bool {
    !text.chars().any(|digit| ('1'..='9').contains(&digit))
}

fn scale(unit: Unit) -> f64 {
    match unit {
        Unit::Ratio | Unit::Points => 100.0,
        _ => 1.0,
    }
}

/// Three significant digits; whole numbers have no decimals.
fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size.fract() == 0.0 || size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    }
}

/// Shares near none and near all differ in the small digits.
fn share_decimals(percent: f64) -> usize {
    match percent.abs() {
        size if size == 0.0 || size == 100.0 => 0,
        size if size < 0.1 => 3,
        size if size < 1.0 || (99.0..100.0).contains(&size) => 2,
        _ => 1,
    }
}

fn signed(value: f64, decimals: usize) -> String {
    let text = group(&format!("{:.decimals$}", value.abs()));
    match value {
        _ if is_zero(&text) => format!("±{text}"),
        value if value > 0.0 => format!("+{text}"),
        _ => format!("−{text}"),
    }
}

fn with_unit(text: &str, unit: Unit) -> String {
    let sign = match unit {
        Unit::Ratio => "%",
        Unit::Points => "pt",
        Unit::PerThousand => "‰",
        // The stamp names the currency: it is the answer's, not the metric's.
        Unit::Money => return text.to_owned(),
        Unit::Milliseconds => "ms",
        Unit::Seconds => "s",
        Unit::Minutes => "min",
        Unit::Hours => "h",
        Unit::Days => "d",
        Unit::Count | Unit::None => return text.into(),
    };
    format!("{text}{THIN}{sign}")
}

/// Separates thousands and writes a true minus.
fn group(text: &str) -> String {
    let (sign, unsigned) = text.strip_prefix('-').map_or(("", text), |rest| ("−", rest));
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, ""), |(whole, _)| (whole, &unsigned[whole.len()..]));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push_str(THIN);
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}
