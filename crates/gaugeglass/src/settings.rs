//! Every setting, once: its name, its default, and what it does.
//!
//! The list feeds the configuration parser, the flags and their help, the environment variables,
//! `meta.settings` and the reference in the README; a test compares them.

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Dotted name, as in the configuration file; the unit closes it.
    pub name: &'static str,
    /// The value where nothing is said.
    pub default: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
}

impl Setting {
    /// The environment variable: `GAUGEGLASS_HTTP_LISTEN` for `http.listen`.
    pub fn variable(&self) -> String {
        format!("GAUGEGLASS_{}", self.name.replace('.', "_").to_uppercase())
    }

    /// The flag without its dashes: `http-listen` for `http.listen`.
    pub fn flag(&self) -> String {
        self.name.replace(['.', '_'], "-")
    }
}

const fn setting(name: &'static str, default: &'static str, doc: &'static str) -> Setting {
    Setting { name, default, doc }
}

/// All settings with one value. Stores and logs are tables of the configuration file: see [`TABLES`].
pub const SETTINGS: [Setting; 29] = [
    setting("as_of", "now", "The instant that figures are for: `now`, or a fixed instant such as 2026-05-05T00:00:00Z."),
    setting("time_zone", "UTC", "The business time zone of calendar buckets, by IANA name; logs are in UTC."),
    setting("http.listen", "127.0.0.1:8080", "Address and port of the pages; port 0 takes a free one and prints it."),
    setting(
        "http.patience_ms",
        "4000",
        "A dashboard is shown after this many milliseconds at the latest; figures that are still being computed then follow.",
    ),
    setting("flight.listen", "127.0.0.1:50051", "Address and port of Arrow Flight SQL; port 0 takes a free one and prints it."),
    setting(
        "access.anonymous",
        "loopback",
        "Who may use Flight SQL without a name: `loopback` (when it listens there), `always` or `never`.",
    ),
    setting("access.users_file", "", "A file with one `user:password` a line for Flight SQL; empty for none."),
    setting("cache.url", "file:.gaugeglass", "Where prepared Parquet is kept: a folder or bucket of ours, never a log location."),
    setting(
        "cache.unfinished_ms_max",
        "3600000",
        "`prepare` removes work that nobody finished or touched for this many milliseconds from the cache.",
    ),
    setting(
        "cache.age_days_max",
        "30",
        "Entries of the cache that nothing needs now and nobody used for this many days are removed; 0 or empty for never.",
    ),
    setting(
        "cache.bytes_max",
        "107374182400",
        "Where the cache holds more bytes, entries that nothing needs now go, those unused for longest first; 0 or empty for never.",
    ),
    setting("storage.retries_max", "5", "How often a failed request to a store over the network is tried again."),
    setting("storage.request_time_ms_max", "60000", "A request to a store, with its body, may take this many milliseconds."),
    setting("storage.retry_time_ms_max", "60000", "No retry starts later than this many milliseconds after the first try."),
    setting("storage.requests_max", "32", "Requests to one store at the same time."),
    setting(
        "storage.allow_http",
        "false",
        "Whether stores may be asked over plain HTTP, such as one on this machine; anyone on the way can read and change it.",
    ),
    setting("queries.folders", "", "Folders, separated by commas, whose SQL files extend or override the built-in queries."),
    setting("dashboards.folders", "", "Folders, separated by commas, whose YAML files extend or override the built-in dashboards."),
    setting(
        "readiness.exemptions_file",
        "",
        "A YAML file of checks that an owner takes out of the readiness score for a while, as `queries/README.md` says; empty for none.",
    ),
    setting(
        "readiness.previous_rules",
        "",
        "A folder with the checks of an earlier day, whose score is shown beside today's; empty for today's checks, with nothing exempted or filtered.",
    ),
    setting("refresh.every_ms", "30000", "How often the stores are listed for new files, in milliseconds."),
    setting("telemetry.level", "warn", "What is written to standard error: `error`, `warn`, `info`, `debug` or `trace`."),
    setting("limits.query_time_ms_max", "30000", "A query still running after this many milliseconds is cancelled."),
    setting(
        "limits.memory_bytes_max",
        "",
        "Bytes of memory that one query may use; 0 or empty for a quarter of what the machine or container has. All queries together may use twice as much.",
    ),
    setting("limits.rows_max", "1000000", "Rows that one answer may have."),
    setting("limits.concurrency_max", "8", "Queries that run at the same time."),
    setting("limits.queue_max", "64", "Queries that may wait for their turn; further ones are told to come back."),
    setting("limits.sql_bytes_max", "262144", "Bytes that a statement may have."),
    setting("serve.open", "false", "Whether `demo` and `serve` open the overview in the browser."),
];

/// The tables of the configuration file, as patterns over their keys.
pub const TABLES: [Setting; 6] = [
    setting(
        "stores.<name>.url",
        "",
        "A store of logs: `file:logs`, `file:///srv/logs`, `s3://bucket/prefix`, `gs://bucket/prefix`, `az://container/prefix` or `https://host/folder`; credentials come from the environment, never from the URL.",
    ),
    setting("logs.<log>.store", "", "The store that holds the log."),
    setting("logs.<log>.path", "", "The folder of the log below the store's url."),
    setting(
        "logs.<log>.format",
        "",
        "`parquet`, `ndjson`, `csv`, `tsv`, `ipc`, `avro` or `delta`; told by the file names where absent, but for `delta`.",
    ),
    setting(
        "logs.<log>.mapping",
        "",
        "A SQL file that selects canonical columns from the relation `source`; absent where the columns are canonical.",
    ),
    setting(
        "logs.<log>.partition",
        "",
        "The key of hive-style folders, such as `ingest_dt`; told by the path, and checked where it is given.",
    ),
];
