#!/usr/bin/env python3
"""How much harm repair does to sound text: over a million words of many kinds and languages.

    benches/harm/run.py [--words N] [--show] [--only NAME] [--cache FOLDER]

The texts are documents of Debian packages. They are fetched with `apt-get download` and unpacked in a folder of
their own, so that nothing is installed; nothing of them is part of this repository. Every document is repaired by
itself. Whatever is applied to it is held to be harm until somebody has looked: `--show` prints every
edit with its surroundings.

Needs apt-get and dpkg-deb (any Debian), groff for the manual pages, pod2text for Perl's.
"""

import argparse
import gzip
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent.parent

# Name, kind, packages, files in them, how they become text.
TEXTS = [
    ("essays, English", ["anarchism"], "**/html/*.html", "html"),
    ("jargon, English", ["jargon-text"], "**/jargon.txt.gz", "text"),
    ("sayings, songs, verse, English", ["fortunes", "fortunes-min"], "usr/share/games/fortunes/*", "sayings"),
    ("sayings, dialogue, recipes, German", ["fortunes-de"], "usr/share/games/fortunes/de/*", "sayings"),
    ("sayings, verse, Spanish", ["fortunes-es"], "usr/share/games/fortunes/**/*", "sayings"),
    ("sayings, proverbs, Italian", ["fortunes-it"], "usr/share/games/fortunes/**/*", "sayings"),
    ("Perl's manual, code", ["perl-doc"], "**/pod/perl[a-m]*.pod", "pod"),
    ("manual pages, English", ["manpages-dev", "manpages"], "usr/share/man/man[2-7]/*.gz", "man"),
    ("manual pages, German", ["manpages-de"], "usr/share/man/de/man[1-8]/*.gz", "man"),
    ("manual pages, French", ["manpages-fr"], "usr/share/man/fr/man[1-8]/*.gz", "man"),
    ("manual pages, Spanish", ["manpages-es"], "usr/share/man/es/man[1-8]/*.gz", "man"),
    ("manual pages, Italian", ["manpages-it"], "usr/share/man/it/man[1-8]/*.gz", "man"),
    ("manual pages, Dutch", ["manpages-nl"], "usr/share/man/nl/man[1-8]/*.gz", "man"),
] + [
    (f"handbooks, {language}", packages, "**/*.txt.gz", "text")
    for language, packages in [
        ("English", ["debian-faq", "developers-reference"]),
        ("German", ["debian-faq-de", "developers-reference-de", "debian-reference-de"]),
        ("French", ["debian-faq-fr", "developers-reference-fr", "debian-reference-fr"]),
        ("Spanish", ["maint-guide-es", "debian-reference-es"]),
        ("Italian", ["debian-faq-it", "developers-reference-it", "debian-reference-it"]),
        ("Dutch", ["debian-faq-nl"]),
    ]
] + [
    (f"guide, {name}", ["installation-guide-amd64"], f"**/install.{tag}.txt.gz", "text")
    for name, tag in [
        ("English", "en"), ("German", "de"), ("French", "fr"), ("Spanish", "es"), ("Italian", "it"),
        ("Catalan", "ca"), ("Czech", "cs"), ("Danish", "da"), ("Greek", "el"), ("Romanian", "ro"),
        ("Russian", "ru"), ("Vietnamese", "vi"), ("Japanese", "ja"),
    ]
] + [
    ("history, many languages", ["debian-history"], "**/project-history.*.txt.gz", "text"),
]


class Paragraphs(html.parser.HTMLParser):
    """The text of a page of HTML, a block a line; what is preformatted keeps its lines."""

    BLOCKS = set("p h1 h2 h3 h4 h5 h6 li dt dd div td th pre blockquote br hr title body".split())

    def __init__(self):
        super().__init__()
        self.blocks, self.now, self.pre, self.mute = [], "", 0, 0

    def part(self):
        text = self.now.strip("\n") if self.pre else " ".join(self.now.split())
        if text.strip():
            self.blocks.append(text)
        self.now = ""

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCKS:
            self.part()
        self.pre += tag == "pre"
        self.mute += tag in ("script", "style")

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self.part()
        self.pre -= tag == "pre"
        self.mute -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.mute:
            self.now += data

    def text(self):
        self.part()
        return "\n\n".join(self.blocks) + "\n"


