//! The engine: stores, caches, runtimes and the current snapshot, behind one cheap handle.

mod trim;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, Utc};
use dashmap::DashMap;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use gaugeglass_metrics::{Diagnostic, Registry};
use parking_lot::{Mutex, RwLock};
use url::Url;

use crate::cache::{self, Cache, CacheEntry, Damage, Sweep};
use crate::compute::Compute;
use crate::gate::Gate;
use crate::log_store::LogStore;
use crate::prepare::{self, Listed, Prepared, Source, Workshop};
use crate::query_log::QueryLog;
use crate::relations::CATALOG;
use crate::request::Request;
use crate::results::Results;
use crate::scope::Scope;
use crate::session::Session;
use crate::settings::{AsOf, EngineSettings};
use crate::snapshot::{LogState, Snapshot};
use crate::stores::{self, ClosedRegistry, Opening, Store};
use crate::utc_intervals::UtcIntervals;
use crate::{Error, materialise, take};

/// How often the folders of definitions are looked at for an edit.
const RELOAD_EVERY: Duration = Duration::from_millis(500);

type SharedWork = Shared<BoxFuture<'static, Result<(), Error>>>;

/// A handle on the engine; clones share everything.
#[derive(Debug, Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

/// What all handles share.
#[derive(Debug)]
pub struct Inner {
    pub(crate) settings: EngineSettings,
    pub(crate) stores: BTreeMap<String, LogStore>,
    pub(crate) cache: Cache,
    pub(crate) compute: Compute,
    pub(crate) runtime: Arc<RuntimeEnv>,
    pub(crate) base: SessionState,
    pub(crate) gate: Gate,
    pub(crate) query_log: QueryLog,
    pub(crate) results: Results,
    snapshot: RwLock<Arc<Snapshot>>,
    prepared: DashMap<String, Arc<Prepared>>,
    known: Arc<prepare::Known>,
    progress: DashMap<String, Progress>,
    running: DashMap<String, SharedWork>,
    definitions: Mutex<(Instant, u64)>,
}

/// How far a log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The log.
    pub log: String,
    /// `waiting`, `reading`, `done` or `failed`.
    pub state: &'static str,
    /// Rows read so far.
    pub rows: u64,
}

impl Engine {
    /// Opens stores and cache, reads the definitions and lists every source. Reads no rows yet.
    pub async fn open(settings: EngineSettings) -> Result<Engine, Error> {
        let io = tokio::runtime::Handle::current();
        let opening = Opening { base: &settings.base, storage: &settings.storage, io: &io };
        let cache_store = stores::open_cache(&settings.cache, &opening).map_err(|error| Error::Config(format!("cache.url: {error}")))?;
        Engine::open_on(settings, cache_store).await
    }

    /// Opens the log stores over a cache that is open.
    pub(crate) async fn open_on(settings: EngineSettings, cache_store: Store) -> Result<Engine, Error> {
        let compute = Compute::start()?;
        let io = tokio::runtime::Handle::current();
        let opening = Opening { base: &settings.base, storage: &settings.storage, io: &io };
        let mut opened = BTreeMap::new();
        for (name, store) in &settings.stores {
            let store = stores::open_logs(store, &opening).map_err(|error| Error::Config(format!("stores.{name}.url: {error}")))?;
            keep_apart(name, &store, &cache_store)?;
            opened.insert(name.clone(), LogStore::new(&store));
        }
        let runtime = runtime(&settings, &cache_store)?;
        let base = base_state(&runtime)?;
        let limits = &settings.limits;
        let inner = Arc::new(Inner {
            gate: Gate::new(limits.concurrency_max, limits.queue_max),
            definitions: Mutex::new((Instant::now(), gaugeglass_metrics::fingerprint(&settings.queries))),
            settings,
            stores: opened,
            cache: Cache::new(&cache_store),
            compute,
            runtime,
            base,
            query_log: QueryLog::default(),
            results: Results::default(),
            snapshot: RwLock::new(Arc::new(Snapshot::empty())),
            prepared: DashMap::new(),
            known: Arc::default(),
            progress: DashMap::new(),
            running: DashMap::new(),
        });
        let engine = Engine { inner };
        engine.refresh().await?;
        Ok(engine)
    }

    /// A session for one call.
    pub fn session(&self, request: Request) -> Session {
        self.reload_edited();
        Session::new(self.scope(request.as_of), request)
    }

