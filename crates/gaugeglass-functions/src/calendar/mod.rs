//! Calendar buckets of a business's time zone.

mod bucket;
mod grain;
mod hour;
mod time_bucket;

pub(crate) use time_bucket::{TimeBucket, doc as time_bucket_doc};
