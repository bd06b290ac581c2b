//! Calendars: buckets of a business's time zone, and the hours in which a team works.

mod bucket;
mod business_seconds;
mod grain;
mod hour;
mod open_time;
mod time_bucket;

pub(crate) use business_seconds::{BusinessSeconds, doc as business_seconds_doc};
pub(crate) use time_bucket::{TimeBucket, doc as time_bucket_doc};
