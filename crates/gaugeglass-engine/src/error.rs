//! What can go wrong, sorted by whose move it is.
//!
//! Every door maps these variants to its own codes once. The text of each is safe for a stranger:
//! the cause of an internal error goes to the log under a reference, never to the visitor.

use datafusion::arrow::error::ArrowError;
use datafusion::common::{DataFusionError, Diagnostic, SchemaError};
use parquet::errors::ParquetError;
use uuid::Uuid;

/// A failed request, in words for the one who made it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The name is not in the catalog or the registry.
    #[error("no {kind} named `{name}`{}", did_you_mean(.nearest))]
    Unknown {
        /// What was looked for: metric, relation, check.
        kind: &'static str,
        /// The name as given.
        name: String,
        /// The closest name that exists.
        nearest: Option<String>,
    },
    /// The caller's SQL does not parse, plan or compute.
    #[error("{0}")]
    Sql(SqlError),
    /// Another input of the caller is wrong: a date, a grain, a dimension.
    #[error("{0}")]
    Invalid(String),
    /// A limit was passed.
    #[error("stopped at the limit of {limit}. {remedy}")]
    OverLimit {
        /// The limit with its value.
        limit: String,
        /// What the caller can do.
        remedy: String,
        /// True where the limit is wall time.
        is_time: bool,
    },
    /// Too much is running already; the same request may pass later.
    #[error("{0}")]
    Busy(String),
    /// The statement is not one that a reader may run.
    #[error("{0}")]
    Denied(String),
    /// The caller left or cancelled.
    #[error("the query was cancelled")]
    Cancelled,
    /// Storage did not answer or a source cannot be read.
    #[error("{0}")]
    Unavailable(String),
    /// The configuration is wrong: the operator's move.
    #[error("{0}")]
    Config(String),
    /// A fault of ours; the log holds the cause under the reference.
    #[error("internal error, reference {reference}")]
    Internal {
        /// Finds the cause in the log.
        reference: String,
    },
}

/// An error in SQL with its place.
#[derive(Debug, Clone)]
pub struct SqlError {
    /// What is wrong.
    pub message: String,
    /// Line of the offending text, from 1.
    pub line: Option<u64>,
    /// Column of the offending text, from 1.
    pub column: Option<u64>,
    /// The statement as the caller sent it.
    pub sql: String,
    /// What to try.
    pub help: Option<String>,
}

impl std::fmt::Display for SqlError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.message)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, " (line {line}, column {column})")?;
            if let Some(text) = self.sql.lines().nth(line.saturating_sub(1) as usize) {
                write!(f, "\n  {text}\n  {}^", " ".repeat(column.saturating_sub(1) as usize))?;
            }
        }
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

impl Error {
    /// A fault of ours: logs the cause and keeps only a reference to it.
    pub fn internal(cause: impl std::fmt::Display) -> Error {
        let reference = Uuid::new_v4().simple().to_string()[..8].to_owned();
        tracing::error!(%reference, %cause, "internal error");
        Error::Internal { reference }
    }

    /// Turns an error of planning or running `sql` into one of ours.
    pub fn from_datafusion(error: DataFusionError, sql: &str) -> Error {
        let diagnostic = error.diagnostic().cloned();
        match error {
            DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => {
                with_place(Error::from_datafusion(*inner, sql), diagnostic.as_ref())
            }
            DataFusionError::Shared(inner) => Error::from_shared(&inner, sql),
            DataFusionError::Collection(mut errors) if !errors.is_empty() => Error::from_datafusion(errors.swap_remove(0), sql),
            DataFusionError::External(inner) => Error::from_external(inner, sql),
            DataFusionError::ArrowError(inner, _) => Error::from_arrow(*inner, sql),
            DataFusionError::ParquetError(inner) => Error::from_parquet(*inner, sql),
            other => Error::from_message(&other, sql),
        }
    }

