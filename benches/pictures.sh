#!/usr/bin/env bash
# Makes the README's picture: the damaged text beside the page that it became.
#
#   benches/pictures.sh               writes samples/before-and-after.png
#
# Needs pdftoppm (poppler-utils) and ImageMagick.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cargo run --release --quiet -- press samples/page.txt --quiet -o "$work/page.pdf"
pdftoppm -r 72 -f 1 -l 1 -gray -singlefile -png "$work/page.pdf" "$work/page"
height=$(identify -format %h "$work/page.png")
width=$(identify -format %w "$work/page.png")

# The text as a terminal shows it, as much as fits.
fold -s -w 84 samples/page.txt | head -n 108 >"$work/text"
convert -background '#f6f4ee' -fill '#222222' -font DejaVu-Sans-Mono -pointsize 9 \
    -interline-spacing 1 label:@"$work/text" -gravity NorthWest -crop "${width}x$((height - 24))+0+0" \
    +repage -bordercolor '#f6f4ee' -border 12 -extent "${width}x${height}" "$work/text.png"
convert "$work/page.png" -bordercolor '#888888' -border 1 "$work/page.png"
convert "$work/text.png" -bordercolor '#888888' -border 1 "$work/text.png"
convert -background white "$work/text.png" \( -size 24x1 xc:white \) "$work/page.png" +append \
    -resize 1600x -colors 16 -define png:compression-level=9 -strip samples/before-and-after.png
ls -l samples/before-and-after.png
