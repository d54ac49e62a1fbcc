#!/usr/bin/env bash
# The weight of a program that takes one payment over each transport: the crates in its tree, the times of a clean build
# of its dependencies and of our crates, and the size of the stripped binary. And of the C library, whose times are not
# taken: link-time optimization takes most of them.
#
#   benches/weight.sh              all of them
#   benches/weight.sh ureq         one: core, ureq, libcurl (which needs libcurl or a C compiler) or c (which needs make)
#   benches/weight.sh --check      fails above a limit, or if a README states other crates, another size or Rust version
#   benches/weight.sh --check c    the same of the C library
#
# Needs Rust and bash. Builds in a temporary folder, for several minutes.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_INCREMENTAL=0 # as cargo builds what comes from a registry
TIMEFORMAT='%U %S %R'

# A program's dependencies in addition to core.
dependencies() {
  case $1 in
    core) ;;
    ureq) echo "craftgate-ureq = { path = \"$repository/transport-ureq\" }" ;;
    libcurl) echo 'curl = { version = "0.4", default-features = false }' ;;
  esac
}

# The code that creates a program's client.
client() {
  case $1 in
    core) cat <<'RUST' ;;
    let respond = |_| Ok(craftgate_core::Response::new(r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#.into()));
    let transport = craftgate_core::transport::from_fn(respond);
    let protocol = craftgate_core::Protocol::new(credentials, Environment::Sandbox);
    let client = craftgate_core::Client::new(protocol, transport, || craftgate_core::RandomKey::new("Xa15Fp11T"));
RUST
    ureq) echo '    let client = craftgate_ureq::client(credentials, Environment::Sandbox);' ;;
    libcurl) cat <<'RUST' ;;
    let protocol = craftgate_core::Protocol::new(credentials, Environment::Sandbox);
    let random_key = || craftgate_core::RandomKey::new("Xa15Fp11T");
    let client = craftgate_core::Client::new(protocol, libcurl::Libcurl::new(), random_key);
RUST
  esac
}

write_program() {
  mkdir -p "$work/$1/src"
  cp "$repository/Cargo.lock" "$work/$1/"
  cat >"$work/$1/Cargo.toml" <<TOML
[package]
name = "pay"
version = "0.0.0"
edition = "2024"

[dependencies]
craftgate-core = { path = "$repository/core" }
$(dependencies "$1")

[profile.release]
strip = true

[workspace]
TOML
  cat >"$work/$1/src/main.rs" <<RUST
$([ "$1" != libcurl ] || printf 'mod libcurl;\nmod read_error;\nuse read_error::ReadError;\n')
use craftgate_core::payment::{Amounts, Card, CardExpiry, CardNumber, CreatePayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Credentials, Currency, Environment};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credentials = Credentials::new("api-key", "secret-key")?;
$(client "$1")
    let price = Decimal::new(100_00, 2);
    let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)])
        .card(Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), CardExpiry::new(2044, 7)?, "000"));
    println!("{}", client.call(&payment).send()?.id);
    Ok(())
}
RUST
  [ "$1" != libcurl ] || cp "$repository"/transport-custom-example/src/{libcurl,read_error}.rs "$work/$1/src/"
}

# The crates of a package's tree by the given kinds of edges, without the package itself.
crates() { cargo tree --quiet -p "${2:-pay}" -e "$1" --prefix none --format '{p}' | grep -v "^${2:-pay} " | sed 's/ (\*)$//' | sort -u; }

# The seconds of processor time and of wall-clock time of a build.
timed() {
  local times
  times=$({ time cargo build --quiet "$@" >/dev/null 2>"$work/log"; } 2>&1) || { cat "$work/log" >&2; return 1; }
  awk '{ printf "%.1f %.1f", $1 + $2, $3 }' <<<"$times"
}

# The times of building the dependencies, then of the rest.
build() {
  local others=() crate dependencies ours
  for crate in $(crates normal,no-proc-macro | grep -v "$repository" | awk '{ print $1 "@" substr($2, 2) }'); do others+=(-p "$crate"); done
  dependencies=$(timed "$@" "${others[@]}")
  ours=$(timed "$@")
  echo "$dependencies $ours"
}

