//! What surrounds every page: title, navigation, notices, footer.

use chrono::{DateTime, Utc};
use gaugeglass_metrics::Diagnostic;

use crate::assets::Assets;
use crate::figure::state::Link;
use crate::format::time::{instant, iso};
use crate::layout::Loaded;
use crate::serve::Site;

/// The frame of one page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The title of the window.
    pub title: String,
    /// The path of the current entry of the navigation.
    pub here: String,
    /// Style sheet, scripts and icon.
    pub assets: Assets,
    /// Entries of the navigation.
    pub navigation: Vec<Link>,
    /// What is wrong with files of definitions and dashboards.
    pub notices: Vec<Broken>,
    /// As-of for readers.
    pub as_of: String,
    /// As-of for machines.
    pub as_of_iso: String,
    /// The business zone.
    pub zone: String,
    /// Where Flight SQL clients connect.
    pub flight: String,
    /// Seconds after which the page loads itself again, because it is not whole.
    pub refresh: Option<u32>,
    /// Seconds after which the reader wants the page asked for again.
    pub every: Option<u32>,
}

/// A file that cannot be read as it is now.
#[derive(Debug, Clone)]
pub struct Broken {
    /// File, line and column.
    pub place: String,
    /// What is wrong, with the text underlined.
    pub report: String,
}

impl Broken {
    fn of(finding: &Diagnostic) -> Broken {
        let place = format!("{}:{}:{}", finding.path(), finding.line(), finding.column());
        Broken { place, report: finding.render_plain() }
    }
}

impl Frame {
    /// The frame of a page of this site.
    pub fn new(site: &Site, title: impl Into<String>, here: &str, as_of: DateTime<Utc>) -> Frame {
        let zone = site.zone();
        let loaded = site.layouts.current();
        Frame {
            title: title.into(),
            here: here.to_owned(),
            assets: site.assets.clone(),
            navigation: navigation(&loaded),
            notices: site.engine.diagnostics().iter().chain(&loaded.diagnostics).map(Broken::of).collect(),
            as_of: instant(as_of, zone),
            as_of_iso: iso(as_of),
            zone: zone.name().to_owned(),
            flight: site.flight_address.clone(),
            refresh: None,
            every: None,
        }
    }
}

fn navigation(loaded: &Loaded) -> Vec<Link> {
    let link = |href: &str, text: &str| Link { href: href.to_owned(), text: text.to_owned() };
    let mut links = vec![link("/", "Overview")];
    for dashboard in loaded.dashboards.values().filter(|dashboard| dashboard.name != "overview") {
        links.push(link(&format!("/d/{}", dashboard.name), &dashboard.title));
    }
    links.extend([link("/readiness", "Readiness"), link("/sql", "SQL"), link("/catalog", "Catalog")]);
    links
}
