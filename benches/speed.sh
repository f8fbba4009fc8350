#!/usr/bin/env bash
# Speed and memory of repair, from a warm release build: clean text, the same text in raw lines, and
# damaged pages, each at growing lengths, which should change neither much.
#
#   benches/speed.sh [TIMES...]        default: 1 4 16 times the text
#
# The last column says how many times longer that is than `wc -w` takes for the same bytes in the same
# sitting: a figure that another machine, or a busy one, changes little.
#
# Needs GNU time (Debian: apt-get install time). Processor time counts, so that other work on the
# machine shows less; the best of three runs is given.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

time=/usr/bin/time
"$time" -f %e true 2>/dev/null || { echo "GNU time is not at $time; install it first" >&2; exit 1; }
cargo build --release --quiet
reglet=${CARGO_TARGET_DIR:-target}/release/reglet
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# repeated TIMES FILE: its text so often, as pages of one file
repeated() { for _ in $(seq "$1"); do cat "$2"; printf '\n\f\n'; done; }

measure() {
    local name=$1 file=$2
    for _ in 1 2 3; do
        "$time" -a -o "$work/times" -f '%U %S %M' "$reglet" repair "$file" --to txt --quiet >/dev/null
    done
    # `wc` counts the words of twenty times as much, since one file is too small for its clock.
    for _ in $(seq 20); do cat "$file"; done >"$work/much"
    for _ in 1 2 3; do
        LC_ALL=C.UTF-8 "$time" -a -o "$work/peer" -f '%U %S' wc -w "$work/much" >/dev/null
    done
    local peer
    peer=$(awk '{ print ($1 + $2) / 20 }' "$work/peer" | sort -n | head -1)
    sort -n "$work/times" | awk -v name="$name" -v bytes="$(wc -c <"$file")" -v peer="$peer" 'NR == 1 {
        cpu = $1 + $2
        printf "%-18s %7.2f MB  %6.2f s  %6.1f MB/s  %7.1f MB of memory  %4.0f x wc\n", name, bytes / 1e6, cpu, bytes / 1e6 / (cpu > 0 ? cpu : 0.01), $3 / 1024, cpu / (peer > 0 ? peer : 0.0005)
    }'
    rm "$work/times" "$work/peer" "$work/much"
}

cp tests/data/addresses.txt "$work/clean"
fold -s -w 34 tests/data/addresses.txt >"$work/wrapped"
# Repeated, these are pages that stand twice as well: as damaged as a text can be.
for page in tests/pages/*/damaged.txt; do
    cat "$page"
    printf '\n\f\n'
done >"$work/damaged"

[ $# -gt 0 ] || set -- 1 4 16
for kind in clean wrapped damaged; do
    for times in "$@"; do
        repeated "$times" "$work/$kind" >"$work/text"
        measure "$kind x $times" "$work/text"
    done
done
