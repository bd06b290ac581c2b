//! `file:`: a folder of this machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::local::LocalFileSystem;

use super::Store;
use crate::Error;

/// Opens a folder that is there; a relative path starts at `base`.
pub fn open(url: &str, path: &str, base: &Path) -> Result<Store, Error> {
    let folder = folder(path, base);
    Ok(store(url, &folder, files(url, &folder)?))
}

/// Opens a folder, made where there is none, that is written to: what is removed leaves no empty folders behind.
pub fn make(url: &str, path: &str, base: &Path) -> Result<Store, Error> {
    let folder = folder(path, base);
    std::fs::create_dir_all(&folder).map_err(|cause| Error::Config(format!("cannot create {}: {cause}", folder.display())))?;
    Ok(store(url, &folder, files(url, &folder)?.with_automatic_cleanup(true)))
}

fn folder(path: &str, base: &Path) -> PathBuf {
    base.join(path.strip_prefix("//").unwrap_or(path))
}

fn files(url: &str, folder: &Path) -> Result<LocalFileSystem, Error> {
    LocalFileSystem::new_with_prefix(folder)
        .map_err(|_| Error::Config(format!("`{url}`: there is no folder {}; make it, or correct the path", folder.display())))
}

fn store(url: &str, folder: &Path, files: LocalFileSystem) -> Store {
    Store { url: url.to_owned(), folder: folder.canonicalize().ok(), objects: Arc::new(files) }
}
