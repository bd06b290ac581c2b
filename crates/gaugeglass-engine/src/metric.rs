//! Running a metric: sliced, bound, computed and stamped. Every door comes through here.

mod stamp;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use arrow::array::{ArrayRef, AsArray, new_null_array};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, SecondsFormat, Utc};
use datafusion::common::ParamValues;
use datafusion::common::ScalarValue;
use futures::FutureExt;
use gaugeglass_metrics::{Grain, Metric, ParameterValue, Slice, SliceError, SlicedSql};

use crate::relations::columns::instant_type;
use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;
use crate::{Error, materialise, nearest, range};

/// What is asked of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricQuery {
    /// Start of the range, included; 28 whole days before `to` where absent.
    pub from: Option<DateTime<Utc>>,
    /// End of the range, excluded; as-of where absent.
    pub to: Option<DateTime<Utc>>,
    /// The time step.
    pub grain: Grain,
    /// Dimensions to slice by.
    pub by: Vec<String>,
    /// Dimension and value.
    pub filters: Vec<(String, String)>,
    /// Declared parameters by name.
    pub parameters: Vec<(String, String)>,
}

impl Default for MetricQuery {
    fn default() -> MetricQuery {
        MetricQuery { from: None, to: None, grain: Grain::Day, by: Vec::new(), filters: Vec::new(), parameters: Vec::new() }
    }
}

/// A metric's rows with all that is needed to trust them.
#[derive(Debug, Clone)]
pub struct MetricAnswer {
    /// The definition.
    pub metric: Arc<Metric>,
    /// Start of the range.
    pub from: DateTime<Utc>,
    /// End of the range.
    pub to: DateTime<Utc>,
    /// bucket, dimensions, measures, n, lo, hi, maturity, grade, as_of, watermark, definition.
    pub batch: RecordBatch,
    /// The SQL that ran, with its `$names`.
    pub sql: String,
    /// What was bound to them.
    pub bound: Vec<(String, String)>,
    /// The instant the figures are for.
    pub as_of: DateTime<Utc>,
    /// Newest event of the slowest input.
    pub watermark: Option<DateTime<Utc>>,
    /// Logs that the metric needs and that are not there: its figures are unknown.
    pub missing: Vec<String>,
    /// Wall time in milliseconds.
    pub elapsed_ms: u64,
}

/// The metric of this name.
pub fn find(scope: &Scope, name: &str) -> Result<Arc<Metric>, Error> {
    let registry = &scope.snapshot.registry;
    registry.metric(name).cloned().ok_or_else(|| Error::Unknown {
        kind: "metric",
        name: name.to_owned(),
        nearest: nearest(name, registry.metrics().map(|metric| metric.name.as_str())),
    })
}

/// By day where the metric allows it, else its first grain.
pub fn default_grain(metric: &Metric) -> Grain {
    match metric.grains.contains(&Grain::Day) {
        true => Grain::Day,
        false => metric.grains.first().copied().unwrap_or(Grain::Total),
    }
}

/// The statement that a query runs.
pub fn sliced(metric: &Metric, query: &MetricQuery) -> Result<SlicedSql, Error> {
    let slice = Slice { grain: query.grain, by: query.by.clone(), filters: query.filters.clone() };
    metric.sliced(&slice).map_err(|error: SliceError| Error::Invalid(error.to_string()))
}

/// The one shape of every relation in `metrics`; none where the metric does not plan.
pub fn schema(scope: &Scope, metric: &Metric, by: &[String]) -> Option<SchemaRef> {
    let figures = scope.snapshot.metrics.get(&metric.name)?;
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let instant = |name: &str| Field::new(name, instant_type(), true);
    let mut fields: Vec<FieldRef> = vec![Arc::new(instant("bucket"))];
    fields.extend(by.iter().map(|name| Arc::new(text(name))));
    fields.extend(figures.iter().cloned());
    let stamp = [text("maturity"), text("grade"), instant("as_of"), instant("watermark"), text("definition")];
    fields.extend(stamp.map(Arc::new));
    Some(Arc::new(Schema::new(fields)))
}

