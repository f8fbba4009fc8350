#![doc = include_str!("duplicates.md")]

use crate::model::SplitWords as _;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::repair::engine::{Action, Edit};
use crate::repair::squeezed::{Match, Squeezed};
use crate::repair::unmix::follows;
use crate::repair::view::{Block, View, in_word, trim};
use crate::repair::{Confidence, Pass};
use crate::roles::{Begin, End, Role, begins, ends};

use super::woven::shortened;

/// The pass.
pub const PASS: Pass = Pass {
    name: "duplicates",
    doc: include_str!("duplicates.md"),
    is_asked_for: false,
    run,
};

/// Words that two neighbouring blocks must share for an overlap, or a run must have to be a repeat.
const WORDS: usize = 4;

/// Characters that they must have as well.
const CHARS: usize = 18;

/// Words and characters of a line of a narrow column: the words, where the cut itself is seen.
const FEW: usize = 3;
const LINE: usize = 24;

/// Squeezed bytes by which a line may begin with the rest of a broken word.
const TORN: usize = 12;

/// Words of a paragraph that stands again elsewhere on the page.
const BLOCK_WORDS: usize = 12;

/// Words and characters of a whole sentence that follows itself. In 400,000 words of speeches, which repeat more
/// than print does, none of more than five words does.
const SENTENCE_WORDS: usize = 8;
const SENTENCE: usize = 40;

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    heads(view, &mut edits);
    lines(view, &mut edits);
    for (squeezed, repeats) in view.repeats() {
        repeated(view, squeezed, repeats, &mut edits);
        misread(view, squeezed, repeats, &mut edits);
    }
    doubled_words(view, &mut edits);
    edits
}

fn drop_edit(
    at: Range<usize>,
    confidence: Confidence,
    because: String,
    seen: Range<usize>,
) -> Edit {
    Edit {
        at,
        action: Action::Replace(String::new()),
        confidence,
        because,
        seen: vec![seen],
    }
}

/// A block that stands again at the head of the next one, or whose end does.
fn heads(view: &View, edits: &mut Vec<Edit>) {
    for pair in view.blocks.windows(2) {
        let (block, next) = (&pair[0], &pair[1]);
        if !block.is_prose() || !next.is_prose() || block.item || next.item {
            continue;
        }
        let unfinished = !matches!(ends(block.text), End::Stop);
        if !unfinished {
            continue;
        }
        let here: Vec<(usize, &str)> = tokens(block.text);
        let there: Vec<(usize, &str)> = tokens(next.text);
        let most = here.len().min(there.len().saturating_sub(1));
        for shared in (FEW..=most).rev() {
            let tail = &here[here.len() - shared..];
            let last = shared - 1;
            // The last word may have been broken by the line end.
            let broken = |a: &str, b: &str| {
                let begun = a.strip_suffix('-').filter(|begun| begun.len() > 1);
                begun.is_some_and(|begun| b.starts_with(begun))
            };
            let same = tail[..last].iter().zip(&there).all(|(a, b)| a.1 == b.1)
                && (tail[last].1 == there[last].1 || broken(tail[last].1, there[last].1));
            if !same {
                continue;
            }
            let chars: usize = tail.iter().map(|(_, word)| word.chars().count() + 1).sum();
            if chars < CHARS || (shared < WORDS && shared < here.len()) {
                continue;
            }
            let copy = &there[..shared];
            let seen =
                next.range.start..next.range.start + copy[shared - 1].0 + copy[shared - 1].1.len();
            if shared == here.len() {
                edits.push(drop_edit(
                    block.range.start..next.range.start,
                    Confidence::Certain,
                    "the same words begin the next block, which goes on".to_owned(),
                    seen,
                ));
            } else {
                let start = block.range.start + tail[0].0;
                let at = block.text[..tail[0].0].trim_end().len() + block.range.start;
                edits.push(Edit {
                    at: at..next.range.start,
                    action: Action::Replace(" ".to_owned()),
                    confidence: Confidence::Likely,
                    because: format!(
                        "the next block begins with the same words: \"{}\"",
                        shortened(&view.text[start..block.range.end])
                    ),
                    seen: vec![seen],
                });
            }
            break;
        }
    }
}

