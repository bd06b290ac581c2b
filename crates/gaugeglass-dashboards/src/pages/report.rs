//! A dashboard as one file: the panels of its page, with the style sheet in it and nothing that needs a server.

use askama::Template;
use gaugeglass_metrics::Diagnostic;
use tokio::time::Instant;

use super::errors::Problem;
use super::overview::{RowView, Shown, Work, find};
use crate::assets;
use crate::format::time::{instant, iso, range};
use crate::layout::Dashboard;
use crate::serve::Site;
use crate::url::View;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    dashboard: &'a Dashboard,
    style: String,
    range: String,
    zone: String,
    is_compared: bool,
    notices: Vec<String>,
    standing: Option<String>,
    rows: Vec<RowView<'a>>,
    as_of: String,
    as_of_iso: String,
    version: &'static str,
}

/// The report of a dashboard.
pub async fn write(site: &Site, name: &str, pairs: &[(String, String)]) -> Result<String, Box<Problem>> {
    let loaded = site.layouts.current();
    let dashboard = find(&loaded, name)?;
    let asked = View::parse(pairs)?;
    asked.check_range_only()?;
    let view = asked.or(dashboard.range.0, dashboard.range.1, dashboard.compare);
    let session = site.session(view.pinned(site.zone()));
    let covered = view.range(session.as_of(), site.zone())?;
    let work = Work { site, session: &session, dashboard, view: &asked, range: covered, until: Instant::now() + site.patience };
    let Shown { rows, standing, .. } = work.shown().await;
    let notices = site.engine.diagnostics().iter().chain(&loaded.diagnostics).map(Diagnostic::render_plain).collect();
    let page = ReportPage {
        dashboard,
        style: assets::style(),
        range: range(covered.from, covered.to, site.zone()),
        zone: site.zone().name().to_owned(),
        is_compared: asked.is_compared(),
        notices,
        standing,
        rows: rows.into_iter().map(alone).collect(),
        as_of: instant(session.as_of(), site.zone()),
        as_of_iso: iso(session.as_of()),
        version: env!("CARGO_PKG_VERSION"),
    };
    page.render().map_err(|error| Box::new(crate::export::ExportError::from(error).into()))
}

fn alone(mut row: RowView<'_>) -> RowView<'_> {
    for panel in &mut row.panels {
        panel.html = unlinked(&panel.html);
    }
    row
}

/// The same markup without what leads to a server: downloads go, and links become what they say.
///
/// The markup is our own: attributes are quoted and escaped, links lie in no other links, and those of class `hit` lie in a
/// drawing.
fn unlinked(html: &str) -> String {
    let html = without(html, "<p class=\"downloads\">", "</p>");
    let mut parts = html.split("<a ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (attributes, rest) = part.split_once('>').unwrap_or((part, ""));
        let tag = if attributes.contains("class=\"hit\"") { "g" } else { "span" };
        let (inside, after) = rest.split_once("</a>").unwrap_or((rest, ""));
        text.push_str(&format!("<{tag} {}>{inside}</{tag}>{after}", without(attributes, "href=\"", "\"").trim()));
    }
    text
}

/// A text without every stretch from one mark to the next.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once(to).map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::unlinked;

    #[test]
    fn a_file_leads_nowhere_and_says_the_same() {
        let cases = [
            ("<h3><a href=\"/m/aov?from=-28d&#38;x=1\" title=\"Why?\">AOV</a></h3>", "<h3><span title=\"Why?\">AOV</span></h3>"),
            ("<a class=\"hit\" href=\"/m/aov\"><title>1 May</title></a>", "<g class=\"hit\"><title>1 May</title></g>"),
            ("<p>One</p><p class=\"downloads\"><a href=\"/m/aov.csv\">CSV</a> </p><p>Two</p>", "<p>One</p><p>Two</p>"),
        ];
        for (html, alone) in cases {
            assert_eq!(unlinked(html), alone);
        }
        assert_eq!(unlinked("plain"), "plain");
    }
}
