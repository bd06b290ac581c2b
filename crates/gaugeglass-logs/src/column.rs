//! One column of a log: its name, type, need, meaning and rule.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, TimeUnit};

use crate::Rule;

/// Whether a row must fill a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Every row fills it; a gap is a defect of the source.
    Required,
    /// Null means that the source does not know.
    Optional,
    /// Filled under the condition that the column's doc names.
    Conditional,
}

/// What a column holds, in the words of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// An identifier; personal ones arrive as a keyed hash.
    Id,
    /// Free text.
    Text,
    /// A value of a small vocabulary.
    Label,
    /// An instant in UTC, to the microsecond.
    Instant,
    /// A calendar day.
    Date,
    /// An amount, to four decimals; its currency is in a column of its own.
    Money,
    /// True, false or not known.
    Flag,
    /// A 16-bit whole number.
    Int16,
    /// A 32-bit whole number.
    Int32,
    /// A 64-bit whole number.
    Int64,
    /// A single-precision number.
    Float32,
    /// A double-precision number.
    Float64,
    /// A list of texts.
    TextList,
    /// Open attributes: text by text.
    Attributes,
    /// Products of a cart, order or message.
    Items,
    /// Typed, hashed identifiers that were seen or given together.
    Identifiers,
    /// Actions that a decision weighed, with score and propensity.
    Candidates,
    /// Arms of an experiment, with their weights.
    Arms,
}

impl ColumnType {
    /// The Arrow type that the log contract fixes for it.
    #[must_use]
    pub fn arrow(&self) -> DataType {
        match self {
            Self::Id | Self::Text => DataType::Utf8,
            Self::Label => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            Self::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Date => DataType::Date32,
            Self::Money => MONEY,
            Self::Flag => DataType::Boolean,
            Self::Int16 => DataType::Int16,
            Self::Int32 => DataType::Int32,
            Self::Int64 => DataType::Int64,
            Self::Float32 => DataType::Float32,
            Self::Float64 => DataType::Float64,
            Self::TextList => list(DataType::Utf8),
            Self::Attributes => attributes(),
            Self::Items => list_of_structs(&ITEM),
            Self::Identifiers => list_of_structs(&IDENTIFIER),
            Self::Candidates => list_of_structs(&CANDIDATE),
            Self::Arms => list_of_structs(&ARM),
        }
    }
}

const MONEY: DataType = DataType::Decimal128(18, 4);

const ITEM: [(&str, DataType); 7] = [
    ("product_id", DataType::Utf8),
    ("sku", DataType::Utf8),
    ("quantity", DataType::Int32),
    ("price", MONEY),
    ("category", DataType::Utf8),
    ("coupon", DataType::Utf8),
    ("position", DataType::Int32),
];

const IDENTIFIER: [(&str, DataType); 2] = [("id_type", DataType::Utf8), ("id_hash", DataType::Utf8)];

const CANDIDATE: [(&str, DataType); 5] = [
    ("action_id", DataType::Utf8),
    ("score", DataType::Float64),
    ("propensity", DataType::Float64),
    ("eligible", DataType::Boolean),
    ("reject_reason", DataType::Utf8),
];

const ARM: [(&str, DataType); 3] = [("variant_id", DataType::Utf8), ("weight", DataType::Float64), ("is_control", DataType::Boolean)];

fn list(item: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(item, true)))
}

fn list_of_structs(members: &[(&str, DataType)]) -> DataType {
    let fields: Fields = members.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true)).collect();
    list(DataType::Struct(fields))
}

fn attributes() -> DataType {
    let entry: Fields = vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, true)].into();
    DataType::Map(Arc::new(Field::new("entries", DataType::Struct(entry), false)), false)
}

/// One column of a log.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Name in the schema.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnType,
    /// Whether a row must fill it.
    pub need: Need,
    /// What it means, in a sentence.
    pub doc: &'static str,
    /// What a filled value must satisfy.
    pub rule: Option<Rule>,
}

impl Column {
    /// A column that every row fills.
    #[must_use]
    pub const fn required(name: &'static str, kind: ColumnType, doc: &'static str) -> Self {
        Self::new(name, kind, Need::Required, doc)
    }

    /// A column that a source may leave out.
    #[must_use]
    pub const fn optional(name: &'static str, kind: ColumnType, doc: &'static str) -> Self {
        Self::new(name, kind, Need::Optional, doc)
    }

    /// A column that is filled under the condition its doc names.
    #[must_use]
    pub const fn conditional(name: &'static str, kind: ColumnType, doc: &'static str) -> Self {
        Self::new(name, kind, Need::Conditional, doc)
    }

    /// The same column, with a rule for its values.
    #[must_use]
    pub const fn with(self, rule: Rule) -> Self {
        Self { rule: Some(rule), ..self }
    }

    /// The Arrow field; always nullable.
    #[must_use]
    pub fn field(&self) -> Field {
        Field::new(self.name, self.kind.arrow(), true)
    }

    const fn new(name: &'static str, kind: ColumnType, need: Need, doc: &'static str) -> Self {
        Self { name, kind, need, doc, rule: None }
    }
}
