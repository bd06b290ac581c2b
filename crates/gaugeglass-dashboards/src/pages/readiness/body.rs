//! What the page and the report share: the whole audit, for whoever has ten minutes and for whoever has to mend it.

use askama::Template;
use chrono_tz::Tz;
use gaugeglass_engine::Audit;

use super::finding::{Group, groups};
use super::rules::{ConstantView, ExemptionView, FilterView, TrialView};
use super::summary::{DimensionView, NextView, ProbeView, RemedyView, StageView, UnseenView};
use super::tile::ReadinessTile;
use crate::format::time::{instant, iso};

/// Remedies that are told in full.
const REMEDIES_SHOWN: usize = 5;

/// The audit as a fragment of a page.
#[derive(Template)]
#[template(path = "readiness_body.html")]
pub struct Body {
    checks: usize,
    as_of: String,
    as_of_iso: String,
    tile: ReadinessTile,
    dimensions: Vec<DimensionView>,
    next: Option<NextView>,
    probes: Vec<ProbeView>,
    stages: Vec<StageView>,
    remedies: Vec<RemedyView>,
    more_remedies: usize,
    unseen: Vec<UnseenView>,
    constant: ConstantView,
    exemptions: Vec<ExemptionView>,
    filters: Vec<FilterView>,
    trials: Vec<TrialView>,
    groups: Vec<Group>,
}

impl Body {
    /// The body of an audit, with links that lead to the pages at `root`.
    pub fn of(audit: &Audit, zone: Tz, root: &str) -> Body {
        Body {
            checks: audit.findings.len(),
            as_of: instant(audit.as_of, zone),
            as_of_iso: iso(audit.as_of),
            tile: ReadinessTile::of(audit, root),
            dimensions: audit.dimensions.iter().map(DimensionView::of).collect(),
            next: audit.level.next.as_ref().map(NextView::of),
            probes: audit.probes.iter().map(|probe| ProbeView::of(probe, root)).collect(),
            stages: audit.waterfall.iter().map(StageView::of).collect(),
            remedies: audit.remediations.iter().take(REMEDIES_SHOWN).map(RemedyView::of).collect(),
            more_remedies: audit.remediations.len().saturating_sub(REMEDIES_SHOWN),
            unseen: audit.unseen().map(|finding| UnseenView::of(finding, root)).collect(),
            constant: ConstantView::of(audit),
            exemptions: ExemptionView::all(&audit.exemptions),
            filters: audit.filters.iter().map(FilterView::of).collect(),
            trials: audit.trials.iter().map(|trial| TrialView::of(trial, audit)).collect(),
            groups: groups(audit, root),
        }
    }
}
