"""Whether two services say the same in pages of the same shape, though one of them was fed with hostile texts.

usage: tree.py HOSTILE BENIGN QUESTION

HOSTILE and BENIGN are addresses. QUESTION is a JSON file: `paths` that both are asked, and `values`, the hostile texts.
HTML is read by the parser of lexbor, which follows the standard; SVG by expat; Markdown by markdown-it with tables. Prints
one JSON object, by path: `differences` of trees and `dangers` in any of them; `nodes`, how large the tree is; `longest`, the
characters of its longest text or attribute; `seen`, the places of the values that tables show, by column; `strays`, cells of
Markdown that only the hostile side has and that are no value.

A tree is its elements in order, each with its depth, the names of its attributes, the values of those that no log decides,
and the shape of every address. `wbr` is left out: it allows a break within a name and holds nothing.
"""

import http.client
import json
import multiprocessing
import re
import sys
import time
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "poster", "data"}
FIXED = {"class", "id", "type", "name", "role", "rel", "for", "method", "scope", "http-equiv", "aria-labelledby"}
FORBIDDEN = {"srcdoc", "formaction", "xlink:href", "style"}
ACTING = {"html_block", "html_inline", "image", "link_open"}
CELL_MAX = 1000
BLANK = "\n\r\t\u2028\u2029"
HIDDEN = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF]
VISIBLE = {**dict.fromkeys(HIDDEN, "\ufffd"), **dict.fromkeys(map(ord, BLANK), " ")}


def shown(value):
    """A value as a cell has it."""
    text = value[:CELL_MAX].translate(VISIBLE)
    return text[:-1] + "…" if len(value) > CELL_MAX else text


def get(address, path):
    """A page once it is whole; those that lack a figure say when to come again."""
    while True:
        connection = http.client.HTTPConnection(address, timeout=600)
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200 or not response.getheader("retry-after"):
            return response.status, body.decode()
        time.sleep(0.2)


def shape(address):
    parts = urlsplit(address or "")
    return [parts.scheme, parts.netloc, parts.path, [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]]


def elements(parsed):
    """Every element and comment with its depth."""
    stack = [(parsed.root, 0)]
    while stack:
        node, depth = stack.pop()
        if node.next is not None:
            stack.append((node.next, depth))
        if node.is_element_node or node.is_comment_node:
            yield node, depth
        if node.child is not None:
            stack.append((node.child, depth + 1))


def longest(text):
    """The characters of the longest text or attribute."""
    sizes = [0]
    for node in LexborHTMLParser(text).root.traverse(include_text=True):
        sizes += [len(value or "") for value in (node.attributes or {}).values()]
        sizes.append(len(node.text_content or ""))
    return max(sizes)


def of_html(text):
    tree, dangers = [], []
    for node, depth in elements(LexborHTMLParser(text)):
        if node.tag == "wbr":
            continue
        given = {} if node.is_comment_node else node.attributes
        addresses = {name: shape(value) for name, value in given.items() if name in ADDRESSES}
        strange = [name for name in given if name.startswith("on") or name in FORBIDDEN]
        strange += [name for name, parts in addresses.items() if parts[0] not in ("", "http", "https")]
        dangers += [[node.tag, name] for name in strange]
        fixed = {name: given[name] for name in given if name in FIXED}
        tree.append([depth, node.tag, sorted(given), fixed, addresses])
    return tree, dangers


def of_svg(text):
    tree = []

    def walk(element, depth):
        found = [depth, element.tag, sorted(element.attrib)]
        # Texts that follow each other are one: how many lines a sentence takes depends on its blanks.
        if tree[-1:] != [found] or not element.tag.endswith("}text"):
            tree.append(found)
        for child in element:
            walk(child, depth + 1)

    walk(ElementTree.fromstring(text), 0)
    strange = [[tag, name] for _, tag, names in tree for name in names if name.startswith("on")]
    return tree, strange + [[tag, ""] for _, tag, _ in tree if tag.endswith("}script")]


def tokens(text):
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def of_markdown(text):
    tree, dangers = [], []
    for token in tokens(text):
        inner = [child.type for child in token.children or [] if child.type not in ("text", "text_special")]
        tree.append([token.level, token.type, inner])
        dangers += [[token.type, kind] for kind in [token.type, *inner] if kind in ACTING]
    # A parser drops the cells that a row has too many.
    bars = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in text.split("\n") if line.startswith("| ")]
    return [*tree, bars], dangers


KINDS = {".svg": of_svg, ".md": of_markdown}


def kind(path):
    plain = urlsplit(path).path
    return next((KINDS[ending] for ending in KINDS if plain.endswith(ending)), of_html)


def columns_of_html(text):
    """The texts of each column of each table of rows, by its head."""
    columns = {}
    for table in LexborHTMLParser(text).css("main table"):
        heads = [(head.child and head.child.text_content) or "" for head in table.css("thead th")]
        for row in table.css("tbody tr"):
            for head, cell in zip(heads, row.css("th, td")):
                columns.setdefault(head, set()).add(cell.text())
    return columns


def columns_of_markdown(text):
    """The texts of the second column, which holds the values of a dimension."""
    texts, place, is_cell = set(), 0, False
    for token in tokens(text):
        if token.type == "tr_open":
            place = 0
        if token.type == "td_open":
            place, is_cell = place + 1, True
        if token.type == "inline" and is_cell and place == 2:
            texts.add("".join(child.content for child in token.children))
        if token.type == "td_close":
            is_cell = False
    return {"dimension": texts}


def difference(hostile, benign):
    for place, (left, right) in enumerate(zip(hostile, benign)):
        if left != right:
            return {"place": place, "hostile": left, "benign": right}
    if len(hostile) != len(benign):
        return {"place": min(len(hostile), len(benign)), "hostile": len(hostile), "benign": len(benign)}
    return None


def compare(question):
    """One path at both addresses."""
    (hostile, benign), path, values = question
    (status, text), (other_status, other_text) = get(hostile, path), get(benign, path)
    if status != 200 or other_status != 200:
        return path, {"differences": {"hostile": status, "benign": other_status}}
    read = kind(path)
    try:
        (tree, dangers), (other_tree, other_dangers) = read(text), read(other_text)
    except ElementTree.ParseError as cause:
        return path, {"differences": {"hostile": str(cause)}}
    every_danger = sorted(set(map(tuple, dangers + other_dangers)))
    told = {"differences": difference(tree, other_tree), "dangers": every_danger, "nodes": len(tree)}
    if read is of_markdown:
        places = {shown(value).strip(): place for place, value in enumerate(values)}
        texts = columns_of_markdown(text)["dimension"]
        told["seen"] = {"dimension": [places[text] for text in texts if text in places]}
        told["strays"] = sorted(texts - places.keys() - columns_of_markdown(other_text)["dimension"])
    if read is of_html:
        places = {shown(value): place for place, value in enumerate(values)}
        columns = columns_of_html(text).items()
        told["seen"] = {head: [places[text] for text in texts if text in places] for head, texts in columns}
        told["longest"] = longest(text)
    return path, told


def main():
    hostile, benign, file = sys.argv[1:]
    with open(file, encoding="utf-8") as opened:
        question = json.load(opened)
    asked = [((hostile, benign), path, question["values"]) for path in question["paths"]]
    with multiprocessing.Pool(2) as pool:
        answers = pool.map(compare, asked, chunksize=1)
    report = {name: {} for name in ("differences", "dangers", "nodes", "longest", "seen", "strays")}
    for path, told in answers:
        for name, found in told.items():
            if found:
                report[name][path] = found
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
