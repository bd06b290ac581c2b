//! `kind: DataSource`: how to connect to a system that has the numbers.

use serde::Serialize;

use super::fields::{Fields, Findings, Part, description};
use super::value::{Map, Value};

/// A system that has numbers, shared by the indicators that name it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DataSourceSpec {
    /// At most 1,050 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What kind of system it is, such as `Prometheus`; decides what the queries mean.
    #[serde(rename = "type")]
    pub source_type: String,
    /// Whatever the system needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_details: Option<Value>,
    /// Keys that the specification does not know.
    #[serde(flatten)]
    pub rest: Map,
}

impl Part for DataSourceSpec {
    fn read(mut fields: Fields, findings: &mut Findings<'_>) -> Self {
        Self {
            description: description(&mut fields, findings),
            source_type: fields.required_text("type", "name the kind of system, such as Prometheus or gaugeglass", findings),
            connection_details: fields.value("connectionDetails"),
            rest: fields.rest(),
        }
    }
}
