"""Walks through Gaugeglass as an analyst's Python does, over ADBC, and prints what it saw as one JSON document.

    python adbc_walk.py --uri grpc://127.0.0.1:50051 [--user NAME --password SECRET] [--filters FILE]

The document holds `metrics` (the rows of every metric's view), `filtered` (those that FILE asks for), `tables`, `table_types`,
`prepared` and `info`.
Exit code 1 and a sentence on stderr when the service does not keep a claim.
"""

import argparse
import json
import pathlib
import warnings

import adbc_driver_flightsql.dbapi
import adbc_driver_manager
import pyarrow

from claims import ClaimFailed, claim, fails, report, rows

CATALOG = "gaugeglass"
MANY = 12
LONG_SQL = "select a.event_id as a, b.event_id as b from gaugeglass.logs.events a cross join gaugeglass.logs.events b"
# Types that drivers in the field cannot read.
UNREADABLE = ("string_view", "binary_view", "dictionary", "list_view", "run_end_encoded")


def connect(arguments):
    options = {}
    if arguments.user is not None:
        options = {"username": arguments.user, "password": arguments.password or ""}
    # Without transactions the driver warns that autocommit stays on; that is what a service that only reads wants.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return adbc_driver_flightsql.dbapi.connect(arguments.uri, db_kwargs=options, autocommit=True)


