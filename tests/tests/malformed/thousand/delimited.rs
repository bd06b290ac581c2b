//! Delimited files with one thing wrong among good rows.

use gaugeglass_tests::Dice;

use super::Expected::{Either, Kept, Named, NamedInPart};
use super::base::{self, gzip, zstandard};
use super::{Expected, Odd};

/// Good rows of a file.
const GOOD: i64 = 5;

/// How many of a kind, its ending, how one is made, and what must become of it.
type Kind = (usize, &'static str, &'static str, fn(&str, &mut Dice) -> Vec<u8>, Expected);

const KINDS: [Kind; 20] = [
    (6, "torn_quote", "csv", |name, _| with_row(name, &base::row(name, GOOD).replacen(",EUR", ",\"EUR", 1)), NamedInPart),
    (6, "torn", "csv", torn, Named(GOOD)),
    (6, "short", "csv", |name, dice| with_row(name, &base::values(name, GOOD)[..2 + dice.below(7)].join(",")), Named(GOOD)),
    (6, "long", "csv", |name, _| with_row(name, &(base::row(name, GOOD) + ",more,and more")), Named(GOOD)),
    (6, "not_utf8", "csv", |name, dice| with_byte(name, 0xFF, dice), Named(GOOD)),
    (4, "nul_in_text", "csv", |name, dice| with_byte(name, 0, dice), Either),
    (4, "nul_in_amount", "csv", |name, _| with_row(name, &(base::row(name, GOOD) + "\0")), Named(GOOD)),
    (4, "too_great", "csv", |name, _| with_value(name, 9, "1e400"), Named(GOOD)),
    (4, "much", "csv", |name, _| with_value(name, 9, "much"), Named(GOOD)),
    (4, "yesterday", "csv", |name, _| with_value(name, 3, "yesterday"), Named(GOOD)),
    (4, "no_id", "csv", |name, _| with_value(name, 0, ""), Named(GOOD)),
    (3, "no_header", "csv", |name, _| rows(name, "\n").into_bytes(), Named(0)),
    (2, "named_twice", "csv", |name, _| (named_twice() + &rows(name, "\n")).into_bytes(), Either),
    (2, "bare_cr", "csv", |name, _| (base::header() + "\r" + &rows(name, "\r")).into_bytes(), Either),
    (4, "bom", "csv", |name, _| [b"\xEF\xBB\xBF", base::csv(name, GOOD).as_slice()].concat(), Kept(GOOD)),
    (4, "crlf", "csv", |name, _| (base::header() + "\r\n" + &rows(name, "\r\n")).into_bytes(), Kept(GOOD)),
    (3, "empty", "csv", |_, _| Vec::new(), Either),
    (2, "great_value", "csv", |name, _| with_value(name, 6, &"x".repeat(20 << 20)), Either),
    (3, "cut_gzip", "csv.gz", |name, dice| cut(&gzip(&base::csv(name, 400)), dice), NamedInPart),
    (3, "cut_zstd", "csv.zst", |name, dice| cut(&zstandard(&base::csv(name, 400)), dice), NamedInPart),
];

/// 80 files.
pub fn all() -> Vec<Odd> {
    let of_kind = |(count, kind, ending, make, expected): Kind| {
        (0..count).map(move |at| {
            let name = format!("{kind}_{at:02}");
            Odd::new(format!("{name}.{ending}"), make(&name, &mut Dice::new(at as u64)), expected)
        })
    };
    KINDS.into_iter().flat_map(of_kind).collect()
}

fn rows(name: &str, end: &str) -> String {
    (0..GOOD).map(|at| base::row(name, at) + end).collect()
}

/// Good rows, then this one.
fn with_row(name: &str, row: &str) -> Vec<u8> {
    [base::csv(name, GOOD).as_slice(), row.as_bytes(), b"\n"].concat()
}

fn with_value(name: &str, column: usize, value: &str) -> Vec<u8> {
    let mut values = base::values(name, GOOD);
    values[column] = value.to_owned();
    with_row(name, &values.join(","))
}

/// The last row ends before its last separator.
fn torn(name: &str, dice: &mut Dice) -> Vec<u8> {
    let last = base::row(name, GOOD);
    let end = 1 + dice.below(last.rfind(',').unwrap() - 1);
    [base::csv(name, GOOD).as_slice(), &last.as_bytes()[..end]].concat()
}

/// One byte of the order's id is another.
fn with_byte(name: &str, byte: u8, dice: &mut Dice) -> Vec<u8> {
    let row = base::row(name, GOOD);
    let place = row.find(",o-").unwrap() + 1 + dice.below(7);
    let mut row = row.into_bytes();
    row[place] = byte;
    [base::csv(name, GOOD).as_slice(), &row, b"\n"].concat()
}

/// A header in which two columns have one name.
fn named_twice() -> String {
    base::header().replacen("order_id", "event_id", 1) + "\n"
}

/// The beginning of a file, at least its mark.
fn cut(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    bytes[..12 + dice.below(bytes.len() - 24)].to_vec()
}
