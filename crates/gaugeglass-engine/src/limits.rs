//! The one struct of limits that every query runs under, whatever its door.

/// What one query may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Wall time of one query in milliseconds, planning included.
    pub query_time_ms_max: u64,
    /// Memory of one query in bytes.
    pub memory_bytes_max: usize,
    /// Rows that one answer returns.
    pub rows_max: usize,
    /// Queries that run at the same time; further ones wait for their turn.
    pub concurrency_max: usize,
    /// Queries that may wait for their turn; further ones are told to come back.
    pub queue_max: usize,
    /// Length of a statement in bytes.
    pub sql_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            query_time_ms_max: 30_000,
            memory_bytes_max: 1 << 30,
            rows_max: 1_000_000,
            concurrency_max: 8,
            queue_max: 64,
            sql_bytes_max: 256 * 1024,
        }
    }
}
