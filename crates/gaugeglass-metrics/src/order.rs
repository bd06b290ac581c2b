//! Puts models into the order in which they can be defined, and finds the ones that read themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Model;

/// A model that has no place in the order.
pub(crate) struct Cycle {
    /// The model's file.
    pub path: String,
    /// The model, what it reads, and so on until a name comes back.
    pub names: Vec<String>,
}

/// Models after what they read, and those that cannot be ordered.
pub(crate) fn order(models: Vec<Model>) -> (Vec<Model>, Vec<Cycle>) {
    let mut waiting: BTreeMap<String, Model> = models.into_iter().map(|model| (model.name.clone(), model)).collect();
    let mut ordered = Vec::new();
    while let Some(name) = waiting.values().find(|model| !reads(model, &waiting)).map(|model| model.name.clone()) {
        ordered.extend(waiting.remove(&name));
    }
    let cycles = waiting.values().map(|model| Cycle { path: model.path.clone(), names: walk(&model.name, &waiting) }).collect();
    (ordered, cycles)
}

fn reads(model: &Model, waiting: &BTreeMap<String, Model>) -> bool {
    next(model, waiting).is_some()
}

/// The first model that this one reads and that has no place yet.
fn next<'a>(model: &'a Model, waiting: &BTreeMap<String, Model>) -> Option<&'a str> {
    let mut models = model.inputs.iter().filter_map(|input| input.strip_prefix("model."));
    models.find(|name| waiting.contains_key(*name))
}

/// Follows what a waiting model reads until a name comes back.
fn walk(start: &str, waiting: &BTreeMap<String, Model>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut path = vec![start.to_owned()];
    let mut current = start;
    while seen.insert(current.to_owned()) {
        let Some(following) = waiting.get(current).and_then(|model| next(model, waiting)) else {
            break;
        };
        path.push(following.to_owned());
        current = following;
    }
    path
}
