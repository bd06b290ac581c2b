//! What a store's URL names, and what it must not carry.

use object_store::path::Path;
use url::Url;

use super::{azure, gcs, s3};
use crate::Error;

/// The parts of a URL such as `s3://bucket/prefix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The URL as configured; it carries no secret.
    pub url: String,
    /// `s3`, `gs`, `az`, `https`, `http`.
    pub scheme: String,
    /// Bucket or container; host and port of a web server.
    pub host: String,
    /// The root of the store.
    pub path: Path,
    port: Option<u16>,
}

impl Location {
    /// Reads a URL. Keys in it are refused: it is shown in messages, logs and `meta.sources`.
    pub fn parse(url: &str) -> Result<Location, Error> {
        let wrong = |why: &str| Error::Config(format!("`{}`: {why}", redacted(url)));
        let parsed = Url::parse(url).map_err(|cause| wrong(&cause.to_string()))?;
        if !parsed.username().is_empty() || parsed.password().is_some() {
            return Err(wrong(&format!("a name or password has no place in a URL; {}", remedy(parsed.scheme()))));
        }
        if parsed.query().is_some() || parsed.fragment().is_some() {
            return Err(wrong(&format!("`?` and `#` have no place in a store's URL; {}", remedy(parsed.scheme()))));
        }
        let host = parsed.host_str().filter(|host| !host.is_empty()).ok_or_else(|| wrong(no_host(parsed.scheme())))?;
        let path = Path::from_url_path(parsed.path()).map_err(|_| wrong("its path has an empty or relative part; correct it"))?;
        Ok(Location { url: url.to_owned(), scheme: parsed.scheme().to_owned(), host: host.to_owned(), path, port: parsed.port() })
    }

    /// The bucket or container.
    pub fn bucket(&self) -> Result<&str, Error> {
        match self.port {
            Some(_) => Err(Error::Config(format!("`{}`: a bucket has no port; {}", self.url, remedy(&self.scheme)))),
            None => Ok(&self.host),
        }
    }

    /// Scheme, host and port of a web server.
    pub fn origin(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", self.scheme, self.host)
    }

    /// True where one is the other or lies below it; `s3://logs-cache` does not lie below `s3://logs`.
    pub fn overlaps(&self, other: &Location) -> bool {
        let is_same_host = self.scheme == other.scheme && self.host.eq_ignore_ascii_case(&other.host) && self.port == other.port;
        is_same_host && (self.path.prefix_matches(&other.path) || other.path.prefix_matches(&self.path))
    }
}

fn remedy(scheme: &str) -> String {
    match scheme {
        "s3" => format!("credentials and endpoint come from {}", s3::VARIABLES),
        "gs" => format!("credentials and endpoint come from {}", gcs::VARIABLES),
        "az" => format!("account and credentials come from {}", azure::VARIABLES),
        _ => "a web server is read without credentials; keep private logs in a bucket (s3:, gs:, az:)".to_owned(),
    }
}

fn no_host(scheme: &str) -> &'static str {
    match scheme {
        "s3" => "it names no bucket; write s3://bucket/prefix",
        "gs" => "it names no bucket; write gs://bucket/prefix",
        "az" => "it names no container; write az://container/prefix",
        _ => "it names no host; write https://host/folder",
    }
}

/// A URL without what may be a key: a name and password before the host, a query after the path.
pub fn redacted(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let path_at = rest.find('?').unwrap_or(rest.len());
    let (place, query) = rest.split_at(path_at);
    let host_end = place.find('/').unwrap_or(place.len());
    let host_start = place[..host_end].rfind('@').map_or(0, |at| at + 1);
    let name = if host_start == 0 { "" } else { "***@" };
    let query = if query.is_empty() || scheme == "file" { query } else { "?***" };
    format!("{scheme}://{name}{}{query}", &place[host_start..])
}
