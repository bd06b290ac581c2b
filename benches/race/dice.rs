//! Draws that hang on what is drawn for, and on nothing that was drawn before.

use twox_hash::XxHash3_128;

/// The draws of one entity in one stream.
pub struct Dice {
    stream: u64,
    entity: u64,
    drawn: u64,
}

impl Dice {
    /// Draws from the start.
    pub fn new(stream: u64, entity: u64) -> Dice {
        Dice { stream, entity, drawn: 0 }
    }

    /// 128 bits.
    pub fn bits(&mut self) -> u128 {
        self.drawn += 1;
        XxHash3_128::oneshot([self.stream, self.entity, self.drawn].map(u64::to_le_bytes).as_flattened())
    }

    /// A number from 0 up to, and without, `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.bits() as u64 % bound
    }

    /// True in so many of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}
