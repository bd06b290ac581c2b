//! Dashboards, formats, patterns and reports over an engine without logs.

use axum::http::{StatusCode, header};
use gaugeglass_engine::{Door, Request};

use super::{assert_ids_are_unique, engine, get, site};
use crate::{check_columns, load_dashboards, report};

#[tokio::test(flavor = "multi_thread")]
async fn every_column_that_a_dashboard_names_is_in_its_table() {
    let (engine, _folder) = engine().await;
    let relations = engine.session(Request::new("anonymous", Door::Pages)).relations().await.unwrap();
    let loaded = load_dashboards(&[]);
    assert!(loaded.dashboards.len() > 5, "{:?}", loaded.dashboards.keys());
    for dashboard in loaded.dashboards.values() {
        let complaints: Vec<String> = check_columns(dashboard, &relations).iter().map(ToString::to_string).collect();
        assert_eq!(complaints, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_patterns_shows_every_state_and_every_kind() {
    let (router, _folder) = site().await;
    let page = get(&router, "/patterns").await.body;
    let headings = [
        "No data has arrived yet",
        "Nothing is settled yet",
        "Nothing matches these filters",
        "Nothing in this period",
        "No value can be given",
        "Stopped: it took too long",
        "You can&#39;t see this figure",
        "Still computing",
        "This panel cannot be shown",
        "Too early to say",
        "Provisional",
        "Stale",
        "Partly seen",
    ];
    for heading in headings {
        assert!(page.contains(heading), "no {heading}");
    }
    for kind in ["Interval", "Funnel", "Waterfall", "Heat map", "Survival, one curve", "Cohorts"] {
        assert!(page.contains(&format!("role=\"img\"><title>{kind}</title><desc>")), "no {kind}");
    }
    assert!(!page.contains("could not be rendered"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_metric_is_sent_in_every_format_even_when_nothing_is_known() {
    let (router, _folder) = site().await;
    let cases = [
        ("arrow", "application/vnd.apache.arrow.file", "ARROW1"),
        ("md", "text/markdown; charset=utf-8", "# Conversion rate"),
        ("svg", "image/svg+xml", "No data has arrived yet"),
        ("png", "image/png", "PNG"),
    ];
    for (ending, media_type, mark) in cases {
        let answer = get(&router, &format!("/m/conversion_rate.{ending}?f.market=DE&grain=week")).await;
        assert_eq!((answer.status, answer.header(header::CONTENT_TYPE)), (StatusCode::OK, media_type), "{}", answer.body);
        assert!(answer.body.contains(mark), "{ending}: {}", answer.body);
        assert!(answer.headers.contains_key("x-as-of") && answer.headers.contains_key("x-time-zone"), "{ending}");
        let name = format!(".{ending}\"");
        assert!(answer.header(header::CONTENT_DISPOSITION).ends_with(&name), "{ending}");
    }
    let text = get(&router, "/m/conversion_rate.md?f.market=DE").await.body;
    assert!(text.contains("- Filters: market = DE") && text.contains("- Truncated: false"), "{text}");
    let wrong = get(&router, "/m/conversion_rate.svg?f.markt=DE").await;
    assert_eq!((wrong.status, wrong.header(header::CONTENT_TYPE)), (StatusCode::BAD_REQUEST, "application/problem+json"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_one_file_that_leads_nowhere() {
    let (engine, _folder) = engine().await;
    let html = report(engine.clone(), Vec::new(), "slo", Some("-7d"), None).await.unwrap();
    assert!(html.trim_end().ends_with("</html>") && html.contains("<style>"), "{html}");
    for stranger in ["<script", "<a ", "href=", "src=", "url(", "@import", "Still computing"] {
        assert!(!html.contains(stranger), "{stranger}");
    }
    assert!(html.contains("Are promises kept?") && html.contains("default-src 'none'"));
    assert_ids_are_unique("report", &html);
    let cases = [("slow", None, "Did you mean slo?"), ("slo", Some("yesterday"), "write `now`")];
    for (name, from, told) in cases {
        let error = report(engine.clone(), Vec::new(), name, from, None).await.unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_navigation_marks_the_page_that_is_open() {
    let (router, _folder) = site().await;
    for path in ["/", "/d/slo", "/readiness", "/sql", "/catalog"] {
        let page = get(&router, path).await.body;
        assert!(page.contains(&format!("<a href=\"{path}\" aria-current=\"page\">")), "{path}");
        assert_eq!(page.matches("aria-current=\"page\"").count(), 1, "{path}");
    }
}
