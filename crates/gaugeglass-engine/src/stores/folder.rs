//! `file:`: a folder of this machine.

use std::path::Path;
use std::sync::Arc;

use object_store::local::LocalFileSystem;

use super::Store;
use crate::Error;

/// Opens a folder that is there; a relative path starts at `base`.
pub fn open(url: &str, path: &str, base: &Path) -> Result<Store, Error> {
    let folder = base.join(path.strip_prefix("//").unwrap_or(path));
    let objects = LocalFileSystem::new_with_prefix(&folder)
        .map_err(|_| Error::Config(format!("`{url}`: there is no folder {}; make it, or correct the path", folder.display())))?;
    Ok(Store { url: url.to_owned(), folder: folder.canonicalize().ok(), objects: Arc::new(objects) })
}

/// Opens a folder, made where there is none.
pub fn make(url: &str, path: &str, base: &Path) -> Result<Store, Error> {
    let folder = base.join(path.strip_prefix("//").unwrap_or(path));
    std::fs::create_dir_all(&folder).map_err(|cause| Error::Config(format!("cannot create {}: {cause}", folder.display())))?;
    open(url, path, base)
}
