"""Takes the README's Python snippet and shell commands out of it, so that they are run as they are written.

The addresses and the configuration of the server at hand stand in for the defaults; nothing else is changed.
"""

import pathlib
import re
import sys

readme, folder, flight, config = sys.argv[1:5]
text = pathlib.Path(readme).read_text()

snippets = re.findall(r"```python\n(.*?)```", text, re.S)
if len(snippets) != 1:
    sys.exit(f"expected one Python snippet in {readme}, found {len(snippets)}")
snippet = snippets[0].replace("grpc://127.0.0.1:50051", flight)
pathlib.Path(folder, "snippet.py").write_text(snippet)

commands = []
for block in re.findall(r"```sh\n(.*?)```", text, re.S):
    for line in block.splitlines():
        line = line.split(" #")[0].strip()
        # Servers and the test command are run on their own; the rest is run here.
        if line.startswith("cargo run -q -- ") and not re.search(r"-- (demo|serve|dataset add)", line):
            commands.append(line.replace("gaugeglass-demo/gaugeglass.toml", config))
if not commands:
    sys.exit(f"no command of the README was found in {readme}")
pathlib.Path(folder, "commands.sh").write_text("\n".join(commands) + "\n")
