#!/usr/bin/env bash
# A batch of many issues: how fast on one core and on all, in how much memory, and whether a run that is
# killed again and again and then resumed gives the same bytes as an undisturbed one.
#
#   benches/batch.sh [ISSUES] [KILLS] [txt|pdf|alto|mixed]
#
# The issues are the pages of tests/pages, each with a line of its own; as PDF, the same pages set by reglet,
# each with a remark of its own behind its end; as ALTO, their words in boxes, column beside column. `mixed` takes
# the three in turn.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
issues=${1:-2000}
kills=${2:-20}
kind=${3:-txt}
[ -n "${REGLET:-}" ] || cargo build --release --quiet
reglet=${REGLET:-$PWD/target/release/reglet}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pages=(tests/pages/*/damaged.txt)
kinds=("$kind")
[ "$kind" = mixed ] && kinds=(txt pdf alto)
mkdir "$work/in"

# Lines of a text as ALTO, in columns of 60 lines; a letter is 12 wide.
alto() {
    fold -s -w 42 "$1" | awk '
        BEGIN { print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\"><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page ID=\"P1\" WIDTH=\"9000\" HEIGHT=\"2400\"><PrintSpace>" }
        function box(x, y, w) { return " HPOS=\"" x "\" VPOS=\"" y "\" WIDTH=\"" w "\" HEIGHT=\"26\"" }
        {
            x = 100 + 560 * int((NR - 1) / 60); y = 100 + 36 * ((NR - 1) % 60)
            if (NF == 0) next
            gsub(/&/, "\\&amp;"); gsub(/</, "\\&lt;"); gsub(/"/, "\\&quot;")
            printf "<TextBlock ID=\"b%d\"%s><TextLine%s>", NR, box(x, y, 504), box(x, y, 504)
            for (at = 1; at <= NF; at++) { printf "<String ID=\"s%d_%d\"%s CONTENT=\"%s\"/>", NR, at, box(x, y, 12 * length($at)), $at; x += 12 * (length($at) + 1) }
            print "</TextLine></TextBlock>"
        }
        END { print "</PrintSpace></Page></Layout></alto>" }'
}

for ((at = 0; at < ${#pages[@]}; at++)); do
    for form in "${kinds[@]}"; do
        case $form in
        pdf) "$reglet" press --quiet "${pages[at]}" -o "$work/$at.pdf" ;;
        alto) alto "${pages[at]}" >"$work/$at.alto" ;;
        txt) cp "${pages[at]}" "$work/$at.txt" ;;
        esac
    done
done
for ((at = 0; at < issues; at++)); do
    form=${kinds[at % ${#kinds[@]}]}
    page=$work/$((at / ${#kinds[@]} % ${#pages[@]})).$form
    case $form in
    pdf) { cat "$page" && printf '%% page %d of the archive\n' "$at"; } >"$work/in/p$at.pdf" ;;
    alto) { cat "$page" && printf '<!-- page %d of the archive -->\n' "$at"; } >"$work/in/p$at.xml" ;;
    txt) { printf 'Page %d of the archive was found in the north room.\n\n' "$at" && cat "$page"; } >"$work/in/p$at.txt" ;;
    esac
done
cd "$work"
run() { "$reglet" batch in --quiet "$@" || [ $? -eq 7 ]; }
seconds() { local start=$EPOCHREALTIME; "$@"; echo "$EPOCHREALTIME $start" | awk '{ print $1 - $2 }'; }
one=$(seconds run -o one --jobs 1)
all=$(seconds run -o all)
awk -v n="$issues" -v one="$one" -v all="$all" -v cores="$(nproc)" 'BEGIN {
    printf "%d issues: %.0f a second with one hand, %.0f a core with %d (%.2f of it)\n", n, n / one, n / all / cores, cores, one / all / cores }'
if [ -x /usr/bin/time ]; then
    /usr/bin/time -f "the largest process: %M kB" "$reglet" batch in --quiet -o again 2>&1 | grep kB || true
fi
for ((kill = 0; kill < kills; kill++)); do
    "$reglet" batch in --quiet -o killed &
    sleep "$(awk -v all="$all" -v r="$RANDOM" -v k="$kills" 'BEGIN { print all * r / 32768 / k * 1.5 }')"
    { kill -9 $! && wait $!; } 2>/dev/null || true
done
mkdir -p killed
done_before=$(find killed -name '*.audit.jsonl' | wc -l)
run -o killed
diff -r --exclude=aside one killed && echo "killed $kills times ($done_before of $issues done by then), resumed: the same bytes"
