//! Dates in the names of folders.

use chrono::NaiveDate;

/// The day in a hive-style `ingest_dt=YYYY-MM-DD` folder.
pub fn ingest_date(path: &str) -> Option<NaiveDate> {
    path.split('/').find_map(|part| part.strip_prefix("ingest_dt=")?.parse().ok())
}
