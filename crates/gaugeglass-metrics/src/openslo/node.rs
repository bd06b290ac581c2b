//! A YAML value with its place, so that what is wrong with it can be told where it stands.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::value::{Number, Value};

/// A place of a text, both counted from 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub line: u64,
    pub column: u64,
}

/// A value where it was written.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub place: Place,
    pub shape: Shape,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Null,
    Flag(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The node at a dotted path of keys and positions, or the last one on the way to it.
    pub fn nearest(&self, path: &str) -> &Node {
        let mut node = self;
        for step in path.split('.') {
            match node.child(step) {
                Some(child) => node = child,
                None => break,
            }
        }
        node
    }

    /// The node at a dotted path of keys and positions.
    pub fn at(&self, path: &str) -> Option<&Node> {
        path.split('.').try_fold(self, |node, step| node.child(step))
    }

    fn child(&self, step: &str) -> Option<&Node> {
        match &self.shape {
            Shape::Map(entries) => entries.iter().find(|(key, _)| key == step).map(|(_, node)| node),
            Shape::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// The value without its places.
    pub fn plain(self) -> Value {
        match self.shape {
            Shape::Null => Value::Null,
            Shape::Flag(flag) => Value::Flag(flag),
            Shape::Number(number) => Value::Number(number),
            Shape::Text(text) => Value::Text(text),
            Shape::List(items) => Value::List(items.into_iter().map(Node::plain).collect()),
            Shape::Map(entries) => Value::Map(entries.into_iter().map(|(key, node)| (key, node.plain())).collect()),
        }
    }
}

impl Shape {
    /// What it is, in words.
    pub fn what(&self) -> &'static str {
        match self {
            Shape::Null => "empty",
            Shape::Flag(_) => "true or false",
            Shape::Number(_) => "a number",
            Shape::Text(_) => "text",
            Shape::List(_) => "a list",
            Shape::Map(_) => "a mapping",
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Shape>::deserialize(deserializer)?;
        let place = Place { line: spanned.referenced.line(), column: spanned.referenced.column() };
        Ok(Node { place, shape: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Node::deserialize(deserializer).map(Node::plain)
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Shape, E> {
        Ok(Shape::Flag(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Shape, E> {
        Ok(Shape::Number(Number::Integer(i128::from(value))))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Shape, E> {
        Ok(Shape::Number(Number::Integer(i128::from(value))))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Shape, E> {
        Ok(Shape::Number(Number::Float(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Shape, E> {
        Ok(Shape::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Node>()? {
            list.push(item);
        }
        Ok(Shape::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Shape, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry::<String, Node>()? {
            map.push(entry);
        }
        Ok(Shape::Map(map))
    }
}
