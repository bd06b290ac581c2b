//! The one place where an error of the engine becomes a gRPC status.

use std::fmt::Display;

use gaugeglass_engine::Error;
use tonic::{Code, Status};

/// The status that a client sees for `error`.
pub(crate) fn status(error: &Error) -> Status {
    Status::new(code(error), error.to_string())
}

/// A fault of ours: the cause goes to the log, a reference to the client.
pub(crate) fn fault(cause: impl Display) -> Status {
    status(&Error::internal(cause))
}

fn code(error: &Error) -> Code {
    match error {
        Error::Unknown { .. } => Code::NotFound,
        Error::Sql(_) | Error::Invalid(_) => Code::InvalidArgument,
        Error::OverLimit { is_time: true, .. } => Code::DeadlineExceeded,
        Error::OverLimit { .. } => Code::ResourceExhausted,
        // Drivers take this code for one that a retry may heal, which is what a full queue is.
        Error::Busy(_) | Error::Unavailable(_) => Code::Unavailable,
        Error::Denied(_) => Code::PermissionDenied,
        Error::Cancelled => Code::Cancelled,
        Error::Config(_) => Code::FailedPrecondition,
        Error::Internal { .. } => Code::Internal,
    }
}

#[cfg(test)]
mod tests {
    use gaugeglass_engine::SqlError;

    use super::*;

    fn over_limit(is_time: bool) -> Error {
        Error::OverLimit { limit: "one row".into(), remedy: "Ask for less.".into(), is_time }
    }

    fn unknown() -> Error {
        Error::Unknown { kind: "metric", name: "aovv".into(), nearest: Some("aov".into()) }
    }

    fn wrong_sql() -> Error {
        Error::Sql(SqlError {
            message: "no column named `x`".into(),
            line: Some(2),
            column: Some(3),
            sql: "select\n  x".into(),
            help: None,
        })
    }

    #[test]
    fn each_error_has_the_code_of_whose_move_it_is() {
        let cases = [
            (unknown(), Code::NotFound),
            (wrong_sql(), Code::InvalidArgument),
            (Error::Invalid("bad date".into()), Code::InvalidArgument),
            (over_limit(false), Code::ResourceExhausted),
            (over_limit(true), Code::DeadlineExceeded),
            (Error::Busy("full".into()), Code::Unavailable),
            (Error::Denied("read only".into()), Code::PermissionDenied),
            (Error::Cancelled, Code::Cancelled),
            (Error::Unavailable("storage".into()), Code::Unavailable),
            (Error::Config("store".into()), Code::FailedPrecondition),
            (Error::Internal { reference: "0a1b".into() }, Code::Internal),
        ];
        for (error, code) in cases {
            assert_eq!(status(&error).code(), code, "{error:?}");
        }
    }

    #[test]
    fn a_mistake_in_sql_is_told_with_its_place() {
        assert!(status(&wrong_sql()).message().contains("line 2, column 3"));
    }

    #[test]
    fn a_fault_of_ours_keeps_its_cause_to_the_log() {
        let status = fault("disk serial 4711 failed");
        assert_eq!(status.code(), Code::Internal);
        assert!(status.message().starts_with("internal error, reference "), "{}", status.message());
        assert!(!status.message().contains("4711"));
    }
}
