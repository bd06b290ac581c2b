//! Generates a world into a folder: shard by shard, each played in parallel chunks and written in a fixed order.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::array::RecordBatch;

use crate::chunk::{self, Chunk, Scope};
use crate::clock::DAYS;
use crate::content::Library;
use crate::ledger::Ledger;
use crate::outcomes::Outcomes;
use crate::partitions::{self, Feeds};
use crate::parts::{Part, Written};
use crate::plants::approvals::{self, Version};
use crate::rows;
use crate::tally::Tally;
use crate::truth::{self, graph::GraphSums};
use crate::{DemoError, World, folder, parallel, registries, writer};

/// How far the generation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub label: String,
    /// Steps that are done.
    pub done: u64,
    /// Steps in all.
    pub total: u64,
}

/// What was generated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Rows on disk by log.
    pub rows: BTreeMap<String, u64>,
    /// Bytes of all logs on disk.
    pub bytes: u64,
}

/// Generates `world` into `dir` on every core, telling `progress` how far it is.
///
/// The files hang on the world alone, not on the number of cores.
pub fn generate(world: &World, dir: &Path, progress: &(dyn Fn(Progress) + Sync)) -> Result<Summary, DemoError> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    generate_on(workers, world, dir, progress)
}

/// Generates on a given number of workers.
pub(crate) fn generate_on(workers: usize, world: &World, dir: &Path, progress: &(dyn Fn(Progress) + Sync)) -> Result<Summary, DemoError> {
    folder::prepare(world, dir)?;
    let versions = approvals::versions(world);
    let mut generation = Generation {
        workers,
        world,
        dir,
        progress,
        library: approvals::library(&versions),
        versions,
        summary: Summary::default(),
        found: Found::default(),
    };
    generation.write_registries()?;
    for shard in 0..world.tier.people.div_ceil(world.tier.shard_people) {
        generation.play_shard(shard)?;
    }
    truth::write(world, dir, &generation.found, &generation.summary, &generation.versions)?;
    Ok(generation.summary)
}

/// What is known of the world so far, summed over the shards.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) outcomes: Outcomes,
    pub(crate) ledger: Ledger,
    pub(crate) tally: Tally,
    pub(crate) feeds: Feeds,
    pub(crate) graph: GraphSums,
}

struct Generation<'a> {
    workers: usize,
    world: &'a World,
    dir: &'a Path,
    progress: &'a (dyn Fn(Progress) + Sync),
    library: Library,
    versions: Vec<Version>,
    summary: Summary,
    found: Found,
}

impl Generation<'_> {
    fn write_registries(&mut self) -> Result<(), DemoError> {
        for (log, rows) in registries::all(self.world) {
            let batch = registries::batch(log, &rows)?;
            let written = self.write_plain(log, 0, &batch)?;
            self.add(written);
        }
        Ok(())
    }

    fn play_shard(&mut self, shard: u64) -> Result<(), DemoError> {
        let scopes = self.scopes(shard);
        let chunks = parallel::run(self.workers, scopes.len(), |number| {
            let chunk = chunk::play(self.world, &self.library, &self.versions, &scopes[number]);
            self.tell("playing customers", shard, number as u64 + 1, scopes.len() as u64);
            Ok(chunk)
        })?;
        let written = self.write_shard(shard, &chunks)?;
        written.into_iter().for_each(|file| self.add(file));
        truth::files::write(self.dir, shard, &chunks)?;
        for mut chunk in chunks {
            self.found.merge(self.world, &mut chunk);
        }
        Ok(())
    }

    fn tell(&self, label: &str, shard: u64, done: u64, total: u64) {
        let shards = self.world.tier.people.div_ceil(self.world.tier.shard_people);
        (self.progress)(Progress { label: label.to_owned(), done: shard * total + done, total: shards * total });
    }

    /// The engines first, since they are the longest; then the customers, neighbours together.
    fn scopes(&self, shard: u64) -> Vec<Scope> {
        let tier = &self.world.tier;
        let from = shard * tier.shard_people;
        let to = (from + tier.shard_people).min(tier.people);
        let size = (tier.shard_people / 10).clamp(200, 1_000) / 200 * 200;
        let people = (from..to).step_by(size as usize).map(|start| Scope::People(start..(start + size).min(to)));
        let programme = if shard == 0 { Scope::PROGRAMME.to_vec() } else { Vec::new() };
        programme.into_iter().chain(people).collect()
    }

    fn write_shard(&self, shard: u64, chunks: &[Chunk]) -> Result<Vec<Written>, DemoError> {
        let days = DAYS as usize;
        let written = parallel::run(self.workers, days + 1, |number| {
            let files = match number.checked_sub(1) {
                None => self.write_unpartitioned(shard, chunks),
                Some(day) => self.part(shard, day).write_all(chunks, &self.world.defects),
            };
            self.tell("writing logs", shard, number as u64 + 1, days as u64 + 1);
            files
        })?;
        Ok(written.into_iter().flatten().collect())
    }

    fn part(&self, shard: u64, day: usize) -> Part<'_> {
        Part { dir: self.dir, shard, day, has_vendors: self.world.has_vendors }
    }

    fn write_unpartitioned(&self, shard: u64, chunks: &[Chunk]) -> Result<Vec<Written>, DemoError> {
        let links: Vec<_> = chunks.iter().flat_map(|chunk| chunk.links.iter().copied()).collect();
        let map: Vec<_> = chunks.iter().flat_map(|chunk| chunk.map.iter().copied()).collect();
        let consents: Vec<_> = chunks.iter().flat_map(|chunk| chunk.consents.iter().copied()).collect();
        Ok(vec![
            self.write_plain("identity_links", shard, &rows::identity_links::batch(&links)?)?,
            self.write_plain("identity_map", shard, &rows::identity_map::batch(&map)?)?,
            self.write_plain("consents", shard, &rows::consents::batch(&consents)?)?,
        ])
    }

    fn write_plain(&self, log: &'static str, shard: u64, batch: &RecordBatch) -> Result<Written, DemoError> {
        let path = self.dir.join("logs").join(log).join(format!("part-{shard:04}.parquet"));
        let bytes = writer::write(&path, batch)?;
        Ok((log, batch.num_rows() as u64, bytes))
    }

    fn add(&mut self, (log, rows, bytes): Written) {
        *self.summary.rows.entry(log.to_owned()).or_default() += rows;
        self.summary.bytes += bytes;
    }
}

impl Found {
    fn merge(&mut self, world: &World, chunk: &mut Chunk) {
        self.outcomes.merge_sums(&chunk.outcomes);
        self.ledger.merge_counts(&chunk.ledger);
        self.tally.merge(&mut chunk.tally);
        partitions::merge(&mut self.feeds, &chunk.feeds);
        self.graph.add(world, &chunk.identities);
    }
}
