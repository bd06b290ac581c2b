//! How numbers, instants and findings are written for a reader.

pub mod markup;
pub mod number;
pub mod sentence;
pub mod time;

#[cfg(test)]
mod tests;
