//! What someone did in order: worked examples, all chains written out, plain counting, and other people's answers.

mod chains;
mod edges;
mod examples;
mod log;
mod posthog;
mod retention;

/// The constant `seconds` after the epoch, in SQL.
fn instant(seconds: i64) -> String {
    format!("arrow_cast({}, 'Timestamp(Microsecond, Some(\"UTC\"))')", seconds * 1_000_000)
}
