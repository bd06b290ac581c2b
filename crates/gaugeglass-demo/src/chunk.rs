//! One chunk of the world: some hundreds of customers, or one of the engines that belong to nobody.

use crate::content::Library;
use crate::defects::{Spoiler, programme, spoil};
use crate::ledger::Ledger;
use crate::outcomes::Outcomes;
use crate::partitions::{Feeds, Partitions, count};
use crate::person::Person;
use crate::plants::{self, approvals, fast_lane, incidents, stall};
use crate::rows::consents::Consent;
use crate::rows::identity_links::Link;
use crate::rows::identity_map::Mapping;
use crate::rows::{IdentityTruth, Rows, RowsMark};
use crate::stage::Stage;
use crate::tally::Tally;
use crate::{Family, World};

/// What a chunk is about.
#[derive(Debug, Clone)]
pub(crate) enum Scope {
    /// Customers by index.
    People(std::ops::Range<u64>),
    Approvals,
    Incident,
    Leak,
    Timeouts,
    Stall,
}

impl Scope {
    /// Everything that belongs to no customer.
    pub(crate) const PROGRAMME: [Self; 5] = [Self::Incident, Self::Leak, Self::Approvals, Self::Timeouts, Self::Stall];
}

/// Everything a chunk produces.
pub(crate) struct Chunk {
    pub(crate) facts: Partitions,
    pub(crate) links: Vec<Link>,
    pub(crate) map: Vec<Mapping>,
    pub(crate) consents: Vec<Consent>,
    pub(crate) identities: Vec<IdentityTruth>,
    pub(crate) latencies: Vec<LatencyTruth>,
    pub(crate) people: Vec<Person>,
    pub(crate) outcomes: Outcomes,
    pub(crate) ledger: Ledger,
    pub(crate) tally: Tally,
    pub(crate) feeds: Feeds,
}

/// The time that one decision truly took, in microseconds; null was never answered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LatencyTruth {
    pub(crate) decision: u64,
    pub(crate) use_case: &'static str,
    pub(crate) latency: Option<i64>,
}

/// Plays one chunk from beginning to end.
pub(crate) fn play(world: &World, library: &Library, versions: &[approvals::Version], scope: &Scope) -> Chunk {
    let mut rows = Rows::default();
    let mut outcomes = Outcomes::default();
    let mut ledger = Ledger::default();
    let mut tally = Tally::default();
    let mut people = Vec::new();
    if let Scope::People(range) = scope {
        for index in range.clone() {
            let person = Person::of(world, index);
            play_person(world, library, &person, &mut rows, &mut outcomes, &mut ledger, &mut tally);
            people.push(person);
        }
    } else {
        play_programme(world, versions, scope, &mut rows, &mut outcomes);
        spoil_programme(world, scope, &mut rows, &mut ledger);
    }
    programme::hold_back(world, &mut rows, &mut ledger);
    rows.keep_arrived();
    tally.decide(&rows.decisions);
    finish(rows, people, outcomes, ledger, tally)
}

fn play_person(
    world: &World,
    library: &Library,
    person: &Person,
    rows: &mut Rows,
    outcomes: &mut Outcomes,
    ledger: &mut Ledger,
    tally: &mut Tally,
) {
    let from = rows.mark();
    plants::play(&mut Stage::new(world, person, library, rows, outcomes));
    spoil(&mut Spoiler { world, person, library, rows, from, ledger });
    tally.person(person.user, &rows.events[from.events..], &rows.orders[from.orders..], &rows.exposures[from.exposures..]);
}

fn play_programme(world: &World, versions: &[approvals::Version], scope: &Scope, rows: &mut Rows, outcomes: &mut Outcomes) {
    match scope {
        Scope::Approvals => {
            approvals::play(world, versions, rows, outcomes);
            fast_lane::play(world, rows, outcomes);
        }
        Scope::Incident => incidents::play_incident(world, rows),
        Scope::Leak => incidents::play_leak(world, rows),
        Scope::Timeouts => {
            incidents::play_timeouts(world, rows);
            incidents::play_seconds(world, rows);
        }
        Scope::Stall => stall::play(world, rows, outcomes),
        Scope::People(_) => {}
    }
}

fn spoil_programme(world: &World, scope: &Scope, rows: &mut Rows, ledger: &mut Ledger) {
    if matches!(scope, Scope::Stall) {
        programme::flood(world, rows, ledger);
    }
    if world.defects.has(Family::Duplicates) {
        programme::repeat_from(world.seed, rows, RowsMark::default(), ledger);
    }
}

fn finish(mut rows: Rows, people: Vec<Person>, outcomes: Outcomes, ledger: Ledger, tally: Tally) -> Chunk {
    Chunk {
        feeds: feeds(&rows),
        latencies: latencies(&rows),
        facts: Partitions::of(&mut rows),
        links: rows.links,
        map: rows.map,
        consents: rows.consents,
        identities: rows.identities,
        people,
        outcomes,
        ledger,
        tally,
    }
}

fn feeds(rows: &Rows) -> Feeds {
    let mut feeds = Feeds::new();
    count(&mut feeds, &rows.events);
    count(&mut feeds, &rows.orders);
    count(&mut feeds, &rows.decisions);
    count(&mut feeds, &rows.deliveries);
    count(&mut feeds, &rows.observations);
    count(&mut feeds, &rows.assignments);
    count(&mut feeds, &rows.exposures);
    count(&mut feeds, &rows.approvals);
    feeds
}

fn latencies(rows: &Rows) -> Vec<LatencyTruth> {
    rows.decisions
        .iter()
        .filter(|decision| !decision.envelope.mark.is_copy)
        .map(|decision| LatencyTruth { decision: decision.envelope.id, use_case: decision.use_case, latency: decision.latency() })
        .collect()
}
