//! An error of SQL as a reader sees it: the line it is in, with the word marked.

use gaugeglass_engine::{Error, SqlError};

use crate::format::value;
use crate::pages::errors::Problem;

/// An error with the line it is in.
pub struct Underlined {
    /// What is wrong, in a few words.
    pub title: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Line and column, where they are known.
    pub place: Option<String>,
    /// The line of the error and the one before it.
    pub lines: Vec<Line>,
    /// What to do about it.
    pub help: Option<String>,
}

/// A line of the statement.
pub struct Line {
    /// Counted from 1.
    pub number: u64,
    /// What stands before the marked word.
    pub before: String,
    /// The marked word.
    pub marked: String,
    /// What stands after it.
    pub after: String,
}

/// The error as it is shown.
pub fn underlined(error: &Error) -> Underlined {
    let Error::Sql(sql) = error else {
        let problem = Problem::from(error.clone());
        return Underlined { title: problem.title, message: problem.detail, place: None, lines: Vec::new(), help: problem.help };
    };
    Underlined {
        title: "The SQL has an error".into(),
        message: value::cell(&sql.message),
        place: sql.line.zip(sql.column).map(|(line, column)| format!("line {line}, column {column}")),
        lines: around(sql),
        help: sql.help.clone(),
    }
}

/// The line of the error with the word at its column marked, and the line before it.
fn around(error: &SqlError) -> Vec<Line> {
    let Some(line) = error.line else { return Vec::new() };
    let wanted = |number: &u64| *number == line || *number + 1 == line;
    let numbered = (1..).zip(error.sql.lines()).filter(|(number, _)| wanted(number));
    numbered.map(|(number, text)| mark(number, text, error.column.filter(|_| number == line))).collect()
}

fn mark(number: u64, text: &str, column: Option<u64>) -> Line {
    let Some(column) = column else {
        return Line { number, before: text.to_owned(), marked: String::new(), after: String::new() };
    };
    let skipped = (column.max(1) - 1) as usize;
    let before: String = text.chars().take(skipped).collect();
    let rest: Vec<char> = text.chars().skip(skipped).collect();
    let word = rest.iter().take_while(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$')).count().max(1);
    let marked: String = rest.iter().take(word).collect();
    let after = rest.iter().skip(word).collect();
    Line { number, before, marked: if marked.is_empty() { " ".into() } else { marked }, after }
}
