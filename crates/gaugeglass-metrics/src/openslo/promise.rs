//! What Gaugeglass computes of an SLO document, or why it does not.

use super::dialect::Counts;
use super::read::Entry;
use super::shorthand::Shorthand;
use crate::diagnostic::Diagnostic;
use crate::slo::Objective;
use crate::vocabulary::Period;

/// What Gaugeglass computes of an SLO document.
#[derive(Debug, Clone)]
pub(crate) struct Promise<'a> {
    /// The document that says what is measured, the promise itself or its SLI.
    pub entry: &'a Entry,
    /// Where in it the ratio metric is, as dotted keys.
    pub path: String,
    /// Good and valid events.
    pub counts: Counts,
    /// The share promised.
    pub share: f64,
    /// The window in seconds; for a calendar month, its nominal length.
    pub window: i64,
    /// Whether the window rolls.
    pub period: Period,
    /// Dotted keys that nothing here reads.
    pub unread: Vec<String>,
}

/// Why nothing is computed.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    /// The document is in order and says what Gaugeglass does not compute.
    Kept(Box<Diagnostic>),
    /// The document asks Gaugeglass, and asks wrongly.
    Mistakes(Vec<Diagnostic>),
}

impl Promise<'_> {
    /// The promise as a metric's file makes it.
    pub fn objective(&self) -> Objective {
        Objective {
            objective: self.share,
            window: self.window,
            period: self.period,
            by: self.counts.by.clone(),
            good: self.counts.good.clone(),
            valid: self.counts.valid.clone(),
            exclusions: self.counts.exclusions.clone(),
        }
    }

    /// The promise in words.
    pub fn words(&self) -> String {
        let percent = (self.share * 1e10).round() / 1e8;
        let over = match self.period {
            Period::Calendar => "each calendar month".to_owned(),
            Period::Rolling => Shorthand::of_seconds(self.window).as_str().to_owned(),
        };
        format!("{percent} % of `{}` are `{}`, over {over}", self.counts.valid, self.counts.good)
    }

    /// A mistake in what is asked for, below the ratio metric.
    pub fn mistake(&self, key: &str, message: impl Into<String>, help: impl Into<String>) -> Refusal {
        Refusal::Mistakes(vec![self.entry.at(&format!("{}.{key}", self.path), message, help)])
    }
}
