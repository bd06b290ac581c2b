//! The links as both sides read them: Arrow files of two columns of text, made once, found again by the next run.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::ipc::writer::FileWriter;

use crate::race::dice::Dice;

/// One link in so many comes later.
pub const INCREMENT: u64 = 100;
/// Links to a person, about.
const LINKS_PER_PERSON: u64 = 4;
const BATCH: u64 = 1 << 16;
/// The stream of draws; changes when the links do.
const VERSION: u64 = 1;

/// What a link binds a user to, as often as it is met: how many a person has, and what they are called.
const KINDS: [(u64, &str); 6] = [ANONYMOUS, ANONYMOUS, ANONYMOUS, DEVICE, DEVICE, (1, "email_hash:h")];
const ANONYMOUS: (u64, &str) = (3, "anonymous_id:a");
const DEVICE: (u64, &str) = (2, "device_id:v");
/// Links to something of a neighbour's, of a hundred.
const SHARED: u64 = 2;

/// Two files of links.
pub struct LinkFiles {
    /// The links that are resolved at once.
    pub all: PathBuf,
    /// The links that come later.
    pub more: PathBuf,
}

/// Makes so many links, and a hundredth of them beside, below `folder`; or finds them there.
pub fn make(folder: &Path, links: u64) -> LinkFiles {
    let named = |name: &str| folder.join(format!("links-{VERSION}-{links}-{name}.arrow"));
    let files = LinkFiles { all: named("all"), more: named("more") };
    let persons = links.div_ceil(LINKS_PER_PERSON);
    file(&files.all, persons, 0..links);
    file(&files.more, persons, links..links + links / INCREMENT);
    files
}

fn file(path: &Path, persons: u64, places: std::ops::Range<u64>) {
    if path.exists() {
        return;
    }
    let unfinished = path.with_extension("unfinished");
    let schema = schema();
    let mut writer = FileWriter::try_new_buffered(File::create(&unfinished).unwrap(), &schema).unwrap();
    for start in places.clone().step_by(BATCH as usize) {
        let links: Vec<[String; 2]> = (start..places.end.min(start + BATCH)).map(|place| link(place, persons)).collect();
        let side = |side: usize| Arc::new(StringArray::from_iter_values(links.iter().map(|link| &link[side]))) as ArrayRef;
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), vec![side(0), side(1)]).unwrap()).unwrap();
    }
    writer.finish().unwrap();
    fs::rename(&unfinished, path).unwrap();
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(["left", "right"].map(|name| Field::new(name, DataType::Utf8, false)).to_vec()))
}

/// A user and something of theirs, identifiers written as the model of the identity graph writes them.
fn link(place: u64, persons: u64) -> [String; 2] {
    let mut dice = Dice::new(VERSION, place);
    let person = dice.below(persons);
    let (count, prefix) = dice.one(&KINDS);
    let owner = if dice.chance(SHARED) { (person + 1) % persons } else { person };
    let thing = owner * count + dice.below(count);
    [format!("user_id:u{:016x}", scattered(person)), format!("{prefix}{:016x}", scattered(thing))]
}

/// Another number for each number, so that neighbours do not look alike.
fn scattered(number: u64) -> u64 {
    number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
