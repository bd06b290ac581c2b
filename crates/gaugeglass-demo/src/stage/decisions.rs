//! Decisions as the engine ordinarily makes them; a plant changes what is special about its own.

use crate::clock::{HOUR, Instant, SECOND};
use crate::content::Content;
use crate::identity::{Identifier, Identity, Kind, identifier};
use crate::latency::{self, Stages};
use crate::random::Dice;
use crate::rows::decisions::{Action, Decision, Judgement, Recognition};
use crate::rows::{ENGINE, Envelope};
use crate::stage::Stage;

impl Stage<'_> {
    /// An ordinary decision about the customer, to be changed by the plant before it is pushed.
    pub(crate) fn decision(&mut self, use_case: &'static str, request: Instant, dice: &mut Dice) -> Decision {
        let (stages, latency) = latency::ordinary(dice);
        let paint = dice.between(60_000, 400_000);
        let action = Action { kind: "offer", number: 1 + dice.below(40) as u32 };
        let mut decision = self.blank_decision(use_case, request);
        decision.stages = stages;
        decision.decided = Some(request + latency);
        decision.rendered = Some(request + latency + 4_000 + paint);
        decision.action = action;
        decision
    }

    fn blank_decision(&mut self, use_case: &'static str, request: Instant) -> Decision {
        let envelope = self.envelope(&ENGINE, "decision", request);
        let mut decision = blank_decision(envelope, use_case, request);
        decision.channel = self.person.platform.channel();
        decision.content = self.library.of(use_case);
        identify(&mut decision, self.person.subject(), &self.person.identity);
        decision
    }
}

/// Fills in who a decision is about and whom the engine takes them for.
pub(crate) fn identify(decision: &mut Decision, subject: Identifier, identity: &Identity) {
    decision.subject = [subject];
    decision.recognition = identity.recognise(decision.request);
    decision.judgement =
        Judgement { is_known_by_the_end: identity.is_known_by_the_end(), is_contradicted: identity.is_contradicted(decision.request) };
}

/// A decision before its answer.
pub(crate) fn blank_decision(envelope: Envelope, use_case: &'static str, request: Instant) -> Decision {
    Decision {
        envelope,
        use_case,
        trigger: 0,
        trigger_time: None,
        intended: Some(request - 15_000),
        request,
        decided: None,
        rendered: None,
        stages: Stages::default(),
        subject: [identifier(Kind::Anonymous, envelope.id)],
        recognition: Recognition { person: 0, as_of: request },
        policy: "ranker",
        kind: "contextual",
        action: Action::DEFAULT,
        default_action: Action::DEFAULT,
        content: Content::NONE,
        propensity: Some(0.025),
        is_fallback: false,
        reason: "targeting_match",
        error: "",
        feature_min: Some(request - HOUR),
        feature_max: Some(request - 90 * SECOND),
        missing_feature: "",
        placement: "main",
        channel: "web",
        arm: None,
        injected_delay_ms: None,
        judgement: Judgement::default(),
    }
}
