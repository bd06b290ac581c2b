//! One figure that a metric must read.

use serde_json::{Value, json};

/// A true figure with its tolerance.
pub(crate) struct Item {
    id: String,
    metric: &'static str,
    measure: &'static str,
    slice: Value,
    truth: Value,
    kind: &'static str,
    tolerance: Value,
    units: Vec<u64>,
    definition: String,
    naive: Value,
    must_flag: Vec<&'static str>,
    must_not_flag: Vec<&'static str>,
}

impl Item {
    /// A figure that a correct reader gets to the last digit, but for rounding.
    pub(crate) fn exact(id: impl Into<String>, metric: &'static str, measure: &'static str, truth: f64) -> Self {
        Self::new(id, metric, measure, json!(truth), "exact", json!({"type": "exact", "relative": 1e-9}))
    }

    /// An exact instant or other text.
    pub(crate) fn text(id: impl Into<String>, metric: &'static str, measure: &'static str, truth: impl Into<Value>) -> Self {
        Self::new(id, metric, measure, truth.into(), "exact", json!({"type": "exact"}))
    }

    /// An effect in this population, which an estimate meets within four standard errors.
    pub(crate) fn sate(id: impl Into<String>, metric: &'static str, measure: &'static str, (truth, error): (f64, f64)) -> Self {
        let tolerance = json!({"type": "se", "k": 4, "se": error});
        Self::new(id, metric, measure, json!(truth), "sate", tolerance)
    }

    /// A figure of the distribution behind the rows, met within a share of itself.
    pub(crate) fn relative(id: impl Into<String>, metric: &'static str, measure: &'static str, truth: f64, share: f64) -> Self {
        let tolerance = json!({"type": "relative", "value": share});
        Self::new(id, metric, measure, json!(truth), "statistical", tolerance)
    }

    fn new(id: impl Into<String>, metric: &'static str, measure: &'static str, truth: Value, kind: &'static str, tolerance: Value) -> Self {
        Self {
            id: id.into(),
            metric,
            measure,
            slice: json!({}),
            truth,
            kind,
            tolerance,
            units: Vec::new(),
            definition: String::new(),
            naive: Value::Null,
            must_flag: Vec::new(),
            must_not_flag: Vec::new(),
        }
    }

    pub(crate) fn slice(self, slice: Value) -> Self {
        Self { slice, ..self }
    }

    pub(crate) fn units(self, units: &[u64]) -> Self {
        Self { units: units.to_vec(), ..self }
    }

    /// Which rows count and how, in words.
    pub(crate) fn means(self, definition: impl Into<String>) -> Self {
        Self { definition: definition.into(), ..self }
    }

    /// What a careless reader would say.
    pub(crate) fn naive(self, naive: f64) -> Self {
        Self { naive: json!(naive), ..self }
    }

    pub(crate) fn must_flag(self, check: &'static str) -> Self {
        Self { must_flag: vec![check], ..self }
    }

    pub(crate) fn must_not_flag(self, check: &'static str) -> Self {
        Self { must_not_flag: vec![check], ..self }
    }

    pub(crate) fn json(self) -> Value {
        json!({
            "id": self.id,
            "metric": self.metric,
            "measure": self.measure,
            "slice": self.slice,
            "truth": self.truth,
            "kind": self.kind,
            "tolerance": self.tolerance,
            "n": self.units,
            "definition": self.definition,
            "naive": self.naive,
            "must_flag": self.must_flag,
            "must_not_flag": self.must_not_flag,
        })
    }
}

/// A share of counts; nothing of nothing is zero.
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Ten-thousandths as dollars.
pub(crate) fn dollars(amount: i64) -> f64 {
    amount as f64 / 10_000.0
}
