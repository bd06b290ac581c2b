//! `gaugeglass demo`: a synthetic programme generated once, then served.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ArgMatches;
use gaugeglass_demo::{Summary, Tier, World};
use gaugeglass_metrics::Registry;

use super::serve;
use crate::failure::Failure;
use crate::progress::Steps;
use crate::{EXIT_OK, config, telemetry};

/// The instant at which the world ends.
const AS_OF: &str = "2026-05-05T00:00:00Z";
/// What marks a folder as holding a whole world of a tier.
const STAMP: &str = ".gaugeglass-demo";

/// Generates where needed, then serves.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let dir = PathBuf::from(matches.get_one::<String>("dir").map_or("gaugeglass-demo", String::as_str));
    let tier = matches.get_one::<String>("tier").map_or("demo", String::as_str);
    generate(&dir, tier, matches.get_flag("vendors"))?;
    let file = dir.join(config::DEFAULT_FILE);
    if matches.get_flag("generate-only") {
        println!("{}", file.display());
        return Ok(EXIT_OK);
    }
    let mut config = config::load_file(&file, matches)?;
    config.open |= matches.get_flag("open");
    telemetry::start(&config.telemetry_level);
    let doors = serve::bind(&config).await?;
    let engine = config.open().await?;
    let welcome = welcome(&doors, &file)?;
    serve::serve(config, engine, doors, || println!("{welcome}")).await
}

fn generate(dir: &Path, tier: &str, has_vendors: bool) -> Result<(), Failure> {
    let failed = |cause: gaugeglass_demo::DemoError| Failure::new(cause.to_string());
    if is_generated(dir, tier, has_vendors) {
        eprintln!("{} holds the {tier} world already", dir.display());
        return Ok(());
    }
    refuse_strange(dir)?;
    let started = Instant::now();
    let steps = Steps::start();
    let world = World::new(Tier::named(tier).map_err(failed)?);
    let world = if has_vendors { world.with_vendors() } else { world };
    let summary = gaugeglass_demo::generate(&world, dir, &|step| steps.show(&step.label, step.done, step.total)).map_err(failed)?;
    steps.end();
    let write = |name: &str, text: &str| {
        std::fs::write(dir.join(name), text).map_err(|cause| Failure::new(format!("{}: {cause}", dir.join(name).display())))
    };
    write(config::DEFAULT_FILE, &configuration(&summary.rows))?;
    write(STAMP, &stamp(tier, has_vendors))?;
    eprintln!("{}", generated(&summary, started));
    Ok(())
}

/// A world with the files of vendors holds all that one without them does.
fn is_generated(dir: &Path, tier: &str, has_vendors: bool) -> bool {
    let found = std::fs::read_to_string(dir.join(STAMP)).unwrap_or_default();
    found == stamp(tier, true) || (found == stamp(tier, false) && !has_vendors)
}

fn stamp(tier: &str, has_vendors: bool) -> String {
    format!("{tier} {}{}\n", env!("CARGO_PKG_VERSION"), if has_vendors { " with vendors" } else { "" })
}

/// A folder with anything else in it is not ours to fill.
fn refuse_strange(dir: &Path) -> Result<(), Failure> {
    let Ok(mut entries) = std::fs::read_dir(dir) else {
        return Ok(());
    };
    let ours = ["logs", "ndjson", "vendors", "truth", config::DEFAULT_FILE, STAMP, ".gaugeglass"];
    let strange = entries.find_map(|entry| entry.ok().filter(|entry| !ours.iter().any(|name| entry.file_name() == *name)));
    match strange {
        Some(entry) => {
            Err(Failure::new(format!("{} holds {}: choose an empty folder with --dir", dir.display(), entry.file_name().to_string_lossy())))
        }
        None => Ok(()),
    }
}

fn generated(summary: &Summary, started: Instant) -> String {
    let rows: u64 = summary.rows.values().sum();
    format!("{rows} rows, {} MB, generated in {:.1} s", summary.bytes / 1_000_000, started.elapsed().as_secs_f64())
}

/// Only `logs/` is named: what lies beside it, the truth above all, cannot be reached.
fn configuration(rows: &BTreeMap<String, u64>) -> String {
    let mut text = format!(
        "# A synthetic programme with known truth.\nas_of = \"{AS_OF}\"\ntime_zone = \"UTC\"\n\n[cache]\nurl = \"file:.gaugeglass\"\n\n[stores.lake]\nurl = \"file:logs\"\n"
    );
    for log in rows.keys() {
        text.push_str(&format!("\n[logs.{log}]\nstore = \"lake\"\npath = \"{log}/\"\nformat = \"parquet\"\n"));
    }
    text
}

fn welcome(doors: &serve::Doors, file: &Path) -> Result<String, Failure> {
    let metrics = Registry::embedded().metrics().count();
    let flight = doors.flight_url()?;
    Ok(format!(
        "\n{addresses}

From Python (pip install adbc-driver-flightsql pyarrow):

    import adbc_driver_flightsql.dbapi as flight_sql
    with flight_sql.connect(\"{flight}\", autocommit=True) as connection:
        with connection.cursor() as cursor:
            cursor.execute(\"select * from metrics.cart_recovery\")
            print(cursor.fetch_arrow_table())

Three questions to try, of {metrics} metrics:

    Did reminders win back carts that would have been lost?   {http}/m/cart_recovery
    How long did customers wait for a decision?               {http}/m/decision_latency
    What holds the programme back?                            {http}/readiness

On the command line: gaugeglass query --metric cart_recovery --config {file}
Stop with Ctrl-C.",
        addresses = doors.addresses()?,
        http = doors.http_url()?,
        file = file.display(),
    ))
}
