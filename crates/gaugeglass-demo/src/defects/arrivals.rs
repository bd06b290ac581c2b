//! Faults of arrival: facts that come a day late or more.

use crate::clock::{DAY, END, Instant};
use crate::defects::{Family, Spoiler};
use crate::ledger::Ledger;
use crate::random::Dice;
use crate::rows::{Fact, RowsMark};

const LATE: f64 = 0.01;
/// Of the late, those that come after three days or more.
const VERY_LATE: f64 = 0.1;

pub(super) fn delay(spoiler: &mut Spoiler<'_>) {
    let RowsMark { events, deliveries, .. } = spoiler.from;
    let seed = spoiler.world.seed;
    delay_each(seed, &mut spoiler.rows.events[events..], spoiler.ledger);
    delay_each(seed, &mut spoiler.rows.deliveries[deliveries..], spoiler.ledger);
}

fn delay_each<R: Fact>(seed: u64, rows: &mut [R], ledger: &mut Ledger) {
    for row in rows {
        let mut dice = Dice::new(seed, Family::Late.name(), row.envelope().id);
        if !dice.chance(LATE) {
            continue;
        }
        let is_very_late = dice.chance(VERY_LATE);
        let delay = if is_very_late { dice.between(3 * DAY, 6 * DAY) } else { dice.between(DAY, 3 * DAY) };
        arrive(row, delay, ledger, if is_very_late { "over 72 h" } else { "over 24 h" });
    }
}

fn arrive<R: Fact>(row: &mut R, delay: Instant, ledger: &mut Ledger, detail: &'static str) {
    let arrival = row.envelope().received + delay;
    if arrival < END {
        row.envelope_mut().ingest = arrival;
        ledger.note(Family::Late, row, detail);
    }
}
