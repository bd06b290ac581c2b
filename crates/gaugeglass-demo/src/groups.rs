//! Which experiment moves a customer: each belongs to one at most, so that effects never mix.

use crate::World;
use crate::clock::{DAY, END, HOUR, Instant, day};
use crate::random::{Dice, is_spread, rank_of_hundred};

/// The plant that a customer takes part in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Cart,
    Behaviour,
    ProductPages,
    Carousels,
    CheapDecoy,
    GeoCity,
    GeoStore,
    Search,
    Theater,
    Stale,
    Latency,
    Recommendations,
    Arrivals,
    Business,
}

/// Members of each group, of a hundred people.
const SHARES: [(Group, u64); 14] = [
    (Group::Cart, 20),
    (Group::Behaviour, 16),
    (Group::ProductPages, 6),
    (Group::Carousels, 9),
    (Group::CheapDecoy, 5),
    (Group::GeoCity, 5),
    (Group::GeoStore, 3),
    (Group::Search, 9),
    (Group::Theater, 4),
    (Group::Stale, 4),
    (Group::Latency, 5),
    (Group::Recommendations, 6),
    (Group::Arrivals, 5),
    (Group::Business, 3),
];

impl Group {
    pub(crate) fn of(world: &World, index: u64) -> Self {
        let mut rank = rank_of_hundred(world.seed, "group", index);
        for (group, share) in SHARES {
            if rank < share {
                return group;
            }
            rank -= share;
        }
        Self::Business
    }

    /// Days after the exposure in which a customer does only what the plant says.
    const fn days_controlled(self) -> i64 {
        match self {
            Self::Carousels | Self::CheapDecoy => 57,
            Self::Search | Self::Arrivals => 38,
            Self::Business => 0,
            _ => 8,
        }
    }

    /// Last day on which a customer may be exposed, such that its window closes well before the end.
    const fn last_day(self) -> i64 {
        match self {
            Self::Carousels | Self::CheapDecoy => 60,
            Self::Search => 80,
            Self::Arrivals => 120,
            _ => 105,
        }
    }
}

/// Where a customer stands among all members of their group, to pick exact shares of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) number: u64,
    pub(crate) members: u64,
}

impl Place {
    pub(crate) fn of(world: &World, index: u64) -> Self {
        let mut rank = rank_of_hundred(world.seed, "group", index);
        let mut share = 1;
        for (_, of_group) in SHARES {
            share = of_group;
            if rank < share {
                break;
            }
            rank -= share;
        }
        Self { number: index / 100 * share + rank, members: world.tier.people / 100 * share }
    }

    /// Whether this is one of a share of the members that lie evenly spread, from `shift` of the way on.
    pub(crate) fn is_chosen(self, share: f64, shift: f64) -> bool {
        let count = (share * self.members as f64).round() as u64;
        let moved = self.number + (shift * self.members as f64) as u64;
        is_spread(moved % self.members, self.members, count)
    }
}

/// The moment at which a customer meets the plant, and how long the plant decides what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) exposed: Instant,
    pub(crate) controlled_until: Instant,
}

impl Plan {
    pub(crate) fn of(world: &World, group: Group, index: u64) -> Self {
        let mut dice = Dice::new(world.seed, "plan", index);
        let exposed = match group {
            Group::Arrivals => arrival(&mut dice),
            _ => dice.between(day(5), day(group.last_day())),
        };
        Self { exposed, controlled_until: exposed + group.days_controlled() * DAY }
    }

    /// Whether the plant alone decides what happens then; a margin keeps a visit from running into it.
    pub(crate) fn controls(&self, at: Instant) -> bool {
        at > self.exposed - 3 * HOUR && at < self.controlled_until
    }

    /// An instant with three free days after it, outside what the plant controls.
    pub(crate) fn free_instant(&self, dice: &mut Dice) -> Instant {
        let before = (self.exposed - 4 * DAY - day(2)).max(0);
        let last = day(115);
        let after = (last - self.controlled_until).max(0);
        let offset = dice.between(0, (before + after).max(1));
        if offset < before { day(2) + offset } else { self.controlled_until + HOUR + offset - before }
    }
}

/// Arrivals go on until the end, but for the three days whose window closes just now.
fn arrival(dice: &mut Dice) -> Instant {
    let closing = END - 40 * DAY;
    let offset = dice.between(0, 112 * DAY);
    let arrived = day(5) + offset;
    if arrived < closing { arrived } else { arrived + 3 * DAY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tier;

    #[test]
    fn groups_have_their_exact_shares() -> Result<(), crate::DemoError> {
        assert_eq!(SHARES.iter().map(|(_, share)| share).sum::<u64>(), 100);
        let world = World::new(Tier::named("ci")?);
        let carts = (0..2_000).filter(|index| Group::of(&world, *index) == Group::Cart).count();
        assert_eq!(carts, 400);
        Ok(())
    }

    #[test]
    fn shares_of_a_group_are_exact() -> Result<(), crate::DemoError> {
        let world = World::new(Tier::named("ci")?);
        let places = (0..2_000).filter(|index| Group::of(&world, *index) == Group::Search).map(|index| Place::of(&world, index));
        let mut numbers: Vec<u64> = places.clone().map(|place| place.number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..180).collect::<Vec<u64>>());
        assert_eq!(places.filter(|place| place.is_chosen(0.05, 0.5)).count(), 9);
        Ok(())
    }

    #[test]
    fn free_instants_lie_outside_the_controlled_time() {
        let plan = Plan { exposed: day(40), controlled_until: day(97) };
        let mut dice = Dice::new(1, "test", 1);
        for _ in 0..1_000 {
            let at = plan.free_instant(&mut dice);
            assert!(!plan.controls(at) && !plan.controls(at + 3 * DAY));
            assert!(at >= day(2) && at < day(116));
        }
    }
}
