//! One call from a door: SQL or a metric in, batches out, all in one scope.

use std::sync::Arc;
use std::time::Instant;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use datafusion::common::ParamValues;
use datafusion::execution::context::SessionState;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::logical_expr::execution_props::ExecutionProps;
use futures::StreamExt;

use crate::audit::{self, Audit};
use crate::memory::QueryPool;
use crate::metric::{self, MetricAnswer, MetricQuery};
use crate::relation::{self, Relation};
use crate::relations::{Catalogs, MetricFunction};
use crate::request::Request;
use crate::scope::Scope;
use crate::{Error, Statement, inputs, read_only};

/// One call. Cheap to make; holds nothing between calls.
#[derive(Clone)]
pub struct Session {
    scope: Scope,
    request: Request,
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The wire schema.
    pub schema: SchemaRef,
    /// The rows.
    pub batches: Vec<RecordBatch>,
    /// True where the limit of rows cut the answer.
    pub truncated: bool,
    /// Wall time in milliseconds.
    pub elapsed_ms: u64,
}

impl Session {
    pub(crate) fn new(scope: Scope, request: Request) -> Session {
        Session { scope, request }
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    /// The instant that this call's figures are for.
    pub fn as_of(&self) -> DateTime<Utc> {
        self.scope.as_of
    }

    /// Plans a statement without running it.
    pub async fn plan(&self, sql: &str) -> Result<Statement, Error> {
        let (session, sql) = (self.clone(), read_only::number_placeholders(sql));
        self.scope
            .engine
            .compute
            .run(async move {
                session.check_length(&sql)?;
                let plan = session.logical(&sql).await?;
                Statement::new(session, plan, sql)
            })
            .await
    }

    /// Runs a statement to its end, cut at the limit of rows.
    pub async fn query(&self, sql: &str) -> Result<Answer, Error> {
        let started = Instant::now();
        let statement = self.plan(sql).await?;
        if let Some(field) = statement.parameters().first() {
            return Err(Error::Invalid(format!("the statement has a parameter {} and no value for it", field.name())));
        }
        let limit = self.request.rows_max.unwrap_or(self.scope.engine.settings.limits.rows_max);
        let mut stream = statement.execute_cut();
        let mut batches = Vec::new();
        let mut rows = 0;
        while let Some(batch) = stream.next().await {
            let batch = batch?;
            rows += batch.num_rows();
            batches.push(batch);
        }
        Ok(Answer { schema: statement.schema(), batches, truncated: rows >= limit, elapsed_ms: started.elapsed().as_millis() as u64 })
    }

    /// Runs a metric.
    pub async fn metric(&self, name: &str, query: &MetricQuery) -> Result<MetricAnswer, Error> {
        let (scope, request, name, query) = (self.scope.clone(), self.request.clone(), name.to_owned(), query.clone());
        let engine = Arc::clone(&scope.engine);
        inputs::of_relations(&scope, vec![format!("metrics.{name}")]).await;
        let _place = engine.gate.enter().await?;
        let limit = engine.settings.limits.query_time_ms_max;
        let record = engine.query_log.start(&request, &format!("metric('{name}')"));
        let work = self.scope.engine.compute.run(async move { metric::run(&scope, &name, &query).await });
        let result = match tokio::time::timeout(std::time::Duration::from_millis(limit), work).await {
            Ok(result) => result,
            Err(_) => Err(metric::too_slow(limit)),
        };
        let rows = result.as_ref().map_or(0, |answer| answer.batch.num_rows() as i64);
        engine.query_log.end(record, rows, result.as_ref().err().map(ToString::to_string));
        result
    }

    /// Every relation of the catalog.
    pub async fn relations(&self) -> Result<Vec<Relation>, Error> {
        relation::all(&self.scope)
    }

    /// Evaluates every readiness check.
    pub async fn audit(&self) -> Result<Audit, Error> {
        let scope = self.scope.clone();
        self.scope.engine.compute.run(async move { Ok(audit::audit(&scope).await) }).await
    }

    /// The same after known defects were put into a copy of what the checks read, so that each shows that it notices.
    pub async fn tested_audit(&self) -> Result<Audit, Error> {
        let scope = self.scope.clone();
        self.scope.engine.compute.run(async move { Ok(audit::tested(&scope).await) }).await
    }

    fn check_length(&self, sql: &str) -> Result<(), Error> {
        let limit = self.scope.engine.settings.limits.sql_bytes_max;
        match sql.len() <= limit {
            true => Ok(()),
            false => Err(Error::OverLimit {
                limit: format!("{limit} bytes of SQL (`limits.sql_bytes_max`)"),
                remedy: "Shorten the statement; bind long lists as parameters.".into(),
                is_time: false,
            }),
        }
    }

    /// The logical plan of one reading statement.
    pub(crate) async fn logical(&self, sql: &str) -> Result<LogicalPlan, Error> {
        let statement = read_only::parse(sql)?;
        let planned = self.state().statement_to_plan(statement).await;
        planned.map_err(|cause| relation::suggest(&self.scope, Error::from_datafusion(cause, sql)))
    }

    /// Plans and runs SQL of ours with bound values, on the runtime that is already computing.
    pub(crate) async fn rows_of(&self, sql: &str, values: ParamValues) -> Result<Vec<RecordBatch>, Error> {
        let wrong = |cause| Error::from_datafusion(cause, sql);
        let plan = self.logical(sql).await?.with_param_values(values).map_err(wrong)?;
        let mut state = self.state();
        // In one partition doubles are added in one order, so a figure is the same to the last bit in every process.
        state.config_mut().options_mut().execution.target_partitions = 1;
        let physical = state.create_physical_plan(&plan).await.map_err(wrong)?;
        datafusion::physical_plan::collect(physical, state.task_ctx()).await.map_err(wrong)
    }

    /// The columns of SQL of ours with bound values; `told` is the text that errors speak of.
    pub(crate) async fn shape_of(&self, sql: &str, values: ParamValues, told: &str) -> Result<SchemaRef, Error> {
        let wrong = |cause| Error::from_datafusion(cause, told);
        let plan = self.logical(sql).await?.with_param_values(values).map_err(wrong)?;
        let state = self.state();
        let plan = state.analyzer().execute_and_check(plan, state.config_options(), |_, _| {}).map_err(wrong)?;
        Ok(Arc::clone(plan.schema().inner()))
    }

    /// DataFusion's state for this call: our catalog, our instant, our share of memory.
    pub(crate) fn state(&self) -> SessionState {
        let engine = &self.scope.engine;
        let pool = QueryPool::new(Arc::clone(&engine.runtime.memory_pool), engine.settings.limits.memory_bytes_max);
        let runtime = RuntimeEnvBuilder::from_runtime_env(&engine.runtime).with_memory_pool(Arc::new(pool)).build_arc();
        let builder = SessionStateBuilder::new_from_existing(engine.base.clone())
            .with_catalog_list(Arc::new(Catalogs(self.scope.clone())))
            .with_execution_props(ExecutionProps::new().with_query_execution_start_time(self.scope.as_of));
        let builder = match runtime {
            Ok(runtime) => builder.with_runtime_env(runtime),
            // Only the disk manager can fail to build; the shared environment has one already.
            Err(_) => builder.with_runtime_env(Arc::clone(&engine.runtime)),
        };
        let mut state = builder.build();
        state.register_udtf("metric", Arc::new(MetricFunction::new(self.scope.clone())));
        state
    }
}
