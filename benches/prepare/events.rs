//! Events of the shop as lines of JSON in the columns of the contract.
//!
//! A line hangs on its place alone: any thread can write any file, and every machine writes the same lines.

use std::fmt::Display;
use std::io::Write;

use chrono::{DateTime, SecondsFormat};

use crate::race::dice::Dice;
use crate::shop::{CATEGORIES, PRODUCTS, Product, Visit};

/// The stream of draws.
const EVENT: u64 = 0;
/// The first instant, 2026-01-01T00:00:00Z, in microseconds.
const START: i64 = 1_767_225_600_000_000;
/// Microseconds from one event to the next.
pub const STEP: i64 = 180_000;
/// Events arrive up to so many places late. It is less than `SLOTS`, so that no two have one time.
const LATE_MAX: u64 = 300;
const SLOTS: i64 = 1_024;
const MINUTE: i64 = 60_000_000;

/// One line in so many brings an earlier event again.
const AGAIN_ONE_IN: u64 = 250;
/// It is so many places later, some files on. No multiple of the former: nothing comes a third time.
const AGAIN_AFTER: u64 = 250_100;

const WORDS: [&str; 10] = ["black", "red", "running", "winter", "leather", "cheap", "wireless", "large", "kids", "vintage"];
const MODULES: [&str; 4] = ["hero", "grid", "carousel", "footer"];

/// How many of the first `lines` lines bring an event again.
pub fn repeated(lines: u64) -> u64 {
    lines / AGAIN_ONE_IN - lines.min(AGAIN_AFTER) / AGAIN_ONE_IN
}

/// Writes the line at a place.
pub fn write(text: &mut Vec<u8>, place: u64) {
    match place % AGAIN_ONE_IN == AGAIN_ONE_IN - 1 && place >= AGAIN_AFTER {
        true => event(text, place - AGAIN_AFTER, AGAIN_AFTER as i64 * STEP),
        false => event(text, place, 0),
    }
}

/// Writes an event that is received `later` microseconds after it could be.
fn event(text: &mut Vec<u8>, place: u64, later: i64) {
    let (visit, mut dice) = (Visit::of(place), Dice::new(EVENT, place));
    let mut line = Line::begin(text, dice.bits());
    let (kind, product) = (kind(&mut dice), Product::of(dice.below(PRODUCTS)));
    line.text("source", visit.surface.source);
    line.text("type", kind);
    clocks(&mut line, &mut dice, &visit, place, later);
    context(&mut line, &mut dice, &visit);
    who(&mut line, &visit);
    page(&mut line, &mut dice, &visit, kind, &product);
    match kind {
        "page_viewed" => {}
        "products_searched" => search(&mut line, &mut dice),
        "cart_viewed" | "order_completed" => basket(&mut line, &mut dice, &visit, kind),
        _ => shown(&mut line, &visit, kind, &product),
    }
    links(&mut line, &mut dice, &visit);
    line.end();
}

/// What happens: half of it is a page that is looked at.
fn kind(dice: &mut Dice) -> &'static str {
    match dice.below(20) {
        0..10 => "page_viewed",
        10..15 => "product_viewed",
        15..17 => "products_searched",
        17 => "product_added",
        18 => "cart_viewed",
        _ => "order_completed",
    }
}

fn clocks(line: &mut Line<'_>, dice: &mut Dice, visit: &Visit, place: u64, later: i64) {
    let (at, slot) = (place as i64, STEP / SLOTS);
    let due = START + (at - dice.below(LATE_MAX) as i64) * STEP;
    let happened = due + at % SLOTS * slot + dice.below(slot as u64) as i64;
    let waited = dice.below(2_000_000) as i64;
    let received = happened + waited + dice.below(200_000) as i64 + later;
    line.instant("event_time", happened);
    line.instant("client_time", happened + visit.skew);
    line.instant("sent_time", happened + visit.skew + waited);
    line.instant("received_time", received);
    // A collector writes what came in a minute, a little after its end.
    line.instant("ingest_time", received - received % MINUTE + MINUTE + MINUTE / 3);
    line.text("time_precision", "us");
    line.text("clock_source", "client");
    line.text("tz", visit.town.tz);
}

