//! What can go wrong while a world is written.

use std::path::PathBuf;

/// Why a world could not be generated.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder could not be written: the caller's move.
    #[error("cannot write {path}: {source}; check that the folder exists, is writable and has room")]
    Write {
        /// File or folder that failed.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder holds something that is no demo world: the caller's move.
    #[error("{path} holds logs that are not of a demo world; choose another folder, or empty it")]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// No tier has that name: the caller's move.
    #[error("no tier named {name}; the tiers are ci, demo, large and bench")]
    UnknownTier {
        /// Name that was asked for.
        name: String,
    },
    /// A row builder and the contract disagree: a fault of the generator.
    #[error("log {log} has no column {column} in its contract")]
    Contract {
        /// The log.
        log: String,
        /// The column.
        column: String,
    },
    /// Arrow refused a batch: a fault of the generator.
    #[error("log {log}: {source}")]
    Arrow {
        /// The log.
        log: String,
        /// What Arrow said.
        source: arrow::error::ArrowError,
    },
    /// Parquet refused a batch or the disk refused Parquet.
    #[error("cannot write {path}: {source}; check that the disk has room")]
    Parquet {
        /// File that failed.
        path: PathBuf,
        /// What the writer said.
        source: parquet::errors::ParquetError,
    },
    /// A worker stopped before its work was done.
    #[error("a generator thread ended before its work was done")]
    Worker,
}

impl DemoError {
    pub(crate) fn write(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Write { path: path.to_owned(), source }
    }

    pub(crate) fn parquet(path: &std::path::Path) -> impl Fn(parquet::errors::ParquetError) -> Self + '_ {
        move |source| Self::Parquet { path: path.to_owned(), source }
    }

    pub(crate) fn arrow(log: &str) -> impl Fn(arrow::error::ArrowError) -> Self + '_ {
        move |source| Self::Arrow { log: log.to_owned(), source }
    }
}
