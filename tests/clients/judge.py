"""What an independent reader says of every file of a folder.

usage: judge.py {parquet,arrow} FOLDER

Prints one JSON object: {name: {"rows": n}} for a file that is read to its end and holds together, and
{name: {"error": reason}} for one that does not. Every file is read in a process of its own, with bounded memory: a
reader that a file kills has refused it.
"""

import json
import os
import resource
import sys

import pyarrow
import pyarrow.ipc
import pyarrow.parquet

MEMORY_MAX = 4 << 30
SECONDS_MAX = 20


def rows_of(kind, path):
    if kind == "parquet":
        table = pyarrow.parquet.ParquetFile(path).read(use_threads=False)
    else:
        with pyarrow.OSFile(path) as file:
            table = pyarrow.ipc.open_file(file).read_all()
    table.validate(full=True)
    return table.num_rows


def judge(kind, path):
    try:
        return {"rows": rows_of(kind, path)}
    except BaseException as cause:
        return {"error": f"{type(cause).__name__}: {cause}"[:200]}


def judge_apart(kind, path):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.write(writing, json.dumps(judge(kind, path)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(told) if told else {"error": f"the reader ended with status {status}"}


def main(kind, folder):
    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)
    names = sorted(os.listdir(folder))
    json.dump({name: judge_apart(kind, os.path.join(folder, name)) for name in names}, sys.stdout)


main(*sys.argv[1:])