    /// The definitions in force.
    pub fn registry(&self) -> Arc<Registry> {
        self.reload_edited();
        Arc::clone(&self.snapshot().registry)
    }

    /// What is wrong with files that are left out.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.snapshot().diagnostics.clone()
    }

    /// The configuration.
    pub fn settings(&self) -> &EngineSettings {
        &self.inner.settings
    }

    /// True once every listed log is prepared.
    pub fn ready(&self) -> bool {
        let snapshot = self.snapshot();
        let mut listed = snapshot.listed();
        listed.all(|source| self.inner.prepared.contains_key(&source.key) || self.inner.has_failed(source))
    }

    /// How far each log with a source is.
    pub fn progress(&self) -> Vec<Progress> {
        let snapshot = self.snapshot();
        let waiting = |log: &str| Progress { log: log.to_owned(), state: "waiting", rows: 0 };
        snapshot
            .listed()
            .map(|source| match self.inner.progress.get(&source.key) {
                Some(progress) => progress.clone(),
                None => waiting(source.log.name),
            })
            .collect()
    }

    /// Plans every definition and every mapping; gives what is wrong.
    pub async fn check(&self) -> Result<Vec<Diagnostic>, Error> {
        self.refresh().await?;
        let mut found = self.diagnostics();
        let workshop = self.inner.workshop(Arc::new(|_| ()));
        for source in self.snapshot().listed() {
            found.extend(prepare::check(source, &workshop).await?);
        }
        Ok(found)
    }

    /// Lists the sources and reads the definitions again.
    pub async fn refresh(&self) -> Result<(), Error> {
        let snapshot = Arc::new(take::take(&self.inner).await?);
        *self.inner.snapshot.write() = Arc::clone(&snapshot);
        self.inner.forget_superseded(&snapshot);
        Ok(())
    }

    /// Prepares every log and computes every model; gives what is wrong with logs, as [`Engine::prepare_logs`] does.
    pub async fn prepare(&self) -> Vec<String> {
        let failures = self.prepare_logs().await;
        self.compute_models().await;
        failures
    }

    /// Prepares every log; gives what is wrong with logs that have a source and no rows to show, in words. Failures are also
    /// noted where they are shown.
    pub async fn prepare_logs(&self) -> Vec<String> {
        let scope = self.scope(None);
        let mut failures: Vec<String> = scope.snapshot.failed().map(ToString::to_string).collect();
        for source in scope.snapshot.listed() {
            if let Err(error) = self.inner.prepared(source).await {
                tracing::warn!(log = source.log.name, %error, "a log cannot be prepared");
                failures.push(format!("logs.{}: {error}", source.log.name));
            }
        }
        failures
    }

    /// Computes every model, so that who asks for a figure need not wait for it.
    pub async fn compute_models(&self) {
        let scope = self.scope(None);
        let models = self.inner.compute.run(async move {
            for model in scope.snapshot.registry.models() {
                if let Err(error) = materialise::materialised(&scope, &model.name).await {
                    tracing::warn!(model = %model.name, %error, "a model cannot be computed");
                }
            }
            Ok(())
        });
        if let Err(error) = models.await {
            tracing::warn!(%error, "models could not be computed");
        }
    }

    /// What is in the cache.
    pub async fn cache_entries(&self) -> Result<Vec<CacheEntry>, Error> {
        self.inner.cache.entries().await
    }

    /// Compares every file of the cache with its hash; the entries of those that differ are removed and made again.
    pub async fn verify_cache(&self) -> Result<Vec<Damage>, Error> {
        let damaged = self.inner.cache.verify().await?;
        self.inner.cache.forget(&damaged).await?;
        Ok(damaged)
    }

    /// Removes work of `age` or older that nobody finished.
    pub async fn sweep_cache(&self, age: Duration) -> Result<Sweep, Error> {
        self.inner.cache.sweep(age).await
    }

    /// Removes all that is kept; it is made again when it is asked for.
    pub async fn clear_cache(&self) -> Result<Sweep, Error> {
        self.inner.cache.clear().await
    }

    /// Prepares now and follows the bucket until the future is dropped; the cache stays within its limits meanwhile.
    pub async fn follow(&self) {
        let every = Duration::from_millis(self.inner.settings.refresh_ms.max(1_000));
        let mut trimmed = None;
        self.prepare().await;
        loop {
            self.trim_when_due(&mut trimmed).await;
            tokio::time::sleep(every).await;
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "the sources could not be listed again; the last listing stays");
                continue;
            }
            self.prepare().await;
        }
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        self.inner.snapshot()
    }

    fn scope(&self, as_of: Option<DateTime<Utc>>) -> Scope {
        let configured = match self.inner.settings.as_of {
            AsOf::Fixed(instant) => Some(instant),
            AsOf::Now => None,
        };
        let pinned = as_of.or(configured);
        Scope {
            engine: Arc::clone(&self.inner),
            snapshot: self.snapshot(),
            as_of: pinned.unwrap_or_else(|| Utc::now().trunc_subsecs(0)),
            pinned: pinned.is_some(),
            mutation: None,
        }
    }

    /// Starts a reload when a file of definitions changed; the request at hand keeps what it has.
    fn reload_edited(&self) {
        let mut seen = self.inner.definitions.lock();
        if seen.0.elapsed() < RELOAD_EVERY || self.inner.settings.queries.is_empty() {
            return;
        }
        seen.0 = Instant::now();
        let now = gaugeglass_metrics::fingerprint(&self.inner.settings.queries);
        if now != seen.1 {
            seen.1 = now;
            let engine = self.clone();
            self.inner.compute.handle().spawn(async move {
                if let Err(error) = engine.refresh().await {
                    tracing::warn!(%error, "edited definitions could not be read");
                }
            });
        }
    }
}

