//! A promise of one's own, on a small log whose every minute is known: exclusions, silence, periods and missing logs.

use gaugeglass_tests::{rows, write_config};
use serde_json::{Value, json};

const METRIC: &str = "/* ---
title: Good pages
question: Are pages good?
description: Pages with a quantity of one.
owner: web
unit: ratio
direction: up_is_good
time: event_time
dimensions: [country]
measures: [share, good]
additive: [good, n]
slo: SLO
needs: [events]
--- */
select avg(cast(quantity as double)) as share, sum(cast(quantity as bigint)) as good, count(*) as n
from logs.events
where event_time >= $from and event_time < $to
";
const SLO: &str = "{objective: 0.9, window: 7d, by: [country], good: good, valid: n}";

/// A folder with a configuration, a log and the promise.
struct World(tempfile::TempDir);

impl World {
    /// What is known of a promise at `as_of`, in a time zone; the log is there unless it is empty.
    fn new(slo: &str, as_of: &str, zone: &str, log: &[Value]) -> World {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("queries/operational/good_pages.sql", &METRIC.replace("SLO", slo));
        write("lake/events/part.ndjson", &log.iter().map(|line| format!("{line}\n")).collect::<String>());
        let events = "[logs.events]\nstore = \"lake\"\npath = \"events/\"\nformat = \"ndjson\"\n";
        let config = format!(
            "as_of = \"{as_of}\"\ntime_zone = \"{zone}\"\n[queries]\nfolders = \"queries\"\n[cache]\nurl = \"file:cache\"\n\
             [stores.lake]\nurl = \"file:lake\"\n{}",
            if log.is_empty() { "" } else { events }
        );
        write_config(folder.path(), &config);
        World(folder)
    }

    fn rows(&self, sql: &str) -> Vec<Value> {
        rows(&self.0.path().join("gaugeglass.toml"), sql).as_array().unwrap().clone()
    }

    fn row(&self, sql: &str) -> Value {
        let rows = self.rows(sql);
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows[0].clone()
    }
}

/// Four pages a minute in each country from 12:00 on: in Germany until 18:00, all of them bad from 13:00 to 13:30; in France
/// until 15:00, all good. Each is loaded five minutes later.
fn pages() -> Vec<Value> {
    let at = |minute: i64, number: i64| format!("2026-03-01T{:02}:{:02}:{:02}Z", 12 + minute / 60, minute % 60, 10 * number);
    let page = |country: &str, minute: i64, number: i64| {
        let is_bad = country == "DE" && (60..90).contains(&minute);
        json!({
            "event_id": format!("{country}-{minute}-{number}"), "source": "/shop/web", "type": "page_viewed", "channel": "web",
            "event_time": at(minute, number), "ingest_time": at(minute + 5, number), "time_precision": "ms",
            "user_id": "u", "country": country, "quantity": i64::from(!is_bad),
        })
    };
    let country =
        |country: &'static str, minutes: i64| (0..minutes).flat_map(move |minute| (0..4).map(move |number| (country, minute, number)));
    country("DE", 360).chain(country("FR", 180)).map(|(country, minute, number)| page(country, minute, number)).collect()
}

#[test]
fn an_alert_fires_and_clears_at_the_minutes_worked_out_by_hand() {
    let world = World::new(SLO, "2026-03-01T18:00:00Z", "UTC", &pages());
    let alert = world.row("select * from metrics.slo_alerts where severity <> 'no_data' and pair = '1h/5m' and slo = 'good_pages'");
    // The factor is 0.02 x 7 d / 1 h = 3.36, so more than 33.6 % of an hour's 240 pages: after 21 minutes with 84 bad ones. Of
    // the five minutes before 13:34 one is bad, which is no longer more than 33.6 %.
    assert_eq!(alert["slice"], "country=DE");
    assert_eq!((&alert["fired_at"], &alert["cleared_at"]), (&json!("2026-03-01T13:21:00Z"), &json!("2026-03-01T13:34:00Z")));
    assert_eq!(alert["bad"], 120);
    let factor = world.row("select factor from metrics.slo_burn where slo = 'good_pages' and pair = '1h/5m' and slice = 'country=DE'");
    assert!((factor["factor"].as_f64().unwrap() - 3.36).abs() < 1e-9, "{factor}");
}

#[test]
fn an_exclusion_leaves_out_its_rows_and_says_how_many_there_are() {
    let exclusions = "exclusions: [{from: \"2026-03-01T13:00:00Z\", to: \"2026-03-01T13:15:30Z\", who: ops, why: a move, \
                      when: 2026-02-20, where: {country: DE}}]";
    let world = World::new(&SLO.replace('}', &format!(", {exclusions}}}")), "2026-03-01T18:00:00Z", "UTC", &pages());
    let status = |country: &str| {
        let rows = world.rows("select * from metrics.slo_status where slo = 'good_pages'");
        rows.into_iter().find(|row| row["slice"] == format!("country={country}").as_str()).unwrap()
    };
    let (germany, france) = (status("DE"), status("FR"));
    // Evaluated up to 17:55; excluded are 15 minutes of four pages and three more pages of half a minute.
    assert_eq!((&germany["valid"], &germany["bad"], &germany["exclusions"]), (&json!(355 * 4 - 63), &json!(120 - 63), &json!(1)));
    assert_eq!((&france["valid"], &france["bad"]), (&json!(720), &json!(0)));
    let left_out = world.row("select sum(valid) as valid, count(distinct slice) as slices from meta.slo_minutes where excluded");
    assert_eq!((&left_out["valid"], &left_out["slices"]), (&json!(63), &json!(1)));
    let metric = world.row("select sum(n) - sum(good) as bad from metrics.good_pages");
    assert_eq!(metric["bad"], 120, "the metric itself counts all rows");
}

