//! Arrow IPC and Avro files that are cut, flipped, or something else.

use gaugeglass_tests::Dice;

use super::Expected::{Judged, Named, NamedInPart};
use super::{Odd, base};

const ROWS: i64 = 64;

/// 60 Arrow files.
pub fn arrow() -> Vec<Odd> {
    let whole = base::arrow("arrow", ROWS);
    let cut = |part: usize| Odd::new(format!("cut_{part:02}.arrow"), &whole[..whole.len() * part / 32], NamedInPart);
    let mut files: Vec<Odd> = (1..32).map(cut).collect();
    files.extend(others().into_iter().map(|(name, bytes)| Odd::new(format!("other_{name}.arrow"), bytes, Named(0))));
    let mut dice = Dice::new(3);
    let flips = 60 - files.len();
    files.extend((0..flips).map(|at| Odd::new(format!("flip_{at:02}.arrow"), flipped(&whole, &mut dice), Judged(ROWS))));
    files
}

/// 20 Avro files.
pub fn avro() -> Vec<Odd> {
    let whole = base::avro("avro", ROWS);
    let cut = |part: usize| Odd::new(format!("cut_{part:02}.avro"), &whole[..whole.len() * part / 16], NamedInPart);
    let others = others().into_iter().map(|(name, bytes)| Odd::new(format!("other_{name}.avro"), bytes, Named(0)));
    (1..16).map(cut).chain(others).collect()
}

fn flipped(whole: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[dice.below(whole.len())] ^= 1 << dice.below(8);
    bytes
}

/// What is of neither format.
fn others() -> [(&'static str, Vec<u8>); 5] {
    [
        ("zero_bytes", Vec::new()),
        ("zeros", vec![0; 4096]),
        ("words", b"hello".to_vec()),
        ("lines", base::lines("lines", 5)),
        ("parquet", base::parquet("parquet", 5, false)),
    ]
}
