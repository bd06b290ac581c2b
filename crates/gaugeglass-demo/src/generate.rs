//! Generates a world into a folder: shard by shard, each played in parallel chunks and written in a fixed order.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use arrow::array::RecordBatch;

use crate::chunk::{self, Chunk, Scope};
use crate::clock::DAYS;
use crate::content::Library;
use crate::ledger::Ledger;
use crate::outcomes::Outcomes;
use crate::partitions::{self, Feeds};
use crate::plants::approvals::{self, Version};
use crate::rows::{self, Fact};
use crate::tally::Tally;
use crate::truth::{self, graph::GraphSums};
use crate::{DemoError, Family, World, ndjson, parallel, registries, writer};

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
pub fn generate(
    world: &World,
    dir: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, DemoError> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    generate_on(workers, world, dir, progress)
}

/// Generates on a given number of workers.
pub(crate) fn generate_on(
    workers: usize,
    world: &World,
    dir: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, DemoError> {
    fs::create_dir_all(dir).map_err(DemoError::write(dir))?;
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
    truth::write(
        world,
        dir,
        &generation.found,
        &generation.summary,
        &generation.versions,
    )?;
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

/// Rows and bytes of one file.
type Written = (&'static str, u64, u64);

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
            self.tell(
                "playing customers",
                shard,
                number as u64 + 1,
                scopes.len() as u64,
            );
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
        let shards = self
            .world
            .tier
            .people
            .div_ceil(self.world.tier.shard_people);
        (self.progress)(Progress {
            label: label.to_owned(),
            done: shard * total + done,
            total: shards * total,
        });
    }

    /// The engines first, since they are the longest; then the customers, neighbours together.
    fn scopes(&self, shard: u64) -> Vec<Scope> {
        let tier = &self.world.tier;
        let from = shard * tier.shard_people;
        let to = (from + tier.shard_people).min(tier.people);
        let size = (tier.shard_people / 10).clamp(200, 1_000) / 200 * 200;
        let people = (from..to)
            .step_by(size as usize)
            .map(|start| Scope::People(start..(start + size).min(to)));
        let programme = if shard == 0 {
            Scope::PROGRAMME.to_vec()
        } else {
            Vec::new()
        };
        programme.into_iter().chain(people).collect()
    }

    fn write_shard(&self, shard: u64, chunks: &[Chunk]) -> Result<Vec<Written>, DemoError> {
        let days = DAYS as usize;
        let written = parallel::run(self.workers, days + 1, |number| {
            let files = match number.checked_sub(1) {
                None => self.write_unpartitioned(shard, chunks),
                Some(day) => self.write_day(shard, day, chunks),
            };
            self.tell("writing logs", shard, number as u64 + 1, days as u64 + 1);
            files
        })?;
        Ok(written.into_iter().flatten().collect())
    }

    fn write_unpartitioned(&self, shard: u64, chunks: &[Chunk]) -> Result<Vec<Written>, DemoError> {
        let links: Vec<_> = chunks
            .iter()
            .flat_map(|chunk| chunk.links.iter().copied())
            .collect();
        let map: Vec<_> = chunks
            .iter()
            .flat_map(|chunk| chunk.map.iter().copied())
            .collect();
        let consents: Vec<_> = chunks
            .iter()
            .flat_map(|chunk| chunk.consents.iter().copied())
            .collect();
        Ok(vec![
            self.write_plain(
                "identity_links",
                shard,
                &rows::identity_links::batch(&links)?,
            )?,
            self.write_plain("identity_map", shard, &rows::identity_map::batch(&map)?)?,
            self.write_plain("consents", shard, &rows::consents::batch(&consents)?)?,
        ])
    }

    fn write_plain(
        &self,
        log: &'static str,
        shard: u64,
        batch: &RecordBatch,
    ) -> Result<Written, DemoError> {
        let path = self
            .dir
            .join("logs")
            .join(log)
            .join(format!("part-{shard:04}.parquet"));
        let bytes = writer::write(&path, batch)?;
        Ok((log, batch.num_rows() as u64, bytes))
    }

    fn write_day(
        &self,
        shard: u64,
        day: usize,
        chunks: &[Chunk],
    ) -> Result<Vec<Written>, DemoError> {
        let facts = || chunks.iter().map(|chunk| &chunk.facts);
        let part = Part {
            dir: self.dir,
            shard,
            day,
        };
        let mut written = vec![
            part.write(facts().map(|all| all.events.day(day)), rows::events::batch)?,
            part.write(facts().map(|all| all.orders.day(day)), rows::orders::batch)?,
            part.write(
                facts().map(|all| all.deliveries.day(day)),
                rows::deliveries::batch,
            )?,
            part.write(
                facts().map(|all| all.observations.day(day)),
                rows::identity_observations::batch,
            )?,
            part.write(
                facts().map(|all| all.exposures.day(day)),
                rows::assignments::exposure_batch,
            )?,
        ];
        let defects = &self.world.defects;
        if !defects.has(Family::MissingDecisions) {
            written.push(part.write_decisions(facts().map(|all| all.decisions.day(day)))?);
        }
        if !defects.has(Family::MissingApprovals) {
            written.push(part.write(
                facts().map(|all| all.approvals.day(day)),
                rows::approvals::batch,
            )?);
        }
        if !defects.has(Family::MissingAssignments) {
            written.push(part.write(
                facts().map(|all| all.assignments.day(day)),
                rows::assignments::assignment_batch,
            )?);
        }
        Ok(written)
    }

    fn add(&mut self, (log, rows, bytes): Written) {
        *self.summary.rows.entry(log.to_owned()).or_default() += rows;
        self.summary.bytes += bytes;
    }
}

/// One shard's share of one day.
struct Part<'a> {
    dir: &'a Path,
    shard: u64,
    day: usize,
}

impl Part<'_> {
    fn write<'r, R: Fact + 'r>(
        &self,
        parts: impl Iterator<Item = &'r [R]>,
        batch: fn(&[R]) -> Result<RecordBatch, DemoError>,
    ) -> Result<Written, DemoError> {
        let rows = writer::sorted(parts);
        if rows.is_empty() {
            return Ok((R::LOG, 0, 0));
        }
        let path = writer::partition(self.dir, "logs", R::LOG, self.day, self.shard, "parquet");
        Ok((
            R::LOG,
            rows.len() as u64,
            writer::write(&path, &batch(&rows)?)?,
        ))
    }

    /// The same batch twice: as Parquet and as lines of JSON.
    fn write_decisions<'r>(
        &self,
        parts: impl Iterator<Item = &'r [rows::decisions::Decision]>,
    ) -> Result<Written, DemoError> {
        let rows = writer::sorted(parts);
        if rows.is_empty() {
            return Ok(("decisions", 0, 0));
        }
        let batch = rows::decisions::batch(&rows)?;
        let path = |format, extension| {
            writer::partition(
                self.dir,
                format,
                "decisions",
                self.day,
                self.shard,
                extension,
            )
        };
        let bytes = writer::write(&path("logs", "parquet"), &batch)?;
        let lines = ndjson::write(&path("ndjson", "ndjson.gz"), &batch)?;
        Ok(("decisions", rows.len() as u64, bytes + lines))
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
