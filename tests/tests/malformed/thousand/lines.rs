//! Files of lines with one thing wrong among good lines.

use gaugeglass_tests::Dice;

use super::Expected::{Either, Kept, Named, NamedInPart};
use super::base::{self, gzip, zstandard};
use super::{Expected, Odd};

/// Good lines of a file.
const GOOD: i64 = 5;

/// The ending, the bytes, and what must become of them.
type Made = (&'static str, Vec<u8>, Expected);

/// How many of a kind, and how one is made from its name and its dice.
type Kind = (usize, &'static str, fn(&str, &mut Dice) -> Made);

const KINDS: [Kind; 20] = [
    (50, "torn", |name, dice| plain(torn(name, dice), Named(GOOD))),
    (40, "not_utf8", |name, dice| plain(with_byte(name, 0xFF, dice), Named(GOOD))),
    (20, "nul_inside", |name, dice| plain(with_byte(name, 0, dice), Either)),
    (20, "nul_line", |name, dice| plain(with_line(name, &vec![0; 1 + dice.below(5000)]), Named(GOOD))),
    (2, "endless_line", |name, _| plain(with_line(name, &vec![b'x'; 64 << 20]), NamedInPart)),
    (20, "deep_value", |name, _| plain(with_line(name, &deep("event_id")), Named(GOOD))),
    (10, "deep_stranger", |name, _| plain(with_line(name, &deep("colour")), Either)),
    (30, "named_twice", |name, dice| plain(with_line(name, &named_twice(name, dice)), Either)),
    (60, "other_kind", |name, dice| plain(with_line(name, &other_kind(name, dice)), Named(GOOD))),
    (20, "too_great", |name, dice| plain(with_line(name, &too_great(name, dice)), Named(GOOD))),
    (10, "bom", |name, _| plain([b"\xEF\xBB\xBF", base::lines(name, GOOD).as_slice()].concat(), Kept(GOOD))),
    (10, "crlf", |name, _| plain(ended_by(name, "\r\n"), Kept(GOOD))),
    (10, "bare_cr", |name, _| plain(ended_by(name, "\r"), Either)),
    (40, "cut_gzip", |name, dice| ("ndjson.gz", cut(&gzip(&base::lines(name, 400)), dice), NamedInPart)),
    (40, "cut_zstd", |name, dice| ("ndjson.zst", cut(&zstandard(&base::lines(name, 400)), dice), NamedInPart)),
    (4, "not_gzip", |name, _| ("ndjson.gz", base::lines(name, GOOD), Named(0))),
    (4, "not_zstd", |name, _| ("ndjson.zst", base::lines(name, GOOD), Named(0))),
    // A mebibyte that unpacks to a gibibyte without an end of line.
    (1, "bomb_gzip", |_, _| ("ndjson.gz", gzip(&vec![b' '; 1 << 30]), Named(0))),
    (1, "bomb_zstd", |_, _| ("ndjson.zst", zstandard(&vec![b'{'; 1 << 30]), Named(0))),
    (8, "other_words", |name, dice| plain(with_line(name, other_words(dice)), Named(GOOD))),
];

/// 400 files.
pub fn all() -> Vec<Odd> {
    let of_kind = |(count, kind, make): Kind| {
        (0..count).map(move |at| {
            let name = format!("{kind}_{at:02}");
            let (ending, bytes, expected) = make(&name, &mut Dice::new(at as u64));
            Odd::new(format!("{name}.{ending}"), bytes, expected)
        })
    };
    KINDS.into_iter().flat_map(of_kind).collect()
}

fn plain(bytes: Vec<u8>, expected: Expected) -> Made {
    ("ndjson", bytes, expected)
}

/// Good lines, with `line` somewhere among them.
fn with_line(name: &str, line: &[u8]) -> Vec<u8> {
    let place = name.len() as i64 % GOOD;
    let good = |from: i64, to: i64| (from..to).map(|at| base::line(name, at) + "\n").collect::<String>().into_bytes();
    [good(0, place).as_slice(), line, b"\n", &good(place, GOOD)].concat()
}

/// The last line ends somewhere within.
fn torn(name: &str, dice: &mut Dice) -> Vec<u8> {
    let last = base::line(name, GOOD);
    let end = 1 + dice.below(last.len() - 1);
    [base::lines(name, GOOD).as_slice(), &last.as_bytes()[..end]].concat()
}

/// One byte of one value is another.
fn with_byte(name: &str, byte: u8, dice: &mut Dice) -> Vec<u8> {
    let values = base::values(name, GOOD);
    let value = &values[[0, 6, 7][dice.below(3)]];
    let line = base::line(name, GOOD);
    let place = line.find(&format!(":\"{value}\"")).unwrap() + 2 + dice.below(value.len());
    let mut line = line.into_bytes();
    line[place] = byte;
    with_line(name, &line)
}

fn deep(field: &str) -> Vec<u8> {
    let line = base::line("deep", GOOD);
    let nest = format!("\"{field}\":{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    match field {
        "event_id" => line.replacen("\"event_id\":\"order-00005\"", &nest, 1).into_bytes(),
        _ => line.replacen('{', &format!("{{{nest},"), 1).into_bytes(),
    }
}

fn named_twice(name: &str, dice: &mut Dice) -> Vec<u8> {
    let field = base::COLUMNS[dice.below(base::COLUMNS.len())];
    let again = &base::values(name, GOOD + 1)[base::COLUMNS.iter().position(|column| *column == field).unwrap()];
    base::line(name, GOOD).replacen('{', &format!("{{\"{field}\":\"{again}\","), 1).into_bytes()
}

/// A value of another kind than its column's.
fn other_kind(name: &str, dice: &mut Dice) -> Vec<u8> {
    let values = base::values(name, GOOD);
    let cases = [
        ("total", "{\"amount\":1}"),
        ("total", "[1]"),
        ("total", "\"much\""),
        ("event_time", "{}"),
        ("event_time", "\"yesterday\""),
        ("received_time", "\"2026-13-45T99:99:99Z\""),
        ("event_id", "[\"a\"]"),
        ("order_id", "{\"id\":7}"),
        ("status", "[]"),
        ("event_id", "null"),
    ];
    let (field, value) = cases[dice.below(cases.len())];
    let old = &values[base::COLUMNS.iter().position(|column| *column == field).unwrap()];
    base::line(name, GOOD).replacen(&format!("\"{field}\":\"{old}\""), &format!("\"{field}\":{value}"), 1).into_bytes()
}

/// A number that no amount can be.
fn too_great(name: &str, dice: &mut Dice) -> Vec<u8> {
    let numbers = ["1e400", "-1e400", "\"1e400\"", "99999999999999999999999999999999999999999999", "1e39", "NaN", "Infinity", "-"];
    let old = &base::values(name, GOOD)[base::COLUMNS.len() - 1];
    let number = numbers[dice.below(numbers.len())];
    base::line(name, GOOD).replacen(&format!("\"total\":\"{old}\""), &format!("\"total\":{number}"), 1).into_bytes()
}

fn other_words(dice: &mut Dice) -> &'static [u8] {
    let words: [&[u8]; 8] = [b"null", b"[]", b"42", b"\"word\"", b"hello", b"{}}", b"{\"event_id\"", b"<html></html>"];
    words[dice.below(words.len())]
}

fn ended_by(name: &str, end: &str) -> Vec<u8> {
    (0..GOOD).map(|at| base::line(name, at) + end).collect::<String>().into_bytes()
}

/// The beginning of a file, at least its mark.
fn cut(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    bytes[..12 + dice.below(bytes.len() - 24)].to_vec()
}
