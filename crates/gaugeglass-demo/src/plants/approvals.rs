//! A1 to A3: three thousand versions that wait for approval, some still open at the end of the world.
//!
//! Wall time is lognormal with a median of 30 hours; two in five are submitted in the last five days, so that
//! whoever drops the open ones sees half of the slow ones only.

use crate::World;
use crate::campaigns;
use crate::clock::{DAY, END, HOUR, Instant, SECOND, START, day};
use crate::content::{Content, Library};
use crate::outcomes::{Outcomes, indicator};
use crate::random::{Dice, hash, rank_of_hundred};
use crate::rows::Rows;

mod letters;
mod workflow;

use workflow::Workflow;

/// Versions that are submitted in the world.
pub(crate) const VERSIONS: u64 = 3_000;
pub(crate) const BYPASSES: u64 = 11;
pub(crate) const SELF_APPROVALS: u64 = 7;
const LAYERED: u64 = 35;
const REWORKED: u64 = 22;
const RUBBER_STAMPED: u64 = 5;
/// Versions submitted in the first hours, from which the evergreen content comes.
const EARLY: u64 = 100;
/// Versions submitted before the rush of the last five days.
const BEFORE_RUSH: u64 = 1_800;
/// What happens in the last minutes of the world has not arrived yet.
pub(crate) const LOGGED_UNTIL: Instant = END - 15 * 60 * SECOND;
/// Longest possible stay between publication and first sending.
const SEND_DELAY: i64 = 2 * HOUR;

/// How a version went out without its approvals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bypass {
    No,
    OneStageMissing,
    NeverApproved,
    ApprovedAfterwards,
}

/// One version and how its approval goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version {
    pub(crate) index: u64,
    pub(crate) content: Content,
    pub(crate) submitted: Instant,
    pub(crate) published: Instant,
    pub(crate) stages: usize,
    bypass: Bypass,
    is_reworked: bool,
    is_rubber_stamped: bool,
    is_self_approved: bool,
}

impl Version {
    fn of(world: &World, index: u64) -> Self {
        let mut dice = Dice::new(world.seed, "version", index);
        let submitted = submission(index, &mut dice);
        let wall = (dice.lognormal(30.0, 0.9) * HOUR as f64) as i64;
        let is_bypass = index % 150 == 120 && index < BYPASSES * 150;
        Self {
            index,
            content: Content { object: hash(world.seed, "content", index), version: "1" },
            submitted,
            published: submitted + wall,
            stages: stages(rank_of_hundred(world.seed, "layers", index)),
            bypass: if is_bypass { bypass(index / 150) } else { Bypass::No },
            is_reworked: rank_of_hundred(world.seed, "rework", index) < REWORKED,
            is_rubber_stamped: !is_bypass && rank_of_hundred(world.seed, "rubber stamp", index) < RUBBER_STAMPED,
            is_self_approved: index % 250 == 60 && index < SELF_APPROVALS * 250,
        }
    }

    /// Whether messages with it go out in the world.
    pub(crate) fn is_delivered(&self) -> bool {
        self.published + SEND_DELAY < END - DAY
    }

    pub(crate) fn is_bypass(&self) -> bool {
        self.bypass != Bypass::No
    }

    fn risk_tier(&self) -> &'static str {
        ["low", "standard", "regulated"][self.stages - 1]
    }

    fn workflow(&self, world: &World) -> u64 {
        hash(world.seed, "workflow", self.index)
    }
}

/// All versions, in the order of their submission.
pub(crate) fn versions(world: &World) -> Vec<Version> {
    (0..VERSIONS).map(|index| Version::of(world, index)).collect()
}

/// What each campaign sends: versions that were approved before the first message.
pub(crate) fn library(versions: &[Version]) -> Library {
    let ready = |version: &&Version| !version.is_bypass() && version.published < day(2);
    let contents = versions.iter().filter(ready).map(|version| version.content);
    Library::new(contents.take(campaigns::ALL.len()).collect())
}

fn submission(index: u64, dice: &mut Dice) -> Instant {
    let spread = |from: Instant, length: i64, place: u64, of: u64| from + (length as f64 * place as f64 / of as f64) as i64;
    let jitter = dice.between(0, 10 * 60 * SECOND);
    let at = if index < EARLY {
        spread(START, 12 * HOUR, index, EARLY)
    } else if index < BEFORE_RUSH {
        spread(day(1), 114 * DAY, index - EARLY, BEFORE_RUSH - EARLY)
    } else {
        spread(day(115), 5 * DAY - HOUR, index - BEFORE_RUSH, VERSIONS - BEFORE_RUSH)
    };
    at + jitter
}

fn stages(rank: u64) -> usize {
    match rank {
        _ if rank < LAYERED => 3,
        _ if rank < 80 => 2,
        _ => 1,
    }
}

fn bypass(number: u64) -> Bypass {
    [Bypass::OneStageMissing, Bypass::NeverApproved, Bypass::ApprovedAfterwards][(number % 3) as usize]
}

/// Writes every action up to the end of the world, and the messages that carry the published versions.
pub(crate) fn play(world: &World, versions: &[Version], rows: &mut Rows, outcomes: &mut Outcomes) {
    for version in versions {
        Workflow::new(world, version, rows).play();
        if version.is_delivered() {
            letters::deliver(world, version, rows);
        }
        keep(version, outcomes);
    }
}

fn keep(version: &Version, outcomes: &mut Outcomes) {
    let hours = (version.published - version.submitted) as f64 / HOUR as f64;
    let unit = version.index;
    let mut mean = |plant, measure, value: f64| outcomes.mean(plant, measure, unit, false, [value; 2]);
    mean("A1", "over_48h", indicator(hours > 48.0));
    // What a reader can tell of a version only once it is published.
    if version.published < LOGGED_UNTIL {
        mean("A2", "three_layers", indicator(version.stages >= 3));
        mean("A3", "rework", indicator(version.is_reworked));
        mean("A3", "rubber_stamp", indicator(version.is_rubber_stamped));
    }
    if version.is_delivered() {
        mean("A3", "bypass", indicator(version.is_bypass()));
    }
}
