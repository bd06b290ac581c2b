"""Copies files of gzipped JSON lines to one Parquet file with DuckDB, on two threads.

The job comes as JSON on standard input: `files`, `columns` (pairs of name and type), `key`, `is_deduplicated`, `out`. The figures go
out as one line of JSON. The memory limit is DuckDB's default.
"""

import json
import sys
import time

import duckdb

THREADS = 2
# One row of each key: the one received first, then the one loaded first.
FIRST = "qualify row_number() over (partition by {key} order by received_time, ingest_time) = 1"
# Compression at the level that Gaugeglass writes with.
COPY = "copy ({select}) to {out} (format parquet, compression zstd, compression_level 1)"


def text(value):
    return "'" + value.replace("'", "''") + "'"


def select(job):
    names = ", ".join(f'"{name}"' for name, _ in job["columns"])
    types = ", ".join(f"{text(name)}: {text(kind)}" for name, kind in job["columns"])
    files = ", ".join(map(text, job["files"]))
    source = f"read_json([{files}], format = 'newline_delimited', columns = {{{types}}}, hive_partitioning = false)"
    first = FIRST.format(key=", ".join(job["key"])) if job["is_deduplicated"] else ""
    return f"select {names} from {source} {first}"


def peak_bytes():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def main():
    job = json.load(sys.stdin)
    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    connection.execute(f"set temp_directory = {text(job['out'] + '.tmp')}")
    started = time.perf_counter()
    (written,) = connection.execute(COPY.format(select=select(job), out=text(job["out"]))).fetchone()
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "rows": written, "peak_bytes": peak_bytes()}))


if __name__ == "__main__":
    main()