def query(connection, sql, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetch_arrow_table()


def answered(connection, sql):
    """The answer to a statement that has to be answered."""
    try:
        return query(connection, sql)
    except adbc_driver_manager.Error as error:
        raise ClaimFailed(f"{sql}: {error}") from error


def readable(schema, what):
    for field in schema:
        unreadable = [word for word in UNREADABLE if word in str(field.type)]
        claim(not unreadable, f"{what}.{field.name} has type {field.type}, which drivers in the field cannot read")
        claim(field.nullable, f"{what}.{field.name} is not nullable")


def listed_tables(connection):
    """Every relation of the catalog by `schema.name`, with its column names."""
    catalogs = connection.adbc_get_objects(depth="all").read_all().to_pylist()
    names = [catalog["catalog_name"] for catalog in catalogs]
    claim(names == [CATALOG], f"catalogs are {names}")
    tables = {}
    for schema in catalogs[0]["catalog_db_schemas"]:
        for table in schema["db_schema_tables"]:
            name = f"{schema['db_schema_name']}.{table['table_name']}"
            tables[name] = [column["column_name"] for column in table["table_columns"]]
    claim(tables, "the catalog lists no table")
    return tables


def tables(connection):
    described = {}
    for name, columns in listed_tables(connection).items():
        db_schema, table = name.split(".", 1)
        schema = connection.adbc_get_table_schema(table, catalog_filter=CATALOG, db_schema_filter=db_schema)
        claim(schema.names == columns, f"{name} has columns {schema.names} alone, but {columns} among all tables")
        readable(schema, name)
        described[name] = {field.name: str(field.type) for field in schema}
    return described


def metrics(connection, described):
    names = query(connection, "select name from gaugeglass.meta.metrics order by name")["name"].to_pylist()
    claim(names, "meta.metrics is empty")
    found = {}
    for name in names:
        table = answered(connection, f'select * from {CATALOG}.metrics."{name}"')
        readable(table.schema, f"metrics.{name}")
        expected = described.get(f"metrics.{name}")
        actual = {field.name: str(field.type) for field in table.schema}
        claim(actual == expected, f"metrics.{name} is announced as {expected} and sent as {actual}")
        found[name] = rows(table)
    return found


def filtered(connection, filters):
    """The rows of each metric's view that have one value in one dimension."""
    found = {}
    for name, (dimension, value) in filters.items():
        sql = f'select * from {CATALOG}.metrics."{name}" where "{dimension}" = $1'
        found[name] = rows(query(connection, sql, (value,)))
    return found


def first_row(table):
    return rows(table)[0]


def prepared(connection):
    many = ", ".join(f"cast(${place} as bigint) as p{place}" for place in range(1, MANY + 1))
    seen = {
        "positional": first_row(query(connection, "select cast($1 as bigint) as a, cast($2 as varchar) as b", (7, "x"))),
        "null": first_row(query(connection, "select cast($1 as bigint) as a, cast($2 as varchar) as b", (None, "x"))),
        "question_marks": first_row(query(connection, "select cast(? as bigint) as a, cast(? as varchar) as b, '?' as c", (7, "x"))),
        "many": first_row(query(connection, f"select {many}", tuple(range(101, 101 + MANY)))),
    }
    claim(seen["positional"] == {"a": 7, "b": "x"}, f"positional parameters gave {seen['positional']}")
    claim(seen["null"] == {"a": None, "b": "x"}, f"a NULL parameter gave {seen['null']}")
    claim(seen["question_marks"] == {"a": 7, "b": "x", "c": "?"}, f"question marks gave {seen['question_marks']}")
    expected = {f"p{place}": 100 + place for place in range(1, MANY + 1)}
    claim(seen["many"] == expected, f"{MANY} parameters gave {seen['many']}")
    return seen


def filtered_by_parameter(connection):
    sql = "select name from gaugeglass.meta.metrics where name = $1"
    names = query(connection, "select name from gaugeglass.meta.metrics")["name"].to_pylist()
    with connection.cursor() as cursor:
        for name in (names[0], names[-1], "no such metric"):
            cursor.execute(sql, (name,))
            found = cursor.fetch_arrow_table()
            expected = [name] if name in names else []
            claim(found["name"].to_pylist() == expected, f"name = {name!r} found {found['name'].to_pylist()}")
            claim(found.schema.names == ["name"], "a result without rows has no columns")


def refused_parameters(connection):
    sql = "select cast($1 as bigint) as a"
    error = adbc_driver_manager.Error
    two = pyarrow.table({"0": [1, 2]})
    return {
        "two_rows": fails(lambda: query(connection, sql, two), error, "2 rows", "one"),
        "unbound": fails(lambda: query(connection, sql), error, "$1", "bind"),
        "too_many": fails(lambda: query(connection, sql, (1, 2)), error, "$1"),
    }


def errors(connection):
    wrong_column = "select\n  no_such_column\nfrom gaugeglass.meta.metrics"
    error = adbc_driver_manager.ProgrammingError
    return {
        "column": fails(lambda: query(connection, wrong_column), error, "line 2", "column 3", "no_such_column"),
        "syntax": fails(lambda: query(connection, "select 1 +\nfrom"), error, "line 2"),
        "table": fails(lambda: query(connection, "select 1 from gaugeglass.logs.no_such_log"), error, "no_such_log"),
        "write": fails(lambda: query(connection, "drop table gaugeglass.logs.events"), adbc_driver_manager.Error),
    }


def information(connection):
    info = connection.adbc_get_info()
    claim(info.get("vendor_name") == "Gaugeglass", f"the vendor is {info.get('vendor_name')!r}")
    claim(isinstance(info.get("vendor_arrow_version"), str), f"no Arrow version in {info}")
    return {str(key): str(value) for key, value in info.items()}


def cancel(connection, sql):
    """Reads one batch of a long result, cancels, and is told so instead of being given a short result."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        reader = cursor.fetch_record_batch()
        first = reader.read_next_batch()
        claim(first.num_rows > 0, "a long result began with an empty batch")
        cursor.adbc_cancel()
        return fails(lambda: [None for _ in reader], Exception, "cancel")


def walk(arguments):
    with connect(arguments) as connection:
        described = tables(connection)
        types = connection.adbc_get_table_types()
        claim(sorted(types) == ["TABLE", "VIEW"], f"table types are {types}")
        document = {
            "tables": described,
            "table_types": types,
            "metrics": metrics(connection, described),
            "filtered": filtered(connection, json.loads(arguments.filters.read_text()) if arguments.filters else {}),
            "prepared": prepared(connection),
            "refused": refused_parameters(connection),
            "errors": errors(connection),
            "info": information(connection),
            "cancelled": cancel(connection, arguments.long_sql),
        }
        filtered_by_parameter(connection)
        claim(connection.adbc_current_catalog == CATALOG, "the current catalog is not told")
        claim(rows(query(connection, "select 1 as one")) == [{"one": 1}], "the service does not answer after a cancel")
        return document


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uri", required=True, help="for example grpc://127.0.0.1:50051")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--filters", type=pathlib.Path, help="a JSON file: for each metric a dimension and a value of it")
    parser.add_argument("--long-sql", default=LONG_SQL, help="a statement with a result of many batches, to cancel")
    arguments = parser.parse_args()
    report(lambda: walk(arguments))


if __name__ == "__main__":
    main()
