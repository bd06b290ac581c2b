//! The stamp of a figure: what it rests on, so that a reader can trust or doubt it.

use askama::Template;
use gaugeglass_engine::MetricAnswer;

use super::ask::Question;
use super::reading::Reading;
use crate::format::number::{UNKNOWN, count, interval};
use crate::format::time::{instant, iso};
use crate::format::value;

/// One line below a figure.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "stamp.html")]
pub struct Stamp {
    /// Rows behind the headline.
    pub n: String,
    /// Interval of the headline, or why there is none.
    pub interval: String,
    /// `final` or `provisional`.
    pub maturity: &'static str,
    /// Strength of evidence with its meaning.
    pub grade: &'static str,
    /// What the grade means.
    pub grade_meaning: &'static str,
    /// As-of for readers.
    pub as_of: String,
    /// As-of for machines.
    pub as_of_iso: String,
    /// Watermark for readers.
    pub watermark: String,
    /// Watermark for machines.
    pub watermark_iso: Option<String>,
    /// The currency of amounts.
    pub currency: Option<String>,
    /// Hash of the definition.
    pub definition: String,
}

impl Stamp {
    /// The stamp of an answer with this headline.
    pub fn of(question: &Question, answer: &MetricAnswer, headline: Option<&Reading>) -> Stamp {
        let metric = &question.metric;
        let ends = headline.and_then(|row| interval(row.lo, row.hi, metric.unit));
        Stamp {
            n: headline.and_then(|row| row.n).map_or(UNKNOWN.into(), count),
            interval: ends.unwrap_or_else(|| if metric.has_interval { UNKNOWN.into() } else { "none computed".into() }),
            maturity: if headline.is_some_and(|row| row.provisional) { "provisional" } else { "final" },
            grade: metric.grade.as_str(),
            grade_meaning: meaning(metric.grade),
            as_of: instant(answer.as_of, question.zone),
            as_of_iso: iso(answer.as_of),
            watermark: answer.watermark.map_or(UNKNOWN.into(), |at| instant(at, question.zone)),
            watermark_iso: answer.watermark.map(iso),
            currency: answer.currency.as_deref().map(value::name),
            definition: metric.definition.clone(),
        }
    }
}

impl Stamp {
    /// The same in one line.
    pub fn line(&self) -> String {
        let currency = self.currency.as_ref().map(|currency| format!(" · amounts in {currency}")).unwrap_or_default();
        format!(
            "As of {} · data to {} · n {} · 95 % interval {} · {} · evidence {}{currency} · definition {}",
            self.as_of, self.watermark, self.n, self.interval, self.maturity, self.grade, self.definition
        )
    }
}

fn meaning(grade: gaugeglass_metrics::Grade) -> &'static str {
    use gaugeglass_metrics::Grade;
    match grade {
        Grade::E0 => "evidence is missing",
        Grade::E1 => "a count of what happened",
        Grade::E2 => "association",
        Grade::E3 => "association, adjusted",
        Grade::E4 => "quasi-experiment",
        Grade::E5 => "randomised",
    }
}
