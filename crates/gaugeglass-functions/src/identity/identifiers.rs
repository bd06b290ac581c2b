//! Identifiers, each kept once and numbered from 0 in the order of first sight.
//!
//! Texts lie in blocks that never move: a full one becomes an Arrow buffer, so that the texts leave as columns of views
//! without being copied. The table that finds a text keeps 32 bits of its hash beside its number, and so grows without
//! reading a text again.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringViewArray, make_view};
use arrow::buffer::Buffer;
use datafusion::common::{Result, exec_datafusion_err};
use twox_hash::XxHash3_128;

/// Blocks double between these sizes: many groups are small.
const BLOCK_BYTES_MIN: usize = 256;
const BLOCK_BYTES_MAX: usize = 4 << 20;
const SLOTS_MIN: usize = 16;
const FREE: u64 = 0;

/// Texts and their numbers.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    full: Vec<Buffer>,
    open: Vec<u8>,
    places: Vec<Place>,
    /// A hash in the upper half and a number plus one in the lower; as many slots as a power of two.
    slots: Vec<u64>,
}

/// Where a text lies; the open block comes after the full ones.
#[derive(Clone, Copy, Debug)]
struct Place {
    block: u32,
    start: u32,
    length: u32,
}

impl Identifiers {
    /// The number of `text`, which is given one if it is new.
    pub(super) fn number(&mut self, text: &str) -> Result<u32> {
        if 4 * (self.places.len() + 1) > 3 * self.slots.len() {
            self.grow();
        }
        let hash = hash_of(text);
        let slot = self.slot(hash, |number| self.bytes(number) == text.as_bytes());
        if let Some(number) = number_in(self.slots[slot]) {
            return Ok(number);
        }
        let number = self.keep(text)?;
        self.slots[slot] = entry(hash, number);
        Ok(number)
    }

    /// The number of `text`, if it has one.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let slot = self.slot(hash_of(text), |number| self.bytes(number) == text.as_bytes());
        number_in(self.slots[slot])
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The text with this number, whose bytes sort as the text does.
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        let Place { block, start, length } = self.places[number as usize];
        let block = self.full.get(block as usize).map_or(self.open.as_slice(), Buffer::as_slice);
        &block[start as usize..][..length as usize]
    }

    /// The text with this number.
    pub(super) fn text(&self, number: u32) -> &str {
        std::str::from_utf8(self.bytes(number)).unwrap_or_default()
    }

    /// The texts with these numbers, as a column of views.
    pub(super) fn column(&self, numbers: impl Iterator<Item = u32>) -> Result<ArrayRef> {
        let view = |number: u32| {
            let place = self.places[number as usize];
            make_view(self.bytes(number), place.block, place.start)
        };
        let views: Vec<u128> = numbers.map(view).collect();
        let mut blocks = self.full.clone();
        blocks.push(Buffer::from_slice_ref(self.open.as_slice()));
        Ok(Arc::new(StringViewArray::try_new(views.into(), blocks, None)?))
    }

    /// Bytes on the heap.
    pub(super) fn heap_size(&self) -> usize {
        let full: usize = self.full.iter().map(Buffer::capacity).sum();
        full + self.open.capacity() + self.places.capacity() * size_of::<Place>() + self.slots.capacity() * size_of::<u64>()
    }

    fn keep(&mut self, text: &str) -> Result<u32> {
        let number = narrow(self.places.len() + 1)? - 1;
        if self.open.capacity() - self.open.len() < text.len() {
            self.close(text.len());
        }
        let (block, start, length) = (narrow(self.full.len())?, narrow(self.open.len())?, narrow(text.len())?);
        self.open.extend_from_slice(text.as_bytes());
        self.places.push(Place { block, start, length });
        Ok(number)
    }

    /// Opens a block with room for a text of so many bytes.
    fn close(&mut self, bytes: usize) {
        let size = (2 * self.open.capacity()).clamp(BLOCK_BYTES_MIN, BLOCK_BYTES_MAX).max(bytes);
        let full = std::mem::replace(&mut self.open, Vec::with_capacity(size));
        if !full.is_empty() {
            self.full.push(Buffer::from_vec(full));
        }
    }

    fn grow(&mut self) {
        let size = (2 * self.slots.len()).max(SLOTS_MIN);
        let entries = std::mem::replace(&mut self.slots, vec![FREE; size]);
        for entry in entries.into_iter().filter(|entry| *entry != FREE) {
            let slot = self.slot(hash_in(entry), |_| false);
            self.slots[slot] = entry;
        }
    }

    /// The first slot on the way of `hash` that is free or holds what is asked for; a quarter of them is free.
    fn slot(&self, hash: u32, is_asked: impl Fn(u32) -> bool) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = hash as usize & last;
        loop {
            let entry = self.slots[slot];
            if entry == FREE || hash_in(entry) == hash && number_in(entry).is_some_and(&is_asked) {
                return slot;
            }
            slot = (slot + 1) & last;
        }
    }
}

fn hash_of(text: &str) -> u32 {
    XxHash3_128::oneshot(text.as_bytes()) as u32
}

fn entry(hash: u32, number: u32) -> u64 {
    (u64::from(hash) << u32::BITS) | (u64::from(number) + 1)
}

fn hash_in(entry: u64) -> u32 {
    (entry >> u32::BITS) as u32
}

fn number_in(entry: u64) -> Option<u32> {
    (entry as u32).checked_sub(1)
}

fn narrow(number: usize) -> Result<u32> {
    u32::try_from(number).map_err(|_| exec_datafusion_err!("one group holds at most {} identifiers: split it with GROUP BY", u32::MAX))
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray};

    use super::*;

    /// Texts of all lengths around those that Arrow treats apart, and one larger than a block.
    fn texts() -> Vec<String> {
        let mut texts: Vec<String> = (0..5_000).map(|n| format!("{n:0>width$}", width = n % 40)).collect();
        texts.extend([String::new(), "é".repeat(9), "x".repeat(BLOCK_BYTES_MAX + 1), "user_id:u1".into()]);
        texts.sort();
        texts.dedup();
        texts
    }

    #[test]
    fn a_text_keeps_its_number_and_comes_back_as_it_was() -> Result<()> {
        let (texts, mut identifiers) = (texts(), Identifiers::default());
        for _ in 0..2 {
            for (expected, text) in (0..).zip(&texts) {
                assert_eq!(identifiers.number(text)?, expected, "{text:.20}");
            }
        }
        assert_eq!(identifiers.len(), texts.len());
        let numbers = 0..narrow(texts.len())?;
        assert!(numbers.clone().zip(&texts).all(|(number, text)| identifiers.text(number) == text));
        assert!(numbers.zip(&texts).all(|(number, text)| identifiers.find(text) == Some(number)));
        assert_eq!(identifiers.find("nobody"), None);
        Ok(())
    }

    #[test]
    fn a_column_holds_the_texts_in_the_order_asked_for() -> Result<()> {
        let (texts, mut identifiers) = (texts(), Identifiers::default());
        for text in &texts {
            identifiers.number(text)?;
        }
        let column = identifiers.column((0..narrow(texts.len())?).rev())?;
        let read: Vec<&str> = column.as_string_view().iter().flatten().collect();
        assert!(read.into_iter().eq(texts.iter().rev()));
        Ok(())
    }

    #[test]
    fn nothing_is_found_where_nothing_is_kept() -> Result<()> {
        let identifiers = Identifiers::default();
        assert_eq!(identifiers.find(""), None);
        assert_eq!(identifiers.column(std::iter::empty())?.len(), 0);
        assert_eq!(identifiers.heap_size(), 0);
        Ok(())
    }
}