    fn from_message(error: &DataFusionError, sql: &str) -> Error {
        match error {
            DataFusionError::ResourcesExhausted(_) => memory_exhausted(),
            DataFusionError::ObjectStore(cause) => unavailable(cause),
            DataFusionError::SQL(cause, _) => sql_error(&cause.to_string(), sql),
            DataFusionError::SchemaError(cause, _) => schema_error(cause, sql),
            DataFusionError::Plan(text)
            | DataFusionError::NotImplemented(text)
            | DataFusionError::Configuration(text)
            | DataFusionError::Execution(text) => sql_error(text, sql),
            other => Error::internal(other),
        }
    }

    fn from_shared(error: &DataFusionError, sql: &str) -> Error {
        match error {
            DataFusionError::External(inner) => Error::from_external_ref(inner.as_ref()),
            DataFusionError::ParquetError(inner) => match inner.as_ref() {
                ParquetError::External(inner) => Error::from_external_ref(inner.as_ref()),
                other => cache_damaged(other),
            },
            DataFusionError::ArrowError(inner, _) => arrow_message(inner, sql),
            DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => Error::from_shared(inner, sql),
            DataFusionError::Shared(inner) => Error::from_shared(inner, sql),
            other => Error::from_message(other, sql),
        }
    }

    fn from_external(inner: Box<dyn std::error::Error + Send + Sync>, sql: &str) -> Error {
        match inner.downcast::<Error>() {
            Ok(ours) => *ours,
            Err(other) => match other.downcast::<DataFusionError>() {
                Ok(inner) => Error::from_datafusion(*inner, sql),
                Err(other) => Error::from_external_ref(other.as_ref()),
            },
        }
    }

    /// An error that others carry, however deep: ours, or a store's.
    fn from_external_ref(inner: &(dyn std::error::Error + Send + Sync + 'static)) -> Error {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(inner);
        while let Some(error) = cause {
            match (error.downcast_ref::<Error>(), error.downcast_ref::<object_store::Error>()) {
                (Some(ours), _) => return ours.clone(),
                (_, Some(cause)) => return unavailable(cause),
                _ => cause = error.source(),
            }
        }
        Error::internal(inner)
    }

    fn from_arrow(error: ArrowError, sql: &str) -> Error {
        match error {
            ArrowError::ExternalError(inner) => Error::from_external(inner, sql),
            other => arrow_message(&other, sql),
        }
    }

    fn from_parquet(error: ParquetError, sql: &str) -> Error {
        match error {
            ParquetError::External(inner) => Error::from_external(inner, sql),
            other => cache_damaged(&other),
        }
    }
}

/// Values that do not cast, divide or fit are the caller's expression, not our fault.
fn arrow_message(error: &ArrowError, sql: &str) -> Error {
    match error {
        ArrowError::CastError(text)
        | ArrowError::ParseError(text)
        | ArrowError::ComputeError(text)
        | ArrowError::ArithmeticOverflow(text)
        | ArrowError::InvalidArgumentError(text) => sql_error(text, sql),
        ArrowError::DivideByZero => sql_error("division by zero", sql),
        other => Error::internal(other),
    }
}

fn memory_exhausted() -> Error {
    Error::OverLimit {
        limit: "memory for one query (`limits.memory_bytes_max`)".into(),
        remedy: "Ask for a shorter range or fewer groups, or raise the limit.".into(),
        is_time: false,
    }
}

/// Queries read Parquet from the cache alone; sources have readers of their own.
fn cache_damaged(cause: &ParquetError) -> Error {
    tracing::warn!(%cause, "a part of the cache cannot be read");
    Error::Unavailable("a part of the cache cannot be read; ask again, or run `gaugeglass cache verify`".into())
}

fn unavailable(cause: &object_store::Error) -> Error {
    match cause {
        object_store::Error::NotFound { path, .. } => {
            Error::Unavailable(format!("the object {path} is no longer in storage; ask again to read the new listing"))
        }
        other => {
            tracing::warn!(cause = %other, "storage did not answer");
            Error::Unavailable("storage did not answer; the request may pass when it is retried".into())
        }
    }
}

fn sql_error(message: &str, sql: &str) -> Error {
    let (line, column) = place_in(message);
    Error::Sql(SqlError { message: clean(message), line, column, sql: sql.to_owned(), help: hint_in(message) })
}

/// The planner writes its did-you-mean on a line of its own.
fn hint_in(message: &str) -> Option<String> {
    let hint = message.lines().find_map(|line| line.trim().strip_prefix("Did you mean '"))?;
    let name = hint.split('\'').next()?;
    Some(format!("did you mean `{name}`?"))
}

fn schema_error(error: &SchemaError, sql: &str) -> Error {
    let SchemaError::FieldNotFound { field, valid_fields } = error else {
        return sql_error(&error.to_string(), sql);
    };
    let names: Vec<&str> = valid_fields.iter().map(|column| column.name()).collect();
    let (line, column) = find_word(sql, field.name());
    Error::Sql(SqlError {
        message: format!("no column named `{}`", field.name()),
        line,
        column,
        sql: sql.to_owned(),
        help: nearest(field.name(), names.iter().copied())
            .map(|name| format!("did you mean `{name}`?"))
            .or_else(|| (!names.is_empty()).then(|| format!("columns here: {}", names.join(", ")))),
    })
}

/// The parser writes its position into its text; this reads it back.
fn place_in(message: &str) -> (Option<u64>, Option<u64>) {
    let Some(start) = message.rfind("Line: ") else {
        return (None, None);
    };
    let mut numbers = message[start..].split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(|part| part.parse().ok());
    (numbers.next().flatten(), numbers.next().flatten())
}

/// Line and column of the first mention of a word.
pub(crate) fn find_word(sql: &str, word: &str) -> (Option<u64>, Option<u64>) {
    for (index, line) in sql.lines().enumerate() {
        if let Some(at) = line.find(word) {
            return (Some(index as u64 + 1), Some(line[..at].chars().count() as u64 + 1));
        }
    }
    (None, None)
}

fn clean(message: &str) -> String {
    let cut = message.rfind(" at Line: ").map_or(message, |at| &message[..at]);
    let text = cut.trim_start_matches("sql parser error: ").trim_start_matches("ParserError(\"").trim();
    text.lines().next().unwrap_or(text).to_owned()
}

fn with_place(error: Error, diagnostic: Option<&Diagnostic>) -> Error {
    let (Error::Sql(mut sql), Some(diagnostic)) = (error.clone(), diagnostic) else {
        return error;
    };
    // The planner's place is exact; the one told by the first mention of a name may be another column's.
    if let Some(span) = diagnostic.span {
        sql.line = Some(span.start.line);
        sql.column = Some(span.start.column);
    }
    if sql.help.is_none() {
        sql.help = diagnostic.helps.first().map(|help| help.message.clone());
    }
    Error::Sql(sql)
}

/// The candidate closest to `name`, when it is close enough to be a slip of the pen.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    candidates
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|(score, _)| *score >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_owned())
}

