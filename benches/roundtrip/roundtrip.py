#!/usr/bin/env python3
"""Round trips through real PDFs: sets text in narrow columns, extracts it with the usual tools,
repairs what they give, and scores both against the text that was set.

Knows setting, extracting and scoring, and nothing of how repair works. `README.md` says how to run it
and what the figures mean.
"""

import argparse
import html
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Points. A newspaper's column is 100 to 140 wide.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN, GUTTER = 612, 792, 42, 14


# --- what is set -------------------------------------------------------------------------------


class Page:
    """What was set: blocks in order, each `(kind, text)`, and the number of columns."""

    def __init__(self, columns):
        self.columns = columns
        self.blocks = []


def make_page(chance, paragraphs):
    page = Page(chance.choice([2, 3, 4, 4, 5]))
    for story in range(3):
        head = " ".join(chance.choice(paragraphs).split()[:7]).strip(",;:.")
        page.blocks.append(("headline" if story == 0 else "subhead", head.title()))
        for number in range(chance.randint(6, 10)):
            text = chance.choice(paragraphs)
            if any(text == other for _, other in page.blocks):
                continue
            page.blocks.append(("paragraph", text))
            if number % 4 == 2:
                words = chance.choice(paragraphs).split()[:9]
                caption = "A scene at " + " ".join(words).strip(",;:.") + ". (Photo: Ann Lee)"
                page.blocks.append(("caption", caption))
    return page


def groff(page, folder):
    """Sets with groff's ms macros: greedy lines, TeX's English patterns."""
    width = PAGE_WIDTH - 2 * MARGIN
    column = (width - GUTTER * (page.columns - 1)) / page.columns
    out = [
        f".pl {PAGE_HEIGHT}p", f".nr PO {MARGIN}p", f".nr LL {width}p", f".nr PI 10p",
        ".nr HM 40p", ".nr FM 40p", ".nr PS 9", ".nr VS 10.5p", ".nr PD 0", ".ds CH", ".hy 1",
    ]
    for number, (kind, text) in enumerate(page.blocks):
        text = text.replace("\\", "")
        line = ("\\&" + text) if text[:1] in ".'" else text
        if kind == "headline":
            out += [".LP", ".ps 20", ".vs 24", ".ce 9", line, ".ce 0", ".sp 6p",
                    f".MC {column:.2f}p {GUTTER}p"]
        elif kind == "subhead":
            out += [".LP", ".sp 6p", ".ne 4v", ".nh", f"\\fB{line}\\fP", ".hy 1", ".sp 3p"]
        elif kind == "caption":
            # It floats to the next column's head, into whatever sentence is broken there.
            out += [".KF", ".LP", ".ps 8", ".sp 40p", ".nh", f"\\fI{line}\\fP", ".hy 1", ".sp 8p", ".KE"]
        else:
            out += [".PP", line]
    source = folder / "page.ms"
    source.write_text("\n".join(out) + "\n")
    pdf = folder / "page.pdf"
    with open(pdf, "wb") as file:
        subprocess.run(["groff", "-k", "-ms", "-Tpdf", "-P-p11i,8.5i", str(source)], stdout=file,
                       stderr=subprocess.DEVNULL, check=True)
    return pdf


def latex(page, folder):
    """Sets with LaTeX's multicol: total fit, justified, balanced columns."""
    def plain(text):
        return re.sub(r"([&%$#_{}])", r"\\\1", text.replace("\\", "").replace("~", " ").replace("^", ""))
    width = PAGE_WIDTH - 2 * MARGIN
    out = [
        r"\documentclass{article}\usepackage[utf8]{inputenc}",
        r"\usepackage{multicol}",
        rf"\usepackage[paperwidth={PAGE_WIDTH}bp,paperheight={PAGE_HEIGHT}bp,textwidth={width}bp,"
        r"textheight=700bp]{geometry}\pagestyle{empty}",
        rf"\setlength{{\columnsep}}{{{GUTTER}bp}}\setlength{{\parindent}}{{10bp}}",
        r"\emergencystretch=3em\pretolerance=-1\tolerance=4000\hyphenpenalty=10"
        r"\lefthyphenmin=2\righthyphenmin=3\begin{document}\fontsize{9}{10.5}\selectfont",
    ]
    for kind, text in page.blocks:
        text = plain(text)
        if kind == "headline":
            out += [r"\begin{center}\LARGE " + text + r"\end{center}",
                    rf"\begin{{multicols*}}{{{page.columns}}}"]
        elif kind == "subhead":
            out += [r"\par\medskip\noindent\textbf{" + text + r"}\par\nopagebreak"]
        elif kind == "caption":
            out += [r"\par\vspace{30bp}\noindent{\footnotesize\itshape " + text + r"}\par\vspace{6bp}"]
        else:
            out += [r"\par " + text]
    out += [r"\end{multicols*}\end{document}"]
    (folder / "page.tex").write_text("\n".join(out))
    subprocess.run(["pdflatex", "-interaction=batchmode", "page.tex"], cwd=folder,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return folder / "page.pdf"


# --- what really stands on the paper ---------------------------------------------------------------


def fold(text):
    """Ligatures and typographic signs as they are typed."""
    for sign, typed in [("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl"),
                        ("‐", "-"), ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("−", "-"),
                        ("\u00ad", "-"), ("´", "'"), ("`", "'"), ("–", "--"), ("—", "---")]:
        text = text.replace(sign, typed)
    return text


def printed_lines(pdf, columns):
    """Every printed line with its page, column and height, by poppler's own boxes of words."""
    found = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True).stdout
    lines = []
    pitch = (PAGE_WIDTH - 2 * MARGIN + GUTTER) / columns
    for number, page in enumerate(found.split("<page ")[1:]):
        rows = {}
        for x, y, word in re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', page):
            column = max(0, min(columns - 1, int((float(x) - MARGIN + 4) / pitch)))
            rows.setdefault((number, column), []).append((float(y), float(x), fold(html.unescape(word))))
        for place, words in rows.items():
            words.sort()
            line, last = [], None
            for y, x, word in words:
                if last is not None and y - last > 4:
                    lines.append((place, last, [w for _, w in sorted(line)]))
                    line = []
                line.append((x, word))
                last = y
            if line:
                lines.append((place, last, [w for _, w in sorted(line)]))
    return lines


