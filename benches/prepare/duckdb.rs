//! DuckDB's side: `copy (select … from read_json(…)) to …` over the same files, with the columns and types of the contract.

use std::path::Path;
use std::process::Command;

use arrow::datatypes::DataType;
use serde_json::json;

use crate::files::LogFiles;
use crate::race::child::{self, Figures};

const PYTHON: &str = "python3";
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/prepare/duckdb_copy.py");

/// The version, where it is there.
pub fn version() -> Result<String, String> {
    match Command::new(PYTHON).args(["-c", "import duckdb; print(duckdb.__version__)"]).output() {
        Ok(told) if told.status.success() => Ok(String::from_utf8_lossy(&told.stdout).trim().to_owned()),
        _ => Err(format!("{PYTHON} has no DuckDB, and there is nothing to compare with: `pip install duckdb`")),
    }
}

/// Copies the files to Parquet in `out`; of rows with one key, only one where the copy is to be deduplicated.
pub fn measure(log: &LogFiles, is_deduplicated: bool, out: &Path) -> Result<Figures, String> {
    let contract = gaugeglass_logs::log("events").unwrap();
    let columns: Vec<(&str, String)> = contract.columns.iter().map(|column| (column.name, name_of(&column.kind.arrow()))).collect();
    let job = json!({
        "files": log.paths,
        "columns": columns,
        "key": contract.key,
        "is_deduplicated": is_deduplicated,
        "out": out.join("events.parquet"),
    });
    child::figures(child::on_two_cores(PYTHON).arg(SCRIPT), &job.to_string())
}

/// What DuckDB calls a type.
fn name_of(kind: &DataType) -> String {
    match kind {
        DataType::Utf8 => "VARCHAR".into(),
        DataType::Dictionary(_, word) => name_of(word),
        DataType::Timestamp(..) => "TIMESTAMPTZ".into(),
        DataType::Boolean => "BOOLEAN".into(),
        DataType::Int32 => "INTEGER".into(),
        DataType::Float32 => "FLOAT".into(),
        DataType::Decimal128(precision, scale) => format!("DECIMAL({precision}, {scale})"),
        DataType::Map(..) => "MAP(VARCHAR, VARCHAR)".into(),
        DataType::List(item) => format!("{}[]", name_of(item.data_type())),
        DataType::Struct(fields) => {
            let members: Vec<String> = fields.iter().map(|field| format!("{} {}", field.name(), name_of(field.data_type()))).collect();
            format!("STRUCT({})", members.join(", "))
        }
        other => panic!("the contract has a type that DuckDB is not told: {other}"),
    }
}
