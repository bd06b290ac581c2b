//! Words of the SQL dialect that drivers ask for: reserved words, functions and casts.
//!
//! The lists hold what tools offer for completion; `meta.functions` is the whole list of functions.

use std::collections::BTreeMap;

use arrow_flight::sql::SqlSupportsConvert;

/// Reserved words beyond those of standard SQL.
pub(crate) const KEYWORDS: [&str; 12] =
    ["ANTI", "EXCLUDE", "FILTER", "GROUPING", "ILIKE", "LATERAL", "LIMIT", "OFFSET", "QUALIFY", "SEMI", "TABLESAMPLE", "UNNEST"];
/// Functions of numbers.
pub(crate) const NUMERIC_FUNCTIONS: [&str; 20] = [
    "abs", "acos", "asin", "atan", "atan2", "ceil", "cos", "degrees", "exp", "floor", "ln", "log", "log10", "pi", "power", "radians",
    "round", "sin", "sqrt", "tan",
];
/// Functions of text.
pub(crate) const STRING_FUNCTIONS: [&str; 18] = [
    "ascii",
    "chr",
    "concat",
    "length",
    "lower",
    "lpad",
    "ltrim",
    "position",
    "repeat",
    "replace",
    "reverse",
    "right",
    "rpad",
    "rtrim",
    "split_part",
    "substr",
    "trim",
    "upper",
];
/// Functions of no particular type.
pub(crate) const SYSTEM_FUNCTIONS: [&str; 4] = ["coalesce", "nullif", "arrow_typeof", "version"];
/// Functions of dates and instants.
pub(crate) const DATETIME_FUNCTIONS: [&str; 9] =
    ["current_date", "current_time", "date_bin", "date_part", "date_trunc", "from_unixtime", "now", "time_bucket", "to_timestamp"];

/// Which types cast to which.
pub(crate) fn conversions() -> BTreeMap<i32, Vec<i32>> {
    use SqlSupportsConvert::*;
    let numbers =
        [SqlConvertBigint, SqlConvertDecimal, SqlConvertFloat, SqlConvertInteger, SqlConvertReal, SqlConvertSmallint, SqlConvertTinyint];
    let numbers: Vec<i32> = numbers.into_iter().chain([SqlConvertVarchar]).map(|kind| kind as i32).collect();
    let moments = vec![SqlConvertDate as i32, SqlConvertTimestamp as i32, SqlConvertVarchar as i32];
    let text = [&numbers[..], &moments[..2], &[SqlConvertBit as i32]].concat();
    let mut conversions: BTreeMap<i32, Vec<i32>> = numbers.iter().map(|kind| (*kind, numbers.clone())).collect();
    conversions.extend(moments.iter().map(|kind| (*kind, moments.clone())));
    conversions.insert(SqlConvertBit as i32, vec![SqlConvertBit as i32, SqlConvertVarchar as i32]);
    conversions.insert(SqlConvertVarchar as i32, text);
    conversions
}