def line_ends(page, pdf):
    """The line ends inside paragraphs: `(kind, hyphen, around)`. `kind` is column, caption or
    between columns; `hyphen` soft, hard or None; `around` the text that must stand there."""
    lines = printed_lines(pdf, page.columns)
    order = sorted(range(len(lines)), key=lambda n: (lines[n][0], lines[n][1]))
    words = [(n, w) for n in order for w in lines[n][2]]
    ends, lost = [], 0
    for kind, text in page.blocks:
        if kind != "paragraph":
            continue
        tokens = fold(text).split()
        # Where the paragraph's first words stand on the paper.
        for start in range(len(words)):
            if fits(words, start, tokens[0], tokens[1:3]) and follow(words, start, tokens, ends, lines, page):
                break
        else:
            lost += 1
    return ends, lost


def follow(words, start, tokens, ends, lines, page):
    """Follows a paragraph over the paper. Only at the end of a line may other words stand between:
    a caption, a headline over the columns."""
    at, found, place = start, [], None
    for number, token in enumerate(tokens):
        rest, pieces = token, []
        while rest:
            line_before = place
            skipped = 0
            while not fits(words, at, rest, tokens[number + 1:number + 3]):
                ended = place is None or words[at - 1][0] == at_line(words, at)
                if place is None or at >= len(words) - 1 or skipped > 80 or (skipped == 0 and ended):
                    return False
                at += 1
                skipped += 1
            if at >= len(words):
                return False
            place, word = words[at]
            if line_before is not None and line_before != place:
                (a, _, _), (b, _, _) = lines[line_before], lines[place]
                kind = "over column" if a != b else "over caption" if skipped else "in column"
                before = " ".join(tokens[max(0, number - 2):number])
                around = " ".join(part for part in (before, token, *tokens[number + 1:number + 2]) if part)
                hyphen = None
                if pieces:
                    hyphen = "hard" if token.startswith("".join(pieces)) else "soft"
                found.append((kind, hyphen, around))
            at += 1
            if rest == word:
                rest = ""
            else:
                pieces.append(word)
                rest = rest[len(word if rest.startswith(word) else word[:-1]):]
    ends.extend(found)
    return True


def at_line(words, at):
    return words[at][0] if at < len(words) else None


def fits(words, at, rest, further):
    """Whether the word at this place is what the paragraph goes on with, or a part of it that the line breaks."""
    if at >= len(words):
        return False
    word = words[at][1]
    if word == rest:
        # A chance likeness in a caption does not go on as the paragraph does.
        return not further or at + 1 >= len(words) or words[at + 1][1].rstrip("-") == further[0][:len(words[at + 1][1].rstrip("-"))] \
            or words[at + 1][0] != words[at][0]
    last = at + 1 >= len(words) or words[at + 1][0] != words[at][0]
    return last and len(word) > 1 and word.endswith("-") and rest.startswith(word[:-1])


# --- what the tools give ------------------------------------------------------------------------------


