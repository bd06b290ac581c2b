//! The columns that the files of a source share, and the files that cannot be read with the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::compute::can_cast_types;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use dashmap::DashMap;
use datafusion::logical_expr::type_coercion::binary::type_union_coercion;
use futures::{FutureExt, StreamExt, TryStreamExt, stream};
use gaugeglass_logs::{Column, Log};

use super::Listed;
use super::listing::add_file;
use crate::Error;
use crate::content_key::ContentKey;
use crate::formats::{SourceFile, Unreadable};
use crate::source::Shape;

/// Footers and samples read at the same time.
const READS_AT_ONCE: usize = 16;

/// What the files of sources hold, once it was looked at.
#[derive(Debug, Default)]
pub struct Known(DashMap<String, Result<SchemaRef, String>>);

/// The columns of a source, and which of its files have them.
pub struct Columns {
    /// The columns of all files together.
    pub shape: Shape,
    /// The files that can be read.
    pub readable: Vec<SourceFile>,
    /// Why the others cannot, by their place.
    pub damaged: BTreeMap<i32, String>,
}

/// The columns that the mapping declares, that the contract gives to what has no types, or that the files have.
pub async fn of(listed: &Listed, known: &Known) -> Result<Columns, Error> {
    let all = |shape| Columns { shape, readable: listed.files.clone(), damaged: BTreeMap::new() };
    if let Some(columns) = listed.mapping.as_ref().and_then(|mapping| mapping.columns.as_ref()) {
        let is_text = ["csv", "tsv"].contains(&listed.format.name());
        return Ok(all(Shape::declared(columns, is_text)));
    }
    if listed.mapping.is_none() && listed.format.name() == "ndjson" {
        // JSON has few types of its own; the contract says what each value is.
        return Ok(all(Shape::same(text_for_labels(listed.log))));
    }
    let looks: Vec<_> = listed.files.iter().map(|file| look(listed, known, file.clone()).boxed()).collect();
    let mut looks = stream::iter(looks).buffered(READS_AT_ONCE);
    let mut readable = Vec::new();
    let mut damaged = BTreeMap::new();
    while let Some((file, schema)) = looks.try_next().await? {
        match schema {
            Ok(schema) => readable.push((file, schema)),
            Err(reason) => {
                damaged.insert(file.index, reason);
            }
        }
    }
    let together = together(listed, readable.iter().map(|(_, schema)| schema));
    readable.retain(|(file, schema)| match strange(schema, &together) {
        Some(reason) => {
            damaged.insert(file.index, reason);
            false
        }
        None => true,
    });
    let readable = readable.into_iter().map(|(file, _)| file).collect();
    Ok(Columns { shape: Shape::same(together), readable, damaged })
}

/// The columns of one file, or what is wrong with it. A store that does not answer says nothing about the file.
async fn look(listed: &Listed, known: &Known, file: SourceFile) -> Result<(SourceFile, Result<SchemaRef, String>), Error> {
    let mut key = ContentKey::default();
    key.add(listed.format.name());
    key.add(&file.store.url);
    add_file(&mut key, &file);
    let key = key.name();
    let seen = known.0.get(&key).map(|seen| seen.clone());
    let schema = match seen {
        Some(seen) => seen,
        None => {
            let schema = match listed.format.infer(&file).await {
                Ok(schema) => Ok(schema),
                Err(Unreadable::Damaged(reason)) => Err(reason),
                Err(Unreadable::Failed(error)) => return Err(error),
            };
            known.0.insert(key, schema.clone());
            schema
        }
    };
    Ok((file, schema.and_then(|schema| fitting(listed, schema))))
}

/// A file with a column that no cast brings under the contract, such as text where a list belongs, is damaged: it would
/// take the others down with it. What a mapping makes of its columns is the mapping's business.
fn fitting(listed: &Listed, schema: SchemaRef) -> Result<SchemaRef, String> {
    let given = |column: &Column| schema.field_with_name(column.name).ok().map(|field| field.data_type().clone());
    let fits = |given: &DataType, target: &DataType| {
        can_cast_types(given, target) || (!target.is_nested() && can_cast_types(given, &DataType::Utf8))
    };
    let wrong = listed.log.columns.iter().find_map(|column| {
        let (given, target) = (given(column)?, column.kind.arrow());
        (!fits(&given, &target)).then(|| format!("column `{}` is {given} where the contract has {target}", column.name))
    });
    match wrong {
        Some(reason) if listed.mapping.is_none() => Err(reason),
        _ => Ok(schema),
    }
}

