//! YAML values, for the parts of a document whose shape the specification leaves open.

use std::collections::BTreeMap;

use serde::Serialize;

/// A mapping; YAML gives no meaning to the order of its keys.
pub type Map = BTreeMap<String, Value>;

/// A YAML value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Values by key.
    Map(Map),
}

/// A number, whole or not, as it was written: `1` and `1.0` are two.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Number {
    /// Without a fraction.
    Integer(i128),
    /// With a fraction or an exponent.
    Float(f64),
}

impl Number {
    /// The value, to the nearest double.
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

impl Default for Number {
    fn default() -> Self {
        Self::Integer(0)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
