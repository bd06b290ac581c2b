//! The `path` of a log: a folder or file, with placeholders where names vary.
//!
//! `events/{yyyy}/{mm}/{dd}/`, `events/{yyyy}-{mm}-{dd}T{hh}*.json.gz`: `*` stands for anything within a name, and the
//! date that the placeholders spell is the day on which the file arrived.

use chrono::NaiveDate;
use regex::{Captures, Regex};

use crate::Error;

/// Keys of hive-style folders that name a day, in the order in which they are looked for.
pub const DAY_KEYS: [&str; 4] = ["ingest_dt", "dt", "date", "day"];

/// A path with or without placeholders.
#[derive(Debug, Clone)]
pub struct PathPattern {
    /// The folder above the first placeholder, or the whole path.
    pub prefix: String,
    pattern: Option<Regex>,
}

impl PathPattern {
    /// Reads the setting.
    pub fn read(path: &str) -> Result<PathPattern, Error> {
        let path = path.trim_matches('/');
        let is_fixed = |part: &&str| !part.contains(['{', '*']);
        let fixed: Vec<&str> = path.split('/').take_while(is_fixed).collect();
        let prefix = fixed.join("/");
        if prefix == path {
            return Ok(PathPattern { prefix, pattern: None });
        }
        let pattern = Regex::new(&expression(path)?).map_err(|_| Error::Config(format!("path: `{path}` is too long for a pattern")))?;
        Ok(PathPattern { prefix, pattern: Some(pattern) })
    }

    /// True where the file belongs to the source.
    pub fn matches(&self, path: &str) -> bool {
        self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(path))
    }

    /// The day that a file's path names: by placeholders, or by a folder such as `ingest_dt=2026-01-05`.
    pub fn day(&self, path: &str, partition: Option<&str>) -> Option<NaiveDate> {
        let spelled = self.pattern.as_ref().and_then(|pattern| pattern.captures(path)).and_then(|found| day_of(&found));
        spelled.or_else(|| partition.into_iter().chain(DAY_KEYS).find_map(|key| hive_day(path, key)))
    }
}

fn day_of(found: &Captures<'_>) -> Option<NaiveDate> {
    let number = |name| found.name(name)?.as_str().parse::<u32>().ok();
    NaiveDate::from_ymd_opt(number("yyyy")? as i32, number("mm")?, number("dd")?)
}

fn hive_day(path: &str, key: &str) -> Option<NaiveDate> {
    path.split('/').find_map(|part| part.strip_prefix(key)?.strip_prefix('=')?.parse().ok())
}

fn expression(path: &str) -> Result<String, Error> {
    let mut expression = String::from("^");
    let mut rest = path;
    let mut named = Vec::new();
    while let Some(next) = rest.chars().next() {
        let taken = match next {
            '{' => {
                let (name, digits) = placeholder(rest, path)?;
                // A date may be spelled twice; its first spelling is read.
                match named.contains(&name) {
                    true => expression.push_str(&format!(r"\d{{{digits}}}")),
                    false => expression.push_str(&format!(r"(?P<{name}>\d{{{digits}}})")),
                }
                named.push(name);
                name.len() + 2
            }
            '*' => {
                expression.push_str("[^/]*");
                1
            }
            other => {
                expression.push_str(&regex::escape(other.encode_utf8(&mut [0; 4])));
                other.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    Ok(expression + "(/.*)?$")
}

fn placeholder(rest: &str, path: &str) -> Result<(&'static str, usize), Error> {
    let known = [("yyyy", 4), ("mm", 2), ("dd", 2), ("hh", 2)];
    let found = known.into_iter().find(|(name, _)| rest[1..].strip_prefix(name).is_some_and(|after| after.starts_with('}')));
    found.ok_or_else(|| Error::Config(format!("path: `{path}` has a placeholder that is none of {{yyyy}}, {{mm}}, {{dd}}, {{hh}}")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn placeholders_choose_files_and_spell_their_day() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1);
        let cases = [
            ("events/{yyyy}/{mm}/{dd}/", "events", "events/2026/03/01/a.json", true, day),
            ("events/{yyyy}/{mm}/{dd}/", "events", "events/2026/03/a.json", false, None),
            ("events/{yyyy}-{mm}-{dd}T{hh}*.gz", "events", "events/2026-03-01T07-part.gz", true, day),
            ("e*/x", "", "events/x/y.json", true, None),
            ("events", "events", "events/ingest_dt=2026-03-01/a.json", true, day),
            ("events", "events", "events/landed=2026-03-01/a.json", true, None),
            ("events/{yyyy}/{mm}/{dd}", "events", "events/2026/13/01/a.json", true, None),
        ];
        for (path, prefix, file, is_match, day) in cases {
            let pattern = PathPattern::read(path).unwrap();
            let found = pattern.matches(file).then(|| pattern.day(file, None)).flatten();
            assert_eq!((pattern.prefix.as_str(), pattern.matches(file), found), (prefix, is_match, day), "{path} {file}");
        }
        assert_eq!(PathPattern::read("x").unwrap().day("x/landed=2026-03-01/a", Some("landed")), day);
        assert!(PathPattern::read("x/{year}").is_err());
    }
}
