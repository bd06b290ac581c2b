//! B1: businesses that download a paper: 41 of 100 hear back within the hour, half within 5.2 hours.

use crate::campaigns::B2B_DOWNLOAD as USE_CASE;
use crate::clock::{DAY, HOUR, MINUTE, SECOND, day};
use crate::outcomes::indicator;
use crate::rows::Basket;
use crate::rows::events::Event;
use crate::stage::Stage;

const DOWNLOADS: u64 = 8;
/// A number with no factor in common with the number of downloads, to mix fast and slow answers.
const STEP: u64 = 7_919;

pub(crate) fn play(stage: &mut Stage) {
    let mut dice = stage.dice("downloads");
    let place = stage.person.place;
    for number in 0..DOWNLOADS {
        let at = day(3) + number as i64 * 13 * DAY + dice.between(0, 2 * DAY) / SECOND * SECOND;
        let delay = answer_delay(place.number * DOWNLOADS + number, place.members * DOWNLOADS);
        download(stage, at, delay);
    }
}

fn download(stage: &mut Stage, at: i64, delay: i64) {
    let mut dice = stage.dice("download decision");
    let event = Event { topic: "white paper", ..stage.event("content_downloaded", at) };
    stage.rows.events.push(event);
    let mut decision = stage.decision(USE_CASE, at + SECOND, &mut dice);
    decision.trigger = event.envelope.id;
    decision.trigger_time = Some(at);
    stage.rows.decisions.push(decision);
    stage.send(decision.envelope.id, USE_CASE, Basket::default(), at + delay - 20 * SECOND);
    let unit = event.envelope.id;
    stage.outcomes.mean("B1", "within_the_hour", unit, false, [indicator(delay <= HOUR); 2]);
    stage.outcomes.mean("B1", "answer_hours", unit, false, [delay as f64 / HOUR as f64; 2]);
}

/// The delay of the download in place `place` of `total`: the quantile function of the answers, well mixed.
fn answer_delay(place: u64, total: u64) -> i64 {
    let mixed = place * STEP % total;
    let share = (mixed as f64 + 0.5) / total as f64;
    let hours = if share < 0.41 {
        (2.0 + 57.0 * share / 0.41) / 60.0
    } else if share < 0.5 {
        1.1 + 4.1 * (share - 0.41) / 0.09
    } else {
        5.2 * (168.0_f64 / 5.2).powf((share - 0.5) / 0.5)
    };
    (hours * HOUR as f64) as i64 / SECOND * SECOND + MINUTE / 60
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_follow_the_planted_quantiles() {
        let total = 480;
        let mut delays: Vec<i64> = (0..total).map(|place| answer_delay(place, total)).collect();
        delays.sort_unstable();
        let in_an_hour = delays.iter().filter(|delay| **delay <= HOUR).count();
        assert_eq!(in_an_hour, 197, "41 of 100, to the nearest answer");
        let median = delays[239] as f64 / HOUR as f64;
        assert!((median - 5.2).abs() < 0.05, "median {median}");
    }
}
