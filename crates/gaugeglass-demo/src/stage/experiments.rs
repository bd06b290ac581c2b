//! Arms: who is in which, and the moment at which it matters.

use crate::clock::{Instant, SECOND};
use crate::experiments::{CONTROL, Experiment, TREATMENT};
use crate::random::{Dice, hash};
use crate::rows::EXPERIMENTS;
use crate::rows::assignments::{Assignment, Exposure, Unit};
use crate::rows::decisions::{Arm, Decision};
use crate::stage::Stage;

impl Stage<'_> {
    /// The arm of the customer in an experiment that splits by chance.
    ///
    /// Arms have a seed of their own, so that no other draw about the customer can hang on them.
    pub(crate) fn is_treated(&self, experiment: &Experiment) -> bool {
        let seed = hash(self.world.seed, "arm", 0);
        let mut dice = Dice::new(seed, experiment.id, self.person.index);
        dice.chance(experiment.treated)
    }

    /// Assigns and exposes the customer; returns the arm.
    pub(crate) fn expose(&mut self, experiment: &Experiment, is_treated: bool, at: Instant, trigger: u64) -> Arm {
        let variant = if is_treated { TREATMENT } else { CONTROL };
        self.assign(experiment, variant, at - SECOND);
        self.expose_variant(experiment, variant, at, trigger)
    }

    pub(crate) fn assign(&mut self, experiment: &Experiment, variant: &'static str, at: Instant) {
        let envelope = self.envelope(&EXPERIMENTS, "experiment_assigned", at);
        let weight = match variant {
            CONTROL => 1.0 - experiment.treated,
            TREATMENT => experiment.treated,
            _ => experiment.treated / 2.0,
        };
        self.rows.assignments.push(Assignment {
            envelope,
            experiment: experiment.id,
            variant,
            unit: Unit::person(self.person.user),
            weight,
        });
    }

    pub(crate) fn expose_variant(&mut self, experiment: &Experiment, variant: &'static str, at: Instant, trigger: u64) -> Arm {
        let source = self.person.platform.source();
        let envelope = self.envelope(source, "experiment_viewed", at);
        let is_holdout = variant == CONTROL;
        self.rows.exposures.push(Exposure {
            envelope,
            experiment: experiment.id,
            variant,
            unit: Unit::person(self.person.user),
            trigger,
            would_have: is_holdout,
        });
        Arm { experiment: experiment.id, variant, is_holdout }
    }

    /// Marks a decision with its arm; the held out get the default.
    pub(crate) fn put_in_arm(decision: &mut Decision, arm: Arm) {
        decision.arm = Some(arm);
        if arm.is_holdout {
            decision.action = decision.default_action;
            decision.reason = "holdout";
            decision.propensity = None;
        }
    }
}
