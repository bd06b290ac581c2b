//! The rows of a table of results that a panel selects: asked with bound values, and the addresses of the same rows as files.

use std::time::Instant;

use gaugeglass_engine::{Answer, Error, Session};

use crate::figure::state::{Link, Notice, Tone};
use crate::layout::Selection;
use crate::pages::sql::{DATA, bind};
use crate::url::query;

/// The statement. Names of columns are checked where the file is read; what they are compared with is bound.
pub fn statement(selection: &Selection) -> String {
    let conditions = selection.filter.iter().map(|(column, _)| format!("cast(\"{0}\" as varchar) = ${0}", column.name));
    let conditions: Vec<String> = conditions.collect();
    let condition = if conditions.is_empty() { String::new() } else { format!(" where {}", conditions.join(" and ")) };
    format!("select * from metrics.{}{condition}", selection.table)
}

/// The rows.
pub async fn ask(session: &Session, selection: &Selection) -> Result<Answer, Error> {
    let sql = statement(selection);
    if selection.filter.is_empty() {
        return session.query(&sql).await;
    }
    let started = Instant::now();
    let statement = session.plan(&sql).await?;
    let given: Vec<(String, String)> = selection.filter.iter().map(|(column, text)| (column.name.clone(), text.clone())).collect();
    let values = bind(statement.parameters(), &given)?;
    let batches = statement.execute(Some(&values)).await?.collect().await?;
    Ok(Answer { schema: statement.schema(), batches, truncated: false, elapsed_ms: started.elapsed().as_millis() as u64 })
}

/// The same rows in SQL and as files, all columns of them.
pub fn links(selection: &Selection) -> Vec<Link> {
    let values = selection.filter.iter().map(|(column, text)| (format!("p.{}", column.name), text.clone()));
    let pairs: Vec<(String, String)> = std::iter::once(("q".to_owned(), statement(selection))).chain(values).collect();
    let link = |text: &str, ending: &str| Link { href: format!("/sql{ending}{}", query(&pairs)), text: text.to_owned() };
    let files = DATA.iter().map(|format| link(format.name(), &format!(".{}", format.ending())));
    std::iter::once(link("SQL", "")).chain(files).collect()
}

/// What stands in place of no rows.
pub fn nothing(selection: &Selection) -> Notice {
    let wanted: Vec<String> = selection.filter.iter().map(|(column, text)| format!("{} = {text}", column.name)).collect();
    let body = match wanted.is_empty() {
        true => "The table has no rows: what it is made from is not logged, or there is nothing to tell.".to_owned(),
        false => format!("The table has no row with {}.", wanted.join(" and ")),
    };
    Notice { tone: Tone::Quiet, heading: "Nothing to show".into(), body, actions: Vec::new() }
}