impl Inner {
    /// The state of the world that requests see.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read())
    }

    /// A listed source, prepared.
    pub(crate) async fn prepared(self: &Arc<Self>, source: &Arc<Listed>) -> Result<Arc<Prepared>, Error> {
        let known = self.prepared.get(&source.key).map(|found| Arc::clone(&found));
        // Whoever deletes the cache gets the same answers a little later, not empty ones.
        if let Some(found) = known
            && self.cache.has_all(&found.parts.iter().collect::<Vec<_>>()).await?
        {
            return Ok(found);
        }
        let (engine, listed) = (Arc::clone(self), Arc::clone(source));
        let id = format!("log {}", source.key);
        self.shared(&id, move || async move { engine.prepare_source(&listed).await }.boxed()).await?;
        let found = self.prepared.get(&source.key).map(|found| Arc::clone(&found));
        match found {
            Some(found) => Ok(found),
            // A listing that was superseded meanwhile is kept in the cache alone.
            None => prepare::prepare(source, &self.workshop(Arc::new(|_| ()))).await.map(Arc::new),
        }
    }

    /// Lets go of listings that no new request sees.
    fn forget_superseded(&self, snapshot: &Snapshot) {
        let listed: BTreeSet<&str> = snapshot.listed().map(|source| source.key.as_str()).collect();
        self.prepared.retain(|key, _| listed.contains(key.as_str()));
        self.progress.retain(|key, _| listed.contains(key.as_str()));
    }

    async fn prepare_source(self: Arc<Self>, source: &Arc<Listed>) -> Result<(), Error> {
        self.note_progress(source, "reading", 0);
        let (engine, told) = (Arc::clone(&self), Arc::clone(source));
        let workshop = self.workshop(Arc::new(move |rows| engine.note_progress(&told, "reading", rows)));
        match prepare::prepare(source, &workshop).await {
            Ok(prepared) => {
                self.prepared.insert(source.key.clone(), Arc::new(prepared));
                self.note_progress(source, "done", 0);
                Ok(())
            }
            Err(error) => {
                self.note_progress(source, "failed", 0);
                Err(error)
            }
        }
    }

    fn note_progress(&self, source: &Listed, state: &'static str, rows: u64) {
        let begun = || Progress { log: source.log.name.to_owned(), state, rows: 0 };
        let mut entry = self.progress.entry(source.key.clone()).or_insert_with(begun);
        entry.state = state;
        entry.rows += rows;
    }

    fn workshop(&self, progress: Arc<dyn Fn(u64) + Send + Sync>) -> Workshop {
        let mut state = self.base.clone();
        // A unit is one stream of rows in their order; several units run beside each other.
        state.config_mut().options_mut().execution.target_partitions = 1;
        let context = SessionContext::new_with_state(state);
        Workshop { cache: self.cache.clone(), context, known: Arc::clone(&self.known), progress }
    }

    fn has_failed(&self, source: &Listed) -> bool {
        self.progress.get(&source.key).is_some_and(|progress| progress.state == "failed")
    }

    /// Runs work that several requests may want: once, to its end, whoever asked first and left.
    pub(crate) async fn shared(
        self: &Arc<Self>,
        id: &str,
        work: impl FnOnce() -> BoxFuture<'static, Result<(), Error>> + Send,
    ) -> Result<(), Error> {
        let task = self
            .running
            .entry(id.to_owned())
            .or_insert_with(|| {
                let task = self.compute.handle().spawn(work());
                async move { task.await.unwrap_or_else(|cause| Err(Error::internal(cause))) }.boxed().shared()
            })
            .clone();
        let result = task.await;
        self.running.remove(id);
        result
    }
}

