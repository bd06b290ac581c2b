//! What to cut a metric by, and the statement that answers it.

use crate::metric::Metric;
use crate::nearest::nearest;
use crate::rewrite::rewrite;
use crate::vocabulary::Grain;

/// The slice of rows where a dimension has no value, as shown and as filtered by.
pub const NONE: &str = "(none)";

/// One row per time bucket and per value of each dimension, over the rows that pass the filters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slice {
    /// The time step.
    pub grain: Grain,
    /// Dimensions to group by, in column order.
    pub by: Vec<String>,
    /// Dimension and value. Several values of one dimension are alternatives; [`NONE`] also finds rows without a value.
    pub filters: Vec<(String, String)>,
}

impl Slice {
    /// The whole metric at one grain.
    pub fn new(grain: Grain) -> Self {
        Self { grain, by: Vec::new(), filters: Vec::new() }
    }
}

/// A statement to plan, with `$name` placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlicedSql {
    /// Its columns are [`Metric::columns`].
    pub sql: String,
    /// Name (without `$`) and text value of each filter's placeholder. Standard and declared parameters come on top.
    pub parameters: Vec<(String, String)>,
}

/// Why a metric cannot be cut like this. Always the caller's to correct.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SliceError {
    /// Grouping or filtering by something that is not a dimension of the metric.
    #[error("metric {metric} has no dimension `{name}`{}", remedy(.nearest.as_deref(), .known))]
    UnknownDimension {
        /// The metric.
        metric: String,
        /// What was asked for.
        name: String,
        /// The declared dimension most like it.
        nearest: Option<String>,
        /// All declared dimensions.
        known: Vec<String>,
    },
    /// The same dimension twice in `by`.
    #[error("dimension `{name}` is asked for twice")]
    RepeatedDimension {
        /// The dimension.
        name: String,
    },
    /// A time step the metric does not offer.
    #[error("metric {metric} is not offered by {grain}; offered: {}", words(.offered))]
    Grain {
        /// The metric.
        metric: String,
        /// What was asked for.
        grain: Grain,
        /// What is offered.
        offered: Vec<Grain>,
    },
}

fn remedy(nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None if known.is_empty() => "; it declares none".to_owned(),
        None => format!("; declared: {}", known.join(", ")),
    }
}

fn words(grains: &[Grain]) -> String {
    grains.iter().map(|grain| grain.as_str()).collect::<Vec<_>>().join(", ")
}

impl Metric {
    /// The metric's statement with the slice's bucket, dimensions and filters added to its outermost SELECT, over rows whose outcome
    /// is known. `is_aggregate` knows aggregate functions by their names in lower case.
    pub fn sliced(&self, slice: &Slice, is_aggregate: &dyn Fn(&str) -> bool) -> Result<SlicedSql, SliceError> {
        self.check(slice)?;
        Ok(rewrite(self, slice, is_aggregate))
    }

    /// The names of the columns a slice by these dimensions has, in order.
    pub fn columns(&self, by: &[String]) -> Vec<String> {
        let figures = self.measures.iter().map(String::as_str).chain(["n"]);
        let bounds = if self.has_interval { ["lo", "hi"].as_slice() } else { &[] };
        let names = std::iter::once("bucket").chain(by.iter().map(String::as_str)).chain(figures);
        names.chain(bounds.iter().copied()).map(str::to_owned).collect()
    }

    fn check(&self, slice: &Slice) -> Result<(), SliceError> {
        if !self.grains.contains(&slice.grain) {
            let (metric, grain, offered) = (self.name.clone(), slice.grain, self.grains.clone());
            return Err(SliceError::Grain { metric, grain, offered });
        }
        let filtered = slice.filters.iter().map(|(name, _)| name);
        slice.by.iter().chain(filtered).try_for_each(|name| self.dimension(name))?;
        match slice.by.iter().enumerate().find(|(position, name)| slice.by[..*position].contains(name)) {
            Some((_, name)) => Err(SliceError::RepeatedDimension { name: name.clone() }),
            None => Ok(()),
        }
    }

    fn dimension(&self, name: &str) -> Result<(), SliceError> {
        if self.dimensions.iter().any(|dimension| dimension == name) {
            return Ok(());
        }
        Err(SliceError::UnknownDimension {
            metric: self.name.clone(),
            name: name.to_owned(),
            nearest: nearest(name, self.dimensions.iter().map(String::as_str)).map(str::to_owned),
            known: self.dimensions.clone(),
        })
    }
}
