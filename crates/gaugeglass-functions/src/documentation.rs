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

/// Makes functions of a type equal where their names are: names are unique in this crate, and a function's name fixes all
/// its other parts.
macro_rules! equal_by_name {
    ($function:ty) => {
        impl PartialEq for $function {
            fn eq(&self, other: &Self) -> bool {
                self.doc.name == other.doc.name
            }
        }

        impl Eq for $function {}

        impl std::hash::Hash for $function {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.doc.name.hash(state);
            }
        }
    };
}

pub(crate) use equal_by_name;
