//! The metadata commands: which one asks for what, and with which columns it is answered.

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use arrow_flight::sql::Command;
use gaugeglass_engine::Session;
use tonic::Status;

use crate::status::{fault, status};
use crate::{catalog, keys, sql_info, type_info};

/// The columns that answer `command`; `None` when it is no metadata command.
pub(crate) fn schema(command: &Command) -> Option<Result<SchemaRef, Status>> {
    Some(Ok(match command {
        Command::CommandGetCatalogs(_) => catalog::catalogs_schema(),
        Command::CommandGetDbSchemas(_) => catalog::schemas_schema(),
        Command::CommandGetTables(command) => catalog::tables_schema(command),
        Command::CommandGetTableTypes(_) => catalog::table_types_schema(),
        Command::CommandGetSqlInfo(_) => sql_info::schema(),
        Command::CommandGetXdbcTypeInfo(_) => type_info::schema(),
        Command::CommandGetPrimaryKeys(_) => keys::primary_schema(),
        Command::CommandGetExportedKeys(_) | Command::CommandGetImportedKeys(_) | Command::CommandGetCrossReference(_) => {
            keys::foreign_schema()
        }
        _ => return None,
    }))
}

/// The rows that answer `command`; `None` when it is no metadata command.
pub(crate) async fn batch(session: &Session, command: &Command) -> Option<Result<RecordBatch, Status>> {
    Some(match command {
        Command::CommandGetCatalogs(_) => catalog::catalogs().map_err(fault),
        Command::CommandGetTableTypes(_) => catalog::table_types().map_err(fault),
        Command::CommandGetSqlInfo(command) => sql_info::batch(&command.info).map_err(fault),
        Command::CommandGetXdbcTypeInfo(command) => type_info::batch(command.data_type).map_err(fault),
        Command::CommandGetExportedKeys(_) | Command::CommandGetImportedKeys(_) | Command::CommandGetCrossReference(_) => {
            Ok(RecordBatch::new_empty(keys::foreign_schema()))
        }
        Command::CommandGetDbSchemas(_) | Command::CommandGetTables(_) | Command::CommandGetPrimaryKeys(_) => {
            of_relations(session, command).await
        }
        _ => return None,
    })
}

async fn of_relations(session: &Session, command: &Command) -> Result<RecordBatch, Status> {
    let relations = session.relations().await.map_err(|error| status(&error))?;
    let batch = match command {
        Command::CommandGetDbSchemas(command) => catalog::schemas(command, &relations).map_err(fault)?,
        Command::CommandGetTables(command) => catalog::tables(command, &relations).map_err(fault)?,
        Command::CommandGetPrimaryKeys(command) => keys::primary(command, &relations).map_err(fault)?,
        _ => RecordBatch::new_empty(keys::foreign_schema()),
    };
    Ok(batch)
}
