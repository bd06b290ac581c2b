//! The sentence under a figure's title: what the number is, against what, and what is missing.

use gaugeglass_metrics::{Direction, Unit};

use super::number::{change, count, figure, tick};

/// Where a headline stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The target is met.
    OnTarget,
    /// The value is above a target it should stay under.
    Above,
    /// The value is below a target it should reach.
    Below,
    /// There is a target, and the value does not see all that it is about.
    NotJudged,
    /// No target, no direction or no value.
    None,
}

impl Verdict {
    /// Compares a value with its target.
    pub fn of(value: Option<f64>, target: Option<f64>, direction: Direction) -> Verdict {
        let (Some(value), Some(target)) = (value, target) else { return Verdict::None };
        match direction {
            Direction::UpIsGood if value >= target => Verdict::OnTarget,
            Direction::UpIsGood => Verdict::Below,
            Direction::DownIsGood if value <= target => Verdict::OnTarget,
            Direction::DownIsGood => Verdict::Above,
            Direction::Neutral => Verdict::None,
        }
    }

    /// The word on a tile.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::OnTarget => "On target",
            Verdict::Above => "Above target",
            Verdict::Below => "Below target",
            Verdict::NotJudged => "Not judged",
            Verdict::None => "",
        }
    }

    /// A sign beside the word, so that colour is never alone.
    pub fn sign(self) -> &'static str {
        match self {
            Verdict::OnTarget => "✓",
            Verdict::Above | Verdict::Below => "✕",
            Verdict::NotJudged | Verdict::None => "?",
        }
    }

    /// The class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Verdict::OnTarget => "good",
            Verdict::Above | Verdict::Below => "bad",
            Verdict::NotJudged | Verdict::None => "quiet",
        }
    }
}

/// Which way a headline went, in words that know what is good.
pub fn movement(now: Option<f64>, before: Option<f64>, direction: Direction) -> Option<&'static str> {
    let (now, before) = (now.filter(|now| now.is_finite())?, before.filter(|before| before.is_finite())?);
    Some(match direction {
        _ if now == before => "unchanged",
        Direction::Neutral => {
            if now > before {
                "up"
            } else {
                "down"
            }
        }
        Direction::UpIsGood => {
            if now > before {
                "better"
            } else {
                "worse"
            }
        }
        Direction::DownIsGood => {
            if now < before {
                "better"
            } else {
                "worse"
            }
        }
    })
}

/// What the sentence is made of.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The headline over the whole range.
    pub value: Option<f64>,
    /// The same over the period before.
    pub before: Option<f64>,
    /// What the period before is called.
    pub before_name: String,
    /// The declared target.
    pub target: Option<f64>,
    /// The value does not see all that it is about.
    pub is_partial: bool,
    /// Highest value and the name of its bucket.
    pub highest: Option<(f64, String)>,
    /// Lowest value and the name of its bucket.
    pub lowest: Option<(f64, String)>,
    /// Buckets without a value, and all buckets, with the plural of a bucket's name.
    pub missing: Option<(usize, usize, &'static str)>,
    /// Buckets whose outcomes are still open.
    pub pending: usize,
    /// Buckets whose values may still change.
    pub provisional: usize,
}

/// Says the facts.
pub fn say(facts: &Facts, unit: Unit, direction: Direction) -> String {
    let first = format!("{}{}", figure(facts.value, unit), against_target(facts, unit, direction));
    let parts = [against_before(facts, unit), extremes(facts, unit, direction), missing(facts), pending(facts), provisional(facts)];
    let mut text = first;
    for part in parts.into_iter().flatten() {
        text.push_str(&part);
    }
    text.push('.');
    text
}

fn against_target(facts: &Facts, unit: Unit, direction: Direction) -> String {
    let Some(target) = facts.target else { return String::new() };
    if facts.is_partial {
        return format!(", not judged by the target of {}", tick(target, unit));
    }
    match Verdict::of(facts.value, facts.target, direction) {
        Verdict::OnTarget => format!(", on target ({})", tick(target, unit)),
        Verdict::Above => format!(", above the target of {}", tick(target, unit)),
        Verdict::Below => format!(", below the target of {}", tick(target, unit)),
        Verdict::NotJudged | Verdict::None => String::new(),
    }
}

fn against_before(facts: &Facts, unit: Unit) -> Option<String> {
    let change = change(facts.value, facts.before, unit)?;
    Some(format!("; {change} against {}", facts.before_name))
}

fn extremes(facts: &Facts, unit: Unit, direction: Direction) -> Option<String> {
    let (high, low) = (facts.highest.as_ref()?, facts.lowest.as_ref()?);
    if high.0 == low.0 {
        return None;
    }
    // The worst bucket is the one to look at.
    let (word, (value, name)) = match direction {
        Direction::UpIsGood => ("Lowest", low),
        Direction::DownIsGood | Direction::Neutral => ("Highest", high),
    };
    Some(format!(". {word} {} ({name})", figure(Some(*value), unit)))
}

fn missing(facts: &Facts) -> Option<String> {
    let (missing, all, plural) = facts.missing.filter(|(missing, ..)| *missing > 0)?;
    let (verb, rest) = if missing == 1 { ("has", "it is") } else { ("have", "they are") };
    Some(format!(". {} of {} {plural} {verb} no value; {rest} not counted as zero", count(missing as i64), count(all as i64)))
}

fn pending(facts: &Facts) -> Option<String> {
    let (_, all, plural) = facts.missing.filter(|_| facts.pending > 0)?;
    let verb = if facts.pending == 1 { "waits" } else { "wait" };
    Some(format!(". {} of {} {plural} {verb} for outcomes that are still open", count(facts.pending as i64), count(all as i64)))
}

fn provisional(facts: &Facts) -> Option<String> {
    match facts.provisional {
        0 => None,
        1 => Some(". The last value is provisional and may still change".into()),
        some => Some(format!(". {some} values are provisional and may still change")),
    }
}
