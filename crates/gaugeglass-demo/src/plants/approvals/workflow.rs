//! The actions on one version, step by step, up to the end of the log.

use crate::World;
use crate::campaigns;
use crate::clock::{HOUR, Instant, SECOND, START};
use crate::market::Market;
use crate::plants::approvals::{Bypass, LOGGED_UNTIL, SEND_DELAY, Version};
use crate::random::hash;
use crate::rows::approvals::Approval;
use crate::rows::{APPROVAL_FLOW, Envelope, Rows};

const STAGES: [(&str, &str); 3] = [("brand", "brand_manager"), ("legal", "legal_counsel"), ("compliance", "compliance_officer")];

/// Writes the actions of one version.
pub(super) struct Workflow<'a> {
    world: &'a World,
    version: &'a Version,
    rows: &'a mut Rows,
    creator: u64,
    actions: u64,
}

impl<'a> Workflow<'a> {
    pub(super) fn new(world: &'a World, version: &'a Version, rows: &'a mut Rows) -> Self {
        let creator = hash(world.seed, "creator", version.index % 25);
        Self { world, version, rows, creator, actions: 0 }
    }

    /// Steps at even shares of the wall time: queue, touch and, where reworked, a way back.
    pub(super) fn play(mut self) {
        let version = *self.version;
        self.act("created", 0, version.submitted - 60 * SECOND);
        self.act("submitted", 0, version.submitted);
        let steps = version.stages as i64 * 4 + if version.is_reworked { 6 } else { 0 } + 1;
        let step = (version.published - version.submitted) / steps;
        let mut now = version.submitted;
        for stage in 0..version.stages {
            if stage == 0 && version.is_reworked {
                now = self.review(stage, now, step, "changes_requested");
                now += 2 * step;
                self.act("resubmitted", stage, now);
            }
            now = self.review(stage, now, step, "approved");
        }
        self.act("published", version.stages - 1, version.published);
    }

    /// Three steps in the queue, one in review.
    fn review(&mut self, stage: usize, from: Instant, step: i64, verdict: &'static str) -> Instant {
        let (started, decided) = (from + 3 * step, from + 4 * step);
        let is_rushed = self.version.is_rubber_stamped && stage == 0 && verdict == "approved";
        self.act("assigned", stage, from + SECOND);
        self.act("started", stage, if is_rushed { decided - 6 * SECOND } else { started });
        if verdict == "approved" {
            self.approve(stage, decided);
        } else {
            self.act(verdict, stage, decided);
        }
        decided
    }

    fn approve(&mut self, stage: usize, at: Instant) {
        let is_last = stage + 1 == self.version.stages;
        match self.version.bypass {
            Bypass::NeverApproved => {}
            Bypass::OneStageMissing if is_last => {}
            Bypass::ApprovedAfterwards if is_last => {
                self.act("approved", stage, self.version.published + SEND_DELAY + 5 * HOUR);
            }
            _ => self.act("approved", stage, at),
        }
    }

    fn act(&mut self, action: &'static str, stage: usize, at: Instant) {
        if at >= LOGGED_UNTIL {
            return;
        }
        self.actions += 1;
        let id = hash(self.world.seed, "approval", self.version.index << 8 | self.actions);
        let (stage_name, role) = STAGES[stage];
        let is_creators = matches!(action, "created" | "submitted" | "resubmitted" | "published");
        let is_own = action == "approved" && self.version.is_self_approved;
        let reviewer = hash(self.world.seed, role, self.version.index % 7);
        self.rows.approvals.push(Approval {
            envelope: Envelope::new(id, &APPROVAL_FLOW, "approval", Market::Germany, at.max(START)),
            workflow: self.version.workflow(self.world),
            object_type: "message",
            content: self.version.content,
            campaign: campaigns::NEWSLETTER,
            stage_no: stage as i16 + 1,
            stage_name,
            action,
            actor: if is_creators || is_own { self.creator } else { reviewer },
            role: if is_creators { "marketer" } else { role },
            risk_tier: self.version.risk_tier(),
        });
    }
}
