//! Statements without preparation: GetFlightInfo plans, DoGet runs.
//!
//! The ticket carries the SQL text, so nothing is kept between the two calls. It comes back from the client and
//! is planned like any other text: forging one gains nothing over sending the statement. Its random part tells
//! two runs of the same text apart when one is cancelled.

use arrow_flight::sql::{CommandStatementQuery, ProstMessageExt, TicketStatementQuery};
use gaugeglass_engine::{BatchStream, Error, Session, Statement};
use prost::Message;
use prost::bytes::Bytes;
use tonic::Status;
use uuid::Uuid;

use crate::command;
use crate::parameters::names;
use crate::status::status;

#[derive(Clone, PartialEq, Message)]
struct Handle {
    #[prost(bytes = "vec", tag = "1")]
    run: Vec<u8>,
    #[prost(string, tag = "2")]
    sql: String,
}

/// Plans the statement of `query`.
pub(crate) async fn plan(session: &Session, query: &CommandStatementQuery) -> Result<Statement, Status> {
    no_transaction(query.transaction_id.as_ref())?;
    let statement = session.plan(&query.query).await.map_err(|error| status(&error))?;
    all_bound(&statement).map_err(|error| status(&error))?;
    Ok(statement)
}

/// Plans and starts the statement of a ticket.
pub(crate) async fn run(session: Session, sql: String) -> Result<BatchStream, Error> {
    let statement = session.plan(&sql).await?;
    all_bound(&statement)?;
    statement.execute(None).await
}

/// A ticket for one run of `sql`.
pub(crate) fn ticket(sql: &str) -> Bytes {
    let handle = Handle { run: Uuid::new_v4().as_bytes().to_vec(), sql: sql.to_owned() };
    let ticket = TicketStatementQuery { statement_handle: handle.encode_to_vec().into() };
    ticket.as_any().encode_to_vec().into()
}

/// The SQL of a ticket.
pub(crate) fn sql(ticket: &TicketStatementQuery) -> Result<String, Status> {
    Ok(command::raw::<Handle>(&ticket.statement_handle)?.sql)
}

/// There are no transactions: a request that names one believes otherwise and is told so.
pub(crate) fn no_transaction(transaction: Option<&Bytes>) -> Result<(), Status> {
    match transaction {
        Some(id) if !id.is_empty() => {
            Err(Status::invalid_argument("no such transaction: this service only reads and has none; send the statement without one"))
        }
        _ => Ok(()),
    }
}

fn all_bound(statement: &Statement) -> Result<(), Error> {
    match statement.parameters() {
        [] => Ok(()),
        open => Err(Error::Invalid(format!(
            "the statement has parameters without values: {}; prepare it and bind one row of values",
            names(open)
        ))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use arrow_flight::sql::Command;

    use super::*;

    fn read(bytes: &Bytes) -> String {
        match command::decode(bytes).unwrap() {
            Command::TicketStatementQuery(ticket) => sql(&ticket).unwrap(),
            other => panic!("not a ticket: {other:?}"),
        }
    }

    #[test]
    fn a_ticket_carries_its_sql_verbatim() {
        let text = "select '?', \"ü\" -- $1\nfrom logs.events";
        assert_eq!(read(&ticket(text)), text);
    }

    #[test]
    fn two_runs_of_one_text_have_two_tickets() {
        assert_ne!(ticket("select 1"), ticket("select 1"));
    }

    #[test]
    fn a_torn_ticket_is_the_clients_mistake() {
        let torn = TicketStatementQuery { statement_handle: vec![0xff].into() };
        assert_eq!(sql(&torn).unwrap_err().code(), tonic::Code::InvalidArgument);
    }
}
