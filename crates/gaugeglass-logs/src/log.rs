//! One log: a named table with a grain, a deduplication key and its columns.

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};

use crate::envelope;
use crate::{Column, Need};

/// The contract of one log.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// Name of the relation in the schema `logs`.
    pub name: &'static str,
    /// What the log records, in a sentence.
    pub doc: &'static str,
    /// What one row stands for: "one row per …".
    pub grain: &'static str,
    /// Columns, in the order of the schema.
    pub columns: Vec<Column>,
    /// Columns whose equal values mark two rows as the same fact.
    pub key: &'static [&'static str],
    /// The instant that places a row in time; none for registries that carry no such instant.
    pub time: Option<&'static str>,
}

impl Log {
    /// A fact log: the envelope first, then `columns`; its key is `(source, event_id)`.
    pub(crate) fn fact(name: &'static str, doc: &'static str, grain: &'static str, columns: Vec<Column>) -> Self {
        Self {
            name,
            doc,
            grain,
            columns: envelope::columns().into_iter().chain(columns).collect(),
            key: envelope::KEY,
            time: Some(envelope::TIME),
        }
    }

    /// The Arrow schema. Every column is nullable: nulls are judged by rule, so that a bad row
    /// can be set aside with a reason instead of failing the whole file.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::new(Schema::new(self.columns.iter().map(Column::field).collect::<Vec<_>>()))
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether the log records facts, which carry the envelope; registries do not.
    #[must_use]
    pub fn is_fact(&self) -> bool {
        self.key == envelope::KEY
    }

    /// The columns that every row must fill.
    pub fn required(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.need == Need::Required)
    }
}
