"""Resolves links between texts to components: PyArrow numbers the texts, SciPy finds the components of the numbers.

The job comes as JSON on standard input: `files`, `is_graph_alone`. The figures go out as one line of JSON; `rows` is the number
of components, and `seconds` leaves the numbering out where `is_graph_alone`.
"""

import json
import sys
import time

import numpy
import pyarrow
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def table(files):
    return pyarrow.concat_tables(pyarrow.ipc.open_file(pyarrow.memory_map(file)).read_all() for file in files)


def numbered(links):
    """The numbers of both sides, and how many there are."""
    sides = pyarrow.chunked_array(links["left"].chunks + links["right"].chunks)
    encoded = sides.dictionary_encode().combine_chunks()
    numbers = encoded.indices.to_numpy(zero_copy_only=False)
    return numbers[: len(links)], numbers[len(links) :], len(encoded.dictionary)


def resolved(left, right, nodes):
    graph = coo_array((numpy.ones(len(left), dtype=numpy.int8), (left, right)), shape=(nodes, nodes))
    return connected_components(graph.tocsr(), directed=False)


def peak_bytes():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def main():
    job = json.load(sys.stdin)
    started = time.perf_counter()
    left, right, nodes = numbered(table(job["files"]))
    if job["is_graph_alone"]:
        started = time.perf_counter()
    components, labels = resolved(left, right, nodes)
    seconds = time.perf_counter() - started
    assert len(labels) == nodes
    print(json.dumps({"seconds": seconds, "rows": int(components), "peak_bytes": peak_bytes()}))


if __name__ == "__main__":
    main()
