//! `meta.slo_spans`: when each burn-rate alert fired, was quiet, or had nothing to judge.

use futures::FutureExt;

use super::MetaRelation;
use crate::slo;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "slo_spans",
        doc: "One row per service-level objective, slice, alert of model.burn_rules and span of one state (firing, low_traffic, quiet, \
              no_data), judged at the end of every evaluated minute; ended_at is null for the state that lasts.",
        schema: slo::span_schema,
        rows: |scope| async move { slo::spans(&slo::at_minute(&scope)).await }.boxed(),
    }
}