/// The figures of a planned slice: its measures, then `n`, `lo`, `hi` as every metric has them.
pub fn figures(metric: &Metric, planned: &Schema) -> Vec<FieldRef> {
    let wired = crate::wire::wire_schema(planned);
    let measure = |name: &String| wired.field_with_name(name).ok().map(|field| Arc::new(Field::new(name, field.data_type().clone(), true)));
    let mut fields: Vec<FieldRef> = metric.measures.iter().filter_map(measure).collect();
    fields.push(Arc::new(Field::new("n", DataType::Int64, true)));
    fields.push(Arc::new(Field::new("lo", DataType::Float64, true)));
    fields.push(Arc::new(Field::new("hi", DataType::Float64, true)));
    fields
}

/// Runs a metric in a scope.
pub async fn run(scope: &Scope, name: &str, query: &MetricQuery) -> Result<MetricAnswer, Error> {
    let started = Instant::now();
    let metric = find(scope, name)?;
    let schema = schema(scope, &metric, &query.by).ok_or_else(|| does_not_plan(&metric))?;
    let (from, to) = range::resolve(query.from, query.to, scope.as_of, scope.engine.settings.time_zone)?;
    let statement = sliced(&metric, query)?;
    let values = values(scope, &metric, query, &statement, from, to)?;
    let key = cache_key(scope, &metric, &statement.sql, &values);
    let answer = |batch, missing, watermark| MetricAnswer {
        metric: Arc::clone(&metric),
        from,
        to,
        batch,
        sql: statement.sql.clone(),
        bound: values.iter().map(|(name, value)| (name.clone(), shown(value))).collect(),
        as_of: scope.as_of,
        watermark,
        missing,
        elapsed_ms: started.elapsed().as_millis() as u64,
    };
    let missing = missing_logs(scope, &metric);
    if !missing.is_empty() {
        let batch = stamp::unknown(scope, &metric, &schema, from)?;
        return Ok(answer(batch, missing, None));
    }
    let watermark = stamp::watermark(scope, &metric).await?;
    let batch = match scope.engine.results.get(&key) {
        Some(batch) => batch,
        None => {
            let work = Work { scope: scope.clone(), metric: Arc::clone(&metric), grain: query.grain, to, watermark, schema, sql: statement.sql.clone(), values: values.clone() };
            computed_once(scope, key, work).await?
        }
    };
    Ok(answer(batch, missing, watermark))
}

/// All that computing an answer takes.
struct Work {
    scope: Scope,
    metric: Arc<Metric>,
    grain: Grain,
    to: DateTime<Utc>,
    watermark: Option<DateTime<Utc>>,
    schema: SchemaRef,
    sql: String,
    values: Vec<(String, ScalarValue)>,
}

impl Work {
    async fn batch(&self) -> Result<RecordBatch, Error> {
        let session = Session::new(self.scope.clone(), Request::new("gaugeglass", Door::Engine));
        let rows = session.rows_of(&self.sql, ParamValues::from(self.values.clone())).await?;
        let plain = under(&figures_schema(&self.schema), &rows)?;
        stamp::stamp(&self.scope, &self.metric, self.grain, self.to, self.watermark, &self.schema, &plain)
    }
}

/// A page asks for one figure in several places at once; it is computed for all of them together.
async fn computed_once(scope: &Scope, key: String, work: Work) -> Result<RecordBatch, Error> {
    let (engine, id) = (Arc::clone(&scope.engine), key.clone());
    let compute = move || {
        async move {
            let batch = work.batch().await?;
            engine.results.put(id, batch);
            Ok(())
        }
        .boxed()
    };
    scope.engine.shared(&format!("metric {key}"), compute).await?;
    scope.engine.results.get(&key).ok_or_else(|| Error::Busy("the answer was computed and pushed out by others; ask again".into()))
}

fn does_not_plan(metric: &Metric) -> Error {
    Error::Config(format!("{} does not plan; `gaugeglass check` says why", metric.path))
}

/// The metric took longer than a query may.
pub fn too_slow(limit_ms: u64) -> Error {
    Error::OverLimit {
        limit: format!("{limit_ms} ms of wall time (`limits.query_time_ms_max`)"),
        remedy: "Ask for a shorter range or fewer groups.".into(),
        is_time: true,
    }
}

