//! Computing a model once for each content of its inputs.

use std::collections::BTreeSet;

use chrono::Utc;
use futures::future::{BoxFuture, FutureExt};
use futures::{StreamExt, TryStreamExt};
use gaugeglass_metrics::Model;
use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Note, Part};
use crate::content_key::ContentKey;
use crate::request::{Door, Request};
use crate::scope::Scope;
use crate::session::Session;
use crate::snapshot::LogState;
use crate::{Error, wire};

/// The folder of models in the cache.
pub const KIND: &str = "models";
/// Changes when the engine's functions change what they answer.
const VERSION: &str = "3";

#[derive(Debug, Serialize, Deserialize)]
struct ModelNote {
    /// The model.
    name: String,
    parts: Vec<Part>,
}

impl Note for ModelNote {
    fn parts(&self) -> Vec<&Part> {
        self.parts.iter().collect()
    }
}

/// Makes sure that the model is computed; gives its parts in the cache.
pub fn materialised<'a>(scope: &'a Scope, name: &'a str) -> BoxFuture<'a, Result<Vec<Part>, Error>> {
    async move {
        let model = scope.snapshot.registry.model(name).ok_or_else(|| unknown(name))?;
        let key = key_of(scope, model);
        if let Some(note) = scope.engine.cache.note::<ModelNote>(KIND, &key).await? {
            return Ok(note.parts);
        }
        let (work_scope, work_key, model) = (scope.clone(), key.clone(), model.clone());
        let id = format!("model {key}");
        scope.engine.shared(&id, move || async move { compute(&work_scope, &model, &work_key).await }.boxed()).await?;
        let note = scope.engine.cache.note::<ModelNote>(KIND, &key).await?;
        note.map(|note| note.parts).ok_or_else(|| Error::internal("a computed model is not there"))
    }
    .boxed()
}

fn unknown(name: &str) -> Error {
    Error::Unknown { kind: "model", name: name.to_owned(), nearest: None }
}

/// Hash of the definition, of everything that it reads, and of the pinned instant.
pub fn key_of(scope: &Scope, model: &Model) -> String {
    let mut key = ContentKey::default();
    key.add(VERSION);
    key.add(env!("CARGO_PKG_VERSION"));
    key.add(&model.definition);
    key.add(&scope.pin());
    for input in &model.inputs {
        key.add(input);
        key.add(&content_of(scope, input));
    }
    key.name()
}

/// What names the content of a relation, a defect that stands in for it included.
pub fn content_of(scope: &Scope, relation: &str) -> String {
    let logged = content_as_logged(scope, relation);
    match scope.mutation.as_ref().filter(|mutation| mutation.replaces == relation) {
        Some(mutation) => format!("{logged} {} {}", mutation.definition, scope.as_of.to_rfc3339()),
        None => logged,
    }
}

fn content_as_logged(scope: &Scope, relation: &str) -> String {
    match relation.split_once('.') {
        Some(("logs", name)) => match scope.snapshot.logs.get(name) {
            Some(LogState::Listed(sources)) => sources.iter().map(|source| source.key.as_str()).collect::<Vec<_>>().join("+"),
            Some(LogState::Failed(_)) => "failed".into(),
            _ => "absent".into(),
        },
        Some(("model", name)) => scope.snapshot.registry.model(name).map(|model| key_of(scope, model)).unwrap_or_default(),
        _ => scope.snapshot.key.clone(),
    }
}

/// The logs behind a set of relations, through models.
pub fn logs_behind(scope: &Scope, inputs: &[String]) -> BTreeSet<String> {
    let mut logs = BTreeSet::new();
    for input in inputs {
        match input.split_once('.') {
            Some(("logs", name)) => {
                logs.insert(name.to_owned());
            }
            Some(("model", name)) => {
                let inputs = scope.snapshot.registry.model(name).map(|model| model.inputs.clone());
                logs.extend(logs_behind(scope, &inputs.unwrap_or_default()));
            }
            _ => {}
        }
    }
    logs
}

async fn compute(scope: &Scope, model: &Model, key: &str) -> Result<(), Error> {
    let cache = &scope.engine.cache;
    if cache.note::<ModelNote>(KIND, key).await?.is_some() {
        return Ok(());
    }
    let started = Utc::now();
    let place = Cache::place(KIND, key);
    let session = Session::new(scope.clone(), Request::new("gaugeglass", Door::Engine));
    let plan = session.logical(&model.sql).await?;
    let schema = wire::stored_schema(plan.schema().as_arrow());
    let state = session.state();
    let physical = state.create_physical_plan(&plan).await.map_err(|cause| Error::from_datafusion(cause, &model.sql))?;
    let streams = datafusion::physical_plan::execute_stream_partitioned(physical, state.task_ctx())
        .map_err(|cause| Error::from_datafusion(cause, &model.sql))?;
    let parts = streams.into_iter().enumerate().map(|(part, batches)| {
        let stored = schema.clone();
        let batches = batches
            .map_err(|cause| Error::from_datafusion(cause, &model.sql))
            .map(move |batch| wire::wire_batch(&batch?, &stored).map_err(Error::internal))
            .boxed();
        cache.write(&place, part, schema.clone(), batches)
    });
    let parts = futures::future::try_join_all(parts).await?;
    let rows: u64 = parts.iter().map(|part| part.rows).sum();
    tracing::info!(model = %model.name, rows, elapsed_ms = (Utc::now() - started).num_milliseconds(), "model computed");
    let note = ModelNote { name: model.name.clone(), parts };
    cache.close(KIND, key, &note).await
}
