//! The thousand texts, and a harmless one for each.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

/// How many texts there are.
pub const COUNT: usize = 1000;
/// The place of the text that is too long for any page.
pub const LONG: usize = COUNT - 1;
const LONG_BYTES: usize = 64 * 1024;
const LONG_PART: &str = "<b>\u{202e}&'\"";
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static HOSTILE: LazyLock<Vec<String>> = LazyLock::new(hostile_texts);
static BENIGN: LazyLock<Vec<String>> = LazyLock::new(|| benign_texts(&HOSTILE));

/// Texts that mean something to a page, a picture, a table or a reader's eye.
pub fn hostile() -> &'static [String] {
    &HOSTILE
}

/// Letters in their place: as many as the hostile text has characters, and sorted as the hostile ones are.
pub fn benign() -> &'static [String] {
    &BENIGN
}

/// Every fragment in every context, until there are enough, and a long one.
fn hostile_texts() -> Vec<String> {
    let known: Value = serde_json::from_str(include_str!("fragments.json")).unwrap();
    let fragments: Vec<&str> = known["fragments"].as_object().unwrap().values().flat_map(strings).collect();
    let contexts = strings(&known["contexts"]);
    let composed = contexts.iter().flat_map(|context| fragments.iter().map(move |fragment| context.replacen("{}", fragment, 1)));
    let mut seen = BTreeSet::new();
    // The harmless twin of a single character could not be told from others.
    let mut texts: Vec<String> = composed.filter(|text| text.chars().count() > 1 && seen.insert(text.clone())).take(LONG).collect();
    texts.push(LONG_PART.repeat(LONG_BYTES.div_ceil(LONG_PART.len())));
    texts
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn benign_texts(hostile: &[String]) -> Vec<String> {
    let mut places: Vec<usize> = (0..hostile.len()).collect();
    places.sort_by(|a, b| hostile[*a].cmp(&hostile[*b]));
    let mut texts = vec![String::new(); hostile.len()];
    for (rank, place) in places.into_iter().enumerate() {
        let rank = [rank / LETTERS.len(), rank % LETTERS.len()].map(|place| char::from(LETTERS[place]));
        texts[place] = String::from_iter(rank) + &"x".repeat(hostile[place].chars().count() - rank.len());
    }
    texts
}

#[test]
fn a_thousand_texts_differ_and_each_has_a_harmless_twin_of_its_length_and_rank() {
    for texts in [hostile(), benign()] {
        assert_eq!((texts.len(), texts.iter().collect::<BTreeSet<_>>().len()), (COUNT, COUNT));
    }
    assert!(hostile()[LONG].len() >= LONG_BYTES);
    assert!(benign().iter().all(|text| text.bytes().all(|letter| letter.is_ascii_alphabetic())));
    let mut twins: Vec<(&String, &String)> = hostile().iter().zip(benign()).collect();
    assert!(twins.iter().all(|(hostile, benign)| hostile.chars().count() == benign.chars().count()));
    twins.sort();
    assert!(twins.is_sorted_by_key(|(_, benign)| *benign));
}
