//! What a page says, read from its HTML: texts without tags, and numbers as they are shown.

use serde_json::Value;

/// Everything between two marks, each time they occur.
pub fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

/// Text of HTML without its tags.
pub fn plain(html: &str) -> String {
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    unescaped(&text).trim().to_owned()
}

/// Text or an attribute as it is meant.
pub fn unescaped(text: &str) -> String {
    let signs = [("&#60;", "<"), ("&lt;", "<"), ("&#62;", ">"), ("&gt;", ">"), ("&#34;", "\""), ("&quot;", "\""), ("&#39;", "'")];
    let text = signs.iter().fold(text.to_owned(), |text, (sign, letter)| text.replace(sign, letter));
    text.replace("&#38;", "&").replace("&amp;", "&")
}

/// A number as a page shows it, with the size of its last digit. Shares are shown in percent.
fn shown(cell: &str) -> Option<(f64, f64)> {
    let text = cell.replace(['\u{202f}', '\u{a0}', ' '], "").replace('−', "-");
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || "-.e".contains(c));
    let digits = &text[..text.len() - unit.len()];
    let scale = if ["%", "pt"].contains(&unit) { 100.0 } else { 1.0 };
    let mantissa = digits.split('e').next().unwrap();
    let exponent: i32 = digits.split_once('e').map_or(0, |(_, exponent)| exponent.parse().unwrap());
    let decimals = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let value: f64 = digits.parse().ok()?;
    Some((value / scale, 10_f64.powi(exponent - i32::try_from(decimals).unwrap()) / scale))
}

/// Panics unless the page shows the number of the data, to the digit.
pub fn assert_shows(cell: &str, value: &Value, what: &str) {
    match (shown(cell), value.as_f64()) {
        (Some((shown, step)), Some(value)) => {
            assert!((shown - value).abs() <= 0.5001 * step, "{what}: the page shows {cell}, the data says {value}")
        }
        // Latency is without bound where too many requests were never answered.
        (None, None) => assert!(["—", "∞"].contains(&cell), "{what}: the page shows {cell}, the data says {value}"),
        _ => panic!("{what}: the page shows {cell}, the data says {value}"),
    }
}

/// The same for both ends of an interval, whose unit is written once.
pub fn assert_shows_ends(interval: &str, row: &Value, what: &str) {
    let (lo, hi) = interval.split_once('–').unwrap_or_else(|| panic!("{what}: {interval} is no interval"));
    let unit = hi.trim_start_matches(|c: char| !c.is_alphabetic() && !"%‰".contains(c));
    assert_shows(&format!("{lo}{unit}"), &row["lo"], what);
    assert_shows(hi, &row["hi"], what);
}
