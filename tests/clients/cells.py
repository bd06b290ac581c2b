"""The cells of a file of CSV, as readers find them that expect a comma, a semicolon or a tab.

usage: cells.py FILE

Prints one JSON object: rows of cells by separator.
"""

import csv
import io
import json
import sys

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()
csv.field_size_limit(len(text) + 1)
rows = {separator: list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)) for separator in ",;\t"}
json.dump(rows, sys.stdout)
