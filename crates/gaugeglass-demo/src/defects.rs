//! What is wrong with the data on purpose, family by family; each can be switched alone.
//!
//! Every defect leaves a row in the ledger under `truth/`, so that a check's count can be compared row by row.

mod arrivals;
mod copies;
mod events;
mod identity;
mod machines;
mod messages;
mod orders;
pub(crate) mod programme;
mod spoil;

pub(crate) use orders::DAY_WITHOUT_RATE;
pub(crate) use spoil::{Spoiler, spoil};

use std::collections::BTreeSet;

/// One kind of fault in the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The same fact delivered twice, with one key.
    Duplicates,
    /// An order that the browser also reports, under a key of its own.
    DuplicateOrders,
    /// The same action under two keys, two seconds apart at most.
    SoftDuplicates,
    /// Orders that the browser never reported.
    LostOrders,
    /// Facts that arrive more than a day late.
    Late,
    /// Devices whose clock is wrong, with and without the pair of clocks that corrects them.
    SkewedClocks,
    /// Milliseconds read as microseconds, on one source for a day.
    UnitError,
    /// Facts dated after the end of the world.
    Future,
    /// Local time written as UTC, in one market for six days.
    LocalTime,
    /// Amounts without a currency.
    NullCurrency,
    /// A release that renames an event.
    EnumDrift,
    /// Three hours of events that name nobody.
    SchemaBreak,
    /// Seven hours in which no event was delivered.
    EventOutage,
    /// Two days in which the message provider delivered no status.
    ProviderOutage,
    /// An hour in which a machine multiplies the traffic.
    BotSpike,
    /// Visits of machines, alike in both arms.
    Bots,
    /// Orders that testers made.
    TestOrders,
    /// Opens by a mail proxy.
    MachineOpens,
    /// Clicks by a mail scanner.
    ScannerClicks,
    /// Orders paid back in part or whole, some without the amount.
    Refunds,
    /// Orders cancelled before they were fulfilled.
    Cancellations,
    /// A day without a rate for one currency.
    FxGap,
    /// Identifiers that stand for nobody.
    GuardIds,
    /// Devices used by two people.
    SharedDevices,
    /// Messages whose decision does not exist.
    OrphanDeliveries,
    /// Messages sent against consent.
    ConsentViolations,
    /// Messages sent after the recipient left.
    SentAfterUnsubscribe,
    /// Two definitions under one metric's name.
    DefinitionConflict,
    /// A twin of the world in which machines are exposed in one arm only.
    BotsInTreatment,
    /// A twin of the world without the log of approvals.
    MissingApprovals,
    /// A twin of the world without the log of decisions.
    MissingDecisions,
    /// A twin of the world without the log of assignments.
    MissingAssignments,
}

impl Family {
    /// Every family, twins last.
    pub const ALL: [Self; 32] = [
        Self::Duplicates,
        Self::DuplicateOrders,
        Self::SoftDuplicates,
        Self::LostOrders,
        Self::Late,
        Self::SkewedClocks,
        Self::UnitError,
        Self::Future,
        Self::LocalTime,
        Self::NullCurrency,
        Self::EnumDrift,
        Self::SchemaBreak,
        Self::EventOutage,
        Self::ProviderOutage,
        Self::BotSpike,
        Self::Bots,
        Self::TestOrders,
        Self::MachineOpens,
        Self::ScannerClicks,
        Self::Refunds,
        Self::Cancellations,
        Self::FxGap,
        Self::GuardIds,
        Self::SharedDevices,
        Self::OrphanDeliveries,
        Self::ConsentViolations,
        Self::SentAfterUnsubscribe,
        Self::DefinitionConflict,
        Self::BotsInTreatment,
        Self::MissingApprovals,
        Self::MissingDecisions,
        Self::MissingAssignments,
    ];

    /// Name in the ledger and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Duplicates => "duplicates",
            Self::DuplicateOrders => "duplicate_orders",
            Self::SoftDuplicates => "soft_duplicates",
            Self::LostOrders => "lost_orders",
            Self::Late => "late",
            Self::SkewedClocks => "skewed_clocks",
            Self::UnitError => "unit_error",
            Self::Future => "future",
            Self::LocalTime => "local_time",
            Self::NullCurrency => "null_currency",
            Self::EnumDrift => "enum_drift",
            Self::SchemaBreak => "schema_break",
            Self::EventOutage => "event_outage",
            Self::ProviderOutage => "provider_outage",
            Self::BotSpike => "bot_spike",
            Self::Bots => "bots",
            Self::TestOrders => "test_orders",
            Self::MachineOpens => "machine_opens",
            Self::ScannerClicks => "scanner_clicks",
            Self::Refunds => "refunds",
            Self::Cancellations => "cancellations",
            Self::FxGap => "fx_gap",
            Self::GuardIds => "guard_ids",
            Self::SharedDevices => "shared_devices",
            Self::OrphanDeliveries => "orphan_deliveries",
            Self::ConsentViolations => "consent_violations",
            Self::SentAfterUnsubscribe => "sent_after_unsubscribe",
            Self::DefinitionConflict => "definition_conflict",
            Self::BotsInTreatment => "bots_in_treatment",
            Self::MissingApprovals => "missing_approvals",
            Self::MissingDecisions => "missing_decisions",
            Self::MissingAssignments => "missing_assignments",
        }
    }

    /// The family of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }

    /// Whether it makes another world rather than a fault in this one; such families are not in `Defects::all`.
    #[must_use]
    pub const fn is_twin(self) -> bool {
        matches!(self, Self::BotsInTreatment | Self::MissingApprovals | Self::MissingDecisions | Self::MissingAssignments)
    }
}

/// A set of families.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Defects(BTreeSet<Family>);

impl Defects {
    /// No defect at all: the clean twin.
    #[must_use]
    pub fn clean() -> Self {
        Self::default()
    }

    /// Every family that is a fault in this world.
    #[must_use]
    pub fn all() -> Self {
        Family::ALL.into_iter().filter(|family| !family.is_twin()).collect()
    }

    /// One family alone.
    #[must_use]
    pub fn only(family: Family) -> Self {
        [family].into_iter().collect()
    }

    /// The same set with one family more.
    #[must_use]
    pub fn with(mut self, family: Family) -> Self {
        self.0.insert(family);
        self
    }

    /// The same set without one family.
    #[must_use]
    pub fn without(mut self, family: Family) -> Self {
        self.0.remove(&family);
        self
    }

    /// Whether the family is switched on.
    #[must_use]
    pub fn has(&self, family: Family) -> bool {
        self.0.contains(&family)
    }

    /// Names of the families that are on.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|family| family.name()).collect()
    }
}

impl FromIterator<Family> for Defects {
    fn from_iter<I: IntoIterator<Item = Family>>(families: I) -> Self {
        Self(families.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_found_by_its_name() {
        for family in Family::ALL {
            assert_eq!(Family::named(family.name()), Some(family));
        }
        assert_eq!(Family::named("gremlins"), None);
    }

    #[test]
    fn all_leaves_the_twins_out() {
        let all = Defects::all();
        assert!(Family::ALL.into_iter().all(|family| all.has(family) != family.is_twin()));
        assert!(Defects::clean().with(Family::MissingDecisions).has(Family::MissingDecisions));
    }
}
