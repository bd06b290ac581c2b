//! Faults of repetition: the same fact twice under one key, or nearly the same under two.

use crate::clock::{END, MINUTE, SECOND};
use crate::defects::{Family, Spoiler};
use crate::ledger::Ledger;
use crate::random::{Dice, hash};
use crate::rows::{Fact, Rows, RowsMark};

const REPEATED: f64 = 0.004;
const REPEATED_SOFTLY: f64 = 0.002;

/// Exact copies in every log of facts; the copy arrives later, within two hours.
pub(super) fn repeat(spoiler: &mut Spoiler<'_>) {
    repeat_from(spoiler.world.seed, spoiler.rows, spoiler.from, spoiler.ledger);
}

/// Exact copies of everything from a mark on.
pub(crate) fn repeat_from(seed: u64, rows: &mut Rows, from: RowsMark, ledger: &mut Ledger) {
    repeat_each(seed, &mut rows.events, from.events, ledger);
    repeat_each(seed, &mut rows.orders, from.orders, ledger);
    repeat_each(seed, &mut rows.decisions, from.decisions, ledger);
    repeat_each(seed, &mut rows.deliveries, from.deliveries, ledger);
    repeat_each(seed, &mut rows.observations, from.observations, ledger);
    repeat_each(seed, &mut rows.assignments, from.assignments, ledger);
    repeat_each(seed, &mut rows.exposures, from.exposures, ledger);
    repeat_each(seed, &mut rows.approvals, from.approvals, ledger);
}

fn repeat_each<R: Fact>(seed: u64, rows: &mut Vec<R>, from: usize, ledger: &mut Ledger) {
    for index in from..rows.len() {
        let row = rows[index];
        let mut dice = Dice::new(seed, Family::Duplicates.name(), row.envelope().id);
        let later = dice.between(10 * SECOND, 120 * MINUTE);
        if !dice.chance(REPEATED) || row.envelope().ingest + later >= END {
            continue;
        }
        let mut copy = row;
        copy.envelope_mut().received += later;
        copy.envelope_mut().ingest += later;
        copy.envelope_mut().mark.is_copy = true;
        copy.envelope_mut().mark.is_same_key = true;
        ledger.note(Family::Duplicates, &copy, "same key");
        rows.push(copy);
    }
}

/// A view told again within two seconds under a key of its own.
pub(super) fn repeat_softly(spoiler: &mut Spoiler<'_>) {
    for index in spoiler.from.events..spoiler.rows.events.len() {
        let event = spoiler.rows.events[index];
        let is_ordinary = !event.envelope.mark.is_planted && event.envelope.kind == "product_viewed";
        let mut dice = spoiler.fact_dice(Family::SoftDuplicates, &event);
        if is_ordinary && dice.chance(REPEATED_SOFTLY) {
            let mut copy = event;
            copy.envelope.id = hash(spoiler.world.seed, "soft copy", event.envelope.id);
            copy.envelope.time += dice.between(SECOND / 10, 2 * SECOND) / 1_000 * 1_000;
            spoiler.ledger.note(Family::SoftDuplicates, &copy, "another key");
            spoiler.rows.events.push(copy);
        }
    }
}
