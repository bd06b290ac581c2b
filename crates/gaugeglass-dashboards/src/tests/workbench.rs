//! The SQL page beyond rows: plan, lines that can be read, picture and editor.

use axum::http::{StatusCode, header};

use super::{get, site};

/// The address of a statement.
fn asking(sql: &str) -> String {
    format!("/sql{}", crate::url::query(&[("q".into(), sql.into())]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_shown_in_place_of_rows_and_takes_values() {
    let (router, _folder) = site().await;
    let page = get(&router, &format!("{}&p.n=41&do=explain", asking("select $n + 1 as next"))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for part in ["Planned, not run", "<h3>Logical plan</h3>", "<h3>Physical plan</h3>", "name=\"p.n\"", "42"] {
        assert!(page.body.contains(part), "no {part} in {}", page.body);
    }
    assert!(!page.body.contains("<h2>Result</h2>"));
    let data = get(&router, "/sql.json?q=select%201%20as%20one&do=explain").await;
    let data: serde_json::Value = serde_json::from_str(&data.body).unwrap();
    assert_eq!(data["sql"], "explain\nselect 1 as one");
    assert_eq!(data["rows"][0]["plan_type"], "logical_plan");
}

#[tokio::test(flavor = "multi_thread")]
async fn explaining_refuses_and_underlines_what_running_does() {
    let (router, _folder) = site().await;
    let cases = [
        ("selekt 1", StatusCode::BAD_REQUEST, "(line 1, column 1)"),
        ("select *\nfrom logs.event", StatusCode::BAD_REQUEST, "logs.events"),
        ("drop table x", StatusCode::FORBIDDEN, "role=\"alert\""),
    ];
    for (sql, status, told) in cases {
        let page = get(&router, &format!("{}&do=explain", asking(sql))).await;
        assert_eq!(page.status, status, "{sql}");
        assert!(page.body.contains(told), "{sql}: {}", page.body);
    }
    let unknown = [("/sql?q=select%201&do=run", "<code>explain</code>"), ("/sql.csv?q=select%201&do=format", "a file holds rows")];
    for (address, allowed) in unknown {
        let wrong = get(&router, address).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(wrong.body.contains(allowed), "{address}: {}", wrong.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn formatting_changes_the_field_and_runs_nothing() {
    let (router, _folder) = site().await;
    let page = get(&router, &format!("{}&p.n=7&do=format", asking("select 1 as one,$n as n"))).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(">select\n  1 as one,\n  $n as n</textarea>"), "{}", page.body);
    assert!(page.body.contains("name=\"p.n\" value=\"7\"") && page.body.contains("Formatted, not run"), "{}", page.body);
    assert!(!page.body.contains("<h2>Result</h2>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_columns_are_drawn_where_one_dates_or_names_the_other() {
    let (router, _folder) = site().await;
    let drawn = [
        ("select * from (values ('a', 1.5), ('b', 3.0)) as t(name, v)", "V by name", "Highest: b"),
        ("select * from (values (1.5, 'a'), (null, 'b')) as t(v, name)", "V by name", "1 of 2 rows has no value"),
        (
            "select * from (values (timestamp '2026-05-02', 4), (timestamp '2026-05-01', 1)) as t(day, n)",
            "N by day",
            "From 1 (1 May 2026) to 4 (2 May 2026). Highest 4 (2 May 2026), lowest 1 (1 May 2026).",
        ),
    ];
    for (sql, title, told) in drawn {
        let page = get(&router, &asking(sql)).await.body;
        assert!(page.contains(&format!("role=\"img\"><title>{title}</title>")) && page.contains(told), "{sql}: {page}");
    }
    let bare = [
        "select * from (values (timestamp '2026-05-02', 4), (timestamp '2026-05-02', 1)) as t(day, n)",
        "select * from (values ('a', 1.5)) as t(name, v)",
        "select * from (values ('a', 1, 2), ('b', 3, 4)) as t(name, v, w)",
        "select * from (values ('a', 'x'), ('b', 'y')) as t(name, v)",
    ];
    for sql in bare {
        let page = get(&router, &asking(sql)).await;
        assert!(page.status == StatusCode::OK && !page.body.contains("role=\"img\""), "{sql}: {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_editor_is_sent_to_the_page_of_statements_alone() {
    let (router, _folder) = site().await;
    let page = get(&router, "/sql").await.body;
    let editor = page.split('"').find(|part| part.starts_with("/static/codemirror.")).unwrap();
    let sent = get(&router, editor).await;
    assert_eq!(sent.header(header::CONTENT_TYPE), "text/javascript; charset=utf-8");
    assert!(sent.body.contains("MIT License"));
    for path in ["/", "/catalog", "/m/aov"] {
        assert!(!get(&router, path).await.body.contains("codemirror"), "{path}");
    }
    // What the editor completes from.
    let catalog: serde_json::Value = serde_json::from_str(&get(&router, "/catalog.json").await.body).unwrap();
    let first = &catalog["relations"][0];
    assert!(first["schema"].is_string() && first["name"].is_string() && first["kind"].is_string());
    assert!(first["columns"][0]["name"].is_string() && first["columns"][0]["type"].is_string());
}
