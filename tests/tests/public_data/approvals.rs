//! Two real process logs, permits and tickets, read where they lie as logs of approvals: their turnaround is that of two
//! databases, and of survival analysis in Python where part of them is still open.
//!
//! Neither the rows nor most of the answers are in the repository: they lie beside it, or the tests are skipped.

use std::path::{Path, PathBuf};

use gaugeglass_tests::{answer, assert_same, oracles, rows};
use serde_json::{Value, json};

use super::{CLOSE, read_in_place};

/// After the last event of either log.
const OVER: &str = "2015-01-01T00:00:00Z";

/// One log and what others found in it.
struct Process {
    name: &'static str,
    file: &'static str,
    /// Front matter, and the columns of the source by the names that the mapping uses.
    front: &'static str,
    columns: &'static str,
    /// Cases with three different activities or more, their sum over all cases, and the most of one case: pandas 2.3.3.
    layers: (i64, i64, i64),
    /// An instant in the middle of the log.
    as_of: &'static str,
    /// What `approval_turnaround` must say then: lifelines 0.30.3, KaplanMeierFitter with its log-log interval.
    then: &'static [(&'static str, f64)],
}

const PROCESSES: [Process; 2] = [
    Process {
        name: "receipt",
        file: "receipt.csv.gz",
        front: r#"/* ---
format: csv
columns: {"case:concept:name": text, "concept:name": text, "org:resource": text, "time:timestamp": text}
--- */
"#,
        columns: r#""case:concept:name" as workflow, "concept:name" as stage, "org:resource" as actor,
             try_cast("time:timestamp" as timestamp) as at"#,
        layers: (1318, 8332, 15),
        as_of: "2011-06-01T00:00:00Z",
        then: &[
            ("n", 768.0),
            ("open", 14.0),
            ("p50_h", 43.939_398_611_111_11),
            ("p90_h", 476.118_777_222_222_2),
            ("over_48h", 0.478_672_302_105_379_37),
            ("lo", 26.237_021_666_666_667),
            ("hi", 51.234_870_277_777_78),
            ("completed_only_p50_h", 42.106_805_694_444_446),
            ("completed_only_over_48h", 0.469_496_021_220_159_15),
            ("open_age_p50_h", 252.300_096_527_777_78),
            ("open_age_max_h", 4_042.389_441_944_444_6),
        ],
    },
    Process {
        name: "helpdesk",
        file: "helpdesk_events.parquet",
        front: "",
        columns: "case_id as workflow, activity as stage, resource as actor, ts as at",
        layers: (4575, 19_443, 9),
        as_of: "2012-06-01T00:00:00Z",
        then: &[
            ("n", 3302.0),
            ("open", 217.0),
            ("p50_h", 968.327_777_777_777_8),
            ("p90_h", 1_272.129_166_666_666_6),
            ("over_48h", 1.0),
            ("lo", 957.490_833_333_333_3),
            ("hi", 1_008.791_944_444_444_4),
            ("completed_only_p50_h", 961.117_777_777_777_7),
            ("open_age_p50_h", 417.387_222_222_222_25),
            ("open_age_max_h", 1_382.334_166_666_666_8),
        ],
    },
];

impl Process {
    /// Every event approves the stage that it names; the first of a case submits it, the last publishes it.
    fn mapping(&self) -> String {
        format!(
            "{front}with events as (select *, {columns} from source),
             steps as (
               select *,
                 row_number() over (partition by workflow order by at, stage) as place,
                 count(*) over (partition by workflow) as places,
                 dense_rank() over (order by stage) as number
               from events
             ),
             actions as (
               select *, unnest(make_array(
                 case when place = 1 then 'submitted' end, 'approved', case when place = places then 'published' end
               )) as action
               from steps
             )
             select
               concat_ws('/', workflow, place, action) as event_id, '/process' as source, 'approval' as type,
               at as event_time, at as ingest_time, 'ms' as time_precision, 'prod' as environment,
               workflow as workflow_id, 'policy' as object_type, workflow as object_id, '1' as object_version,
               cast(number as smallint) as stage_no, stage as stage_name, action, actor as actor_id
             from actions
             where action is not null",
            front = self.front,
            columns = self.columns,
        )
    }

    fn config(&self, folder: &Path, file: &Path, as_of: &str) -> PathBuf {
        read_in_place(folder, file, "approvals", &self.mapping(), as_of)
    }
}

/// The one row of a metric over the whole log.
fn total(config: &Path, metric: &str) -> Value {
    let asked = ["query", "--metric", metric, "--grain", "total", "--from", "2009-01-01", "--to", "2015-01-01"];
    answer(config, &asked)["rows"][0].clone()
}

