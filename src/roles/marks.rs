//! Blocks that tell what they are by their own words: bylines, jump lines, datelines, folios,
//! running heads, labels of advertisements, notes.
//!
//! Looks at one block at a time; what stands beside it is weighed in `page`.

use super::edges::{End, ends, is_dash, is_hyphen};
use super::words::{Words, bare};
use crate::model::SplitWords as _;

/// Which way a jump line points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// At the head of a story that began elsewhere ("From page 1").
    From,
    /// At the foot of a story that goes on elsewhere ("Continued on Page A4").
    To,
}

/// Whether a block is a byline: a by-word and names, or, `beside_headline`, words of a desk.
pub fn is_byline(text: &str, words: &Words, beside_headline: bool) -> bool {
    let text = text.trim().trim_matches(|c| matches!(c, '*' | '_' | '|'));
    let count = text.split_words().take(17).count();
    if !(2..=16).contains(&count) || text.len() > 200 {
        return false;
    }
    if matches!(ends(text), End::Comma | End::Hyphen | End::Colon) || text.contains(['?', '!']) {
        return false;
    }
    let lower = text.to_lowercase();
    if words.has("signature", lower.trim_end_matches(['.', ':'])) {
        return true;
    }
    // "di Paolo Ferri" is set small in some papers; only its place tells it from a sentence.
    if let Some((length, _)) = words.opening("byline", &lower)
        && lower.len() == text.len()
        && (beside_headline || text.chars().next().is_some_and(char::is_uppercase))
    {
        return are_names(&text[length..], words, beside_headline);
    }
    // "Jane Doe, Staff Writer" has no by-word; only its place tells.
    beside_headline
        && count <= 8
        && ends(text) != End::Stop
        && words.within("desk", &lower)
        && text.chars().next().is_some_and(char::is_uppercase)
        && are_names(text, words, true)
}

/// Whether every word is a name: capitals, particles ("van", "de"), "and", and, after a comma, the
/// words of a post ("staff writer").
fn are_names(text: &str, words: &Words, lenient: bool) -> bool {
    let mut capitals = 0;
    let mut small = 0;
    let mut post = false;
    for token in text.split_words() {
        let word = bare(token);
        let Some(first) = word.chars().next() else {
            // "&", "|", "/" part names; a dash parts a name and a post.
            continue;
        };
        if first.is_numeric() {
            return false;
        }
        if first.is_uppercase() || !first.is_lowercase() {
            // "By Monday Morning" is no name.
            if capitals == 0 && words.has("day", &word.to_lowercase()) {
                return false;
            }
            capitals += 1;
        } else if !post
            && !words.has("and", word)
            && !matches!(
                word,
                "van"
                    | "von"
                    | "de"
                    | "del"
                    | "della"
                    | "der"
                    | "den"
                    | "di"
                    | "da"
                    | "dos"
                    | "du"
                    | "la"
                    | "le"
                    | "ter"
                    | "ten"
                    | "zu"
                    | "bin"
                    | "ibn"
                    | "al"
                    | "el"
                    | "af"
                    | "av"
                    | "y"
                    | "e"
                    | "und"
                    | "and"
                    | "et"
                    | "en"
                    | "i"
            )
        {
            small += 1;
        }
        post |= token.ends_with(',') || token.ends_with('|');
    }
    let stop = ends(text) == End::Stop;
    capitals >= 1 && small == 0 && (lenient || (capitals >= 2 && !stop))
}

