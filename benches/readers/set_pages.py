"""Newspaper pages set by programs that are not reglet, with their text known: a PDF and a truth each.

The truth is JSON: `stories`, each a list of blocks `{kind, text, lines?, columns?}`. `lines` are known only
where this script breaks them itself (the frames); `columns` counts the lines up to the foot of each column,
and `over` the lines after which a caption stands in the way.
"""

import json
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TEXT = os.path.join(HERE, "../../tests/data/addresses.txt")


def paragraphs(rng, count, low=25, high=95):
    pool = [" ".join(p.split()) for p in open(TEXT, encoding="utf-8").read().split("\n\n")]
    pool = [p for p in pool if low <= len(p.split()) <= high and p[0].isupper() and p.rstrip('"”').endswith(".")]
    # No page prints a story twice.
    used = rng.__dict__.setdefault("used", set())
    picked = rng.sample([p for p in pool if p not in used], count)
    used.update(picked)
    return picked


def title(rng, words):
    pool = "Council Harbour Mill Bridge School Market River Railway Budget Vote Winter Strike Fire Court".split()
    verbs = "Shuts Votes Waits Wins Loses Delays Opens Halts Saves Doubts".split()
    picked = [rng.choice(pool), rng.choice(verbs)] + [rng.choice(pool) for _ in range(words - 2)]
    return " ".join(picked)


def caption(rng):
    people = "Ann Lee,Tom Roe,Eva Holm,Ivo Lind,Mary Quill,Jan Beck,Una Frost,Max Hardy".split(",")
    used = rng.__dict__.setdefault("seen", set())
    who = rng.choice([name for name in people if name not in used])
    used.add(who)
    return f"{who} waits on the quay at noon on {rng.choice(['Monday', 'Friday', 'Sunday'])}, with a view of the old works behind."


def article(rng, count, pictures=0):
    blocks = [{"kind": "headline", "text": title(rng, 5)}, {"kind": "byline", "text": "By Ann Lee"}]
    blocks += [{"kind": "paragraph", "text": text} for text in paragraphs(rng, count)]
    for _ in range(pictures):
        blocks.insert(rng.randrange(4, len(blocks)), {"kind": "caption", "text": caption(rng)})
    return blocks


# --- groff, LaTeX, Typst, Chromium: their own line breaks, their own hyphens ---------------------------------


def groff(path, rng):
    blocks = article(rng, 12)
    lines = [".nr PS 9", ".nr VS 11", ".nr LL 7i", ".nr PO 0.6i", f".TL\n{blocks[0]['text']}", ".AU\nBy Ann Lee", f".MC {rng.choice(['2.2i', '3.3i'])} {rng.choice(['0.15i', '0.3i'])}"]
    escape = lambda text: text.replace("\\", "\\e").replace("'", "\\(cq").replace("“", "\\(lq").replace("”", "\\(rq").replace("’", "\\(cq")
    for block in blocks[2:]:
        lines.append(".PP\n" + escape(block["text"]).lstrip("."))
    run(["groff", "-k", "-ms", "-Tpdf"], "\n".join(lines) + "\n", path)
    return [blocks]


