//! The pages in a real browser: every kind of page on a desk and on a phone, by day and by night, with JavaScript and without.
//!
//! Pictures of all of them are kept beside the build, or in the folder that `GAUGEGLASS_PICTURES` names.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use gaugeglass_tests::{chromium, get, node, program};
use serde_json::{Value, json};

use crate::pages::{paths, site};

/// What everything that makes a page may weigh on its way, compressed.
const BYTES_MAX: u64 = 300_000;

/// What the browser saw; none where there is no browser.
static VISITS: LazyLock<Option<Vec<Value>>> = LazyLock::new(open_every_page);

fn open_every_page() -> Option<Vec<Value>> {
    let chromium = chromium()?;
    let server = site();
    let paths: Vec<String> = paths().into_iter().map(|(path, _)| path).collect();
    // Figures are computed once, and from then on every answer is whole.
    for path in &paths {
        get(&server.http, path);
    }
    std::fs::create_dir_all(pictures()).unwrap();
    let folder = pictures();
    let mut arguments = vec![chromium.to_str().unwrap(), folder.to_str().unwrap(), &server.http];
    arguments.extend(paths.iter().map(String::as_str));
    let visits: Vec<Value> = serde_json::from_str(&node("browser.mjs", &arguments)).unwrap();
    assert_eq!(visits.len(), 4 * paths.len());
    Some(visits)
}

fn pictures() -> PathBuf {
    let beside = || program().with_file_name("gaugeglass-test-pictures");
    std::env::var_os("GAUGEGLASS_PICTURES").map_or_else(beside, PathBuf::from)
}

/// The visits with their names; none, with a word, where there is no browser.
fn visits() -> Vec<(String, &'static Value)> {
    let Some(visits) = &*VISITS else {
        eprintln!("skipped: no Chromium, or no Node.js with npm to drive it");
        return Vec::new();
    };
    let name = |visit: &Value| format!("{} at {} px, JavaScript {}", visit["path"], visit["width"], visit["script"]);
    visits.iter().map(|visit| (name(visit), visit)).collect()
}

/// The visits with JavaScript, and what was done in them.
fn uses() -> Vec<(String, &'static Value)> {
    visits().into_iter().filter(|(_, visit)| visit["script"] == true).map(|(what, visit)| (what, &visit["used"])).collect()
}

/// How a page looked by day, by night, and with everything open.
fn looks(visit: &Value) -> Vec<&Value> {
    let opened = Some(&visit["used"]["opened"]).filter(|opened| opened.is_object());
    visit["looks"].as_array().unwrap().iter().chain(opened).collect()
}

#[test]
fn the_console_has_nothing_to_complain_about() {
    for (what, visit) in visits() {
        assert_eq!(visit["complaints"], json!([]), "{what}");
    }
}

#[test]
fn no_page_scrolls_sideways_even_with_everything_open() {
    for (what, visit) in visits() {
        for look in looks(visit) {
            assert_eq!(look["wide"], json!([]), "{what}: these are wider than the page");
            assert_eq!((&look["width"], &look["page_width"]), (&visit["width"], &visit["width"]), "{what}");
        }
    }
}

#[test]
fn every_page_says_what_it_is_and_where_its_content_begins() {
    for (what, visit) in visits() {
        for look in looks(visit) {
            assert!(look["title"].as_str().is_some_and(|title| title.ends_with("Gaugeglass")), "{what}: {look}");
            let parts = ["lang", "headings", "mains", "skips_to"].map(|part| &look[part]);
            assert_eq!(parts, [&json!("en"), &json!(1), &json!(1), &json!("MAIN")], "{what}");
        }
    }
}

#[test]
fn a_page_is_dark_by_night() {
    let visits = visits();
    let backgrounds = |scheme: &str| -> BTreeSet<String> {
        let looks = visits.iter().flat_map(|(_, visit)| looks(visit));
        looks.filter(|look| look["scheme"] == scheme).map(|look| look["background"].to_string()).collect()
    };
    let (day, night) = (backgrounds("light"), backgrounds("dark"));
    assert!(day.is_disjoint(&night), "{day:?}, {night:?}");
}

#[test]
fn a_page_says_the_same_figures_without_javascript() {
    let visits = visits();
    for (what, visit) in &visits {
        let (_, first) = visits.iter().find(|(_, other)| other["path"] == visit["path"]).unwrap();
        // Not all of a page of figures: it would fill the screen.
        assert!(visit["figures"] == first["figures"], "{what}: other figures than at first");
        let is_bare = visit["figures"].as_array().unwrap().is_empty();
        assert!(!is_bare, "{what}: no figure at all");
    }
}

#[test]
fn the_keyboard_reaches_every_control_and_shows_where_it_is() {
    for (what, used) in uses() {
        let keyboard = &used["keyboard"];
        assert_eq!((&keyboard["unreached"], &keyboard["unseen"]), (&json!([]), &json!([])), "{what}");
        assert!(keyboard["stops"].as_u64().is_some_and(|stops| stops > 10), "{what}: {keyboard}");
    }
}

#[test]
fn axe_finds_nothing_serious_with_everything_open() {
    for (what, used) in uses() {
        assert_eq!(used["findings"], json!([]), "{what}");
    }
}

#[test]
fn every_page_is_light_on_its_way() {
    for (what, visit) in visits() {
        assert!(visit["weight"].as_u64().is_some_and(|bytes| bytes > 0 && bytes < BYTES_MAX), "{what}: {} bytes", visit["weight"]);
    }
}

#[test]
fn every_page_is_kept_as_a_picture() {
    for (what, used) in uses() {
        let names = used["pictures"].as_array().unwrap();
        assert_eq!(names.len(), 2, "{what}");
        for name in names {
            let picture = std::fs::metadata(pictures().join(name.as_str().unwrap())).unwrap();
            assert!(picture.len() > 1000, "{what}: {name}");
        }
    }
}
