//! The registered experiments: arms, weights and what each is about.

use crate::campaigns as names;
use crate::clock::{Instant, day};

pub(crate) const CONTROL: &str = "control";
pub(crate) const TREATMENT: &str = "treatment";

/// An experiment with two arms, as its plan says; or one arm, for a cohort that is only watched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Experiment {
    pub(crate) id: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) unit_type: &'static str,
    pub(crate) use_case: &'static str,
    pub(crate) metric: &'static str,
    /// Share of the treated.
    pub(crate) treated: f64,
    pub(crate) mde: f64,
    pub(crate) start: Instant,
    pub(crate) end: Instant,
}

const fn experiment(
    id: &'static str,
    kind: &'static str,
    use_case: &'static str,
    metric: &'static str,
    mde: f64,
    end_day: i64,
) -> Experiment {
    Experiment { id, kind, unit_type: "person", use_case, metric, treated: 0.5, mde, start: day(5), end: day(end_day) }
}

pub(crate) const CART_FLOW: Experiment =
    Experiment { treated: 0.9, ..experiment("cart_flow", "holdout", names::CART_REMINDER, "cart_recovery", 0.10, 105) };
pub(crate) const BEHAVIOUR_FLOW: Experiment = experiment("behaviour_flow", "ab", names::BEHAVIOUR_FLOW, "conversion_rate", 0.20, 105);
pub(crate) const PDP_MODULES: Experiment = experiment("pdp_modules", "ab", names::PDP_MODULES, "pdp_visits_per_user", 0.14, 105);
pub(crate) const CAROUSELS: Experiment = experiment("carousels", "ab", names::CAROUSELS, "aov", 0.105, 60);
pub(crate) const CHEAP_DECOY: Experiment = experiment("cheap_decoy", "ab", names::CAROUSELS, "aov", 0.06, 60);
pub(crate) const GEO_CITY: Experiment = experiment("geo_city", "ab", names::GEO_OFFER, "conversion_rate", 0.25, 105);
pub(crate) const GEO_STORE: Experiment = experiment("geo_store", "ab", names::GEO_OFFER, "conversion_rate", 0.78, 105);
pub(crate) const SEARCH_PUSH: Experiment = experiment("search_push", "ab", names::SEARCH_PUSH, "retention_30d", 0.13, 80);
pub(crate) const THEATER: Experiment = experiment("theater", "ab", names::THEATER, "conversion_rate", 0.20, 105);
pub(crate) const FAST_BUT_STALE: Experiment = experiment("fast_but_stale", "ab", names::FAST_BUT_STALE, "conversion_rate", 0.20, 105);
pub(crate) const SRM_IOS: Experiment = experiment("srm_ios", "ab", names::HOME_HERO, "conversion_rate", 0.20, 105);
pub(crate) const JUMPING: Experiment = experiment("jumping", "ab", names::CATEGORY_SORT, "conversion_rate", 0.20, 105);
pub(crate) const LATENCY_INJECTION: Experiment = Experiment {
    treated: 2.0 / 3.0,
    ..experiment("latency_injection", "latency_injection", names::SEARCH_RANKING, "conversion_rate", 0.10, 105)
};
pub(crate) const RECO_LIFT: Experiment = experiment("reco_lift", "ab", names::RECO_LIFT, "conversion_rate", 0.40, 105);
/// A cohort of new customers, watched without a control.
pub(crate) const ARRIVALS: Experiment =
    Experiment { treated: 1.0, ..experiment("arrivals", "ab", names::NEWSLETTER, "retention_30d", 0.10, 120) };
pub(crate) const FAST_LANE: Experiment = Experiment {
    unit_type: "workflow",
    start: day(10),
    ..experiment("fast_lane", "fast_lane", names::NEWSLETTER, "approval_turnaround", 0.50, 100)
};

const AA_NAMES: [&str; 20] = [
    "aa_01", "aa_02", "aa_03", "aa_04", "aa_05", "aa_06", "aa_07", "aa_08", "aa_09", "aa_10", "aa_11", "aa_12", "aa_13", "aa_14", "aa_15",
    "aa_16", "aa_17", "aa_18", "aa_19", "aa_20",
];

/// Twenty experiments whose arms get the same.
pub(crate) fn placebos() -> impl Iterator<Item = Experiment> {
    AA_NAMES.into_iter().map(|id| experiment(id, "ab", names::NEWSLETTER, "conversion_rate", 0.20, 70))
}

/// Every experiment of the programme.
pub(crate) fn all() -> Vec<Experiment> {
    let mut experiments = vec![
        CART_FLOW,
        BEHAVIOUR_FLOW,
        PDP_MODULES,
        CAROUSELS,
        CHEAP_DECOY,
        GEO_CITY,
        GEO_STORE,
        SEARCH_PUSH,
        THEATER,
        FAST_BUT_STALE,
        SRM_IOS,
        JUMPING,
        LATENCY_INJECTION,
        RECO_LIFT,
        ARRIVALS,
        FAST_LANE,
    ];
    experiments.extend(placebos());
    experiments
}
