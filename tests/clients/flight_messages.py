"""The few Flight SQL messages that the raw walk sends, encoded by hand so that no protobuf compiler is needed."""


def varint(number):
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def field(tag, payload):
    """A length-delimited field."""
    return varint(tag << 3 | 2) + varint(len(payload)) + payload


def packed(name, body=b""):
    """The Flight SQL message `name`, wrapped in `Any` as descriptors and tickets carry it."""
    return field(1, f"type.googleapis.com/arrow.flight.protocol.sql.{name}".encode()) + field(2, body)


def statement(sql):
    return packed("CommandStatementQuery", field(1, sql.encode()))


def cancel_flight_info(info):
    """The body of the CancelFlightInfo action, which is not wrapped."""
    return field(1, info.serialize())


def catalog_option(name):
    """The body of SetSessionOptions that chooses a catalog."""
    return field(1, field(1, b"catalog") + field(2, field(1, name.encode())))