#[test]
fn a_slice_that_falls_silent_is_no_data_and_an_alert_while_the_others_go_on() {
    let world = World::new(SLO, "2026-03-01T18:00:00Z", "UTC", &pages());
    let stop = world.row("select * from metrics.slo_alerts where severity = 'no_data' and slo = 'good_pages'");
    assert_eq!(stop["slice"], "country=FR");
    assert_eq!((&stop["fired_at"], &stop["cleared_at"]), (&json!("2026-03-01T16:00:00Z"), &Value::Null));
    let states = "select slice, state, since from metrics.slo_burn where slo = 'good_pages' and pair = '1h/5m' order by slice";
    let states: Vec<Value> = world.rows(states).iter().map(|row| json!([row["slice"], row["state"], row["since"]])).collect();
    let expected = [json!(["country=DE", "quiet", "2026-03-01T13:34:00Z"]), json!(["country=FR", "no_data", "2026-03-01T15:05:00Z"])];
    assert_eq!(states, expected);
}

#[test]
fn a_feed_that_stops_altogether_is_judged_until_its_events_are_overdue() {
    let world = World::new(SLO, "2026-03-01T20:00:00Z", "UTC", &pages());
    let slo = world.row("select watermark, evaluated_to, evaluation_lag_s from meta.slos where slo = 'good_pages'");
    // All of the newest page's fellows took five minutes to arrive, so everything until 19:55 should be there.
    assert_eq!((&slo["watermark"], &slo["evaluated_to"]), (&json!("2026-03-01T17:59:30Z"), &json!("2026-03-01T19:55:00Z")));
    assert_eq!(slo["evaluation_lag_s"].as_f64(), Some(7_230.0));
    let stops = "select slice, fired_at from metrics.slo_alerts where severity = 'no_data' and slo = 'good_pages' order by slice";
    let fired = |country: &str, at: &str| json!({"slice": format!("country={country}"), "fired_at": at});
    assert_eq!(world.rows(stops), [fired("DE", "2026-03-01T19:00:00Z"), fired("FR", "2026-03-01T16:00:00Z")]);
    let burns = world.rows("select distinct state from metrics.slo_burn where slo = 'good_pages' and severity = 'page'");
    assert_eq!(burns, [json!({"state": "no_data"})]);
}

#[test]
fn without_its_log_a_promise_is_unknown_and_without_events_it_has_no_data() {
    let missing = World::new(SLO, "2026-03-01T18:00:00Z", "UTC", &[]);
    let row = missing.row("select state, missing, bad, budget_remaining, evaluated_to from metrics.slo_status where slo = 'good_pages'");
    let expected = json!({"state": "unknown", "missing": "events", "bad": null, "budget_remaining": null, "evaluated_to": null});
    assert_eq!(row, expected);
    let burns = missing.rows("select state, bad_long from metrics.slo_burn where slo = 'good_pages'");
    assert!(burns.len() == 4 && burns.iter().all(|row| row["state"].is_null() && row["bad_long"].is_null()), "{burns:?}");
    assert!(missing.rows("select * from metrics.slo_alerts where slo = 'good_pages'").is_empty());
    let silent = World::new(SLO, "2026-04-01T00:00:00Z", "UTC", &pages());
    let row = silent.row("select slice, state, good_share from metrics.slo_status where slo = 'good_pages'");
    assert_eq!(row, json!({"slice": "(all)", "state": "no_data", "good_share": null}));
    assert_eq!(silent.row("select severity, cleared_at from metrics.slo_alerts where slo = 'good_pages'")["severity"], "no_data");
}

#[test]
fn a_calendar_period_is_the_month_of_the_business_zone() {
    let slo = SLO.replace("window: 7d", "period: calendar");
    let world = World::new(&slo, "2026-03-01T18:00:00Z", "Europe/Berlin", &pages());
    let row = world.row("select period, period_from, period_to, window_s from meta.slos where slo = 'good_pages'");
    assert_eq!((&row["period_from"], &row["period_to"]), (&json!("2026-02-28T23:00:00Z"), &json!("2026-03-31T22:00:00Z")));
    assert_eq!((&row["period"], &row["window_s"]), (&json!("calendar"), &json!(2_592_000)));
    let status = world.row("select bad, valid from metrics.slo_status where slo = 'good_pages' and slice = 'country=DE'");
    assert_eq!((&status["bad"], &status["valid"]), (&json!(120), &json!(355 * 4)));
}
