//! Headlines, bylines, subheads and captions for made-up pages.

use crate::random::Random;

const FIRST: &[&str] = &[
    "Ada", "Bruno", "Chen", "Dolores", "Edmund", "Fatima", "Giles", "Hana", "Ivo", "Joan", "Kofi",
    "Lena", "Mateo", "Nora", "Otto", "Priya", "Quentin", "Rosa", "Sven", "Tessa", "Umberto",
];
const LAST: &[&str] = &[
    "Abbott", "Berg", "Castle", "Dhar", "Ellis", "Fontaine", "Grove", "Hart", "Ito", "Jansen",
    "Kerr", "Lind", "Moss", "Novak", "Osborne", "Pike", "Rossi", "Stone", "Tamm", "Vega", "Wolfe",
];
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or",
    "that", "the", "to", "which", "with", "be", "has", "have", "are", "was", "this",
];

fn name(random: &mut Random) -> (String, String) {
    (
        (*random.pick(FIRST)).to_owned(),
        (*random.pick(LAST)).to_owned(),
    )
}

/// Words from anywhere in the text, without what stands around them.
fn words(random: &mut Random, text: &[String], count: usize) -> Vec<String> {
    loop {
        let paragraph = random.pick(text);
        let all: Vec<&str> = paragraph.split_whitespace().collect();
        if all.len() < count + 2 {
            continue;
        }
        let from = random.range(0, all.len() - count);
        let bare = |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let mut found: Vec<String> = all[from..from + count].iter().map(bare).collect();
        let small =
            |word: &String| SMALL.contains(&word.to_lowercase().as_str()) || word.is_empty();
        while found.first().is_some_and(small) {
            found.remove(0);
        }
        while found.last().is_some_and(small) {
            found.pop();
        }
        if found.len() > 2 && found.iter().all(|word| !word.is_empty()) {
            return found;
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// A headline: in title case, or as a sentence.
pub fn headline(random: &mut Random, text: &[String]) -> String {
    let count = random.range(5, 9);
    let words = words(random, text, count);
    let title = random.percent(70);
    let styled = words.iter().enumerate().map(|(at, word)| {
        if at == 0 || (title && !SMALL.contains(&word.as_str())) {
            capital(word)
        } else {
            word.clone()
        }
    });
    styled.collect::<Vec<_>>().join(" ")
}

/// A subhead: short, as a sentence without its stop.
pub fn subhead(random: &mut Random, text: &[String]) -> String {
    let count = random.range(3, 6);
    capital(&words(random, text, count).join(" "))
}

/// A byline.
pub fn byline(random: &mut Random) -> String {
    let (first, last) = name(random);
    match random.range(0, 4) {
        0 => format!("By {first} {}", last.to_uppercase()),
        1 => format!("By {first} {last}, Staff Writer"),
        2 => format!("BY {} {}", first.to_uppercase(), last.to_uppercase()),
        _ => format!("By {first} {last}"),
    }
}

/// A caption with its credit: a sentence of the text that is short enough, or a made-up one.
pub fn caption(random: &mut Random, text: &[String]) -> String {
    let (first, last) = name(random);
    let place = random.pick(LAST);
    let what = match random.range(0, 4) {
        0 => format!("{first} {last} at the opening of the new hall in {place} on Saturday."),
        1 => format!("A view of {place} from the east, with the works in the foreground."),
        2 => format!("Delegates arrive for the meeting in {place} on Monday."),
        _ => {
            let words = words(random, text, 8);
            format!(
                "{}, as seen in {place} last week.",
                capital(&words.join(" "))
            )
        }
    };
    let (first, last) = name(random);
    let credit = match random.range(0, 6) {
        0 => format!("(Photo: {first} {last})"),
        1 => format!("(PHOTO: {})", last.to_uppercase()),
        2 => format!("Photo by {first} {last}"),
        3 => "(COURTESY PHOTO)".to_owned(),
        4 => format!("Photograph: {first} {last}"),
        _ => format!("({first} {last}/Reuters)"),
    };
    format!("{what} {credit}")
}
