//! An answer as a file of commas beside the same as JSON.

use gaugeglass_tests::get;
use serde_json::Value;

use super::{LAST_BIT, SERVER, plain};

/// Panics unless the file of the same question holds the same columns, rows and values.
pub fn assert_same_file(name: &str, question: &str, page: &Value) {
    let found = get(&SERVER.http, &format!("/m/{name}.csv?{question}"));
    assert_eq!(found.status, 200, "{name}?{question}: {}", found.text());
    let text = found.text();
    let mut lines = text.lines().map(cells);
    let heads = lines.next().unwrap_or_default();
    let columns: Vec<&str> = page["columns"].as_array().unwrap().iter().map(|column| column["name"].as_str().unwrap()).collect();
    assert_eq!(heads, columns, "{name}");
    let (lines, rows) = (lines.collect::<Vec<_>>(), page["rows"].as_array().unwrap());
    assert_eq!(lines.len(), rows.len(), "{name}?{question}");
    for (cells, row) in lines.iter().zip(rows) {
        for (cell, column) in cells.iter().zip(&columns) {
            assert!(is_same(cell, &row[*column]), "{name}?{question}: {column} is {cell} in the file, {} in {row}", row[*column]);
        }
    }
}

/// The cells of a line; those in quotes may hold commas.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut is_quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

fn is_same(cell: &str, value: &Value) -> bool {
    match value {
        // JSON has no infinity.
        Value::Null => ["", "inf", "-inf"].contains(&cell),
        Value::Number(number) => {
            cell.parse::<f64>().is_ok_and(|read| number.as_f64().is_some_and(|value| (read - value).abs() <= LAST_BIT * value.abs()))
        }
        _ => plain(&Value::from(cell)) == plain(value),
    }
}
