//! How large a statement may be, told before it is parsed or planned: both go down into it by calls, and a chain of
//! operators is as deep as it is long.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Query, TableFactor, Visit, Visitor};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::Error;

/// Operators of one statement.
const OPERATORS_MAX: usize = 1_000;
/// Relations of one statement, each counted as often as it is reached.
const RELATIONS_MAX: usize = 500;

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
