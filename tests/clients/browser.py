"""Opens pages in a headless Chromium and prints what a reader would run into, as JSON.

    browser.py CHROMIUM FOLDER ADDRESS PATH...

Every path is opened at two widths, light and dark. Pictures go to FOLDER. The browser is spoken to over a
pair of pipes in its own protocol, so that nothing needs to be installed.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --hide-scrollbars --remote-debugging-pipe"
).split()

# What the page is made of, and what does not fit into its width. What a box of its own scrolls may be wider.
LOOK = """
(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (box !== document.documentElement && box !== document.body && getComputedStyle(box).overflowX !== 'visible') return true;
    }
    return false;
  };
  const name = (element) => element.tagName.toLowerCase() + (element.getAttribute('class') ? '.' + element.getAttribute('class') : '');
  const all = [...document.querySelectorAll('body *')];
  const wide = all.filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest('.unseen') && !scrolls(element));
  return {
    title: document.title,
    lang: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
    skips: [...document.querySelectorAll('a[href^="#"]')].slice(0, 1).map((link) => document.querySelector(link.getAttribute('href'))?.tagName ?? ''),
    width,
    page_width: document.documentElement.scrollWidth,
    wide: [...new Set(wide.map(name))],
    background: getComputedStyle(document.body).backgroundColor,
  };
})()
"""


class Browser:
    """A Chromium with one tab."""

    def __init__(self, chromium, profile):
        to_browser, self.sending = os.pipe()
        self.receiving, from_browser = os.pipe()

        def give_pipes():
            # The browser listens on 3 and answers on 4. Both are moved out of the way first.
            listening, answering = os.dup(to_browser), os.dup(from_browser)
            os.dup2(listening, 3)
            os.dup2(answering, 4)

        command = [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(
            command, preexec_fn=give_pipes, pass_fds=(3, 4, to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.events = []
        target = self.call("Target.createTarget", {"url": "about:blank"}, tab=None)["targetId"]
        self.tab = self.call("Target.attachToTarget", {"targetId": target, "flatten": True}, tab=None)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def receive(self):
        """The next message."""
        while b"\0" not in self.buffer:
            more = os.read(self.receiving, 1 << 16)
            if not more:
                raise EOFError("the browser ended")
            self.buffer += more
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, parameters=None, tab=""):
        """Sends a command and waits for its answer; events that come first are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if tab is not None:
            message["sessionId"] = self.tab
        os.write(self.sending, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        """Waits for an event."""
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def open(self, address):
        """Opens an address, and waits until it is loaded."""
        self.events.clear()
        self.call("Page.navigate", {"url": address})
        self.wait_for("Page.loadEventFired")

    def evaluate(self, expression):
        """The value of an expression in the page."""
        return self.call("Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True})["result"]["value"]

    def complaints(self, address):
        """What the console shows, except that the page itself was answered with an error on purpose."""
        found = []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                found.append(parameters["exceptionDetails"]["text"])
            elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
                found.append(json.dumps(parameters["args"]))
            elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                entry = parameters["entry"]
                if not (entry["source"] == "network" and entry.get("url") == address):
                    found.append(f"{entry['text']} {entry.get('url', '')}")
        return found

    def picture(self, path):
        """Saves the whole page as a picture."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        data = self.call("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def close(self):
        """Ends the browser."""
        os.close(self.sending)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def visit(browser, folder, address, path, width, scheme):
    """One page at one width in one scheme."""
    browser.call("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    browser.call("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    page = f"http://{address}{path}"
    browser.open(page)
    seen = browser.evaluate(LOOK)
    # An error in a script that runs after loading is in before this answer.
    browser.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 0)))")
    name = "".join(letter if letter.isalnum() else "_" for letter in path.strip("/") or "overview")[:60]
    browser.picture(os.path.join(folder, f"{name}-{width}-{scheme}.png"))
    return {"path": path, "asked_width": width, "scheme": scheme, "complaints": browser.complaints(page), **seen}


def main(chromium, folder, address, *paths):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(chromium, profile)
        try:
            visits = [visit(browser, folder, address, path, width, scheme) for path in paths for width in WIDTHS for scheme in SCHEMES]
        finally:
            browser.close()
    json.dump(visits, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
