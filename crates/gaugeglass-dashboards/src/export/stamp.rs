//! What an answer rests on, as pairs of a name and a text: the same in every format.

use chrono_tz::Tz;
use gaugeglass_engine::{MetricAnswer, MetricQuery};

use crate::format::time::iso;

/// The stamp of a metric's answer. Instants are ISO 8601 in UTC; what does not apply is empty.
pub fn of_metric(answer: &MetricAnswer, query: &MetricQuery, zone: Tz, truncated: bool) -> Vec<(&'static str, String)> {
    vec![
        ("metric", answer.metric.name.clone()),
        ("title", answer.metric.title.clone()),
        ("unit", answer.metric.unit.to_string()),
        ("currency", answer.currency.clone().unwrap_or_default()),
        ("from", iso(answer.from)),
        ("to", iso(answer.to)),
        ("time_zone", zone.name().to_owned()),
        ("grain", query.grain.to_string()),
        ("by", query.by.join(", ")),
        ("filters", pairs(&query.filters)),
        ("parameters", pairs(&query.parameters)),
        ("as_of", iso(answer.as_of)),
        ("watermark", answer.watermark.map(iso).unwrap_or_default()),
        ("evidence", answer.metric.grade.to_string()),
        ("definition", answer.metric.definition.clone()),
        ("truncated", truncated.to_string()),
        ("sql", answer.sql.clone()),
    ]
}

/// Dimensions or parameters with their values: `market = DE; channel = web`.
pub fn pairs(list: &[(String, String)]) -> String {
    list.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join("; ")
}
