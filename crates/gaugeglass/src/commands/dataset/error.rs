//! What can go wrong while a data set is fetched, and whose move it is.

use std::io;
use std::path::PathBuf;

/// Why a data set could not be added.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// No recipe has that name.
    #[error("no data set `{name}`; there are {}", .known.join(", "))]
    Unknown {
        /// The name asked for.
        name: String,
        /// Names that exist.
        known: Vec<String>,
    },
    /// The folder already serves something.
    #[error("{} already holds a gaugeglass.toml; choose another folder", .0.display())]
    Occupied(PathBuf),
    /// A recipe is not valid.
    #[error("datasets/{name}/dataset.toml: {message}")]
    Recipe {
        /// The data set.
        name: String,
        /// What is wrong, with its place.
        message: String,
    },
    /// The program that fetches packages is not there.
    #[error("could not run `python3 -m pip`, which fetches the package ({0}); install Python 3 with pip")]
    NoPip(#[source] io::Error),
    /// The package could not be fetched.
    #[error("pip could not fetch {package}; check the network and pip's settings. It says:\n{output}")]
    Fetch {
        /// Name and version.
        package: String,
        /// What pip said.
        output: String,
    },
    /// Bytes are not those that the recipe was written for.
    #[error("{what} has SHA-256 {found}, not {expected}: it was changed since the recipe was written, and is not used")]
    Changed {
        /// The archive, or a file in it.
        what: String,
        /// Hash in the recipe.
        expected: String,
        /// Hash found.
        found: String,
    },
    /// A file of the package cannot be read as the recipe says.
    #[error("{path}: {message}")]
    Unreadable {
        /// The file in the package.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// A file on disk could not be read or written.
    #[error("{}: {cause}", .path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
}

impl DatasetError {
    /// A file of the package that is not as the recipe says.
    pub(super) fn unreadable(path: &str, message: impl ToString) -> Self {
        Self::Unreadable { path: path.to_owned(), message: message.to_string() }
    }

    /// A failure of the disk at `path`.
    pub(super) fn disk(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Disk { path, cause }
    }
}
