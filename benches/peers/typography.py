#!/usr/bin/env python3
"""The typography of the body text of any PDF in columns, as figures.

usage: typography.py FILE.pdf [--size 9] [--pages 1-40] [--natural 0.25] [--json] [--lines FILE]

Body text is what is set within 0.26 pt of --size (default: the commonest size). Columns are found from the white
between them, page by page. The space between two words is measured from the advance edge of the last glyph before it
to that of the first after it, so that hanging punctuation, letterspacing and scaled glyphs do not spoil it; natural
is --natural em (Times: 0.25). Figures on spaces count justified lines only: not a paragraph's last, with a space,
ending at the right edge of the column. A river is a chain of four or more lines whose spaces overlap by a tenth of
the em; a runt is a last line under 15 % of the measure; a line is on the grid when its baseline agrees with that of
the page's first column. Bottoms are ragged by the distance of the highest and lowest last baseline of a page (the
last page left out). Needs pymupdf.
"""
import argparse
import collections
import json
import statistics

HYPHENS = "-\u2010\u00ad\u2011"
BLANK = " \u00a0\t\n"


def glyphs(page):
    """Of every upright glyph: x, baseline, left, right, size, character."""
    import pymupdf

    flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES
    for block in page.get_text("rawdict", flags=flags)["blocks"]:
        for line in block.get("lines", []):
            if abs(line["dir"][1]) > 0.01:
                continue
            for span in line["spans"]:
                for c in span["chars"]:
                    yield c["origin"][0], c["origin"][1], c["bbox"][0], c["bbox"][2], span["size"], c["c"]


def commonest_size(document, pages):
    count = collections.Counter()
    for number in pages[:4]:
        for glyph in glyphs(document[number]):
            count[round(glyph[4] * 4) / 4] += 1
    return count.most_common(1)[0][0]


def column_edges(body, width, gutter=4.0):
    """Left and right of the columns of a page, in quarters of a point."""
    covered = bytearray(int(width * 4) + 8)
    for _, _, left, right, _, _ in body:
        for x in range(max(0, int(left * 4)), min(len(covered), int(right * 4) + 1)):
            covered[x] = 1
    edges, x = [], 0
    while x < len(covered):
        if not covered[x]:
            x += 1
            continue
        last = y = x
        while y < len(covered) and (covered[y] or y - last < gutter * 4):
            last = y if covered[y] else last
            y += 1
        edges.append((x / 4 - 1, last / 4 + 1))
        x = y
    return [edge for edge in edges if edge[1] - edge[0] > 30]


def lines_of(body, size):
    """The glyphs of one column as lines from top to bottom."""
    by_baseline = collections.defaultdict(list)
    for glyph in body:
        by_baseline[round(glyph[1] * 2)].append(glyph)
    merged = []
    for key in sorted(by_baseline):
        if merged and key - merged[-1][0] <= 3:
            merged[-1][1].extend(by_baseline[key])
        else:
            merged.append((key, list(by_baseline[key])))
    lines = []
    for _, row in merged:
        row.sort(key=lambda glyph: glyph[2])
        words, gaps, places, pairs = [[row[0]]], [], [], []
        for one, other in zip(row, row[1:]):
            gap = other[2] - one[3]
            if gap > 0.11 * size:
                gaps.append(gap)
                places.append((one[3], other[2]))
                words.append([other])
            else:
                words[-1].append(other)
                pairs.append((one[5] + other[5], gap / size))
        lines.append({
            "y": row[0][1], "left": row[0][2], "right": row[-1][3], "gaps": gaps, "places": places, "pairs": pairs,
            "advances": [(glyph[5], glyph[3] - glyph[2]) for glyph in row],
            "text": " ".join("".join(glyph[5] for glyph in word) for word in words),
        })
    return lines


