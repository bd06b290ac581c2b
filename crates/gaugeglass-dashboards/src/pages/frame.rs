//! What surrounds every page: title, navigation, notices, footer.

use chrono::{DateTime, Utc};

use crate::assets::Assets;
use crate::figure::state::Link;
use crate::format::time::{instant, iso};
use crate::serve::Site;

/// The frame of one page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The title of the window.
    pub title: String,
    /// The path of the current entry of the navigation.
    pub here: &'static str,
    /// Style sheet, script and icon.
    pub assets: Assets,
    /// Entries of the navigation.
    pub navigation: Vec<Link>,
    /// What is wrong with files of definitions, one line each.
    pub notices: Vec<String>,
    /// As-of for readers.
    pub as_of: String,
    /// As-of for machines.
    pub as_of_iso: String,
    /// The business zone.
    pub zone: String,
    /// Where Flight SQL clients connect.
    pub flight: String,
    /// Seconds after which the page loads itself again.
    pub refresh: Option<u32>,
}

impl Frame {
    /// The frame of a page of this site.
    pub fn new(site: &Site, title: impl Into<String>, here: &'static str, as_of: DateTime<Utc>) -> Frame {
        let zone = site.zone();
        Frame {
            title: title.into(),
            here,
            assets: site.assets.clone(),
            navigation: navigation(site),
            notices: site.engine.diagnostics().iter().map(|finding| finding.render_plain()).collect(),
            as_of: instant(as_of, zone),
            as_of_iso: iso(as_of),
            zone: zone.name().to_owned(),
            flight: site.flight_address.clone(),
            refresh: None,
        }
    }
}

fn navigation(site: &Site) -> Vec<Link> {
    let link = |href: &str, text: &str| Link { href: href.to_owned(), text: text.to_owned() };
    let mut links = vec![link("/", "Overview")];
    for dashboard in site.layouts.current().dashboards.values().filter(|dashboard| dashboard.name != "overview") {
        links.push(link(&format!("/d/{}", dashboard.name), &dashboard.title));
    }
    links.extend([link("/readiness", "Readiness"), link("/sql", "SQL"), link("/catalog", "Catalog")]);
    links
}
