"""Rows of files, counted without the program under test.

usage: row_counts.py logs FOLDER      {log: {"files": {path: rows}, "copies": rows beyond one a key}} of Parquet logs
       row_counts.py ledger FOLDER    {log: copies} that a world's ledger of defects holds
"""

import collections
import json
import pathlib
import sys

import pyarrow
import pyarrow.parquet

KEY = ["source", "event_id"]


def of_log(folder):
    files, keys = {}, []
    for path in sorted(folder.rglob("*.parquet")):
        file = pyarrow.parquet.ParquetFile(path)
        files[str(path.relative_to(folder))] = file.metadata.num_rows
        if set(KEY) <= set(file.schema_arrow.names):
            columns = file.read(columns=KEY)
            keys.append(pyarrow.table({name: columns[name].cast(pyarrow.string()) for name in KEY}))
    copies = 0
    if keys:
        rows = pyarrow.concat_tables(keys)
        copies = rows.num_rows - rows.group_by(KEY).aggregate([]).num_rows
    return {"files": files, "copies": copies}


def logs(folder):
    return {log.name: of_log(log) for log in sorted(folder.iterdir()) if log.is_dir()}


def ledger(folder):
    rows = pyarrow.parquet.read_table(folder, columns=["family", "log"]).to_pylist()
    return collections.Counter(row["log"] for row in rows if row["family"] == "duplicates")


def main(what, folder):
    json.dump({"logs": logs, "ledger": ledger}[what](pathlib.Path(folder)), sys.stdout)


main(*sys.argv[1:])
