#![doc = include_str!("continued.md")]

use crate::lexicon::Language;
use crate::model::SplitWords as _;
use crate::repair::engine::{Action, Edit};
use crate::repair::hyphens::{Verdict, at_line_end};
use crate::repair::view::{Block, View, first_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, Role, begins, ends, opens_quote};

/// The pass.
pub const PASS: Pass = Pass {
    name: "continued",
    doc: include_str!("continued.md"),
    is_asked_for: false,
    run,
};

/// How two blocks are one.
#[derive(Clone, Debug, PartialEq)]
pub struct Seam {
    /// What stands between them: replaces the hyphen, if there is one, and the break.
    pub now: &'static str,
    /// Whether the hyphen before the break goes.
    pub hyphen_goes: bool,
    /// How sure.
    pub confidence: Confidence,
    /// Why.
    pub because: String,
}

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for pair in view.blocks.windows(2) {
        let Some(seam) = seam(view, &pair[0], &pair[1]) else {
            continue;
        };
        let hyphen = pair[0].text.chars().next_back().map_or(0, char::len_utf8);
        let start = pair[0].range.end - if seam.hyphen_goes { hyphen } else { 0 };
        edits.push(Edit {
            at: start..pair[1].range.start,
            action: Action::Replace(seam.now.to_owned()),
            confidence: seam.confidence,
            because: seam.because,
            seen: Vec::new(),
        });
    }
    edits
}

/// Whether `next` goes on where `block` stops; `None` when nothing shows it.
pub fn seam(view: &View, block: &Block, next: &Block) -> Option<Seam> {
    let (_, left) = last_word(block.text);
    let (_, right) = first_word(next.text);
    if block.role == Role::Headline
        && next.role == Role::Headline
        && ends(block.text) == End::Open
        && view.lexicon.is_function_word(left)
    {
        return Some(Seam {
            now: " ",
            hyphen_goes: false,
            confidence: Confidence::Likely,
            because: format!("no headline ends in \"{left}\""),
        });
    }
    if !block.is_prose() || !next.is_prose() || next.item || block.shouts() {
        return None;
    }
    // Most paragraphs end where a sentence does, and few are looked at any closer.
    if ends(block.text) != End::Stop && (block.is_formal() || next.is_formal()) {
        return None;
    }
    let open = |confidence, because: String| {
        Some(Seam {
            now: " ",
            hyphen_goes: false,
            confidence,
            because,
        })
    };
    match (ends(block.text), begins(next.text)) {
        (End::Hyphen, Begin::Lower | Begin::Upper | Begin::Digit) => {
            broken_word(view, next, left, right)
        }
        (End::Open | End::Comma | End::Dash, Begin::Lower) => open(
            Confidence::Certain,
            format!("the sentence stops at \"{left}\" and goes on at \"{right}\""),
        ),
        (End::Open | End::Comma, Begin::Continuation) => None,
        (End::Stop, Begin::Lower) if abbreviation(view, block.text) => open(
            Confidence::Likely,
            format!("\"{left}.\" is an abbreviation, and the sentence goes on at \"{right}\""),
        ),
        (End::Stop, Begin::Upper) if title(view, block.text) => open(
            Confidence::Likely,
            format!("\"{left}.\" stands before a name, and the name is \"{right}\""),
        ),
        (End::Open | End::Comma, Begin::Upper) => {
            let function_word = view.lexicon.is_function_word(left);
            // German writes every noun with a capital: only a small word can begin a sentence there.
            let noun = view.lexicon.language() == Language::German
                && !view.lexicon.is_function_word(right);
            let name = is_name(view, right) || noun;
            // There, one word in four has a capital: a cut before one is commoner than an end that is lost.
            let paragraph = block.words() >= LONG && next.words() >= PIECE;
            let pair = format!("{left} {right}");
            let title = left.starts_with(char::is_uppercase) && name && view.text.contains(&pair);
            let quoted = ends(block.text) == End::Comma && opens_quote(next.text);
            if view.lexicon.has_classes() && !title && !quoted {
                let least = if function_word && name { NAME } else { CAPITAL };
                return (goes_on(view, block, next) >= least)
                    .then(|| {
                        open(
                            Confidence::Likely,
                            format!(
                                "the sentence stops at \"{left}\" and can go on at \"{right}\""
                            ),
                        )
                    })
                    .flatten();
            }
            if title {
                open(
                    Confidence::Certain,
                    format!("the page has \"{pair}\" elsewhere"),
                )
            } else if quoted
                || (name && !opens_quote(next.text) && (function_word || noun && paragraph))
            {
                open(
                    Confidence::Likely,
                    format!("the sentence stops at \"{left}\" and can go on at \"{right}\""),
                )
            } else {
                None
            }
        }
        (End::Open | End::Comma, Begin::Digit)
            if !numbered(next.text)
                && block.words() >= PIECE
                && (view.lexicon.is_function_word(left)
                    || view.lexicon.has_classes() && goes_on(view, block, next) >= CAPITAL) =>
        {
            open(
                Confidence::Likely,
                format!("the sentence stops at \"{left}\" and can go on at \"{right}\""),
            )
        }
        _ => None,
    }
}

