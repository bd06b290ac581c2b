//! The catalog: every metric with its meaning, every relation with its columns; searched by `q`.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use gaugeglass_engine::{Relation, RelationKind};
use gaugeglass_metrics::{Family, Metric, Registry};
use serde::Serialize;

use super::frame::Frame;
use super::{Outcome, file, html};
use crate::export::{Format, type_name};
use crate::serve::Site;
use crate::url::{BadParameter, query};

/// What each schema of the catalog holds.
const SCHEMAS: [(&str, &str); 5] = [
    ("logs", "Facts as they were logged, deduplicated"),
    ("model", "Derived from the logs"),
    ("metrics", "One view for each metric, and tables of results"),
    ("readiness", "The audit"),
    ("meta", "The service itself"),
];

#[derive(Template)]
#[template(path = "catalog.html")]
struct CatalogPage {
    frame: Frame,
    q: String,
    families: Vec<FamilyView>,
    schemas: Vec<SchemaView>,
    metric_count: usize,
    relation_count: usize,
}

struct FamilyView {
    name: &'static str,
    metrics: Vec<MetricView>,
}

#[derive(Serialize)]
struct MetricView {
    name: String,
    title: String,
    question: String,
    description: String,
    owner: String,
    unit: &'static str,
    grade: &'static str,
    dimensions: Vec<String>,
    measures: Vec<String>,
    inputs: Vec<String>,
    path: String,
    definition: String,
}

struct SchemaView {
    name: &'static str,
    doc: &'static str,
    relations: Vec<RelationView>,
}

#[derive(Serialize)]
struct RelationView {
    schema: String,
    name: String,
    kind: &'static str,
    doc: String,
    key: Vec<String>,
    columns: Vec<ColumnView>,
    #[serde(skip)]
    open: String,
    #[serde(skip)]
    has_docs: bool,
}

#[derive(Serialize)]
struct ColumnView {
    name: String,
    r#type: String,
    doc: String,
}

#[derive(Serialize)]
struct Document {
    metrics: Vec<MetricView>,
    relations: Vec<RelationView>,
}

/// Answers `/catalog` and `/catalog.json`.
pub async fn handle(State(site): State<Arc<Site>>, uri: Uri, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let format = Format::of(uri.path()).1;
    show(&site, format, &pairs).await.unwrap_or_else(|problem| site.problem(&problem, format))
}

async fn show(site: &Site, format: Format, pairs: &[(String, String)]) -> Outcome {
    if let Some((name, value)) = pairs.iter().find(|(name, _)| name != "q") {
        return Err(BadParameter::new(name, value, "this page knows `q`, the words to search for").into());
    }
    let q = pairs.first().map(|(_, value)| value.trim().to_owned()).unwrap_or_default();
    let session = site.session(None);
    let metrics = metrics(&site.engine.registry(), &q);
    let relations: Vec<RelationView> =
        session.relations().await?.iter().filter(|relation| relation_matches(relation, &q)).map(relation_view).collect();
    if format != Format::Html {
        let metrics = metrics.into_iter().map(|(_, metric)| metric).collect();
        let text = serde_json::to_string_pretty(&Document { metrics, relations }).map_err(crate::export::ExportError::from)?;
        return Ok(file(Format::Json, "catalog", false, text.into_bytes()));
    }
    let (metric_count, relation_count) = (metrics.len(), relations.len());
    let frame = Frame::new(site, "Catalog", "/catalog", session.as_of());
    let page = CatalogPage { frame, q, families: families(metrics), schemas: schemas(relations), metric_count, relation_count };
    Ok(html(StatusCode::OK, &page))
}

fn metrics(registry: &Registry, q: &str) -> Vec<(Family, MetricView)> {
    registry.metrics().filter(|metric| metric_matches(metric, q)).map(|metric| (metric.family, metric_view(metric))).collect()
}

fn families(mut metrics: Vec<(Family, MetricView)>) -> Vec<FamilyView> {
    let mut families = Vec::new();
    for family in Family::ALL {
        let (own, rest): (Vec<_>, Vec<_>) = metrics.into_iter().partition(|(found, _)| found == family);
        metrics = rest;
        families.push(FamilyView { name: family_question(*family), metrics: own.into_iter().map(|(_, metric)| metric).collect() });
    }
    families.retain(|family| !family.metrics.is_empty());
    families
}

fn family_question(family: Family) -> &'static str {
    match family {
        Family::Customer => "Does it work for customers?",
        Family::Operational => "Does the machinery behind it work?",
        Family::Links => "What does a gap in the machinery cost?",
    }
}

fn schemas(relations: Vec<RelationView>) -> Vec<SchemaView> {
    let mut schemas: Vec<SchemaView> = SCHEMAS.iter().map(|(name, doc)| SchemaView { name, doc, relations: Vec::new() }).collect();
    for relation in relations {
        if let Some(schema) = schemas.iter_mut().find(|schema| schema.name == relation.schema) {
            schema.relations.push(relation);
        }
    }
    schemas.retain(|schema| !schema.relations.is_empty());
    schemas
}

/// Every word of `q` must occur somewhere.
fn matches(q: &str, texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    q.to_lowercase().split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

fn metric_matches(metric: &Metric, q: &str) -> bool {
    let texts = [&metric.name, &metric.title, &metric.question, &metric.description, &metric.owner];
    let lists = metric.measures.iter().chain(&metric.dimensions).chain(&metric.inputs);
    matches(q, &texts.into_iter().chain(lists).map(String::as_str).collect::<Vec<_>>())
}

fn relation_matches(relation: &Relation, q: &str) -> bool {
    let name = format!("{}.{}", relation.schema, relation.name);
    let columns = relation.arrow.fields().iter().map(|field| field.name().as_str());
    matches(q, &[name.as_str(), relation.doc.as_str()].into_iter().chain(columns).collect::<Vec<_>>())
}

fn metric_view(metric: &Metric) -> MetricView {
    MetricView {
        name: metric.name.clone(),
        title: metric.title.clone(),
        question: metric.question.clone(),
        description: metric.description.clone(),
        owner: metric.owner.clone(),
        unit: metric.unit.as_str(),
        grade: metric.grade.as_str(),
        dimensions: metric.dimensions.clone(),
        measures: metric.measures.clone(),
        inputs: metric.inputs.clone(),
        path: metric.path.clone(),
        definition: metric.definition.clone(),
    }
}

fn relation_view(relation: &Relation) -> RelationView {
    let column = |field: &arrow::datatypes::FieldRef| ColumnView {
        name: field.name().clone(),
        r#type: type_name(field.data_type()),
        doc: field.metadata().get("doc").cloned().unwrap_or_default(),
    };
    let columns: Vec<ColumnView> = relation.arrow.fields().iter().map(column).collect();
    let select = format!("select * from {}.{} limit 100", relation.schema, relation.name);
    RelationView {
        schema: relation.schema.clone(),
        name: relation.name.clone(),
        kind: if relation.kind == RelationKind::Table { "table" } else { "view" },
        doc: relation.doc.clone(),
        key: relation.key.clone(),
        has_docs: columns.iter().any(|column| !column.doc.is_empty()),
        columns,
        open: format!("/sql{}", query(&[("q".into(), select)])),
    }
}
