//! A4: 400 low-risk segments, half of them approved automatically: 26 hours off the median, no more rolled back.

use crate::World;
use crate::clock::{DAY, HOUR, Instant, SECOND, day};
use crate::content::Content;
use crate::experiments::{CONTROL, FAST_LANE, TREATMENT};
use crate::market::Market;
use crate::outcomes::Outcomes;
use crate::random::{Dice, hash, rank_of_hundred};
use crate::rows::approvals::Approval;
use crate::rows::assignments::{Assignment, Exposure, Unit};
use crate::rows::{APPROVAL_FLOW, EXPERIMENTS, Envelope, Rows};

pub(crate) const WORKFLOWS: u64 = 400;
/// Wall time in the fast lane, as a share of the ordinary: from a median of 30 hours to 4.
const SPEED_UP: f64 = 4.0 / 30.0;
/// Rolled back within a week, of a hundred in either arm.
const ROLLED_BACK: u64 = 2;

pub(crate) fn play(world: &World, rows: &mut Rows, outcomes: &mut Outcomes) {
    for index in 0..WORKFLOWS {
        let mut dice = Dice::new(world.seed, "fast lane", index);
        let submitted = day(10) + (90 * DAY) / WORKFLOWS as i64 * index as i64;
        let hours = dice.lognormal(30.0, 0.9);
        let is_treated = rank_of_hundred(world.seed, "fast lane arm", index) < 50;
        let potential = [hours, hours * SPEED_UP];
        let wall = (potential[usize::from(is_treated)] * HOUR as f64) as i64;
        let is_rolled_back = rank_of_hundred(world.seed, "rolled back", index) < ROLLED_BACK;
        let case = Case { world, index, is_treated };
        case.expose(rows, submitted);
        case.act(rows, "submitted", submitted);
        case.act(rows, if is_treated { "auto_approved" } else { "approved" }, submitted + wall - SECOND);
        case.act(rows, "published", submitted + wall);
        if is_rolled_back {
            case.act(rows, "rolled_back", submitted + wall + 2 * DAY);
        }
        outcomes.mean("A4", "turnaround_hours", index, is_treated, potential);
    }
}

struct Case<'a> {
    world: &'a World,
    index: u64,
    is_treated: bool,
}

impl Case<'_> {
    fn workflow(&self) -> u64 {
        hash(self.world.seed, "fast lane workflow", self.index)
    }

    fn expose(&self, rows: &mut Rows, at: Instant) {
        let variant = if self.is_treated { TREATMENT } else { CONTROL };
        let unit = Unit::workflow(self.workflow());
        let envelope = |stream, kind| {
            let id = hash(self.world.seed, stream, self.index);
            Envelope::new(id, &EXPERIMENTS, kind, Market::Germany, at)
        };
        rows.assignments.push(Assignment {
            envelope: envelope("fast lane assignment", "experiment_assigned"),
            experiment: FAST_LANE.id,
            variant,
            unit,
            weight: 0.5,
        });
        rows.exposures.push(Exposure {
            envelope: envelope("fast lane exposure", "experiment_viewed"),
            experiment: FAST_LANE.id,
            variant,
            unit,
            trigger: 0,
            would_have: !self.is_treated,
        });
    }

    fn act(&self, rows: &mut Rows, action: &'static str, at: Instant) {
        let id = hash(self.world.seed, action, self.workflow());
        rows.approvals.push(Approval {
            envelope: Envelope::new(id, &APPROVAL_FLOW, "approval", Market::Germany, at),
            workflow: self.workflow(),
            object_type: "segment",
            content: Content { object: hash(self.world.seed, "segment", self.index), version: "1" },
            campaign: "",
            stage_no: 1,
            stage_name: "brand",
            action,
            actor: hash(self.world.seed, action, self.index % 5),
            role: "brand_manager",
            risk_tier: "low",
        });
    }
}
