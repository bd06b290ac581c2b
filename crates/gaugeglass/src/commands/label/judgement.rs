//! A filled sheet as judgements in the contract of `logs.labels`, every mistake at its place.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use gaugeglass_dashboards::export::formula::plain;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::COLUMNS;
use super::sheet::{self, Cell, Mistake};

const PAIR: &str = "identity_pair";
const CLUSTER: &str = "identity_cluster";

/// A row of `logs.labels`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    label_id: String,
    kind: String,
    left_type: String,
    left_id: String,
    right_type: String,
    right_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster_id: Option<String>,
    truth: &'static str,
    inclusion_prob: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    labeller: Option<String>,
    label_time: String,
    /// The sheet does not tell what the system thinks.
    blinded: bool,
}

/// What a sheet holds.
#[derive(Debug, PartialEq)]
pub struct Filled {
    /// Rows with a verdict.
    pub judgements: Vec<Judgement>,
    /// How many rows have none.
    pub unjudged: usize,
}

/// Reads a filled sheet; a judgement without a time of its own was made `now`.
pub fn read(text: &str, now: DateTime<Utc>) -> Result<Filled, Vec<Mistake>> {
    let rows = sheet::read(text).map_err(|mistake| vec![mistake])?;
    let Some((header, rows)) = rows.split_first() else {
        return Err(vec![Mistake::at(1, 1, "the sheet is empty")]);
    };
    let places = places(header).map_err(|mistake| vec![mistake])?;
    let mut filled = Filled { judgements: Vec::new(), unjudged: 0 };
    let (mut seen, mut mistakes) = (Seen::default(), Vec::new());
    for row in rows.iter().map(|cells| Row { cells, places: &places }) {
        match row.judgement(now).and_then(|judgement| seen.check(&row, judgement)) {
            Ok(Some(judgement)) => filled.judgements.push(judgement),
            Ok(None) => filled.unjudged += 1,
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(filled) } else { Err(mistakes) }
}

/// Where each of our columns is in the sheet; others may stand between them.
fn places(header: &[Cell]) -> Result<HashMap<&'static str, usize>, Mistake> {
    let place = |name: &'static str| {
        let found = header.iter().position(|cell| cell.text.trim().eq_ignore_ascii_case(name));
        let missing = || Mistake::at(1, 1, format!("there is no column `{name}`; keep the header of the export"));
        found.map(|place| (name, place)).ok_or_else(missing)
    };
    COLUMNS.into_iter().map(place).collect()
}

struct Row<'a> {
    cells: &'a [Cell],
    places: &'a HashMap<&'static str, usize>,
}

impl Row<'_> {
    /// The cell of a column; a row that ends early has nothing in its last ones.
    fn cell(&self, name: &str) -> Cell {
        let found = self.places.get(name).and_then(|place| self.cells.get(*place)).or(self.cells.last());
        let is_own = self.places.get(name).is_some_and(|place| *place < self.cells.len());
        let (line, column) = found.map_or((1, 1), |cell| (cell.line, cell.column));
        let text = found.filter(|_| is_own).map(|cell| plain(cell.text.trim()).into_owned()).unwrap_or_default();
        Cell { text, line, column }
    }

    fn filled(&self, name: &str) -> Result<String, Mistake> {
        let cell = self.cell(name);
        if cell.text.is_empty() { Err(cell.wrong(format!("`{name}` is empty"))) } else { Ok(cell.text) }
    }

    fn judgement(&self, now: DateTime<Utc>) -> Result<Option<Judgement>, Mistake> {
        let Some(truth) = verdict(&self.cell("truth"))? else {
            return Ok(None);
        };
        let mut judgement = Judgement {
            label_id: self.cell("label_id").text,
            kind: self.kind()?,
            left_type: self.filled("left_type")?,
            left_id: self.filled("left_id")?,
            right_type: self.filled("right_type")?,
            right_id: self.filled("right_id")?,
            cluster_id: self.cluster()?,
            truth,
            inclusion_prob: probability(&self.cell("inclusion_prob"))?,
            labeller: Some(self.cell("labeller").text).filter(|text| !text.is_empty()).map(|text| hashed(&[&text])),
            label_time: time(&self.cell("label_time"), now)?,
            blinded: true,
        };
        if judgement.label_id.is_empty() {
            judgement.label_id = judgement.own_id();
        }
        Ok(Some(judgement))
    }

    fn kind(&self) -> Result<String, Mistake> {
        let cell = self.cell("kind");
        match [PAIR, CLUSTER].contains(&cell.text.as_str()) {
            true => Ok(cell.text),
            false => Err(cell.wrong(format!("`{}` is no kind of judgement: {PAIR} or {CLUSTER}", cell.text))),
        }
    }

    /// The case that the row belongs to.
    fn cluster(&self) -> Result<Option<String>, Mistake> {
        if self.cell("kind").text == CLUSTER { self.filled("cluster_id").map(Some) } else { Ok(None) }
    }
}

