//! `gaugeglass slo export [NAME…]`: the promises of metrics as documents, and the documents that were kept.

use std::io::Write;

use clap::ArgMatches;
use gaugeglass_metrics::openslo::{Entry, export, join};
use gaugeglass_metrics::{Registry, nearest};

use super::folder::Folder;
use crate::EXIT_OK;
use crate::config::Config;
use crate::failure::Failure;

/// Prints a stream of YAML documents; what was decided about them goes to standard error.
pub fn run(matches: &ArgMatches, config: &Config) -> Result<u8, Failure> {
    let names: Vec<String> = matches.get_many::<String>("name").unwrap_or_default().cloned().collect();
    let folder = super::folder(matches, config);
    let registry = super::registry(config, folder.as_ref());
    let kept = folder.as_ref().map(Folder::documents).transpose()?.unwrap_or_default();
    let export = export(&registry, &kept, &names, config.engine.time_zone.name())
        .map_err(|cause| Failure::new(format!("the documents cannot be written: {cause}")))?;
    if let Some(name) = export.unknown.first() {
        return Err(unknown(name, &registry, &kept));
    }
    export.notes.iter().for_each(|note| eprintln!("note: {note}"));
    let stream = join(export.documents.iter().map(String::as_str));
    let out = &mut std::io::stdout().lock();
    out.write_all(stream.as_bytes())?;
    if !stream.is_empty() && !stream.ends_with('\n') {
        writeln!(out)?;
    }
    Ok(EXIT_OK)
}

fn unknown(name: &str, registry: &Registry, kept: &[Entry]) -> Failure {
    if registry.metric(name).is_some() {
        return Failure::new(format!("the metric `{name}` promises nothing: add `slo:` to its file"));
    }
    let promises = registry.metrics().filter(|metric| metric.slo.is_some()).map(|metric| metric.name.as_str());
    let known = promises.chain(kept.iter().map(|entry| entry.document.metadata.name.as_str()));
    let hint = nearest(name, known).map(|near| format!("; did you mean `{near}`?"));
    Failure::new(format!("no promise and no document is named `{name}`{}", hint.unwrap_or_default()))
}
