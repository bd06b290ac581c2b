//! Applies the families that are on to what one customer did.

use crate::World;
use crate::content::Library;
use crate::defects::{Family, arrivals, copies, events, identity, machines, messages, orders};
use crate::ledger::Ledger;
use crate::person::Person;
use crate::random::Dice;
use crate::rows::{Fact, Rows, RowsMark};

/// One customer's rows, about to be spoilt.
pub(crate) struct Spoiler<'a> {
    pub(crate) world: &'a World,
    pub(crate) person: &'a Person,
    pub(crate) library: &'a Library,
    pub(crate) rows: &'a mut Rows,
    /// Where the customer's rows begin.
    pub(crate) from: RowsMark,
    pub(crate) ledger: &'a mut Ledger,
}

/// A family and what it does.
type Step = (Family, fn(&mut Spoiler<'_>));

/// In order: states first, then values, then additions, then late arrivals, then copies of all that.
const STEPS: [Step; 25] = [
    (Family::Cancellations, orders::cancel),
    (Family::Refunds, orders::refund),
    (Family::TestOrders, orders::test),
    (Family::FxGap, orders::lose_rate),
    (Family::LostOrders, orders::lose_browser_event),
    (Family::DuplicateOrders, orders::report_twice),
    (Family::NullCurrency, events::lose_currency),
    (Family::EnumDrift, events::rename),
    (Family::SchemaBreak, events::lose_names),
    (Family::SkewedClocks, events::skew),
    (Family::LocalTime, events::write_local_time),
    (Family::UnitError, events::mistake_unit),
    (Family::Future, events::date_ahead),
    (Family::GuardIds, identity::use_guard_ids),
    (Family::SharedDevices, identity::share_device),
    (Family::Bots, machines::visit),
    (Family::BotsInTreatment, machines::visit_treatment),
    (Family::MachineOpens, messages::open),
    (Family::ScannerClicks, messages::scan),
    (Family::OrphanDeliveries, messages::orphan),
    (Family::ConsentViolations, messages::violate_consent),
    (Family::SentAfterUnsubscribe, messages::send_after_leaving),
    (Family::Late, arrivals::delay),
    (Family::SoftDuplicates, copies::repeat_softly),
    (Family::Duplicates, copies::repeat),
];

/// Spoils one customer's rows.
pub(crate) fn spoil(spoiler: &mut Spoiler<'_>) {
    for (family, step) in STEPS {
        if spoiler.world.defects.has(family) {
            step(spoiler);
        }
    }
}

impl Spoiler<'_> {
    pub(crate) fn dice(&self, family: Family) -> Dice {
        Dice::new(self.world.seed, family.name(), self.person.index)
    }

    /// A draw that belongs to one fact, so that it does not hang on what else the customer did.
    pub(crate) fn fact_dice<R: Fact>(&self, family: Family, row: &R) -> Dice {
        Dice::new(self.world.seed, family.name(), row.envelope().id)
    }

    /// Whether this customer is one of `count` that lie evenly spread.
    pub(crate) fn is_chosen(&self, count: u64) -> bool {
        // Half-way within each stretch, so that different counts choose different people.
        let people = self.world.tier.people;
        let shifted = (self.person.index + people / (2 * count.max(1))) % people;
        crate::random::is_spread(shifted, people, count)
    }
}
