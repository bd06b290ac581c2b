//! `readiness.exemptions`: checks that owners took out of the score, those that are not heard among them.

use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use futures::FutureExt;
use gaugeglass_metrics::Exemption;

use super::super::columns::{schema as columns, text};
use super::super::meta::MetaRelation;
use crate::Error;
use crate::audit;
use crate::scope::Scope;

pub fn relation() -> MetaRelation {
    MetaRelation {
        name: "exemptions",
        doc: "One row per exemption: in_force; surplus, which makes its check unknown; or ignored, and why.",
        schema,
        rows: |scope| rows(scope).boxed(),
    }
}

#[derive(Default)]
struct Row {
    what: String,
    state: &'static str,
    why: Option<String>,
    exemption: Option<Exemption>,
}

fn schema() -> SchemaRef {
    let text = |name: &'static str| (name, DataType::Utf8);
    columns(&[text("check_id"), text("state"), text("why"), text("owner"), text("reason"), text("granted"), text("expires")])
}

async fn rows(scope: Scope) -> Result<RecordBatch, Error> {
    let exemptions = audit::audit(&scope).await.exemptions;
    let heard = |state: &'static str| {
        move |exemption: Exemption| Row { what: exemption.check.clone(), state, why: None, exemption: Some(exemption) }
    };
    let ignored = exemptions.ignored.into_iter().map(|ignored| Row {
        what: ignored.what,
        state: "ignored",
        why: Some(ignored.why),
        ..Row::default()
    });
    let in_force = exemptions.in_force.into_iter().map(heard("in_force"));
    let rows: Vec<Row> = in_force.chain(exemptions.surplus.into_iter().map(heard("surplus"))).chain(ignored).collect();
    let of = |of: fn(&Exemption) -> &String| text(rows.iter().map(|row| row.exemption.as_ref().map(of)).collect::<Vec<_>>().into_iter());
    RecordBatch::try_new(
        schema(),
        vec![
            text(rows.iter().map(|row| Some(row.what.as_str()))),
            text(rows.iter().map(|row| Some(row.state))),
            text(rows.iter().map(|row| row.why.as_deref())),
            of(|exemption| &exemption.owner),
            of(|exemption| &exemption.reason),
            of(|exemption| &exemption.granted),
            of(|exemption| &exemption.expires),
        ],
    )
    .map_err(Error::internal)
}
