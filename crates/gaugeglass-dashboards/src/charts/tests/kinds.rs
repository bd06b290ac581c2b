//! Every kind of chart has the shapes it should have, in the roles they should have; where they lie was worked out by hand.

use std::collections::BTreeMap;

use super::super::cells::{Cell, Scale};
use super::super::cohort::{Cohort, CohortChart};
use super::super::funnel::{FunnelChart, Step};
use super::super::heatmap::{HeatMap, HeatRow};
use super::super::interval::{Dot, IntervalChart};
use super::super::palette::{ROLES, Role};
use super::super::steps::{self, Curve};
use super::super::survival::SurvivalChart;
use super::super::waterfall::{Part, WaterfallChart};
use super::super::{DrawError, Form, Sheet};

/// How often each shape of each role is drawn: `rect gap`.
fn structure(svg: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for tag in svg.split('<').skip(2).filter(|tag| !tag.starts_with('/')) {
        let name = tag.split(' ').next().unwrap();
        let role = ROLES.iter().find(|role| tag.contains(&role.hex())).unwrap_or_else(|| panic!("{tag} has no role"));
        *counts.entry(format!("{name} {}", format!("{role:?}").to_lowercase())).or_insert(0) += 1;
    }
    counts
}

fn check(sheet: &Sheet, areas: usize, expected: &[(&str, usize)]) {
    let expected: BTreeMap<String, usize> = expected.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    assert_eq!(structure(&sheet.svg), expected);
    assert_eq!(sheet.areas.len(), areas);
    let (width, height) = (sheet.size.width as i32, sheet.size.height as i32);
    for area in &sheet.areas {
        assert!(area.left >= -40 && area.top >= 0 && area.width > 0 && area.height > 0, "{area:?}");
        assert!(area.left + area.width <= width + 40 && area.top + area.height <= height, "{area:?} leaves {width} x {height}");
    }
}

/// Draws both forms, which have the same shapes, and gives the wide one.
fn both(draw: impl Fn(Form) -> Result<Option<Sheet>, DrawError>, areas: usize, expected: &[(&str, usize)]) -> Sheet {
    check(&draw(Form::Tall).unwrap().unwrap(), areas, expected);
    let wide = draw(Form::Wide).unwrap().unwrap();
    check(&wide, areas, expected);
    wide
}

fn dot(name: &str, series: usize, value: Option<f64>, band: Option<(f64, f64)>) -> Dot {
    Dot { name: name.into(), series, value, band, text: "x".into() }
}

fn part(size: Option<f64>) -> Part {
    Part { name: "part".into(), size, text: "x".into() }
}

fn step(count: Option<f64>) -> Step {
    Step { name: "step".into(), count, text: "x".into() }
}

fn cell(value: f64, provisional: bool) -> Cell {
    Cell { value: Some(value), text: "1".into(), provisional }
}

fn at(at: f64, value: Option<f64>) -> steps::Step {
    steps::Step { at, value, band: value.map(|value| (value - 0.1, value + 0.1)), at_risk: Some("5".into()) }
}

fn written(value: f64) -> String {
    value.to_string()
}

#[test]
fn an_interval_is_a_marker_with_a_whisker_and_a_gap_is_neither() {
    let dots = [dot("A", 0, Some(0.1), Some((0.05, 0.15))), dot("B", 0, None, None), dot("C", 1, Some(0.3), None)];
    let chart = IntervalChart { dots: &dots, target: Some(0.2), label: &written };
    let expected = [
        ("circle series(0)", 1),
        ("polyline axis", 1),
        ("polyline grid", 3),
        ("polyline target", 1),
        ("rect axis", 3),
        ("rect gap", 1),
        ("rect series(1)", 1),
        ("text label", 10),
    ];
    let wide = both(|form| chart.draw(form), 3, &expected);
    // A third of the way from 400 to 1330, in the middle of the first lane.
    assert!(wide.svg.contains("<circle cx=\"710\" cy=\"34\" r=\"11\""), "{}", wide.svg);
}

