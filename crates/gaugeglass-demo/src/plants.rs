//! The plants: effects and failures whose true size is known, one file a family.

pub(crate) mod approvals;
pub(crate) mod arrivals;
pub(crate) mod behaviour;
pub(crate) mod carousels;
pub(crate) mod cart;
pub(crate) mod downloads;
pub(crate) mod everyday;
pub(crate) mod fast_lane;
pub(crate) mod geo;
pub(crate) mod incidents;
pub(crate) mod injection;
pub(crate) mod jumping;
pub(crate) mod placebo;
pub(crate) mod product_pages;
pub(crate) mod recognition;
pub(crate) mod resolver;
pub(crate) mod search;
pub(crate) mod srm;
pub(crate) mod stale;
pub(crate) mod stall;
pub(crate) mod theater;
pub(crate) mod timing;
pub(crate) mod waterfall;

use crate::groups::Group;
use crate::stage::Stage;

/// Plays everything that happens to one customer.
pub(crate) fn play(stage: &mut Stage) {
    play_group(stage);
    recognition::play(stage);
    resolver::play(stage);
    srm::play(stage);
    jumping::play(stage);
    placebo::play(stage);
    timing::play(stage);
    waterfall::play(stage);
    stage.end_of_plants();
    everyday::play(stage);
}

fn play_group(stage: &mut Stage) {
    match stage.person.group {
        Group::Cart => cart::play(stage),
        Group::Behaviour => behaviour::play(stage),
        Group::ProductPages => product_pages::play(stage),
        Group::Carousels => carousels::play(stage),
        Group::CheapDecoy => carousels::play_decoy(stage),
        Group::GeoCity => geo::play_city(stage),
        Group::GeoStore => geo::play_store(stage),
        Group::Search => search::play(stage),
        Group::Theater => theater::play(stage),
        Group::Stale => stale::play(stage),
        Group::Latency => injection::play(stage),
        Group::Recommendations => recognition::play_lift(stage),
        Group::Arrivals => arrivals::play(stage),
        Group::Business => downloads::play(stage),
    }
}
