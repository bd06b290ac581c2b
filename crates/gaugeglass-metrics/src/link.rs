//! A link: which gap in the machinery goes with which outcome, and how far its number may be believed.
//!
//! The words that join the two come from the grade alone, so that no file can claim more than its evidence.

use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::reader::{Reader, Text};
use crate::vocabulary::{Family, Grade};

/// What a file says under `link:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The gap, as the subject of a sentence.
    pub gap: String,
    /// The outcome, as its object.
    pub outcome: String,
    /// What exactly is estimated, and over whom.
    pub estimand: String,
    /// Who is left out.
    pub excluded: String,
    /// What must show nothing if the number is to be believed.
    pub negative_control: Option<String>,
    /// What would make the evidence randomised; only what is not says so.
    pub stronger: Option<String>,
}

impl Link {
    /// The claim that evidence of this grade supports, as a sentence.
    pub fn claim(&self, grade: Grade) -> String {
        format!("{} {} {}.", self.gap, grade.claim(), self.outcome)
    }
}

/// The link as written; its fields are the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLink {
    gap: Text,
    outcome: Text,
    estimand: Text,
    excluded: Text,
    negative_control: Text,
    stronger: Text,
}

/// The link of a file, which those of `links/` must have.
pub(crate) fn read(reader: &mut Reader<'_>, raw: Option<Spanned<RawLink>>, family: Family) -> Option<Link> {
    let Some(raw) = raw else {
        if family == Family::Links {
            reader.missing("link");
        }
        return None;
    };
    let mut said = |key: &str, value: &Text| reader.text_of("link", &raw, key, value, "say gap, outcome, estimand and excluded");
    Some(Link {
        gap: said("gap", &raw.value.gap),
        outcome: said("outcome", &raw.value.outcome),
        estimand: said("estimand", &raw.value.estimand),
        excluded: said("excluded", &raw.value.excluded),
        negative_control: raw.value.negative_control.as_ref().map(|control| control.value.trim().to_owned()),
        stronger: raw.value.stronger.as_ref().map(|stronger| stronger.value.trim().to_owned()),
    })
}
