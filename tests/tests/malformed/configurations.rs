//! A mistake in the configuration ends every command with 1, on standard error, at the place in the file.

use std::path::Path;

use gaugeglass_tests::{Output, run_in, world};

/// A store over the world's logs; the mistake stands after it.
const LAKE: &str = "[stores.lake]\nurl = \"file:{WORLD}/logs\"\n";
/// The same with one log, on lines 3 to 5.
const DECISIONS: &str =
    "[stores.lake]\nurl = \"file:{WORLD}/logs\"\n[logs.decisions]\nstore = \"lake\"\npath = \"decisions/ingest_dt=2026-01-05/\"\n";

/// What comes first, the text after it, the place, and words of the message and the remedy.
type Case = (&'static str, &'static str, &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    ("", "time_zone = \"UTC\n", "1:17", &["not valid TOML"]),
    ("", "time_zone = \"UTC\"\ntime_zone = \"UTC\"\n", "2:1", &["duplicate key"]),
    ("", "time_zon = \"UTC\"\n", "1:1", &["unknown setting `time_zon`", "did you mean `time_zone`?"]),
    ("", "[limits]\nrow_max = 1\n", "2:1", &["unknown setting `limits.row_max`", "did you mean `limits.rows_max`?"]),
    ("", "[limit]\nrows_max = 1\n", "2:1", &["unknown setting `limit.rows_max`", "did you mean `limits.rows_max`?"]),
    ("", "[limits]\nrows_max = -1\n", "2:12", &["`-1` is not a whole number from 1 on"]),
    ("", "[limits]\nrows_max = \"many\"\n", "2:12", &["`many` is not a whole number from 1 on"]),
    ("", "as_of = \"yesterday\"\n", "1:9", &["`yesterday` is not an instant", "2026-05-05T00:00:00Z"]),
    ("", "time_zone = \"Europe/Berlim\"\n", "1:13", &["`Europe/Berlim` is not a time zone", "did you mean `Europe/Berlin`?"]),
    ("", "[time_zone]\nname = \"UTC\"\n", "2:1", &["unknown setting `time_zone.name`"]),
    ("", "[http]\nlisten = \"8080\"\n", "2:10", &["`8080` is not an address with a port", "host:port"]),
    ("", "[access]\nanonymous = \"maybe\"\n", "2:13", &["`maybe` is not one of: loopback, always, never"]),
    ("", "[telemetry]\nlevel = \"loud\"\n", "2:9", &["`loud` is not one of: error, warn"]),
    ("", "[serve]\nopen = \"perhaps\"\n", "2:8", &["`perhaps` is not one of: true, false"]),
    ("", "[cache]\nurl = \"redis:x\"\n", "2:7", &["cache.url", "`redis:x` is not understood", "write file:, s3:"]),
    ("", "logs = \"events\"\n", "1:8", &["logs is a table of tables", "[logs.<name>]"]),
    ("", "[stores]\nlake = \"file:logs\"\n", "2:8", &["stores.lake is a table", "url"]),
    ("", "[stores.lake]\n", "1:9", &["`url` is missing", "s3://bucket/prefix"]),
    ("", "[stores.lake]\nurl = \"ftp://acme\"\n", "2:7", &["`ftp://acme` is not understood", "write file:, s3:"]),
    ("", "[stores.lake]\nurl = \"s3://\"\n", "2:7", &["it names no bucket", "s3://bucket/prefix"]),
    ("", "[stores.lake]\nurl = \"file:no/such\"\n", "2:7", &["there is no folder", "no/such", "make it, or correct the path"]),
    ("", "[logs.events]\nstore = \"lake\"\npath = \"events/\"\n", "2:9", &["no store is named `lake`", "add `[stores.lake]`"]),
    (LAKE, "region = \"eu\"\n", "3:1", &["unknown key `region`", "known: url"]),
    (LAKE, "[logs.events]\nstore = \"lak\"\npath = \"events/\"\n", "4:9", &["no store is named `lak`", "did you mean `lake`?"]),
    (LAKE, "[logs.event]\nstore = \"lake\"\npath = \"event/\"\n", "3:7", &["unknown log `event`", "did you mean `events`?"]),
    (LAKE, "[logs.events]\nstore = \"lake\"\n", "3:1", &["`path` is missing", "below the store's url"]),
    (
        LAKE,
        "[cache]\nurl = \"file:{WORLD}/logs/cache\"\n",
        "4:7",
        &["overlap", "nothing is ever written to a log location", "a folder of its own"],
    ),
    (LAKE, "[cache]\nurl = \"file:{WORLD}\"\n", "4:7", &["overlap", "a folder of its own"]),
    (DECISIONS, "format = \"xml\"\n", "6:10", &["`xml` is not a format", "parquet, ndjson, csv"]),
    (DECISIONS, "fromat = \"parquet\"\n", "6:1", &["unknown key `fromat`", "did you mean `format`?"]),
    (DECISIONS, "partition = \"day\"\n", "6:13", &["lies in no `day=…` folder", "correct `partition`"]),
    (DECISIONS, "mapping = \"nowhere.sql\"\n", "6:11", &["nowhere.sql cannot be read", "correct the path"]),
];