fn tokens(text: &str) -> Vec<(usize, &str)> {
    text.split_words()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect()
}

/// A raw line twice in a row inside a block of running text.
fn lines(view: &View, edits: &mut Vec<Edit>) {
    for block in view.blocks.iter().filter(|block| block.is_prose()) {
        let mut before: Option<(usize, &str)> = None;
        let mut at = block.range.start;
        for line in block.text.split('\n') {
            if let Some((start, text)) = before
                && text == line
                && line.chars().count() >= CHARS
                && line.split_words().count() >= 3
            {
                edits.push(drop_edit(
                    at - 1..at + line.len(),
                    Confidence::Certain,
                    "the line was printed twice".to_owned(),
                    start..start + text.len(),
                ));
            }
            before = Some((at, line));
            at += line.len() + 1;
        }
    }
}

/// Whether a block is running text, or looks like a quotation only because it stands twice.
fn is_text(block: &Block) -> bool {
    matches!(block.role, Role::Paragraph | Role::PullQuote)
}

/// Runs repeated at once, and paragraphs that stand twice on the page.
fn repeated(view: &View, squeezed: &Squeezed, repeats: &[Match], edits: &mut Vec<Edit>) {
    for found in repeats {
        let period = found.here.start - found.there.start;
        // A common stretch may begin in the block before, and run on into the next one.
        let (first, last) = (
            squeezed.block(found.there.start),
            squeezed.block(found.here.end - 1),
        );
        for number in first..=last {
            let whole = squeezed.of_block(number);
            if whole.is_empty() || !is_text(&view.blocks[number]) {
                continue;
            }
            let inside =
                |range: &Range<usize>| range.start <= whole.start && whole.end <= range.end;
            if inside(&found.here) {
                let copy = whole.start - period..whole.end - period;
                twice(view, squeezed, number, copy, true, edits);
            } else if inside(&found.there) {
                let copy = whole.start + period..whole.end + period;
                twice(view, squeezed, number, copy, false, edits);
            }
            let start = found.here.start.max(whole.start + period);
            if start + period <= found.here.end.min(whole.end) {
                at_once(view, squeezed, start - period, start, edits);
            }
        }
    }
}

/// A block all of which stands elsewhere as well, at `copy`, which comes before it or (`later`
/// false) behind it.
fn twice(
    view: &View,
    squeezed: &Squeezed,
    number: usize,
    copy: Range<usize>,
    later: bool,
    edits: &mut Vec<Edit>,
) {
    let block = &view.blocks[number];
    let other = &view.blocks[squeezed.block(copy.start)];
    if squeezed.block(copy.start) != squeezed.block(copy.end - 1) || !is_text(other) {
        return;
    }
    let part = squeezed.of_block(squeezed.block(copy.start)) != copy;
    // A sentence may stand twice by right; a torn piece of one, or a long paragraph, may not. A
    // sentence of a paragraph that stands alone may be set so for show.
    let unfinished = !matches!(ends(block.text), End::Stop);
    let follows_itself = number > 0
        && squeezed.block(copy.start) == number - 1
        && block.is_prose()
        && is_sentence(block.text);
    let enough = if part {
        unfinished && block.words() >= 6 && block.is_prose() && other.is_prose()
    } else {
        later && (block.words() >= BLOCK_WORDS || follows_itself)
    };
    if !enough || block.item || block.is_formal() {
        return;
    }
    let at = if number == 0 {
        block.range.start..view.blocks[1].range.start
    } else {
        view.blocks[number - 1].range.end..block.range.end
    };
    edits.push(drop_edit(
        at,
        Confidence::Likely,
        if part {
            "the page has these words, and the rest of the sentence, in another place".to_owned()
        } else {
            "the page has this paragraph in another place".to_owned()
        },
        squeezed.text(copy),
    ));
}

