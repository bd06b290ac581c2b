//! A planned statement: its one schema, its parameters, and how it is run.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::common::{DFSchema, ParamValues, ScalarValue};
use datafusion::logical_expr::LogicalPlan;

use crate::relations::columns::instant_type;
use crate::session::Session;
use crate::stream::{AtRowLimit, BatchStream, Run};
use crate::{Error, wire};

/// A statement that was planned and not run.
pub struct Statement {
    session: Session,
    plan: LogicalPlan,
    schema: SchemaRef,
    parameters: Vec<Field>,
    sql: String,
}

impl Statement {
    pub(crate) fn new(session: Session, plan: LogicalPlan, sql: String) -> Result<Statement, Error> {
        let parameters = parameters_of(&plan).map_err(|cause| Error::from_datafusion(cause, &sql))?;
        let schema = analysed_schema(&session, &plan);
        Ok(Statement { session, plan, schema, parameters, sql })
    }

    /// The schema of the answer, as announced and as sent.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// The parameters: `$1`, `$2`, … in numeric order, then named ones by name. All may be null.
    pub fn parameters(&self) -> &[Field] {
        &self.parameters
    }

    /// Runs the statement; `parameters` holds one row with a column for each parameter, by position.
    pub async fn execute(&self, parameters: Option<&RecordBatch>) -> Result<BatchStream, Error> {
        let plan = self.bound(parameters)?;
        Ok(self.run(plan, AtRowLimit::Fail))
    }

    /// Runs the statement; the answer ends at the limit of rows.
    pub(crate) fn execute_cut(&self) -> BatchStream {
        self.run(self.plan.clone(), AtRowLimit::Cut)
    }

    fn run(&self, plan: LogicalPlan, at_row_limit: AtRowLimit) -> BatchStream {
        let scope = self.session.scope();
        let request = self.session.request();
        let limits = &scope.engine.settings.limits;
        let run = Run {
            engine: Arc::clone(&scope.engine),
            scope: scope.clone(),
            state: self.session.state(),
            plan,
            schema: Arc::clone(&self.schema),
            sql: self.sql.clone(),
            rows_max: request.rows_max.unwrap_or(limits.rows_max).min(limits.rows_max),
            at_row_limit,
            record: scope.engine.query_log.start(request, &self.sql),
        };
        run.start()
    }

    fn bound(&self, parameters: Option<&RecordBatch>) -> Result<LogicalPlan, Error> {
        let given = parameters.map_or(0, RecordBatch::num_columns);
        if given != self.parameters.len() {
            let names: Vec<&str> = self.parameters.iter().map(|field| field.name().as_str()).collect();
            return Err(Error::Invalid(format!(
                "the statement has {} parameters ({}) and {given} were bound",
                names.len(),
                names.join(", ")
            )));
        }
        let Some(row) = parameters.filter(|_| given > 0) else {
            return Ok(self.plan.clone());
        };
        if row.num_rows() != 1 {
            return Err(Error::Invalid(format!("bind one row of parameters; {} came", row.num_rows())));
        }
        let values = self.values(row)?;
        self.plan.clone().with_param_values(values).map_err(|cause| Error::from_datafusion(cause, &self.sql))
    }

    fn values(&self, row: &RecordBatch) -> Result<ParamValues, Error> {
        let mut values = Vec::with_capacity(self.parameters.len());
        for (field, column) in self.parameters.iter().zip(row.columns()) {
            let value = ScalarValue::try_from_array(column, 0).map_err(Error::internal)?;
            let value = value
                .cast_to(field.data_type())
                .map_err(|cause| Error::Invalid(format!("parameter {}: {}", field.name(), Error::from_datafusion(cause, ""))))?;
            values.push((field.name().trim_start_matches('$').to_owned(), value));
        }
        match values.iter().all(|(name, _)| name.parse::<usize>().is_ok()) {
            true => Ok(ParamValues::from(values.into_iter().map(|(_, value)| value).collect::<Vec<_>>())),
            false => Ok(ParamValues::from(values)),
        }
    }
}

/// `$10` follows `$9`: the planner hands out a map.
fn parameters_of(plan: &LogicalPlan) -> datafusion::common::Result<Vec<Field>> {
    let mut fields: Vec<Field> = plan
        .get_parameter_fields()?
        .into_iter()
        .map(|(name, field)| {
            let told = field.map_or(DataType::Utf8, |field| plain(field.data_type()));
            let kind = standard_type(&name).unwrap_or(told);
            Field::new(name, kind, true)
        })
        .collect();
    let number = |field: &Field| field.name().trim_start_matches('$').parse::<usize>().unwrap_or(usize::MAX);
    fields.sort_by(|a, b| number(a).cmp(&number(b)).then_with(|| a.name().cmp(b.name())));
    Ok(fields)
}

/// The type of a name that every file of `queries/` may use: the same here, where the planner cannot tell it.
fn standard_type(name: &str) -> Option<DataType> {
    ["$from", "$to", "$as_of"].contains(&name).then(instant_type)
}

fn plain(kind: &DataType) -> DataType {
    let schema = arrow::datatypes::Schema::new(vec![Field::new("parameter", kind.clone(), true)]);
    match wire::wire_schema(&schema).field(0).data_type() {
        DataType::Null => DataType::Utf8,
        other => other.clone(),
    }
}

/// The schema after type coercion: what a plan says before it may not be what it sends.
fn analysed_schema(session: &Session, plan: &LogicalPlan) -> SchemaRef {
    let state = session.state();
    let analysed = state.analyzer().execute_and_check(plan.clone(), state.config_options(), |_, _| {});
    let schema: &DFSchema = match &analysed {
        Ok(plan) => plan.schema(),
        // Parameters without a type yet: the names and types known so far are what can be told.
        Err(_) => plan.schema(),
    };
    wire::wire_schema(schema.as_arrow())
}
