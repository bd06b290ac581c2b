//! One row of a plot, read from a table of results or from the readings of a metric.

use arrow::array::{Array, AsArray, BooleanArray, Float64Array, Int64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use chrono_tz::Tz;

use crate::figure::ask::Question;
use crate::figure::reading::Reading;
use crate::figure::results::cells;
use crate::figure::slices::filtered;
use crate::format::number::UNKNOWN;
use crate::format::time;
use crate::format::value::Names;
use crate::layout::{Column, Encoding};

/// One row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Datum {
    /// What stands on the horizontal side, or the name of the row.
    pub x: String,
    /// The same as a number, where it is one.
    pub at: Option<f64>,
    /// What stands on the vertical side.
    pub y: String,
    /// What it belongs to; empty where there is one series only.
    pub series: String,
    /// The value; `None` is unknown, which is not zero.
    pub value: Option<f64>,
    /// Both ends of its interval.
    pub band: Option<(f64, f64)>,
    /// Rows behind it.
    pub n: Option<i64>,
    /// The value may still change.
    pub provisional: bool,
    /// The page of that value alone.
    pub href: Option<String>,
}

impl Datum {
    /// The value if it can be drawn.
    pub fn finite(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }
}

/// The values of a dimension, in the order of the readings.
pub fn of_slices(question: &Question, dimension: &str, rows: &[Reading]) -> Vec<Datum> {
    let datum = |row: &Reading| {
        let x = row.dimensions.concat();
        Datum { href: filtered(question, dimension, &x), x, ..measured(row) }
    };
    told_apart(rows.iter().map(datum).collect(), &[|datum| &mut datum.x])
}

/// The values of a dimension in each bucket.
pub fn of_course(question: &Question, rows: &[Reading]) -> Vec<Datum> {
    let (grain, zone) = (question.grain(), question.zone);
    let datum = |row: &Reading| {
        let (x, y) = (time::bucket_long(row.at, grain, zone), row.dimensions.concat());
        Datum { x, y, ..measured(row) }
    };
    told_apart(rows.iter().map(datum).collect(), &[|datum| &mut datum.y])
}

fn measured(row: &Reading) -> Datum {
    Datum { value: row.headline(), band: row.band(), n: row.n, provisional: row.provisional, ..Datum::default() }
}

/// The rows of a table; which column is what is the panel's to say.
///
/// # Errors
///
/// A column that is not there, or no number where one is needed.
pub fn of_batches(encoding: &Encoding, batches: &[RecordBatch], zone: Tz) -> Result<Vec<Datum>, ArrowError> {
    let mut data = Vec::new();
    for batch in batches {
        let columns = Columns::of(encoding, batch, zone)?;
        data.extend((0..batch.num_rows()).map(|row| columns.datum(row)));
    }
    drop_shared_dimension(&mut data, |datum| &mut datum.x);
    drop_shared_dimension(&mut data, |datum| &mut datum.y);
    Ok(told_apart(data, &[|datum| &mut datum.x, |datum| &mut datum.y, |datum| &mut datum.series]))
}

/// The rows with names that fit among other words. Rows of two values never fall together because these are cut alike.
fn told_apart(mut data: Vec<Datum>, sides: &[fn(&mut Datum) -> &mut String]) -> Vec<Datum> {
    for side in sides {
        let mut names = Names::default();
        for datum in &mut data {
            let name = side(datum);
            *name = names.of(name);
        }
    }
    data
}

/// Where every name is a value of one dimension, the value is enough: `use_case_id=price_drop` would be cut before it differs.
fn drop_shared_dimension(data: &mut [Datum], side: fn(&mut Datum) -> &mut String) {
    let mut dimensions = data.iter_mut().map(|datum| side(datum).split_once('=').map(|(dimension, _)| dimension.to_owned()));
    let first = dimensions.next().flatten();
    if first.is_none() || dimensions.any(|dimension| dimension != first) {
        return;
    }
    for datum in data {
        let name = side(datum);
        *name = name.split_once('=').map(|(_, value)| value.to_owned()).unwrap_or_default();
    }
}

struct Columns {
    x: Vec<String>,
    at: Option<Float64Array>,
    y: Vec<String>,
    series: Vec<String>,
    value: Float64Array,
    lo: Option<Float64Array>,
    hi: Option<Float64Array>,
    n: Option<Int64Array>,
    is_final: Option<BooleanArray>,
}

impl Columns {
    fn of(encoding: &Encoding, batch: &RecordBatch, zone: Tz) -> Result<Columns, ArrowError> {
        let as_type = |column: &Column, kind: &DataType| cast(of_name(batch, column)?, kind);
        let float = |column: &Column| as_type(column, &DataType::Float64).map(|array| array.as_primitive::<Float64Type>().clone());
        let whole = |column: &Column| as_type(column, &DataType::Int64).map(|array| array.as_primitive::<Int64Type>().clone());
        let flag = |column: &Column| as_type(column, &DataType::Boolean).map(|array| array.as_boolean().clone());
        let text = |column: Option<&Column>| column.map_or(Ok(Vec::new()), |column| texts(batch, column, zone));
        let is_numeric = of_name(batch, &encoding.x)?.data_type().is_numeric();
        Ok(Columns {
            x: texts(batch, &encoding.x, zone)?,
            at: if is_numeric { Some(float(&encoding.x)?) } else { None },
            y: text(encoding.y.as_ref())?,
            series: text(encoding.series.as_ref())?,
            value: float(&encoding.value)?,
            lo: encoding.lo.as_ref().map(float).transpose()?,
            hi: encoding.hi.as_ref().map(float).transpose()?,
            n: encoding.n.as_ref().map(whole).transpose()?,
            is_final: encoding.is_final.as_ref().map(flag).transpose()?,
        })
    }

    fn datum(&self, row: usize) -> Datum {
        let float = |array: &Float64Array| (!array.is_null(row)).then(|| array.value(row)).filter(|value| !value.is_nan());
        let text = |texts: &[String]| texts.get(row).cloned().unwrap_or_default();
        Datum {
            x: text(&self.x),
            at: self.at.as_ref().and_then(float),
            y: text(&self.y),
            series: text(&self.series),
            value: float(&self.value),
            band: self.lo.as_ref().and_then(float).zip(self.hi.as_ref().and_then(float)),
            n: self.n.as_ref().filter(|array| !array.is_null(row)).map(|array| array.value(row)),
            provisional: self.is_final.as_ref().is_some_and(|array| !array.is_null(row) && !array.value(row)),
            href: None,
        }
    }
}

fn of_name<'b>(batch: &'b RecordBatch, column: &Column) -> Result<&'b arrow::array::ArrayRef, ArrowError> {
    batch.column_by_name(&column.name).ok_or_else(|| ArrowError::SchemaError(format!("no column named `{}`", column.name)))
}

fn texts(batch: &RecordBatch, column: &Column, zone: Tz) -> Result<Vec<String>, ArrowError> {
    let cells = cells(&column.name, of_name(batch, column)?, zone)?;
    Ok(cells.into_iter().map(|cell| if cell.is_unknown { UNKNOWN.to_owned() } else { cell.text }).collect())
}
