//! The closed word lists of the front matter: family, unit, direction, grade, grain, period, severity, effort, dimension, chart.
//!
//! Each is an enumeration that reads from and prints as its word, and whose error offers the nearest word. The lists of OpenSLO
//! are made alike.

/// A word that is not in its list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} `{word}`")]
pub struct UnknownWord {
    /// The list, for example `unit`.
    pub what: &'static str,
    /// What was written.
    pub word: String,
    /// A remedy: the nearest word, or the whole list.
    pub help: String,
}

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word that stands for it in files and results.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word).ok_or_else(|| $crate::vocabulary::UnknownWord {
                    what: $what,
                    word: word.to_owned(),
                    help: $crate::nearest::suggestion(word, Self::ALL.iter().map(|value| value.as_str())),
                })
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary! {
    /// What a metric speaks about; the name of its folder under `queries/`.
    Family, "family" {
        /// Does it work for customers?
        Customer = "customer",
        /// Does the machinery behind it work?
        Operational = "operational",
        /// What does a gap in the machinery cost?
        Links = "links",
    }
}

vocabulary! {
    /// The unit of a metric's measures; it decides how figures are written.
    Unit, "unit" {
        /// A share or quotient, shown as a percentage.
        Ratio = "ratio",
        /// A difference of two shares, shown in percentage points.
        Points = "points",
        /// A number of things.
        Count = "count",
        /// So many per thousand.
        PerThousand = "per_1000",
        /// An amount in the reporting currency.
        Money = "money",
        /// Milliseconds.
        Milliseconds = "ms",
        /// Seconds.
        Seconds = "s",
        /// Minutes.
        Minutes = "min",
        /// Hours.
        Hours = "h",
        /// Days.
        Days = "d",
        /// A bare number.
        None = "none",
    }
}

vocabulary! {
    /// Which way is better.
    Direction, "direction" {
        /// More is better.
        UpIsGood = "up_is_good",
        /// Less is better.
        DownIsGood = "down_is_good",
        /// Neither.
        Neutral = "neutral",
    }
}

vocabulary! {
    /// How strong the evidence behind a number is.
    Grade, "grade" {
        /// The evidence is missing.
        E0 = "E0",
        /// Accounting: a count of what happened.
        E1 = "E1",
        /// Association.
        E2 = "E2",
        /// Association, adjusted for what is known.
        E3 = "E3",
        /// Quasi-experiment.
        E4 = "E4",
        /// Randomised.
        E5 = "E5",
    }
}

impl Grade {
    /// The words that may join a gap and its outcome; nothing below `E5` is called a cause.
    pub fn claim(self) -> &'static str {
        match self {
            Self::E0 => "is not known to go with",
            Self::E1 => "accounts for",
            Self::E2 | Self::E3 => "is associated with",
            Self::E4 => "suggests",
            Self::E5 => "causes, in this population and period,",
        }
    }
}

vocabulary! {
    /// The time step of a result.
    Grain, "grain" {
        /// One row for the whole range.
        Total = "total",
        /// By hour.
        Hour = "hour",
        /// By calendar day of the business zone.
        Day = "day",
        /// By ISO week.
        Week = "week",
        /// By month.
        Month = "month",
        /// By quarter.
        Quarter = "quarter",
    }
}

vocabulary! {
    /// What a service-level objective covers.
    Period, "period" {
        /// The window up to now.
        Rolling = "rolling",
        /// The calendar month of the business time zone.
        Calendar = "calendar",
    }
}

vocabulary! {
    /// How a metric is drawn.
    Chart, "chart" {
        /// A line over time.
        Line = "line",
        /// Bars.
        Bar = "bar",
        /// A figure alone.
        None = "none",
    }
}

vocabulary! {
    /// The type of a declared parameter.
    ParameterKind, "parameter type" {
        /// Any text.
        Text = "text",
        /// A number.
        Number = "number",
        /// A duration such as `60m`.
        Duration = "duration",
        /// A day (`2026-01-31`) or an instant (`2026-01-31T12:00:00Z`).
        Instant = "instant",
    }
}

vocabulary! {
    /// How much a readiness check weighs.
    Severity, "severity" {
        /// Weight 10; a fail caps its dimension.
        Critical = "critical",
        /// Weight 7.5.
        High = "high",
        /// Weight 5.
        Medium = "medium",
        /// Weight 2.5.
        Low = "low",
    }
}

impl Severity {
    /// The weight of a check of this severity within its dimension.
    pub fn weight(self) -> f64 {
        match self {
            Self::Critical => 10.0,
            Self::High => 7.5,
            Self::Medium => 5.0,
            Self::Low => 2.5,
        }
    }
}

vocabulary! {
    /// How much work a remedy is.
    Effort, "effort" {
        /// Days.
        Small = "small",
        /// Weeks.
        Medium = "medium",
        /// Months.
        Large = "large",
    }
}

impl Effort {
    /// How many times the work of a small one it is.
    pub fn factor(self) -> f64 {
        match self {
            Self::Small => 1.0,
            Self::Medium => 2.0,
            Self::Large => 4.0,
        }
    }
}

vocabulary! {
    /// A side of readiness, by the letter its checks' ids begin with.
    Dimension, "dimension" {
        /// Unified data.
        UnifiedData = "U",
        /// Identity.
        Identity = "I",
        /// Decision speed.
        DecisionSpeed = "D",
        /// Timing fit.
        TimingFit = "T",
        /// Approval process.
        Approvals = "A",
        /// Decision rights and governance.
        Governance = "G",
        /// Measurement integrity.
        Measurement = "M",
        /// System integration.
        Integration = "S",
        /// What gates a level beyond the other dimensions; it is not scored.
        Level = "L",
    }
}

impl Dimension {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnifiedData => "Unified data",
            Self::Identity => "Identity",
            Self::DecisionSpeed => "Decision speed",
            Self::TimingFit => "Timing fit",
            Self::Approvals => "Approval process",
            Self::Governance => "Decision rights",
            Self::Measurement => "Measurement",
            Self::Integration => "Integration",
            Self::Level => "Levels",
        }
    }
}
