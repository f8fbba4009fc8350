//! Misreads clean text as OCR of old newspapers does, by kinds and at a rate, and keeps where.

use std::ops::Range;

#[path = "../repair/random.rs"]
mod random;

pub use random::Random;

/// A misread text and where it was misread.
pub struct Noisy {
    pub text: String,
    pub places: Vec<Range<usize>>,
}

/// What letters of like shape are taken for; not the weights that the repair has.
const SHAPES: &[(char, &[&str])] = &[
    ('a', &["n", "s", "o", "ii"]),
    ('b', &["h", "6", "l)"]),
    ('c', &["e", "o", "("]),
    ('d', &["cl", "il", "tl"]),
    ('e', &["c", "o", "s", "6"]),
    ('f', &["t", "l", "r"]),
    ('g', &["q", "y", "9"]),
    ('h', &["b", "li", "k", "lh"]),
    ('i', &["l", "t", "1", "j", "r"]),
    ('j', &["i", ";"]),
    ('k', &["lc", "h", "x"]),
    ('l', &["i", "1", "t", "I", "!"]),
    ('m', &["rn", "in", "n", "ni", "ra"]),
    ('n', &["u", "ii", "a", "ri", "m"]),
    ('o', &["0", "c", "e", "u"]),
    ('p', &["y", "ji", "j)"]),
    ('q', &["g", "9"]),
    ('r', &["i", "t", "v", "c"]),
    ('s', &["a", "5", "8", "f"]),
    ('t', &["l", "f", "i", "r"]),
    ('u', &["n", "ii", "a", "tt"]),
    ('v', &["y", "r", "u"]),
    ('w', &["vv", "v", "iv", "tv"]),
    ('x', &["z", "s"]),
    ('y', &["v", "g", "j"]),
    ('z', &["s", "x"]),
];

/// Of 1,000 errors, how many are of each kind; see the README for where it is from.
const KINDS: &[(Kind, usize)] = &[
    (Kind::Letter, 487),
    (Kind::Scrap, 181),
    (Kind::Mark, 141),
    (Kind::Lost, 57),
    (Kind::Hyphen, 53),
    (Kind::Run, 41),
    (Kind::Split, 23),
    (Kind::Capital, 17),
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Letter,
    Scrap,
    Mark,
    Lost,
    Hyphen,
    Run,
    Split,
    Capital,
}

/// Misreads a text so that about `percent` of its characters are wrong.
pub fn misread(random: &mut Random, text: &str, percent: f64) -> Noisy {
    // An error costs somewhat more than one character.
    const COST: f64 = 1.15;
    let chars: Vec<char> = text.chars().collect();
    let events = (chars.len() as f64 * percent / 100.0 / COST) as usize;
    let mut at: Vec<Option<Kind>> = vec![None; chars.len()];
    let mut laid = 0;
    let mut tries = 0;
    while laid < events && tries < events * 50 {
        tries += 1;
        let place = random.range(0, chars.len());
        let kind = kind(random);
        if at[place].is_none() && fits(&chars, place, kind) {
            at[place] = Some(kind);
            laid += 1;
        }
    }
    let mut noisy = Noisy {
        text: String::new(),
        places: Vec::new(),
    };
    for (place, c) in chars.iter().enumerate() {
        let start = noisy.text.len();
        match at[place] {
            None => noisy.text.push(*c),
            Some(kind) => {
                write(random, &mut noisy.text, *c, kind);
                noisy.places.push(start..noisy.text.len());
            }
        }
    }
    noisy
}

fn kind(random: &mut Random) -> Kind {
    let mut left = random.range(0, KINDS.iter().map(|(_, share)| share).sum());
    for (kind, share) in KINDS {
        if left < *share {
            return *kind;
        }
        left -= share;
    }
    Kind::Letter
}

fn fits(chars: &[char], at: usize, kind: Kind) -> bool {
    let letter = |at: usize| chars.get(at).is_some_and(|c| c.is_ascii_alphabetic());
    let inside = at > 1 && letter(at - 1) && letter(at - 2) && letter(at) && letter(at + 1);
    match kind {
        Kind::Letter | Kind::Lost | Kind::Capital => letter(at),
        Kind::Scrap => chars[at] == ' ' || letter(at),
        Kind::Mark => matches!(
            chars[at],
            ',' | '.' | ';' | ':' | '!' | '?' | '\'' | '"' | '-'
        ),
        Kind::Run => chars[at] == ' ' && at > 0 && letter(at - 1) && letter(at + 1),
        Kind::Split | Kind::Hyphen => inside,
    }
}

fn write(random: &mut Random, out: &mut String, c: char, kind: Kind) {
    const ANY: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    const SCRAPS: &[&str] = &[
        "'", ".", ",", "i", "l", "t", "-", "~", "*", "r", "e", "f", ";",
    ];
    let any = |random: &mut Random| char::from(*random.pick(ANY));
    match kind {
        Kind::Letter => {
            let like = SHAPES
                .iter()
                .find(|(meant, _)| *meant == c.to_ascii_lowercase());
            match like {
                Some((_, read)) if random.percent(50) => out.push_str(random.pick::<&str>(read)),
                _ => out.push(any(random)),
            }
        }
        Kind::Scrap if c == ' ' => {
            out.push(' ');
            out.push_str(random.pick::<&str>(SCRAPS));
            out.push(' ');
        }
        Kind::Scrap => {
            out.push(c);
            out.push_str(random.pick::<&str>(SCRAPS));
        }
        Kind::Mark => match random.range(0, 3) {
            0 => {}
            1 => out.push_str(random.pick::<&str>(&[".", ",", "'", ";", "-"])),
            _ => {
                out.push(' ');
                out.push(c);
            }
        },
        Kind::Lost | Kind::Run => {}
        Kind::Hyphen => {
            out.push_str("- ");
            out.push(c);
        }
        Kind::Split => {
            out.push(' ');
            out.push(c);
        }
        Kind::Capital if c.is_ascii_uppercase() => out.push(c.to_ascii_lowercase()),
        Kind::Capital => out.push(c.to_ascii_uppercase()),
    }
}
