//! The registries of the programme: small tables that say what the logs mean.
//!
//! They are written down as JSON and read into their contract, so that a column that the contract lacks is an error.

use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::json::ReaderBuilder;
use serde_json::Value;
use std::sync::Arc;

use crate::{DemoError, World};

mod money;
mod people;
mod programme;
mod samples;

/// Every registry by name, with its rows.
pub(crate) fn all(world: &World) -> Vec<(&'static str, Vec<Value>)> {
    vec![
        ("experiments", programme::experiments()),
        ("campaigns", programme::campaigns()),
        ("use_cases", programme::use_cases()),
        ("systems", programme::systems()),
        ("metric_definitions", programme::metric_definitions(world)),
        ("fx_rates", money::rates(world)),
        ("business_calendar", people::calendar()),
        ("decision_rights", people::rights()),
        ("labels", samples::labels(world)),
    ]
}

/// Rows as a batch of the log's contract.
pub(crate) fn batch(log: &'static str, rows: &[Value]) -> Result<RecordBatch, DemoError> {
    let schema = gaugeglass_logs::log(log).ok_or_else(|| missing(log, "(the log itself)"))?.schema();
    check_columns(log, &schema, rows)?;
    let plain = Arc::new(Schema::new(schema.fields().iter().map(|field| plain(field)).collect::<Vec<_>>()));
    let read = || -> Result<RecordBatch, arrow::error::ArrowError> {
        let mut decoder = ReaderBuilder::new(plain).build_decoder()?;
        decoder.serialize(rows)?;
        let batch = decoder.flush()?.ok_or(arrow::error::ArrowError::NotYetImplemented("a registry without rows".to_owned()))?;
        let arrays = batch
            .columns()
            .iter()
            .zip(schema.fields())
            .map(|(array, field)| cast(array, field.data_type()))
            .collect::<Result<Vec<ArrayRef>, _>>()?;
        RecordBatch::try_new(Arc::clone(&schema), arrays)
    };
    read().map_err(DemoError::arrow(log))
}

/// The JSON reader knows no dictionaries.
fn plain(field: &Field) -> Field {
    match field.data_type() {
        DataType::Dictionary(_, value) => Field::new(field.name(), (**value).clone(), true),
        _ => field.clone(),
    }
}

fn check_columns(log: &str, schema: &SchemaRef, rows: &[Value]) -> Result<(), DemoError> {
    let unknown = rows.iter().filter_map(Value::as_object).flat_map(|row| row.keys()).find(|name| schema.field_with_name(name).is_err());
    unknown.map_or(Ok(()), |name| Err(missing(log, name)))
}

fn missing(log: &str, column: &str) -> DemoError {
    DemoError::Contract { log: log.to_owned(), column: column.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tier;

    #[test]
    fn every_registry_keeps_its_contract() -> Result<(), DemoError> {
        let world = World::new(Tier::named("ci")?);
        for (log, rows) in all(&world) {
            assert_eq!(batch(log, &rows)?.num_rows(), rows.len(), "{log}");
        }
        Ok(())
    }

    #[test]
    fn a_column_that_the_contract_lacks_is_an_error() {
        let rows = [serde_json::json!({"campaign_id": "c", "colour": "red"})];
        let error = batch("campaigns", &rows).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("log campaigns has no column colour in its contract"));
    }
}
