//! Exchange rates by day.

use crate::ColumnType::{Date, Float64, Label};
use crate::{Column, Log, Rule};

pub(super) fn log() -> Log {
    Log {
        name: "fx_rates",
        doc: "What one unit of a currency is worth in another, by day.",
        grain: "one row per day and pair of currencies",
        columns: columns(),
        key: &["date", "from_currency", "to_currency"],
        time: None,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::required("date", Date, "Day of the rate."),
        Column::required("from_currency", Label, "Currency to convert, ISO 4217."),
        Column::required("to_currency", Label, "Currency to convert into, ISO 4217."),
        Column::required("rate", Float64, "Amount of to_currency for one of from_currency.").with(Rule::NonNegative),
        Column::optional("source", Label, "Who published the rate."),
    ]
}