/// Paragraphs that stand twice and were read differently: the copy with fewer unknown words stays.
fn misread(view: &View, squeezed: &Squeezed, repeats: &[Match], edits: &mut Vec<Edit>) {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for found in repeats {
        let pair = (
            squeezed.block(found.there.start),
            squeezed.block(found.here.start),
        );
        if pair.0 < pair.1 {
            *shared.entry(pair).or_default() += found.here.len();
        }
    }
    for ((first, second), same) in shared {
        let (a, b) = (&view.blocks[first], &view.blocks[second]);
        let (la, lb) = (
            squeezed.of_block(first).len(),
            squeezed.of_block(second).len(),
        );
        let (short, long) = (la.min(lb), la.max(lb));
        let alike = same * 10 >= long * 7 && long * 100 <= short * 115 && same < long;
        if !alike || !is_text(a) || !is_text(b) || a.words().min(b.words()) < BLOCK_WORDS {
            continue;
        }
        let strange = |block: &Block| {
            block
                .text
                .split_words()
                .filter(|word| !view.lexicon.knows(trim(word)))
                .count()
        };
        let (gone, stays) = if strange(a) > strange(b) {
            (first, second)
        } else {
            (second, first)
        };
        let unknown = strange(&view.blocks[gone]).saturating_sub(strange(&view.blocks[stays]));
        if unknown == 0 || !reads_as(view.blocks[gone].text, view.blocks[stays].text) {
            // Two versions of which neither is plainly a misreading: a person's business.
            continue;
        }
        let at = if gone == 0 {
            0..view.blocks[1].range.start
        } else {
            view.blocks[gone - 1].range.end..view.blocks[gone].range.end
        };
        edits.push(drop_edit(
            at,
            Confidence::Likely,
            format!(
                "the page has this paragraph in another place, with {unknown} unknown words fewer"
            ),
            view.blocks[stays].range.clone(),
        ));
    }
}

/// Whether a text may be the other one, misread: every word that only it has is a word of the other with
/// some letters changed. Another number is another text, and so is a word that the other has nothing like.
fn reads_as(misread: &str, right: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split_words().map(trim).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (mut odd, mut even) = (words(misread), words(right));
    odd.retain(|word| match even.iter().position(|other| other == word) {
        Some(at) => {
            even.swap_remove(at);
            false
        }
        None => true,
    });
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    let is_like = |word: &str, other: &str| {
        let letters = word.chars().count().max(other.chars().count());
        let distance = rapidfuzz::distance::levenshtein::distance(word.chars(), other.chars());
        digits(word) == 0 && digits(other) == 0 && distance * 3 <= letters.max(3)
    };
    // A word in two pieces, or two run together, holds the other or is held by it.
    let has_like = |word: &String, others: &[String]| {
        let is_piece =
            |other: &String| other.contains(word.as_str()) || word.contains(other.as_str());
        others
            .iter()
            .any(|other| is_like(word, other) || is_piece(other))
    };
    let few = misread.split_words().count() / 50;
    let lost = odd.iter().filter(|word| !has_like(word, &even)).count();
    let new = even.iter().filter(|word| !has_like(word, &odd)).count();
    let is_number = |words: &[String]| words.iter().any(|word| digits(word) > 0);
    !is_number(&odd) && !is_number(&even) && lost <= few && new <= few
}

/// Asks about a small word that stands twice in a row ("the the").
fn doubled_words(view: &View, edits: &mut Vec<Edit>) {
    for block in view.blocks.iter().filter(|block| block.is_prose()) {
        let mut before: Option<(usize, &str)> = None;
        for (at, word) in tokens(block.text) {
            if let Some((start, same)) = before
                && same == word
                && view.lexicon.is_function_word(word)
                && by_chance(view, word)
            {
                let start = block.range.start + start;
                edits.push(Edit {
                    at: start..block.range.start + at + word.len(),
                    action: Action::Ask(word.to_owned()),
                    confidence: Confidence::Query,
                    because: format!("\"{word}\" stands twice in a row"),
                    seen: Vec::new(),
                });
            }
            before = Some((at, word));
        }
    }
}

/// Whether a word stands after itself no oftener than chance has it: "had had" does.
fn by_chance(view: &View, word: &str) -> bool {
    match (view.lexicon.pair(word, word), view.lexicon.score(word)) {
        (Some(pair), Some(score)) => pair - 2.0 * score < 0.2,
        (None, Some(_)) => true,
        _ => false,
    }
}

