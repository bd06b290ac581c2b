//! The values of every `$name` of a metric's statement.

use std::collections::HashSet;

use chrono::{DateTime, SecondsFormat, Utc};
use datafusion::common::ScalarValue;
use gaugeglass_metrics::{Grain, Metric, Parameter, ParameterValue, SlicedSql};

use super::MetricQuery;
use crate::scope::Scope;
use crate::{Error, range};

/// The values of every `$name`: standard ones, filters, declared ones.
pub fn values(
    scope: &Scope,
    metric: &Metric,
    query: &MetricQuery,
    statement: &SlicedSql,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<(String, ScalarValue)>, Error> {
    let mut values = standard(scope, from, to);
    values.push(grain(query.grain));
    values.extend(statement.parameters.iter().map(|(name, value)| (name.clone(), text(value))));
    let known: HashSet<&str> = metric.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    if let Some((name, _)) = query.parameters.iter().find(|(name, _)| !known.contains(name.as_str())) {
        return Err(Error::Invalid(format!("metric {} has no parameter `{name}`", metric.name)));
    }
    values.extend(declared(scope, &metric.parameters, &query.parameters)?);
    Ok(values)
}

/// The time step asked for.
pub fn grain(grain: Grain) -> (String, ScalarValue) {
    ("grain".into(), text(grain.as_str()))
}

/// What a file declares: the value a reader gave, else the default.
pub fn declared(scope: &Scope, parameters: &[Parameter], given: &[(String, String)]) -> Result<Vec<(String, ScalarValue)>, Error> {
    let bound = |parameter: &Parameter| {
        let chosen = given.iter().find(|(name, _)| *name == parameter.name);
        let written = chosen.map_or(parameter.default.as_str(), |(_, value)| value.as_str());
        Ok((parameter.name.clone(), one(scope, parameter, written)?))
    };
    parameters.iter().map(bound).collect()
}

fn one(scope: &Scope, parameter: &Parameter, written: &str) -> Result<ScalarValue, Error> {
    let value = parameter.value(written).map_err(|why| Error::Invalid(format!("parameter {}: {why}", parameter.name)))?;
    Ok(match value {
        ParameterValue::Text(value) => text(&value),
        ParameterValue::Number(value) => ScalarValue::Float64(Some(value)),
        ParameterValue::Seconds(value) => ScalarValue::Int64(Some(value)),
        ParameterValue::Instant(value) => instant(range::instant(&value, scope.as_of, scope.engine.settings.time_zone)?),
    })
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

/// Bound values as a reader sees them.
pub fn shown(values: &[(String, ScalarValue)]) -> Vec<(String, String)> {
    values.iter().map(|(name, value)| (name.clone(), text_of(value))).collect()
}

fn text_of(value: &ScalarValue) -> String {
    match value {
        ScalarValue::TimestampMicrosecond(Some(micros), _) => {
            DateTime::from_timestamp_micros(*micros).map(|instant| instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)).unwrap_or_default()
        }
        other => other.to_string(),
    }
}
