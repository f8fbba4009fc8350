#!/usr/bin/env python3
"""The same running text as input for several typesetters.

usage: inputs.py TEXT OUT_DIR PAGES [PAGES ...]

Writes to OUT_DIR, for every number of pages N: nN.md (an edition file of reglet), nN.pdftex.tex, nN.microtype.tex,
nN.typst.typ, nN.tracking.typ.
"""
import os
import random
import re
import sys

WORDS_A_PAGE = 2550

TEX = r"""\documentclass{article}
\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{tgtermes}\usepackage[english]{babel}
\usepackage[paperwidth=280mm,paperheight=400mm,margin=12mm,noheadfoot,nohead,nofoot]{geometry}
\usepackage{multicol}\setlength\columnsep{4mm}\setlength\multicolsep{0pt}\pagestyle{empty}
%(packages)s
\makeatletter\renewcommand\normalsize{\@setfontsize\normalsize{9}{10.8}}\makeatother
\setlength\parindent{9pt}\setlength\parskip{0pt}
\newcommand\headline[1]{\par\addvspace{5pt}{\fontsize{14}{16}\selectfont\bfseries\raggedright\hyphenpenalty=10000%%
\noindent #1\par}\nobreak\vskip3pt\nobreak}
\begin{document}\normalsize %(before)s
\begin{multicols*}{5}%(inside)s
%(body)s
\end{multicols*}
\end{document}
"""

MICROTYPE = {
    "packages": r"\usepackage[protrusion=true,expansion=true,stretch=20,shrink=20]{microtype}",
    "before": r"\pretolerance=-1\tolerance=1500\multicoltolerance=1500",
    "inside": r"\emergencystretch=1em\widowpenalty=10000\clubpenalty=10000",
}

TYPST = """#set page(width: 280mm, height: 400mm, margin: 12mm, columns: 5)
#set columns(gutter: 4mm)
#set text(font: "TeX Gyre Termes", size: 9pt, lang: "en", hyphenate: true, top-edge: 0.8em, bottom-edge: -0.2em)
#set par(justify: true, leading: 1.8pt, spacing: 1.8pt, first-line-indent: (amount: 9pt, all: true)%s)
#let headline(it) = block(above: 5pt, below: 3pt, sticky: true,
  par(justify: false, first-line-indent: 0pt, text(size: 14pt, weight: "bold", hyphenate: false, it)))
"""

TRACKING = ", justification-limits: (spacing: (min: 66.67%, max: 150%), tracking: (min: -0.01em, max: 0.02em))"


def paragraphs_of(path):
    """The paragraphs of a file: lines, or blocks where blank lines part them."""
    text = open(path, encoding="utf-8").read()
    blocks = re.split(r"\n\s*\n", text) if re.search(r"\n\s*\n", text) else text.splitlines()
    return [curly(" ".join(block.split())) for block in blocks if block.strip()]


def curly(text):
    text = re.sub(r'(^|[\s(\[])"', "\\1\u201c", text).replace('"', "\u201d")
    text = re.sub("(^|[\\s(\\[\u201c])'", "\\1\u2018", text).replace("'", "\u2019")
    return text.replace("--", "\u2013")


def articles(paragraphs, words):
    """Articles of together at least so many words: headlines, and their paragraphs."""
    deal = random.Random(7)
    sentences = [s for p in paragraphs for s in re.split(r"(?<=[.!?])\s+", p) if len(s) > 20]
    fresh = iter(paragraphs)
    have, out = 0, []
    while have < words:
        body = []
        for _ in range(deal.randint(5, 14)):
            paragraph = next(fresh, None) or " ".join(deal.sample(sentences, deal.randint(2, 4)))
            body.append(paragraph)
            have += len(paragraph.split())
        head = " ".join(body[0].split()[: deal.randint(4, 8)]).strip(",.;:\u201c\u201d")
        out.append((head, body))
    return out


def tex(text):
    named = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}
    return "".join(named.get(c, "\\" + c if c in "{}%$&#_" else c) for c in text)


def typst(text):
    text = re.sub(r"([\\#*_`$@<>~\[\]/])", r"\\\1", text)
    text = re.sub(r"^([=+\-])", r"\\\1", text)
    return re.sub(r"^(\d+)\.", r"\1\\.", text)


def write(paragraphs, folder, pages):
    """Writes the inputs for so many pages; gives back their common stem."""
    os.makedirs(folder, exist_ok=True)
    stem = os.path.join(folder, f"n{pages}")
    found = articles(paragraphs, pages * WORDS_A_PAGE)

    def put(end, text):
        with open(stem + end, "w", encoding="utf-8") as file:
            file.write(text)

    put(".md", "\n\n".join("\n\n".join(["# " + head, *body]) for head, body in found) + "\n")
    body = "\n".join("\\headline{%s}\n\n%s\n" % (tex(h), "\n\n".join(map(tex, b))) for h, b in found)
    put(".pdftex.tex", TEX % dict(packages="", before="", inside="", body=body))
    put(".microtype.tex", TEX % dict(body=body, **MICROTYPE))
    body = "\n".join("#headline[%s]\n\n%s\n" % (typst(h), "\n\n".join(map(typst, b))) for h, b in found)
    put(".typst.typ", TYPST % "" + body)
    put(".tracking.typ", TYPST % TRACKING + body)
    return stem


if __name__ == "__main__":
    text = paragraphs_of(sys.argv[1])
    for count in map(int, sys.argv[3:]):
        print(write(text, sys.argv[2], count))
