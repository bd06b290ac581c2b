//! What a function tells people about itself; the rows of `meta.functions`.

/// One function, described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionDoc {
    /// The name in SQL.
    pub name: &'static str,
    /// Arguments and result with their types.
    pub signature: &'static str,
    /// What the number means, its formula, and its answer at the edges.
    pub doc: &'static str,
    /// Where the formula comes from.
    pub formula_source: &'static str,
    /// The unit of the result.
    pub units: &'static str,
}
