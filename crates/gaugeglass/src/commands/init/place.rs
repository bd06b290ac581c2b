//! Where the configuration goes, and that this is not where the logs are.

use std::path::Path;

use crate::failure::Failure;
use crate::place::{file_path, folder, real, within_logs};

/// A location as given: a URL, or a folder's path.
pub fn url(given: &str) -> String {
    let is_scheme = |scheme: &str| scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric());
    match given.split_once(':') {
        Some((scheme, _)) if is_scheme(scheme) => given.to_owned(),
        _ => format!("file:{given}"),
    }
}

/// The URL as the configuration writes it: folders are told from the configuration's own folder.
pub fn store_url(url: &str, output: &Path) -> Result<String, Failure> {
    let Some(path) = file_path(url) else {
        return Ok(url.to_owned());
    };
    let logs = Path::new(path).canonicalize().map_err(|_| Failure::new(format!("there is no folder {path}; correct the path")))?;
    let ours = real(folder(output))?;
    if ours.starts_with(&logs) {
        return Err(within_logs(output, "--output"));
    }
    let shown = logs.strip_prefix(&ours).unwrap_or(&logs);
    Ok(format!("file:{}", shown.display()))
}

/// Fails where the file is there and nobody said that it may go.
pub fn refuse(path: &Path, is_forced: bool) -> Result<(), Failure> {
    match path.exists() && !is_forced {
        true => Err(Failure::new(format!("{} is there already; name another with --output, or overwrite it with --force", path.display()))),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_path_is_a_url_too() {
        for (given, expected) in [
            ("logs", "file:logs"),
            ("./a:b", "file:./a:b"),
            ("s3://b/p", "s3://b/p"),
            ("file:logs", "file:logs"),
            ("C:\\logs", "file:C:\\logs"),
        ] {
            assert_eq!(url(given), expected);
        }
    }

    #[test]
    fn folders_are_told_from_the_configuration_and_never_hold_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("logs/deep")).unwrap();
        let given = format!("file:{}", root.join("logs").display());
        assert_eq!(store_url(&given, &root.join("gaugeglass.toml")).ok().unwrap(), "file:logs");
        assert_eq!(store_url(&given, &root.join("new/gaugeglass.toml")).ok().unwrap(), given);
        for inside in ["logs/gaugeglass.toml", "logs/deep/x.toml", "logs/new/x.toml"] {
            assert!(store_url(&given, &root.join(inside)).is_err(), "{inside}");
        }
        assert_eq!(store_url("s3://b", Path::new("x")).ok().unwrap(), "s3://b");
    }
}
