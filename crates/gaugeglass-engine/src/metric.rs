//! Running a metric: sliced, bound, computed and stamped. Every door comes through here.

mod bind;
mod compute;
mod currency;
mod holes;
mod stamp;

use std::sync::Arc;
use std::time::Instant;

use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use datafusion::common::ScalarValue;
use gaugeglass_metrics::{Grain, Metric, Slice, SliceError, SlicedSql};

pub use bind::{declared, grain, shown, standard, values};
pub use compute::computed_once;
pub use stamp::LATENESS_HOURS;

use crate::content_key::ContentKey;
use crate::relations::columns::instant_type;
use crate::scope::Scope;
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
    /// The currency of its amounts, where it has amounts.
    pub currency: Option<String>,
    /// Logs that the metric needs and that are not there: its figures are unknown.
    pub missing: Vec<String>,
    /// What the figures do not see of what they are about, in words: they are not held against the target.
    pub holes: Vec<String>,
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
pub fn sliced(scope: &Scope, metric: &Metric, query: &MetricQuery) -> Result<SlicedSql, Error> {
    let slice = Slice { grain: query.grain, by: query.by.clone(), filters: query.filters.clone() };
    let is_aggregate = |name: &str| scope.engine.base.aggregate_functions().contains_key(name);
    metric.sliced(&slice, &is_aggregate).map_err(|error: SliceError| Error::Invalid(error.to_string()))
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
    let statement = sliced(scope, &metric, query)?;
    let values = values(scope, &metric, query, &statement, from, to)?;
    let key = answer_key(scope, &metric.definition, &statement.sql, &values, &metric.inputs);
    let currency = currency::of(scope, &metric).await;
    let missing = missing_logs(scope, &metric);
    let holes = if missing.is_empty() { holes::of(scope, &metric).await } else { Vec::new() };
    let answer = |batch, missing, watermark| MetricAnswer {
        metric: Arc::clone(&metric),
        from,
        to,
        batch,
        sql: statement.sql.clone(),
        bound: shown(&values),
        as_of: scope.as_of,
        watermark,
        currency: currency.clone(),
        missing,
        holes: holes.clone(),
        elapsed_ms: started.elapsed().as_millis() as u64,
    };
    if !missing.is_empty() {
        let batch = stamp::unknown(scope, &metric, &schema, from)?;
        return Ok(answer(batch, missing, None));
    }
    let watermark = stamp::watermark(scope, &metric).await?;
    let work = compute::Work {
        scope: scope.clone(),
        metric: Arc::clone(&metric),
        grain: query.grain,
        to,
        wait_s: metric.matures.as_ref().map_or(0, |matures| matures.seconds(&metric.parameters, &query.parameters)),
        watermark,
        schema,
        sql: statement.sql.clone(),
        values: values.clone(),
    };
    let batch = computed_once(scope, key, work.batch()).await?;
    Ok(answer(batch, missing, watermark))
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

/// Logs that a metric needs and that are not there: nothing is known of it.
pub fn missing_logs(scope: &Scope, metric: &Metric) -> Vec<String> {
    metric.needs.iter().filter(|log| !scope.snapshot.has_log(log)).cloned().collect()
}

/// What names an answer: the definition, the statement, what is bound to it, and the content of all it reads.
pub fn answer_key(scope: &Scope, definition: &str, sql: &str, values: &[(String, ScalarValue)], inputs: &[String]) -> String {
    let mut key = ContentKey::default();
    key.add(definition);
    key.add(sql);
    for (name, value) in values {
        key.add(name);
        key.add(&format!("{value:?}"));
    }
    for input in inputs {
        key.add(&materialise::content_of(scope, input));
    }
    key.add(&scope.pin());
    key.name()
}
