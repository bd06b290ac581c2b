//! How numbers, instants and findings are written for a reader.

pub mod markup;
pub mod number;
pub mod sentence;
pub mod time;
pub mod value;

#[cfg(test)]
mod tests;