fn context(line: &mut Line<'_>, dice: &mut Dice, visit: &Visit) {
    line.id("trace_id", dice.bits());
    line.short_id("span_id", dice.bits() as u64);
    line.text("schema_ref", "shop.events/3.2.0");
    line.text("environment", "prod");
    line.value("is_test", false);
    line.value("is_bot", false);
    let (version, viewport, flags, module) = (visit.version, visit.viewport, visit.flags, dice.one(&MODULES));
    line.value(
        "extra",
        format_args!(r#"{{"app_version":"7.{version}.0","viewport":"{viewport}","module":"{module}","experiment_flags":"{flags}"}}"#),
    );
}

fn who(line: &mut Line<'_>, visit: &Visit) {
    if let Some(user) = visit.user {
        line.id("user_id", user);
        line.short_id("person_id_at_ingest", user as u64);
    }
    line.id("anonymous_id", visit.anonymous);
    if visit.surface.is_app {
        line.id("device_id", visit.device);
    }
    line.short_id("session_id", visit.session);
}

fn page(line: &mut Line<'_>, dice: &mut Dice, visit: &Visit, kind: &str, product: &Product) {
    let path = match kind {
        "page_viewed" => format!("/{}", product.category),
        _ => format!("/{}/{}-{:05}", product.category, product.brand, product.number),
    };
    line.text("channel", visit.surface.channel);
    line.text("platform", visit.surface.platform);
    line.text("url", format_args!("https://shop.example{path}?utm_source=newsletter&utm_campaign=c{:03}", visit.campaign));
    line.text("path", path);
    line.text("referrer", format_args!("https://shop.example/{}", dice.one(&CATEGORIES)));
    let (before, after) = visit.surface.agent;
    line.text("user_agent", format_args!("{before}{}{after}", visit.version));
    line.text("country", visit.town.country);
    line.text("region", visit.town.region);
    line.text("city", visit.town.city);
    line.value("geo_accuracy_m", dice.below(50) * 100);
}

fn search(line: &mut Line<'_>, dice: &mut Dice) {
    let (first, second, third) = (dice.one(&WORDS), dice.one(&WORDS), dice.one(&CATEGORIES));
    line.text("query", format_args!("{first} {} {third}", second.to_uppercase()));
    line.text("query_norm", format_args!("{first} {second} {third}"));
}

fn shown(line: &mut Line<'_>, visit: &Visit, kind: &str, product: &Product) {
    line.text("product_id", format_args!("prd-{:05}", product.number));
    line.text("sku", format_args!("SKU-{:05}", product.number));
    line.text("category", product.category);
    line.text("brand", product.brand);
    if kind == "product_added" {
        line.short_id("cart_id", visit.cart);
        line.value("quantity", 1);
    }
    line.value("price", money(product.cents));
    line.text("currency", "EUR");
}

fn basket(line: &mut Line<'_>, dice: &mut Dice, visit: &Visit, kind: &str) {
    let bought: Vec<(Product, u64)> = (0..1 + dice.below(4)).map(|_| (Product::of(dice.below(PRODUCTS)), 1 + dice.below(3))).collect();
    let sum: u64 = bought.iter().map(|(product, quantity)| product.cents * quantity).sum();
    line.short_id("cart_id", visit.cart);
    if kind == "order_completed" {
        order(line, dice, sum);
    }
    line.text("currency", "EUR");
    let items: Vec<String> = bought.iter().enumerate().map(|(at, (product, quantity))| item(at + 1, product, *quantity)).collect();
    line.value("items", format_args!("[{}]", items.join(",")));
}

fn order(line: &mut Line<'_>, dice: &mut Dice, sum: u64) {
    let (tax, shipping) = (sum * 19 / 100, 490);
    line.short_id("checkout_id", dice.bits() as u64);
    line.short_id("order_id", dice.bits() as u64);
    line.value("revenue", money(sum));
    line.value("subtotal", money(sum));
    line.value("total", money(sum + tax + shipping));
    line.value("tax", money(tax));
    line.value("shipping", money(shipping));
    line.value("discount", money(0));
}

fn item(position: usize, product: &Product, quantity: u64) -> String {
    let (number, price, category) = (product.number, money(product.cents), product.category);
    format!(
        r#"{{"product_id":"prd-{number:05}","sku":"SKU-{number:05}","quantity":{quantity},"price":{price},"category":"{category}","position":{position}}}"#
    )
}

fn links(line: &mut Line<'_>, dice: &mut Dice, visit: &Visit) {
    line.text("campaign_id", format_args!("cmp-{:03}", visit.campaign));
    if dice.chance(30) {
        line.id("decision_id", dice.bits());
    }
    line.text("consent_state", visit.consent);
}

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A line under way. None of our texts needs an escape.
struct Line<'a>(&'a mut Vec<u8>);

impl Line<'_> {
    fn begin(text: &mut Vec<u8>, id: u128) -> Line<'_> {
        let parts = ((id >> 96) as u32, (id >> 80) as u16, (id >> 64) as u16, (id >> 48) as u16, id as u64 & 0xffff_ffff_ffff);
        write!(text, r#"{{"event_id":"{:08x}-{:04x}-{:04x}-{:04x}-{:012x}""#, parts.0, parts.1, parts.2, parts.3, parts.4).unwrap();
        Line(text)
    }

    fn text(&mut self, name: &str, value: impl Display) {
        write!(self.0, r#","{name}":"{value}""#).unwrap();
    }

    fn value(&mut self, name: &str, value: impl Display) {
        write!(self.0, r#","{name}":{value}"#).unwrap();
    }

    fn id(&mut self, name: &str, id: u128) {
        self.text(name, format_args!("{id:032x}"));
    }

    fn short_id(&mut self, name: &str, id: u64) {
        self.text(name, format_args!("{id:016x}"));
    }

    fn instant(&mut self, name: &str, at: i64) {
        let at = DateTime::from_timestamp_micros(at).unwrap();
        self.text(name, at.to_rfc3339_opts(SecondsFormat::Micros, true));
    }

    fn end(self) {
        self.0.extend_from_slice(b"}\n");
    }
}
