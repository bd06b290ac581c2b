//! Who a customer is to the resolver, and when: the planted truth behind recognition.
//!
//! Of every hundred people 57 are known from the start, 26 sign in half-way and 17 never do. Six of the known are
//! first taken for somebody else. Fifty own a second device, of which 29 are linked.

use crate::World;
use crate::clock::{HOUR, Instant, START, day};
use crate::random::{Dice, hash, rank_of_hundred};
use crate::rows::decisions::Recognition;

/// Type of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    User,
    Anonymous,
    Device,
    Email,
    Kiosk,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::User => "user_id",
            Self::Anonymous => "anonymous_id",
            Self::Device => "device_id",
            Self::Email => "email_hash",
            Self::Kiosk => "kiosk_id",
        }
    }

    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::User => "u",
            Self::Anonymous => "a",
            Self::Device => "v",
            Self::Email => "h",
            Self::Kiosk => "q",
        }
    }
}

/// An identifier: its type and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Identifier {
    pub(crate) kind: Kind,
    pub(crate) number: u64,
}

pub(crate) const fn identifier(kind: Kind, number: u64) -> Identifier {
    Identifier { kind, number }
}

/// When the resolver knows a customer's browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Knowledge {
    /// From the start of the world.
    Always,
    /// From the start, but as somebody else until the instant.
    CorrectedAt(Instant),
    /// From the instant of the first sign-in.
    Since(Instant),
    Never,
}

/// The identity of one customer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity {
    pub(crate) rank: u64,
    pub(crate) knowledge: Knowledge,
    /// Person that the resolver has in mind, before over-merging.
    pub(crate) person: u64,
    pub(crate) mistaken_person: u64,
}

/// Known from the start, of a hundred.
const KNOWN: u64 = 57;
/// Known but mistaken at first, of a hundred.
const MISTAKEN: u64 = 6;
/// Signing in half-way, of a hundred.
const LATE: u64 = 26;

impl Identity {
    pub(crate) fn of(world: &World, index: u64) -> Self {
        let rank = rank_of_hundred(world.seed, "identity", index);
        let mut dice = Dice::new(world.seed, "knowledge", index);
        Self {
            rank,
            knowledge: knowledge(rank, &mut dice),
            person: hash(world.seed, "person", merged_index(world, index)),
            mistaken_person: hash(world.seed, "mistaken person", index),
        }
    }

    /// Whom the engine takes the customer's browser for at an instant.
    pub(crate) fn recognise(&self, at: Instant) -> Recognition {
        let person = match self.knowledge {
            Knowledge::Always => self.person,
            Knowledge::CorrectedAt(corrected) if at < corrected => self.mistaken_person,
            Knowledge::CorrectedAt(_) => self.person,
            Knowledge::Since(first) if at >= first => self.person,
            Knowledge::Since(_) | Knowledge::Never => 0,
        };
        Recognition { person, as_of: at }
    }

    /// Whether the latest map knows the browser, whenever it learned of it.
    pub(crate) fn is_known_by_the_end(&self) -> bool {
        self.knowledge != Knowledge::Never
    }

    /// Whether a person used at an instant is taken back within thirty days.
    pub(crate) fn is_contradicted(&self, at: Instant) -> bool {
        match self.knowledge {
            Knowledge::CorrectedAt(corrected) => at < corrected && corrected <= at + 30 * 24 * HOUR,
            _ => false,
        }
    }

    pub(crate) fn has_second_device(&self) -> bool {
        self.rank < 50
    }

    pub(crate) fn is_second_device_linked(&self) -> bool {
        (MISTAKEN..MISTAKEN + 29).contains(&self.rank)
    }
}

/// Between the fifth and the sixth decision about a customer, and between the seventh and the eighth.
fn knowledge(rank: u64, dice: &mut Dice) -> Knowledge {
    match rank {
        _ if rank < MISTAKEN => Knowledge::CorrectedAt(dice.between(day(87) - 10 * HOUR, day(87) + 10 * HOUR)),
        _ if rank < KNOWN => Knowledge::Always,
        _ if rank < KNOWN + LATE => Knowledge::Since(dice.between(day(59), day(61))),
        _ => Knowledge::Never,
    }
}

/// Customers that the resolver takes for their neighbour: 1.5 of a hundred pairs, 3 of two hundred.
pub(crate) fn is_merged_into_neighbour(world: &World, index: u64) -> bool {
    index % 2 == 1 && index % 200 < 6 && index < world.tier.people
}

fn merged_index(world: &World, index: u64) -> u64 {
    if is_merged_into_neighbour(world, index) { index - 1 } else { index }
}

/// When the map learned what it knows from the start.
pub(crate) const KNOWN_FROM: Instant = START;
