//! The catalog as a list: what clients browse and pages show.

use arrow::datatypes::SchemaRef;

use crate::relations::{SCHEMAS, meta_relations, names, readiness_relations};
use crate::scope::Scope;
use crate::{Error, metric, nearest, wire};

/// Whether a relation is stored or derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// A log.
    Table,
    /// Anything computed.
    View,
}

/// A relation of the catalog.
#[derive(Debug, Clone)]
pub struct Relation {
    /// `logs`, `model`, `metrics`, `readiness` or `meta`.
    pub schema: String,
    /// Its name in the schema.
    pub name: String,
    /// Stored or derived.
    pub kind: RelationKind,
    /// Its columns as a client sees them.
    pub arrow: SchemaRef,
    /// What it tells.
    pub doc: String,
    /// Columns that together name a row, if declared.
    pub key: Vec<String>,
}

/// Every relation, by schema and name.
pub fn all(scope: &Scope) -> Result<Vec<Relation>, Error> {
    let mut relations = Vec::new();
    for schema in SCHEMAS {
        for name in names(scope, schema) {
            relations.extend(one(scope, schema, &name));
        }
    }
    Ok(relations)
}

fn one(scope: &Scope, schema: &str, name: &str) -> Option<Relation> {
    let (columns, doc, key) = match schema {
        "logs" => log(name)?,
        "model" => model(scope, name)?,
        "metrics" => table(scope, name).or_else(|| of_metric(scope, name))?,
        "readiness" => readiness_relations().into_iter().find(|relation| relation.name == name).map(made)?,
        _ => meta_relations().into_iter().find(|relation| relation.name == name).map(made)?,
    };
    let kind = match schema {
        "logs" => RelationKind::Table,
        _ => RelationKind::View,
    };
    Some(Relation { schema: schema.to_owned(), name: name.to_owned(), kind, arrow: wire::wire_schema(&columns), doc, key })
}

type Described = (SchemaRef, String, Vec<String>);

fn log(name: &str) -> Option<Described> {
    let log = gaugeglass_logs::log(name)?;
    Some((log.schema(), log.doc.to_owned(), log.key.iter().map(|column| (*column).to_owned()).collect()))
}

fn model(scope: &Scope, name: &str) -> Option<Described> {
    let model = scope.snapshot.registry.model(name)?;
    Some((scope.snapshot.models.get(name)?.clone(), model.description.clone(), model.key.clone()))
}

fn table(scope: &Scope, name: &str) -> Option<Described> {
    let table = scope.snapshot.registry.table(name)?;
    Some((scope.snapshot.tables.get(name)?.clone(), table.description.clone(), table.key.clone()))
}

fn of_metric(scope: &Scope, name: &str) -> Option<Described> {
    let found = metric::find(scope, name).ok()?;
    let schema = metric::schema(scope, &found, &found.dimensions)?;
    let mut key = vec!["bucket".to_owned()];
    key.extend(found.dimensions.iter().cloned());
    Some((schema, found.question.clone(), key))
}

fn made(relation: crate::relations::MetaRelation) -> Described {
    ((relation.schema)(), relation.doc.to_owned(), Vec::new())
}

/// Adds a did-you-mean to an error about a table that does not exist.
pub fn suggest(scope: &Scope, error: Error) -> Error {
    let Error::Sql(mut sql) = error else {
        return error;
    };
    let missing = sql.message.split('\'').nth(1).filter(|_| sql.message.contains("not found"));
    if let (Some(missing), None) = (missing, &sql.help) {
        let wanted = missing.trim_start_matches("gaugeglass.").to_owned();
        let known: Vec<String> =
            SCHEMAS.iter().flat_map(|schema| names(scope, schema).into_iter().map(move |name| format!("{schema}.{name}"))).collect();
        sql.message = format!("no relation `{wanted}`");
        sql.help = Some(match nearest(&wanted, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`show tables` lists every relation".to_owned(),
        });
        let word = wanted.rsplit('.').next().unwrap_or(&wanted);
        if let Some((line, text)) = sql.sql.lines().enumerate().find(|(_, text)| text.contains(word)).filter(|_| sql.line.is_none()) {
            sql.line = Some(line as u64 + 1);
            sql.column = text.find(word).map(|at| text[..at].chars().count() as u64 + 1);
        }
    }
    Error::Sql(sql)
}
