//! Charts never draw a null, never panic, and use no colour outside the palette.
#![allow(clippy::unwrap_used, clippy::panic)]

mod kinds;

use super::axis::{Tick, thin, value_axis};
use super::bar::{Bar, scale};
use super::line::{LineChart, TALL, WIDE};
use super::palette::{ROLES, Role};
use super::series::{Point, Run, Series, extent, padded};
use super::sparkline::Sparkline;

const DAY: f64 = 86_400.0;

fn series(values: &[Option<f64>]) -> Series {
    let point = |(index, value): (usize, &Option<f64>)| Point {
        at: index as f64 * DAY,
        value: *value,
        band: value.map(|value| (value - 1.0, value + 1.0)),
        provisional: false,
    };
    Series { name: "all".into(), role: Role::Series(0), points: values.iter().enumerate().map(point).collect() }
}

fn draw(values: &[Option<f64>]) -> Option<super::line::Drawing> {
    let series = [series(values)];
    let end = DAY * (values.len().max(1) - 1) as f64;
    let chart = LineChart {
        series: &series,
        previous: None,
        target: None,
        time_ticks: &[Tick { at: 0.0, label: "1 Jan".into() }],
        time: (0.0, end),
        gaps: &[],
        label: &|value| format!("{value}"),
    };
    chart.draw(WIDE).unwrap()
}

fn polylines(svg: &str) -> Vec<String> {
    let color = format!("stroke=\"{}\"", Role::Series(0).hex());
    let lines = svg.split("<polyline").skip(1).filter(|tag| tag.contains(&color));
    lines.map(|tag| tag.split("points=\"").nth(1).unwrap().split('"').next().unwrap().trim().to_string()).collect()
}

