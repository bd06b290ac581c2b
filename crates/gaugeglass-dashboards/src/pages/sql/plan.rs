//! How a statement would be run, as the engine writes it.

use arrow::array::AsArray;
use gaugeglass_engine::Answer;

/// One form of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is called: `Logical plan`.
    pub name: String,
    /// The plan, one operator a line.
    pub text: String,
}

/// The statement that asks for the plan of another. Its own line keeps the lines of the other whole.
pub fn explaining(sql: &str) -> String {
    let is_asked = sql.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("explain"));
    if is_asked { sql.to_owned() } else { format!("explain\n{sql}") }
}

/// The rows of such a statement: what it is, and its text.
pub fn steps(answer: &Answer) -> Vec<Step> {
    let mut steps = Vec::new();
    for batch in &answer.batches {
        let columns: Vec<_> = batch.columns().iter().filter_map(|column| column.as_string_opt::<i32>()).collect();
        let [kinds, texts] = columns.as_slice() else { continue };
        let pairs = kinds.iter().zip(texts.iter());
        steps.extend(pairs.map(|(kind, text)| Step { name: crate::figure::table::words(kind.unwrap_or("plan")), text: trimmed(text) }));
    }
    steps
}

fn trimmed(text: Option<&str>) -> String {
    text.unwrap_or_default().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::explaining;

    #[test]
    fn a_plan_is_asked_for_once() {
        assert_eq!(explaining("select 1"), "explain\nselect 1");
        assert_eq!(explaining(" EXPLAIN verbose select 1"), " EXPLAIN verbose select 1");
        assert_eq!(explaining("explained"), "explain\nexplained");
    }
}
