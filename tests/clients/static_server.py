"""Serves the files of a folder as a plain web server does: ranges and tags, and no listing.

    static_server.py FOLDER

Prints its port once it listens on 127.0.0.1.
"""

import functools
import http.server
import io
import os
import re
import sys


class Handler(http.server.SimpleHTTPRequestHandler):
    """One request; what is not GET or HEAD is refused with 501 by the base class."""

    def send_head(self):
        path = self.translate_path(self.path)
        if not os.path.isfile(path):
            self.send_error(404)
            return None
        with open(path, "rb") as file:
            content = file.read()
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start = int(found[1]) if found else 0
        end = min(int(found[2]) + 1 if found and found[2] else len(content), len(content))
        self.send_response(206 if found else 200)
        if found:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(content)}")
        self.send_header("Content-Length", str(end - start))
        self.send_header("ETag", f'"{os.stat(path).st_mtime_ns:x}-{len(content):x}"')
        self.send_header("Last-Modified", self.date_time_string(int(os.stat(path).st_mtime)))
        self.end_headers()
        return io.BytesIO(content[start:end])

    def log_message(self, *_):
        """A test reads standard error only for failures."""


def main(folder):
    handler = functools.partial(Handler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
