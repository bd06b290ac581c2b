//! Exemptions: checks that an owner takes out of the score for a while, with a reason.
//!
//! Only the text is checked here. Whether an exemption is in force on a day, and how much may be exempted at all, is the engine's
//! business.

use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::diagnostic::{Diagnostic, Source};
use crate::front_matter::{self, FrontMatter};
use crate::parameter;
use crate::reader::{Reader, Text};

/// A check taken out of the score for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// Id of the check.
    pub check: String,
    /// Who approved it and answers for it.
    pub owner: String,
    /// Why the check does not apply.
    pub reason: String,
    /// First day on which it holds, as written: `2026-01-31`.
    pub granted: String,
    /// First day on which it does not hold any more, as written.
    pub expires: String,
}

/// An exemption as written; its fields are the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawExemption {
    check: Text,
    owner: Text,
    reason: Text,
    granted: Text,
    expires: Text,
}

impl Exemption {
    /// The exemptions of a file, in its order: a YAML list. One mistake leaves all of them out, so that nothing is exempted by
    /// half a file.
    pub fn read(path: &str, text: &str) -> Result<Vec<Exemption>, Vec<Diagnostic>> {
        let source = Source::new(path, text);
        if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return Ok(Vec::new());
        }
        let whole = FrontMatter { yaml: text, line: 0, sql: "", lines_before_sql: 0 };
        let raw: Vec<Spanned<RawExemption>> = front_matter::read(&source, &whole)?;
        let mut reader = Reader::new(&source, 0);
        let exemptions = raw.iter().map(|raw| exemption(&mut reader, raw)).collect();
        match reader.findings.is_empty() {
            true => Ok(exemptions),
            false => Err(reader.findings),
        }
    }
}

fn exemption(reader: &mut Reader<'_>, raw: &Spanned<RawExemption>) -> Exemption {
    Exemption {
        check: said(reader, raw, "check", &raw.value.check),
        owner: said(reader, raw, "owner", &raw.value.owner),
        reason: said(reader, raw, "reason", &raw.value.reason),
        granted: day(reader, raw, "granted", &raw.value.granted),
        expires: day(reader, raw, "expires", &raw.value.expires),
    }
}

fn said(reader: &mut Reader<'_>, raw: &Spanned<RawExemption>, key: &str, value: &Text) -> String {
    reader.text_of("exemption", raw, key, value, "say check, owner, reason, granted and expires")
}

fn day(reader: &mut Reader<'_>, raw: &Spanned<RawExemption>, key: &str, value: &Text) -> String {
    let text = said(reader, raw, key, value);
    if let Some(value) = value.as_ref().filter(|_| !text.is_empty() && !is_day(&text)) {
        reader.report(value, format!("`{text}` is not a day"), "write it as 2026-01-31");
    }
    text
}

fn is_day(text: &str) -> bool {
    !text.contains('T') && parameter::instant(text).is_ok()
}
