//! `readiness.remediations`: what to do, first things first.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;

use super::super::columns::{day, real, schema as columns, text, whole};
use super::super::meta::MetaRelation;
use crate::Error;
use crate::audit::{self, Remediation, Stake};
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "remediations",
        doc: "One row per check with something to do, by priority: what is at stake times the strength of its evidence over the work. \
              intents_lost is null where no loss is known; at_stake is then the share of all weight that the check does not score.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

fn schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    columns(&[
        ("place", DataType::Int64),
        text("id"),
        text("title"),
        text("status"),
        text("remediation"),
        text("owner"),
        text("effort"),
        text("grade"),
        ("at_stake", DataType::Float64),
        ("intents_lost", DataType::Int64),
        ("priority", DataType::Float64),
        ("recheck_on", DataType::Date32),
    ])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let remedies = audit::audit(&scope).await.remediations;
    let shown = |of: fn(&Remediation) -> Option<String>| text(remedies.iter().map(of).collect::<Vec<_>>().into_iter());
    RecordBatch::try_new(
        schema(),
        vec![
            whole((1..).zip(&remedies).map(|(place, _)| Some(place))),
            shown(|remedy| Some(remedy.id.clone())),
            shown(|remedy| Some(remedy.title.clone())),
            shown(|remedy| Some(remedy.status.to_string())),
            shown(|remedy| Some(remedy.todo.clone())),
            shown(|remedy| remedy.owner.clone()),
            shown(|remedy| Some(remedy.effort.to_string())),
            shown(|remedy| Some(remedy.grade.to_string())),
            real(remedies.iter().map(|remedy| Some(remedy.at_stake))),
            whole(remedies.iter().map(intents_lost)),
            real(remedies.iter().map(|remedy| Some(remedy.priority))),
            day(remedies.iter().map(|remedy| Some(remedy.recheck_on))),
        ],
    )
    .map_err(Error::internal)
}

fn intents_lost(remedy: &Remediation) -> Option<i64> {
    match remedy.stake {
        Stake::Intents(lost) => Some(lost),
        Stake::Weight => None,
    }
}
