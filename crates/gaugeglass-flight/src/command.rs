//! Reads the Flight SQL command out of a descriptor or a ticket.
//!
//! Both come from the client, so whatever does not decode is the client's mistake.

use arrow_flight::sql::{Any, Command, ProstMessageExt};
use prost::Message;
use tonic::Status;

/// The command in `bytes`, which hold it wrapped in a protobuf `Any`.
pub(crate) fn decode(bytes: &[u8]) -> Result<Command, Status> {
    let any = Any::decode(bytes).map_err(|_| not_a_command())?;
    Command::try_from(any).map_err(|_| not_a_command())
}

/// The message of type `M` in `bytes`, wrapped likewise.
pub(crate) fn unpack<M: ProstMessageExt>(bytes: &[u8]) -> Result<M, Status> {
    let any = Any::decode(bytes).map_err(|_| not_a_command())?;
    any.unpack().ok().flatten().ok_or_else(not_a_command)
}

/// The message of type `M` in `bytes`, not wrapped.
pub(crate) fn raw<M: Message + Default>(bytes: &[u8]) -> Result<M, Status> {
    M::decode(bytes).map_err(|error| Status::invalid_argument(format!("the request does not decode: {error}")))
}

fn not_a_command() -> Status {
    Status::invalid_argument("not a Flight SQL command: use a Flight SQL client, or send a descriptor of type CMD")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use arrow_flight::sql::{CommandGetCatalogs, CommandStatementQuery};

    use super::*;

    #[test]
    fn a_command_survives_the_wire() {
        let sent = CommandStatementQuery { query: "select 1".into(), transaction_id: None };
        let read = decode(&sent.as_any().encode_to_vec()).unwrap();
        assert_eq!(read, Command::CommandStatementQuery(sent));
    }

    #[test]
    fn what_does_not_decode_is_the_clients_mistake() {
        let torn = Any { type_url: CommandStatementQuery::type_url().into(), value: vec![0xff].into() };
        for bytes in [vec![0xff, 0xff], torn.encode_to_vec()] {
            assert_eq!(decode(&bytes).unwrap_err().code(), tonic::Code::InvalidArgument);
        }
    }

    #[test]
    fn another_message_than_the_action_names_is_refused() {
        let other = CommandGetCatalogs {}.as_any().encode_to_vec();
        assert!(unpack::<CommandStatementQuery>(&other).is_err());
    }
}
