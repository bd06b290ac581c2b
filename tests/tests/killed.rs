//! Killed at any moment, by several at once, or robbed of its cache half-way: preparing gives the same answers after,
//! and leaves nothing behind for longer than one run.
//!
//! `GAUGEGLASS_KILLS` says how often; 100 is the whole of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use gaugeglass_tests::{Dice, escaped, get, program, rows, run, serve, world, write_config};
use serde_json::{Value, json};

const LOGS: [&str; 4] = ["assignments", "decisions", "deliveries", "orders"];
/// Days of decisions, as compressed lines.
const DAYS: u8 = 6;

/// Some logs of the world, and caches to prepare them in.
struct Lake {
    folder: tempfile::TempDir,
}

impl Lake {
    fn new() -> Lake {
        let folder = tempfile::tempdir().unwrap();
        for day in 5..5 + DAYS {
            let name = format!("decisions/ingest_dt=2026-01-{day:02}");
            std::fs::create_dir_all(folder.path().join("lines").join(&name)).unwrap();
            let file = format!("{name}/part-0000.ndjson.gz");
            std::fs::copy(world().join("ndjson").join(&file), folder.path().join("lines").join(&file)).unwrap();
        }
        Lake { folder }
    }

    fn cache(&self, name: &str) -> PathBuf {
        self.folder.path().join("caches").join(name)
    }

    /// A configuration with the cache of this name.
    fn config(&self, cache: &str) -> PathBuf {
        let stores = format!(
            "[cache]\nurl = \"file:{}\"\n[stores.lake]\nurl = \"file:{}\"\n[stores.lines]\nurl = \"file:{}\"\n",
            self.cache(cache).display(),
            world().join("logs").display(),
            self.folder.path().join("lines").display()
        );
        let logs = LOGS.map(|log| {
            let (store, format) = if log == "decisions" { ("lines", "ndjson") } else { ("lake", "parquet") };
            format!("[logs.{log}]\nstore = \"{store}\"\npath = \"{log}/\"\nformat = \"{format}\"\n")
        });
        let folder = self.folder.path().join(format!("config-{cache}"));
        std::fs::create_dir_all(&folder).unwrap();
        write_config(&folder, &(stores + &logs.concat()))
    }

    fn clear(&self, cache: &str) {
        remove(&self.cache(cache));
    }
}

/// Removes a folder in which others may still write.
fn remove(folder: &Path) {
    for _ in 0..100 {
        match std::fs::remove_dir_all(folder) {
            Ok(()) => return,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && !folder.exists() => return,
            Err(_) => {}
        }
    }
    panic!("{} cannot be removed", folder.display());
}

/// Every row of every log, as a hash over keys, clocks and order; which row of a key stands shows in its clocks.
fn statement() -> String {
    let of_log = |log: &str| {
        format!(
            "select '{log}' as log, count(*) as n, md5(string_agg(concat_ws('|', source, event_id, cast(event_time as varchar),
             cast(received_time as varchar), cast(ingest_time as varchar)), ',' order by source, event_id)) as content from logs.{log}"
        )
    };
    LOGS.map(of_log).join(" union all ") + " order by log"
}

const ACCOUNTS: &str = "select log, file, rows_in, rows_kept, rows_duplicate, rows_quarantined, state from meta.files order by log, file";

fn answers(config: &Path) -> Value {
    json!([rows(config, &statement()), rows(config, ACCOUNTS)])
}