impl Judgement {
    /// The id of a row that somebody added.
    fn own_id(&self) -> String {
        let case = self.cluster_id.as_deref().unwrap_or_default();
        hashed(&[&self.kind, case, &self.left_type, &self.left_id, &self.right_type, &self.right_id])
    }

    /// What all rows of a case have in common.
    fn case(&self) -> (&str, &str, f64) {
        (&self.left_type, &self.left_id, self.inclusion_prob)
    }
}

/// What earlier rows said.
#[derive(Default)]
struct Seen {
    labels: HashMap<String, usize>,
    cases: HashMap<String, (usize, Judgement)>,
}

impl Seen {
    /// Fails where a row contradicts an earlier one.
    fn check(&mut self, row: &Row<'_>, judgement: Option<Judgement>) -> Result<Option<Judgement>, Mistake> {
        let Some(judgement) = judgement else {
            return Ok(None);
        };
        let label = row.cell("label_id");
        if let Some(line) = self.labels.insert(judgement.label_id.clone(), label.line) {
            return Err(label.wrong(format!("this row is there twice, first in line {line}")));
        }
        if let Some(case) = judgement.cluster_id.clone() {
            let (line, first) = self.cases.entry(case).or_insert_with(|| (label.line, judgement.clone()));
            if first.case() != judgement.case() {
                let cell = row.cell("cluster_id");
                return Err(cell.wrong(format!("left_type, left_id and inclusion_prob are those of the whole case, as in line {line}")));
            }
        }
        Ok(Some(judgement))
    }
}

/// Whether it is one human; none where nobody could tell.
fn verdict(cell: &Cell) -> Result<Option<&'static str>, Mistake> {
    match cell.text.to_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(Some("true")),
        "false" | "no" | "0" => Ok(Some("false")),
        "" | "?" => Ok(None),
        _ => Err(cell.wrong(format!("`{}` is no verdict: write true or false, or leave it empty", cell.text))),
    }
}

/// Spreadsheets of some countries write 0,02.
fn probability(cell: &Cell) -> Result<f64, Mistake> {
    let number = cell.text.replace(',', ".").parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= 1.0);
    number.ok_or_else(|| cell.wrong(format!("`{}` is no probability above 0 and up to 1; keep what was exported", cell.text)))
}

fn time(cell: &Cell, now: DateTime<Utc>) -> Result<String, Mistake> {
    let day = || NaiveDate::parse_from_str(&cell.text, "%Y-%m-%d").ok().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let told = DateTime::parse_from_rfc3339(&cell.text).ok().map(|instant| instant.with_timezone(&Utc)).or_else(day);
    let instant = if cell.text.is_empty() { Some(now) } else { told };
    let instant = instant.ok_or_else(|| cell.wrong(format!("`{}` is no time: write 2026-01-31 or 2026-01-31T12:00:00Z", cell.text)))?;
    Ok(instant.to_rfc3339_opts(SecondsFormat::Micros, true))
}

/// The first 16 hexadecimal digits of a hash: people are not named in logs.
fn hashed(parts: &[&str]) -> String {
    Sha256::digest(parts.join("\n")).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
