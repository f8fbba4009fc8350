#![doc = include_str!("homes.md")]

use std::collections::BTreeSet;
use std::ops::Range;

use crate::repair::engine::{Action, Edit};
use crate::repair::view::{View, trim};
use crate::repair::{Confidence, Pass};
use crate::roles::Role;

/// The pass.
pub const PASS: Pass = Pass {
    name: "caption-home",
    doc: include_str!("homes.md"),
    is_asked_for: false,
    run,
};

/// Different names that must stand in the other story.
const NAMES: usize = 2;

fn run(view: &View) -> Vec<Edit> {
    let stories = stories(view);
    if stories.len() < 2 {
        return Vec::new();
    }
    let names: Vec<BTreeSet<String>> = stories
        .iter()
        .map(|story| {
            view.blocks[story.clone()]
                .iter()
                .filter(|block| !matches!(block.role, Role::Caption { .. } | Role::Credit))
                .flat_map(|block| names(view, block.text))
                .collect()
        })
        .collect();
    let mut edits = Vec::new();
    for (home, story) in stories.iter().enumerate() {
        for number in story.clone() {
            let block = &view.blocks[number];
            let Role::Caption { credit } = &block.role else {
                continue;
            };
            let text = match credit {
                Some(credit) => &block.text[..credit.start.min(block.text.len())],
                None => block.text,
            };
            let own: BTreeSet<String> = names_of(view, text);
            let shared = |story: usize| own.intersection(&names[story]).count();
            if shared(home) > 0 {
                continue;
            }
            let mut others: Vec<(usize, usize)> = (0..stories.len())
                .filter(|other| *other != home)
                .map(|other| (shared(other), other))
                .collect();
            others.sort_by(|a, b| b.cmp(a));
            let (most, other) = others[0];
            let second = others.get(1).map_or(0, |(count, _)| *count);
            if most < NAMES || most < second * 2 || number == 0 {
                continue;
            }
            let proof: Vec<&str> = own
                .intersection(&names[other])
                .take(3)
                .map(String::as_str)
                .collect();
            edits.push(Edit {
                at: view.blocks[number - 1].range.end..block.range.end,
                action: Action::Move(view.blocks[stories[other].end - 1].range.end),
                confidence: Confidence::Likely,
                because: format!(
                    "the story where it was found has none of its names, and another story has {}",
                    proof.join(", ")
                ),
                seen: Vec::new(),
            });
        }
    }
    edits
}

/// The blocks of each story: from one headline (or the kicker over it) to the next.
fn stories(view: &View) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    for number in 1..view.blocks.len() {
        let block = &view.blocks[number];
        let before = &view.blocks[number - 1];
        let headline =
            block.role == Role::Headline && !matches!(before.role, Role::Headline | Role::Kicker);
        let kicker = block.role == Role::Kicker
            && before.role != Role::Headline
            && view
                .blocks
                .get(number + 1)
                .is_some_and(|next| next.role == Role::Headline);
        if headline || kicker {
            starts.push(number);
        }
    }
    starts
        .iter()
        .enumerate()
        .map(|(nth, start)| *start..starts.get(nth + 1).copied().unwrap_or(view.blocks.len()))
        .filter(|story| !story.is_empty())
        .collect()
}

fn names_of(view: &View, text: &str) -> BTreeSet<String> {
    names(view, text).collect()
}

/// Capitalised words inside sentences that the page never writes small and that are no ordinary
/// words in capitals throughout.
fn names<'v>(view: &'v View, text: &'v str) -> impl Iterator<Item = String> + 'v {
    let mut inside = false;
    text.split_whitespace().filter_map(move |token| {
        let word = trim(token);
        let was_inside = inside;
        inside = !token.ends_with(['.', '!', '?', ':', '”', '"']);
        let capital = word.starts_with(char::is_uppercase);
        let first_in_sentence = !was_inside;
        let ordinary = view.lexicon.is_function_word(word)
            || (first_in_sentence && view.lexicon.look(word).is_some_and(|found| found.is_word()));
        let base = word.trim_end_matches("'s").trim_end_matches("’s");
        (capital && base.chars().count() > 2 && !ordinary).then(|| base.to_owned())
    })
}
