//! Prepared statements, kept here by handle.
//!
//! Kept is the text, never the plan: each execution plans anew, so that it sees the registry and the as-of of
//! its own time. Binding changes the kept statement *and* returns its handle, because some drivers use what is
//! returned and others ignore it. The store is bounded twice: a statement unused for an hour is dropped, and when
//! the store is full the one that was unused longest makes room.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use arrow::datatypes::{Field, SchemaRef};
use arrow::record_batch::RecordBatch;
use arrow_flight::sql::{ActionCreatePreparedStatementRequest, ActionCreatePreparedStatementResult};
use gaugeglass_engine::{BatchStream, Error, Session, Statement};
use parking_lot::Mutex;
use prost::bytes::Bytes;
use tonic::Status;
use uuid::Uuid;

use crate::parameters::{arrange, names};
use crate::statements::no_transaction;
use crate::status::status;
use crate::wire::schema_bytes;

/// How long an unused statement is kept.
pub(crate) const UNUSED_MAX: Duration = Duration::from_secs(60 * 60);
const STATEMENTS_MAX: usize = 512;

/// A statement as it was prepared, with the values bound last.
#[derive(Clone)]
pub(crate) struct Prepared {
    principal: String,
    sql: String,
    schema: SchemaRef,
    parameters: Vec<Field>,
    bound: Option<RecordBatch>,
    used: Instant,
}

impl Prepared {
    /// The schema that was promised when the statement was prepared.
    pub(crate) fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Refuses to go on with a parameter that has no value.
    pub(crate) fn all_bound(&self) -> Result<(), Status> {
        match self.bound.is_some() || self.parameters.is_empty() {
            true => Ok(()),
            false => Err(Status::invalid_argument(format!(
                "the prepared statement has parameters without values: {}; bind one row of values before executing it",
                names(&self.parameters)
            ))),
        }
    }

    /// Plans the text again and starts it with the bound values.
    pub(crate) async fn run(self, session: Session) -> Result<BatchStream, Error> {
        let statement = session.plan(&self.sql).await?;
        if statement.schema() != self.schema {
            return Err(Error::Invalid("the columns of this statement have changed since it was prepared; prepare it again".into()));
        }
        statement.execute(self.bound.as_ref()).await
    }
}

/// The prepared statements of all clients.
pub(crate) struct Store {
    statements: Mutex<HashMap<Bytes, Prepared>>,
    statements_max: usize,
}

impl Default for Store {
    fn default() -> Store {
        Store { statements: Mutex::default(), statements_max: STATEMENTS_MAX }
    }
}

impl Store {
    /// Plans and keeps the statement of `request`.
    pub(crate) async fn prepare(
        &self,
        session: &Session,
        principal: &str,
        request: ActionCreatePreparedStatementRequest,
    ) -> Result<ActionCreatePreparedStatementResult, Status> {
        no_transaction(request.transaction_id.as_ref())?;
        let statement = session.plan(&request.query).await.map_err(|error| status(&error))?;
        let schemas = (schema_bytes(&statement.schema())?, parameter_schema(&statement)?);
        let prepared = Prepared {
            principal: principal.to_owned(),
            sql: request.query,
            schema: statement.schema(),
            parameters: statement.parameters().to_vec(),
            bound: None,
            used: Instant::now(),
        };
        Ok(ActionCreatePreparedStatementResult {
            prepared_statement_handle: self.insert(prepared, Instant::now()),
            dataset_schema: schemas.0,
            parameter_schema: schemas.1,
        })
    }

    /// The statement of `handle`.
    pub(crate) fn get(&self, principal: &str, handle: &Bytes) -> Result<Prepared, Status> {
        self.with(principal, handle, Instant::now(), |prepared| Ok(prepared.clone()))
    }

    /// Binds `row`, or takes the bound values away.
    pub(crate) fn bind(&self, principal: &str, handle: &Bytes, row: Option<RecordBatch>) -> Result<(), Status> {
        self.with(principal, handle, Instant::now(), |prepared| {
            prepared.bound = row.map(|row| arrange(&prepared.parameters, row)).transpose()?;
            Ok(())
        })
    }

    /// Forgets the statement of `handle`; closing twice is no mistake.
    pub(crate) fn close(&self, principal: &str, handle: &Bytes) {
        let mut statements = self.statements.lock();
        if statements.get(handle).is_some_and(|prepared| prepared.principal == principal) {
            statements.remove(handle);
        }
    }