def columns_of(document, pages, size, tolerance=2.5):
    """All columns in reading order, as lists of lines that know what they are."""
    columns = []
    for number in pages:
        page = document[number]
        found = [glyph for glyph in glyphs(page) if glyph[5] not in BLANK]
        body = [glyph for glyph in found if abs(glyph[4] - size) < 0.26]
        other = [glyph for glyph in found if abs(glyph[4] - size) >= 0.26]
        for left, right in column_edges(body, page.rect.width) if body else []:
            mine = [glyph for glyph in body if left <= (glyph[2] + glyph[3]) / 2 <= right]
            lines = lines_of(mine, size)
            if not lines:
                continue
            heads = sorted({round(glyph[1]) for glyph in other if left <= glyph[0] <= right})
            # The second percentile: what hangs out is not the edge.
            edge = sorted(line["left"] for line in lines)[max(0, len(lines) // 50)]
            ends = collections.Counter(round(line["right"] * 2) / 2 for line in lines)
            measure = ends.most_common(1)[0][0]
            for at, line in enumerate(lines):
                above = lines[at - 1]["y"] if at else float("-inf")
                below = lines[at + 1]["y"] if at + 1 < len(lines) else float("inf")
                line.update(
                    page=number, edge=edge, measure=measure,
                    full=line["right"] >= measure - tolerance,
                    start=4 <= line["left"] - edge <= 30,
                    head_before=any(above < head < line["y"] for head in heads),
                    head_after=any(line["y"] < head < below for head in heads),
                )
            columns.append(lines)
    flat = [line for lines in columns for line in lines]
    for line, after in zip(flat, flat[1:] + [None]):
        line["end"] = after is None or after["start"] or line["head_after"] or after["head_before"]
    return columns


def rivers(columns, size):
    count = 0
    for lines in columns:
        alive, last = [], None
        for line in lines:
            if not line["full"] or last is None or abs(line["y"] - last) > 1.8 * size:
                alive = []
            last, now = line["y"], []
            for left, right in line["places"] if line["full"] else []:
                length = 1
                for (start, end), before in alive:
                    if min(right, end) - max(left, start) >= 0.1 * size:
                        length = max(length, before + 1)
                count += length == 4
                now.append(((left, right), length))
            alive = now
    return count


def hidden(flat, justified):
    """What good spaces cost: how far glyphs are scaled and letters spaced, 95th percentiles over lines."""
    advances, pairs = collections.defaultdict(list), collections.defaultdict(list)
    for line in flat[:20000]:
        for character, width in line["advances"]:
            advances[character].append(width)
        for pair, gap in line["pairs"]:
            pairs[pair].append(gap)
    usual = {character: statistics.median(all) for character, all in advances.items()}
    between = {pair: statistics.median(all) for pair, all in pairs.items()}
    scale, track = [], []
    for line in justified:
        widths = [width / usual[c] for c, width in line["advances"] if usual.get(c)]
        if widths:
            scale.append(abs(statistics.fmean(widths) - 1))
        gaps = [gap - between[pair] for pair, gap in line["pairs"] if pair in between]
        if gaps:
            track.append(abs(statistics.fmean(gaps)))
    return percentile(scale, 0.95), percentile(track, 0.95)


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))] if values else 0.0


def share(part, whole, of=100):
    return of * part / max(1, whole)


def grid(columns):
    """The commonest leading, and the share of lines on the grid of the page's first column."""
    steps = collections.Counter(
        round((below["y"] - above["y"]) * 10) / 10 for lines in columns for above, below in zip(lines, lines[1:]))
    leading = steps.most_common(1)[0][0]
    pages = collections.defaultdict(list)
    for lines in columns:
        pages[lines[0]["page"]].append(lines)
    on = whole = 0
    for page in pages.values():
        for line in (line for lines in page for line in lines):
            off = (line["y"] - page[0][0]["y"]) / leading
            whole += 1
            on += abs(off - round(off)) * leading < 0.35
    bottoms = [max(l[-1]["y"] for l in page) - min(l[-1]["y"] for l in page) for page in pages.values() if len(page) > 1]
    bottoms = bottoms[:-1] or [0.0]
    return share(on, whole), statistics.fmean(bottoms)