def plain(path: Path, how: str) -> str:
    """A document as text."""
    data = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    if how == "man":
        if data.startswith(b".so ") or re.search(rb"(?m)^\.Dd", data):
            return ""
        # No hyphens of groff's own: they would be damage. (mdoc pages insist on them.)
        done = subprocess.run(
            ["groff", "-Kutf8", "-t", "-man", "-Tutf8", "-rHY=0", "-P-bou", "-P-c"],
            input=data, capture_output=True, check=False)
        return done.stdout.decode("utf-8", "replace")
    if how == "pod":
        return subprocess.run(["pod2text", str(path)], capture_output=True, check=False).stdout.decode("utf-8", "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if how == "html":
        page = Paragraphs()
        page.feed(text)
        return page.text()
    if how == "sayings":
        return re.sub(r"(?m)^%.*$", "", re.sub(r".\x08", "", text))
    return text


def unpacked(package: str, cache: Path) -> Path:
    """The folder of a package's files."""
    folder = cache / package
    if not folder.exists():
        subprocess.run(["apt-get", "download", "-qq", package], cwd=cache, check=True)
        archive = next(cache.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(archive), str(folder)], check=True)
        archive.unlink()
    return folder


def is_text(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.suffix not in (".dat", ".u8")


def documents(packages, files, how, cache, words):
    """Documents of some packages, until there are so many words: spread over all there are."""
    found = [path for package in packages for path in sorted(unpacked(package, cache).glob(files)) if is_text(path)]
    # A stride that meets all of them once, whatever their number.
    order = sorted(range(len(found)), key=lambda n: (n * 0.6180339887) % 1)
    for number in order:
        if words <= 0:
            return
        text = plain(found[number], how)
        count = len(text.split())
        if count >= 50:
            words -= count
            yield found[number], text, count


def edits(text: str, reglet: Path, work: Path):
    """The edits that are applied to a text."""
    page, audit = work / "page.txt", work / "audit.jsonl"
    page.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [reglet, "repair", page, "--to", "txt", "--quiet", "-o", work / "out.txt", "--audit", audit],
        capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"reglet failed: {done.stderr}", file=sys.stderr)
        return None
    rows = [json.loads(line) for line in audit.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row.get("status") == "applied"]


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--words", type=int, default=80_000, help="words of each text, at most some more")
    asked.add_argument("--show", action="store_true", help="print every edit")
    asked.add_argument("--only", default="", help="texts whose name has this")
    asked.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "reglet-harm")
    asked.add_argument("--reglet", type=Path, default=Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target")) / "release/reglet")
    asked = asked.parse_args()
    asked.cache.mkdir(parents=True, exist_ok=True)
    all_words = all_edits = failed = 0
    with tempfile.TemporaryDirectory() as work:
        for name, packages, files, how in TEXTS:
            if asked.only not in name:
                continue
            words = made = pages = 0
            for path, text, count in documents(packages, files, how, asked.cache, asked.words):
                rows = edits(text, asked.reglet, Path(work))
                if rows is None:
                    failed += 1
                    continue
                words, made, pages = words + count, made + len(rows), pages + 1
                for row in rows if asked.show else []:
                    start, end = row["at"]["bytes"]
                    data = text.encode()
                    before = data[max(0, start - 160):start].decode("utf-8", "replace")
                    behind = data[end:end + 160].decode("utf-8", "replace")
                    print(f"--- {path.name}:{row['at']['line']} {row['pass']} ({row['confidence']}): {row['because']}")
                    print(f"{before}[[{row['was']}]] -> [[{row['now']}]]{' moved' if row.get('moved') else ''}{behind}")
            print(f"{name:36} {pages:5} documents {words:9} words {made:4} edits", flush=True)
            all_words, all_edits = all_words + words, all_edits + made
    rate = all_edits * 100_000 / max(all_words, 1)
    if failed:
        sys.exit(f"reglet failed on {failed} documents")
    print(f"{'all':36} {'':15} {all_words:9} words {all_edits:4} edits, {rate:.2f} in 100,000 words")


main()
