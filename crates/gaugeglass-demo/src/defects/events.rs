//! Faults of events: values that are missing, renamed or wrong. Plants are never touched.

use crate::clock::{DAY, END, HOUR, MINUTE, day};
use crate::defects::{Family, Spoiler};
use crate::market::Market;
use crate::random::hash;
use crate::rows::events::Event;
use crate::rows::{Envelope, SHOP_ANDROID, SHOP_IOS, SHOP_WEB};

const WITHOUT_CURRENCY: f64 = 0.003;
/// The release that renames the order event, on iOS.
const RELEASE: (i64, i64) = (day(70), day(73));
/// Three hours in which Android names nobody.
const BREAK: (i64, i64) = (day(78) + 9 * HOUR, day(78) + 12 * HOUR);
/// Six days of local time in Japan.
const LOCAL: (i64, i64) = (day(50), day(56));
/// The day on which the web counts milliseconds as microseconds.
const UNIT_DAY: (i64, i64) = (day(31), day(32));
const WRONG_CLOCKS: f64 = 0.02;
const UNPAIRED: f64 = 0.002;
const AHEAD: i64 = 15 * MINUTE;
const FUTURE_FACTS: u64 = 40;

pub(super) fn lose_currency(spoiler: &mut Spoiler<'_>) {
    change(spoiler, Family::NullCurrency, "no currency", |spoiler, event| {
        let has_money = event.amount > 0 || event.product > 0;
        let is_hit = has_money && spoiler.fact_dice(Family::NullCurrency, event).chance(WITHOUT_CURRENCY);
        is_hit.then_some(Event { has_currency: false, ..*event })
    });
}

pub(super) fn rename(spoiler: &mut Spoiler<'_>) {
    change(spoiler, Family::EnumDrift, "renamed by a release", |_, event| {
        let is_hit = event.envelope.kind == "order_completed" && *event.envelope.source == SHOP_IOS && is_within(event, RELEASE);
        is_hit.then(|| {
            let mut event = *event;
            event.envelope.kind = "Order Complete";
            event
        })
    });
}

pub(super) fn lose_names(spoiler: &mut Spoiler<'_>) {
    change(spoiler, Family::SchemaBreak, "names nobody", |_, event| {
        let is_hit = *event.envelope.source == SHOP_ANDROID && is_within(event, BREAK);
        is_hit.then_some(Event { user: 0, anonymous: 0, device: 0, ..*event })
    });
}

/// A device whose clock is 15 minutes ahead: with both clocks shipped the time is right, without them it is wrong.
pub(super) fn skew(spoiler: &mut Spoiler<'_>) {
    let is_wrong = spoiler.dice(Family::SkewedClocks).chance(WRONG_CLOCKS);
    change(spoiler, Family::SkewedClocks, "clock is wrong", |spoiler, event| {
        let mut changed = *event;
        if is_wrong {
            changed.envelope.client_ahead = Some(AHEAD as i32);
            return Some(changed);
        }
        let is_unpaired = spoiler.fact_dice(Family::SkewedClocks, event).chance(UNPAIRED);
        is_unpaired.then(|| {
            changed.envelope.time += AHEAD;
            changed
        })
    });
}

pub(super) fn write_local_time(spoiler: &mut Spoiler<'_>) {
    change(spoiler, Family::LocalTime, "local time written as UTC", |_, event| {
        let market = event.envelope.market;
        let is_hit = market == Market::Japan && is_within(event, LOCAL);
        is_hit.then(|| shifted(event, market.offset(event.envelope.time)))
    });
}

pub(super) fn mistake_unit(spoiler: &mut Spoiler<'_>) {
    change(spoiler, Family::UnitError, "milliseconds taken for microseconds", |_, event| {
        let is_hit = *event.envelope.source == SHOP_WEB && is_within(event, UNIT_DAY);
        is_hit.then(|| {
            let mut event = *event;
            event.envelope.time /= 1_000;
            event
        })
    });
}

/// A page view of its own, dated after the end of the world.
pub(super) fn date_ahead(spoiler: &mut Spoiler<'_>) {
    if !spoiler.is_chosen(FUTURE_FACTS) {
        return;
    }
    let mut dice = spoiler.dice(Family::Future);
    let at = spoiler.person.plan.free_instant(&mut dice);
    let id = hash(spoiler.world.seed, "future", spoiler.person.index);
    let envelope = Envelope::new(id, &SHOP_WEB, "page_viewed", spoiler.person.market, at);
    let mut event = Event::new(envelope);
    event.envelope.time = END + dice.between(DAY, 30 * DAY);
    event.user = spoiler.person.user;
    spoiler.ledger.note(Family::Future, &event, "dated after the end of the world");
    spoiler.rows.events.push(event);
}

fn is_within(event: &Event, (from, to): (i64, i64)) -> bool {
    event.envelope.time >= from && event.envelope.time < to
}

fn shifted(event: &Event, by: i64) -> Event {
    let mut event = *event;
    event.envelope.time += by;
    event
}

/// Replaces each ordinary event for which `wrong` has a faulty version.
fn change(spoiler: &mut Spoiler<'_>, family: Family, detail: &'static str, wrong: impl Fn(&Spoiler<'_>, &Event) -> Option<Event>) {
    for index in spoiler.from.events..spoiler.rows.events.len() {
        let event = spoiler.rows.events[index];
        if event.envelope.mark.is_planted {
            continue;
        }
        if let Some(faulty) = wrong(spoiler, &event) {
            spoiler.rows.events[index] = faulty;
            spoiler.ledger.note(family, &faulty, detail);
        }
    }
}