/// Whether a block is a jump line, also a cut one ("From pag"), and which way it points.
pub fn jump(text: &str, words: &Words) -> Option<Direction> {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || is_dash(c) || is_hyphen(c) || "()[]*_►▶»→<>|.".contains(c)
    });
    let count = text.split_words().take(10).count();
    if count == 0 || count > 9 || text.len() > 140 {
        return None;
    }
    let text = without_column(text, words);
    let lower = text.to_lowercase();
    for (list, direction) in [("from", Direction::From), ("to", Direction::To)] {
        if let Some((length, rest)) = words.opening(list, &lower) {
            let weak = !lower[..length].contains(' ') && list == "from";
            let rest = rest.trim();
            let named = names_page(rest, words, true) || is_lettered(rest);
            // "Continued on" alone is a jump line that lost its page; "From" alone is nothing.
            let front = || {
                let short = rest.split_words().count() <= 2;
                list == "from" && short && words.within("front", rest)
            };
            if named || (!weak && (rest.is_empty() || is_reference(rest) || front())) {
                return Some(direction);
            }
        }
    }
    if is_named_from(text, &lower, words) {
        return Some(Direction::From);
    }
    if let Some((_, rest)) = words.opening("see", &lower)
        && names_page(rest, words, false)
        && ends(text) != End::Comma
    {
        return Some(Direction::To);
    }
    // "BUDGET, Page A4", "Kommentar Seite 4": a slug and its page.
    let slug = text.split([',', ' ', '/']).next().unwrap_or("");
    let capitals = slug.chars().count() >= 3 && slug.chars().all(char::is_uppercase);
    let capital = slug.chars().count() >= 3 && slug.chars().next().is_some_and(char::is_uppercase);
    let numbered = text.ends_with(|c: char| c.is_ascii_digit());
    let is_slug = (capitals && count <= 4) || (capital && numbered && count == 3);
    (is_slug && names_page(&lower[slug_len(&lower)..], words, false)).then_some(Direction::To)
}

/// A jump line without the column that it names behind the page: "Page 4, Col. 1".
fn without_column<'t>(text: &'t str, words: &Words) -> &'t str {
    let mut tokens = text.rsplitn(3, char::is_whitespace);
    match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(number), Some(column), Some(rest))
            if number.chars().all(|c| c.is_ascii_digit())
                && words.has("column", &bare(column).to_lowercase()) =>
        {
            rest.trim_end_matches(|c: char| c == ',' || c.is_whitespace())
        }
        _ => text,
    }
}

/// The head of a continued story that is all one line: "BUDGET from A1", "Harbour: continued from
/// page 1".
fn is_named_from(text: &str, lower: &str, words: &Words) -> bool {
    words.list("from").any(|entry| {
        let Some(at) = lower.find(entry).filter(|at| *at > 0) else {
            return false;
        };
        // Folding may change lengths; then nothing is told.
        let (Some(name), rest) = (text.get(..at), lower[at + entry.len()..].trim()) else {
            return false;
        };
        let parted = name.ends_with(|c: char| !c.is_alphanumeric());
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        let capitals = name.chars().filter(|c| c.is_uppercase()).count() >= 3
            && !name.chars().any(char::is_lowercase);
        let strong = entry.contains(' ') && name.starts_with(char::is_uppercase);
        let paged = names_page(rest, words, false) || is_lettered(rest);
        parted
            && name.split_words().count() <= 3
            && (capitals || strong)
            && rest.split_words().count() <= 4
            && paged
    })
}

/// Whether a word is a page's number with the letter of its section: `A4`.
fn is_lettered(word: &str) -> bool {
    is_reference(word) && word.starts_with(char::is_alphabetic)
}

/// Whether a word, in small letters, is one for a page.
pub fn is_page_word(word: &str, words: &Words) -> bool {
    words.has("page", word) || matches!(word, "p" | "s" | "pp")
}

fn slug_len(lower: &str) -> usize {
    lower.find([',', ' ', '/']).unwrap_or(lower.len())
}

/// Whether a text names a page at its end: "page 3", "s. 4", "pag" (cut off), "page one".
fn names_page(lower: &str, words: &Words, cut: bool) -> bool {
    let tokens: Vec<&str> = lower.split_words().map(bare).collect();
    let is_page = |word: &str| is_page_word(word, words);
    let is_cut = |word: &str| {
        word.chars().count() >= 2 && words.list("page").any(|page| page.starts_with(word))
    };
    match tokens[..] {
        [.., page, reference] if is_page(page) => {
            is_reference(reference) || (words.has("page", page) && tokens.len() <= 3)
        }
        [page] => cut && (is_page(page) && page.len() > 1 || is_cut(page)),
        [.., last] => cut && tokens.len() <= 3 && is_cut(last),
        [] => false,
    }
}

