//! Rows of `deliveries`: one a message and change of its status.

use std::sync::Arc;

use arrow::array::{MapBuilder, MapFieldNames, RecordBatch, StringBuilder};

use crate::DemoError;
use crate::clock::Instant;
use crate::columns::{Columns, id_text};
use crate::content::Content;
use crate::rows::{Basket, Envelope, fact};

/// One status of one message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delivery {
    pub(crate) envelope: Envelope,
    pub(crate) message: u64,
    pub(crate) decision: u64,
    pub(crate) campaign: &'static str,
    pub(crate) content: Content,
    pub(crate) variant: &'static str,
    pub(crate) channel: &'static str,
    pub(crate) recipient: u64,
    pub(crate) user: u64,
    pub(crate) status: &'static str,
    pub(crate) suppress_reason: &'static str,
    pub(crate) scheduled: Option<Instant>,
    pub(crate) is_machine: Option<bool>,
    pub(crate) basket: Basket,
}

fact!(Delivery, "deliveries");

pub(crate) fn batch(rows: &[Delivery]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("deliveries", rows.len())?;
    columns.envelopes("y", rows.iter().map(|row| &row.envelope));
    columns.ids("message_id", "m", rows.iter().map(|row| row.message));
    columns.ids("decision_id", "d", rows.iter().map(|row| row.decision));
    columns.words("campaign_id", rows.iter().map(|row| row.campaign));
    let content = |row: &Delivery| (row.content.object != 0).then(|| id_text("k", row.content.object));
    columns.texts("content_id", rows.iter().map(content));
    columns.words("content_version", rows.iter().map(|row| row.content.version));
    columns.words("variant_id", rows.iter().map(|row| row.variant));
    columns.words("channel", rows.iter().map(|row| row.channel));
    columns.words("provider", rows.iter().map(|_| "braze"));
    columns.ids("recipient_hash", "h", rows.iter().map(|row| row.recipient));
    columns.ids("user_id", "u", rows.iter().map(|row| row.user));
    status(&mut columns, rows);
    columns.items("items", rows.iter().map(|row| (row.basket, 0)))?;
    columns.array("personalisation_fill", Arc::new(fills(rows)?));
    columns.finish()
}

fn status(columns: &mut Columns, rows: &[Delivery]) {
    columns.words("status", rows.iter().map(|row| row.status));
    columns.words("suppress_reason", rows.iter().map(|row| row.suppress_reason));
    columns.instants("scheduled_time", rows.iter().map(|row| row.scheduled));
    columns.int16("attempt", rows.iter().map(|_| Some(1)));
    columns.flags("is_machine", rows.iter().map(|row| row.is_machine));
    let link = |row: &Delivery| (row.status == "clicked").then(|| "/offer".to_owned());
    columns.texts("link_url", rows.iter().map(link));
    columns.words("journey_stage", rows.iter().map(|_| "consideration"));
}

/// A message names its reader; every status but `sent` leaves that out.
fn fills(rows: &[Delivery]) -> Result<arrow::array::MapArray, DemoError> {
    let names = MapFieldNames { entry: "entries".into(), key: "key".into(), value: "value".into() };
    let mut builder = MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new());
    for row in rows {
        let is_sent = row.status == "sent";
        if is_sent {
            builder.keys().append_value("first_name");
            builder.values().append_value("yes");
        }
        builder.append(is_sent).map_err(DemoError::arrow("deliveries"))?;
    }
    Ok(builder.finish())
}
