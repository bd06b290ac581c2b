//! Which logs stand behind a statement, through the models it reads.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Model;

/// The logs behind the inputs, without schema, in order of name.
pub(crate) fn logs_behind(inputs: &[String], models: &[Arc<Model>]) -> Vec<String> {
    let mut logs = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<&str> = inputs.iter().map(String::as_str).collect();
    while let Some(input) = waiting.pop() {
        if let Some(log) = input.strip_prefix("logs.") {
            logs.insert(log.to_owned());
        }
        let model = input.strip_prefix("model.").and_then(|name| models.iter().find(|model| model.name == name));
        if let Some(model) = model.filter(|_| seen.insert(input)) {
            waiting.extend(model.inputs.iter().map(String::as_str));
        }
    }
    logs.into_iter().collect()
}
