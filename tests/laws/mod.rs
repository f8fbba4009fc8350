//! What must hold for every repaired text, whatever it is about.
//!
//! Knows the audit as its reader sees it (rows of JSON and the bytes of the input) and nothing of
//! how repair works. The replay here is written anew on purpose: it is the stranger who takes an
//! audit at its word.

#![allow(
    dead_code,
    reason = "each test crate that includes this module uses a part of it"
)]

pub mod diff;
pub mod notation;

use std::ops::Range;

use reglet::model::{Page, Source};
use reglet::repair::{self, Audit, Options};
use reglet::roles::{BlockText, Role, classify};
use serde_json::Value;

/// A text that went through repair.
pub struct Outcome {
    /// What was read.
    pub found: Page,
    /// What came out.
    pub repaired: Page,
    /// How it came about.
    pub audit: Audit,
    /// The audit as JSON, a row a value.
    pub rows: Vec<Value>,
    text: String,
}

impl Outcome {
    /// The repaired text, a block a line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rows of the given status, `applied` or `query`.
    pub fn with_status<'a>(&'a self, status: &'a str) -> impl Iterator<Item = &'a Value> {
        self.rows.iter().filter(move |row| row["status"] == status)
    }

    /// The applied rows, a line each, for people.
    pub fn applied(&self) -> String {
        self.with_status("applied").map(brief).collect()
    }
}

/// One row in brief: `  line-hyphen certain 12..20 "devel-\noping" -> "developing"`.
pub fn brief(row: &Value) -> String {
    let also = match row["also"].as_array() {
        Some(also) => format!(
            " also {:?}",
            also.iter().filter_map(bytes).collect::<Vec<_>>()
        ),
        None => String::new(),
    };
    format!(
        "  {} {} {} {} {} -> {}{}{} ({})\n",
        row["status"].as_str().unwrap_or("?"),
        row["pass"].as_str().unwrap_or("?"),
        row["confidence"].as_str().unwrap_or("?"),
        row["at"]["bytes"],
        row["was"],
        row["now"],
        if moved(row).is_some() { " moved" } else { "" },
        also,
        row["because"].as_str().unwrap_or(""),
    )
}

/// What repair is told by a language alone.
pub fn told(language: Option<&str>) -> Options {
    Options {
        language: language.map(str::to_owned),
        ..Options::default()
    }
}

/// Reads and repairs a text.
pub fn run(bytes: &[u8], options: &Options) -> Result<Outcome, String> {
    let found = reglet::read::text("case.txt", bytes.to_vec())
        .map_err(|error| format!("could not be read: {error:?}"))?;
    let (repaired, audit) = repair::repair(&found, options);
    let rows = audit
        .rows
        .iter()
        .map(|row| serde_json::to_value(row).expect("a row is plain data"))
        .collect();
    let text = joined(&repaired);
    Ok(Outcome {
        text,
        found,
        repaired,
        audit,
        rows,
    })
}

/// The page as plain text: the lines of running text joined, those of verse, tables and lists kept.
fn joined(page: &Page) -> String {
    let string = &page.text.string;
    let ranges = page.text.blocks();
    let blocks: Vec<BlockText> = ranges
        .iter()
        .map(|range| BlockText::new(&string[range.clone()]))
        .collect();
    let mut out = String::new();
    for (role, block) in classify(&blocks).iter().zip(&blocks) {
        if block.text.trim().is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        if matches!(role, Role::Verse | Role::Table | Role::List) {
            out.push_str(block.text);
        } else {
            out.push_str(&reglet::edition::flow::join(block.text));
        }
    }
    out
}

/// Holds an outcome to the laws; a sentence for every one that is broken.
pub fn broken(bytes: &[u8], options: &Options, outcome: &Outcome) -> Vec<String> {
    let mut broken = Vec::new();
    for row in &outcome.rows {
        if let Err(why) = well_formed(&outcome.found, row) {
            broken.push(format!("{why}:\n{}", brief(row)));
        }
    }
    if !broken.is_empty() {
        return broken;
    }
    let applied: Vec<&Value> = outcome.with_status("applied").collect();
    match replay(&outcome.found, &applied) {
        Err(why) => broken.push(why),
        Ok(replayed) => {
            let strict = one_line_blocks(&decoded(&outcome.found, bytes));
            if let Some(where_) = unlike(&replayed, &outcome.repaired.text.string, strict) {
                broken.push(format!(
                    "the audit replayed on the input does not give the output: {where_}\n{}",
                    outcome.applied()
                ));
            }
        }
    }
    let source = &outcome.found.source;
    let raw = repair::raw(&outcome.repaired);
    match repair::replay(source, &outcome.audit) {
        Ok(replayed) if replayed == raw => {}
        Ok(replayed) => broken.push(format!(
            "the library's replay does not give the output:\n{}",
            diff::words(&raw, &replayed)
        )),
        Err(why) => broken.push(why.to_string()),
    }
    match repair::undo(&raw, &outcome.audit, source) {
        Ok(undone) if undone == source.decode(0..bytes.len()) => {}
        Ok(undone) => broken.push(format!(
            "undone, the audit does not give the input:\n{}",
            diff::words(&source.decode(0..bytes.len()), &undone)
        )),
        Err(why) => broken.push(format!("the audit cannot be undone: {why}")),
    }
    match run(outcome.text().as_bytes(), options) {
        Err(_) if outcome.text().trim().is_empty() => {}
        Err(why) => broken.push(format!("the repaired text {why}")),
        Ok(again) => {
            if again.with_status("applied").next().is_some() || again.text() != outcome.text() {
                broken.push(format!(
                    "repairing the result again changes it:\n{}{}",
                    again.applied(),
                    diff::words(outcome.text(), again.text())
                ));
            }
        }
    }
    broken
}

