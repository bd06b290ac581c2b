//! The name of a content: a hash of all that it is made from.

/// Texts hashed one after another, each with its length, so that no two lists of texts meet in one name.
#[derive(Default)]
pub struct ContentKey(blake3::Hasher);

impl ContentKey {
    /// Adds a text.
    pub fn add(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    /// The name: 128 bits in hexadecimal.
    pub fn name(&self) -> String {
        self.0.finalize().to_hex()[..32].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(texts: &[&str]) -> String {
        let mut key = ContentKey::default();
        texts.iter().for_each(|text| key.add(text));
        key.name()
    }

    #[test]
    fn where_one_text_ends_and_the_next_begins_is_part_of_the_name() {
        assert_eq!(name(&["ab", "c"]), name(&["ab", "c"]));
        assert_ne!(name(&["ab", "c"]), name(&["a", "bc"]));
        assert_ne!(name(&["ab"]), name(&["ab", ""]));
    }
}
