//! One check: its SQL run over the audited window, its value judged by the bound that hurts.

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use datafusion::common::ParamValues;
use gaugeglass_metrics::Check;

use super::finding::{Finding, Status};
use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;
use crate::{Error, metric};

/// What the check's one row says.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    pub value: Option<f64>,
    pub lo: Option<f64>,
    pub hi: Option<f64>,
    pub n: Option<i64>,
}

/// Runs one check; a check that cannot run is an error of its own, not of the audit.
pub async fn evaluate(scope: &Scope, check: &Check, from: DateTime<Utc>) -> Finding {
    let missing: Vec<&str> =
        check.needs.iter().filter(|need| !scope.snapshot.has_log(need.split('.').next().unwrap_or(need))).map(String::as_str).collect();
    if !missing.is_empty() {
        return unknown(check, Evidence::default(), format!("not logged: {}", missing.join(", ")));
    }
    match evidence(scope, check, from).await {
        Ok(evidence) => judge(check, evidence),
        Err(error) => Finding { status: Status::Error, ..unknown(check, Evidence::default(), error.to_string()) },
    }
}

async fn evidence(scope: &Scope, check: &Check, from: DateTime<Utc>) -> Result<Evidence, Error> {
    let session = Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine));
    let values = metric::standard(scope, from, scope.as_of);
    let rows = session.rows_of(&check.sql, ParamValues::from(values)).await?;
    let row = rows.iter().find(|batch| batch.num_rows() > 0);
    Ok(row.map(read).transpose()?.unwrap_or_default())
}

fn read(row: &RecordBatch) -> Result<Evidence, Error> {
    let real = |name: &str| -> Result<Option<f64>, Error> {
        let Some(column) = row.column_by_name(name) else {
            return Ok(None);
        };
        let column = cast(column, &DataType::Float64).map_err(Error::internal)?;
        let column = column.as_primitive::<Float64Type>();
        Ok((!column.is_null(0)).then(|| column.value(0)).filter(|value| value.is_finite()))
    };
    let n = match row.column_by_name("n") {
        Some(column) => {
            let column = cast(column, &DataType::Int64).map_err(Error::internal)?;
            let column = column.as_primitive::<Int64Type>();
            (!column.is_null(0)).then(|| column.value(0))
        }
        None => None,
    };
    Ok(Evidence { value: real("value")?, lo: real("lo")?, hi: real("hi")?, n })
}

/// Turns evidence into a result.
pub fn judge(check: &Check, evidence: Evidence) -> Finding {
    let n = evidence.n.unwrap_or_default();
    let Some(value) = evidence.value else {
        return unknown(check, evidence, "the logs hold nothing to compute it from in these 28 days".into());
    };
    if n < check.minimum_n {
        return unknown(check, evidence, format!("{n} rows; at least {} are needed", check.minimum_n));
    }
    let score = score(check, unfavourable(check, value, &evidence));
    let status = match score {
        score if score >= 1.0 => Status::Pass,
        score if score > 0.0 => Status::Warn,
        _ => Status::Fail,
    };
    Finding { status, score, why_unknown: None, ..unknown(check, evidence, String::new()) }
}

/// Three of three in time is not a pass: the bound speaks, not the point.
fn unfavourable(check: &Check, value: f64, evidence: &Evidence) -> f64 {
    match check.pass > check.fail {
        true => evidence.lo.unwrap_or(value),
        false => evidence.hi.unwrap_or(value),
    }
}

fn score(check: &Check, bound: f64) -> f64 {
    ((bound - check.fail) / (check.pass - check.fail)).clamp(0.0, 1.0)
}

fn unknown(check: &Check, evidence: Evidence, why: String) -> Finding {
    Finding {
        id: check.id.clone(),
        dimension: check.id.chars().take(1).collect(),
        dimension_name: check.dimension.name().to_owned(),
        title: check.title.clone(),
        status: Status::Unknown,
        value: evidence.value,
        lo: evidence.lo,
        hi: evidence.hi,
        n: evidence.n,
        pass: check.pass,
        fail: check.fail,
        unit: check.unit,
        severity: check.severity,
        score: 0.0,
        evidence_sql: check.sql.clone(),
        remediation: check.remediation.clone(),
        unlocks: check.unlocks.clone(),
        why_unknown: Some(why),
        sources: check.sources.clone(),
        house_default: check.house_default,
        path: check.path.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use gaugeglass_metrics::Registry;

    use super::*;

    fn judged(id: &str, value: Option<f64>, lo: Option<f64>, hi: Option<f64>, n: i64) -> Finding {
        let registry = Registry::embedded();
        judge(registry.check(id).unwrap(), Evidence { value, lo, hi, n: Some(n) })
    }

    #[test]
    fn the_bound_that_hurts_decides() {
        // D1 passes at 0.99 and fails at 0.95; three of three in time is not a pass.
        assert_eq!(judged("D1", Some(1.0), Some(0.44), Some(1.0), 1000).status, Status::Fail);
        assert_eq!(judged("D1", Some(0.995), Some(0.992), Some(0.997), 1000).status, Status::Pass);
        let between = judged("D1", Some(0.98), Some(0.97), Some(0.99), 1000);
        assert_eq!(between.status, Status::Warn);
        assert!((between.score - 0.5).abs() < 1e-9, "{}", between.score);
    }

    #[test]
    fn no_value_and_too_few_rows_are_unknown_with_the_reason() {
        let nothing = judged("D1", None, None, None, 0);
        assert!(nothing.status == Status::Unknown && nothing.why_unknown.is_some() && nothing.score == 0.0);
        let few = judged("D1", Some(1.0), Some(1.0), Some(1.0), 0);
        assert_eq!(few.status, Status::Unknown);
    }
}
