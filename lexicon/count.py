"""Counts words, pairs and hyphenated compounds of a running text.

    python3 lexicon/count.py TEXT.txt lexicon/counted/en-addresses

TEXT holds one paragraph a line and no line-end hyphens. Writes PREFIX-words.tsv (words seen twice
and more), PREFIX-pairs.tsv (pairs seen three times and more, no stop between
them, in lower case) and PREFIX-hyphens.tsv (every word written with a hyphen, at least once in
lower case: count, and how often the same letters stand closed and as two words).
Standard library only; the same text gives the same bytes.
"""

import collections
import re
import sys

TOKEN = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019-][A-Za-z\u00c0-\u024f]+)*|[^\sA-Za-z]+")
LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]")


def count(lines):
    words, pairs, hyphens = (collections.Counter() for _ in range(3))
    for line in lines:
        line = re.sub(r"-{2,}", " -- ", line)
        before = None
        for token in TOKEN.findall(line):
            if not LETTERS.match(token):
                before = None
                continue
            token = token.replace("\u2019", "'")
            plain = token.lower()
            if "-" in token:
                if token == plain:
                    hyphens[plain] += 1
                before = None
                continue
            words[plain] += 1
            if before:
                pairs[before, plain] += 1
            before = plain
    return words, pairs, hyphens


def main(text, prefix):
    with open(text, encoding="utf-8") as lines:
        words, pairs, hyphens = count(lines)
    total = sum(words.values())
    with open(prefix + "-words.tsv", "w", encoding="utf-8", newline="\n") as out:
        out.write(f"#\t{total}\n")
        for word, n in sorted(words.items()):
            if n >= 2:
                out.write(f"{word}\t{n}\n")
    with open(prefix + "-pairs.tsv", "w", encoding="utf-8", newline="\n") as out:
        out.write(f"#\t{total}\n")
        for (left, right), n in sorted(pairs.items()):
            if n >= 3:
                out.write(f"{left} {right}\t{n}\n")
    with open(prefix + "-hyphens.tsv", "w", encoding="utf-8", newline="\n") as out:
        for word, n in sorted(hyphens.items()):
            closed = words[word.replace("-", "")]
            parts = word.split("-")
            opened = pairs[parts[0], parts[1]] if len(parts) == 2 else 0
            out.write(f"{word}\t{n}\t{closed}\t{opened}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
