//! What a column of a source holds, as a mapping's front matter writes it.
//!
//! `text`, `integer`, `number`, `boolean`, `date`, `timestamp`, `map`; `{name: shape, …}` for an object, `[shape]` for a
//! list, and `{json: shape}` for a text that holds JSON.

use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The key that marks a text with JSON in it.
const JSON: &str = "json";

/// A column's shape.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnShape {
    /// Text; numbers and booleans of JSON become text.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// A number in double precision.
    Number,
    /// True or false.
    Boolean,
    /// A calendar day.
    Date,
    /// An instant in UTC, to the microsecond.
    Timestamp,
    /// Text by text.
    Map,
    /// A text that holds JSON of this shape.
    Json(Box<ColumnShape>),
    /// Named members.
    Object(Vec<(String, ColumnShape)>),
    /// Any number of one shape.
    List(Box<ColumnShape>),
}

/// Columns in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Columns(pub Vec<(String, ColumnShape)>);

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Columns, D::Error> {
        match ColumnShape::deserialize(deserializer)? {
            ColumnShape::Object(members) => Ok(Columns(members)),
            _ => Err(D::Error::custom("`columns` are lines of `name: shape`")),
        }
    }
}

impl<'de> Deserialize<'de> for ColumnShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ColumnShape, D::Error> {
        deserializer.deserialize_any(Shape)
    }
}

struct Shape;

impl<'de> Visitor<'de> for Shape {
    type Value = ColumnShape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, integer, number, boolean, date, timestamp, map, an object, a list or {json: …}")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<ColumnShape, E> {
        Ok(match word {
            "text" => ColumnShape::Text,
            "integer" => ColumnShape::Integer,
            "number" => ColumnShape::Number,
            "boolean" => ColumnShape::Boolean,
            "date" => ColumnShape::Date,
            "timestamp" => ColumnShape::Timestamp,
            "map" => ColumnShape::Map,
            other => return Err(E::custom(format!("`{other}` is no shape of a column"))),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<ColumnShape, A::Error> {
        let item = items.next_element()?.ok_or_else(|| A::Error::custom("a list needs the shape of its items: [text]"))?;
        match items.next_element::<ColumnShape>()? {
            None => Ok(ColumnShape::List(Box::new(item))),
            Some(_) => Err(A::Error::custom("a list has one shape for all items")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<ColumnShape, A::Error> {
        let mut named: Vec<(String, ColumnShape)> = Vec::new();
        while let Some(member) = members.next_entry()? {
            named.push(member);
        }
        match (named.len(), named.pop()) {
            (1, Some((name, inner))) if name == JSON => Ok(ColumnShape::Json(Box::new(inner))),
            (_, Some(last)) => {
                named.push(last);
                Ok(ColumnShape::Object(named))
            }
            (_, None) => Err(A::Error::custom("an object needs members")),
        }
    }
}
