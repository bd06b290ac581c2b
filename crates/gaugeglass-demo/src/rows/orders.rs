//! Rows of `orders`: the order system's export, one row an order and change of its state.

use std::sync::Arc;

use arrow::array::{Date32Array, ListBuilder, RecordBatch, StringBuilder};

use crate::DemoError;
use crate::clock::{DAY, Instant};
use crate::columns::Columns;
use crate::rows::{Basket, Envelope, fact};

/// One order in one state. Amounts are ten-thousandths of the market's currency.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub(crate) envelope: Envelope,
    pub(crate) order: u64,
    pub(crate) user: u64,
    pub(crate) placed: Instant,
    pub(crate) status: &'static str,
    pub(crate) channel: &'static str,
    pub(crate) basket: Basket,
    pub(crate) gross: i64,
    pub(crate) discount: i64,
    pub(crate) has_rate: bool,
    pub(crate) refunded: Option<i64>,
    pub(crate) refund_time: Option<Instant>,
    pub(crate) cancelled_time: Option<Instant>,
}

fact!(Order, "orders");

impl Order {
    /// Goods after discount in US dollars at the rate of the day, in ten-thousandths.
    pub(crate) fn revenue_base(&self) -> Option<i64> {
        let rate = self.envelope.market.rate(self.placed);
        self.has_rate.then(|| ((self.gross - self.discount) as f64 * rate).round() as i64)
    }

    fn shipping(&self) -> i64 {
        let unit = if self.envelope.market.currency() == "JPY" { 500 } else { 5 };
        unit * 10_000
    }
}

pub(crate) fn batch(rows: &[Order]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("orders", rows.len())?;
    columns.envelopes("r", rows.iter().map(|row| &row.envelope));
    columns.ids("order_id", "o", rows.iter().map(|row| row.order));
    columns.array("source_set", Arc::new(source_sets(rows)));
    columns.ids("user_id", "u", rows.iter().map(|row| row.user));
    columns.instants("placed_time", rows.iter().map(|row| Some(row.placed)));
    columns.words("status", rows.iter().map(|row| row.status));
    columns.words("channel", rows.iter().map(|row| row.channel));
    columns.items("items", rows.iter().map(|row| (row.basket, row.gross)))?;
    amounts(&mut columns, rows);
    columns.money("refunded_amount", rows.iter().map(|row| row.refunded));
    columns.instants("last_refund_time", rows.iter().map(|row| row.refund_time));
    columns.instants("cancelled_time", rows.iter().map(|row| row.cancelled_time));
    columns.finish()
}

fn amounts(columns: &mut Columns, rows: &[Order]) {
    columns.words("currency", rows.iter().map(|row| row.envelope.market.currency()));
    columns.money("gross_revenue", rows.iter().map(|row| Some(row.gross)));
    columns.money("discount", rows.iter().map(|row| Some(row.discount)));
    columns.money("shipping", rows.iter().map(|row| Some(row.shipping())));
    columns.money("tax", rows.iter().map(|_| Some(0)));
    let total = |row: &Order| Some(row.gross - row.discount + row.shipping());
    columns.money("total", rows.iter().map(total));
    let date = |row: &Order| row.has_rate.then(|| row.placed.div_euclid(DAY) as i32);
    let dates: Date32Array = rows.iter().map(date).collect();
    columns.array("fx_rate_date", Arc::new(dates));
    columns.money("revenue_base", rows.iter().map(Order::revenue_base));
}

fn source_sets(rows: &[Order]) -> arrow::array::ListArray {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for row in rows {
        builder.values().append_value(row.envelope.source.uri);
        builder.append(true);
    }
    builder.finish()
}
