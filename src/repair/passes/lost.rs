#![doc = include_str!("lost.md")]

use crate::model::SplitWords as _;
use crate::repair::engine::{Action, Edit};
use crate::repair::view::{Block, View, first_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, Role, begins, ends};

/// The pass.
pub const PASS: Pass = Pass {
    name: "lost-text",
    doc: include_str!("lost.md"),
    is_asked_for: false,
    run,
};

/// A block of fewer words is as likely a line that was never a sentence.
const WORDS: usize = 5;

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for block in &view.blocks {
        match &block.role {
            Role::Paragraph if !block.item => {
                cut_end(view, block, &mut edits);
                lost_beginning(block, &mut edits);
            }
            Role::Headline
                if ends(block.text) == End::Open
                    && view.lexicon.is_function_word(last_word(block.text).1)
                    && block.words() >= 3 =>
            {
                edits.push(query(
                    block.range.clone(),
                    String::new(),
                    format!(
                        "a headline hardly ends in \"{}\": the rest of it is lost",
                        last_word(block.text).1
                    ),
                ));
            }
            Role::Jump(_) if !block.text.chars().any(|c| c.is_ascii_digit()) => {
                let named = block.text.split_words().count() > 3
                    || block.text.ends_with(|c: char| c.is_ascii_uppercase());
                if !named {
                    edits.push(query(
                        block.range.clone(),
                        String::new(),
                        "the jump line is cut: its page number is lost".to_owned(),
                    ));
                }
            }
            _ => {}
        }
    }
    edits
}

fn query(at: std::ops::Range<usize>, suggestion: String, because: String) -> Edit {
    Edit {
        at,
        action: Action::Ask(suggestion),
        confidence: Confidence::Query,
        because,
        seen: Vec::new(),
    }
}

/// Words that a query shows of the place that it asks about.
const SHOWN: usize = 4;

fn cut_end(view: &View, block: &Block, edits: &mut Vec<Edit>) {
    if block.words() < WORDS {
        return;
    }
    let (at, word) = last_word(block.text);
    let shown = block
        .text
        .rmatch_indices(char::is_whitespace)
        .nth(SHOWN - 1)
        .map_or(0, |(space, found)| space + found.len())
        .min(at);
    let place = block.range.start + shown..block.range.end;
    match ends(block.text) {
        End::Hyphen => {
            let whole = view.spelling.completion(word);
            edits.push(query(
                place,
                whole.map_or(String::new(), |whole| {
                    format!("{}{whole}", &block.text[shown..at])
                }),
                match whole {
                    Some(whole) => format!(
                        "the rest of the word and of the sentence is lost; the page has \"{whole}\" elsewhere"
                    ),
                    None => "the rest of the word and of the sentence is lost".to_owned(),
                },
            ));
        }
        End::Open | End::Comma => {
            let goes_on = view.lexicon.is_function_word(word) || ends(block.text) == End::Comma;
            let (suggestion, because) = if goes_on {
                (String::new(), "the end of the sentence is lost".to_owned())
            } else {
                (
                    format!("{}.", &block.text[shown..]),
                    "the sentence does not end: a full stop is lost, or more".to_owned(),
                )
            };
            edits.push(query(place, suggestion, because));
        }
        _ => {}
    }
}

fn lost_beginning(block: &Block, edits: &mut Vec<Edit>) {
    if begins(block.text) != Begin::Lower {
        return;
    }
    let (at, word) = first_word(block.text);
    // "iPhone", "eBay": a small letter that a sentence may begin with.
    if word.chars().skip(1).any(char::is_uppercase) || block.words() < WORDS {
        return;
    }
    let shown = block
        .text
        .match_indices(char::is_whitespace)
        .nth(SHOWN - 1)
        .map_or(block.text.len(), |(space, _)| space)
        .max(at + word.len());
    let start = block.text[..shown]
        .split_words()
        .collect::<Vec<_>>()
        .join(" ");
    edits.push(query(
        block.range.start..block.range.start + shown,
        String::new(),
        format!("the sentence \"{start} …\" has no beginning: what stood before it is lost"),
    ));
}
