//! The configuration: file, environment and flags read into settings, every mistake at its place.

mod error;
mod file;
mod machine;
mod mask;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;
use gaugeglass_engine::{
    CacheLimits, Engine, EngineSettings, Error, Limits, LogSettings, ReadinessSettings, SettingRow, StorageSettings, StoreSettings,
    redacted_url,
};

pub use error::ConfigError;
pub use file::File;

use crate::failure::Failure;
use crate::settings::SETTINGS;

/// The file that is read where none is named.
pub const DEFAULT_FILE: &str = "gaugeglass.toml";

/// The setting whose default depends on the machine.
const MEMORY: &str = "limits.memory_bytes_max";

/// Everything a command needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file that was read, where there is one.
    file: Option<File>,
    /// What the engine needs.
    pub engine: EngineSettings,
    /// Address of the pages.
    pub http_listen: String,
    /// Milliseconds that a dashboard waits for its figures.
    pub patience_ms: u64,
    /// Address of Flight SQL.
    pub flight_listen: String,
    /// Who may use Flight SQL without a name.
    pub anonymous: String,
    /// Names and passwords for Flight SQL.
    pub users_file: Option<PathBuf>,
    /// Folders of dashboards.
    pub dashboards: Vec<PathBuf>,
    /// How long unfinished work stays in the cache, in milliseconds.
    pub unfinished_ms_max: u64,
    /// Level of the service's own messages.
    pub telemetry_level: String,
    /// Whether to open the browser.
    pub open: bool,
}

/// A value in force and where it came from.
struct Given<'a> {
    text: String,
    origin: &'static str,
    file: Option<&'a File>,
    name: String,
}

/// Reads the configuration that the command line names.
pub fn load(matches: &ArgMatches) -> Result<Config, ConfigError> {
    let named = matches.get_one::<PathBuf>("config").cloned();
    let path = named.or_else(|| Path::new(DEFAULT_FILE).exists().then(|| PathBuf::from(DEFAULT_FILE)));
    let file = path.map(|path| File::read(&path)).transpose()?;
    assemble(file.as_ref(), matches)
}

/// Reads this file, with environment and flags on top.
pub fn load_file(path: &Path, matches: &ArgMatches) -> Result<Config, ConfigError> {
    assemble(Some(&File::read(path)?), matches)
}

/// Flags and environment alone, for a command that is to write the file.
pub fn without_file(matches: &ArgMatches) -> Result<Config, ConfigError> {
    assemble(None, matches)
}

fn assemble(file: Option<&File>, matches: &ArgMatches) -> Result<Config, ConfigError> {
    let given = |name: &str| given(name, file, matches);
    let number = |name: &str| value::number(&given(name));
    let base = file.map(|file| file.folder.clone()).unwrap_or_else(|| PathBuf::from("."));
    let limits = Limits {
        query_time_ms_max: number("limits.query_time_ms_max")? as u64,
        memory_bytes_max: value::number_or_none(&given(MEMORY))?.map_or_else(machine::quarter_of_memory, |bytes| bytes as usize),
        rows_max: number("limits.rows_max")?,
        concurrency_max: number("limits.concurrency_max")?,
        queue_max: number("limits.queue_max")?,
        sql_bytes_max: number("limits.sql_bytes_max")?,
    };
    let storage = StorageSettings {
        retries_max: number("storage.retries_max")?,
        request_time_ms_max: number("storage.request_time_ms_max")? as u64,
        retry_time_ms_max: number("storage.retry_time_ms_max")? as u64,
        requests_max: number("storage.requests_max")?,
        allow_http: value::one_of(&given("storage.allow_http"), &["true", "false"])? == "true",
    };
    let cache_limits = CacheLimits {
        age_days_max: value::number_or_none(&given("cache.age_days_max"))?,
        bytes_max: value::number_or_none(&given("cache.bytes_max"))?,
    };
    let (stores, logs) = tables(file);
    let engine = EngineSettings {
        as_of: value::as_of(&given("as_of"))?,
        time_zone: value::time_zone(&given("time_zone"))?,
        cache: given("cache.url").text,
        queries: value::folders(&given("queries.folders").text, &base),
        readiness: ReadinessSettings {
            exemptions_file: value::path(&given("readiness.exemptions_file").text, &base),
            previous_rules: value::path(&given("readiness.previous_rules").text, &base),
        },
        refresh_ms: number("refresh.every_ms")? as u64,
        shown: shown(file, matches, &limits),
        base: base.clone(),
        cache_limits,
        storage,
        stores,
        logs,
        limits,
    };
    Ok(Config {
        file: file.cloned(),
        engine,
        http_listen: value::address(&given("http.listen"))?,
        patience_ms: number("http.patience_ms")? as u64,
        flight_listen: value::address(&given("flight.listen"))?,
        anonymous: value::one_of(&given("access.anonymous"), &["loopback", "always", "never"])?,
        users_file: value::path(&given("access.users_file").text, &base),
        dashboards: value::folders(&given("dashboards.folders").text, &base),
        unfinished_ms_max: number("cache.unfinished_ms_max")? as u64,
        telemetry_level: value::one_of(&given("telemetry.level"), &["error", "warn", "info", "debug", "trace"])?,
        open: value::one_of(&given("serve.open"), &["true", "false"])? == "true",
    })
}