measure() {
  write_program "$1"
  cd "$work/$1"
  export CARGO_TARGET_DIR="$work/$1/target"
  cargo fetch --quiet
  local debug release size
  debug=$(build)
  release=$(build --release)
  size=$(wc -c <"$CARGO_TARGET_DIR/release/pay")
  # shellcheck disable=SC2086 # four numbers each
  printf '%-8s %7d %10s %9s %10s %9s %10s %9s %10s %9s %12d\n' "$1" "$(crates normal,build | wc -l)" $debug $release "$size"
  cd "$repository"
  rm -rf "$work/$1"
}

# The bytes of the shared C library.
size_of_c() {
  make --quiet -C "$repository/c-api" CARGO="cargo --quiet" >&2
  wc -c <"$repository/target/release-c/libcraftgate.so"
}

crates_of_c() { cd "$repository" && crates normal,build craftgate-c | wc -l; }

measure_c() {
  local size
  size=$(size_of_c)
  printf '%-8s %7d %10s %9s %10s %9s %10s %9s %10s %9s %12d\n' c "$(crates_of_c)" - - - - - - - - "$size"
}

# A number of bytes in megabytes, with one decimal.
megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f", bytes / 1e6 }'; }

# Fails unless the page, in which a sentence may be broken into lines, has the text.
states() { tr '\n' ' ' <"$repository/$1" | grep --quiet --fixed-strings -- "$2" || { echo "$1 doesn't state: $2" >&2; failed=1; }; }

# Fails if a number of crates or bytes is above its limit.
limit() { [ "$2" -le "$3" ] || { echo "$1: $2, and the limit is $3" >&2; failed=1; }; }

check() {
  local program version size megabytes failed=0
  local -A counted
  for program in core ureq; do
    write_program "$program"
    cd "$work/$program"
    cargo fetch --quiet
    counted[$program]=$(crates normal,build | wc -l)
  done
  cargo build --quiet --release --target-dir "$work/target"
  size=$(wc -c <"$work/target/release/pay")
  megabytes=$(megabytes "$size")
  version=$(sed --quiet 's/^rust-version = "\(.*\)"/\1/p' "$repository/Cargo.toml")
  limit "crates of core" "${counted[core]}" 32
  limit "crates over ureq" "${counted[ureq]}" 55
  limit "bytes of the program over ureq" "$size" 3200000
  states README.md "has ${counted[ureq]} crates in its tree and $megabytes MB as a binary"
  states README.md "the library brings ${counted[core]}."
  states README.md "Rust ($version or later)"
  states README.tr.md "${counted[ureq]} crate içerir, derlenmiş hâli ${megabytes/./,} MB"
  states README.tr.md "${counted[core]} crate gelir"
  states README.tr.md "Rust ($version ya da üstü)"
  states benches/README.md "| core, with a prepared response | ${counted[core]} |"
  states benches/README.md "| over ureq and rustls | ${counted[ureq]} |"
  return "$failed"
}

check_c() {
  local size crates failed=0
  size=$(size_of_c)
  crates=$(crates_of_c)
  states benches/README.md "| the C library | $crates |"
  states c-api/README.md "has $(megabytes "$size") MB and $crates crates"
  return "$failed"
}

case "$*" in
  --check) check; exit ;;
  "--check c") check_c; exit ;;
esac
printf '%-8s %7s %41s %41s %12s\n' '' '' 'debug: dependencies,          ours' 'release: dependencies,        ours' 'stripped'
printf '%-8s %7s %10s %9s %10s %9s %10s %9s %10s %9s %12s\n' '' crates 'CPU s' 's' 'CPU s' 's' 'CPU s' 's' 'CPU s' 's' bytes
[ $# -gt 0 ] || set -- core ureq libcurl c
for program in "$@"; do
  case $program in
    c) measure_c ;;
    *) measure "$program" ;;
  esac
done