#[test]
fn a_null_is_no_point_and_splits_the_line() {
    let drawing = draw(&[Some(1.0), Some(3.0), None, Some(2.0), Some(4.0)]).unwrap();
    assert_eq!(polylines(&drawing.svg).iter().map(|line| line.split(' ').count()).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(drawing.marks[2].y, None);
}

#[test]
fn unusual_series_are_drawn_as_golden() {
    // Worked out by hand: the plot reaches from 96 to 1578 across and from 444 up to 44.
    type Case<'a> = (&'a str, &'a [Option<f64>], &'a [&'a str]);
    let cases: [Case; 5] = [
        ("normal", &[Some(1.0), Some(2.0), Some(4.0)], &["96,377 836,310 1577,177"]),
        ("gap", &[Some(1.0), None, Some(4.0)], &[]),
        ("constant", &[Some(5.0), Some(5.0)], &["96,244 1577,244"]),
        ("single point", &[Some(5.0)], &[]),
        ("negative", &[Some(-4.0), Some(-2.0)], &["96,310 1577,177"]),
    ];
    for (name, values, lines) in cases {
        assert_eq!(polylines(&draw(values).unwrap().svg), lines, "{name}");
    }
}

#[test]
fn nothing_finite_draws_nothing() {
    assert_eq!(draw(&[]), None);
    assert_eq!(draw(&[None, None]), None);
    assert_eq!(draw(&[Some(f64::NAN), Some(f64::INFINITY)]), None);
}

#[test]
fn every_colour_is_in_the_palette() {
    let palette: Vec<String> = ROLES.iter().map(|role| role.hex()).collect();
    let many: Vec<Series> = (0..3).map(|index| Series { role: Role::Series(index), ..series(&[Some(1.0), None, Some(2.0)]) }).collect();
    let previous = Series { role: Role::Previous, ..series(&[Some(2.0), Some(1.0), Some(1.5)]) };
    let chart = LineChart {
        series: &many,
        previous: Some(&previous),
        target: Some((3.0, "target".into())),
        time_ticks: &[Tick { at: DAY, label: "2 Jan".into() }],
        time: (0.0, 2.0 * DAY),
        gaps: &[(0.5 * DAY, 1.5 * DAY)],
        label: &|value| format!("{value}"),
    };
    let spark = Sparkline { series: &many[0], previous: Some(&previous), target: Some(1.5), time: (0.0, 2.0 * DAY) };
    let bar = Bar { value: Some(2.0), band: Some((1.0, 3.0)) };
    let drawings = [
        chart.draw(WIDE).unwrap().unwrap().svg,
        chart.draw(TALL).unwrap().unwrap().svg,
        spark.draw().unwrap().unwrap(),
        bar.draw(&scale(&[bar])).unwrap(),
    ];
    for svg in drawings {
        let hexes: Vec<&str> = svg.match_indices("\"#").map(|(at, _)| &svg[at + 1..at + 8]).collect();
        assert!(!hexes.is_empty());
        for hex in hexes {
            assert!(palette.iter().any(|known| known == hex), "{hex} in {svg}");
        }
    }
}

#[test]
fn every_role_has_its_own_hex() {
    let mut hexes: Vec<String> = ROLES.iter().map(|role| role.hex()).collect();
    hexes.sort();
    hexes.dedup();
    assert_eq!(hexes.len(), ROLES.len());
}

#[test]
fn a_provisional_stretch_stays_connected() {
    let mut series = series(&[Some(1.0), Some(2.0), Some(3.0)]);
    series.points[2].provisional = true;
    let runs = [
        Run { points: vec![(0.0, 1.0), (DAY, 2.0)], provisional: false },
        Run { points: vec![(DAY, 2.0), (2.0 * DAY, 3.0)], provisional: true },
    ];
    assert_eq!(series.runs(), runs);
}

#[test]
fn ranges_are_padded_and_round() {
    assert_eq!(extent([f64::NAN, 2.0, f64::INFINITY, 1.0]), Some((1.0, 2.0)));
    assert_eq!(padded((0.0, 0.0)), -1.0..1.0);
    assert_eq!(padded((100.0, 100.0)), 95.0..105.0);
    assert_eq!(value_axis((0.0, 4.0)).ticks, [0.0, 1.0, 2.0, 3.0, 4.0]);
    assert_eq!(value_axis((90.0, 100.0)).range, 90.0..100.0);
    assert_eq!(value_axis((1.0, 100.0)).range, 0.0..100.0);
    assert_eq!(value_axis((-3.0, 2.0)).range, -4.0..2.0);
}

#[test]
fn ticks_are_thinned_from_the_end() {
    let ticks: Vec<Tick> = (0..10).map(|at| Tick { at: f64::from(at), label: at.to_string() }).collect();
    let kept: Vec<f64> = thin(&ticks, 4).iter().map(|tick| tick.at).collect();
    assert_eq!(kept, [0.0, 3.0, 6.0, 9.0]);
    assert_eq!(thin(&[], 4), []);
}

#[test]
fn a_bar_of_zero_has_a_width() {
    let bars = [Bar { value: Some(0.0), band: None }, Bar { value: Some(3.0), band: None }];
    let svg = bars[0].draw(&scale(&bars)).unwrap();
    assert!(svg.contains("<rect x=\"4\" y=\"10\" width=\"1\""), "{svg}");
}

#[test]
fn a_bar_holds_zero_and_shows_its_sign() {
    let bars = [Bar { value: Some(-1.0), band: None }, Bar { value: Some(3.0), band: None }, Bar::default()];
    let scale = scale(&bars);
    assert_eq!(scale, -1.0..3.0);
    assert!(bars[0].draw(&scale).unwrap().contains("<rect x=\"4\" y=\"10\" width=\"118\""));
    assert!(!bars[2].draw(&scale).unwrap().contains("<rect"));
}

/// Relative luminance as WCAG defines it.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let share = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The tokens of one theme: every `--name: #hex` between two marks of the style sheet.
fn tokens(css: &str) -> std::collections::BTreeMap<String, String> {
    let pairs = css.split("--").skip(1).filter_map(|part| part.split_once(':'));
    let hexes = pairs.filter_map(|(name, rest)| Some((name.to_owned(), rest.trim().get(..7)?.to_owned())));
    hexes.filter(|(_, hex)| hex.starts_with('#')).collect()
}

#[test]
fn text_and_lines_stand_out_from_the_paper_in_both_themes() {
    let css = include_str!("../../static/gaugeglass.css");
    let (light, rest) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let (dark, _) = rest.split_once("/* Ground */").unwrap();
    for theme in [tokens(light), tokens(dark)] {
        let against = |name: &str| contrast(&theme[name], &theme["paper"]);
        for text in ["ink", "soft", "accent", "good", "warn", "bad", "label"] {
            assert!(against(text) >= 4.5, "{text}: {:.2}", against(text));
        }
        for step in ["h1", "h2", "h3", "h4", "h5"] {
            let ratio = contrast(&theme["ink"], &theme[step]);
            assert!(ratio >= 4.5, "what is written on {step}: {ratio:.2}");
        }
        for line in ["s1", "s2", "s3", "s4", "s5", "s6", "previous", "goal", "axis"] {
            assert!(against(line) >= 3.0, "{line}: {:.2}", against(line));
        }
    }
}

#[test]
fn the_style_sheet_themes_every_role() {
    let css = include_str!("../../static/gaugeglass.css");
    for role in ROLES {
        let hex = role.hex();
        assert!(css.contains(&format!("[stroke=\"{hex}\"]")) && css.contains(&format!("[fill=\"{hex}\"]")), "{hex}");
    }
}

#[test]
fn a_line_that_is_broken_on_paper_is_broken_on_the_page() {
    let css = include_str!("../../static/gaugeglass.css");
    for role in ROLES.iter().filter(|role| role.dash().is_some()) {
        let selector = format!(".picture polyline[stroke=\"{}\"] {{", role.hex());
        let rule = css.split(&selector).nth(1).and_then(|rest| rest.split('}').next()).unwrap_or_default();
        assert!(rule.contains("stroke-dasharray"), "{role:?}: {rule}");
    }
}
