#!/usr/bin/env bash
# Makes the README's pictures: the damaged text beside the page that it became, and the layouts.
#
#   benches/pictures.sh               writes samples/before-and-after.png and samples/layouts.png
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

# The layouts: front and third page of the issues that the benchmark makes up.
cargo bench --quiet --bench issues -- --out "$work" >/dev/null
tiles=()
for name in broadsheet berliner tabloid weekly a4 letter reader; do
    pdftoppm -r 60 -f 1 -l 3 -gray -png "$work/$name.pdf" "$work/$name"
    pages=("$work/$name"-*.png)
    convert "${pages[0]}" "${pages[2]}" -bordercolor '#888888' -border 1 -resize x320 +append "$work/tile-$name.png"
    tiles+=("$work/tile-$name.png")
done
montage "${tiles[@]}" -tile 3x -geometry +8+8 -background white "$work/layouts.png"
convert "$work/layouts.png" -resize 1500x -colorspace Gray +dither -depth 4 -define png:bit-depth=4 \
    -define png:compression-level=9 -strip samples/layouts.png
ls -l samples/layouts.png