/// Bytes as characters, in the encoding of a page's source.
pub fn decoded(page: &Page, bytes: &[u8]) -> String {
    let source = Source::new("", bytes.to_vec(), page.source.encoding);
    source.decode(0..bytes.len())
}

fn bytes(place: &Value) -> Option<Range<usize>> {
    let pair = place["bytes"].as_array()?;
    Some(pair.first()?.as_u64()? as usize..pair.get(1)?.as_u64()? as usize)
}

/// The bytes a row is about.
pub fn at(row: &Value) -> Range<usize> {
    bytes(&row["at"]).unwrap_or(0..0)
}

/// Whether a query was raised at a phrase of the input (at any of its places).
pub fn queried(bytes: &[u8], rows: &[Value], phrase: &str) -> bool {
    let places = bytes_of(bytes, phrase);
    rows.iter()
        .filter(|row| row["status"] == "query")
        .any(|row| {
            let at = at(row);
            places
                .iter()
                .any(|place| at.start <= place.end && place.start <= at.end)
        })
}

/// Every place of a phrase in the input's bytes.
fn bytes_of(bytes: &[u8], phrase: &str) -> Vec<Range<usize>> {
    let needle = match std::str::from_utf8(bytes) {
        Ok(_) => phrase.as_bytes().to_vec(),
        Err(_) => encoding_rs::WINDOWS_1252.encode(phrase).0.into_owned(),
    };
    (0..bytes.len().saturating_sub(needle.len() - 1))
        .filter(|&at| bytes[at..].starts_with(&needle))
        .map(|at| at..at + needle.len())
        .collect()
}

/// The number of a move; `None` for every other edit.
fn moved(row: &Value) -> Option<u64> {
    row["moved"].as_u64()
}

fn also(row: &Value) -> Vec<Range<usize>> {
    row["also"]
        .as_array()
        .map(|also| also.iter().filter_map(bytes).collect())
        .unwrap_or_default()
}

fn well_formed(page: &Page, row: &Value) -> Result<(), &'static str> {
    let source = page.source.bytes.as_slice();
    let at = bytes(&row["at"]).ok_or("a row has no place")?;
    let mut places = also(row);
    places.push(at.clone());
    if places
        .iter()
        .any(|place| place.start > place.end || place.end > source.len())
    {
        return Err("a row is about a place outside the input");
    }
    if row["was"] != decoded(page, &source[at.clone()]) {
        return Err("a row's `was` is not what stands at its place");
    }
    if row["because"].as_str().is_none_or(str::is_empty) {
        return Err("a row gives no reason");
    }
    let line = 1 + line_ends(source, at.start);
    if row["at"]["line"] != line {
        return Err("a row's line is not the line of its bytes");
    }
    if row["status"] == "applied" {
        if row["confidence"] == "query" {
            return Err("an edit of the lowest confidence was applied");
        }
        if moved(row).is_some() && !(places.len() > 1 && places[0].is_empty()) {
            return Err("a moved row does not say where it went");
        }
        if moved(row).is_none() && at.is_empty() && row["now"] == "" && places.len() == 1 {
            return Err("an applied row changes nothing");
        }
    }
    Ok(())
}

/// Line ends among the first `until` bytes: LF, CR LF, or CR alone.
fn line_ends(bytes: &[u8], until: usize) -> usize {
    (0..until)
        .filter(|&at| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        })
        .count()
}

/// Where a piece that was moved begins or ends, white space is free: a moved paragraph brings its
/// blank lines or finds them there. A private character stands for that freedom.
const FREE: char = '\u{F8FE}';

