#!/usr/bin/env bash
# Memory, time and size of `reglet typeset` for issues of more and more pages, from a warm release build.
#
#   benches/pages.sh [PAGES...]        default: 20 1000 2000 10000, about so many
#
# The sample's articles are dealt again and again, with a number in every headline, so the pages differ and
# every page has its tags, bookmarks and threads. Needs GNU time. The layout is `tabloid`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

time=/usr/bin/time
"$time" -f %e true 2>/dev/null || { echo "GNU time is not at $time; install it first" >&2; exit 1; }
cargo build --release --quiet
reglet=${CARGO_TARGET_DIR:-target}/release/reglet
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
"$reglet" repair --quiet samples/page.txt -o "$work/page.md"

[ $# -gt 0 ] || set -- 20 1000 2000 10000
echo "load $(cut -d ' ' -f 1 /proc/loadavg), $(nproc) cores"
for pages in "$@"; do
    # The sample fills two pages of the tabloid.
    copies=$(((pages + 1) / 2))
    awk '/^# /{n++} {lines[NR] = $0} END {
        for (copy = 1; copy <= copies; copy++)
            for (line = head; line <= NR; line++) {
                text = lines[line]
                if (text ~ /^# /) text = text " " copy
                print text
            }
    }' copies="$copies" head="$(grep -n -m 1 '^# ' "$work/page.md" | cut -d : -f 1)" "$work/page.md" >"$work/issue.md"
    "$time" -o "$work/time" -f '%e %U %M' "$reglet" typeset "$work/issue.md" --quiet --lang en \
        --layout tabloid -o "$work/issue.pdf"
    real=$("$reglet" check "$work/issue.pdf" --json 2>/dev/null | wc -l)
    read -r wall user memory <"$work/time"
    count=$(pdfinfo "$work/issue.pdf" 2>/dev/null | awk '/^Pages/ { print $2 }')
    size=$(stat -c %s "$work/issue.pdf")
    printf '%6s pages  %7s s wall  %7s s user  %5d MB memory  %9d bytes, %d a page  (%d findings)\n' \
        "$count" "$wall" "$user" $((memory / 1024)) "$size" $((size / count)) "$real"
done
