//! The laws hold for damage that nobody thought of, and nothing makes the program panic.

mod laws;

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;

/// Sound paragraphs to damage.
fn paragraphs() -> &'static [String] {
    static PARAGRAPHS: OnceLock<Vec<String>> = OnceLock::new();
    PARAGRAPHS.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/addresses.txt");
        let text = std::fs::read_to_string(path).expect("the data is there");
        let paragraphs = text.trim().split("\n\n").map(str::to_owned);
        paragraphs
            .filter(|paragraph| paragraph.len() < 900)
            .collect()
    })
}

/// One blow to a page. Places are fractions of its length, so that every value fits every page.
#[derive(Clone, Debug)]
enum Blow {
    Break(f64, &'static str),
    Drop(f64, usize),
    Double(f64, usize, &'static str),
    Insert(f64, &'static str),
    Copy(f64, f64, usize),
    Weave(f64, usize),
    Swap(f64, f64, usize),
}

fn blow() -> impl Strategy<Value = Blow> {
    let place = 0.0..1.0f64;
    let breaks = prop::sample::select(vec!["\n", "\n\n", "- ", "-\n", "-\n\n", " ", "\u{ad}", "-"]);
    let parts = prop::sample::select(vec!["\n", "\n\n", " ", ""]);
    let inserts = prop::sample::select(vec![
        "\n\nThe ferry at the pier. (Photo: A. Finch)\n\n",
        "\n\nContinued on page 4\n\n",
        "\n\n12\n\n",
        "\u{fb01}",
        "\u{feff}",
        "\u{c}",
        "\r",
        "\t",
        "\u{a0}",
        "(",
        "\"",
        "-",
        "*",
        "漢",
    ]);
    prop_oneof![
        (place.clone(), breaks).prop_map(|(at, with)| Blow::Break(at, with)),
        (place.clone(), 1usize..60).prop_map(|(at, length)| Blow::Drop(at, length)),
        (place.clone(), 10usize..90, parts)
            .prop_map(|(at, length, with)| Blow::Double(at, length, with)),
        (place.clone(), inserts).prop_map(|(at, what)| Blow::Insert(at, what)),
        (place.clone(), place.clone(), 20usize..200)
            .prop_map(|(from, to, length)| Blow::Copy(from, to, length)),
        (place.clone(), 20usize..60).prop_map(|(at, measure)| Blow::Weave(at, measure)),
        (place.clone(), place, 20usize..90)
            .prop_map(|(one, other, length)| Blow::Swap(one, other, length)),
    ]
}

/// The text after a blow.
fn struck(text: &[char], blow: &Blow) -> Vec<char> {
    let place = |fraction: f64| (text.len() as f64 * fraction) as usize;
    let end = |from: usize, length: usize| (from + length).min(text.len());
    let mut out = text.to_vec();
    match *blow {
        Blow::Break(at, what) | Blow::Insert(at, what) => {
            let at = place(at);
            out.splice(at..at, what.chars());
        }
        Blow::Drop(at, length) => {
            let at = place(at);
            out.drain(at..end(at, length));
        }
        Blow::Double(at, length, with) => {
            let at = place(at);
            let copy: Vec<char> = with
                .chars()
                .chain(text[at..end(at, length)].iter().copied())
                .collect();
            let after = end(at, length);
            out.splice(after..after, copy);
        }
        Blow::Copy(from, to, length) => {
            let (from, to) = (place(from), place(to));
            out.splice(to..to, text[from..end(from, length)].iter().copied());
        }
        Blow::Weave(at, measure) => {
            let at = place(at);
            let until = end(at, measure * 8);
            let lines: Vec<&[char]> = text[at..until].chunks(measure).collect();
            let half = lines.len() / 2;
            let mut woven = Vec::new();
            for index in 0..half {
                for line in [lines[index], lines[half + index]] {
                    woven.extend_from_slice(line);
                    woven.push('\n');
                }
            }
            woven.extend(
                lines[half * 2..]
                    .iter()
                    .flat_map(|line| line.iter().copied()),
            );
            out.splice(at..until, woven);
        }
        Blow::Swap(one, other, length) => {
            let (one, other) = (place(one), place(other));
            if end(one, length) <= other && other + length <= text.len() {
                for offset in 0..length.min(other - one) {
                    out.swap(one + offset, other + offset);
                }
            }
        }
    }
    out
}

fn hold(bytes: &[u8]) -> Result<(), TestCaseError> {
    // What cannot be read is the reader's to refuse; it must not panic.
    if let Ok(outcome) = laws::run(bytes, &laws::told(None)) {
        let broken = laws::broken(bytes, &laws::told(None), &outcome);
        prop_assert!(broken.is_empty(), "{}", broken.join("\n"));
    }
    Ok(())
}

#[test]
fn texts_that_once_broke_a_law_keep_it() {
    for text in [
        // A word that a line end broke and whose hyphen is lost.
        "The rapidly increasing nu\nmber of children is a concern of us all.",
        // Line ends behind a hyphen, in a page of which other lines are mended.
        "Aé éA\n\néA\né\nAA-\néAéaAaAA'\nb\nA\n",
        "A\u{ad}'\nA\u{ad}\n\na\nA:\nAA-\nAé\n",
        "a\nAé-\nAa\n\né A\u{ad}\"\nA\u{ad}\n",
        // A wide space in a character of several bytes before a hyphen.
        "The word stands behind\u{a0}- and before\u{3000}- it.",
        // A piece of a sentence at the head of two pages is no running head.
        "of heart or abandonment of\n\nmoral principle. It is a long way.\n\u{c}\nof heart or abandonment \
         of\n\nall that was dear to us.",
    ] {
        hold(text.as_bytes()).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}

/// Cases of each property: few, unless `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn damaged_pages_keep_the_laws(
        first in 0usize..10_000,
        length in 1usize..6,
        blows in prop::collection::vec(blow(), 1..8),
    ) {
        let all = paragraphs();
        let first = first % (all.len() - length);
        let mut text: Vec<char> = all[first..first + length].join("\n\n").chars().collect();
        for blow in &blows {
            text = struck(&text, blow);
        }
        let text: String = text.into_iter().collect();
        hold(text.as_bytes())?;
    }

    #[test]
    fn any_text_keeps_the_laws(text in "([a-zA-Zé]{1,9}[-,.;:\"'()\u{ad} ]{0,2}[ \n]{1,2}){0,60}") {
        hold(text.as_bytes())?;
    }

    #[test]
    fn any_characters_keep_the_laws(text in "[\\PC\n\r\t\u{c}]{0,200}") {
        hold(text.as_bytes())?;
    }

    #[test]
    fn any_bytes_keep_the_laws(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        hold(&bytes)?;
    }
}
