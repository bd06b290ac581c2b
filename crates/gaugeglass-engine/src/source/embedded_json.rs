//! JSON that stands in a text column.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray, new_null_array};
use arrow::compute::{cast, concat};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::json::ReaderBuilder;

/// The values of the texts under the field's type, and which rows hold no such value; those are null.
pub fn parse(text: &ArrayRef, field: &Field) -> Result<(ArrayRef, Vec<usize>), ArrowError> {
    let text = cast(text, &DataType::Utf8)?;
    let text = text.as_string::<i32>();
    let mut bad = Vec::new();
    let mut parts = Vec::new();
    parse_rows(text, 0, text.len(), field, &mut parts, &mut bad);
    let parts: Vec<&dyn Array> = parts.iter().map(AsRef::as_ref).collect();
    let column = if parts.is_empty() { new_null_array(field.data_type(), 0) } else { concat(&parts)? };
    Ok((column, bad))
}

/// The text of a row, where it has one.
pub fn text_at(text: &ArrayRef, row: usize) -> Option<&str> {
    let text = text.as_any().downcast_ref::<StringArray>()?;
    text.is_valid(row).then(|| text.value(row))
}

/// Halves the rows until those that are no such JSON stand alone.
fn parse_rows(text: &StringArray, start: usize, end: usize, field: &Field, parts: &mut Vec<ArrayRef>, bad: &mut Vec<usize>) {
    if start == end {
        return;
    }
    match decode(text, start, end, field) {
        Some(part) => parts.push(part),
        None if end - start == 1 => {
            bad.push(start);
            parts.push(new_null_array(field.data_type(), 1));
        }
        None => {
            let middle = start + (end - start) / 2;
            parse_rows(text, start, middle, field, parts, bad);
            parse_rows(text, middle, end, field, parts, bad);
        }
    }
}

fn decode(text: &StringArray, start: usize, end: usize, field: &Field) -> Option<ArrayRef> {
    let schema = Arc::new(Schema::new(vec![field.clone().with_name("v").with_nullable(true)]));
    let mut lines = String::new();
    for row in start..end {
        let value = if text.is_valid(row) { text.value(row).trim() } else { "" };
        match value.is_empty() {
            true => lines.push_str("{}\n"),
            false => lines.extend(["{\"v\":", value, "}\n"]),
        }
    }
    let mut decoder = ReaderBuilder::new(schema).with_batch_size(end - start + 1).with_coerce_primitive(true).build_decoder().ok()?;
    decoder.decode(lines.as_bytes()).ok()?;
    let batch = decoder.flush().ok().flatten()?;
    (batch.num_rows() == end - start).then(|| Arc::clone(batch.column(0)))
}
