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
${REGLET:-cargo run --release --quiet --} press samples/page.txt --quiet -o "$work/page.pdf"
pdftoppm -r 72 -f 1 -l 1 -gray -singlefile -png "$work/page.pdf" "$work/page"
height=$(identify -format %h "$work/page.png")
width=$(identify -format %w "$work/page.png")

# The text as an editor shows it, from where the damage is thickest. ImageMagick takes signs of its own out of a text:
# they are doubled.
text=$(sed -n '61,$p' samples/page.txt | fold -s -w 112 | head -n 84 | sed 's/[%\\]/&&/g')
font=$(ls fonts/source-sans-3/*Regular.otf)
convert -size "${width}x${height}" xc:'#f6f4ee' -fill '#222222' -font "$font" -pointsize 18 \
    -interline-spacing -5 -annotate +26+44 "$text" "$work/text.png"
convert "$work/page.png" -bordercolor '#888888' -border 1 "$work/page.png"
convert "$work/text.png" -bordercolor '#888888' -border 1 "$work/text.png"
convert -background white "$work/text.png" \( -size 24x1 xc:white \) "$work/page.png" +append \
    -resize 1400x -colorspace Gray +dither -depth 4 -define png:bit-depth=4 -define png:compression-level=9 -strip samples/before-and-after.png
ls -l samples/before-and-after.png
