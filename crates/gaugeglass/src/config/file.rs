//! `gaugeglass.toml` as text values with their places, every key known or refused.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use gaugeglass_engine::{LogSettings, nearest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ConfigError;
use super::mask::mask;
use crate::settings::SETTINGS;

/// A value as text and where it stands.
#[derive(Debug, Clone)]
pub struct Value {
    /// The value as text; lists are joined with commas.
    pub text: String,
    /// Its place in the file.
    pub span: Range<usize>,
}

/// The configuration file, read.
#[derive(Debug, Clone)]
pub struct File {
    /// The file as named.
    pub path: PathBuf,
    /// Its folder: relative locations start here.
    pub folder: PathBuf,
    /// Settings with one value, by dotted name.
    pub values: BTreeMap<String, Value>,
    /// URLs of stores by name.
    pub stores: BTreeMap<String, String>,
    /// Sources of logs.
    pub logs: BTreeMap<String, Vec<LogSettings>>,
    text: String,
}

type Table<'a> = DeTable<'a>;
type Entry<'a> = Spanned<DeValue<'a>>;

impl File {
    /// Reads and checks a file.
    pub fn read(path: &Path) -> Result<File, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|cause| unreadable(path, &cause))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = File {
            path: path.to_owned(),
            folder: folder.to_owned(),
            values: BTreeMap::new(),
            stores: BTreeMap::new(),
            logs: BTreeMap::new(),
            text: text.clone(),
        };
        let table = DeTable::parse(&text).map_err(|error| file.syntax(&error))?;
        for (key, value) in table.get_ref() {
            file.section(key.get_ref(), key.span(), value)?;
        }
        Ok(file)
    }

    /// An error about a setting of this file.
    pub fn wrong(&self, name: &str, why: &str) -> ConfigError {
        let span = self.values.get(name).map(|value| value.span.clone()).unwrap_or(0..0);
        self.at(span, format!("{name}: {why}"))
    }

    /// What the engine says about `a.dotted.name: …`, at the place of that name; none where the file has no such name.
    pub fn mistake(&self, words: &str) -> Option<ConfigError> {
        let (name, _) = words.split_once(": ")?;
        let span = self.place_of(name)?;
        Some(match words.rsplit_once("; ") {
            Some((message, help)) => self.at(span, message).with_help(help),
            None => self.at(span, words),
        })
    }

    /// Where a dotted name stands, or as much of it as there is.
    fn place_of(&self, name: &str) -> Option<Range<usize>> {
        let root = DeTable::parse(&self.text).ok()?;
        let mut table = Some(root.get_ref());
        let mut place = None;
        for part in name.split('.') {
            let Some((_, value)) = table.and_then(|table| table.iter().find(|(key, _)| key.get_ref() == part)) else {
                break;
            };
            place = Some(value.span());
            table = match value.get_ref() {
                DeValue::Table(inner) => Some(inner),
                _ => None,
            };
        }
        place
    }

    fn at(&self, span: Range<usize>, message: impl Into<String>) -> ConfigError {
        ConfigError::at(message, &self.path.display().to_string(), &mask(&self.text), span)
    }

    fn syntax(&self, error: &toml::de::Error) -> ConfigError {
        self.at(error.span().unwrap_or(0..0), format!("not valid TOML: {}", error.message().replace('\n', ", ")))
    }

    fn section(&mut self, key: &str, place: Range<usize>, value: &Entry<'_>) -> Result<(), ConfigError> {
        match (key, value.get_ref()) {
            ("stores", DeValue::Table(tables)) => self.all_stores(tables),
            ("logs", DeValue::Table(tables)) => self.all_logs(tables),
            ("stores" | "logs", _) => {
                Err(self.at(value.span(), format!("{key} is a table of tables")).with_help(format!("[{key}.<name>]")))
            }
            (_, DeValue::Table(table)) => {
                for (inner, value) in table {
                    self.setting(&format!("{key}.{}", inner.get_ref()), inner.span(), value)?;
                }
                Ok(())
            }
            _ => self.setting(key, place, value),
        }
    }

    fn setting(&mut self, name: &str, place: Range<usize>, value: &Entry<'_>) -> Result<(), ConfigError> {
        if !SETTINGS.iter().any(|setting| setting.name == name) {
            let names = SETTINGS.iter().map(|setting| setting.name).chain(["stores", "logs"]);
            let known: Vec<&str> = names.collect();
            return Err(self.unknown("setting", name, place, &known));
        }
        let text = self.text_of(name, value)?;
        self.values.insert(name.to_owned(), Value { text, span: value.span() });
        Ok(())
    }

    fn all_stores(&mut self, tables: &Table<'_>) -> Result<(), ConfigError> {
        for (name, value) in tables {
            let label = format!("stores.{}", name.get_ref());
            let fields = self.fields(&label, value, &["url"])?;
            let url = fields.get("url").ok_or_else(|| {
                self.at(name.span(), format!("{label}: `url` is missing")).with_help("url = \"file:logs\" or url = \"s3://bucket/prefix\"")
            })?;
            self.stores.insert(name.get_ref().to_string(), url.clone());
        }
        Ok(())
    }

    fn all_logs(&mut self, tables: &Table<'_>) -> Result<(), ConfigError> {
        let known: Vec<&str> = gaugeglass_logs::logs().iter().map(|log| log.name).collect();
        for (name, value) in tables {
            let log = name.get_ref().to_string();
            if !known.contains(&log.as_str()) {
                return Err(self.unknown("log", &log, name.span(), &known));
            }
            let sources = match value.get_ref() {
                DeValue::Array(sources) => sources.iter().map(|source| self.log(&log, source)).collect::<Result<_, _>>()?,
                _ => vec![self.log(&log, value)?],
            };
            self.logs.insert(log, sources);
        }
        Ok(())
    }

    fn log(&self, log: &str, value: &Entry<'_>) -> Result<LogSettings, ConfigError> {
        let label = format!("logs.{log}");
        let mut fields = self.fields(&label, value, &["store", "path", "format", "mapping", "partition"])?;
        let missing = |name: &str| self.at(value.span(), format!("{label}: `{name}` is missing"));
        let store = fields.remove("store").ok_or_else(|| missing("store").with_help("the name of a `[stores.<name>]` table"))?;
        let path = fields.remove("path").ok_or_else(|| missing("path").with_help("the folder of the log below the store's url"))?;
        Ok(LogSettings {
            store,
            path,
            format: fields.remove("format"),
            mapping: fields.remove("mapping"),
            partition: fields.remove("partition"),
        })
    }

    fn fields(&self, label: &str, value: &Entry<'_>, known: &[&str]) -> Result<BTreeMap<String, String>, ConfigError> {
        let DeValue::Table(table) = value.get_ref() else {
            return Err(self.at(value.span(), format!("{label} is a table")).with_help(format!("[{label}] with {}", known.join(", "))));
        };
        let mut fields = BTreeMap::new();
        for (name, value) in table {
            let name_text = name.get_ref().to_string();
            if !known.contains(&name_text.as_str()) {
                return Err(self.unknown("key", &name_text, name.span(), known));
            }
            fields.insert(name_text.clone(), self.text_of(&format!("{label}.{name_text}"), value)?);
        }
        Ok(fields)
    }

    fn unknown(&self, what: &str, name: &str, place: Range<usize>, known: &[&str]) -> ConfigError {
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known: {}", known.join(", ")),
        };
        self.at(place, format!("unknown {what} `{name}`")).with_help(help)
    }

    fn text_of(&self, name: &str, value: &Entry<'_>) -> Result<String, ConfigError> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            DeValue::Integer(number) => Ok(number.to_string()),
            DeValue::Float(number) => Ok(number.to_string()),
            DeValue::Boolean(flag) => Ok(flag.to_string()),
            DeValue::Datetime(instant) => Ok(instant.to_string()),
            DeValue::Array(items) => Ok(items.iter().map(|item| self.text_of(name, item)).collect::<Result<Vec<_>, _>>()?.join(",")),
            DeValue::Table(_) => Err(self.at(value.span(), format!("{name} is one value, not a table"))),
        }
    }
}

fn unreadable(path: &Path, cause: &std::io::Error) -> ConfigError {
    let error = ConfigError::plain(format!("{}: cannot be read: {cause}", path.display()));
    match cause.kind() {
        std::io::ErrorKind::NotFound => error.with_help("name a file with --config, or start with `gaugeglass demo`"),
        _ => error,
    }
}
