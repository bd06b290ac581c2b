//! Texts that a spreadsheet would take for formulas, written so that it takes them for texts.
//!
//! Whoever writes a log may write `=HYPERLINK(…)` into it, and whoever opens the file in a spreadsheet has it run (CWE-1236).
//! An apostrophe before a text says that it is one. It is put where a text begins and behind each semicolon, tab and end of a
//! line in it, since a spreadsheet of another country splits there. Numbers are no texts and stay as they are.

use std::borrow::Cow;

const APOSTROPHE: char = '\'';
/// What makes a spreadsheet calculate instead of show, with the wide forms that some take for the same.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What parts cells for one spreadsheet or another, besides the comma; cells with a comma are quoted.
const SEPARATORS: [char; 4] = [';', '\t', '\n', '\r'];
/// What begins another cell or line, even at the start of a text.
const LINE_ENDS: [char; 3] = ['\t', '\n', '\r'];
/// What has no width and is no blank.
const UNSEEN: [char; 6] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// The text with an apostrophe before each of its parts that would be a formula.
pub fn guarded(text: &str) -> Cow<'_, str> {
    changed(text, |part, is_first| is_formula(part, is_first).then(|| format!("{APOSTROPHE}{part}")))
}

/// The text as it was before it was guarded; one that never was stays as it is.
pub fn plain(text: &str) -> Cow<'_, str> {
    changed(text, |part, is_first| part.strip_prefix(APOSTROPHE).filter(|rest| is_formula(rest, is_first)).map(str::to_owned))
}

/// The text with some of its parts in other words.
fn changed(text: &str, change: impl Fn(&str, bool) -> Option<String>) -> Cow<'_, str> {
    let parts = text.split_inclusive(SEPARATORS).enumerate().map(|(index, part)| (part, change(part, index == 0)));
    let parts: Vec<(&str, Option<String>)> = parts.collect();
    if parts.iter().all(|(_, change)| change.is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(parts.into_iter().map(|(part, change)| change.unwrap_or_else(|| part.to_owned())).collect())
}

/// Whether a part calculates, whatever a spreadsheet strips before it looks. A text that begins with a tab or the end of a line is
/// taken for one, too. Apostrophes do not count, so that a guarded part is told from one that had its own.
fn is_formula(part: &str, is_first: bool) -> bool {
    let is_stripped = |letter: char| letter == APOSTROPHE || letter.is_whitespace() || letter.is_control() || UNSEEN.contains(&letter);
    let begins_apart = is_first && part.trim_start_matches(APOSTROPHE).starts_with(LINE_ENDS);
    begins_apart || part.trim_start_matches(is_stripped).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_calculates_is_told_apart_and_comes_back() {
        let cases = [
            ("", ""),
            ("plain", "plain"),
            ("a=b, c-d", "a=b, c-d"),
            ("'quoted'", "'quoted'"),
            ("=1+1", "'=1+1"),
            ("-1.5", "'-1.5"),
            ("＠x", "'＠x"),
            ("  =1", "'  =1"),
            ("\u{feff}\u{a0}+1", "'\u{feff}\u{a0}+1"),
            ("\tx", "'\tx"),
            ("\r\n=1", "'\r\n'=1"),
            ("'=1", "''=1"),
            ("' '@x", "'' '@x"),
            ("a;=1;b", "a;'=1;b"),
            ("two\n-lines\nof words", "two\n'-lines\nof words"),
            ("a;'-1", "a;''-1"),
        ];
        for (text, expected) in cases {
            assert_eq!((guarded(text).as_ref(), plain(expected).as_ref()), (expected, text), "{text:?}");
        }
    }

    #[test]
    fn an_apostrophe_that_guards_nothing_stays() {
        for text in ["'", "''", "'a'", "it's; 'so'", "a\n'b"] {
            assert_eq!((guarded(text).as_ref(), plain(text).as_ref()), (text, text));
        }
    }
}
