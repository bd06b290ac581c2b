//! Content that messages and decisions carry, by the version that approval is asked for.

use crate::campaigns;

/// A version of a piece of content; object 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) object: u64,
    pub(crate) version: &'static str,
}

impl Content {
    pub(crate) const NONE: Self = Self { object: 0, version: "" };
}

/// The approved version that each campaign sends all year.
#[derive(Debug, Clone)]
pub(crate) struct Library {
    evergreen: Vec<Content>,
}

impl Library {
    pub(crate) fn new(evergreen: Vec<Content>) -> Self {
        Self { evergreen }
    }

    /// What a campaign sends; a campaign that is not registered sends nothing.
    pub(crate) fn of(&self, campaign: &str) -> Content {
        campaigns::ALL
            .iter()
            .position(|known| *known == campaign)
            .and_then(|index| self.evergreen.get(index).copied())
            .unwrap_or(Content::NONE)
    }
}
