//! What a reader sees, as tables of value and text.
#![allow(clippy::unwrap_used)]

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use gaugeglass_metrics::{Direction, Grain, Registry, Unit};

use super::markup::breakable;
use super::number::{change, count, figure, interval, measure_unit, tick};
use super::sentence::{Facts, Verdict, movement, say};
use super::time::{age, bucket, bucket_end, bucket_start, buckets, instant, range};

fn plain(text: String) -> String {
    text.replace('\u{202f}', " ")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn figures_are_written_by_unit() {
    let cases = [
        (Some(0.1234), Unit::Ratio, "12.3 %"),
        (Some(0.0), Unit::Ratio, "0 %"),
        (Some(1.0), Unit::Ratio, "100 %"),
        (Some(0.00456), Unit::Ratio, "0.46 %"),
        (Some(0.9969), Unit::Ratio, "99.69 %"),
        (Some(-0.003), Unit::Points, "−0.30 pt"),
        (Some(412.3), Unit::Milliseconds, "412 ms"),
        (Some(12_345.6), Unit::Milliseconds, "12 346 ms"),
        (Some(2.414), Unit::Hours, "2.41 h"),
        (Some(48.0), Unit::Hours, "48 h"),
        (Some(1_234_567.0), Unit::Count, "1 234 567"),
        (Some(-1234.0), Unit::Count, "−1 234"),
        (Some(48.2), Unit::Money, "48.20"),
        (Some(1_204_331.2), Unit::Money, "1 204 331"),
        (Some(0.000_012), Unit::None, "1.2e−5"),
        (Some(3.5), Unit::PerThousand, "3.50 ‰"),
        (None, Unit::Ratio, "—"),
        (Some(f64::NAN), Unit::Count, "—"),
        (Some(f64::INFINITY), Unit::Milliseconds, "∞"),
    ];
    for (value, unit, text) in cases {
        assert_eq!(plain(figure(value, unit)), text, "{value:?} {unit}");
    }
}

#[test]
fn axes_intervals_and_changes_are_written_short() {
    assert_eq!(plain(tick(0.1, Unit::Ratio)), "10 %");
    assert_eq!(plain(tick(0.125, Unit::Ratio)), "12.5 %");
    assert_eq!(plain(tick(12_000.0, Unit::Count)), "12 000");
    assert_eq!(plain(tick(-0.0, Unit::Count)), "0");
    assert_eq!(plain(interval(Some(0.113), Some(0.131), Unit::Ratio).unwrap()), "11.3 – 13.1 %");
    assert_eq!(interval(Some(0.1), None, Unit::Ratio), None);
    assert_eq!(interval(Some(0.1), Some(f64::INFINITY), Unit::Ratio), None);
    assert_eq!(plain(change(Some(0.042), Some(0.045), Unit::Ratio).unwrap()), "−0.30 pt");
    assert_eq!(plain(change(Some(103.1), Some(100.0), Unit::Count).unwrap()), "+3.1 %");
    assert_eq!(plain(change(Some(1.0), Some(1.0), Unit::Count).unwrap()), "±0.0 %");
    assert_eq!(change(Some(1.0), Some(0.0), Unit::Count), None);
    assert_eq!(plain(count(1_204)), "1 204");
}

#[test]
fn verdicts_know_the_direction() {
    let cases = [
        (Some(5.0), Some(4.0), Direction::UpIsGood, Verdict::OnTarget),
        (Some(3.0), Some(4.0), Direction::UpIsGood, Verdict::Below),
        (Some(5.0), Some(4.0), Direction::DownIsGood, Verdict::Above),
        (Some(4.0), Some(4.0), Direction::DownIsGood, Verdict::OnTarget),
        (None, Some(4.0), Direction::UpIsGood, Verdict::None),
        (Some(4.0), None, Direction::UpIsGood, Verdict::None),
    ];
    for (value, target, direction, verdict) in cases {
        assert_eq!(Verdict::of(value, target, direction), verdict);
    }
    assert_eq!(movement(Some(2.0), Some(1.0), Direction::DownIsGood), Some("worse"));
    assert_eq!(movement(Some(2.0), None, Direction::DownIsGood), None);
}

#[test]
fn a_sentence_says_value_target_change_worst_and_missing() {
    let facts = Facts {
        value: Some(412.0),
        before: Some(400.0),
        before_name: "the 28 days before".into(),
        target: Some(400.0),
        is_partial: false,
        highest: Some((691.0, "9 Nov".into())),
        lowest: Some((300.0, "1 Nov".into())),
        missing: Some((2, 28, "days")),
        pending: 1,
        provisional: 2,
    };
    let text = plain(say(&facts, Unit::Milliseconds, Direction::DownIsGood));
    assert_eq!(
        text,
        "412 ms, above the target of 400 ms; +3.0 % against the 28 days before. Highest 691 ms (9 Nov). \
         2 of 28 days have no value; they are not counted as zero. \
         1 of 28 days waits for outcomes that are still open. 2 values are provisional and may still change."
    );
    assert_eq!(say(&Facts::default(), Unit::Ratio, Direction::Neutral), "—.");
    let partial = Facts { value: Some(412.0), target: Some(400.0), is_partial: true, ..Facts::default() };
    assert_eq!(plain(say(&partial, Unit::Milliseconds, Direction::DownIsGood)), "412 ms, not judged by the target of 400 ms.");
}

#[test]
fn ranges_name_their_last_day() {
    let zone = Tz::UTC;
    assert_eq!(range(at("2026-04-07T00:00:00Z"), at("2026-05-05T00:00:00Z"), zone), "7 Apr – 4 May 2026");
    assert_eq!(range(at("2025-12-01T00:00:00Z"), at("2026-01-05T00:00:00Z"), zone), "1 Dec 2025 – 4 Jan 2026");
    assert_eq!(range(at("2026-05-04T00:00:00Z"), at("2026-05-05T00:00:00Z"), zone), "4 May 2026");
    assert_eq!(instant(at("2026-05-04T22:40:00Z"), Tz::Europe__Berlin), "5 May 2026 00:40 CEST");
    assert_eq!(age(TimeDelta::minutes(130)), "2 h");
}

#[test]
fn buckets_follow_the_zone_over_clock_changes() {
    let zone = Tz::Europe__Berlin;
    // 29 March 2026 has 23 hours in Berlin.
    let day = at("2026-03-28T23:00:00Z");
    assert_eq!(bucket_start(at("2026-03-29T12:00:00Z"), Grain::Day, zone), day);
    assert_eq!(bucket_end(day, Grain::Day, zone), at("2026-03-29T22:00:00Z"));
    assert_eq!(bucket_start(at("2026-03-29T12:34:56Z"), Grain::Hour, zone), at("2026-03-29T12:00:00Z"));
    assert_eq!(bucket_start(at("2026-05-05T00:00:00Z"), Grain::Week, zone), at("2026-05-03T22:00:00Z"));
    assert_eq!(bucket_start(at("2026-05-05T00:00:00Z"), Grain::Quarter, zone), at("2026-03-31T22:00:00Z"));
    assert_eq!(buckets(at("2026-03-27T23:00:00Z"), at("2026-03-30T22:00:00Z"), Grain::Day, zone).unwrap().len(), 3);
    assert_eq!(buckets(at("1970-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"), Grain::Hour, zone), None);
    assert_eq!(bucket(at("2026-03-31T22:00:00Z"), Grain::Quarter, zone), "Q2 2026");
}

#[test]
fn a_name_may_break_behind_its_parts_and_stays_text() {
    let cases = [
        ("web", "web"),
        ("/decisions/engine", "/decisions/<wbr>engine"),
        ("orders.user_id > customers", "orders.<wbr>user_<wbr>id &gt; customers"),
        ("<b>", "&lt;b&gt;"),
        ("", ""),
    ];
    for (name, html) in cases {
        assert_eq!(breakable(name), html);
    }
}

#[test]
fn a_measure_has_a_unit_of_its_own_or_its_metrics() {
    let cases = [
        ("conversion_rate", "conversion_rate", Unit::Ratio),
        ("conversion_rate", "so_far", Unit::Ratio),
        ("session_conversion_rate", "sessions_per_user", Unit::None),
        ("click_to_conversion", "per_sent", Unit::Ratio),
        ("approval_layers", "mean_layers", Unit::None),
        ("omnichannel_coverage", "all_channels", Unit::Ratio),
        ("omnichannel_coverage", "served_channels", Unit::None),
        ("data_inconsistency", "inconsistent_people", Unit::None),
        ("volume_anomaly", "worst_z", Unit::None),
        ("decision_latency", "p50_ms", Unit::Milliseconds),
    ];
    let registry = Registry::embedded();
    for (metric, measure, unit) in cases {
        let metric = registry.metric(metric).unwrap();
        assert!(metric.measures.iter().any(|name| name == measure), "{} has no {measure}", metric.name);
        assert_eq!(measure_unit(metric, measure), unit, "{measure}");
    }
}
