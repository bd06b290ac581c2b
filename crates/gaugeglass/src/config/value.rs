//! Text values read as what they stand for.

use std::net::ToSocketAddrs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use chrono_tz::Tz;
use gaugeglass_engine::AsOf;

use super::{ConfigError, Given};

/// A whole number from 1 on.
pub fn number(given: &Given<'_>) -> Result<usize, ConfigError> {
    match given.text.replace('_', "").parse::<usize>() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(given.wrong(&format!("`{}` is not a whole number from 1 on", given.text))),
    }
}

/// A whole number from 1 on; none where the text is empty or 0.
pub fn number_or_none(given: &Given<'_>) -> Result<Option<u64>, ConfigError> {
    match given.text.trim() {
        "" | "0" => Ok(None),
        _ => number(given).map(|number| Some(number as u64)),
    }
}

/// `now` or an instant.
pub fn as_of(given: &Given<'_>) -> Result<AsOf, ConfigError> {
    if given.text == "now" {
        return Ok(AsOf::Now);
    }
    let instant = DateTime::parse_from_rfc3339(&given.text);
    instant.map(|instant| AsOf::Fixed(instant.to_utc())).map_err(|_| {
        given.wrong(&format!("`{}` is not an instant", given.text)).with_help("`now`, or an instant such as 2026-05-05T00:00:00Z")
    })
}

/// An IANA zone.
pub fn time_zone(given: &Given<'_>) -> Result<Tz, ConfigError> {
    given.text.parse().map_err(|_| {
        let near = gaugeglass_engine::nearest(&given.text, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
        let help = near.map_or("an IANA name such as Europe/Berlin".into(), |near| format!("did you mean `{near}`?"));
        given.wrong(&format!("`{}` is not a time zone", given.text)).with_help(help)
    })
}

/// A host and port.
pub fn address(given: &Given<'_>) -> Result<String, ConfigError> {
    match given.text.to_socket_addrs().ok().and_then(|mut addresses| addresses.next()) {
        Some(_) => Ok(given.text.clone()),
        None => Err(given
            .wrong(&format!("`{}` is not an address with a port", given.text))
            .with_help("host:port, such as 127.0.0.1:8080; port 0 takes a free one")),
    }
}

/// One of a few words.
pub fn one_of(given: &Given<'_>, words: &[&str]) -> Result<String, ConfigError> {
    match words.contains(&given.text.as_str()) {
        true => Ok(given.text.clone()),
        false => Err(given.wrong(&format!("`{}` is not one of: {}", given.text, words.join(", ")))),
    }
}

/// Folders separated by commas, relative to the file.
pub fn folders(text: &str, base: &Path) -> Vec<PathBuf> {
    text.split(',').map(str::trim).filter(|folder| !folder.is_empty()).map(|folder| base.join(folder)).collect()
}

/// A path relative to the file; none where the text is empty.
pub fn path(text: &str, base: &Path) -> Option<PathBuf> {
    (!text.is_empty()).then(|| base.join(text))
}
