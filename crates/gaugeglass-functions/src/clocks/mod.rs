//! Clocks that are wrong: which times of a log are believed.

mod is_believable_time;

pub(crate) use is_believable_time::IsBelievableTime;
