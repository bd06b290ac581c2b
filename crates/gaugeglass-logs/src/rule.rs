//! What a filled value must satisfy, as data: a reader turns a rule into a filter or into a count.

/// A rule for the values of one column. A null never breaks a rule: need is judged apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// A known vocabulary that may grow: a new label is drift, to be counted, and no error.
    OneOf(&'static [&'static str]),
    /// A closed vocabulary: any other label is an error.
    Only(&'static [&'static str]),
    /// Zero or more.
    NonNegative,
    /// From the first bound to the second, both included.
    Between(f64, f64),
}

impl Rule {
    /// A probability or a share.
    pub const PROBABILITY: Self = Self::Between(0.0, 1.0);

    /// What a value that breaks the rule is, as a reason in quarantine and in counts.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OneOf(_) => "unknown_label",
            Self::Only(_) => "label_not_allowed",
            Self::NonNegative => "negative",
            Self::Between(..) => "out_of_range",
        }
    }

    /// The rule in words, to follow a column's name: "must be zero or more".
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::OneOf(labels) => format!("is usually one of {}", labels.join(", ")),
            Self::Only(labels) => format!("must be one of {}", labels.join(", ")),
            Self::NonNegative => "must be zero or more".to_owned(),
            Self::Between(low, high) => format!("must be from {low} to {high}"),
        }
    }
}
