//! The registers of HyperLogLog: for each of 2¹⁴ parts of the values, the highest rank met.

use std::collections::BTreeMap;

use super::bytes::{put, take};

/// Bits of a hash that choose the register.
const PRECISION: u32 = 14;
pub(super) const REGISTERS: usize = 1 << PRECISION;
/// Ranks are 0, for a register never met, to one more than the bits of a hash that are left.
pub(super) const RANKS: usize = (u64::BITS - PRECISION + 2) as usize;

/// Registers met up to which only these are kept: many groups are small.
const FEW_MAX: usize = 2_048;

const FEW: u8 = 0;
const ALL: u8 = 1;

/// The registers; which form they have follows from how many were met.
#[derive(Debug, PartialEq)]
pub(super) enum Registers {
    Few(BTreeMap<u16, u8>),
    All(Vec<u8>),
}

impl Default for Registers {
    fn default() -> Self {
        Self::Few(BTreeMap::new())
    }
}

impl Registers {
    /// Meets a value by its hash: the low bits choose the register, the zeros above them make the rank.
    pub(super) fn meet(&mut self, hash: u64) {
        let index = hash as usize % REGISTERS;
        let rest = (hash >> PRECISION) | (1 << (u64::BITS - PRECISION));
        self.raise(index as u16, rest.trailing_zeros() as u8 + 1);
    }

    /// Makes `rank` the least of the register.
    pub(super) fn raise(&mut self, index: u16, rank: u8) {
        match self {
            Self::Few(few) => {
                let register = few.entry(index).or_default();
                *register = rank.max(*register);
                if few.len() > FEW_MAX {
                    *self = Self::All(spread(few));
                }
            }
            Self::All(all) => {
                if let Some(register) = all.get_mut(usize::from(index)) {
                    *register = rank.max(*register);
                }
            }
        }
    }

    /// Every register met and its rank, in order.
    pub(super) fn met(&self) -> Box<dyn Iterator<Item = (u16, u8)> + '_> {
        match self {
            Self::Few(few) => Box::new(few.iter().map(|(index, rank)| (*index, *rank))),
            Self::All(all) => Box::new((0_u16..).zip(all.iter().copied()).filter(|(_, rank)| *rank > 0)),
        }
    }

    /// How many registers hold each rank.
    pub(super) fn counts(&self) -> [f64; RANKS] {
        let mut counts = [0.0; RANKS];
        counts[0] = REGISTERS as f64;
        for (_, rank) in self.met() {
            counts[0] -= 1.0;
            counts[usize::from(rank)] += 1.0;
        }
        counts
    }

    /// Bytes on the heap, about.
    pub(super) fn size(&self) -> usize {
        match self {
            // Nodes of a B-tree are at least half full.
            Self::Few(few) => 2 * few.len() * size_of::<(u16, u8)>(),
            Self::All(all) => all.capacity(),
        }
    }

    /// Few: how many were skipped since the last, and the rank. All: one rank a byte.
    pub(super) fn put(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Few(few) => {
                bytes.push(FEW);
                let mut next = 0;
                for (index, rank) in few {
                    put(bytes, u64::from(*index) - next);
                    bytes.push(*rank);
                    next = u64::from(*index) + 1;
                }
            }
            Self::All(all) => {
                bytes.push(ALL);
                bytes.extend_from_slice(all);
            }
        }
    }

    /// What `put` wrote; none where it did not write these.
    pub(super) fn take(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first()? {
            (&FEW, rest) => take_few(rest),
            (&ALL, rest) => take_all(rest),
            _ => None,
        }
    }
}

fn spread(few: &BTreeMap<u16, u8>) -> Vec<u8> {
    let mut all = vec![0; REGISTERS];
    for (index, rank) in few {
        all[usize::from(*index)] = *rank;
    }
    all
}

fn take_few(mut rest: &[u8]) -> Option<Registers> {
    let (mut few, mut next) = (BTreeMap::new(), 0_u64);
    while !rest.is_empty() {
        let index = next.checked_add(take(&mut rest)?).filter(|index| *index < REGISTERS as u64)?;
        let (&rank, left) = rest.split_first().filter(|(rank, _)| is_met(**rank))?;
        rest = left;
        few.insert(index as u16, rank);
        next = index + 1;
    }
    (few.len() <= FEW_MAX).then_some(Registers::Few(few))
}

fn take_all(ranks: &[u8]) -> Option<Registers> {
    let met = ranks.iter().filter(|rank| is_met(**rank)).count();
    let unmet = ranks.iter().filter(|rank| **rank == 0).count();
    (met > FEW_MAX && met + unmet == REGISTERS && ranks.len() == REGISTERS).then(|| Registers::All(ranks.to_vec()))
}

fn is_met(rank: u8) -> bool {
    (1..RANKS).contains(&usize::from(rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registers(indices: impl Iterator<Item = u16>) -> Registers {
        let mut registers = Registers::default();
        for index in indices {
            registers.raise(index, 1 + (index % 40) as u8);
        }
        registers
    }

    fn bytes(registers: &Registers) -> Vec<u8> {
        let mut bytes = Vec::new();
        registers.put(&mut bytes);
        bytes
    }

    #[test]
    fn a_hash_chooses_a_register_and_a_rank() {
        let cases: [(u64, (u16, u8)); 5] =
            [(5, (5, 51)), (5 + (1 << 14), (5, 1)), (8 << 14, (0, 4)), (u64::MAX, (16_383, 1)), (1 << 63, (0, 50))];
        for (hash, met) in cases {
            let mut registers = Registers::default();
            registers.meet(hash);
            assert_eq!(registers.met().collect::<Vec<_>>(), [met], "{hash:x}");
        }
    }

    #[test]
    fn a_register_keeps_its_highest_rank_in_both_forms() {
        for mut registers in [registers(0..10), registers(0..3_000)] {
            registers.raise(7, 20);
            registers.raise(7, 3);
            assert!(registers.met().any(|met| met == (7, 20)));
        }
    }

    #[test]
    fn the_form_does_not_depend_on_the_order() {
        let (up, down) = (registers(0..2_049), registers((0..2_049).rev()));
        assert!(matches!(up, Registers::All(_)) && matches!(registers(0..2_048), Registers::Few(_)));
        assert_eq!(bytes(&up), bytes(&down));
    }

    #[test]
    fn both_forms_come_back_and_cut_or_foreign_bytes_do_not() {
        for registers in [registers(0..0), registers(0..300), registers(0..16_384)] {
            let mut bytes = bytes(&registers);
            assert_eq!(Registers::take(&bytes), Some(registers));
            bytes.push(0);
            assert_eq!(Registers::take(&bytes), None);
        }
        let thin = [[ALL].as_slice(), &[1; 2_048], &[0; REGISTERS - 2_048]].concat();
        let thick = [[ALL].as_slice(), &[RANKS as u8; REGISTERS]].concat();
        let cut_or_foreign: [&[u8]; 8] = [&thin, &thick, &[], &[2], &[FEW, 0], &[FEW, 0, 0], &[FEW, 0, 52], &[FEW, 0x80, 0x80, 1, 9]];
        for bytes in cut_or_foreign {
            assert_eq!(Registers::take(bytes), None);
        }
    }
}