/// The same words twice in a row inside a paragraph.
fn at_once(view: &View, squeezed: &Squeezed, early: usize, late: usize, edits: &mut Vec<Edit>) {
    // The common stretch may begin inside a word: the unit is cut at the first word in it. A line
    // that begins with the rest of a broken word shows it where it begins a word, and did not before.
    let period = late - early;
    let starts = |at: usize| starts_word(view.text, squeezed.text(at..at + 1).start);
    let both = (0..period).find(|shift| starts(early + shift) && starts(late + shift));
    let parted = |shift: &usize| starts(late + shift) && !starts(early + shift);
    let torn = (0..period.min(TORN)).find(parted);
    // Letters that are no word prove it alone.
    let no_word = torn.is_some_and(|shift| {
        let word = &view.text[squeezed.text(late + shift..late + shift + 1).start..];
        let word = trim(word.split_words().next().unwrap_or(word));
        word.chars().all(char::is_alphabetic) && !view.is_word(word)
    });
    let Some(shift) = torn.or(both) else {
        return;
    };
    if late + shift + period > squeezed.len() {
        return;
    }
    let first = squeezed.text(early + shift..late + shift);
    let second = squeezed.text(late + shift..late + shift + period);
    let unit = &view.text[first.clone()];
    let again = &view.text[second.clone()];
    let same = unit.split_words().eq(again.split_words());
    let words = unit.split_words().count();
    // Speech repeats clause by clause, and by right; a line that was set twice is cut anywhere. So
    // the seam must lie inside a clause: no mark before it, none between the copies.
    let between = &view.text[first.end..second.start];
    let broken = between.starts_with('-') && between[1..].trim().is_empty();
    let seamless = between.trim().is_empty() || broken;
    let open = unit.ends_with(char::is_alphanumeric) && seamless;
    let stopped = ends(unit) == End::Stop && begins(again) == Begin::Lower;
    let cut_behind = open || stopped || no_word;
    let cut_before = view.text[..first.start].trim_end().ends_with(in_word);
    let plain = |text: &str| {
        text.split_words()
            .all(|word| word.chars().all(in_word) && word.contains(char::is_alphanumeric))
    };
    let in_clause = |c: char| in_word(c) || c.is_whitespace() || ",\"“”()".contains(c);
    let one_clause = unit.chars().all(in_clause);
    // Where the language is known well enough, the words at the seam tell whether it is one.
    let senseless = view.lexicon.has_classes() && follows(view, unit, again) < 0.0;
    let chars = unit.chars().count();
    let sure = torn.is_some() || broken || stopped;
    let clause = says_again(unit, &view.text[second.end..]);
    let sentence = seamless
        && is_sentence(unit)
        && begins(unit) != Begin::Lower
        && ends(&view.text[..first.start]) == End::Stop;
    let enough = sentence
        || (sure && words >= FEW)
        || (words >= WORDS && chars >= LINE && open && plain(unit))
        || (words > WORDS && (senseless || (cut_before && one_clause) || plain(unit)))
        || (words > WORDS && chars >= LINE && open && cut_before && !clause);
    if !same || !(cut_behind || sentence) || !enough || chars < CHARS {
        return;
    }
    let start = if broken {
        first.end
    } else {
        view.text[..second.start].trim_end().len()
    };
    edits.push(drop_edit(
        start..second.end,
        Confidence::Likely,
        "the same words stand twice in a row".to_owned(),
        first,
    ));
}

/// Whether a text is a sentence too long to be said twice in a row for effect.
fn is_sentence(text: &str) -> bool {
    let inner = text.trim_end().trim_end_matches(['"', '”', '’', '»', '“']);
    inner.ends_with('.')
        && text.split_words().count() >= SENTENCE_WORDS
        && text.chars().count() >= SENTENCE
}

/// Whether the repeat goes on behind its copy to the next mark, so that what stands twice may be a clause, and
/// by right: "only to defend it; never used to destroy it, only to defend it".
fn says_again(unit: &str, after: &str) -> bool {
    let counts = |c: &char| !c.is_whitespace() && *c != '-';
    let (mut unit, mut after) = (unit.chars().filter(counts), after.chars().filter(counts));
    let mut seen = 0;
    loop {
        match (unit.next(), after.next()) {
            (Some(mark), _) if !in_word(mark) => return seen > 0,
            (Some(a), Some(b)) if a == b => seen += 1,
            _ => return false,
        }
    }
}

fn starts_word(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_none_or(char::is_whitespace)
}