def measure(path, size=None, pages=None, natural=0.25, keep_lines=None):
    """All figures of a file."""
    import pymupdf

    document = pymupdf.open(path)
    numbers = range(len(document))
    if pages:
        first, last = pages.split("-")[0], pages.split("-")[-1]
        numbers = range(int(first) - 1, min(int(last), len(document)))
    size = size or commonest_size(document, numbers)
    columns = columns_of(document, numbers, size)
    flat = [line for lines in columns for line in lines]
    running = [line for line in flat if not line["end"]]
    justified = [line for line in running if line["full"] and line["gaps"]]
    space = natural * size
    means = [statistics.fmean(line["gaps"]) / space for line in justified]
    gaps = [gap / space for line in justified for gap in line["gaps"]]
    ladders, run = collections.Counter(), 0
    for line in flat + [None]:
        if line and line["text"][-1:] in HYPHENS and not line["end"]:
            run += 1
        elif run:
            ladders[run] += 1
            run = 0
    hyphens = sum(length * count for length, count in ladders.items())
    long_ladders = sum(count for length, count in ladders.items() if length >= 3)
    widows = sum(l[0]["end"] and not l[0]["start"] and not l[0]["head_before"] for l in columns)
    clubs = sum(l[-1]["start"] and not l[-1]["end"] for l in columns)
    tails = [line for line in flat if line["end"] and not line["start"]]
    runts = sum(line["right"] - line["edge"] < 0.15 * (line["measure"] - line["edge"]) for line in tails)
    scaled, tracked = hidden(flat, justified)
    on_grid, ragged = grid(columns)
    if keep_lines:
        with open(keep_lines, "w", encoding="utf-8") as file:
            for line in flat:
                mean = statistics.fmean(line["gaps"]) / space if line["gaps"] else 0
                file.write(f"{line['page'] + 1}\t{line['y']:.1f}\t{line['left']:.2f}\t{mean:.2f}\t{line['text']}\n")
    return {
        "pages": len(document), "columns": len(columns), "lines": len(flat), "size": size,
        "words a page": sum(len(line["text"].split()) for line in flat) / max(1, len(numbers)),
        "mean space / natural": statistics.fmean(gaps),
        "mean space, 95th percentile": percentile(means, 0.95),
        "% lines over 1.5x": share(sum(mean > 1.5 for mean in means), len(means)),
        "% lines over 2x": share(sum(mean > 2 for mean in means), len(means)),
        "% lines over 3x": share(sum(mean > 3 for mean in means), len(means)),
        "widest line": max(means),
        "jump between neighbours": statistics.fmean(abs(a - b) for a, b in zip(means, means[1:])),
        "hyphens / 100 lines": share(hyphens, len(running)),
        "ladders of 3 / 1000 lines": share(long_ladders, len(flat), 1000),
        "rivers / 100 lines": share(rivers(columns, size), len(flat)),
        "runts / 100 paragraphs": share(runts, len(tails)),
        "widows / 100 columns": share(widows, len(columns)),
        "clubs / 100 columns": share(clubs, len(columns)),
        "% lines on grid": on_grid,
        "ragged bottoms, pt": ragged,
        "glyph scaling, 95th percentile, %": 100 * scaled,
        "tracking, 95th percentile, 1/1000 em": 1000 * tracked,
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pdf")
    arguments.add_argument("--size", type=float)
    arguments.add_argument("--pages")
    arguments.add_argument("--natural", type=float, default=0.25)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--lines", help="write every line with its mean space to this file")
    given = arguments.parse_args()
    found = measure(given.pdf, given.size, given.pages, given.natural, given.lines)
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:>40}: {value:.2f}" if isinstance(value, float) else f"{name:>40}: {value}")


if __name__ == "__main__":
    main()