impl Config {
    /// Opens the engine; what it finds wrong with the configuration is told at its place in the file.
    pub async fn open(&self) -> Result<Engine, Failure> {
        Engine::open(self.engine.clone()).await.map_err(|error| match self.mistake(&error) {
            Some(mistake) => mistake.into(),
            None => error.into(),
        })
    }

    fn mistake(&self, error: &Error) -> Option<ConfigError> {
        let Error::Config(words) = error else {
            return None;
        };
        let is_elsewhere = |row: &SettingRow| row.origin != "file" && words.starts_with(&format!("{}: ", row.name));
        match self.engine.shown.iter().any(is_elsewhere) {
            true => None,
            false => self.file.as_ref()?.mistake(words),
        }
    }
}

/// Flag over environment over file over default.
fn given<'a>(name: &str, file: Option<&'a File>, matches: &ArgMatches) -> Given<'a> {
    let as_given = |text: String, origin: &'static str, file: Option<&'a File>| Given { text, origin, file, name: name.to_owned() };
    if matches.value_source(name) == Some(ValueSource::CommandLine)
        && let Some(text) = matches.get_one::<String>(name)
    {
        return as_given(text.clone(), "flag", None);
    }
    let setting = SETTINGS.iter().find(|setting| setting.name == name);
    if let Some(text) = setting.and_then(|setting| std::env::var(setting.variable()).ok()) {
        return as_given(text, "environment", None);
    }
    if let Some(text) = file.and_then(|file| file.values.get(name)) {
        return as_given(text.text.clone(), "file", file);
    }
    as_given(setting.map(|setting| setting.default.to_owned()).unwrap_or_default(), "default", None)
}

impl Given<'_> {
    /// An error about this value, at its place.
    fn wrong(&self, why: &str) -> ConfigError {
        match self.file {
            Some(file) => file.wrong(&self.name, why),
            None => ConfigError::plain(format!("{} = `{}` ({}): {why}", self.name, self.text, self.origin)),
        }
    }
}

fn tables(file: Option<&File>) -> (BTreeMap<String, StoreSettings>, BTreeMap<String, Vec<LogSettings>>) {
    let Some(file) = file else {
        return Default::default();
    };
    let stores = file.stores.iter().map(|(name, url)| (name.clone(), StoreSettings::at(url))).collect();
    (stores, file.logs.clone())
}

/// Every setting with what is in force, also where that was left to the program.
fn shown(file: Option<&File>, matches: &ArgMatches, limits: &Limits) -> Vec<SettingRow> {
    SETTINGS
        .iter()
        .map(|setting| {
            let given = given(setting.name, file, matches);
            SettingRow {
                name: setting.name.to_owned(),
                value: if setting.name == MEMORY { limits.memory_bytes_max.to_string() } else { redacted_url(&given.text) },
                default: setting.default.to_owned(),
                doc: setting.doc.to_owned(),
                origin: given.origin.to_owned(),
            }
        })
        .collect()
}