fn start(config: &Path) -> Child {
    Command::new(program())
        .args(["prepare", "--config"])
        .arg(config)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn prepare(config: &Path) -> Duration {
    let begun = Instant::now();
    let output = run(&["prepare", "--config", config.to_str().unwrap()]);
    assert_eq!(output.code, 0, "{}", output.err);
    begun.elapsed()
}

/// Lets some of `whole` go by.
fn wait_a_part_of(whole: Duration, dice: &mut Dice) {
    let until = Instant::now() + whole.mul_f64(dice.below(1000) as f64 / 1000.0);
    while let Some(rest) = until.checked_duration_since(Instant::now()) {
        std::thread::park_timeout(rest);
    }
}

fn kills() -> usize {
    std::env::var("GAUGEGLASS_KILLS").map_or(8, |kills| kills.parse().unwrap())
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Files of a cache that no whole entry names.
fn leftovers(cache: &Path) -> Vec<PathBuf> {
    let all = files(cache);
    let notes: Vec<&PathBuf> = all.iter().filter(|path| path.ends_with("entry.json")).collect();
    let texts: String = notes.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let named = |path: &Path| path.ends_with("entry.json") || texts.contains(&*path.strip_prefix(cache).unwrap().to_string_lossy());
    all.iter().filter(|path| !named(path)).cloned().collect()
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let place = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::copy(&file, place).unwrap();
    }
}

#[test]
fn killed_at_any_moment_it_answers_the_same_and_leaves_nothing_behind() {
    let lake = Lake::new();
    let whole = prepare(&lake.config("whole"));
    let expected = answers(&lake.config("whole"));
    let (victim, witness) = (lake.config("victim"), lake.config("witness"));
    let mut dice = Dice::new(1);
    let (mut killed, mut left) = (0, 0);
    while killed < kills() {
        let mut child = start(&victim);
        wait_a_part_of(whole, &mut dice);
        child.kill().unwrap();
        let is_finished = child.wait().unwrap().success();
        killed += usize::from(!is_finished);
        left += leftovers(&lake.cache("victim")).len();
        // Asked of a copy, so that the next victim goes on where this one fell.
        copy(&lake.cache("victim"), &lake.cache("witness"));
        assert_eq!(answers(&witness), expected, "after {killed} kills");
        lake.clear("witness");
        if is_finished || dice.below(4) == 0 {
            sweep(&lake, "victim");
            assert_eq!(answers(&victim), expected, "after a sweep");
            lake.clear("victim");
        }
    }
    eprintln!("{killed} kills within {whole:?}; {left} files left behind and swept");
}

/// What a run left is gone after a later run, and what is whole stays.
fn sweep(lake: &Lake, cache: &str) {
    let (config, folder) = (lake.config(cache), lake.cache(cache));
    let whole: BTreeSet<PathBuf> = files(&folder).into_iter().filter(|path| path.ends_with("entry.json")).collect();
    let yesterday = SystemTime::now() - Duration::from_secs(24 * 3600);
    for file in leftovers(&folder) {
        File::options().write(true).open(file).unwrap().set_modified(yesterday).unwrap();
    }
    prepare(&config);
    let left: Vec<PathBuf> = leftovers(&folder);
    assert!(left.is_empty(), "{left:?}");
    assert!(whole.iter().all(|note| note.exists()), "a whole entry was swept");
    assert_eq!(run(&["cache", "verify", "--config", config.to_str().unwrap()]).code, 0);
}

#[test]
fn several_at_once_prepare_one_cache_and_agree() {
    let lake = Lake::new();
    let expected = answers(&lake.config("alone"));
    for count in [2, 4] {
        let name = format!("shared-{count}");
        let config = lake.config(&name);
        let children: Vec<Child> = (0..count).map(|_| start(&config)).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success(), "one of {count}");
        }
        assert_eq!(answers(&config), expected, "{count} at once");
        assert_eq!(run(&["cache", "verify", "--config", config.to_str().unwrap()]).code, 0);
    }
}

#[test]
fn a_cache_deleted_half_way_is_made_again() {
    let lake = Lake::new();
    let whole = prepare(&lake.config("whole"));
    let expected = answers(&lake.config("whole"));
    let config = lake.config("robbed");
    let mut dice = Dice::new(2);
    for round in 0..kills().div_ceil(2) {
        let child = start(&config);
        wait_a_part_of(whole, &mut dice);
        remove(&lake.cache("robbed"));
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.code().is_some_and(|code| code <= 2), "{ended:?}");
        assert_eq!(answers(&config), expected, "round {round}");
        lake.clear("robbed");
    }
}

#[test]
fn a_running_server_whose_cache_is_deleted_tells_no_wrong_answer() {
    let lake = Lake::new();
    let config = lake.config("served");
    let server = serve(&config, &[], &[]);
    let path = format!("/sql.json?q={}", escaped(&statement()));
    let ask = || get(&server.http, &path);
    let expected = ask().json()["rows"].take();
    assert_eq!(expected.as_array().unwrap().len(), LOGS.len());
    let mut dice = Dice::new(3);
    for round in 0..kills().div_ceil(2) {
        let answers: Vec<_> = std::thread::scope(|scope| {
            let asking: Vec<_> = (0..2).map(|_| scope.spawn(ask)).collect();
            wait_a_part_of(Duration::from_millis(300), &mut dice);
            remove(&lake.cache("served"));
            asking.into_iter().map(|answer| answer.join().unwrap()).collect()
        });
        for answer in answers {
            let is_right = answer.status == 200 && answer.json()["rows"] == expected;
            assert!(is_right || answer.status == 503, "round {round}: {} {}", answer.status, answer.text());
        }
        let after = ask();
        assert!(after.status == 200 && after.json()["rows"] == expected, "round {round}: {} {}", after.status, after.text());
    }
}
