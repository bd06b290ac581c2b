//! Taking a snapshot: sources listed, definitions read, every statement planned once.

mod rules;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::Utc;
use datafusion::common::ParamValues;
use futures::FutureExt;
use gaugeglass_logs::Log;
use gaugeglass_metrics::{Diagnostic, Loaded, Mapping, Metric, Registry};

use crate::engine::Inner;
use crate::metric::{self, MetricQuery};
use crate::prepare;
use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;
use crate::settings::{AsOf, LogSettings};
use crate::snapshot::{LogState, Snapshot};
use crate::{Error, SqlError, nearest, table, wire};

/// The state of the world now. A file that does not read or plan any more keeps the definition it had, with a
/// diagnostic: an edit under way takes nothing away from those who read.
pub async fn take(engine: &Arc<Inner>) -> Result<Snapshot, Error> {
    let logs = list_logs(engine).await?;
    let before = engine.snapshot();
    let definitions = Some(gaugeglass_metrics::fingerprint(&engine.settings.queries));
    if before.definitions == definitions {
        return Ok(over(&before, logs));
    }
    let mut refused: BTreeMap<String, Diagnostic> = BTreeMap::new();
    loop {
        let mut snapshot = read(engine, &before, &logs, &refused);
        let broken = plan(engine, &mut snapshot, &refused).await;
        let count = refused.len();
        refused.extend(broken.iter().map(|diagnostic| (diagnostic.path().to_owned(), diagnostic.clone())));
        if refused.len() == count {
            let held = refused.into_values().filter(|diagnostic| is_held_back(&snapshot, diagnostic));
            let rest = broken.into_iter().filter(|diagnostic| !is_held_back(&snapshot, diagnostic));
            let wrong: Vec<Diagnostic> = held.chain(rest).collect();
            snapshot.diagnostics.extend(wrong);
            return Ok(Snapshot { definitions, ..snapshot });
        }
    }
}

/// The same definitions over other files. What plans, and with which columns, follows from definitions and contracts alone.
fn over(before: &Snapshot, logs: BTreeMap<&'static str, LogState>) -> Snapshot {
    Snapshot { key: key(&logs, &before.registry), logs, ..before.clone() }
}

fn read(engine: &Inner, before: &Snapshot, logs: &BTreeMap<&'static str, LogState>, refused: &BTreeMap<String, Diagnostic>) -> Snapshot {
    let Loaded { registry, diagnostics } = before.registry.reload(&engine.settings.queries, &refused.keys().cloned().collect());
    Snapshot {
        definitions: None,
        key: key(logs, &registry),
        registry: Arc::new(registry),
        diagnostics,
        logs: logs.clone(),
        models: HashMap::new(),
        tables: HashMap::new(),
        metrics: HashMap::new(),
    }
}

/// Plans everything and gives what does not plan; a model alone where one is new among it, since what reads it then
/// does not plan either.
async fn plan(engine: &Arc<Inner>, snapshot: &mut Snapshot, refused: &BTreeMap<String, Diagnostic>) -> Vec<Diagnostic> {
    let mut broken = plan_models(engine, snapshot).await;
    if broken.iter().any(|diagnostic| !refused.contains_key(diagnostic.path())) {
        return broken;
    }
    broken.extend(plan_metrics(engine, snapshot).await);
    broken.extend(plan_tables(engine, snapshot).await);
    let scope = scope(engine, snapshot);
    broken.extend(rules::plan_checks(&scope).await);
    broken.extend(rules::plan_mutations(&scope).await);
    broken
}

/// True where another text of the file is in force than the one that was found wrong.
fn is_held_back(snapshot: &Snapshot, diagnostic: &Diagnostic) -> bool {
    snapshot.registry.text(diagnostic.path()) != Some(diagnostic.source_text())
}

async fn list_logs(engine: &Inner) -> Result<BTreeMap<&'static str, LogState>, Error> {
    let known: Vec<&str> = gaugeglass_logs::logs().iter().map(|log| log.name).collect();
    if let Some(wrong) = engine.settings.logs.keys().find(|name| !known.contains(&name.as_str())) {
        let hint = nearest(wrong, known.iter().copied()).map(|near| format!("did you mean `logs.{near}`?"));
        let hint = hint.unwrap_or_else(|| format!("the logs are {}", known.join(", ")));
        return Err(Error::Config(format!("logs.{wrong}: there is no such log; {hint}")));
    }
    // All at once: a store that is far or does not answer is waited for once, not once a log.
    let listings: Vec<_> = gaugeglass_logs::logs().iter().map(|log| list_log(engine, log).boxed()).collect();
    Ok(futures::future::try_join_all(listings).await?.into_iter().collect())
}

