#!/usr/bin/env python3
"""How well reglet mends what a real reader of scans made of a bad scan.

    benches/ocr/scan.py [--pages N] [--seed N] [--text FILE] [--dpi N] [--blur X] [--keep FOLDER]

Sets clean text in a narrow column with groff, draws the page, spoils the picture (coarse, blurred, noisy,
with too little or too much ink), reads it with tesseract, repairs what was read without and with --ocr, and
prints how many characters and words are wrong each time. The same seed spoils in the same way.
"""

import argparse
import pathlib
import random
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def run(words, **more):
    return subprocess.run(words, check=True, capture_output=True, **more).stdout


def distance(a, b):
    """Edits that turn one sequence into the other."""
    row = list(range(len(b) + 1))
    for x in a:
        before, row[0] = row[0], row[0] + 1
        for at, y in enumerate(b, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (x != y))
    return row[-1]


def folded(text):
    """Without white space of its own, and with one kind of quotation mark."""
    for signs, plain in (("‘’`", "'"), ("“”", '"'), ("—–", "-")):
        for sign in signs:
            text = text.replace(sign, plain)
    return " ".join(text.replace("--", "-").split())


def pages(text, count, size):
    """Pages of whole paragraphs, of about so many characters, from all over the text."""
    paragraphs = [" ".join(p.split()) for p in text.split("\n\n")]
    paragraphs = [p for p in paragraphs if len(p) > 200]
    step = max(1, len(paragraphs) // count)
    for start in range(0, step * count, step):
        page = []
        for paragraph in paragraphs[start:]:
            if sum(map(len, page)) > size:
                break
            page.append(paragraph)
        if page:
            yield page


def drawn(page, folder, options, rng):
    """The page as a spoilt picture."""
    marks = str.maketrans({"\\": r"\e", "'": r"\[cq]", "`": r"\[oq]", "-": r"\-"})
    body = "\n.sp 4p\n".join(r"\&" + p.translate(marks) for p in page)
    head = ".pl 20i\n.po 0.4i\n.ll 3i\n.ps 9\n.vs 10.5\n.ad b\n.hy 4\n"
    pdf = folder / "page.pdf"
    pdf.write_bytes(run(["groff", "-Tpdf", "-Kutf8", "-P-p4i,20i"], input=(head + body + "\n").encode()))
    run(["pdftoppm", "-r", str(options.dpi), "-gray", "-singlefile", str(pdf), str(folder / "page")])
    ink = rng.choice([48, 55, 62, 68])
    run(
        ["convert", str(folder / "page.pgm"), "-blur", f"0x{options.blur}", "-seed", str(rng.randrange(9999)),
         "-attenuate", "0.5", "+noise", "Gaussian", "-rotate", f"{rng.uniform(-0.5, 0.5):.2f}",
         "-threshold", f"{ink}%", str(folder / "page.png")]
    )
    return folder / "page.png"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--text", default=HERE / "alice.txt", type=pathlib.Path)
    parser.add_argument("--dpi", type=int, default=110)
    parser.add_argument("--blur", type=float, default=0.7)
    parser.add_argument("--size", type=int, default=2500, help="characters of a page")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--reglet", default=ROOT / "target/release/reglet", type=pathlib.Path)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    sums = {"found": [0, 0], "repaired": [0, 0], "with --ocr": [0, 0]}
    chars = words = 0
    for number, page in enumerate(pages(options.text.read_text(), options.pages, options.size)):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            picture = drawn(page, folder, options, rng)
            found = run(["tesseract", str(picture), "-", "--psm", "6", "-l", "eng"]).decode().replace("\f", "")
            (folder / "found.txt").write_text(found)
            repair = [str(options.reglet), "repair", str(folder / "found.txt"), "--to", "txt", "--quiet",
                      "--lang", "en", "--no-typography"]
            texts = {
                "found": found,
                "repaired": run(repair).decode(),
                "with --ocr": run([*repair, "--ocr"]).decode(),
            }
        truth = folded(" ".join(page))
        chars += len(truth)
        words += len(truth.split())
        for kind, text in texts.items():
            text = folded(text)
            sums[kind][0] += distance(text, truth)
            sums[kind][1] += distance(text.split(), truth.split())
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{number}-{kind.split()[-1].strip('-')}.txt").write_text(texts[kind])
        if options.keep:
            (options.keep / f"{number}-truth.txt").write_text("\n\n".join(page) + "\n")
    for kind, (wrong, bad) in sums.items():
        less = 100 * (1 - wrong / max(1, sums["found"][0]))
        print(f"{kind:12} CER {100 * wrong / chars:6.2f} %   WER {100 * bad / words:6.2f} %   less {less:5.1f} %")


if __name__ == "__main__":
    main()
