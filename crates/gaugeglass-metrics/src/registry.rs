//! The checked definitions of all files, by name. A broken file is left out and reported; the others stand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::check::{self, Check};
use crate::diagnostic::{Diagnostic, Source};
use crate::files::{self, FOLDERS};
use crate::metric::{self, Metric};
use crate::model::{self, Model};
use crate::mutation::{self, Mutation};
use crate::nearest::{nearest, suggestion};
use crate::needs::logs_behind;
use crate::order::{Cycle, order};
use crate::reader::is_identifier;
use crate::vocabulary::{Dimension, Family};

/// Every metric, table, model, check and mutation that could be read.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    metrics: BTreeMap<String, Arc<Metric>>,
    tables: BTreeMap<String, Arc<Model>>,
    models: Vec<Arc<Model>>,
    checks: Vec<Arc<Check>>,
    gates: Vec<Arc<Check>>,
    mutations: Vec<Arc<Mutation>>,
    sources: BTreeMap<String, Source>,
}

/// A registry, and what was left out of it and why.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What could be read.
    pub registry: Registry,
    /// What is wrong with the rest, in order of place.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file's definition.
enum Definition {
    Metric(Box<Metric>),
    Table(Model),
    Model(Model),
    Check(Box<Check>),
    Mutation(Mutation),
}

impl Registry {
    /// The definitions the program brings along.
    pub fn embedded() -> Self {
        Self::load(&[]).registry
    }

    /// The embedded definitions, extended or overridden file by file by those in the folders, in order. Where a
    /// folder's file is broken, the file it would have replaced stays.
    pub fn load(folders: &[PathBuf]) -> Loaded {
        Self::default().reload(folders, &BTreeSet::new())
    }

    /// Reads the folders again. Where a file is broken now, or its path is `refused` because its SQL does not plan,
    /// the text it had in this registry stays.
    pub fn reload(&self, folders: &[PathBuf], refused: &BTreeSet<String>) -> Loaded {
        let mut diagnostics = Vec::new();
        let layers = files::read(folders, &mut diagnostics);
        let mut chosen = Vec::new();
        for (relative, versions) in layers {
            for (layer, source) in self.candidates(versions, refused) {
                match parse(&source, &relative) {
                    Ok(definition) => {
                        chosen.push((layer, source, definition));
                        break;
                    }
                    Err(findings) => diagnostics.extend(findings),
                }
            }
        }
        // Of two files that claim one name, the one that came first keeps it: embedded files before a folder's.
        chosen.sort_by_key(|(layer, ..)| *layer);
        let registry = Assembly::default().assemble(chosen, &mut diagnostics);
        diagnostics.sort_by(|a, b| (a.path(), a.line(), a.column()).cmp(&(b.path(), b.line(), b.column())));
        Loaded { registry, diagnostics }
    }

    /// The versions of a file in the order in which they are tried: each followed by what it was here, then those it
    /// overrides. A refused one comes last, so that its name stays known.
    fn candidates(&self, versions: Vec<Source>, refused: &BTreeSet<String>) -> Vec<(usize, Source)> {
        let mut tried = Vec::new();
        let mut last = Vec::new();
        for (layer, source) in versions.into_iter().enumerate().rev() {
            let before = self.sources.get(&source.path).filter(|before| before.text != source.text).cloned();
            let list = if refused.contains(&source.path) { &mut last } else { &mut tried };
            list.push((layer, source));
            tried.extend(before.map(|before| (layer, before)));
        }
        tried.append(&mut last);
        tried
    }