/// Storage that does not answer is a state to show; a wrong configuration stops the start.
async fn list_log(engine: &Inner, log: &'static Log) -> Result<(&'static str, LogState), Error> {
    let sources = engine.settings.logs.get(log.name).map(Vec::as_slice).unwrap_or_default();
    let mut listed = Vec::with_capacity(sources.len());
    for source in sources {
        let store = engine.stores.get(&source.store).ok_or_else(|| no_store(engine, log, source))?;
        let mapping = read_mapping(engine, log, source)?;
        match prepare::list(log, source, store, mapping).await {
            Ok(found) => listed.push(Arc::new(found)),
            Err(error @ Error::Unavailable(_)) => return Ok((log.name, LogState::Failed(error))),
            Err(error) => return Err(error),
        }
    }
    let state = match listed.is_empty() {
        true => LogState::Absent,
        false => LogState::Listed(listed),
    };
    Ok((log.name, state))
}

fn no_store(engine: &Inner, log: &Log, source: &LogSettings) -> Error {
    let known = engine.stores.keys().map(String::as_str);
    let hint = nearest(&source.store, known).map(|near| format!("did you mean `{near}`?"));
    Error::Config(format!(
        "logs.{}.store: no store is named `{}`; {}",
        log.name,
        source.store,
        hint.unwrap_or_else(|| format!("add `[stores.{}]` with its `url`", source.store))
    ))
}

/// The mapping of a source: a file of the user's, or a built-in one by its name.
fn read_mapping(engine: &Inner, log: &Log, source: &LogSettings) -> Result<Option<Arc<Mapping>>, Error> {
    let Some(named) = &source.mapping else {
        return Ok(None);
    };
    let text = match named.ends_with(".sql") {
        true => {
            let path = engine.settings.base.join(named);
            std::fs::read_to_string(&path).map(Cow::Owned).map_err(|cause| {
                Error::Config(format!(
                    "logs.{}.mapping: {} cannot be read: {cause}; correct the path, which starts at the configuration's folder",
                    log.name,
                    path.display()
                ))
            })?
        }
        false => Cow::Borrowed(built_in(log, named)?),
    };
    let mapping = Mapping::read(named, &text).map_err(|wrong| {
        let told: Vec<String> =
            wrong.iter().map(|wrong| format!("{}:{}:{}: {}", named, wrong.line(), wrong.column(), wrong.message())).collect();
        Error::Config(format!("logs.{}.mapping: {}", log.name, told.join("; ")))
    })?;
    Ok(Some(Arc::new(mapping)))
}

fn built_in(log: &Log, vendor: &str) -> Result<&'static str, Error> {
    if let Some(found) = gaugeglass_logs::mapping(vendor, log.name) {
        return Ok(found.sql);
    }
    let vendors = gaugeglass_logs::mappings().iter().filter(|mapping| mapping.log == log.name).map(|mapping| mapping.vendor);
    let vendors: Vec<&str> = vendors.collect();
    Err(Error::Config(format!(
        "logs.{}.mapping: there is no built-in mapping `{vendor}` for this log; name a `.sql` file or one of: {}",
        log.name,
        vendors.join(", ")
    )))
}

fn key(logs: &BTreeMap<&'static str, LogState>, registry: &Registry) -> String {
    let mut hash = blake3::Hasher::new();
    for (name, state) in logs {
        hash.update(name.as_bytes());
        if let LogState::Listed(sources) = state {
            sources.iter().for_each(|source| {
                hash.update(source.key.as_bytes());
            });
        }
    }
    for definition in definitions(registry) {
        hash.update(definition.as_bytes());
    }
    hash.finalize().to_hex()[..32].to_owned()
}

fn definitions(registry: &Registry) -> impl Iterator<Item = &String> {
    let models = registry.models().iter().chain(registry.tables()).map(|model| &model.definition);
    models.chain(registry.metrics().map(|metric| &metric.definition))
}

/// A scope over a snapshot that is still being filled.
fn scope(engine: &Arc<Inner>, snapshot: &Snapshot) -> Scope {
    let as_of = match engine.settings.as_of {
        AsOf::Fixed(instant) => instant,
        AsOf::Now => Utc::now(),
    };
    Scope { engine: Arc::clone(engine), snapshot: Arc::new(snapshot.clone()), as_of, pinned: true, mutation: None }
}

