#!/usr/bin/env bash
# Time and memory of the whole way, from a warm release build: the median of 21 runs.
#
#   benches/press.sh [FILE...]        default: samples/page.txt
#
# Needs GNU time (Debian: apt-get install time). Runs one after another; says what else the machine
# is doing, since that shows in the times.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

time=/usr/bin/time
"$time" -f %e true 2>/dev/null || { echo "GNU time is not at $time; install it first" >&2; exit 1; }
cargo build --release --quiet
reglet=${CARGO_TARGET_DIR:-target}/release/reglet
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
runs=21

# median COLUMN: of the lines "wall user system kilobytes" on standard input
median() { sort -n -k "$1,$1" | awk -v column="$1" -v middle=$(((runs + 1) / 2)) 'NR == middle { print $column }'; }

measure() {
    local name=$1
    shift
    "$reglet" "$@" --quiet >/dev/null
    for _ in $(seq "$runs"); do
        "$time" -a -o "$work/times" -f '%e %U %S %M' "$reglet" "$@" --quiet >/dev/null
    done
    printf '%-28s %6s s wall  %6s s user  %7s MB\n' "$name" "$(median 1 <"$work/times")" \
        "$(median 2 <"$work/times")" "$(median 4 <"$work/times" | awk '{ printf "%.1f", $1 / 1024 }')"
    rm "$work/times"
}

echo "median of $runs runs; load $(cut -d ' ' -f 1 /proc/loadavg), $(nproc) cores"
[ $# -gt 0 ] || set -- samples/page.txt
for file in "$@"; do
    "$reglet" repair --quiet "$file" -o "$work/page.md"
    echo "$file: $(wc -c <"$file") bytes"
    measure "  repair" repair "$file"
    measure "  typeset" typeset "$work/page.md" -o "$work/page.pdf"
    measure "  press" press "$file" -o "$work/page.pdf"
done
