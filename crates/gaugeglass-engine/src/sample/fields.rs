//! The fields found in a sample, by path: `context.device.id`, `products[].price`.

use std::collections::{BTreeMap, BTreeSet};

use arrow::datatypes::{DataType, Field};
use serde_json::Value;

/// Different values kept of a field, and how much of each.
const VALUES_MAX: usize = 64;
const VALUE_LENGTH_MAX: usize = 80;

/// A field.
#[derive(Debug, Clone, Default)]
pub struct SampledField {
    /// In the words of a mapping's front matter: `text`, `integer`, `number`, `boolean`, `date`, `timestamp`, `map`.
    pub kind: &'static str,
    /// Rows that have a value.
    pub filled: u64,
    /// Some of the values.
    pub values: BTreeSet<String>,
    /// True where the file's schema says the kind; else it is what the values look like.
    is_declared: bool,
}

/// The fields, by path.
#[derive(Debug, Clone, Default)]
pub struct SampledFields(pub BTreeMap<String, SampledField>);

impl SampledFields {
    /// The names of the outermost fields.
    pub fn columns(&self) -> BTreeSet<&str> {
        self.0.keys().map(|path| column_of(path)).collect()
    }

    /// True where the field is there, as a value or as what holds further fields.
    pub fn has(&self, path: &str) -> bool {
        let is_within = |found: &str| found.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        self.0.range(path.to_owned()..).take_while(|(found, _)| found.starts_with(path)).any(|(found, _)| is_within(found))
    }

    /// Notes a column of a schema.
    pub(super) fn note(&mut self, field: &Field, above: &str) {
        let path = format!("{above}{}", field.name());
        self.note_kind(path, field.data_type());
    }

    fn note_kind(&mut self, path: String, kind: &DataType) {
        match kind {
            DataType::Struct(members) => members.iter().for_each(|member| self.note(member, &format!("{path}."))),
            DataType::List(item) | DataType::LargeList(item) => self.note_kind(path + "[]", item.data_type()),
            _ => {
                let field = self.0.entry(path).or_default();
                (field.kind, field.is_declared) = (word(kind), true);
            }
        }
    }

    /// Notes the fields of one row.
    pub(super) fn add_row(&mut self, row: &Value) {
        if let Value::Object(members) = row {
            members.iter().for_each(|(name, value)| self.add(name.clone(), value));
        }
    }

    fn add(&mut self, path: String, value: &Value) {
        let is_map = || self.0.get(&path).is_some_and(|field| field.kind == "map");
        match value {
            Value::Object(_) if is_map() => self.add_value(path, "map", ""),
            Value::Object(members) => members.iter().for_each(|(name, value)| self.add(format!("{path}.{name}"), value)),
            Value::Array(items) => items.iter().for_each(|item| self.add(format!("{path}[]"), item)),
            Value::Null => {
                self.0.entry(path).or_default();
            }
            Value::String(text) => self.add_value(path, "text", text),
            Value::Bool(flag) => self.add_value(path, "boolean", if *flag { "true" } else { "false" }),
            Value::Number(number) => self.add_value(path, if number.is_f64() { "number" } else { "integer" }, &number.to_string()),
        }
    }

    /// Notes a value.
    pub(super) fn add_value(&mut self, path: String, kind: &'static str, value: &str) {
        let field = self.0.entry(path).or_default();
        field.kind = match (field.kind, kind) {
            (known, _) if field.is_declared => known,
            ("", kind) => kind,
            (known, kind) if known == kind => known,
            ("integer", "number") | ("number", "integer") => "number",
            _ => "text",
        };
        field.filled += 1;
        if field.values.len() < VALUES_MAX && value.len() <= VALUE_LENGTH_MAX {
            field.values.insert(value.to_owned());
        }
    }
}

/// The outermost name of a path.
fn column_of(path: &str) -> &str {
    path.find(['.', '[']).map_or(path, |end| &path[..end])
}

fn word(kind: &DataType) -> &'static str {
    match kind {
        DataType::Boolean => "boolean",
        DataType::Date32 | DataType::Date64 => "date",
        DataType::Timestamp(..) => "timestamp",
        DataType::Map(..) => "map",
        kind if kind.is_integer() => "integer",
        kind if kind.is_floating() => "number",
        _ => "text",
    }
}
