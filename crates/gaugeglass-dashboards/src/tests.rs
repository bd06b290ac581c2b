//! The router asked as a browser would ask it, over an engine without logs: nothing is known, and every page says so.
#![allow(clippy::unwrap_used)]

mod compress;
mod figures;
mod watching;
mod workbench;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use gaugeglass_engine::{Engine, EngineSettings};
use tower::ServiceExt;

use crate::{PageOptions, router};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

async fn site() -> (Router, tempfile::TempDir) {
    site_with(Duration::from_secs(60)).await
}

async fn engine() -> (Engine, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let settings =
        EngineSettings { cache: format!("file:{}", folder.path().display()), base: folder.path().to_owned(), ..EngineSettings::default() };
    let engine = Engine::open(settings).await.unwrap();
    engine.prepare().await;
    (engine, folder)
}

async fn site_with(patience: Duration) -> (Router, tempfile::TempDir) {
    let (engine, folder) = engine().await;
    (router(engine, PageOptions { flight_address: "127.0.0.1:50051".into(), dashboards: Vec::new(), patience }), folder)
}

async fn get(router: &Router, path: &str) -> Answer {
    let response = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_whole_and_strict() {
    let (router, _folder) = site().await;
    let dashboards = ["/", "/d/slo", "/d/identity", "/d/approvals", "/d/consistency", "/d/experiments", "/d/links"];
    let others = ["/m/conversion_rate", "/m/freshness", "/readiness", "/sql", "/sql?q=select%201%20as%20one"];
    for path in dashboards.into_iter().chain(others).chain(["/catalog", "/catalog?q=cart", "/patterns"]) {
        let page = get(&router, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
        assert!(page.header(header::CONTENT_TYPE).starts_with("text/html"));
        assert!(page.body.trim_end().ends_with("</html>"), "{path}");
        assert!(!page.body.contains(" style=") && !page.body.contains("<style"), "{path} breaks its own policy");
        assert!(!page.body.contains("NaN"), "{path}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
        assert_ids_are_unique(path, &page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_that_is_late_is_said_to_be_computed_and_asked_for_again() {
    let (router, _folder) = site_with(Duration::ZERO).await;
    let page = get(&router, "/").await;
    assert_eq!((page.status, page.header(header::RETRY_AFTER)), (StatusCode::OK, "2"));
    assert!(page.body.contains("<meta http-equiv=\"refresh\" content=\"2\">"), "{}", page.body);
    assert!(page.body.contains("Still computing") && page.body.contains("Conversion rate"), "{}", page.body);
    let (patient, _folder) = site().await;
    let page = get(&patient, "/").await;
    assert_eq!(page.header(header::RETRY_AFTER), "");
    assert!(!page.body.contains("Still computing"));
}

fn assert_ids_are_unique(path: &str, body: &str) {
    let mut ids: Vec<&str> = body.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id occurs twice on {path}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unknown_is_said_to_be_unknown() {
    let (router, _folder) = site().await;
    let page = get(&router, "/m/conversion_rate").await;
    assert!(page.body.contains("No data has arrived yet"), "{}", page.body);
    let data = get(&router, "/m/conversion_rate.json").await;
    let data: serde_json::Value = serde_json::from_str(&data.body).unwrap();
    assert_eq!(data["metric"], "conversion_rate");
    assert!(!data["missing"].as_array().unwrap().is_empty());
    for row in data["rows"].as_array().unwrap() {
        assert!(row["conversion_rate"].is_null());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_says_what_is_not_seen_what_to_log_and_what_keeps_from_the_next_level() {
    let (router, _folder) = site().await;
    let page = get(&router, "/readiness").await;
    for part in [
        "Level 0 <span",
        "What keeps it from level 1, Visible",
        "<strong>logs.approvals</strong>",
        "Do the parts fit together?",
        "Unknown: no intent can be followed.",
        "What we cannot see",
        "<code>logs.deliveries with content_id, content_version</code>",
        "Under constant rules (the checks of today; nothing exempted, nothing filtered)",
    ] {
        assert!(page.body.contains(part), "no `{part}` in\n{}", page.body);
    }
    let data: serde_json::Value = serde_json::from_str(&get(&router, "/readiness.json").await.body).unwrap();
    assert_eq!((&data["level"], &data["probes"].as_array().unwrap().len()), (&serde_json::json!(0), &5));
    assert!(data["probes"].as_array().unwrap().iter().all(|probe| probe["fires"].is_null() && probe["value"].is_null()));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_addresses_say_what_is_wrong_and_what_is_allowed() {
    let (router, _folder) = site().await;
    let cases = [
        ("/m/conversion_rat", StatusCode::NOT_FOUND, "/m/conversion_rate"),
        ("/redines", StatusCode::NOT_FOUND, "/readiness"),
        ("/d/overvew", StatusCode::NOT_FOUND, "overview"),
        ("/m/conversion_rate?from=yesterday", StatusCode::BAD_REQUEST, "“from”"),
        ("/m/conversion_rate?grain=fortnight", StatusCode::BAD_REQUEST, "<code>week</code>"),
        ("/m/conversion_rate?by=markt", StatusCode::BAD_REQUEST, "<code>market</code>"),
        ("/m/conversion_rate?f.markt=DE", StatusCode::BAD_REQUEST, "<code>market</code>"),
        ("/m/conversion_rate?form=-28d", StatusCode::BAD_REQUEST, "<code>from</code>"),
        ("/?by=market", StatusCode::BAD_REQUEST, "<code>from</code>"),
        ("/sql?q=selekt%201", StatusCode::BAD_REQUEST, "<mark>"),
        ("/sql?q=select%20*%20from%20logs.event", StatusCode::BAD_REQUEST, "logs.events"),
        ("/sql?q=drop%20table%20x", StatusCode::FORBIDDEN, "role=\"alert\""),
        ("/static/gaugeglass.0000000000.css", StatusCode::NOT_FOUND, "Not found"),
    ];
    for (path, status, text) in cases {
        let page = get(&router, path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.body.contains(text), "{path}: {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn data_addresses_answer_problems_as_json() {
    let (router, _folder) = site().await;
    for path in ["/m/nothing.json", "/m/aov.csv?from=x", "/sql.json?q=selekt", "/sql.csv", "/nothing.json"] {
        let answer = get(&router, path).await;
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{path}");
        let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(problem["status"], answer.status.as_u16());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_has_the_same_rows_in_every_format() {
    let (router, _folder) = site().await;
    let q = "q=select%20*%20from%20(values%20(1,'a'),(2,null))%20as%20t(id,name)%20order%20by%20id";
    let json: serde_json::Value = serde_json::from_str(&get(&router, &format!("/sql.json?{q}")).await.body).unwrap();
    assert_eq!(json["rows"], serde_json::json!([{"id": 1, "name": "a"}, {"id": 2, "name": null}]));
    assert_eq!(json["truncated"], false);
    assert_eq!(get(&router, &format!("/sql.csv?{q}")).await.body, "id,name\n1,a\n2,\n");
    let parquet = get(&router, &format!("/sql.parquet?{q}")).await;
    assert!(parquet.body.starts_with("PAR1"));
    assert!(parquet.header(header::CONTENT_DISPOSITION).contains("answer.parquet"));
    let page = get(&router, &format!("/sql?{q}")).await;
    assert!(page.body.contains("2 rows"));
}

#[tokio::test(flavor = "multi_thread")]
async fn placeholders_become_fields_and_take_values() {
    let (router, _folder) = site().await;
    let asked = get(&router, "/sql?q=select%20$n%20%2B%201%20as%20next").await;
    assert_eq!(asked.status, StatusCode::BAD_REQUEST);
    assert!(asked.body.contains("name=\"p.n\""), "{}", asked.body);
    let answered = get(&router, "/sql?q=select%20$n%20%2B%201%20as%20next&p.n=41").await;
    assert!(answered.body.contains(">42<"), "{}", answered.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn static_files_are_kept_for_ever_and_probes_answer() {
    let (router, _folder) = site().await;
    let page = get(&router, "/sql").await;
    let style = page.body.split("href=\"").find(|rest| rest.starts_with("/static/") && rest.contains(".css")).unwrap();
    let style = get(&router, style.split('"').next().unwrap()).await;
    assert!(style.header(header::CACHE_CONTROL).contains("immutable"));
    assert_eq!(get(&router, "/healthz").await.body, "ok\n");
    assert_eq!(get(&router, "/readyz").await.status, StatusCode::OK);
    assert_eq!(get(&router, "/favicon.ico").await.header(header::CONTENT_TYPE), "image/svg+xml");
    let post = router.clone().oneshot(Request::post("/sql").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
}
