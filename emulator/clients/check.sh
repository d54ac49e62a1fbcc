#!/usr/bin/env bash
# Craftgate's official Python and Node clients, from their registries, over the emulator.
#
#   emulator/clients/check.sh          both
#   emulator/clients/check.sh python   one: python, node
set -euo pipefail
cd "$(dirname "$0")"
target=$(realpath "${CARGO_TARGET_DIR:-../../target}")
build=$target/clients
work=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator"; rm -rf "$work"' EXIT

step() { printf '\n== %s\n' "$*"; "$@"; }

# Starts an emulator that sends its webhooks to a free port, and exports where it is and its keys.
start_emulator() {
  CRAFTGATE_WEBHOOK_PORT=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
  [ -z "$emulator" ] || kill "$emulator"
  rm -f "$work/emulator.json"
  "$target/debug/craftgate-emulator" --listen 127.0.0.1:0 --print-json --quiet --webhook-schedule fast \
    --webhook-url "http://127.0.0.1:$CRAFTGATE_WEBHOOK_PORT/webhook" >"$work/emulator.json" &
  emulator=$!
  until [ -s "$work/emulator.json" ]; do kill -0 "$emulator"; sleep 0.1; done
  field() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/" "$work/emulator.json"; }
  CRAFTGATE_URL=$(field url) CRAFTGATE_API_KEY=$(field apiKey) CRAFTGATE_SECRET_KEY=$(field secretKey)
  CRAFTGATE_CALLBACK_KEY=$(field callbackKey) CRAFTGATE_WEBHOOK_KEY=$(field webhookKey)
  export CRAFTGATE_WEBHOOK_PORT CRAFTGATE_URL CRAFTGATE_API_KEY CRAFTGATE_SECRET_KEY CRAFTGATE_CALLBACK_KEY CRAFTGATE_WEBHOOK_KEY
}

check_python() {
  step python3 -m venv "$build/python"
  step "$build/python/bin/pip" install --quiet --requirement requirements.txt
  start_emulator
  step "$build/python/bin/python" shop.py
}

check_node() {
  mkdir -p "$build/node"
  cp package.json shop.js "$build/node"
  step npm install --silent --no-audit --no-fund --ignore-scripts --no-package-lock --prefix "$build/node"
  start_emulator
  step node "$build/node/shop.js"
}

[ $# -gt 0 ] || set -- python node
cargo build --package craftgate-emulator
for client in "$@"; do
  declare -F "check_$client" >/dev/null || { echo "no client named $client; there are: python, node" >&2; exit 2; }
  "check_$client"
done
