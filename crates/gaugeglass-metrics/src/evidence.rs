//! Where the rows that speak against a check are found: its own outermost SELECT, without the aggregates.
//!
//! The file names the columns that tell one row from another and a condition; FROM and WHERE are those of the check, so no SELECT
//! is written twice.

use serde::Deserialize;
use serde_saphyr::Spanned;
use sqlparser::ast::{Distinct, Expr, Ident, Query, SelectItem, SetExpr};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::Token;

use crate::reader::{Reader, Text, TextList, is_identifier, listed};
use crate::rewrite::{conjunction, identifier, uncut};

/// Rows that are shown at most.
pub const EVIDENCE_ROWS_MAX: usize = 20;

const SHAPE: &str = "write {key: [message_id], where: is_bypass}";

/// The rows that speak against a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRows {
    /// Columns that together name one row, as written: `order_id`, or `o.order_id` where several tables have one.
    pub key: Vec<String>,
    /// The statement: these columns of the first rows, in their order.
    pub sql: String,
}

/// The evidence as written; its fields are the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEvidence {
    key: TextList,
    #[serde(rename = "where")]
    condition: Text,
}

/// The evidence of a check over its parsed statement, if the file names any.
pub(crate) fn read(reader: &mut Reader<'_>, raw: Option<&Spanned<RawEvidence>>, query: &Query) -> Option<EvidenceRows> {
    let raw = raw?;
    let key = key(reader, raw);
    let Some(text) = &raw.value.condition else {
        reader.report(raw, "the evidence has no `where`", SHAPE);
        return None;
    };
    match condition(&text.value) {
        Ok(condition) => Some(EvidenceRows { sql: statement(query, &key, condition), key }),
        Err(error) => {
            reader.report(text, format!("`where` is not a condition: {error}"), SHAPE);
            None
        }
    }
}

fn key(reader: &mut Reader<'_>, raw: &Spanned<RawEvidence>) -> Vec<String> {
    let columns = listed(&raw.value.key);
    if columns.is_empty() {
        reader.report(raw, "the evidence has no `key`", SHAPE);
    }
    for column in columns.iter().filter(|column| !column.value.split('.').all(is_identifier)) {
        reader.report(column, format!("`{}` is not a column", column.value), "write order_id, or o.order_id");
    }
    columns.iter().map(|column| column.value.clone()).collect()
}

fn condition(text: &str) -> Result<Expr, ParserError> {
    let mut parser = Parser::new(&GenericDialect {}).try_with_sql(text)?;
    let condition = parser.parse_expr()?;
    parser.expect_token(&Token::EOF)?;
    Ok(condition)
}

fn statement(query: &Query, key: &[String], condition: Expr) -> String {
    let mut query = uncut(query);
    if let SetExpr::Select(select) = query.body.as_mut() {
        select.projection = key.iter().map(|name| SelectItem::UnnamedExpr(column(name))).collect();
        select.distinct = Some(Distinct::Distinct);
        select.selection = conjunction(select.selection.take(), Expr::Nested(Box::new(condition)));
    }
    let places: Vec<String> = (1..=key.len()).map(|place| place.to_string()).collect();
    format!("{query:#}\nORDER BY {}\nLIMIT {EVIDENCE_ROWS_MAX}", places.join(", "))
}

fn column(name: &str) -> Expr {
    let parts: Vec<Ident> = name.split('.').map(identifier).collect();
    match parts.as_slice() {
        [only] => Expr::Identifier(only.clone()),
        _ => Expr::CompoundIdentifier(parts),
    }
}
