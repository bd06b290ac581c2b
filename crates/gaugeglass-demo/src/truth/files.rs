//! The tables under `truth/`: people, potential outcomes, ids, ledger, latencies and versions.

use std::path::Path;

use arrow::array::{BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};

use crate::DemoError;
use crate::chunk::Chunk;
use crate::clock::Instant;
use crate::columns::id_text;
use crate::plants::approvals::Version;
use crate::writer::{column, table, write_truth};

/// Writes the tables of one shard.
pub(crate) fn write(dir: &Path, shard: u64, chunks: &[Chunk]) -> Result<(), DemoError> {
    write_truth(dir, "persons", shard, &persons(chunks)?)?;
    write_truth(dir, "potential_outcomes", shard, &outcomes(chunks)?)?;
    write_truth(dir, "id_truth", shard, &identities(chunks)?)?;
    write_truth(dir, "defect_ledger", shard, &ledger(chunks)?)?;
    write_truth(dir, "latency_truth", shard, &latencies(chunks)?)
}

fn persons(chunks: &[Chunk]) -> Result<RecordBatch, DemoError> {
    let people = || chunks.iter().flat_map(|chunk| &chunk.people);
    table(
        "persons",
        vec![
            ("user_id", ids("u", people().map(|person| person.user))),
            ("anonymous_id", ids("a", people().map(|person| person.anonymous))),
            ("country", words(people().map(|person| person.market.country()))),
            ("platform", words(people().map(|person| person.platform.name()))),
            ("group", column(people().map(|person| Some(format!("{:?}", person.group))).collect::<StringArray>())),
            ("exposed", instants(people().map(|person| person.plan.exposed))),
            ("knowledge", column(people().map(|person| Some(format!("{:?}", person.identity.knowledge))).collect::<StringArray>())),
        ],
    )
}

fn outcomes(chunks: &[Chunk]) -> Result<RecordBatch, DemoError> {
    let rows = || chunks.iter().flat_map(|chunk| &chunk.outcomes.rows);
    let floats = |pick: fn(&crate::outcomes::Outcome) -> f64| column(rows().map(pick).map(Some).collect::<Float64Array>());
    table(
        "potential_outcomes",
        vec![
            ("plant", words(rows().map(|row| row.plant))),
            ("measure", words(rows().map(|row| row.measure))),
            ("unit", ids("u", rows().map(|row| row.unit))),
            ("is_treated", column(rows().map(|row| Some(row.is_treated)).collect::<BooleanArray>())),
            ("value_control", floats(|row| row.value[0])),
            ("value_treated", floats(|row| row.value[1])),
            ("weight_control", floats(|row| row.weight[0])),
            ("weight_treated", floats(|row| row.weight[1])),
        ],
    )
}

fn identities(chunks: &[Chunk]) -> Result<RecordBatch, DemoError> {
    let rows = || chunks.iter().flat_map(|chunk| &chunk.identities);
    let hash = |row: &crate::rows::IdentityTruth| Some(id_text(row.identifier.kind.prefix(), row.identifier.number));
    table(
        "id_truth",
        vec![
            ("id_type", words(rows().map(|row| row.identifier.kind.name()))),
            ("id_hash", column(rows().map(hash).collect::<StringArray>())),
            ("owner", ids("u", rows().map(|row| row.owner))),
            ("mapped", ids("p", rows().map(|row| row.mapped))),
        ],
    )
}

fn ledger(chunks: &[Chunk]) -> Result<RecordBatch, DemoError> {
    let rows = || chunks.iter().flat_map(|chunk| &chunk.ledger.entries);
    table(
        "defect_ledger",
        vec![
            ("family", words(rows().map(|row| row.family.name()))),
            ("log", words(rows().map(|row| row.log))),
            ("source", words(rows().map(|row| row.source))),
            ("event_id", column(rows().map(|row| Some(id_text(prefix(row.log), row.fact))).collect::<StringArray>())),
            ("detail", words(rows().map(|row| row.detail))),
        ],
    )
}

/// What the event ids of a log begin with.
fn prefix(log: &str) -> &'static str {
    match log {
        "events" => "e",
        "orders" => "r",
        "decisions" => "d",
        "deliveries" => "y",
        "identity_observations" => "i",
        "assignments" => "t",
        "exposures" => "x",
        _ => "g",
    }
}

fn latencies(chunks: &[Chunk]) -> Result<RecordBatch, DemoError> {
    let rows = || chunks.iter().flat_map(|chunk| &chunk.latencies);
    table(
        "latency_truth",
        vec![
            ("decision_id", ids("d", rows().map(|row| row.decision))),
            ("use_case_id", words(rows().map(|row| row.use_case))),
            ("latency_us", column(rows().map(|row| row.latency).collect::<Int64Array>())),
        ],
    )
}

/// Writes how each version's approval truly goes, open or not.
pub(crate) fn write_versions(dir: &Path, versions: &[Version]) -> Result<(), DemoError> {
    let rows = || versions.iter();
    let batch = table(
        "approval_truth",
        vec![
            ("object_id", ids("k", rows().map(|row| row.content.object))),
            ("object_version", words(rows().map(|row| row.content.version))),
            ("submitted", instants(rows().map(|row| row.submitted))),
            ("published", instants(rows().map(|row| row.published))),
            ("stages", column(rows().map(|row| Some(row.stages as i64)).collect::<Int64Array>())),
            ("is_bypass", column(rows().map(|row| Some(row.is_bypass())).collect::<BooleanArray>())),
            ("is_delivered", column(rows().map(|row| Some(row.is_delivered())).collect::<BooleanArray>())),
        ],
    )?;
    write_truth(dir, "approval_truth", 0, &batch)
}

fn ids(prefix: &str, numbers: impl Iterator<Item = u64>) -> arrow::array::ArrayRef {
    column(numbers.map(|number| Some(id_text(prefix, number))).collect::<StringArray>())
}

fn words(words: impl Iterator<Item = &'static str>) -> arrow::array::ArrayRef {
    column(words.map(Some).collect::<StringArray>())
}

fn instants(instants: impl Iterator<Item = Instant>) -> arrow::array::ArrayRef {
    column(instants.map(Some).collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
}
