//! Compares what came out with the truth.

use std::collections::{BTreeMap, HashMap};

use crate::damage::{Event, Page};

/// What came out of a page.
pub struct Output {
    /// Its blocks.
    pub blocks: Vec<String>,
    /// Ranges of the damaged page's bytes at which a query was raised.
    pub queries: Vec<std::ops::Range<usize>>,
}

/// Counts over many pages.
#[derive(Default)]
pub struct Score {
    exact: usize,
    truth_blocks: usize,
    out_blocks: usize,
    errors: usize,
    tokens: usize,
    sound: usize,
    harmed: usize,
    /// By kind of damage: how often, how often mended.
    pub kinds: BTreeMap<&'static str, (usize, usize)>,
    right_characters: f64,
    mixed_characters: f64,
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Score {
    /// Adds a page; gives back the events that were not mended.
    pub fn add<'p>(&mut self, page: &'p Page, output: &Output) -> Vec<&'p Event> {
        let blocks: Vec<String> = output.blocks.iter().map(|block| folded(block)).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for block in &blocks {
            *counts.entry(block).or_default() += 1;
        }
        let mut left = counts.clone();
        let mut found = |block: &str| match left.get_mut(block) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        self.exact += page.truth.iter().filter(|block| found(block)).count();
        self.truth_blocks += page.truth.len();
        self.out_blocks += blocks.len();
        let (errors, tokens) = distance(&page.truth, &blocks);
        self.errors += errors;
        self.tokens += tokens;
        self.sound += page.sound.len();
        let harmed = page
            .sound
            .iter()
            .filter(|text| !counts.contains_key(text.as_str()));
        self.harmed += harmed.count();
        let mut missed = Vec::new();
        for event in &page.events {
            let mended = self.mended(page, event, &blocks, output);
            let kind = self.kinds.entry(event.kind).or_default();
            kind.0 += 1;
            kind.1 += usize::from(mended);
            if !mended {
                missed.push(event);
            }
        }
        missed
    }

    fn mended(&mut self, page: &Page, event: &Event, blocks: &[String], output: &Output) -> bool {
        let has = |text: &String| blocks.iter().any(|block| block.contains(text.as_str()));
        let times = |text: &String| {
            blocks
                .iter()
                .map(|b| b.matches(text.as_str()).count())
                .sum::<usize>()
        };
        if !event.streams.is_empty() {
            for stream in &event.streams {
                let near = blocks.iter().map(|block| likeness(stream, block));
                let best = near.fold(0.0, f64::max);
                self.mixed_characters += stream.len() as f64;
                self.right_characters += best * stream.len() as f64;
            }
            return event.streams.iter().all(|text| blocks.contains(text));
        }
        let queried = event.query.as_ref().is_none_or(|tail| {
            page.damaged.find(tail.as_str()).is_some_and(|at| {
                let end = at + tail.len();
                output
                    .queries
                    .iter()
                    .any(|query| query.start <= end && at <= query.end)
            })
        });
        queried
            && event.present.iter().all(has)
            && event.once.iter().all(|text| times(text) == 1usize)
            && !event.absent.iter().any(|text| blocks.contains(text))
    }

    /// F1 of exact blocks.
    pub fn f1(&self) -> f64 {
        2.0 * self.exact as f64 / (self.truth_blocks + self.out_blocks).max(1) as f64
    }

    /// Word and paragraph-break errors for each word and break of the truth.
    pub fn error_rate(&self) -> f64 {
        self.errors as f64 / self.tokens.max(1) as f64
    }

    /// Sound paragraphs, and those that did not come through.
    pub fn harm(&self) -> (usize, usize) {
        (self.harmed, self.sound)
    }

    /// Share of the characters of mixed paragraphs that stand in the right one.
    pub fn right_column(&self) -> f64 {
        self.right_characters / self.mixed_characters.max(1.0)
    }
}

/// How much of two texts is alike, word by word, from 0 to 1, weighed by characters.
fn likeness(a: &str, b: &str) -> f64 {
    let x: Vec<&str> = a.split(' ').collect();
    let y: Vec<&str> = b.split(' ').collect();
    let mut row = vec![0usize; y.len() + 1];
    for word in &x {
        let mut diagonal = 0;
        for (at, other) in y.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other {
                diagonal + word.len() + 1
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    2.0 * row[y.len()] as f64 / (a.len() + b.len() + 2) as f64
}

/// Edit distance between two rows of blocks in words and breaks, and the length of the first.
fn distance(truth: &[String], got: &[String]) -> (usize, usize) {
    let tokens = |blocks: &'_ [String]| -> Vec<u64> {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut all = Vec::new();
        for block in blocks {
            for word in block.split_whitespace() {
                let mut hasher = DefaultHasher::new();
                word.hash(&mut hasher);
                all.push(hasher.finish());
            }
            all.push(0);
        }
        all
    };
    let (x, y) = (tokens(truth), tokens(got));
    let mut row: Vec<usize> = (0..=y.len()).collect();
    for (i, word) in x.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (at, other) in y.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other {
                diagonal
            } else {
                1 + diagonal.min(above).min(row[at])
            };
            diagonal = above;
        }
    }
    (row[y.len()], x.len())
}
