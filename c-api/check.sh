#!/usr/bin/env bash
# The C tests under AddressSanitizer, UBSan and valgrind, the examples against the emulator, and the library's symbols.
#
#   c-api/check.sh            all of it
#   c-api/check.sh c python   some: symbols, c, valgrind, curl, python, php, pascal
set -euo pipefail
cd "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-../target}
build=$target/debug
work=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator"; rm -rf "$work"' EXIT
WARNINGS=(-std=c11 -Wall -Wextra -Werror -Wpedantic -Wshadow)
LIBRARIES=(-lpthread -ldl -lm)

step() { printf '\n== %s\n' "$*"; "$@"; }

# Starts the emulator, and exports where it is and its keys.
start_emulator() {
  [ -z "$emulator" ] || return 0
  "$build/craftgate-emulator" --listen 127.0.0.1:0 --print-json >"$work/emulator.json" &
  emulator=$!
  until [ -s "$work/emulator.json" ]; do kill -0 "$emulator"; sleep 0.1; done
  field() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/" "$work/emulator.json"; }
  CRAFTGATE_URL=$(field url) CRAFTGATE_API_KEY=$(field apiKey) CRAFTGATE_SECRET_KEY=$(field secretKey)
  CRAFTGATE_CALLBACK_KEY=$(field callbackKey) CRAFTGATE_WEBHOOK_KEY=$(field webhookKey)
  export CRAFTGATE_URL CRAFTGATE_API_KEY CRAFTGATE_SECRET_KEY CRAFTGATE_CALLBACK_KEY CRAFTGATE_WEBHOOK_KEY
}

job_symbols() {
  step ./abi.sh "$build/libcraftgate.so"
}

job_c() {
  local sanitizers=(-g -fsanitize=address,undefined -fno-sanitize-recover=all)
  step cc "${WARNINGS[@]}" "${sanitizers[@]}" -Iinclude tests/c/abi.c "$build/libcraftgate.a" "${LIBRARIES[@]}" -o "$work/abi-sanitized"
  step "$work/abi-sanitized"
  step c++ -std=c++17 -Wall -Wextra -Werror -fsyntax-only -x c++ include/craftgate.h
}

job_valgrind() {
  step cc "${WARNINGS[@]}" -g -Iinclude tests/c/abi.c "$build/libcraftgate.a" "${LIBRARIES[@]}" -o "$work/abi"
  step valgrind --quiet --error-exitcode=1 --leak-check=full --errors-for-leak-kinds=definite "$work/abi"
}

job_curl() {
  start_emulator
  step cc "${WARNINGS[@]}" -Iinclude examples/payment.c "$build/libcraftgate.a" -lcurl "${LIBRARIES[@]}" -o "$work/payment"
  step "$work/payment"
}

job_python() {
  start_emulator
  CRAFTGATE_LIBRARY=$build/libcraftgate.so step python3 examples/payment.py
}

job_php() {
  start_emulator
  CRAFTGATE_LIBRARY=$build/libcraftgate.so step php -d ffi.enable=1 examples/payment.php
}

job_pascal() {
  start_emulator
  step fpc -v0 -l- -Fl"$build" -FE"$work" examples/payment.pas
  LD_LIBRARY_PATH=$build step "$work/payment"
}

[ $# -gt 0 ] || set -- symbols c valgrind curl python php pascal
cargo build --package craftgate-c --package craftgate-emulator --features craftgate-emulator/command
for job in "$@"; do
  declare -F "job_$job" >/dev/null || { echo "no job named $job" >&2; exit 2; }
  "job_$job"
done
