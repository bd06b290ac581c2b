//! How large a statement may be, told before it is parsed or planned: both go down into it by calls, and a chain of
//! operators is as deep as it is long.

use std::collections::HashMap;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Query, TableFactor, Visit, Visitor};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::Error;

/// Operators of one statement.
const OPERATORS_MAX: usize = 1_000;
/// Relations of one statement, each counted as often as it is reached.
const RELATIONS_MAX: usize = 256;

/// Refuses a statement with more operators than can be planned.
pub fn check_operators(sql: &str) -> Result<(), Error> {
    // Text that is not even made of tokens is the parser's to explain.
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize().unwrap_or_default();
    match tokens.iter().filter(|token| is_operator(token)).count() {
        0..=OPERATORS_MAX => Ok(()),
        _ => Err(too_large("operators", OPERATORS_MAX, "Write long conditions as `in (…)`, and long sums over rows.")),
    }
}

fn is_operator(token: &Token) -> bool {
    match token {
        Token::Word(word) => matches!(
            word.keyword,
            Keyword::AND
                | Keyword::OR
                | Keyword::XOR
                | Keyword::IS
                | Keyword::LIKE
                | Keyword::ILIKE
                | Keyword::SIMILAR
                | Keyword::BETWEEN
                | Keyword::IN
                | Keyword::COLLATE
                | Keyword::AT
                | Keyword::UNION
                | Keyword::INTERSECT
                | Keyword::EXCEPT
                | Keyword::JOIN
        ),
        Token::Plus
        | Token::Minus
        | Token::Mul
        | Token::Div
        | Token::Mod
        | Token::Eq
        | Token::Neq
        | Token::Lt
        | Token::Gt
        | Token::LtEq
        | Token::GtEq
        | Token::Spaceship
        | Token::StringConcat
        | Token::DoubleColon
        | Token::LBracket
        | Token::Arrow
        | Token::LongArrow
        | Token::Pipe
        | Token::Ampersand
        | Token::Caret
        | Token::Tilde => true,
        _ => false,
    }
}

/// Refuses a query that reaches more relations than can be planned. What a WITH clause names counts where it is used:
/// it is planned there, so that a few lines could stand for millions.
pub fn check_relations(query: &Query) -> Result<(), Error> {
    let mut count = Relations::default();
    match query.visit(&mut count) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(too_large("relations", RELATIONS_MAX, "Read each relation once, and fewer of them.")),
    }
}

/// Counts relations, query by query from the inside out.
#[derive(Default)]
struct Relations {
    /// Relations so far of each query that is open.
    open: Vec<usize>,
    /// Relations behind each name of a WITH clause.
    named: HashMap<String, usize>,
    /// The queries that WITH clauses name, by where they stand in memory.
    names: HashMap<usize, String>,
}

impl Visitor for Relations {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let tables = query.with.iter().flat_map(|with| &with.cte_tables);
        self.names.extend(tables.map(|table| (place(&table.query), table.alias.name.value.to_lowercase())));
        self.open.push(0);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        let more = match factor {
            TableFactor::Table { name, .. } => self.named.get(&name.to_string().to_lowercase()).copied().unwrap_or(1),
            TableFactor::NestedJoin { .. } => 0,
            _ => 1,
        };
        self.add(more)
    }

    fn post_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let count = self.open.pop().unwrap_or_default();
        match self.names.get(&place(query)) {
            Some(name) => {
                self.named.insert(name.clone(), count.max(1));
                ControlFlow::Continue(())
            }
            None => self.add(count),
        }
    }
}

impl Relations {
    fn add(&mut self, more: usize) -> ControlFlow<()> {
        let Some(count) = self.open.last_mut() else {
            return ControlFlow::Continue(());
        };
        *count = count.saturating_add(more);
        match *count > RELATIONS_MAX {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

fn place(query: &Query) -> usize {
    std::ptr::from_ref(query).addr()
}

fn too_large(what: &str, limit: usize, remedy: &str) -> Error {
    Error::OverLimit { limit: format!("{limit} {what} in one statement"), remedy: remedy.into(), is_time: false }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::parse;

    fn refusal(sql: &str) -> Option<String> {
        parse(sql).err().map(|error| error.to_string())
    }

    #[test]
    fn long_lists_pass_and_long_chains_do_not() {
        let chain = |part: &str, between: &str| format!("select {}", vec![part; 1_500].join(between));
        let list: Vec<String> = (0..20_000).map(|number| number.to_string()).collect();
        assert_eq!(refusal(&format!("select 1 in ({})", list.join(", "))), None);
        for sql in
            [chain("1", "+"), chain("true", " and "), chain("1", "::int = "), chain("1", " union all select "), chain("1", " is null or ")]
        {
            assert!(refusal(&sql).unwrap().contains("1000 operators"), "{}", &sql[..40]);
        }
    }

    #[test]
    fn a_with_clause_counts_where_it_is_used() {
        let doubled = |times: usize| {
            let steps: Vec<String> = (1..=times).map(|at| format!("t{at} as (select 1 from t{0}, t{0})", at - 1)).collect();
            format!("with t0 as (select 1), {} select * from t{times}", steps.join(", "))
        };
        assert_eq!(refusal(&doubled(7)), None);
        for times in [9, 64] {
            assert!(refusal(&doubled(times)).unwrap().contains("256 relations"), "{times}");
        }
    }

    #[test]
    fn every_relation_of_a_join_counts() {
        let from = |count: usize| format!("select 1 from {}", vec!["(select 1) as t"; count].join(", "));
        assert_eq!(refusal(&from(200)), None);
        assert!(refusal(&from(300)).unwrap().contains("256 relations"));
    }

    #[test]
    fn deep_nesting_is_told_as_a_limit() {
        let nested = format!("select {}1{}", "(".repeat(200), ")".repeat(200));
        assert!(refusal(&nested).unwrap().contains("64 levels of nesting"));
    }

    #[test]
    fn a_query_that_writes_is_refused_by_its_verb() {
        let cases = [
            ("select * into t from logs.events", "SELECT INTO"),
            ("with x as (delete from logs.events) select 1", "DELETE"),
            ("with x as (insert into t select 1) select 1", "INSERT"),
            ("explain analyze select 1", "EXPLAIN ANALYZE"),
            ("show all", "SHOW ALL"),
            ("drop table t", "DROP"),
        ];
        for (sql, verb) in cases {
            assert!(refusal(sql).unwrap().starts_with(&format!("{verb} is not allowed")), "{sql}: {:?}", refusal(sql));
        }
    }
}
