//! The shop's products and search words.

use crate::random::Dice;

/// Number of products; they are numbered from 100 on, below which ids are reserved words.
pub(crate) const PRODUCTS: u32 = 2_000;
const FIRST: u32 = 100;

const CATEGORIES: [&str; 8] = ["skin care", "make-up", "fragrance", "hair", "lighting", "textiles", "kitchen", "furniture"];
const BRANDS: [&str; 6] = ["Alba", "Brink", "Corvo", "Dune", "Elmo", "Fjord"];
const WORDS: [&str; 12] = ["lamp", "cream", "chair", "serum", "towel", "perfume", "pan", "rug", "mascara", "shelf", "soap", "mug"];
const QUALITIES: [&str; 10] = ["red", "blue", "small", "large", "organic", "oak", "linen", "matte", "vegan", "steel"];

/// A product of the dice's choice.
pub(crate) fn product(dice: &mut Dice) -> u32 {
    FIRST + dice.below(u64::from(PRODUCTS)) as u32
}

/// Several products that differ from each other.
pub(crate) fn products(dice: &mut Dice, count: usize) -> Vec<u32> {
    let first = dice.below(u64::from(PRODUCTS)) as u32;
    (0..count as u32).map(|step| FIRST + (first + step * 37) % PRODUCTS).collect()
}

pub(crate) fn category(product: u32) -> &'static str {
    CATEGORIES[product as usize % CATEGORIES.len()]
}

pub(crate) fn brand(product: u32) -> &'static str {
    BRANDS[product as usize % BRANDS.len()]
}

/// List price in ten-thousandths of the market's currency unit, before conversion.
pub(crate) fn price(product: u32) -> i64 {
    let step = i64::from(product) * 7_919 % 90;
    (step + 5) * 10_000 - 100
}

/// Number of different search terms.
pub(crate) const TERMS: u32 = 12 * 10 * 40;

/// Search term of that number, counted from 1: "red lamp 3".
pub(crate) fn term(number: u32) -> String {
    let number = (number as usize).saturating_sub(1);
    let word = WORDS[number % WORDS.len()];
    let quality = QUALITIES[number / WORDS.len() % QUALITIES.len()];
    format!("{quality} {word} {}", number / 120 + 1)
}

/// Part of an amount that falls on one position, so that all parts add to it exactly.
pub(crate) fn share(amount: i64, parts: usize, position: usize) -> i64 {
    let parts = parts.max(1) as i64;
    let even = amount / parts;
    if position == 0 { amount - even * (parts - 1) } else { even }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_to_the_amount() {
        for (amount, parts) in [(100, 3), (7, 2), (0, 1), (999_999, 3)] {
            let sum: i64 = (0..parts).map(|position| share(amount, parts, position)).sum();
            assert_eq!(sum, amount);
        }
    }

    #[test]
    fn search_terms_do_not_repeat() {
        let terms: std::collections::HashSet<String> = (1..=TERMS).map(term).collect();
        assert_eq!(terms.len(), TERMS as usize);
    }
}
