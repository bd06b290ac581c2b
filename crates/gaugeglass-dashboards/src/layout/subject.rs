//! What a panel shows, from its keys; complaints name the key that is wrong.

use gaugeglass_metrics::{Family, nearest};
use serde_saphyr::Spanned;

use super::plot::kind_of;
use super::raw::{RawPanel, Reader};
use super::{MetricPanel, RowsPanel, Shape, Subject};
use crate::charts::Kind;

/// What `as:` may say.
const KINDS: [&str; 13] =
    ["stat", "line", "bar", "table", "rows", "interval", "funnel", "waterfall", "heatmap", "survival", "cohort", "readiness", "changes"];

impl Reader<'_> {
    /// What the panel shows. Where it cannot be told, the complaint is kept and something harmless given.
    pub fn subject(&mut self, raw: RawPanel) -> Subject {
        let kind = &raw.kind;
        match (kind.value.as_str(), &raw.metric, &raw.metrics) {
            ("rows", ..) => self.rows(&raw),
            (word, ..) if raw.table.is_some() => match kind_of(word) {
                Some(kind) => self.plot(&raw, kind),
                None => {
                    let known = KINDS.into_iter().filter(|known| *known == "rows" || kind_of(known).is_some());
                    let help = nearest(word, known).map(|near| format!("did you mean `{near}`?"));
                    let help = help.unwrap_or_else(|| "write `as: rows`, or a chart such as `as: interval`".into());
                    self.report(kind, format!("a table is not shown as `{word}`"), help);
                    Subject::Readiness
                }
            },
            ("readiness", None, None) => Subject::Readiness,
            ("changes", None, None) => Subject::Changes,
            ("readiness" | "changes", ..) => {
                self.report(kind, format!("a {} panel names no metric", kind.value), "remove `metric`".into());
                Subject::Readiness
            }
            (_, None, Some(metrics)) => self.every(metrics, raw.family.as_ref(), kind),
            (_, Some(name), None) => self.metric(name, &raw),
            _ => {
                let help = "name one `metric`, or `metrics: \"*\"` for all others";
                self.report(kind, "the panel must name a metric".into(), help.into());
                Subject::Readiness
            }
        }
    }

    fn rows(&mut self, raw: &RawPanel) -> Subject {
        let Some(selection) = self.selection(raw) else { return Subject::Readiness };
        let columns = raw.columns.iter().map(|column| self.column(column)).collect();
        if let Some((key, column)) = raw.encoded().next() {
            self.report(column, format!("rows have no `{key}`"), "name the `columns` to be shown".into());
        }
        Subject::Rows(RowsPanel { selection, columns, top: self.top(raw.top.as_ref()) })
    }

    fn top(&mut self, top: Option<&Spanned<usize>>) -> Option<usize> {
        let top = top?;
        if top.value == 0 {
            self.report(top, "no row would be shown".into(), "write how many rows are shown, such as 20".into());
        }
        Some(top.value)
    }

    fn every(&mut self, metrics: &Spanned<String>, family: Option<&Spanned<String>>, kind: &Spanned<String>) -> Subject {
        if metrics.value != "*" {
            let help = "write `metrics: \"*\"`, and `family:` for a part of them";
            self.report(metrics, format!("`{}` is not a selection of metrics", metrics.value), help.into());
        }
        if kind.value != "stat" {
            self.report(kind, "all metrics together are shown as tiles".into(), "write `as: stat`".into());
        }
        Subject::Every(family.and_then(|family| match family.value.parse::<Family>() {
            Ok(found) => Some(found),
            Err(unknown) => {
                self.report(family, unknown.to_string(), unknown.help.clone());
                None
            }
        }))
    }

    fn metric(&mut self, name: &Spanned<String>, raw: &RawPanel) -> Subject {
        let shape = self.shape(&raw.kind);
        if let (Shape::Plot(_), None) = (shape, &raw.by) {
            let help = "name the dimension with `by`";
            self.report(&raw.kind, format!("the panel must say what `{}` is broken down by", raw.kind.value), help.into());
        }
        if let Some((key, column)) = raw.encoded().next() {
            let help = "a metric is broken down with `by`; columns are named for a `table`";
            self.report(column, format!("a metric has no `{key}`"), help.into());
        }
        if let Some(title) = &raw.title {
            self.report(title, "a metric is called by its own title".into(), "change it in the metric's file".into());
        }
        Subject::Metric(MetricPanel {
            name: name.value.clone(),
            shape,
            by: raw.by.as_ref().map(|column| self.column(column)),
            parameters: raw.parameters.clone().into_iter().collect(),
        })
    }

    fn shape(&mut self, kind: &Spanned<String>) -> Shape {
        match kind.value.as_str() {
            "stat" => Shape::Stat,
            "line" => Shape::Line,
            "bar" => Shape::Bar,
            "table" => Shape::Table,
            other => match kind_of(other) {
                Some(Kind::Survival | Kind::Cohort) => {
                    let help = "name a `table` of results with a row for each time since the beginning";
                    self.report(kind, format!("a metric is not shown as `{other}`"), help.into());
                    Shape::Stat
                }
                Some(kind) => Shape::Plot(kind),
                None => {
                    let help = nearest(other, KINDS).map_or_else(|| KINDS.join(", "), |word| format!("did you mean `{word}`?"));
                    self.report(kind, format!("no panel is shown as `{other}`"), help);
                    Shape::Stat
                }
            },
        }
    }
}