fn did_you_mean(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

impl From<Error> for DataFusionError {
    fn from(error: Error) -> DataFusionError {
        DataFusionError::External(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_underlined_and_a_near_name_offered() {
        let error = SqlError {
            message: "no column named `recovry`".into(),
            line: Some(2),
            column: Some(8),
            sql: "--\nselect recovry".into(),
            help: Some("did you mean `recovery`?".into()),
        };
        let shown = error.to_string();
        assert!(
            shown.contains("(line 2, column 8)")
                && shown.contains("\n  select recovry\n         ^")
                && shown.ends_with("did you mean `recovery`?"),
            "{shown}"
        );
    }

    #[test]
    fn the_parsers_place_is_read_back() {
        assert_eq!(place_in("Expected: an expression, found: EOF at Line: 3, Column: 14"), (Some(3), Some(14)));
        assert_eq!(place_in("nothing of the kind"), (None, None));
    }

    #[test]
    fn only_a_slip_of_the_pen_is_corrected() {
        let names = ["cart_recovery", "conversion_rate", "aov"];
        assert_eq!(nearest("cart_recovry", names.into_iter()).as_deref(), Some("cart_recovery"));
        assert_eq!(nearest("zebra", names.into_iter()), None);
    }

    #[test]
    fn a_strangers_text_never_holds_the_cause_of_a_fault() {
        let shown = Error::internal("password=hunter2 at /srv/secret").to_string();
        assert!(shown.starts_with("internal error, reference ") && !shown.contains("hunter2"), "{shown}");
    }
}
