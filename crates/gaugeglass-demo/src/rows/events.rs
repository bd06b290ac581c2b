//! Rows of `events`.

use arrow::array::RecordBatch;

use crate::columns::Columns;
use crate::person::Platform;
use crate::rows::{Basket, Envelope, fact};
use crate::{DemoError, catalog};

/// One customer action. Numbers that are 0 and words that are empty are null.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub(crate) envelope: Envelope,
    pub(crate) user: u64,
    pub(crate) anonymous: u64,
    pub(crate) device: u64,
    pub(crate) session: u64,
    pub(crate) platform: Option<Platform>,
    /// Number of the town in its market, counted from 1.
    pub(crate) city: u8,
    pub(crate) term: u32,
    pub(crate) product: u32,
    /// Category of what is more than a product, such as an intent or a download.
    pub(crate) topic: &'static str,
    pub(crate) cart: u64,
    pub(crate) order: u64,
    pub(crate) basket: Basket,
    /// Goods before discount, in ten-thousandths of the market's currency.
    pub(crate) amount: i64,
    pub(crate) discount: i64,
    pub(crate) has_currency: bool,
    pub(crate) message: u64,
    pub(crate) decision: u64,
}

fact!(Event, "events");

impl Event {
    pub(crate) fn new(envelope: Envelope) -> Self {
        Self {
            envelope,
            user: 0,
            anonymous: 0,
            device: 0,
            session: 0,
            platform: None,
            city: 0,
            term: 0,
            product: 0,
            topic: "",
            cart: 0,
            order: 0,
            basket: Basket::default(),
            amount: 0,
            discount: 0,
            has_currency: true,
            message: 0,
            decision: 0,
        }
    }

    fn town(&self) -> &'static str {
        let place = usize::from(self.city).checked_sub(1);
        place.and_then(|place| self.envelope.market.cities().get(place).copied()).unwrap_or("")
    }

    fn is_money(&self) -> bool {
        self.amount > 0 || self.product > 0
    }

    fn paid(&self) -> Option<i64> {
        (self.amount > 0).then_some(self.amount - self.discount)
    }
}

pub(crate) fn batch(rows: &[Event]) -> Result<RecordBatch, DemoError> {
    let mut columns = Columns::new("events", rows.len())?;
    columns.envelopes("e", rows.iter().map(|row| &row.envelope));
    who(&mut columns, rows);
    what(&mut columns, rows);
    money(&mut columns, rows);
    columns.items("items", rows.iter().map(|row| (row.basket, row.amount)))?;
    columns.finish()
}

fn who(columns: &mut Columns, rows: &[Event]) {
    columns.ids("user_id", "u", rows.iter().map(|row| row.user));
    columns.ids("anonymous_id", "a", rows.iter().map(|row| row.anonymous));
    columns.ids("device_id", "v", rows.iter().map(|row| row.device));
    columns.ids("session_id", "s", rows.iter().map(|row| row.session));
    columns.words("channel", rows.iter().map(|row| row.platform.map_or("web", Platform::channel)));
    columns.words("platform", rows.iter().map(|row| row.platform.map_or("", Platform::name)));
    columns.words("country", rows.iter().map(|row| row.envelope.market.country()));
    columns.words("city", rows.iter().map(Event::town));
    let accuracy = |row: &Event| (row.city > 0).then_some(25.0);
    columns.float32("geo_accuracy_m", rows.iter().map(accuracy));
}

fn what(columns: &mut Columns, rows: &[Event]) {
    let term = |row: &Event| (row.term > 0).then(|| catalog::term(row.term));
    columns.texts("query_norm", rows.iter().map(term));
    columns.texts("query", rows.iter().map(term));
    let product = |row: &Event| u64::from(row.product);
    columns.ids("product_id", "product-", rows.iter().map(product));
    columns.ids("sku", "sku-", rows.iter().map(product));
    let category = |row: &Event| match (row.topic, row.product) {
        ("", 0) => "",
        ("", product) => catalog::category(product),
        (topic, _) => topic,
    };
    columns.words("category", rows.iter().map(category));
    let brand = |row: &Event| {
        if row.product == 0 { "" } else { catalog::brand(row.product) }
    };
    columns.words("brand", rows.iter().map(brand));
    columns.ids("cart_id", "c", rows.iter().map(|row| row.cart));
    columns.ids("order_id", "o", rows.iter().map(|row| row.order));
    columns.ids("message_id", "m", rows.iter().map(|row| row.message));
    columns.ids("decision_id", "d", rows.iter().map(|row| row.decision));
}

fn money(columns: &mut Columns, rows: &[Event]) {
    let quantity = |row: &Event| (row.product > 0).then_some(1);
    columns.int32("quantity", rows.iter().map(quantity));
    let price = |row: &Event| (row.product > 0).then(|| catalog::price(row.product));
    columns.money("price", rows.iter().map(price));
    let currency = |row: &Event| match row.is_money() && row.has_currency {
        true => row.envelope.market.currency(),
        false => "",
    };
    columns.words("currency", rows.iter().map(currency));
    columns.money("revenue", rows.iter().map(Event::paid));
    columns.money("subtotal", rows.iter().map(Event::paid));
    columns.money("total", rows.iter().map(Event::paid));
    let discount = |row: &Event| (row.amount > 0).then_some(row.discount);
    columns.money("discount", rows.iter().map(discount));
}