    /// The text in force of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.sources.get(path).map(|source| source.text.as_ref())
    }

    /// A diagnostic at a word of the front matter: the first mention of it from `key` on.
    pub fn diagnose_key(&self, path: &str, key: &str, word: &str, message: &str) -> Option<Diagnostic> {
        let source = self.sources.get(path)?;
        let start = source.text.find(&format!("\n{key}:"))? + 1;
        let offset = start + source.text[start..].find(word)?;
        Some(source.at_offset(offset, message))
    }

    /// A diagnostic at a place of a definition's SQL, told as the place in its file. Line and column count from 1.
    pub fn diagnose(&self, path: &str, sql: &str, line: u64, column: u64, message: &str) -> Diagnostic {
        let Some(source) = self.sources.get(path) else {
            return Diagnostic::new(path, sql, line, column, message);
        };
        let before = source.text.find(sql).map_or("", |offset| &source.text[..offset]);
        source.at(before.matches('\n').count() as u64 + line, column, message)
    }

    /// All metrics, in order of name.
    pub fn metrics(&self) -> impl Iterator<Item = &Arc<Metric>> {
        self.metrics.values()
    }

    /// The metric of this name.
    pub fn metric(&self, name: &str) -> Option<&Arc<Metric>> {
        self.metrics.get(name)
    }

    /// The name of a metric like this one, for a did-you-mean.
    pub fn nearest_metric(&self, name: &str) -> Option<&str> {
        nearest(name, self.metrics.keys().map(String::as_str))
    }

    /// All tables, in order of name.
    pub fn tables(&self) -> impl Iterator<Item = &Arc<Model>> {
        self.tables.values()
    }

    /// The table of this name.
    pub fn table(&self, name: &str) -> Option<&Arc<Model>> {
        self.tables.get(name)
    }

    /// All models, each after the models it reads.
    pub fn models(&self) -> &[Arc<Model>] {
        &self.models
    }

    /// The model of this name.
    pub fn model(&self, name: &str) -> Option<&Arc<Model>> {
        self.models.iter().find(|model| model.name == name)
    }

    /// All checks that are scored, by dimension and number.
    pub fn checks(&self) -> &[Arc<Check>] {
        &self.checks
    }

    /// The checks that gate a level and are not scored, by number.
    pub fn gates(&self) -> &[Arc<Check>] {
        &self.gates
    }

    /// The known defects that checks must notice, in order of name.
    pub fn mutations(&self) -> &[Arc<Mutation>] {
        &self.mutations
    }

    /// The check with this id or name.
    pub fn check(&self, id_or_name: &str) -> Option<&Arc<Check>> {
        self.checks.iter().chain(&self.gates).find(|check| check.id == id_or_name || check.name == id_or_name)
    }
}

/// Reads one file by the folder it lies in.
fn parse(source: &Source, relative: &str) -> Result<Definition, Vec<Diagnostic>> {
    let (folder, file) = relative.rsplit_once('/').unwrap_or(("", relative));
    let name = file.trim_end_matches(".sql");
    if !is_identifier(name) || name.to_lowercase() != name {
        let diagnostic = source.at(1, 1, format!("`{name}` cannot be a name"));
        return Err(vec![diagnostic.with_help("name the file in lower case letters, digits and `_`")]);
    }
    match folder {
        "tables" => model::parse(source, name).map(Definition::Table),
        "model" => model::parse(source, name).map(Definition::Model),
        "readiness" => check::parse(source, name).map(|check| Definition::Check(Box::new(check))),
        "mutations" => mutation::parse(source, name).map(Definition::Mutation),
        _ => match folder.parse::<Family>() {
            Ok(family) => metric::parse(source, family, name).map(|metric| Definition::Metric(Box::new(metric))),
            Err(_) => Err(vec![misplaced(source, folder)]),
        },
    }
}

fn misplaced(source: &Source, folder: &str) -> Diagnostic {
    source.at(1, 1, format!("no kind of definition lies in `{folder}/`")).with_help(suggestion(folder, FOLDERS.iter().copied()))
}

