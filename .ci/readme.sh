#!/usr/bin/env bash
# Runs the README's commands and snippets as they are written, on the smallest world, with free ports.
set -euo pipefail
cd "$(dirname "$0")/.."

world="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$world"' EXIT

# The first command of the README, at the smallest tier.
cargo run -q -- demo --tier ci --dir "$world/demo" --http-listen 127.0.0.1:0 --flight-listen 127.0.0.1:0 >"$world/out" 2>"$world/err" &
server=$!
for _ in $(seq 600); do
  grep -q "Stop with Ctrl-C" "$world/out" && break
  kill -0 "$server" 2>/dev/null || { cat "$world/out" "$world/err"; echo "the demo ended before it served"; exit 1; }
  sleep 0.5
done
pages="$(sed -n 's/^Pages *//p' "$world/out")"
flight="$(sed -n 's/^Flight SQL *//p' "$world/out")"
echo "served: $pages $flight"

python3 - "$pages" <<'PY'
import json, sys, urllib.request
pages = sys.argv[1]
for path in ["/", "/m/cart_recovery", "/readiness", "/sql", "/catalog", "/healthz", "/readyz"]:
    with urllib.request.urlopen(pages + path) as answer:
        assert answer.status == 200, (path, answer.status)
rows = json.load(urllib.request.urlopen(pages + "/m/cart_recovery.json?grain=total"))["rows"]
assert rows, "the metric has no rows"
print("pages answer;", "cart_recovery:", rows[0])
PY

python3 -m venv "$world/venv"
"$world/venv/bin/pip" install -q -r tests/clients/requirements.txt
python3 tests/clients/snippets.py README.md "$world" "$flight" "$world/demo/gaugeglass.toml"
"$world/venv/bin/python" "$world/snippet.py"
while read -r line; do
  echo "+ $line"
  eval "$line" >/dev/null || [ $? -eq 2 ]
done <"$world/commands.sh"
