//! Values of logs as a page shows them: cut to what can be read, and without the characters that nobody sees and the text
//! around them obeys.
//!
//! Whoever writes a log may write anything into it. Markup is escaped where a value meets a template. Here go what turns the
//! words behind it around (Unicode UAX #9) and what no picture may hold (XML 1.0, 2.2). Downloads for machines have values whole.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A name in a sentence, a legend or a label has no more characters than this.
pub const NAME_MAX: usize = 80;
/// A cell of a table has no more characters than this: a page holds some hundred rows.
pub const CELL_MAX: usize = 1000;
/// Hebrew, Arabic, their neighbours, and the mark that counts as one of them.
const RIGHT_TO_LEFT: [RangeInclusive<char>; 6] = [
    '\u{590}'..='\u{8ff}',
    '\u{200f}'..='\u{200f}',
    '\u{fb1d}'..='\u{fdff}',
    '\u{fe70}'..='\u{fefc}',
    '\u{10800}'..='\u{10fff}',
    '\u{1e800}'..='\u{1efff}',
];

/// A value among other words: at most [`NAME_MAX`] characters, the last of them `…` where it was cut. What is written from
/// right to left does not reorder the words around it.
pub fn name(value: &str) -> String {
    let text = cut(value, NAME_MAX);
    // First strong isolate, and its end.
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text }
}

/// Names that tell values apart, even those that are alike once they are cut.
#[derive(Debug, Default)]
pub struct Names {
    by_value: BTreeMap<String, String>,
    given: BTreeMap<String, usize>,
}

impl Names {
    /// The [`name`] of a value, with a number where another value has the same.
    pub fn of(&mut self, value: &str) -> String {
        if let Some(known) = self.by_value.get(value) {
            return known.clone();
        }
        let name = name(value);
        let given = self.given.entry(name.clone()).or_default();
        *given += 1;
        let apart = if *given > 1 { format!("{name} ({given})") } else { name };
        self.by_value.insert(value.to_owned(), apart.clone());
        apart
    }
}

/// A value that has a place of its own: at most [`CELL_MAX`] characters, the last of them `…` where it was cut.
pub fn cell(value: &str) -> String {
    cut(value, CELL_MAX)
}

/// Whether [`name`] leaves something out.
pub fn is_cut(value: &str) -> bool {
    value.chars().nth(NAME_MAX).is_some()
}

/// The character, or what stands in its place: a blank for a line's end and a tab.
pub fn visible(letter: char) -> char {
    match letter {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        letter if letter.is_control() => char::REPLACEMENT_CHARACTER,
        letter => letter,
    }
}

fn cut(value: &str, characters_max: usize) -> String {
    let mut letters = value.chars();
    let mut text: String = letters.by_ref().take(characters_max).map(visible).collect();
    if letters.next().is_some() {
        text.pop();
        text.push('…');
    }
    text
}

fn is_right_to_left(letter: char) -> bool {
    RIGHT_TO_LEFT.iter().any(|letters| letters.contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_sees_is_replaced() {
        let cases = [
            ("", ""),
            ("price_drop", "price_drop"),
            ("<b>&\"'</b>", "<b>&\"'</b>"),
            ("Grüße 日本 👩‍👩‍👧", "Grüße 日本 👩‍👩‍👧"),
            ("two\nlines\r\n\tand\u{2028}more", "two lines   and more"),
            ("\0\u{1}\u{1b}[31m\u{7f}\u{85}", "\u{fffd}\u{fffd}\u{fffd}[31m\u{fffd}\u{fffd}"),
            ("\u{202e}gnp.exe\u{2069}", "\u{fffd}gnp.exe\u{fffd}"),
        ];
        for (value, expected) in cases {
            assert_eq!((name(value).as_str(), cell(value).as_str()), (expected, expected), "{value:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        let long = "é".repeat(65_536);
        for (text, characters_max) in [(name(&long), NAME_MAX), (cell(&long), CELL_MAX)] {
            assert_eq!((text.chars().count(), text.ends_with("é…")), (characters_max, true));
        }
        let whole = "é".repeat(NAME_MAX);
        assert_eq!((name(&whole).as_str(), is_cut(&whole), is_cut(&long)), (whole.as_str(), false, true));
    }

    #[test]
    fn values_that_are_cut_alike_have_names_of_their_own() {
        let (a, b) = ("x".repeat(99), "x".repeat(98));
        let mut names = Names::default();
        let told = [a.as_str(), &b, &a, "web"].map(|value| names.of(value));
        assert_eq!(told, [name(&a), format!("{} (2)", name(&a)), name(&a), "web".to_owned()]);
    }

    #[test]
    fn a_name_from_right_to_left_keeps_to_itself() {
        for value in ["שלום", "مرحبا 12"] {
            assert_eq!((name(value), cell(value).as_str()), (format!("\u{2068}{value}\u{2069}"), value));
        }
    }
}