#[test]
fn an_interval_of_one_value_has_a_width() {
    let dots = [dot("A", 0, Some(0.1), Some((0.1, 0.1))), dot("B", 0, Some(0.3), None)];
    let svg = IntervalChart { dots: &dots, target: None, label: &written }.draw(Form::Wide).unwrap().unwrap().svg;
    assert!(svg.contains("width=\"1\" height=\"4\"") && !svg.contains("width=\"0\""), "{svg}");
}

#[test]
fn every_series_of_an_interval_chart_has_a_shape_of_its_own() {
    let dots: Vec<Dot> = (0..6).map(|series| dot("same", series, Some(1.0), None)).collect();
    let svg = IntervalChart { dots: &dots, target: None, label: &written }.draw(Form::Wide).unwrap().unwrap().svg;
    let marks: Vec<String> = structure(&svg).into_keys().filter(|mark| mark.contains("series")).collect();
    let polygons = ["polygon series(2)", "polygon series(3)", "polygon series(4)"];
    assert_eq!(marks, [&["circle series(0)", "circle series(5)"], &polygons[..], &["rect series(1)"]].concat());
}

#[test]
fn a_funnel_joins_the_steps_that_are_known() {
    let steps = [step(Some(100.0)), step(Some(40.0)), step(None), step(Some(10.0))];
    let expected = [("polygon series(0)", 1), ("rect gap", 1), ("rect series(0)", 3), ("text label", 8)];
    let wide = both(|form| FunnelChart { steps: &steps }.draw(form), 4, &expected);
    assert!(wide.svg.contains("<rect x=\"400\" y=\"19\" width=\"930\" height=\"30\""), "{}", wide.svg);
    let none = [step(Some(0.0)), step(Some(0.0))];
    let empty = FunnelChart { steps: &none }.draw(Form::Wide).unwrap().unwrap();
    assert_eq!(empty.svg.matches("width=\"2\" height=\"30\"").count(), 2, "{}", empty.svg);
}

#[test]
fn a_waterfall_hangs_each_part_where_the_one_before_ended() {
    let parts = [part(Some(6.0)), part(Some(3.0)), part(Some(-1.0)), part(Some(2.0)), part(None)];
    let chart = WaterfallChart { parts: &parts, label: &written };
    let expected =
        [("polyline axis", 5), ("polyline grid", 4), ("rect gap", 1), ("rect series(0)", 3), ("rect series(1)", 1), ("text label", 15)];
    let wide = both(|form| chart.draw(form), 5, &expected);
    // Ten are the whole: the first part reaches from four to ten, the second from one to four.
    assert!(wide.svg.contains("<rect x=\"772\" y=\"19\" width=\"558\""), "{}", wide.svg);
    assert!(wide.svg.contains("<rect x=\"493\" y=\"71\" width=\"279\""), "{}", wide.svg);
}

#[test]
fn a_heat_map_shades_values_and_strikes_out_what_is_unknown() {
    let columns = ["a".to_owned(), "b".to_owned()];
    let rows = [
        HeatRow { name: "one".into(), cells: vec![cell(0.0, false), cell(1.0, false)] },
        HeatRow { name: "two".into(), cells: vec![Cell::default(), cell(1.0, true)] },
    ];
    let expected = [
        ("polyline label", 1),
        ("rect axis", 1),
        ("rect gap", 1),
        ("rect heat(0)", 1),
        ("rect heat(4)", 2),
        ("text ink", 3),
        ("text label", 4),
    ];
    let map = HeatMap { columns: &columns, rows: &rows };
    both(|form| map.draw(form), 4, &expected);
}

#[test]
fn younger_cohorts_are_shorter_and_open_cells_have_a_border() {
    let ages = ["0".to_owned(), "1".to_owned(), "2".to_owned()];
    let cohorts = [
        Cohort { name: "Jan (10)".into(), cells: vec![Some(cell(1.0, false)), Some(cell(0.5, false)), Some(cell(0.4, true))] },
        Cohort { name: "Feb (5)".into(), cells: vec![Some(cell(1.0, false)), Some(cell(0.6, true)), None] },
    ];
    let expected = [("rect axis", 2), ("rect heat(1)", 1), ("rect heat(2)", 2), ("rect heat(4)", 2), ("text ink", 5), ("text label", 5)];
    let chart = CohortChart { ages: &ages, cohorts: &cohorts };
    both(|form| chart.draw(form), 5, &expected);
}

