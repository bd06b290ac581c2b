//! Who belongs together: connected components of links between identifiers, now and at any time, and how well clusters
//! agree with the truth.
//!
//! Identifiers are texts, told apart to the byte. What must not link people (words that stand for nobody, kiosks, weak
//! evidence) is left out by the SQL that feeds a function: here every link counts.

mod b_cubed_precision;
mod b_cubed_recall;
mod chronicle;
mod cluster_precision;
mod cluster_recall;
mod components;
mod connected_component_versions;
mod connected_components;
mod forest;
mod identifiers;
mod identity_function;
mod labelled;
mod link_history;
mod lists;
mod names_nobody;
mod pair_precision;
mod pair_recall;
mod score;
mod timeline;
mod undo_forest;

pub use components::Components;
pub(crate) use identity_function::IdentityFunction;
pub(crate) use names_nobody::NamesNobody;

/// The aggregates of this folder.
pub(crate) fn functions() -> Vec<IdentityFunction> {
    vec![
        connected_components::function(),
        connected_component_versions::function(),
        b_cubed_precision::function(),
        b_cubed_recall::function(),
        pair_precision::function(),
        pair_recall::function(),
        cluster_precision::function(),
        cluster_recall::function(),
    ]
}