/// Puts definitions together and sees to it that each name is claimed once.
#[derive(Default)]
struct Assembly {
    metrics: Vec<Metric>,
    tables: Vec<Model>,
    models: Vec<Model>,
    checks: Vec<Check>,
    mutations: Vec<Mutation>,
    sources: BTreeMap<String, Source>,
    claims: BTreeMap<(&'static str, String), String>,
}

impl Assembly {
    fn assemble(mut self, chosen: Vec<(usize, Source, Definition)>, diagnostics: &mut Vec<Diagnostic>) -> Registry {
        for (_, source, definition) in chosen {
            match self.claim(&source, &definition) {
                Ok(()) => self.add(source, definition),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        let (models, cycles) = order(self.models);
        diagnostics.extend(cycles.iter().filter_map(|cycle| explain_cycle(&self.sources, cycle)));
        let models: Vec<Arc<Model>> = models.into_iter().map(Arc::new).collect();
        let mut checks = self.checks;
        checks.sort_by_key(|check| (check.dimension, number(check)));
        let (gates, checks): (Vec<Check>, Vec<Check>) = checks.into_iter().partition(|check| check.dimension == Dimension::Level);
        let with_needs =
            |checks: Vec<Check>| -> Vec<Arc<Check>> { checks.into_iter().map(|check| check_with_needs(check, &models)).collect() };
        self.mutations.sort_by(|a, b| a.name.cmp(&b.name));
        Registry {
            metrics: self.metrics.into_iter().map(|metric| metric_with_needs(metric, &models)).collect(),
            tables: self.tables.into_iter().map(|table| (table.name.clone(), Arc::new(table))).collect(),
            checks: with_needs(checks),
            gates: with_needs(gates),
            mutations: self.mutations.into_iter().map(Arc::new).collect(),
            models,
            sources: self.sources,
        }
    }

    fn claim(&mut self, source: &Source, definition: &Definition) -> Result<(), Box<Diagnostic>> {
        let claims = match definition {
            Definition::Metric(metric) => vec![("metric", metric.name.clone())],
            // Both are relations of `metrics`.
            Definition::Table(table) => vec![("metric", table.name.clone())],
            Definition::Model(model) => vec![("model", model.name.clone())],
            Definition::Check(check) => vec![("check", check.name.clone()), ("check id", check.id.clone())],
            Definition::Mutation(mutation) => vec![("mutation", mutation.name.clone())],
        };
        for claim in claims {
            if let Some(holder) = self.claims.get(&claim) {
                let (what, name) = claim;
                let diagnostic = source.at(1, 1, format!("{what} `{name}` is defined in {holder} already"));
                return Err(Box::new(diagnostic.with_help("names are unique over all folders: rename one of the two")));
            }
            self.claims.insert(claim, source.path.clone());
        }
        Ok(())
    }

    fn add(&mut self, source: Source, definition: Definition) {
        self.sources.insert(source.path.clone(), source);
        match definition {
            Definition::Metric(metric) => self.metrics.push(*metric),
            Definition::Table(table) => self.tables.push(table),
            Definition::Model(model) => self.models.push(model),
            Definition::Check(check) => self.checks.push(*check),
            Definition::Mutation(mutation) => self.mutations.push(mutation),
        }
    }
}

fn explain_cycle(sources: &BTreeMap<String, Source>, cycle: &Cycle) -> Option<Diagnostic> {
    let (first, following) = (cycle.names.first()?, cycle.names.get(1)?);
    let message = match cycle.names.last() == Some(first) {
        true => format!("model `{first}` reads itself"),
        false => format!("model `{first}` reads models that read each other"),
    };
    let source = sources.get(&cycle.path)?;
    let diagnostic = source.at_mention(&format!("model.{following}"), message);
    Some(diagnostic.with_help(cycle.names.join(" → ")))
}

/// The number of an id, by which checks are sorted.
pub(crate) fn number(check: &Check) -> u32 {
    check.id[Dimension::as_str(check.dimension).len()..].parse().unwrap_or(u32::MAX)
}

fn metric_with_needs(mut metric: Metric, models: &[Arc<Model>]) -> (String, Arc<Metric>) {
    if metric.needs.is_empty() {
        metric.needs = logs_behind(&metric.inputs, models);
    }
    (metric.name.clone(), Arc::new(metric))
}

/// The check with the logs behind its SQL, where the file names none.
pub(crate) fn check_with_needs(mut check: Check, models: &[Arc<Model>]) -> Arc<Check> {
    if check.needs.is_empty() {
        check.needs = logs_behind(&check.inputs, models);
    }
    Arc::new(check)
}