#[test]
fn a_survival_curve_is_a_staircase_with_a_table_of_those_at_risk() {
    let falling = Curve { name: "falling".into(), steps: vec![at(0.0, Some(1.0)), at(3.0, Some(0.4))] };
    let broken = Curve { name: "broken".into(), steps: vec![at(0.0, Some(0.2)), at(1.0, Some(0.5)), at(2.0, None), at(3.0, Some(0.6))] };
    let curves = [broken, falling];
    let chart = SurvivalChart { curves: &curves, label_time: &written, label: &written, at_risk: "at risk" };
    assert_eq!(chart.times(), [0.0, 1.0, 2.0, 3.0]);
    let wide = chart.draw(Form::Wide).unwrap().unwrap();
    let expected = [
        ("circle series(0)", 1),
        ("polyline axis", 5),
        ("polyline grid", 4),
        ("polyline series(0)", 1),
        ("polyline series(1)", 1),
        ("text label", 18),
        ("text series(0)", 2),
        ("text series(1)", 2),
    ];
    check(&wide, 4, &expected);
    assert!(wide.svg.contains("points=\"330,44 1370,44 1370,284 \""), "{}", wide.svg);
}

#[test]
fn a_single_curve_has_its_interval_and_needs_no_name_at_its_end() {
    let curves = [Curve { name: "only".into(), steps: vec![at(0.0, Some(0.2)), at(1.0, Some(0.5))] }];
    let chart = SurvivalChart { curves: &curves, label_time: &written, label: &written, at_risk: "n" };
    let shapes = structure(&chart.draw(Form::Wide).unwrap().unwrap().svg);
    assert_eq!((shapes["polygon series(0)"], shapes["polyline series(0)"], shapes["text series(0)"]), (1, 1, 1));
}

#[test]
fn nothing_known_draws_nothing_in_any_kind() {
    let columns = ["a".to_owned()];
    let rows = [HeatRow { name: "one".into(), cells: vec![Cell::default()] }];
    let cohorts = [Cohort { name: "one".into(), cells: vec![Some(Cell::default())] }];
    let curves = [Curve { name: "one".into(), steps: vec![at(0.0, None)] }];
    for form in [Form::Wide, Form::Tall] {
        let drawn = [
            IntervalChart { dots: &[dot("A", 0, Some(f64::NAN), None)], target: Some(1.0), label: &written }.draw(form),
            FunnelChart { steps: &[step(Some(-1.0)), step(None)] }.draw(form),
            WaterfallChart { parts: &[part(None)], label: &written }.draw(form),
            HeatMap { columns: &columns, rows: &rows }.draw(form),
            CohortChart { ages: &columns, cohorts: &cohorts }.draw(form),
            SurvivalChart { curves: &curves, label_time: &written, label: &written, at_risk: "n" }.draw(form),
        ];
        for sheet in drawn {
            assert_eq!(sheet.unwrap(), None);
        }
    }
}

#[test]
fn steps_of_colour_lie_between_round_values() {
    let scale = Scale::of([0.58, 1.0]).unwrap();
    let bounds: Vec<(f64, f64)> = scale.bands().iter().map(|band| (band.from, band.to)).collect();
    assert_eq!(bounds.len(), 3);
    assert!((bounds[0].0 - 0.4).abs() < 1e-9 && (bounds[2].1 - 1.0).abs() < 1e-9, "{bounds:?}");
    assert_eq!([0.58, 0.7, 1.0].map(|value| scale.role(value)), [Role::Heat(0), Role::Heat(2), Role::Heat(4)]);
    assert_eq!(Scale::of([f64::NAN]), None);
    let same = Scale::of([0.4]).unwrap();
    assert!(same.bands().iter().any(|band| Role::Heat(band.step) == same.role(0.4)));
}