def run(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


def extractions(pdf):
    """The text of the page, by name of the tool that is installed."""
    found = {}
    if shutil.which("pdftotext"):
        found["poppler"] = run("pdftotext", str(pdf), "-")
        found["poppler -raw"] = run("pdftotext", "-raw", str(pdf), "-")
        found["poppler -layout"] = run("pdftotext", "-layout", str(pdf), "-")
    if shutil.which("mutool"):
        found["mupdf"] = run("mutool", "draw", "-q", "-F", "text", str(pdf))
        found["mupdf dehyphenate"] = run("mutool", "draw", "-q", "-F", "text", "-O", "dehyphenate", str(pdf))
    try:
        import pymupdf
    except ImportError:
        return found
    with pymupdf.open(pdf) as document:
        blocks = [b[4] for page in document for b in page.get_text("blocks")]
        found["PyMuPDF blocks"] = "\n\n".join(block.strip() for block in blocks)
    return found


def blocks_of(text):
    blocks = re.split(r"\n\s*\n", text.replace("\f", "\n\n"))
    return [" ".join(fold(block).split()) for block in blocks if block.strip()]


# --- how good it is ---------------------------------------------------------------------------------------


class Score:
    def __init__(self):
        self.exact = self.truth = self.got = 0
        self.kinds = {}

    def add(self, page, ends, blocks):
        truth = [" ".join(fold(text).split()) for _, text in page.blocks]
        left = list(blocks)
        for block in truth:
            if block in left:
                left.remove(block)
                self.exact += 1
        self.truth += len(truth)
        self.got += len(blocks)
        text = "\n".join(blocks)
        closed = text.replace("- ", "").replace("-", "")
        for kind, hyphen, around in ends:
            # Whether the lines stand together, whatever became of the hyphen.
            bare = around.replace("-", "")
            self.count(kind, bare in closed)
            if hyphen:
                self.count(f"hyphens {hyphen}", around in text)
                self.count("hyphens all", around in text)

    def count(self, kind, right):
        seen = self.kinds.setdefault(kind, [0, 0])
        seen[0] += right
        seen[1] += 1

    def row(self):
        cells = [f"{2 * self.exact / max(1, self.truth + self.got):.3f}"]
        for kind in KINDS:
            right, seen = self.kinds.get(kind, (0, 0))
            cells.append(f"{100 * right / seen:.1f}" if seen else "-")
        return cells


KINDS = ["in column", "over caption", "over column", "hyphens soft", "hyphens hard", "hyphens all"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--text", default=ROOT / "tests/data/addresses.txt", type=Path,
                        help="paragraphs with blank lines between them")
    parser.add_argument("--pages", default=12, type=int)
    parser.add_argument("--seed", default=1, type=int)
    parser.add_argument("--setter", choices=["groff", "latex"], default="groff")
    parser.add_argument("--reglet", default=ROOT / "target/release/reglet", type=Path)
    parser.add_argument("--keep", type=Path, help="keep PDFs, extracted and repaired texts here")
    options = parser.parse_args()
    if not shutil.which("groff" if options.setter == "groff" else "pdflatex"):
        sys.exit(f"roundtrip: {options.setter} is not installed")
    text = [" ".join(p.split()) for p in options.text.read_text().split("\n\n")]
    ascii_only = [p for p in text if 150 < len(p) < 1500 and p.isascii() and not set(p) & set("\\`_*|<>~^{}")]
    chance = random.Random(options.seed)
    found, repaired = {}, {}
    counted = missed = 0
    for number in range(options.pages):
        page = make_page(chance, ascii_only)
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            pdf = (groff if options.setter == "groff" else latex)(page, folder)
            ends, lost = line_ends(page, pdf)
            counted += len(ends)
            missed += lost
            for name, raw in extractions(pdf).items():
                source = folder / "page.txt"
                source.write_text(raw)
                mended = run(str(options.reglet), "repair", "--quiet", "--lang", "en", "--to", "txt", str(source))
                found.setdefault(name, Score()).add(page, ends, blocks_of(raw))
                repaired.setdefault(name, Score()).add(page, ends, blocks_of(mended))
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    stem = f"{number:02}-{page.columns}-{name.replace(' ', '')}"
                    (options.keep / f"{stem}.txt").write_text(raw)
                    (options.keep / f"{stem}.mended.txt").write_text(mended)
            if options.keep:
                shutil.copy(pdf, options.keep / f"{number:02}.pdf")
                truth = "\n\n".join(f"{text}" for _, text in page.blocks)
                (options.keep / f"{number:02}-truth.txt").write_text(truth + "\n")
    print(f"{options.pages} pages by {options.setter}, {counted} line ends inside paragraphs ({missed} paragraphs not followed), seed {options.seed}")
    head = ["extracted by", "", "paragraphs F1"] + KINDS
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for name in found:
        print("| " + " | ".join([name, "as found"] + found[name].row()) + " |")
        print("| " + " | ".join(["", "reglet"] + repaired[name].row()) + " |")


if __name__ == "__main__":
    main()
