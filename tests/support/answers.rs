//! Answers as JSON, and when two of them say the same.

use std::path::Path;

use serde_json::Value;

/// The JSON that a command prints about a configuration, without how long it took.
pub fn answer(config: &Path, arguments: &[&str]) -> Value {
    let output = super::run(&[arguments, &["--format", "json", "--config", config.to_str().unwrap()]].concat());
    assert_eq!(output.code, 0, "{arguments:?}: {}", output.err);
    timeless(&output.out)
}

/// The rows of a statement.
pub fn rows(config: &Path, sql: &str) -> Value {
    answer(config, &["query", sql])["rows"].take()
}

/// The rows of a statement, by the pages' door.
pub fn rows_over_http(address: &str, sql: &str) -> Value {
    let found = super::get(address, &format!("/sql.json?q={}", escaped(sql)));
    assert_eq!(found.status, 200, "{sql}: {}", found.text());
    found.json()["rows"].take()
}

/// JSON without how long it took to make.
pub fn timeless(text: &str) -> Value {
    let mut value: Value = serde_json::from_str(text).unwrap_or_else(|cause| panic!("{cause}: {text}"));
    if let Some(object) = value.as_object_mut() {
        object.remove("elapsed_ms");
    }
    value
}

/// Text as a part of an address.
pub fn escaped(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    text.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Panics unless both are the same; fractions may differ by a part of themselves, whole numbers and words may not.
pub fn assert_same(found: &Value, expected: &Value, relative: f64, what: &str) {
    if let Some(place) = difference(found, expected, relative) {
        panic!("{what}: differs at {place}");
    }
}

fn difference(found: &Value, expected: &Value, relative: f64) -> Option<String> {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) if found.len() == expected.len() => expected.iter().find_map(|(key, value)| {
            let place = difference(found.get(key).unwrap_or(&Value::Null), value, relative)?;
            Some(format!("{key}.{place}"))
        }),
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => found
            .iter()
            .zip(expected)
            .enumerate()
            .find_map(|(index, (found, expected))| Some(format!("{index}.{}", difference(found, expected, relative)?))),
        (Value::Number(left), Value::Number(right)) if left.is_f64() || right.is_f64() => {
            let (left, right) = (left.as_f64().unwrap(), right.as_f64().unwrap());
            ((left - right).abs() > relative * right.abs()).then(|| format!(": {left}, expected {right}"))
        }
        _ => (found != expected).then(|| format!(": {found}, expected {expected}")),
    }
}
