//! Markdown, for pasting: a heading, a sentence, a table with the digits of the page, and below it what the table rests on.
//!
//! Names and values come from logs: nothing in them is markup, wherever the text is pasted.

use crate::figure::table::{Table, words};
use crate::format::value::visible;

/// Writes a table with its words. What a stamp leaves empty is not written, and neither is its SQL.
pub fn write(title: &str, say: &str, table: &Table, stamp: &[(&str, String)]) -> String {
    let mut text = format!("# {}\n\n", plain(title));
    if !say.is_empty() {
        text.push_str(&format!("{}\n\n", paragraph(say)));
    }
    text.push_str(&rows(table));
    text.push_str(&format!("\n- Rows: {}\n", table.extent()));
    let told = stamp.iter().filter(|(name, value)| !value.is_empty() && *name != "sql");
    text.extend(told.map(|(name, value)| format!("- {}: {}\n", words(name), plain(value))));
    text
}

fn rows(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(table.heads.iter().map(|head| plain(&head.name)).collect());
    text.push_str(&line(table.heads.iter().map(|head| if head.is_number { "--:".to_owned() } else { "---".to_owned() }).collect()));
    text.extend(table.rows.iter().map(|row| line(row.iter().map(|value| plain(&value.text)).collect())));
    text
}

/// What begins or ends markup within a line (CommonMark 0.31, with the tables, strikes and formulas of GitHub).
const MARKUP: [char; 11] = ['\\', '`', '*', '[', ']', '<', '>', '|', '~', '&', '$'];

/// One line of plain text.
fn plain(text: &str) -> String {
    let letters: Vec<char> = text.chars().map(visible).collect();
    let is_word = |index: Option<usize>| index.and_then(|index| letters.get(index)).is_some_and(|letter| letter.is_alphanumeric());
    let mut written = String::with_capacity(text.len());
    for (index, letter) in letters.iter().enumerate() {
        // Between letters it emphasises nothing: names of columns stay as they are.
        let is_emphasis = *letter == '_' && !(is_word(index.checked_sub(1)) && is_word(index.checked_add(1)));
        if is_emphasis || MARKUP.contains(letter) {
            written.push('\\');
        }
        written.push(*letter);
    }
    written.trim().to_owned()
}

/// Plain text that does not begin as a heading, a rule or a list would.
fn paragraph(text: &str) -> String {
    let text = plain(text);
    let (number, rest) = text.split_at(text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len());
    let is_mark = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let begins_list = !number.is_empty() && rest.strip_prefix(['.', ')']).is_some_and(is_mark);
    if begins_list || text.starts_with(['#', '+', '-', '=']) { format!("{number}\\{rest}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::{paragraph, plain};

    #[test]
    fn no_value_is_markup() {
        let cases = [
            ("price_drop", "price_drop"),
            ("12.3 % (10 – 14 %)", "12.3 % (10 – 14 %)"),
            ("<script>", "\\<script\\>"),
            ("[x](javascript:y)", "\\[x\\](javascript:y)"),
            ("a\\|b\nc", "a\\\\\\|b c"),
            ("**b** _i_ `c` ~~s~~ &lt; $x$", "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~\\~s\\~\\~ \\&lt; \\$x\\$"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn a_paragraph_begins_nothing_else() {
        let cases = [("# a", "\\# a"), ("- a", "\\- a"), ("---", "\\---"), ("1. a", "1\\. a"), ("12.3 %", "12.3 %")];
        for (text, expected) in cases {
            assert_eq!(paragraph(text), expected);
        }
    }
}
