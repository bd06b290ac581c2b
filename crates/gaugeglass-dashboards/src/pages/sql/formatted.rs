//! A statement in lines that can be read, word for word the same.

use sqlformat::{FormatOptions, QueryParams, format};

/// The statement with other blanks. Where more than blanks would change, it stays as it is: a formatter that takes our SQL
/// for another must not touch its meaning.
pub fn formatted(sql: &str) -> String {
    let text = format(sql, &QueryParams::None, &FormatOptions::default());
    if marks(&text) == marks(sql) { text } else { sql.to_owned() }
}

/// All that is not blank.
fn marks(sql: &str) -> String {
    sql.chars().filter(|mark| !mark.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::formatted;

    #[test]
    fn only_blanks_change() {
        let cases = [
            ("select a,b from t where a>=$from", "select\n  a,\n  b\nfrom\n  t\nwhere\n  a >= $from"),
            ("Select 'a  b' From t -- why\nlimit 5", "Select\n  'a  b'\nFrom\n  t -- why\nlimit\n  5"),
            ("", ""),
        ];
        for (sql, lines) in cases {
            assert_eq!(formatted(sql), lines);
            assert_eq!(formatted(lines), lines, "formatted again");
        }
    }
}
