#!/usr/bin/env bash
# The stability of the ABI: the shared library exports what the header declares and nothing else, and nothing that the
# last release's header declares has vanished or changed.
#
#   c-api/abi.sh ../target/debug/libcraftgate.so
#
# Needs nm; and git, if there is a release to compare with.
set -euo pipefail
library=$(realpath "$1")
cd "$(dirname "$0")"
header=include/craftgate.h
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A header's functions with their types, and its constants with their values, one a line. Names of arguments don't count.
declarations() {
  local code
  code=$(sed -e 's|//.*||' -e '/^\/\*/,/\*\//d' -e '/^#/d' "$1" | tr -s ' \n' ' ')
  grep -oE 'CRAFTGATE_[A-Z0-9_]+ = [0-9]+' <<<"$code"
  tr ';' '\n' <<<"$code" | grep -oE '[a-z][a-z0-9_ ]*[ *]craftgate_[a-z0-9_]+\(.*\)$' | sed -E 's/([ *])[a-z0-9_]+([,)])/\1\2/g'
}

# The names of a header's functions.
functions() { declarations "$1" | sed -nE 's/.*[ *](craftgate_[a-z0-9_]+)\(.*/\1/p' | sort; }

exported() { nm --dynamic --defined-only "$1" | awk '{ print $3 }' | sort; }

# Fails, and prints what is missing, unless all declarations of an earlier header are in a later one.
keeps() { ! comm -23 <(declarations "$1" | sort) <(declarations "$2" | sort) | sed 's/^/missing or changed: /' | grep . >&2; }

# Fails unless a change of the header is found: it is made in what is taken for the earlier header.
finds() {
  sed "$1" "$header" >"$work/earlier.h"
  ! cmp --quiet "$work/earlier.h" "$header" || { echo "the change $1 changes nothing" >&2; exit 1; }
  ! keeps "$work/earlier.h" "$header" 2>/dev/null || { echo "the change $1 is not found" >&2; exit 1; }
}

diff --label exported --label declared <(exported "$library") <(functions "$header")

keeps "$header" "$header"
finds 's/craftgate_version(void)/craftgate_release(void)/' # a function vanishes
finds 's/int64_t now/uint64_t now/'                        # an argument's type changes
finds 's/^size_t craftgate/int craftgate/'                 # so does what a function returns
finds 's/OUTCOME_NOT_SENT = 3/OUTCOME_NOT_SENT = 4/'       # and a constant's value
sed 's/size_t index/size_t number/; /^\/\/ Verifies/d' "$header" >"$work/earlier.h"
keeps "$work/earlier.h" "$header" # names of arguments and comments may change

if release=$(git describe --tags --abbrev=0 --match 'v*' 2>/dev/null); then
  git show "$release:./$header" >"$work/earlier.h"
  keeps "$work/earlier.h" "$header"
  echo "exports $(functions "$header" | wc -l) functions, all of $release among them"
else
  echo "exports $(functions "$header" | wc -l) functions; there is no earlier release"
fi