    fn insert(&self, prepared: Prepared, now: Instant) -> Bytes {
        let handle: Bytes = Uuid::new_v4().to_string().into();
        let mut statements = self.statements.lock();
        statements.retain(|_, kept| is_fresh(kept, now));
        if statements.len() >= self.statements_max {
            let oldest = statements.iter().min_by_key(|(_, kept)| kept.used).map(|(handle, _)| handle.clone());
            oldest.map(|handle| statements.remove(&handle));
        }
        statements.insert(handle.clone(), prepared);
        handle
    }

    fn with<T>(
        &self,
        principal: &str,
        handle: &Bytes,
        now: Instant,
        act: impl FnOnce(&mut Prepared) -> Result<T, Status>,
    ) -> Result<T, Status> {
        let mut statements = self.statements.lock();
        let found = statements.get_mut(handle);
        // Another principal's handle is told to be unknown, so that handles cannot be probed.
        let prepared = found.filter(|prepared| prepared.principal == principal && is_fresh(prepared, now)).ok_or_else(unknown)?;
        prepared.used = now;
        act(prepared)
    }
}

fn is_fresh(prepared: &Prepared, now: Instant) -> bool {
    now.saturating_duration_since(prepared.used) < UNUSED_MAX
}

fn unknown() -> Status {
    Status::not_found("no such prepared statement: it was closed or went unused too long; prepare it again")
}

fn parameter_schema(statement: &Statement) -> Result<Bytes, Status> {
    schema_bytes(&arrow::datatypes::Schema::new(statement.parameters().to_vec()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array};
    use arrow::datatypes::{DataType, Schema};

    use super::*;

    fn statement(sql: &str, used: Instant) -> Prepared {
        Prepared {
            principal: "ada".into(),
            sql: sql.into(),
            schema: Arc::new(Schema::empty()),
            parameters: vec![Field::new("$1", DataType::Int64, true)],
            bound: None,
            used,
        }
    }

    fn store(statements_max: usize) -> Store {
        Store { statements: Mutex::default(), statements_max }
    }

    fn is_kept(store: &Store, handle: &Bytes, now: Instant) -> bool {
        store.with("ada", handle, now, |_| Ok(())).is_ok()
    }

    #[test]
    fn a_full_store_drops_what_was_unused_longest() {
        let (store, start) = (store(2), Instant::now());
        let after = |seconds| start + Duration::from_secs(seconds);
        let first = store.insert(statement("select 1", after(0)), after(0));
        let second = store.insert(statement("select 2", after(1)), after(1));
        assert!(is_kept(&store, &first, after(2)));
        let third = store.insert(statement("select 3", after(3)), after(3));
        let kept = [&first, &second, &third].map(|handle| is_kept(&store, handle, after(4)));
        assert_eq!(kept, [true, false, true]);
    }

    #[test]
    fn an_unused_statement_ends_and_leaves_its_place() {
        let (store, start) = (store(2), Instant::now());
        let handle = store.insert(statement("select 1", start), start);
        assert!(!is_kept(&store, &handle, start + UNUSED_MAX));
        store.insert(statement("select 2", start + UNUSED_MAX), start + UNUSED_MAX);
        assert_eq!(store.statements.lock().len(), 1);
    }

    #[test]
    fn use_prolongs_a_statement() {
        let (store, start) = (store(2), Instant::now());
        let handle = store.insert(statement("select 1", start), start);
        let half = UNUSED_MAX / 2;
        assert!(is_kept(&store, &handle, start + half));
        assert!(is_kept(&store, &handle, start + half + half));
    }

    #[test]
    fn a_handle_serves_its_own_principal_alone() {
        let store = store(2);
        let handle = store.insert(statement("select 1", Instant::now()), Instant::now());
        assert_eq!(store.get("eve", &handle).err().unwrap().code(), tonic::Code::NotFound);
        store.close("eve", &handle);
        assert!(store.get("ada", &handle).is_ok());
        store.close("ada", &handle);
        store.close("ada", &handle);
        assert!(store.get("ada", &handle).is_err());
    }

    #[test]
    fn execution_wants_each_parameter_bound() {
        let store = store(2);
        let handle = store.insert(statement("select $1", Instant::now()), Instant::now());
        let open = store.get("ada", &handle).unwrap().all_bound().unwrap_err();
        assert_eq!(open.code(), tonic::Code::InvalidArgument);
        assert!(open.message().contains("$1"), "{}", open.message());
        let column = Arc::new(Int64Array::from(vec![None])) as ArrayRef;
        let row = RecordBatch::try_from_iter_with_nullable([("0", column, true)]).unwrap();
        store.bind("ada", &handle, Some(row)).unwrap();
        assert!(store.get("ada", &handle).unwrap().all_bound().is_ok());
        store.bind("ada", &handle, None).unwrap();
        assert!(store.get("ada", &handle).unwrap().all_bound().is_err());
    }
}
