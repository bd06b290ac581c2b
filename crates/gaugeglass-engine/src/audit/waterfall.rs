//! From signal to value: where intents are lost on the way, as `metrics.signal_to_value` counts them.

use super::cells::{real, text, whole};
use crate::scope::Scope;
use crate::{Error, table};

/// The table of all stages by use case.
pub const TABLE: &str = "signal_to_value";
/// Its rows over all use cases.
const ALL: &str = "all";
/// Its last stage, at which nothing is lost.
const ARRIVED: &str = "arrived";

/// A stage on the way, over all use cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// What fails there, such as `unrecognised`; `arrived` for the last one.
    pub stage: String,
    /// Who answers for it.
    pub owner: String,
    /// Intents that came so far.
    pub entered: i64,
    /// Intents that failed there first; for the last stage, those that arrived.
    pub count: i64,
    /// The same as a share of all intents.
    pub share: f64,
    /// The share that would arrive if this stage alone failed nobody.
    pub arrived_if_mended: Option<f64>,
}

impl Stage {
    /// True where intents are lost there.
    pub fn is_loss(&self) -> bool {
        self.stage != ARRIVED
    }
}

/// The stages in their order; none where no intent is known.
pub async fn waterfall(scope: &Scope) -> Result<Vec<Stage>, Error> {
    let batch = table::rows(scope, TABLE).await?;
    let of_all = (0..batch.num_rows()).filter(|row| text(&batch, "use_case_id", *row).as_deref() == Some(ALL));
    let stage = |row: usize| {
        Some(Stage {
            stage: text(&batch, "stage", row)?,
            owner: text(&batch, "owner", row)?,
            entered: whole(&batch, "entered", row)?,
            count: whole(&batch, "lost", row)?,
            share: real(&batch, "share", row)?,
            arrived_if_mended: real(&batch, "arrived_if_mended", row),
        })
    };
    Ok(of_all.filter_map(stage).collect())
}
