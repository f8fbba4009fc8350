"""How well readers bring back the text of pages whose text is known.

    python3 benches/readers/score.py [--pages N] [--seed S] [--reglet PATH] [--keep FOLDER] [--show]

Two figures. *Adjacency*: of two lines that follow each other in a paragraph, how often does the second follow
the first in what a reader gives, letters compared, spaces and hyphens not; apart for lines in one column, over
a caption, and over the foot of a column. *Paragraphs*: F1 of those that come out whole and alone. Where the
lines of a page are not known, eight words stand for a line.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

import set_pages

CLUE = 18  # letters on either side of a line end that have to meet


def squash(text):
    text = text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi").replace("ﬄ", "ffl")
    text = re.sub(r"[“”„]|``|''", '"', text).replace("’", "'").replace("‘", "'")
    return re.sub(r"[\s\-\u00ad\u2010\u2013\u2014\x02]+", "", text)


def paragraphs_of(text):
    text = text.replace("\f", "\n\n")
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def pymupdf_text(path):
    import pymupdf

    out = []
    for page in pymupdf.open(path):
        out += [block[4] for block in page.get_text("blocks", sort=True) if block[6] == 0]
    return "\n\n".join(out)


def readers(reglet):
    def call(*command):
        return lambda path: subprocess.run([part.replace("PATH", path) for part in command], capture_output=True, timeout=120).stdout.decode("utf-8", "replace")

    found = {"reglet": call(reglet, "--quiet", "repair", "PATH", "--to", "txt")}
    if set_pages.which("pdftotext"):
        found["pdftotext"] = call("pdftotext", "PATH", "-")
    if set_pages.which("mutool"):
        found["mutool"] = call("mutool", "draw", "-q", "-F", "txt", "PATH")
    try:
        import pymupdf  # noqa: F401

        found["PyMuPDF"] = pymupdf_text
    except ImportError:
        pass
    return found


def pairs(block):
    """Pairs of lines that follow each other, with where the second stands."""
    if block["kind"] != "paragraph":
        return
    lines = block.get("lines")
    if lines is None:
        words = block["text"].split()
        lines = [" ".join(words[at : at + 8]) for at in range(0, len(words), 8)]
    for at in range(1, len(lines)):
        where = "column"
        if at in block.get("over", []):
            where = "caption"
        elif at in block.get("columns", []):
            where = "foot"
        before, behind = squash(" ".join(lines[max(0, at - 3) : at])), squash(" ".join(lines[at : at + 3]))
        yield where, before[-CLUE:] + behind[:CLUE]


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--pages", type=int, default=5)
    args.add_argument("--seed", default="1")
    args.add_argument("--reglet", default="target/release/reglet")
    args.add_argument("--keep")
    args.add_argument("--show", action="store_true")
    args = args.parse_args()
    folder = args.keep or tempfile.mkdtemp()
    set_pages.main(folder, args.pages, args.seed)
    # By reader, then by setter: hits and counts.
    near = defaultdict(lambda: defaultdict(Counter))
    whole = defaultdict(lambda: defaultdict(Counter))
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json"):
            continue
        truth = json.load(open(os.path.join(folder, name), encoding="utf-8"))
        setter = truth["setter"]
        blocks = [block for story in truth["stories"] for block in story]
        wanted = Counter(squash(block["text"]) for block in blocks if block["kind"] == "paragraph")
        for reader, read in readers(args.reglet).items():
            text = read(os.path.join(folder, name[:-5] + ".pdf"))
            flat = squash(text)
            for block in blocks:
                for where, clue in pairs(block):
                    for key in (setter, "all"):
                        near[reader][key][where] += 1
                        near[reader][key][where, "met"] += clue in flat
                    if reader == "reglet" and args.show and clue not in flat:
                        print(f"{name}: {where}: {clue}")
            found = Counter(squash(part) for part in paragraphs_of(text))
            if reader == "reglet" and args.show:
                for part in (wanted - found):
                    print(f"{name}: paragraph: {part[:50]} ... {part[-30:]}")
            for key in (setter, "all"):
                whole[reader][key]["hit"] += sum((wanted & found).values())
                whole[reader][key]["wanted"] += sum(wanted.values())
                # Headings, bylines and captions are blocks too, and no mistake.
                whole[reader][key]["found"] += len(paragraphs_of(text)) - sum(min(count, found[part]) for part, count in Counter(squash(block["text"]) for block in blocks if block["kind"] != "paragraph").items())
    print("| | in column | over captions | over columns | paragraphs F1 |\n|---|---|---|---|---|")
    for key in ["all"] + sorted({setter for counts in near.values() for setter in counts} - {"all"}):
        for reader in near:
            counts, blocks = near[reader][key], whole[reader][key]
            share = lambda where: f"{counts[where, 'met'] / counts[where]:.3f}" if counts[where] else "-"
            f1 = 2 * blocks["hit"] / max(1, blocks["wanted"] + blocks["found"])
            print(f"| {reader}, {key} | {share('column')} | {share('caption')} | {share('foot')} | {f1:.3f} |")


if __name__ == "__main__":
    sys.exit(main())