/// Whether a word is the number of a page: `4`, `A4`, `12B`, `B-3`.
pub fn is_reference(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let others = word
        .chars()
        .filter(|c| !c.is_alphanumeric() && *c != '-')
        .count();
    (1..=3).contains(&digits) && letters <= 1 && others == 0
}

/// Whether a paragraph opens with a dateline: `BERLIN (dpa) —`, `LONDON, March 3 —`.
pub fn opens_with_dateline(text: &str, words: &Words) -> bool {
    let mut agency = false;
    let mut first = true;
    let mut caps = false;
    for token in text.split_words().take(9) {
        if token.chars().all(|c| is_dash(c) || is_hyphen(c)) {
            return !first && (caps || agency);
        }
        let word = bare(token);
        if first {
            caps = word.chars().count() >= 2 && word.chars().all(char::is_uppercase);
            if !word.chars().next().is_some_and(char::is_uppercase) {
                return false;
            }
        }
        agency |= token.starts_with('(') && words.has("agency", &word.to_lowercase());
        // "DOVER, Tuesday. The ferry …" has a stop for a dash.
        let lower = word.to_lowercase();
        if caps && !first && token.ends_with('.') {
            let dated = lower.chars().all(|c| c.is_ascii_digit()) || words.has("day", &lower);
            return dated;
        }
        first = false;
        if token.ends_with(is_dash) || token.ends_with("--") {
            return caps || agency;
        }
    }
    false
}

/// Whether a block is a folio: a page number and no more.
pub fn is_folio(text: &str, words: &Words) -> bool {
    if text.len() > 40 {
        return false;
    }
    let tokens: Vec<String> = text
        .split_words()
        .map(|t| bare(t).to_lowercase())
        .filter(|t| !t.is_empty())
        .collect();
    match &tokens[..] {
        [one] => is_reference(one),
        [page, number] => {
            (words.has("page", page) || matches!(page.as_str(), "p" | "s")) && is_reference(number)
        }
        [page, number, of, all] => {
            words.has("page", page)
                && is_reference(number)
                && words.has("preposition", of)
                && is_reference(all)
        }
        _ => false,
    }
}

/// Whether a short block names a date: a month and a number, or a weekday and a number.
pub fn names_date(text: &str, words: &Words) -> bool {
    if text.len() > 200 {
        return false;
    }
    let tokens: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '•' | '·' | '/'))
        .map(|t| bare(t).to_lowercase())
        .filter(|t| !t.is_empty())
        .collect();
    if tokens.len() > 14 || ends(text) == End::Stop {
        return false;
    }
    let number = tokens
        .iter()
        .any(|t| t.chars().all(|c| c.is_ascii_digit()) && t.len() <= 4);
    let day = tokens.iter().any(|t| words.has("day", t));
    // "may" and "mar" are also plain words; a year or a weekday settles it.
    let year = tokens
        .iter()
        .any(|t| t.len() == 4 && t.chars().all(|c| c.is_ascii_digit()));
    let month = tokens.iter().any(|t| words.has("month", t));
    (month && number && (day || year)) || (day && number && tokens.len() <= 5)
}

/// Whether a short block counts issues: volume, number, year or price, and a figure.
pub fn names_issue(text: &str, words: &Words) -> bool {
    let tokens: Vec<String> = text
        .split_words()
        .map(|t| bare(t).to_lowercase())
        .filter(|t| !t.is_empty())
        .collect();
    let figure = text.chars().any(|c| c.is_ascii_digit());
    tokens.len() <= 10 && figure && tokens.iter().any(|t| words.has("issue", t))
}

