//! What the keys of a metric must agree on among themselves and with its SELECT.

use sqlparser::ast::Query;

use crate::metric::Raw;
use crate::nearest::suggestion;
use crate::reader::{Reader, listed};
use crate::select::{self, Column};

/// Columns every relation of metrics has, which a metric therefore cannot use for its own.
const RESERVED: &[&str] = &["bucket", "n", "lo", "hi", "maturity", "grade", "as_of", "watermark", "definition"];

/// The names in the front matter against each other.
pub(crate) fn check_names(reader: &mut Reader<'_>, raw: &Raw) {
    let measures = reader.names(listed(&raw.measures));
    if measures.is_empty() {
        reader.missing("measures");
    }
    let dimensions = reader.names(listed(&raw.dimensions));
    reader.names(raw.time.as_slice());
    reader.names(listed(&raw.needs));
    reader.names(listed(&raw.judged_with));
    check_free(reader, raw, &dimensions);
    check_measures(reader, raw, measures);
}

/// A column of a metric is a measure or a dimension, and none of those that every metric has.
fn check_free(reader: &mut Reader<'_>, raw: &Raw, dimensions: &[String]) {
    for name in listed(&raw.measures).iter().chain(listed(&raw.dimensions)) {
        if RESERVED.contains(&name.value.as_str()) {
            let message = format!("`{}` is a column of every metric", name.value);
            reader.report(name, message, "choose another name");
        }
    }
    for name in listed(&raw.measures) {
        if dimensions.contains(&name.value) {
            let message = format!("`{}` is a measure and a dimension", name.value);
            reader.report(name, message, "it can be only one");
        }
    }
}

/// Keys that name measures name declared ones.
fn check_measures(reader: &mut Reader<'_>, raw: &Raw, mut measures: Vec<String>) {
    measures.push("n".to_owned());
    reader.known("measure", listed(&raw.additive), &measures);
    reader.known("measure", listed(&raw.censored), &measures);
}

/// The outermost SELECT against the declared measures; whether it has an interval.
pub(crate) fn check_select(reader: &mut Reader<'_>, raw: &Raw, query: &Query) -> bool {
    let source = reader.source;
    let select = match select::outermost(source, query) {
        Ok(select) => select,
        Err(diagnostic) => {
            reader.findings.push(*diagnostic);
            return false;
        }
    };
    select::check_aggregation(source, select, &mut reader.findings);
    let columns = select::columns(source, select, &mut reader.findings);
    let declared: Vec<&str> = listed(&raw.measures).iter().map(|measure| measure.value.as_str()).chain(["n"]).collect();
    select::check_names(source, &columns, &declared, &mut reader.findings);
    select::require(source, select, &columns, &["n"], &mut reader.findings);
    check_measures_selected(reader, raw, &columns);
    columns.iter().any(|column| column.name == "lo")
}

fn check_measures_selected(reader: &mut Reader<'_>, raw: &Raw, columns: &[Column]) {
    for measure in listed(&raw.measures) {
        if !columns.iter().any(|column| column.name == measure.value) {
            let help = suggestion(&measure.value, columns.iter().map(|column| column.name.as_str()));
            reader.report(measure, format!("the SELECT has no column `{}`", measure.value), help);
        }
    }
}