def latex(path, rng):
    stories = [article(rng, 9, 1), article(rng, 8)]
    columns = rng.choice([2, 3, 4])
    escape = lambda text: "".join({"$": "\\$", "&": "\\&", "%": "\\%", "#": "\\#", "_": "\\_"}.get(c, c) for c in text).replace("“", "``").replace("”", "''").replace("’", "'")
    body = []
    for story in stories:
        body.append(f"\\section*{{{escape(story[0]['text'])}}}\n\\begin{{multicols}}{{{columns}}}\n\\noindent\\textit{{By Ann Lee}}\n")
        for block in story[2:]:
            if block["kind"] == "caption":
                body.append("\\begin{center}\\rule{\\linewidth}{2.5cm}\\par\\vspace{2pt}{\\footnotesize\\sffamily\\raggedright " + escape(block["text"]) + "\\par}\\end{center}\n")
            else:
                body.append(escape(block["text"]) + "\n")
        body.append("\\end{multicols}")
    text = "\\documentclass[10pt,a4paper]{article}\\usepackage[paperwidth=%dcm,paperheight=42cm,margin=1.5cm]{geometry}\\usepackage{multicol,textcomp}\\usepackage[utf8]{inputenc}\\setlength{\\columnsep}{%dpt}\\emergencystretch2em\\begin{document}\n%s\n\\end{document}" % (columns * 7 + 3, rng.choice([9, 12, 18]), "\n".join(body))
    with open(path[:-4] + ".tex", "w", encoding="utf-8") as file:
        file.write(text)
    subprocess.run(["pdflatex", "-interaction=batchmode", "-output-directory", os.path.dirname(path), path[:-4] + ".tex"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return stories


def typst(path, rng):
    import typst as compiler

    stories = [article(rng, 8, 1), article(rng, 7)]
    columns = rng.choice([3, 4])
    escape = lambda text: "".join("\\" + c if c in "\\#$*_`<>@[]-~/=+\"'" else c for c in text)
    body = [f"#set page(width: 297mm, height: 420mm, margin: 15mm)\n#set text(size: 9pt, lang: \"en\", hyphenate: true)\n#set par(justify: true, first-line-indent: 1em, spacing: 0.65em, leading: 0.65em)"]
    for story in stories:
        body.append(f"#text(size: 26pt, weight: \"bold\")[{escape(story[0]['text'])}]\n\n#v(4pt)\n#columns({columns}, gutter: {rng.choice([3, 4, 6])}mm)[\n#emph[By Ann Lee]\n")
        for block in story[2:]:
            if block["kind"] == "caption":
                body.append("#block(breakable: false)[#rect(width: 100%, height: 30mm, fill: luma(150))\n#text(size: 7.5pt, style: \"italic\")[" + escape(block["text"]) + "]]\n")
            else:
                body.append(escape(block["text"]) + "\n")
        body.append("]\n")
    source = path[:-4] + ".typ"
    with open(source, "w", encoding="utf-8") as file:
        file.write("\n".join(body))
    compiler.compile(source, output=path)
    return stories


def chromium(path, rng):
    stories = [article(rng, 8, 1), article(rng, 7)]
    indent = rng.choice(["p+p{text-indent:1em}p{margin:0}", "p{margin:0 0 .6em}"])
    body = []
    for story in stories:
        inner = "".join(f"<figure><div></div><figcaption>{b['text']}</figcaption></figure>" if b["kind"] == "caption" else f"<p>{b['text']}</p>" for b in story[2:])
        body.append(f"<h1>{story[0]['text']}</h1><div class=c><p class=by>By Ann Lee</p>{inner}</div>")
    html = f"<html lang=en><meta charset=utf-8><style>@page{{size:420mm 594mm;margin:15mm}}body{{font:10pt/1.25 serif}}.c{{columns:{rng.choice([3, 4])};column-gap:{rng.choice([4, 6])}mm;text-align:justify;hyphens:auto}}{indent}.by{{font-style:italic}}figure{{margin:6pt 0;break-inside:avoid}}figure div{{height:30mm;background:#999}}figcaption{{font:7.5pt sans-serif;text-align:left}}h1{{font-size:26pt;margin:8pt 0}}</style><body>{''.join(body)}"
    source = path[:-4] + ".html"
    with open(source, "w", encoding="utf-8") as file:
        file.write(html)
    browser = next(name for name in ("chromium", "chromium-browser", "google-chrome") if which(name))
    subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}", source], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return stories


# --- frames: lines broken here, so that every line is known; the file names them in any order ------------------


def frames(path, rng, order):
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen import canvas

    width, height, margin = 800, 1100, 40
    size, leading = 9, 10.8
    columns = rng.choice([3, 4, 5])
    gutter = rng.choice([9, 12, 16])
    measure = (width - 2 * margin - gutter * (columns - 1)) / columns
    indent = rng.choice([9, 12])
    runs = []  # (x, y, font, size, text, word space)
    shapes = []
    stories = []
    top = height - margin
    for nth in range(2):
        blocks = article(rng, 30 if nth == 0 else 24)
        bottom = height / 2 + 10 if nth == 0 else margin
        runs.append((margin, top - 30, "Times-Bold", 30, blocks[0]["text"], 0))
        runs.append((margin, top - 48, "Times-Italic", 9, "By Ann Lee", 0))
        head = top - 66
        pictures = {}
        out = blocks[:2]
        for column in rng.sample(range(columns), k=min(2, columns)):
            y = rng.uniform(bottom + 140, head - 60)
            pictures[column] = (y, caption(rng))
        column, y = 0, head
        for block in blocks[2:]:
            lines = broken(block["text"], measure, indent, "Times-Roman", size, stringWidth)
            block["lines"], block["columns"], block["over"] = [], [], []
            for number, (text, last) in enumerate(lines):
                if column in pictures and y < pictures[column][0]:
                    at, words = pictures.pop(column)
                    y -= 90
                    x = margin + column * (measure + gutter)
                    shapes.append((x, y + 5, measure, 80))
                    told = broken(words, measure, 0, "Helvetica", 7.5, stringWidth)
                    for line, _ in told:
                        y -= 9
                        runs.append((x, y + 8, "Helvetica", 7.5, line, 0))
                    y -= 10
                    out.append({"kind": "caption", "text": words})
                    if number:
                        block["over"].append(number)
                if y < bottom:
                    column, y = column + 1, head
                    if number:
                        block["columns"].append(number)
                    if column == columns:
                        break
                x = margin + column * (measure + gutter) + (indent if number == 0 else 0)
                room = measure - (indent if number == 0 else 0)
                natural = stringWidth(text, "Times-Roman", size)
                space = 0 if last or " " not in text else (room - natural) / text.count(" ")
                runs.append((x, y, "Times-Roman", size, text, space))
                block["lines"].append(text)
                y -= leading
            if column == columns:
                # What found no room is no part of the page.
                block["text"] = unbroken(block["lines"])
                if block["lines"]:
                    out.append(block)
                break
            out.append(block)
        stories.append(out)
        top = bottom - 20
    if order == "shuffled":
        rng.shuffle(runs)
    elif order == "rows":
        runs.sort(key=lambda run: (-round(run[1]), run[0]))
    page = canvas.Canvas(path, pagesize=(width, height))
    for x, y, w, h in shapes:
        page.setFillGray(0.6)
        page.rect(x, y, w, h, stroke=0, fill=1)
    page.setFillGray(0)
    for x, y, font, points, text, space in runs:
        line = page.beginText(x, y)
        line.setFont(font, points)
        line.setWordSpace(space)
        line.textOut(text)
        page.drawText(line)
    page.save()
    return stories


def broken(text, measure, indent, font, size, width_of):
    """Lines of a text, and whether each is the last."""
    lines, words = [], text.split()
    while words:
        line, words = one_line(words, measure - (0 if lines else indent), font, size, width_of)
        lines.append((line, not words))
    return lines


def one_line(words, room, font, size, width_of):
    """As many words as fit, and the rest. A long word is parted where it fits, between letters."""
    line = words[0]
    for nth, word in enumerate(words[1:], 1):
        if width_of(f"{line} {word}", font, size) <= room:
            line = f"{line} {word}"
            continue
        for cut in range(len(word) - 3, 2, -1):
            if word.isalpha() and word.islower() and len(word) > 6 and width_of(f"{line} {word[:cut]}-", font, size) <= room:
                return f"{line} {word[:cut]}-", [word[cut:]] + words[nth + 1 :]
        return line, words[nth:]
    return line, []


def unbroken(lines):
    text = ""
    for line in lines:
        text = text[:-1] + line if text.endswith("-") else f"{text} {line}".strip()
    return text


# --- mosaic: what newspapers do besides: stories side by side under headlines that nearly touch, a box, an initial
# over two lines, a quotation in the midst of a column, columns of two widths, items that hang; as print, on its
# side, and as the unseen text of a scan: word by word, askew, in one face ------------------------------------------


def mosaic(path, rng, how):
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen import canvas

    width, height, margin, gutter, leading = 820, 1120, 40, rng.choice([10, 12, 15]), 10.8
    runs, boxes, stories = [], [], []

    def headline(words, x, y, room):
        """As many words as fit, as large as it takes to fill the measure."""
        size = 26
        while stringWidth(words, "Times-Bold", size) > room - 1:
            size -= 0.5
        runs.append((x, y, "Times-Bold", size, words, 0))

    def flow(blocks, columns, size=9, font="Times-Roman", indent=9, hang=0, initial=False, quote=None):
        """Paragraphs from column to column, each (x, top, bottom, measure); `quote` is (column, share, text)."""
        out, column, y, step = [], 0, columns[0][1], leading * size / 9
        if quote:
            at, share, words = quote
            x, top, bottom, measure = columns[at]
            quoted = broken(words, measure - 10, 0, "Times-BoldItalic", 13, stringWidth)
            edge = bottom + (top - bottom) * share
        for nth, block in enumerate(blocks):
            cap = initial and nth == 0
            inner = stringWidth(block["text"][0], "Times-Bold", 24) + 3 if cap else 0
            words = block["text"][1 if cap else 0 :].split()
            told = {"kind": "paragraph", "lines": [], "columns": [], "over": []}
            while words:
                number = len(told["lines"])
                if quote and column == at and y < edge and quoted:
                    y -= 8
                    for line, _ in quoted:
                        y -= 15
                        runs.append((columns[at][0] + 5, y + 12, "Times-BoldItalic", 13, line, 0))
                    boxes.append((columns[at][0], y + 4, columns[at][3], 0.6))
                    y -= 12
                    quoted = []
                    if number:
                        told["over"].append(number)
                if y < columns[column][2]:
                    column += 1
                    if column == len(columns):
                        break
                    y = columns[column][1]
                    if number:
                        told["columns"].append(number)
                x, top, bottom, measure = columns[column]
                shift = inner if cap and number < 2 else hang if number else 0 if cap else indent
                text, words = one_line(words, measure - shift, font, size, stringWidth)
                natural = stringWidth(text, font, size)
                space = 0 if not words or " " not in text else (measure - shift - natural) / text.count(" ")
                if cap and number == 0:
                    runs.append((x, y - leading, "Times-Bold", 24, block["text"][0], 0))
                runs.append((x + shift, y, font, size, text, space))
                told["lines"].append(block["text"][0] + text if cap and number == 0 else text)
                y -= step
            if told["lines"]:
                # What found no room is no part of the page.
                out.append({**told, "text": unbroken(told["lines"])})
            if column == len(columns):
                break
        return out

    # Two stories side by side, two columns each.
    measure = (width - 2 * margin - 3 * gutter) / 4
    middle = height / 2 + 20
    for side in range(2):
        x = margin + side * 2 * (measure + gutter)
        words = title(rng, 4)
        headline(words, x, height - margin - 20, 2 * measure + gutter)
        tops = [(x + nth * (measure + gutter), height - margin - 38, middle, measure) for nth in range(2)]
        body = [{"kind": "paragraph", "text": text} for text in paragraphs(rng, 14)]
        stories.append([{"kind": "headline", "text": words}] + flow(body, tops))
    # One over three columns of two widths, beside a box of small type.
    narrow = (width - 2 * margin - 3 * gutter) / 4.4
    wide = 1.4 * narrow
    lefts = [margin, margin + narrow + gutter, margin + narrow + wide + 2 * gutter]
    words = title(rng, 6)
    headline(words, margin, middle - 34, 2 * narrow + wide + 2 * gutter)
    tops = [(left, middle - 56, margin, room) for left, room in zip(lefts, [narrow, wide, narrow])]
    said = "“" + " ".join(paragraphs(rng, 1)[0].split()[:14]).rstrip(",;:") + "”"
    quote = (1, rng.uniform(0.3, 0.7), said)
    body = [{"kind": "paragraph", "text": text} for text in paragraphs(rng, 16, 40)]
    body = [block for block in body if block["text"][0].isalpha()]
    stories.append([{"kind": "headline", "text": words}] + flow(body, tops, initial=how != "scan", quote=quote) + [{"kind": "caption", "text": said}])
    x = lefts[2] + narrow + gutter
    boxes.append((x, margin - 4, narrow, middle - 20 - margin))
    words = title(rng, 3)
    runs.append((x + 6, middle - 34, "Helvetica-Bold", 11, words, 0))
    body = [{"kind": "paragraph", "text": text} for text in paragraphs(rng, 14, 25, 60)]
    stories.append([{"kind": "headline", "text": words}] + flow(body, [(x + 6, middle - 50, margin + 4, narrow - 12)], size=8, font="Helvetica", indent=0, hang=8))
    if how != "print":
        rng.shuffle(runs)
    # The library takes the size of a turned page as it is seen.
    page = canvas.Canvas(path, pagesize=(height, width) if how == "turned" else (width, height))
    if how == "turned":
        page.setPageRotation(rng.choice([90, 270]))
    if how == "scan":
        page.rotate(rng.uniform(-0.35, 0.35))
        for x, y, font, points, text, space in runs:
            for word in text.split(" "):
                wide = stringWidth(word, font, points)
                size = points * rng.uniform(0.96, 1.04)
                drawn = page.beginText(x + rng.uniform(-0.3, 0.3), y + rng.uniform(-0.35, 0.35))
                drawn.setTextRenderMode(3)
                drawn.setFont("Helvetica", size)
                drawn.setHorizScale(100 * wide / max(0.1, stringWidth(word, "Helvetica", size)))
                drawn.textOut(word)
                page.drawText(drawn)
                x += wide + stringWidth(" ", font, points) + space
    else:
        for x, y, w, h in boxes:
            page.rect(x, y, w, h, stroke=1 if h > 1 else 0, fill=0 if h > 1 else 1)
        for x, y, font, points, text, space in runs:
            line = page.beginText(x, y)
            line.setFont(font, points)
            line.setWordSpace(space)
            line.textOut(text)
            page.drawText(line)
    page.save()
    return stories


# ------------------------------------------------------------------------------------------------------------


def which(name):
    return any(os.access(os.path.join(folder, name), os.X_OK) for folder in os.environ.get("PATH", "").split(":"))


def run(command, text, path):
    with open(path, "wb") as file:
        subprocess.run(command, input=text.encode(), stdout=file, stderr=subprocess.DEVNULL, check=True)


def setters():
    """What can be set here: name, function. What is missing is left out, and said."""
    found = []
    for name, tool, work in [("groff", "groff", groff), ("latex", "pdflatex", latex), ("chromium", "chromium", chromium)]:
        if which(tool):
            found.append((name, work))
        else:
            print(f"{tool} is not there: no pages of it", file=sys.stderr)
    for name, module, works in [
        ("typst", "typst", [("typst", typst)]),
        ("frames", "reportlab", [(f"frames-{order}", lambda path, rng, order=order: frames(path, rng, order)) for order in ("ordered", "shuffled", "rows")]),
        ("mosaics", "reportlab", [(f"mosaic-{how}", lambda path, rng, how=how: mosaic(path, rng, how)) for how in ("print", "turned", "scan")]),
    ]:
        try:
            __import__(module)
            found += works
        except ImportError:
            print(f"{module} is not there (pip install {module}): no pages of {name}", file=sys.stderr)
    return found


def main(folder, pages, seed):
    os.makedirs(folder, exist_ok=True)
    for name, work in setters():
        for nth in range(pages):
            rng = random.Random(f"{seed}-{name}-{nth}")
            path = os.path.join(os.path.abspath(folder), f"{name}-{nth}.pdf")
            stories = work(path, rng)
            with open(path[:-4] + ".json", "w", encoding="utf-8") as file:
                json.dump({"setter": name, "stories": stories}, file)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
