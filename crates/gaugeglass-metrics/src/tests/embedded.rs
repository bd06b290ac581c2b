//! The definitions the program brings along are whole.

use sqlparser::ast::{SetExpr, Statement};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

use super::{is_aggregate, readable};
use crate::{Metric, Registry, Slice};

#[test]
fn every_embedded_file_is_accepted() {
    let loaded = Registry::load(&[]);
    assert!(loaded.diagnostics.is_empty(), "\n{}", readable(&loaded.diagnostics));
    for (what, count) in [
        ("metrics", loaded.registry.metrics().count()),
        ("tables", loaded.registry.tables().count()),
        ("models", loaded.registry.models().len()),
        ("checks", loaded.registry.checks().len()),
        ("gates", loaded.registry.gates().len()),
        ("mutations", loaded.registry.mutations().len()),
    ] {
        assert!(count > 0, "no {what} under queries/: wrong directory?");
    }
}

#[test]
fn every_embedded_metric_can_be_cut_by_every_grain_and_all_dimensions() {
    let registry = Registry::embedded();
    assert!(registry.metrics().count() > 0, "no metrics under queries/: wrong directory?");
    for metric in registry.metrics() {
        for grain in &metric.grains {
            let filters = metric.dimensions.iter().map(|name| (name.clone(), "a value".to_owned())).collect();
            let slice = Slice { grain: *grain, by: metric.dimensions.clone(), filters };
            check_columns(metric, &slice);
        }
    }
}

/// The statement still parses, and its columns are those announced.
fn check_columns(metric: &Metric, slice: &Slice) {
    let sql = metric.sliced(slice, &is_aggregate).unwrap().sql;
    let statements = Parser::parse_sql(&GenericDialect {}, &sql).unwrap_or_else(|error| panic!("{}: {error}\n{sql}", metric.path));
    let Statement::Query(query) = &statements[0] else { panic!("{sql}") };
    let SetExpr::Select(select) = query.body.as_ref() else { panic!("{sql}") };
    let names: Vec<String> = select.projection.iter().filter_map(crate::select::name).collect();
    assert_eq!(names, metric.columns(&slice.by), "{}\n{sql}", metric.path);
}

#[test]
fn every_embedded_mutation_is_noticed_by_a_check_that_exists() {
    let registry = Registry::embedded();
    for mutation in registry.mutations() {
        assert!(registry.check(&mutation.detects).is_some(), "{}: no check {}", mutation.path, mutation.detects);
    }
}

#[test]
fn twins_of_embedded_checks_exist() {
    let registry = Registry::embedded();
    for check in registry.checks() {
        for twin in &check.twins {
            assert!(registry.check(twin).is_some(), "{}: no check {twin}", check.path);
        }
    }
}