fn text_for_labels(log: &Log) -> SchemaRef {
    let fields = log.columns.iter().map(|column| match column.kind.arrow() {
        DataType::Dictionary(_, value) => Field::new(column.name, *value, true),
        other => Field::new(column.name, other, true),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The columns of all files; as text where the files disagree or no cast goes straight to the contract, since text is
/// judged value by value.
fn together<'a>(listed: &Listed, schemas: impl Iterator<Item = &'a SchemaRef>) -> SchemaRef {
    let mut columns: Vec<(&str, Vec<&DataType>)> = Vec::new();
    for field in schemas.flat_map(|schema| schema.fields()) {
        match columns.iter_mut().find(|(name, _)| name == field.name()) {
            Some((_, kinds)) => kinds.push(field.data_type()),
            None => columns.push((field.name(), vec![field.data_type()])),
        }
    }
    let fields = columns.into_iter().map(|(name, kinds)| {
        let widest = widest(&kinds);
        let target = listed.log.column(name).filter(|_| listed.mapping.is_none()).map(|column| column.kind.arrow());
        let is_castable = target.is_none_or(|target| can_cast_types(&widest, &target));
        Field::new(name, if is_castable { widest } else { DataType::Utf8 }, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The type that holds all of these; text where they are of different kinds.
fn widest(kinds: &[&DataType]) -> DataType {
    let mut known = kinds.iter().filter(|kind| ***kind != DataType::Null);
    let Some(first) = known.next() else {
        return DataType::Null;
    };
    known.fold((*first).clone(), |widest, kind| match (&widest == *kind, family(&widest) == family(kind)) {
        (true, _) => widest,
        (false, true) => type_union_coercion(&widest, kind).unwrap_or(DataType::Utf8),
        (false, false) => DataType::Utf8,
    })
}

/// Types of one family hold each other's values without a change of meaning.
#[derive(Debug, PartialEq)]
enum Family {
    Number,
    Text,
    Time,
    Nested,
    Other,
}

fn family(kind: &DataType) -> Family {
    match kind {
        DataType::Dictionary(_, value) => family(value),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Family::Text,
        kind if kind.is_numeric() => Family::Number,
        kind if kind.is_temporal() => Family::Time,
        kind if kind.is_nested() => Family::Nested,
        _ => Family::Other,
    }
}

/// Why a file cannot be read together with the others.
fn strange(schema: &Schema, together: &Schema) -> Option<String> {
    schema.fields().iter().find_map(|field| {
        let shared = together.field_with_name(field.name()).ok()?.data_type();
        (!can_cast_types(field.data_type(), shared))
            .then(|| format!("column `{}` is {} where other files have {shared}", field.name(), field.data_type()))
    })
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::TimeUnit::{Microsecond, Nanosecond};

    use super::*;

    #[test]
    fn files_that_disagree_are_read_as_text_in_any_order() {
        let micros = DataType::Timestamp(Microsecond, Some("UTC".into()));
        let kinds = [&micros, &DataType::Int64, &DataType::Utf8, &DataType::Boolean];
        for first in 0..kinds.len() {
            let turned: Vec<&DataType> = (0..kinds.len()).map(|at| kinds[(first + at) % kinds.len()]).collect();
            assert_eq!(widest(&turned), DataType::Utf8, "{turned:?}");
        }
    }

    #[test]
    fn one_family_widens_and_null_takes_no_part() {
        assert_eq!(widest(&[&DataType::Int32, &DataType::Null, &DataType::Int64]), DataType::Int64);
        assert_eq!(widest(&[&DataType::Null]), DataType::Null);
        let instants = [DataType::Timestamp(Microsecond, None), DataType::Timestamp(Nanosecond, None)];
        assert_eq!(family(&widest(&[&instants[0], &instants[1]])), Family::Time);
    }
}
