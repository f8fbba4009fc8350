"""Regular inflection, for the languages whose free lists are small: more forms of words they have.

Each function takes the set of known words and returns forms that are not among them. A verb is only
inflected when another of its forms proves it one, or an editor has listed it, and only by endings that
no irregular change touches. Facts of grammar, written down for reglet.
"""

import re


def prefixed(stem, endings):
    return {stem + ending for ending in endings.split()}


# -- French -----------------------------------------------------------------------------------

FR_FIRM = "ons ez ais ait ions iez aient ai as a âmes âtes èrent ant é ée és ées"
FR_SILENT = (
    "e es ent erai eras era erons erez eront erais erait erions eriez eraient"
)
FR_PLURAL = re.compile(
    r".{2,}(?:tion|sion|ment|eur|euse|trice|age|ique|iste|isme|ité|té|ée|é|able|ible|aire|oire|ance|ence|ure|ette|elle"
    r"|ien|ienne|ier|ière|el|if|ive|ale|ante|ente|[^r]ant|ain|aine|ade|ude|esse|ise|ie|ine|ode|ogue|ome|ope|ère)"
)


def french(known, listed):
    made = set()
    for word in known:
        stem = word[:-2]
        proven = known & prefixed(stem, "é ait ant ée") or (word in listed and not re.search("[^f]ier$", word))
        if word.endswith("er") and len(word) > 4 and proven:
            hard = {"g": stem + "e", "c": stem[:-1] + "ç"}.get(stem[-1], stem)
            for ending in FR_FIRM.split():
                made.add((hard if ending[0] in "aoâ" else stem) + ending)
            if not re.search(r"[eé][^aeiouyéèà]{1,2}$|y$", stem):
                made |= prefixed(stem, FR_SILENT)
        elif FR_PLURAL.fullmatch(word):
            made.add(word + "s")
        if re.fullmatch(r".{3,}(?:[^i]té|[^t]é|el|if|eux|ien|al)", word):
            feminine = {"el": "elle", "if": "ive", "ux": "use", "en": "enne", "al": "ale"}
            base = word[:-2] + feminine.get(word[-2:], word[-2:] + "e")
            if base in known or word[-1] == "é":
                made |= {base, base + "s"}
    return made - known


# -- Spanish ----------------------------------------------------------------------------------

ES_AR = (
    "amos áis aba abas ábamos abais aban é aste ó asteis aron aré arás ará aremos aréis arán aría arías aríamos"
    " arían ado ada ados adas ando ar arse arlo arla arlos arlas arle arles arnos ara aras áramos aran ase asen emos"
)
ES_STRESSED = "o as a an e es en"
ES_ER_IR = "ía ías íamos ían ido ida idos idas"
ES_S = re.compile(r".{2,}(?:mento|miento|ado|ada|ido|ida|oso|osa|ivo|iva|ico|ica|ario|aria|orio|oria|ura|anza|encia|ancia"
                  r"|ble|ista|ante|ente|ismo|aje|ero|era|dora|tora|ito|ita|illo|illa|eza|uto|uta)")
ES_ES = re.compile(r".{2,}(?:dad|tad|tud|dor|tor|sor|al|el|il|ar|er)")


def spanish(known, listed):
    made = set()
    for word in known:
        stem = word[:-2]
        proven = word in listed or known & prefixed(stem, "ado ando ó aba")
        if word.endswith("ar") and len(word) > 4 and proven:
            soft = {"c": stem[:-1] + "qu", "g": stem + "u", "z": stem[:-1] + "c"}.get(stem[-1], stem)
            stressed = ES_STRESSED if known & prefixed(stem, "o a an") else ""
            for ending in f"{ES_AR} {stressed}".split():
                made.add((soft if ending[0] in "eé" else stem) + ending)
        elif word.endswith(("er", "ir")) and len(word) > 4 and known & prefixed(stem, "ido ida ía ían"):
            made |= prefixed(stem, ES_ER_IR) | prefixed(word, "se lo la los las le les")
        elif ES_S.fullmatch(word):
            made.add(word + "s")
        elif ES_ES.fullmatch(word):
            made.add(word + "es")
        elif re.fullmatch(r".{2,}[cs]ión", word):
            made.add(word[:-2] + "ones")
        if re.fullmatch(r".{2,}(?:ad|id|os|iv|ic|ari|ori)o", word) and word[:-1] + "a" in known:
            made |= prefixed(word[:-1], "a os as")
    return made - known


# -- Italian ----------------------------------------------------------------------------------

IT_ARE = (
    "o i a iamo ate ano avo avi ava avamo avate avano ai asti ò ammo aste arono erò erai erà eremo erete eranno erei"
    " eresti erebbe eremmo ereste erebbero assi asse assimo assero ato ata ati ate ando ante anti are arsi arlo"
    " arla arli arle argli armi arti arci arvi arne"
)
IT_PLURALS = [
    (r"(?:zion|sion|tor|tric|or|al|il|ol|abil|ibil|[^m]ent|ant|on|ier)e", "i"),
    (r"(?:ment|at|ut|it|os|iv|ari|ori|ett|ell|ism)o", "i"),
    (r"(?:at|ut|it|os|iv|an|in|ett|ell|ur|anz|enz|ezz)a", "e"),
]


def italian(known, listed):
    made = set()
    for word in known:
        stem = word[:-3]
        proven = word in listed or known & prefixed(stem, "ato ando ava ò")
        if word.endswith("are") and len(word) > 5 and proven:
            for ending in IT_ARE.split():
                soft = ending[0] in "ei"
                if soft and stem[-1] in "cg":
                    made.add(stem + "h" + ending)
                elif soft and stem[-1] == "i":
                    made.add(stem[:-1] + ending)
                else:
                    made.add(stem + ending)
            continue
        for pattern, vowel in IT_PLURALS:
            if re.fullmatch(".{2,}" + pattern, word):
                plural = word[:-1] + vowel
                made.add(plural[:-1] if plural.endswith("ii") else plural)
        if re.fullmatch(r".{2,}(?:at|ut|it|os|iv|ic|an|in)o", word) and word[:-1] + "a" in known:
            made |= prefixed(word[:-1], "a e" if word.endswith("ico") else "a i e")
    return made - known


# -- German -----------------------------------------------------------------------------------

DE_ADJECTIVE = re.compile(
    r".{2,}(?:lich|ig|isch|bar|sam|los|haft|iv|ell|al|är|ös|iert|end)"
    r"|(?:ab|an|auf|aus|be|bei|durch|ein|er|ent|fest|her|hin|hinter|miss|mit|nach|nieder|über|um|un|unter|ver|vor|weg|wieder|zer|zu"
    r"|zurück|zusammen)?ge.{3,}(?:t|en)"
    r"|(?:be|er|ent|miss|über|unter|ver|zer).{3,}t"
)


def german(known, nouns):
    made = set()
    for word in known - nouns:
        if DE_ADJECTIVE.fullmatch(word) and not word.endswith("st"):
            made |= prefixed(word, "e em en er es")
    return made - known
