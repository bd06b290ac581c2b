"""Walks through Gaugeglass with bare `pyarrow.flight` calls: what a driver does under its covers.

    python pyarrow_walk.py --uri grpc://127.0.0.1:50051 [--user NAME --password SECRET]

Prints one JSON document. Exit code 1 and a sentence on stderr when the service does not keep a claim. With a
user, the service is expected to refuse whoever shows none.
"""

import argparse
import base64

import pyarrow
import pyarrow.flight as flight

from claims import claim, fails, report, rows
from flight_messages import cancel_flight_info, catalog_option, field, packed, statement

LONG_SQL = "select a.event_id as a, b.event_id as b from gaugeglass.logs.events a cross join gaugeglass.logs.events b"
METADATA = {
    "CommandGetCatalogs": 1,
    "CommandGetDbSchemas": 2,
    "CommandGetTables": 4,
    "CommandGetTableTypes": 1,
    "CommandGetSqlInfo": 2,
    "CommandGetXdbcTypeInfo": 19,
    "CommandGetPrimaryKeys": 6,
    "CommandGetExportedKeys": 13,
    "CommandGetImportedKeys": 13,
    "CommandGetCrossReference": 13,
}


def command(message):
    return flight.FlightDescriptor.for_command(message)


def with_header(value):
    return flight.FlightCallOptions(headers=[(b"authorization", value)])


def signed_in(client, arguments):
    """Signs in as a driver does, and claims that each kind of credential opens a call of its own too."""
    if arguments.user is None:
        header = client.authenticate_basic_token("anyone", "anything")
        claim(header[1].startswith(b"Bearer "), f"an open door answers a handshake with {header}")
        return flight.FlightCallOptions()
    header = client.authenticate_basic_token(arguments.user, arguments.password)
    claim(header[0].lower() == b"authorization" and header[1].startswith(b"Bearer "), f"a handshake answers {header}")
    pair = f"{arguments.user}:{arguments.password}".encode()
    padded = base64.b64encode(pair)
    for encoded in (padded, padded.rstrip(b"=")):
        fetch(client, statement("select 1 as one"), with_header(b"Basic " + encoded))
    refused = flight.FlightUnauthenticatedError
    one = command(statement("select 1 as one"))
    fails(lambda: client.authenticate_basic_token(arguments.user, "wrong"), refused, "not accepted")
    fails(lambda: client.get_flight_info(one), refused, "authorization")
    fails(lambda: client.get_flight_info(one, with_header(b"Bearer made.up")), refused, "not accepted")
    return with_header(header[1])


def fetch(client, message, options):
    """Announces, checks and fetches one flight."""
    schema = client.get_schema(command(message), options).schema
    info = client.get_flight_info(command(message), options)
    claim(info.schema == schema, f"GetSchema says {schema}, GetFlightInfo {info.schema}")
    claim(len(info.endpoints) == 1, f"{len(info.endpoints)} endpoints")
    claim(not info.endpoints[0].locations, f"the endpoint has locations {info.endpoints[0].locations}")
    table = client.do_get(info.endpoints[0].ticket, options).read_all()
    claim(table.schema == schema, f"announced {schema}, sent {table.schema}")
    return table


def statements(client, options):
    empty = fetch(client, statement("select name from gaugeglass.meta.metrics where false"), options)
    claim(empty.num_rows == 0 and empty.column_names == ["name"], "a result without rows lost its schema")
    count = fetch(client, statement("select count(*) as n from gaugeglass.meta.metrics"), options)
    return {"empty": empty.column_names, "count": rows(count)}


def metadata(client, options):
    found = {}
    for name, width in METADATA.items():
        table = fetch(client, packed(name), options)
        claim(table.num_columns == width, f"{name} has {table.num_columns} columns instead of {width}")
        found[name] = table.num_rows
    for name in ("CommandGetCatalogs", "CommandGetDbSchemas", "CommandGetTables", "CommandGetSqlInfo", "CommandGetXdbcTypeInfo"):
        claim(found[name] > 0, f"{name} has no rows")
    events = fetch(client, packed("CommandGetPrimaryKeys", field(2, b"logs") + field(3, b"events")), options)
    key = events["column_name"].to_pylist()
    claim(key == ["source", "event_id"], f"the key of logs.events is {key}")
    return found


def mistakes(client, options):
    invalid = pyarrow.ArrowInvalid
    missing = packed("CommandPreparedStatementQuery", b"\x0a\x04none")
    return {
        "descriptor": fails(lambda: client.get_flight_info(command(b"select 1"), options), invalid, "Flight SQL"),
        "ticket": fails(lambda: client.do_get(flight.Ticket(b"\xff\xff"), options).read_all(), invalid, "Flight SQL"),
        "sql": fails(lambda: client.get_schema(command(statement("selec 1")), options), invalid, "line 1"),
        "handle": fails(lambda: client.get_flight_info(command(missing), options), Exception, "prepare it again"),
        "action": fails(lambda: list(client.do_action(("NoSuchAction", b""), options)), NotImplementedError, "NoSuchAction"),
        "update": fails(lambda: update(client, options), invalid, "only reads"),
    }


def update(client, options):
    message = packed("CommandStatementUpdate", b"\x0a\x08select 1")
    writer, reader = client.do_put(command(message), pyarrow.schema([]), options)
    with writer:
        writer.done_writing()
        reader.read()


def actions(client, options):
    names = sorted(action.type for action in client.list_actions(options))
    claim("CancelFlightInfo" in names, f"actions are {names}")
    accepted = list(client.do_action(("SetSessionOptions", catalog_option("gaugeglass")), options))
    claim(accepted[0].body.to_pybytes() == b"", "the catalog is not accepted as a session option")
    refused = list(client.do_action(("SetSessionOptions", catalog_option("elsewhere")), options))
    claim(b"catalog" in refused[0].body.to_pybytes(), "an unknown catalog is accepted as a session option")
    closed = list(client.do_action(("CloseSession", b""), options))
    claim(closed[0].body.to_pybytes() == b"\x08\x01", "a session does not close")
    return names


def cancel(client, options, sql):
    info = client.get_flight_info(command(statement(sql)), options)
    reader = client.do_get(info.endpoints[0].ticket, options)
    claim(reader.read_chunk().data.num_rows > 0, "a long result began with an empty batch")
    outcome = list(client.do_action(("CancelFlightInfo", cancel_flight_info(info)), options))
    claim(outcome[0].body.to_pybytes() == b"\x08\x01", f"cancelling answers {outcome[0].body.to_pybytes()}")
    # Not `read_all`: pyarrow takes a cancelled answer to it for Ctrl-C.
    message = fails(lambda: [None for _ in reader], flight.FlightCancelledError, "cancelled")
    again = ("CancelFlightInfo", cancel_flight_info(info))
    fails(lambda: list(client.do_action(again, options)), Exception, "nothing runs")
    return message


def walk(arguments):
    with flight.FlightClient(arguments.uri) as client:
        options = signed_in(client, arguments)
        return {
            "statements": statements(client, options),
            "metadata": metadata(client, options),
            "mistakes": mistakes(client, options),
            "actions": actions(client, options),
            "cancelled": cancel(client, options, arguments.long_sql),
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uri", required=True, help="for example grpc://127.0.0.1:50051")
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--long-sql", default=LONG_SQL, help="a statement with a result of many batches, to cancel")
    arguments = parser.parse_args()
    report(lambda: walk(arguments))


if __name__ == "__main__":
    main()
