//! Which units met what their arm holds, or would have.

use super::assignments;
use crate::ColumnType::{Flag, Id};
use crate::{Column, Log};

pub(super) fn log() -> Log {
    let mut columns = assignments::unit();
    columns.push(Column::optional("trigger_event_id", Id, "Fact that made the difference between the arms real."));
    columns.push(Column::optional("would_have", Flag, "Whether this is the control side: treated would have been shown something here."));
    Log::fact("exposures", "Moments at which the arms of an experiment differ for a unit.", "one row per unit and moment", columns)
}