impl Scope {
    /// Every prepared log with its name, a row a source.
    pub(crate) async fn prepared_logs(&self) -> Vec<(&'static str, Arc<Prepared>)> {
        self.prepared_sources().await.into_iter().map(|(source, prepared)| (source.log.name, prepared)).collect()
    }

    /// Every source that is prepared; those that cannot be are left to `meta.sources`.
    pub(crate) async fn prepared_sources(&self) -> Vec<Source> {
        let mut found = Vec::new();
        for source in self.snapshot.listed() {
            if let Ok(prepared) = self.engine.prepared(source).await {
                found.push((Arc::clone(source), prepared));
            }
        }
        found
    }

    /// Every metric that plans, by name.
    pub(crate) fn metrics(&self) -> Vec<Arc<gaugeglass_metrics::Metric>> {
        self.snapshot.registry.metrics().filter(|metric| self.snapshot.metrics.contains_key(&metric.name)).cloned().collect()
    }
}

impl Snapshot {
    fn empty() -> Snapshot {
        Snapshot {
            definitions: None,
            registry: Arc::default(),
            diagnostics: Vec::new(),
            logs: BTreeMap::new(),
            models: Default::default(),
            tables: Default::default(),
            metrics: Default::default(),
            key: String::new(),
        }
    }

    /// Every source whose files are known.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &Arc<Listed>> {
        self.logs.values().flat_map(|state| match state {
            LogState::Listed(sources) => sources.as_slice(),
            _ => &[],
        })
    }
}

/// The cache is a store of ours: neither inside a log location nor around one.
fn keep_apart(name: &str, store: &Store, cache: &Store) -> Result<(), Error> {
    match stores::overlap(store, cache) {
        true => Err(overlap(name, &cache.url)),
        false => Ok(()),
    }
}

fn overlap(name: &str, cache: &str) -> Error {
    Error::Config(format!(
        "cache.url: `{cache}` and stores.{name} overlap, and nothing is ever written to a log location; give the cache a folder of its own"
    ))
}

fn runtime(settings: &EngineSettings, cache: &Store) -> Result<Arc<RuntimeEnv>, Error> {
    let shared = settings.limits.memory_bytes_max.saturating_mul(2);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(shared)))
        .with_object_store_registry(Arc::new(ClosedRegistry::default()))
        // Entries of the cache never change, but new ones appear.
        .with_object_list_cache_ttl(Some(Duration::from_secs(1)))
        .build_arc()
        .map_err(Error::internal)?;
    let url = Url::parse(cache::URL).map_err(Error::internal)?;
    runtime.register_object_store(&url, Arc::clone(&cache.objects));
    Ok(runtime)
}

fn base_state(runtime: &Arc<RuntimeEnv>) -> Result<SessionState, Error> {
    let mut config = SessionConfig::new()
        .with_default_catalog_and_schema(CATALOG, "metrics")
        .with_create_default_catalog_and_schema(false)
        .with_information_schema(true);
    let options = config.options_mut();
    options.sql_parser.collect_spans = true;
    options.execution.parquet.pushdown_filters = true;
    options.execution.parquet.reorder_filters = true;
    let mut state = SessionStateBuilder::new().with_config(config).with_runtime_env(Arc::clone(runtime)).with_default_features().build();
    state.add_analyzer_rule(Arc::new(UtcIntervals));
    gaugeglass_functions::register(&mut state).map_err(Error::internal)?;
    Ok(state)
}