/// Runs a claim over each log: its configuration as of an instant, and the answers of the databases.
fn each(as_of: fn(&Process) -> &'static str, claim: fn(&Process, &Path, &Value)) {
    let Some(oracles) = oracles() else {
        eprintln!("skipped: the process logs are not beside the repository");
        return;
    };
    let place = oracles.join("approvals");
    let answers: Value = serde_json::from_str(&std::fs::read_to_string(place.join("expected.json")).unwrap()).unwrap();
    for process in &PROCESSES {
        let folder = tempfile::tempdir().unwrap();
        let config = process.config(folder.path(), &place.join(process.file), as_of(process));
        claim(process, &config, &answers);
    }
}

#[test]
fn every_event_is_read_and_every_case_has_the_turnaround_of_two_databases() {
    each(
        |_| OVER,
        |process, config, answers| {
            let expected = &answers[process.name];
            let events = rows(config, "select count(*) as events from logs.approvals where action = 'approved'");
            assert_eq!(events[0]["events"], answers[format!("{}_events", process.name)]);
            assert_eq!(rows(config, "select * from meta.quarantine"), json!([]));
            let sql = "select count(*) as n, avg(turnaround_h) * 3600 as mean, sum(turnaround_h) * 3600 as sum from model.approval_cycles";
            let expected = json!({ "n": expected["n"], "mean": expected["mean"], "sum": expected["sum"] });
            assert_same(&rows(config, sql)[0], &expected, CLOSE, process.name);
        },
    );
}

/// Each convention as the answers name it, and the functions that keep to it. Without open cases
/// a quantile of Kaplan and Meier is one of nearest rank.
const PERCENTILES: [(&str, &str); 3] = [
    ("linear_type7(percentile_cont)", "quantile_linear($share, seconds)"),
    ("nearest_rank(percentile_disc)", "quantile_with_misses($share, seconds)"),
    ("nearest_rank(percentile_disc)", "km_quantile($share, seconds, true)"),
];

#[test]
fn turnaround_has_the_percentiles_of_both_conventions() {
    each(
        |_| OVER,
        |process, config, answers| {
            for (convention, function) in PERCENTILES {
                let expected = &answers[process.name][convention];
                let shares = expected.as_object().unwrap().keys();
                let columns: Vec<String> = shares.map(|share| format!("{} as \"{share}\"", function.replace("$share", share))).collect();
                let cases = "select turnaround_h * 3600 as seconds from model.approval_cycles";
                let found = rows(config, &format!("select {} from ({cases}) cases", columns.join(", ")));
                assert_same(&found[0], expected, CLOSE, &format!("{} by {function}", process.name));
            }
        },
    );
}

#[test]
fn layers_are_the_different_activities_of_a_case() {
    each(
        |_| OVER,
        |process, config, answers| {
            let (three, all, most) = process.layers;
            let cases = answers[process.name]["n"].as_f64().unwrap();
            let row = total(config, "approval_layers");
            let figures = json!([row["three_layers"], row["mean_layers"], row["most_layers"]]);
            assert_same(&figures, &json!([three as f64 / cases, all as f64 / cases, most]), CLOSE, process.name);
        },
    );
}

#[test]
fn open_cases_are_censored_as_survival_analysis_in_python_does() {
    each(
        |process| process.as_of,
        |process, config, _| {
            let row = total(config, "approval_turnaround");
            for (column, expected) in process.then {
                let found = row[*column].as_f64().unwrap_or_else(|| panic!("{column} of {row}"));
                assert!((found - expected).abs() <= CLOSE * expected, "{} {column}: {found}, expected {expected}", process.name);
            }
            // The log knows neither rejections nor calendars: the one is none, the other unknown.
            assert_eq!((&row["rejected_48h"], &row["business_p50_h"]), (&json!(0.0), &Value::Null), "{row}");
            let queue = rows(config, "select count(*) as open, max(age_h) as oldest from metrics.approval_queue");
            assert_same(&queue[0], &json!({ "open": row["open"], "oldest": row["open_age_max_h"] }), CLOSE, process.name);
        },
    );
}

#[test]
fn intervals_tile_real_cases_and_their_hours_are_all_there_are() {
    each(
        |_| OVER,
        |process, config, answers| {
            let hours = "select sum(wall_h) * 3600 as seconds, count(*) filter (where wall_h <= 0) as empty from model.approval_intervals";
            let expected = json!({ "seconds": answers[process.name]["sum"], "empty": 0 });
            assert_same(&rows(config, hours)[0], &expected, CLOSE, process.name);
            let stages = "select sum(hours) * 3600 as seconds from metrics.approval_stage_hours";
            assert_same(&rows(config, stages)[0], &json!({ "seconds": answers[process.name]["sum"] }), CLOSE, process.name);
            // Over a whole log in which all is over, Little's law holds to the last digit.
            let law = total(config, "approval_littles_law");
            assert!((law["ratio"].as_f64().unwrap() - 1.0).abs() < CLOSE, "{law}");
        },
    );
}
