#!/usr/bin/env python3
"""reglet and its peers on the same text: time, memory, size and typography, as Markdown tables.

usage: run.py [--pages 10 100] [--runs 3] [--only NAME ...] [--text FILE] [--work FOLDER] [--fonts FOLDER]

See README.md beside this file for what to install. Runs one program after another, each whole.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import inputs

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FONTS = [
    "/usr/share/texmf/fonts/opentype/public/tex-gyre",
    "/usr/share/fonts/opentype/tex-gyre",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/tex-gyre",
]
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
TEX = ["pdflatex", "-interaction=batchmode", "-halt-on-error"]
# Pages that typography is measured on: enough, and it takes a while.
JUDGED = 40


def peers(reglet, fonts):
    """Name, end of the input, and the command that turns it into a PDF."""
    typst = lambda source, out: [sys.executable, "-c", TYPST, source, out, fonts]
    tex = lambda source, out: [*TEX, "-jobname=" + os.path.basename(out)[:-4], source]
    own = lambda source, out: [reglet, "typeset", source, "--layout", "bench", "--font-dir", fonts, "-o", out, "--quiet"]
    return [
        ("reglet", ".md", own),
        ("pdfTeX", ".pdftex.tex", tex),
        ("pdfTeX + microtype", ".microtype.tex", tex),
        ("Typst", ".typst.typ", typst),
        ("Typst + tracking", ".tracking.typ", typst),
    ]


def run(command, folder):
    """One run: seconds of CPU, seconds on the wall, peak memory in MB."""
    began = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(errors.decode(errors="replace").strip()[-300:] or f"exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def table(rows, head):
    print("| | " + " | ".join(head) + " |")
    print("|---" * (len(head) + 1) + "|")
    for name, values in rows:
        print(f"| {name} | " + " | ".join(values) + " |")
    print()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, nargs="+", default=[10, 100])
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--only", nargs="+", help="peers whose names begin so, in any case")
    arguments.add_argument("--text", default=os.path.join(ROOT, "tests/data/addresses.txt"))
    arguments.add_argument("--work", help="where inputs and PDFs stay; default: a folder that is removed")
    arguments.add_argument("--fonts", help="folder of TeX Gyre Termes as OpenType")
    arguments.add_argument("--no-typography", action="store_true")
    given = arguments.parse_args()
    fonts = given.fonts or next(filter(os.path.isdir, FONTS), None)
    if not fonts:
        sys.exit("TeX Gyre Termes is not at hand as OpenType: install fonts-texgyre, or name its folder with --fonts")
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    reglet = os.path.join(target, "release", "reglet")
    if not os.path.exists(reglet):
        sys.exit(f"{reglet} is not there: cargo build --release")
    work = os.path.abspath(given.work or tempfile.mkdtemp(prefix="reglet-peers-"))
    text = inputs.paragraphs_of(given.text)
    for pages in given.pages:
        stem = inputs.write(text, work, pages)
        rows, looks = [], []
        for name, end, command in peers(reglet, os.path.abspath(fonts)):
            if given.only and not any(name.lower().startswith(only.lower()) for only in given.only):
                continue
            out = stem + end.rsplit(".", 1)[0].replace(".md", "") + f".{name.split()[0].lower()}.pdf"
            try:
                figures = [run(command(stem + end, out), work) for _ in range(given.runs)]
            except (OSError, RuntimeError) as error:
                print(f"{name} is left out: {error}", file=sys.stderr)
                continue
            cpu, wall, memory = (statistics.median(column) for column in zip(*figures))
            size = os.path.getsize(out) / 1e6
            rows.append((name, [f"{cpu:.2f} s", f"{wall:.2f} s", f"{memory:.0f} MB", f"{size:.2f} MB"]))
            if not given.no_typography:
                # In a process of its own: what this one holds would count as the memory of its children.
                script = [sys.executable, os.path.join(HERE, "typography.py"), out]
                seen = subprocess.run([*script, "--size=9", f"--pages=1-{JUDGED}", "--json"], capture_output=True)
                if seen.returncode != 0:
                    sys.exit(seen.stderr.decode(errors="replace"))
                looks.append((name, json.loads(seen.stdout)))
        load = os.getloadavg()[0]
        print(f"{pages} pages, median of {given.runs} runs, load {load:.1f} on {os.cpu_count()} cores:\n")
        table(rows, ["CPU", "wall", "memory", "PDF"])
        if looks:
            names = [name for name, _ in looks]
            figures = list(looks[0][1])
            show = lambda value: f"{value:.2f}" if isinstance(value, float) else str(value)
            table([(figure, [show(look[figure]) for _, look in looks]) for figure in figures], names)
    if not given.work:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
