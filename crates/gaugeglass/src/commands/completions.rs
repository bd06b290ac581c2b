//! `gaugeglass completions`: a completion script for a shell.

use clap::ArgMatches;
use clap_complete::{Shell, generate};

use crate::EXIT_OK;
use crate::failure::Failure;

/// Prints the script.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let shell = matches.get_one::<Shell>("shell").copied().ok_or_else(|| Failure::new("name a shell"))?;
    generate(shell, &mut crate::command(), "gaugeglass", &mut std::io::stdout());
    Ok(EXIT_OK)
}
