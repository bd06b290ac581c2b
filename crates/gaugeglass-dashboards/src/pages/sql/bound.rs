//! A statement with the values that the address has for its placeholders.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use gaugeglass_engine::{Answer, Error, Session};

use super::Asked;
use crate::export::type_name;

/// A `$name` of the statement as a form field.
pub struct Placeholder {
    /// Without its `$`.
    pub name: String,
    /// The type of its values.
    pub kind: String,
    /// What the address has for it.
    pub value: String,
}

/// Runs the statement, or asks for its plan.
pub async fn run(session: &Session, asked: &Asked) -> Result<(Answer, Vec<Field>), Error> {
    let mut statement = session.plan(&asked.sql).await?;
    let sql = asked.statement();
    if sql != asked.sql {
        // Only after the statement itself was planned: its errors lie where its reader wrote them.
        statement = session.plan(&sql).await?;
    }
    let fields = statement.parameters().to_vec();
    if fields.is_empty() {
        return Ok((session.query(&sql).await?, fields));
    }
    let started = std::time::Instant::now();
    let values = bind(&fields, &asked.view.parameters)?;
    let batches = statement.execute(Some(&values)).await?.collect().await?;
    let elapsed_ms = started.elapsed().as_millis() as u64;
    Ok((Answer { schema: statement.schema(), batches, truncated: false, elapsed_ms }, fields))
}

/// The fields of a statement that is not run; none where it cannot be planned.
pub async fn planned(session: &Session, asked: &Asked) -> Vec<Placeholder> {
    session.plan(&asked.sql).await.map(|plan| placeholders(plan.parameters(), asked)).unwrap_or_default()
}

/// The fields of a statement with these parameters.
pub fn placeholders(fields: &[Field], asked: &Asked) -> Vec<Placeholder> {
    let one = |field: &Field| {
        let name = field.name().trim_start_matches('$').to_owned();
        let value = asked.view.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        Placeholder { name, kind: type_name(field.data_type()), value: value.unwrap_or_default() }
    };
    fields.iter().map(one).collect()
}

/// One row with a value for each parameter of a statement.
pub fn bind(fields: &[Field], given: &[(String, String)]) -> Result<RecordBatch, Error> {
    let columns: Result<Vec<ArrayRef>, Error> = fields.iter().map(|field| value(field, given)).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(1));
    let schema = Arc::new(Schema::new(fields.to_vec()));
    RecordBatch::try_new_with_options(schema, columns?, &options).map_err(|error| Error::Invalid(error.to_string()))
}

fn value(field: &Field, given: &[(String, String)]) -> Result<ArrayRef, Error> {
    let name = field.name().trim_start_matches('$');
    let text = given.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let text = text.ok_or_else(|| Error::Invalid(format!("the statement needs a value for ${name}; fill in the field below it")))?;
    let array: ArrayRef = Arc::new(StringArray::from(vec![text]));
    let kind = field.data_type();
    let cast = if kind == &DataType::Null { Ok(array) } else { cast(&array, kind) };
    let array = cast.map_err(|error| Error::Invalid(error.to_string()))?;
    if array.null_count() > 0 {
        return Err(Error::Invalid(format!("“{text}” is not a {} for ${name}", type_name(kind))));
    }
    Ok(array)
}
