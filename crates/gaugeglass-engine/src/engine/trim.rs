//! Keeping the cache within its limits, without what is needed now.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Engine;
use crate::cache::{Cache, Sweep};
use crate::scope::Scope;
use crate::{Error, materialise, prepare};

/// How often the cache is looked at while the bucket is followed: nothing younger than an hour would be removed.
const EVERY: Duration = Duration::from_secs(3600);

impl Engine {
    /// Removes what passes the limits of the cache; what the logs and models of now are made of stays.
    pub async fn trim_cache(&self) -> Result<Sweep, Error> {
        let scope = self.scope(None);
        let in_use = self.in_use(&scope).await?;
        // What was kept of a log that cannot be listed now is wanted again once it can.
        let is_blind = scope.snapshot.failed().next().is_some();
        let is_needed = |entry: &str| in_use.contains(entry) || (is_blind && !entry.starts_with(materialise::KIND));
        self.inner.cache.trim(&self.inner.settings.cache_limits, is_needed).await
    }

    /// Trims where that was not done for a while.
    pub(super) async fn trim_when_due(&self, last: &mut Option<Instant>) {
        if last.is_some_and(|last| last.elapsed() < EVERY) {
            return;
        }
        *last = Some(Instant::now());
        match self.trim_cache().await {
            Ok(removed) => tracing::info!(files = removed.files, bytes = removed.bytes, "cache trimmed"),
            Err(error) => tracing::warn!(%error, "the cache could not be trimmed"),
        }
    }

    /// The entries that the logs and models of a scope are made of.
    async fn in_use(&self, scope: &Scope) -> Result<BTreeSet<String>, Error> {
        let workshop = self.inner.workshop(Arc::new(|_| ()));
        let mut entries = BTreeSet::new();
        for source in scope.snapshot.listed() {
            entries.extend(prepare::entries(source, &workshop).await?);
        }
        let models = scope.snapshot.registry.models().iter();
        entries.extend(models.map(|model| Cache::entry(materialise::KIND, &materialise::key_of(scope, model))));
        Ok(entries)
    }
}