/// Whether a block is a label of advertisements, alone or before a few words.
pub fn is_advert(text: &str, words: &Words) -> bool {
    let count = text.split_words().take(61).count();
    if count > 60 {
        return false;
    }
    let bared = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    if words.has("advert", &bared) {
        return true;
    }
    // What follows asks for one of these at least.
    if !text.contains(|c: char| c.is_ascii_digit() || c == '@')
        && !text.to_ascii_lowercase().contains("www.")
        && !text.to_ascii_lowercase().contains("http")
    {
        return false;
    }
    // The marks of an offer; two kinds of them in a few words are no news.
    let web = text.split_words().any(|t| {
        let t = t.to_lowercase();
        t.starts_with("www.") || t.starts_with("http") || (t.contains('@') && t.contains('.'))
    });
    let phone = has_phone(text);
    let price = text.split_words().any(|t| {
        let digits = t.chars().any(|c| c.is_ascii_digit());
        digits && t.contains(['$', '€', '£'])
    });
    let offer = text.contains('%') && count < 30;
    let shout = text.contains('!') && !text.contains(['"', '“', '”', '«', '»', '„']);
    let capitals = text
        .split_words()
        .filter(|w| w.chars().count() > 2 && !w.chars().any(char::is_lowercase))
        .filter(|w| w.chars().any(char::is_alphabetic))
        .count();
    let loud = capitals * 3 >= count && count >= 3;
    let kinds = [web, phone, price, offer, shout, loud];
    (web || phone || price)
        && kinds.iter().filter(|k| **k).count() >= 2
        && (shout || loud || (web && phone))
}

fn has_phone(text: &str) -> bool {
    let mut run = 0;
    let mut groups = 0;
    let mut in_digits = false;
    for c in text.chars() {
        if c.is_ascii_digit() {
            run += 1;
            groups += usize::from(!in_digits);
            in_digits = true;
        } else if matches!(c, '-' | ' ' | '(' | ')' | '/' | '.' | '+') {
            in_digits = false;
        } else {
            (run, groups, in_digits) = (0, 0, false);
        }
        if run >= 7 && groups >= 2 && run <= 14 {
            return true;
        }
    }
    false
}

