//! Why a command ended without doing its work, on standard error, in the words of the one who must act.

use std::process::ExitCode;

use gaugeglass_engine::Error;

use crate::EXIT_FAILED;
use crate::config::ConfigError;

/// A reason to stop.
#[derive(Debug)]
pub enum Failure {
    /// In words.
    Words(String),
    /// In the configuration, with its place.
    Config(Box<ConfigError>),
}

impl Failure {
    /// A failure in words.
    pub fn new(words: impl Into<String>) -> Failure {
        Failure::Words(words.into())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Words(error.to_string())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Failure {
        Failure::Config(Box::new(error))
    }
}

impl From<std::io::Error> for Failure {
    fn from(cause: std::io::Error) -> Failure {
        Failure::Words(format!("the output cannot be written: {cause}"))
    }
}

/// Prints the failure; gives the exit code that goes with it.
pub fn show(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Words(words) => eprintln!("error: {words}"),
        Failure::Config(error) => eprintln!("{}", error.report()),
    }
    ExitCode::from(EXIT_FAILED)
}