/// How much likelier it is (in powers of ten) that a sentence goes on over the seam with a capital or a
/// figure than that one ended, and its end is lost, and another begins. Only for whole paragraphs:
/// lines of verse and items of lists are short.
///
/// The weights were found on seams inside and between the paragraphs of 500,000 words of news and
/// speeches. Where both are alike often, a score of 0.7 takes half of the seams inside, and one of
/// twenty-five between.
fn goes_on(view: &View, block: &Block, next: &Block) -> f32 {
    let lexicon = view.lexicon;
    let mut tokens = next.text.split_words();
    let (token, second) = (tokens.next().unwrap_or(""), tokens.next().unwrap_or(""));
    let last = block.text.split_words().next_back().unwrap_or("");
    let (left, right) = (last_word(last).1, first_word(token).1);
    let small = lexicon.is_function_word(left);
    if (block.words() < LONG && !small) || block.words() < PIECE || opens_quote(next.text) {
        return f32::NEG_INFINITY;
    }
    let opening = lexicon.opening(token);
    let on = lexicon.joint(&lexicon.ending(last), &opening);
    let anew = lexicon.joint(&lexicon.ending("."), &opening);
    if !right.chars().all(char::is_alphabetic) {
        return on - anew;
    }
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let comma = ends(block.text) == End::Comma;
    let mut score = 0.48 * (on - anew) - 0.07;
    if lexicon.is_function_word(right) {
        score -= 0.85;
    }
    score += match lexicon
        .look(right)
        .map(|found| (found.is_word(), found.is_name()))
    {
        Some((false, true)) => 0.85,
        Some((true, true)) => 0.69,
        Some((true, false)) => 0.0,
        _ => 0.47,
    };
    score += match (small, comma) {
        (true, _) => 0.18,
        (false, true) => 0.18,
        (false, false) if is_capital(left) => 0.72,
        _ => 0.0,
    };
    let scores = lexicon.score(left).zip(lexicon.score(right));
    if let Some((pair, (a, b))) = lexicon.pair(left, right).zip(scores) {
        score += 0.46 + 0.48 * (pair - a - b).max(-1.0);
    }
    let second = first_word(second).1;
    if is_capital(second) && !lexicon.is_function_word(second) {
        score += 0.23;
    }
    let (small, capital) = (
        view.spelling.count_small(right),
        view.spelling.count_capital(right),
    );
    score + 0.08 * (capital.min(3) as f32 - small.min(3) as f32)
}

fn broken_word(view: &View, next: &Block, left: &str, right: &str) -> Option<Seam> {
    let small = begins(next.text) == Begin::Lower;
    let decision = at_line_end(view, left, right)?;
    if !small {
        // "devel-" before a new sentence is a cut, not a compound; "Anglo-" before "American" is.
        let proven = decision.confidence == Confidence::Certain;
        let compound = decision.verdict == Verdict::Keep
            && (view.lexicon.look(left).is_some()
                || view.lexicon.is_prefix(left)
                || view.spelling.count(left) > 1)
            && left.starts_with(char::is_uppercase)
            && is_name(view, right);
        if !proven && !compound {
            return None;
        }
    }
    Some(Seam {
        now: if decision.verdict == Verdict::Space {
            " "
        } else {
            ""
        },
        hyphen_goes: decision.verdict == Verdict::Join,
        confidence: decision.confidence,
        because: format!("a word was cut: {}", decision.because),
    })
}

/// How much likelier than not a sentence must go on with a capital, in powers of ten; and with a name,
/// behind a word that ends no sentence.
const CAPITAL: f32 = 0.7;
const NAME: f32 = 0.0;

/// Words of a block that is more than a heading of a list ("Down").
const PIECE: usize = 3;

/// Words of a block that is more than a line of verse or an item of a list.
const LONG: usize = 12;

/// Whether a capital is there because the word is a name, not because a sentence begins.
fn is_name(view: &View, word: &str) -> bool {
    if view.spelling.count_small(word) > 0 || view.lexicon.is_function_word(word) {
        return false;
    }
    match view.lexicon.look(word) {
        Some(found) => found.is_name() && !found.is_word(),
        None => word.chars().count() > 1,
    }
}

fn abbreviation(view: &View, text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or(text);
    word.ends_with('.') && view.lexicon.is_abbreviation(word)
}

/// Whether a text ends in a title that stands before a name.
fn title(view: &View, text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or(text);
    word.ends_with('.') && word.starts_with(char::is_uppercase) && view.lexicon.is_title(word)
}

/// Whether a text begins as an item of a numbered list.
fn numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with(['.', ')']) && rest[1..].starts_with(' ')
}
