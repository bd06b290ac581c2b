//! Session options, as drivers set them while connecting.
//!
//! Calls are independent of each other, so there is no session to keep an option in. The catalog is accepted
//! because there is exactly one; any other option is answered with an error of its own, never ignored.
//! `arrow-flight` does not carry these messages; they follow `Flight.proto`.

use std::collections::HashMap;

use gaugeglass_engine::CATALOG;
use prost::{Message, Oneof};

#[derive(Clone, PartialEq, Message)]
pub(crate) struct OptionValue {
    #[prost(oneof = "Value", tags = "1, 2, 3, 4, 5")]
    value: Option<Value>,
}

#[derive(Clone, PartialEq, Oneof)]
enum Value {
    #[prost(string, tag = "1")]
    Text(String),
    #[prost(bool, tag = "2")]
    Flag(bool),
    #[prost(sfixed64, tag = "3")]
    Whole(i64),
    #[prost(double, tag = "4")]
    Number(f64),
    #[prost(message, tag = "5")]
    Texts(TextList),
}

#[derive(Clone, PartialEq, Message)]
struct TextList {
    #[prost(string, repeated, tag = "1")]
    values: Vec<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct SetSessionOptionsRequest {
    #[prost(map = "string, message", tag = "1")]
    session_options: HashMap<String, OptionValue>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct SetSessionOptionsResult {
    #[prost(map = "string, message", tag = "1")]
    errors: HashMap<String, OptionError>,
}

#[derive(Clone, PartialEq, Message)]
struct OptionError {
    #[prost(enumeration = "Fault", tag = "1")]
    value: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, prost::Enumeration)]
#[repr(i32)]
enum Fault {
    Unspecified = 0,
    InvalidName = 1,
    InvalidValue = 2,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct GetSessionOptionsResult {
    #[prost(map = "string, message", tag = "1")]
    session_options: HashMap<String, OptionValue>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct CloseSessionResult {
    #[prost(enumeration = "Closing", tag = "1")]
    status: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, prost::Enumeration)]
#[repr(i32)]
enum Closing {
    Unspecified = 0,
    Closed = 1,
}

/// Judges each option of `request`.
pub(crate) fn set(request: SetSessionOptionsRequest) -> SetSessionOptionsResult {
    let judged = request.session_options.into_iter().filter_map(|(name, value)| {
        let fault = fault(&name, value.value.as_ref())?;
        Some((name, OptionError { value: fault as i32 }))
    });
    SetSessionOptionsResult { errors: judged.collect() }
}

/// The options in force.
pub(crate) fn get() -> GetSessionOptionsResult {
    let catalog = OptionValue { value: Some(Value::Text(CATALOG.to_owned())) };
    GetSessionOptionsResult { session_options: HashMap::from([("catalog".to_owned(), catalog)]) }
}

/// Nothing is kept for a session, so it is closed at once.
pub(crate) fn close() -> CloseSessionResult {
    CloseSessionResult { status: Closing::Closed as i32 }
}

fn fault(name: &str, value: Option<&Value>) -> Option<Fault> {
    match (name, value) {
        ("catalog", Some(Value::Text(text))) if text == CATALOG => None,
        // No value takes an option back to its default, which for the catalog is the one there is.
        ("catalog", None) => None,
        ("catalog", Some(_)) => Some(Fault::InvalidValue),
        _ => Some(Fault::InvalidName),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn text(value: &str) -> Option<Value> {
        Some(Value::Text(value.into()))
    }

    #[test]
    fn the_one_catalog_is_accepted_and_anything_else_is_refused_by_name() {
        let cases = [
            ("catalog", text("gaugeglass"), None),
            ("catalog", None, None),
            ("catalog", text("other"), Some(Fault::InvalidValue)),
            ("catalog", Some(Value::Flag(true)), Some(Fault::InvalidValue)),
            ("timezone", text("UTC"), Some(Fault::InvalidName)),
        ];
        for (name, value, expected) in cases {
            let options = HashMap::from([(name.to_owned(), OptionValue { value: value.clone() })]);
            let answer = set(SetSessionOptionsRequest { session_options: options });
            let fault = answer.errors.get(name).map(|error| error.value());
            assert_eq!(fault, expected, "{name} = {value:?}");
        }
    }

    #[test]
    fn messages_survive_the_wire() {
        let bytes = get().encode_to_vec();
        assert_eq!(GetSessionOptionsResult::decode(&bytes[..]).unwrap(), get());
    }
}
