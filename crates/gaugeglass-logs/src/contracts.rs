//! The list of contracts, one file each, in the order in which a reader meets them.

use std::sync::LazyLock;

use crate::Log;

mod approvals;
mod assignments;
mod business_calendar;
mod campaigns;
mod consents;
mod decision_rights;
mod decisions;
mod deliveries;
mod events;
mod experiments;
mod exposures;
mod fx_rates;
mod identity_links;
mod identity_map;
mod identity_observations;
mod labels;
mod metric_definitions;
mod orders;
mod systems;
mod use_cases;

static LOGS: LazyLock<Vec<Log>> = LazyLock::new(|| {
    vec![
        events::log(),
        orders::log(),
        decisions::log(),
        deliveries::log(),
        approvals::log(),
        identity_observations::log(),
        identity_links::log(),
        identity_map::log(),
        experiments::log(),
        assignments::log(),
        exposures::log(),
        campaigns::log(),
        use_cases::log(),
        systems::log(),
        metric_definitions::log(),
        fx_rates::log(),
        business_calendar::log(),
        consents::log(),
        decision_rights::log(),
        labels::log(),
    ]
});

/// Every contract.
#[must_use]
pub fn logs() -> &'static [Log] {
    &LOGS
}

/// The contract of that name.
#[must_use]
pub fn log(name: &str) -> Option<&'static Log> {
    logs().iter().find(|log| log.name == name)
}