/// The values of every `$name`: standard ones, filters, declared ones.
pub fn values(
    scope: &Scope,
    metric: &Metric,
    query: &MetricQuery,
    statement: &SlicedSql,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<(String, ScalarValue)>, Error> {
    let zone = scope.engine.settings.time_zone;
    let mut values = standard(scope, from, to);
    values.push(("grain".into(), text(query.grain.as_str())));
    values.extend(statement.parameters.iter().map(|(name, value)| (name.clone(), text(value))));
    let known: HashSet<&str> = metric.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    if let Some((name, _)) = query.parameters.iter().find(|(name, _)| !known.contains(name.as_str())) {
        return Err(Error::Invalid(format!("metric {} has no parameter `{name}`", metric.name)));
    }
    for parameter in &metric.parameters {
        let given = query.parameters.iter().find(|(name, _)| *name == parameter.name);
        let written = given.map_or(parameter.default.as_str(), |(_, value)| value.as_str());
        let value = parameter.value(written).map_err(|why| Error::Invalid(format!("parameter {}: {why}", parameter.name)))?;
        let scalar = match value {
            ParameterValue::Text(value) => text(&value),
            ParameterValue::Number(value) => ScalarValue::Float64(Some(value)),
            ParameterValue::Seconds(value) => ScalarValue::Int64(Some(value)),
            ParameterValue::Instant(value) => instant(range::instant(&value, scope.as_of, zone)?),
        };
        values.push((parameter.name.clone(), scalar));
    }
    Ok(values)
}

/// What every statement of the registry may name.
pub fn standard(scope: &Scope, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<(String, ScalarValue)> {
    vec![
        ("from".into(), instant(from)),
        ("to".into(), instant(to)),
        ("as_of".into(), instant(scope.as_of)),
        ("time_zone".into(), text(scope.engine.settings.time_zone.name())),
    ]
}

fn text(value: &str) -> ScalarValue {
    ScalarValue::Utf8(Some(value.to_owned()))
}

fn instant(value: DateTime<Utc>) -> ScalarValue {
    ScalarValue::TimestampMicrosecond(Some(value.timestamp_micros()), Some("UTC".into()))
}

/// A bound value as a reader sees it.
fn shown(value: &ScalarValue) -> String {
    match value {
        ScalarValue::TimestampMicrosecond(Some(micros), _) => {
            DateTime::from_timestamp_micros(*micros).map(|instant| instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

fn missing_logs(scope: &Scope, metric: &Metric) -> Vec<String> {
    metric.needs.iter().filter(|log| !scope.snapshot.has_log(log)).cloned().collect()
}

fn cache_key(scope: &Scope, metric: &Metric, sql: &str, values: &[(String, ScalarValue)]) -> String {
    let mut hash = blake3::Hasher::new();
    let mut add = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(&metric.definition);
    add(sql);
    for (name, value) in values {
        add(name);
        add(&format!("{value:?}"));
    }
    for input in &metric.inputs {
        add(&materialise::content_of(scope, input));
    }
    add(&scope.pin());
    hash.finalize().to_hex().to_string()
}

/// The part of a metric's schema that its SELECT gives; bounds are added where it has none.
fn figures_schema(schema: &SchemaRef) -> SchemaRef {
    let stamp = ["maturity", "grade", "as_of", "watermark", "definition"];
    let fields: Vec<FieldRef> = schema.fields().iter().filter(|field| !stamp.contains(&field.name().as_str())).cloned().collect();
    Arc::new(Schema::new(fields))
}

fn under(schema: &SchemaRef, rows: &[RecordBatch]) -> Result<RecordBatch, Error> {
    let batches: Result<Vec<RecordBatch>, Error> = rows.iter().map(|batch| one_under(schema, batch)).collect();
    concat_batches(schema, &batches?).map_err(Error::internal)
}

fn one_under(schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, Error> {
    let columns: Result<Vec<ArrayRef>, Error> = schema
        .fields()
        .iter()
        .map(|field| match batch.column_by_name(field.name()) {
            Some(column) => cast(column, field.data_type()).map(finite).map_err(Error::internal),
            None => Ok(new_null_array(field.data_type(), batch.num_rows())),
        })
        .collect();
    RecordBatch::try_new(Arc::clone(schema), columns?).map_err(Error::internal)
}

/// NaN says nothing that null does not, and breaks charts and JSON.
fn finite(column: ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Float64 => {
            let values = column.as_primitive::<arrow::datatypes::Float64Type>();
            Arc::new(values.iter().map(|value| value.filter(|value| !value.is_nan())).collect::<arrow::array::Float64Array>())
        }
        _ => column,
    }
}