fn session(scope: &Scope) -> Session {
    Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine))
}

/// In order of dependence, so that each model sees the shapes of those before it.
async fn plan_models(engine: &Arc<Inner>, snapshot: &mut Snapshot) -> Vec<Diagnostic> {
    let mut broken = Vec::new();
    for model in snapshot.registry.models().to_vec() {
        let scope = scope(engine, snapshot);
        match session(&scope).logical(&model.sql).await {
            Ok(plan) => {
                snapshot.models.insert(model.name.clone(), wire::stored_schema(plan.schema().as_arrow()));
            }
            Err(error) => broken.push(diagnose(&snapshot.registry, &model.path, &model.sql, &error)),
        }
    }
    broken
}

async fn plan_metrics(engine: &Arc<Inner>, snapshot: &mut Snapshot) -> Vec<Diagnostic> {
    let scope = scope(engine, snapshot);
    let mut broken = Vec::new();
    for metric in snapshot.registry.metrics().cloned().collect::<Vec<_>>() {
        match figures(&scope, &metric).await {
            Ok(figures) => {
                snapshot.metrics.insert(metric.name.clone(), figures);
            }
            Err(error) => broken.push(diagnose_metric(&snapshot.registry, &metric, &error)),
        }
    }
    broken
}

async fn plan_tables(engine: &Arc<Inner>, snapshot: &mut Snapshot) -> Vec<Diagnostic> {
    let scope = scope(engine, snapshot);
    let mut broken = Vec::new();
    for table in snapshot.registry.tables().cloned().collect::<Vec<_>>() {
        match table::planned(&scope, &table).await {
            Ok(schema) => {
                snapshot.tables.insert(table.name.clone(), schema);
            }
            Err(error) => broken.push(diagnose(&snapshot.registry, &table.path, &table.sql, &error)),
        }
    }
    broken
}

/// Plans the metric as written, then the whole of it with every dimension, so that one that is not a column is found.
async fn figures(scope: &Scope, metric: &Metric) -> Result<Vec<arrow::datatypes::FieldRef>, Error> {
    let session = session(scope);
    session.logical(&metric.sql).await?;
    let query = MetricQuery { grain: metric::default_grain(metric), by: metric.dimensions.clone(), ..MetricQuery::default() };
    let statement = metric::sliced(scope, metric, &query)?;
    let values = metric::values(scope, metric, &query, &statement, scope.as_of, scope.as_of)?;
    let shape = session.shape_of(&statement.sql, ParamValues::from(values), &metric.sql).await?;
    Ok(metric::figures(metric, &shape))
}

/// The error at its place in the file. One of the sliced statement is about a column that the front matter names: its
/// own place is in a text that nobody wrote.
fn diagnose_metric(registry: &Registry, metric: &Metric, error: &Error) -> Diagnostic {
    let Error::Sql(wrong) = error else {
        return diagnose(registry, &metric.path, &metric.sql, error);
    };
    if wrong.sql == metric.sql {
        return diagnose(registry, &metric.path, &metric.sql, error);
    }
    let placeless = || Error::Sql(SqlError { line: None, column: None, ..wrong.clone() });
    named_column(registry, metric, wrong).unwrap_or_else(|| diagnose(registry, &metric.path, &metric.sql, &placeless()))
}

fn named_column(registry: &Registry, metric: &Metric, wrong: &SqlError) -> Option<Diagnostic> {
    let time = metric.time.iter().map(|name| ("time", name.as_str()));
    let dimensions = metric.dimensions.iter().map(|name| ("dimensions", name.as_str()));
    let matures = metric.matures.iter().flat_map(|matures| matures.columns()).map(|name| ("matures", name));
    let mut keys = time.chain(dimensions).chain(matures);
    let (key, name) = keys.find(|(_, name)| wrong.message.contains(&format!("`{name}`")))?;
    let diagnostic = registry.diagnose_key(&metric.path, key, name, &wrong.message)?;
    Some(match &wrong.help {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    })
}

/// The error at its place in the file.
fn diagnose(registry: &Registry, path: &str, sql: &str, error: &Error) -> Diagnostic {
    let (line, column, message, help) = match error {
        Error::Sql(error) => (error.line, error.column, error.message.clone(), error.help.clone()),
        other => (None, None, other.to_string(), None),
    };
    let diagnostic = registry.diagnose(path, sql, line.unwrap_or(1), column.unwrap_or(1), &message);
    match help {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    }
}