fn asked(folder: &Path, config: &str, arguments: &[&str]) -> Output {
    let config = config.replace("{WORLD}", world().to_str().unwrap());
    std::fs::write(folder.join("gaugeglass.toml"), config).unwrap();
    run_in(folder, arguments, &[])
}

#[test]
fn a_wrong_configuration_is_told_at_its_place() {
    for (before, text, place, words) in CASES {
        let folder = tempfile::tempdir().unwrap();
        let output = asked(folder.path(), &format!("{before}{text}"), &["check"]);
        assert_eq!((output.code, output.out.as_str()), (1, ""), "{text}{}", output.err);
        assert!(output.err.starts_with(&format!("error: gaugeglass.toml:{place}: ")), "{text}{place}: {}", output.err);
        for word in *words {
            assert!(output.err.contains(word), "{text}{word}: {}", output.err);
        }
    }
}

/// A mapping, the place in it, and words of the message and the remedy.
const MAPPINGS: &[(&str, &str, &[&str])] = &[
    ("select event_id,\n  evnt_time from source", ":2:3", &["no column named `evnt_time`", "did you mean `event_time`?"]),
    (
        "select event_id, 1 as decison_time from source",
        ":1:23",
        &["`decison_time` is not a column of the log", "did you mean `decision_time`?"],
    ),
    ("selec event_id from source", ":1:1", &["found: selec"]),
    ("select event_id\nfrom logs.decisions", ":2:6", &["`logs.decisions` is not known here", "selects from `source`"]),
    ("delete from source", ":1:1", &["a mapping is one SELECT from `source`"]),
    ("select event_id from source; select 1", ":1:1", &["a mapping is one SELECT from `source`"]),
    ("", "", &["a mapping is one SELECT from `source`"]),
    ("select event_id from source group by event_id", ":1:1", &["goes row for row", "belong in a model"]),
    ("select event_id from source limit 3", ":1:1", &["goes row for row"]),
];

#[test]
fn a_wrong_mapping_is_told_at_its_place_by_a_query_and_by_check() {
    let config = format!("{DECISIONS}mapping = \"decisions.sql\"\n");
    for (mapping, place, words) in MAPPINGS {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("decisions.sql"), mapping).unwrap();
        let query = asked(folder.path(), &config, &["query", "select count(*) from logs.decisions"]);
        assert_eq!((query.code, query.out.as_str()), (1, ""), "{mapping}: {}", query.err);
        assert!(query.err.contains(&format!("error: logs.decisions.mapping: decisions.sql{place}: ")), "{mapping}: {}", query.err);
        let check = asked(folder.path(), &config, &["check"]);
        assert_eq!(check.code, 1, "{mapping}: {}", check.out);
        assert!(check.out.contains(&format!("decisions.sql{place}")) && check.out.contains("1 mistake above"), "{mapping}: {}", check.out);
        for word in *words {
            assert!(query.err.contains(word) && check.out.contains(word), "{mapping}: {word}: {}{}", query.err, check.out);
        }
    }
}

#[test]
fn a_wrong_value_of_a_flag_or_a_variable_is_told_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let flag = run_in(folder.path(), &["check", "--time-zone", "Mars"], &[]);
    assert!(flag.code == 1 && flag.err.contains("time_zone = `Mars` (flag)"), "{}", flag.err);
    let variable = run_in(folder.path(), &["check"], &[("GAUGEGLASS_AS_OF", "soon")]);
    assert!(variable.code == 1 && variable.err.contains("as_of = `soon` (environment)"), "{}", variable.err);
}

#[test]
fn folders_and_files_that_are_not_there_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, &[&str], &str); 4] = [
        ("[queries]\nfolders = \"no/such\"\n", &["check"], "correct the path in `queries.folders`"),
        ("[dashboards]\nfolders = \"no/such\"\n", &["check"], "the folder of dashboards cannot be read"),
        (
            "[access]\nusers_file = \"no/such\"\n",
            &["serve", "--http-listen", "127.0.0.1:0", "--flight-listen", "127.0.0.1:0"],
            "access.users_file",
        ),
        (
            "[stores.lake]\nurl = \"file:{WORLD}/logs\"\n[logs.events]\nstore = \"lake\"\npath = \"evants/\"\n",
            &["query", "select count(*) from logs.events"],
            "logs.events: no file under `evants/`",
        ),
    ];
    for (config, arguments, words) in cases {
        let output = asked(folder.path(), config, arguments);
        assert_eq!(output.code, 1, "{config}");
        assert!(format!("{}{}", output.out, output.err).contains(words), "{config}: {}{}", output.out, output.err);
    }
}