/// The audit taken at its word: bytes moved in the order of the moves, then a flat patch.
/// The text that rows make of a page.
pub fn replay(page: &Page, applied: &[&Value]) -> Result<String, String> {
    let bytes = page.source.bytes.as_slice();
    let mut order: Vec<usize> = (0..bytes.len()).collect();
    let mut moves: Vec<&&Value> = applied.iter().filter(|row| moved(row).is_some()).collect();
    moves.sort_by_key(|row| moved(row));
    for row in moves {
        let mut cut = also(row);
        let to = cut.remove(0).start;
        cut.insert(0, at(row));
        let goes = |byte: &usize| cut.iter().any(|range| range.contains(byte));
        if to > 0 && goes(&(to - 1)) {
            return Err(format!("a block moves into itself:\n{}", brief(row)));
        }
        order.retain(|byte| !goes(byte));
        let place = match to {
            0 => 0,
            _ => {
                1 + order
                    .iter()
                    .position(|&byte| byte == to - 1)
                    .expect("bytes stay")
            }
        };
        order.splice(place..place, cut.into_iter().flatten());
    }
    // What each byte becomes: itself, or, where an edit begins, the edit's text, or nothing.
    let mut gone = vec![false; bytes.len()];
    let mut put: Vec<String> = vec![String::new(); bytes.len() + 1];
    for row in applied.iter().filter(|row| moved(row).is_none()) {
        for range in std::iter::once(at(row)).chain(also(row)) {
            for byte in range {
                if std::mem::replace(&mut gone[byte], true) {
                    return Err(format!("two edits overlap:\n{}", brief(row)));
                }
            }
        }
        put[at(row).start].push_str(row["now"].as_str().unwrap_or_default());
    }
    let mut out = String::new();
    let mut kept: Vec<u8> = Vec::new();
    let mut last = None;
    for &byte in order.iter().chain([&bytes.len()]) {
        if last.is_some_and(|last| last + 1 != byte) {
            out.push_str(&decoded(page, &kept));
            kept.clear();
            out.push(FREE);
        }
        if !put[byte].is_empty() {
            out.push_str(&decoded(page, &kept));
            kept.clear();
            out.push_str(&put[byte]);
        }
        if byte < bytes.len() && !gone[byte] {
            kept.push(bytes[byte]);
        }
        last = Some(byte);
    }
    out.push_str(&decoded(page, &kept));
    Ok(out)
}

/// What parts two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Block,
    Free,
}

fn gaps(text: &str) -> Vec<(Gap, char)> {
    let mut found = Vec::new();
    let mut gap = Gap::Free;
    let mut line_ends = 0;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for c in text.chars() {
        match c {
            FREE => gap = Gap::Free,
            // A new printed page begins a new block.
            '\u{c}' if gap != Gap::Free => gap = Gap::Block,
            '\u{FEFF}' => {}
            '\n' if gap != Gap::Free => {
                line_ends += 1;
                gap = if line_ends > 1 {
                    Gap::Block
                } else {
                    Gap::Space
                };
            }
            _ if c.is_whitespace() => {
                if gap == Gap::None {
                    gap = Gap::Space;
                }
            }
            _ => {
                found.push((gap, c));
                gap = Gap::None;
                line_ends = 0;
            }
        }
    }
    found
}

/// The first place where two texts differ, white space folded; blocks count when `strict`.
pub fn unlike(replayed: &str, output: &str, strict: bool) -> Option<String> {
    let fold = |gap: Gap| match gap {
        Gap::Block if !strict => Gap::Space,
        other => other,
    };
    let (ours, theirs) = (gaps(replayed), gaps(output));
    let shown = |text: &[(Gap, char)], at: usize| -> String {
        let from = at.saturating_sub(20);
        let part = &text[from.min(text.len())..(at + 20).min(text.len())];
        part.iter()
            .flat_map(|&(gap, c)| {
                let mark = match gap {
                    Gap::None => None,
                    Gap::Space => Some(' '),
                    Gap::Block => Some('¶'),
                    Gap::Free => Some('·'),
                };
                mark.into_iter().chain([c])
            })
            .collect()
    };
    for at in 0..ours.len().max(theirs.len()) {
        let same = match (ours.get(at), theirs.get(at)) {
            (Some(&(gap, c)), Some(&(other, d))) => {
                c == d && (gap == Gap::Free || other == Gap::Free || fold(gap) == fold(other))
            }
            _ => false,
        };
        if !same {
            return Some(format!(
                "replayed “{}”, but the output has “{}”",
                shown(&ours, at),
                shown(&theirs, at)
            ));
        }
    }
    None
}

/// Whether every block of a text is one line, so that blocks are beyond doubt.
fn one_line_blocks(text: &str) -> bool {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim()
        .split('\n')
        .step_by(1)
        .collect::<Vec<_>>()
        .windows(2)
        .all(|pair| pair[0].trim().is_empty() || pair[1].trim().is_empty())
}