/// Whether a block is about the story rather than of it.
pub fn is_note(text: &str, words: &Words) -> bool {
    let plain = text.trim_matches(|c: char| "()[]*_—–".contains(c) || c.is_whitespace());
    let opening: String = plain.chars().take(60).collect();
    let opens = words
        .opening("note", &opening.to_lowercase())
        .is_some_and(|(_, rest)| rest.trim_start().starts_with([':', '—', '–']));
    let short = || plain.split_words().take(51).count() <= 50;
    opens || (ends(text) == End::Stop && short() && words.within("noted", &plain.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::words::of_page;

    fn all() -> &'static Words {
        of_page(std::iter::empty())
    }

    #[test]
    fn bylines() {
        for text in [
            "By LONG Yuemei & CHEN Chunyou",
            "By Jane Doe",
            "BY JANE DOE",
            "By Jane Doe and John van Roe",
            "By Jane Doe, staff writer",
            "By Jane Doe at Moor Park",
            "By Jane Doe | Reuters",
            "Von Karl Huber",
            "Von Karl Huber und Eva Maier, Wien",
            "Par Jeanne Dupont",
            "Por Ana Gómez",
            "Di Mario Rossi",
            "Door Jan de Vries",
            "From Our Own Correspondent",
            "Von unserem Korrespondenten",
        ] {
            assert!(is_byline(text, all(), false), "{text}");
        }
        for text in [
            "By 2027, investment in equipment is projected to increase",
            "By Monday Morning",
            "By then the town had changed",
            "By the River",
            "Von der Leyen sagte ab",
            "Par exemple",
            "By the time Jane Doe came, it was over.",
            "Bystanders Saw It",
        ] {
            assert!(!is_byline(text, all(), false), "{text}");
        }
        assert!(is_byline("Jane Doe, Staff Writer", all(), true));
        assert!(is_byline("di Paolo Ferri", all(), true));
        assert!(!is_byline("di Paolo Ferri", all(), false));
        assert!(!is_byline("Jane Doe, Staff Writer", all(), false));
        assert!(!is_byline("Case Study", all(), true));
    }

    #[test]
    fn jump_lines() {
        for (text, direction) in [
            ("From page 1", Direction::From),
            ("From pag", Direction::From),
            ("From Page One", Direction::From),
            ("(Continued from Page A1)", Direction::From),
            ("Continued from A1", Direction::From),
            ("Fortsetzung von Seite 1", Direction::From),
            ("Suite de la page 3", Direction::From),
            ("Viene de la página 1", Direction::From),
            ("Segue da pagina 1", Direction::From),
            ("Vervolg van pagina 1", Direction::From),
            ("Continued on Page A4", Direction::To),
            ("Continued on", Direction::To),
            ("Continued on page", Direction::To),
            ("— Continued on Page 4 —", Direction::To),
            ("See BUDGET, page 3", Direction::To),
            ("See HARBOUR, Page B6", Direction::To),
            ("Turn to Page 5", Direction::To),
            ("BUDGET, Page A4", Direction::To),
            ("Kommentar Seite 4", Direction::To),
            ("Sports, Page 5", Direction::To),
            ("Fortsetzung auf Seite 4", Direction::To),
            ("Siehe Seite 7", Direction::To),
            ("Suite en page 12", Direction::To),
            ("Sigue en la página 8", Direction::To),
            ("Lees verder op pagina 3", Direction::To),
        ] {
            assert_eq!(jump(text, all()), Some(direction), "{text}");
        }
        for text in [
            "From",
            "From Paris With Love",
            "From the pages of history",
            "See you on Monday",
            "Continued growth in the east",
            "From here the road climbs to page after page of rock and ice and snow.",
            "Turning the Page",
        ] {
            assert_eq!(jump(text, all()), None, "{text}");
        }
    }

    #[test]
    fn furniture() {
        for text in ["12", "A4", "Page 3", "— 12 —", "Seite 5", "Page 3 of 12"] {
            assert!(is_folio(text, all()), "{text}");
        }
        for text in ["2024", "Page one", "12 people", "4.5 %"] {
            assert!(!is_folio(text, all()), "{text}");
        }
        for text in [
            "Monday, March 4, 2024",
            "The Daily Bugle | Monday, March 4, 2024 | A5",
            "Montag, 4. März 2024",
            "lundi 4 mars 2024",
        ] {
            assert!(names_date(text, all()), "{text}");
        }
        assert!(!names_date("It may take 4 weeks", all()));
        assert!(!names_date(
            "The fire broke out on Monday, March 4, 2024.",
            all()
        ));
    }

    #[test]
    fn adverts_and_notes() {
        assert!(is_advert("ADVERTISEMENT", all()));
        assert!(is_advert("- Anzeige -", all()));
        assert!(is_advert(
            "BIG SALE! Sofas from $199. Call 555-123-4567",
            all()
        ));
        assert!(!is_advert(
            "The company sold 3 ships for $4 million on Monday.",
            all()
        ));
        assert!(!is_advert("Call 555-1234 with news of the parish.", all()));
        assert!(is_note("Editor's note: this story was updated.", all()));
        assert!(is_note("*John Roe contributed to this report.*", all()));
        assert!(!is_note("Note that the road is closed.", all()));
    }

    #[test]
    fn datelines() {
        for text in [
            "BERLIN (dpa) — Der Rat",
            "LONDON, March 3 — The council",
            "Paris (AFP) - Le conseil",
            "ST. LOUIS — A court",
            "DOVER, Tuesday. The ferry",
            "DOVER, March 3. The ferry",
        ] {
            assert!(opens_with_dateline(text, all()), "{text}");
        }
        assert!(!opens_with_dateline(
            "The council — or what is left of it —",
            all()
        ));
        assert!(!opens_with_dateline("A town — small", all()));
    }
}
