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

use std::ops::Range;

use reglet::model::Page;
use reglet::repair::{self, Audit, Options};
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
}

impl Outcome {
    /// The repaired text.
    pub fn text(&self) -> &str {
        &self.repaired.text.string
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
        if moved(row) { " moved" } else { "" },
        also,
        row["because"].as_str().unwrap_or(""),
    )
}

/// Reads and repairs a text.
pub fn run(bytes: &[u8], language: Option<&str>) -> Result<Outcome, String> {
    let found = reglet::read::text("case.txt", bytes.to_vec())
        .map_err(|error| format!("could not be read: {error:?}"))?;
    let options = Options {
        language: language.map(str::to_owned),
    };
    let (repaired, audit) = repair::repair(&found, &options);
    let rows = audit
        .rows
        .iter()
        .map(|row| serde_json::to_value(row).expect("a row is plain data"))
        .collect();
    Ok(Outcome {
        found,
        repaired,
        audit,
        rows,
    })
}

/// Holds an outcome to the laws; a sentence for every one that is broken.
pub fn broken(bytes: &[u8], language: Option<&str>, outcome: &Outcome) -> Vec<String> {
    let mut broken = Vec::new();
    for row in &outcome.rows {
        if let Err(why) = well_formed(bytes, row) {
            broken.push(format!("{why}:\n{}", brief(row)));
        }
    }
    if !broken.is_empty() {
        return broken;
    }
    let applied: Vec<&Value> = outcome.with_status("applied").collect();
    match replay(bytes, &applied) {
        Err(why) => broken.push(why),
        Ok(replayed) => {
            let strict = one_line_blocks(&decoded(bytes, 0..bytes.len()));
            if let Some(where_) = unlike(&replayed, outcome.text(), strict) {
                broken.push(format!(
                    "the audit replayed on the input does not give the output: {where_}\n{}",
                    outcome.applied()
                ));
            }
        }
    }
    match run(outcome.text().as_bytes(), language) {
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

/// The source bytes as characters: UTF-8, or Windows-1252 when they are no UTF-8.
pub fn decoded(bytes: &[u8], range: Range<usize>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(_) => String::from_utf8_lossy(&bytes[range]).into_owned(),
        Err(_) => encoding_rs::WINDOWS_1252
            .decode(&bytes[range])
            .0
            .into_owned(),
    }
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

fn moved(row: &Value) -> bool {
    row["moved"] == true
}

fn also(row: &Value) -> Vec<Range<usize>> {
    row["also"]
        .as_array()
        .map(|also| also.iter().filter_map(bytes).collect())
        .unwrap_or_default()
}

fn well_formed(source: &[u8], row: &Value) -> Result<(), &'static str> {
    let at = bytes(&row["at"]).ok_or("a row has no place")?;
    let mut places = also(row);
    places.push(at.clone());
    if places
        .iter()
        .any(|place| place.start > place.end || place.end > source.len())
    {
        return Err("a row is about a place outside the input");
    }
    if row["was"] != decoded(source, at.clone()) {
        return Err("a row's `was` is not what stands at its place");
    }
    if row["because"].as_str().is_none_or(str::is_empty) {
        return Err("a row gives no reason");
    }
    let line = 1 + line_ends(&source[..at.start]);
    if row["at"]["line"] != line {
        return Err("a row's line is not the line of its bytes");
    }
    if row["status"] == "applied" {
        if row["confidence"] == "query" {
            return Err("an edit of the lowest confidence was applied");
        }
        if moved(row) && !(places.len() == 2 && places[0].is_empty()) {
            return Err("a moved row does not say where it went");
        }
        if !moved(row) && at.is_empty() && row["now"] == "" && places.len() == 1 {
            return Err("an applied row changes nothing");
        }
    }
    Ok(())
}

fn line_ends(bytes: &[u8]) -> usize {
    let mut ends = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n'
            || (*byte == b'\r' && bytes.get(at + 1).is_some_and(|&next| next != b'\n'))
        {
            ends += 1;
        }
    }
    ends
}

/// Where a piece that was moved begins or ends, white space is free: a moved paragraph brings its
/// blank lines or finds them there. A private character stands for that freedom.
const FREE: char = '\u{F8FE}';

struct Patch<'a> {
    source: &'a [u8],
    /// Places to replace: start, end, by what.
    plain: Vec<(usize, usize, String)>,
    /// Places to cut: start, end, destination.
    moves: Vec<(usize, usize, usize)>,
}

/// The audit taken at its word: a flat patch on the input's bytes.
fn replay(source: &[u8], applied: &[&Value]) -> Result<String, String> {
    let mut patch = Patch {
        source,
        plain: Vec::new(),
        moves: Vec::new(),
    };
    for row in applied {
        let at = at(row);
        if moved(row) {
            patch.moves.push((at.start, at.end, also(row)[0].start));
        } else {
            let now = row["now"].as_str().unwrap_or_default().to_owned();
            patch.plain.push((at.start, at.end, now));
            for place in also(row) {
                patch.plain.push((place.start, place.end, String::new()));
            }
        }
    }
    patch.plain.sort_by_key(|&(start, end, _)| (start, end));
    for pair in patch.plain.windows(2) {
        if pair[1].0 < pair[0].1 {
            return Err(format!(
                "two edits overlap: bytes {}..{} and {}..{}",
                pair[0].0, pair[0].1, pair[1].0, pair[1].1
            ));
        }
    }
    for &(start, end, to) in &patch.moves {
        for &(from, until, _) in &patch.plain {
            let crosses = from < end && start < until && !(start <= from && until <= end);
            if crosses {
                return Err(format!(
                    "the edit of bytes {from}..{until} overlaps the move of {start}..{end}"
                ));
            }
            if from < to && to < until {
                return Err(format!("bytes {start}..{end} move into replaced bytes"));
            }
        }
        for &(from, until, _) in &patch.moves {
            let nested = (start <= from && until <= end) || (from <= start && end <= until);
            if from < end && start < until && !nested {
                return Err(format!(
                    "two moves overlap: {start}..{end}, {from}..{until}"
                ));
            }
        }
        if start < to && to < end {
            return Err(format!("bytes {start}..{end} move into themselves"));
        }
    }
    let mut out = String::new();
    patch.render(0..source.len(), None, &mut out, 0)?;
    Ok(out)
}

impl Patch<'_> {
    fn render(
        &self,
        range: Range<usize>,
        inside: Option<usize>,
        out: &mut String,
        depth: usize,
    ) -> Result<(), String> {
        if depth > 64 {
            return Err("moves go round in a circle".to_owned());
        }
        let mut at = range.start;
        loop {
            // What arrives here comes first, in the order of the rows.
            let open_end = inside.is_some() && (at == range.start || at == range.end);
            if !open_end {
                for (index, &(start, end, to)) in self.moves.iter().enumerate() {
                    if to == at {
                        out.push(FREE);
                        self.render(start..end, Some(index), out, depth + 1)?;
                        out.push(FREE);
                    }
                }
            }
            for (_, _, now) in self.plain.iter().filter(|p| p.0 == at && p.1 == at) {
                out.push_str(now);
            }
            if at >= range.end {
                return Ok(());
            }
            let away = self
                .moves
                .iter()
                .enumerate()
                .find(|&(index, &(start, end, _))| {
                    start == at && end > at && end <= range.end && Some(index) != inside
                });
            if let Some((_, &(_, end, _))) = away {
                out.push(FREE);
                at = end;
                continue;
            }
            if let Some((_, end, now)) = self.plain.iter().find(|p| p.0 == at && p.1 > at) {
                out.push_str(now);
                at = *end;
                continue;
            }
            let stops = self.plain.iter().map(|p| p.0);
            let stops = stops.chain(self.moves.iter().flat_map(|m| [m.0, m.2]));
            let next = stops.filter(|&stop| stop > at).min().unwrap_or(range.end);
            let next = next.min(range.end);
            out.push_str(&decoded(self.source, at..next));
            at = next;
        }
    }
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
    for c in text.chars() {
        match c {
            FREE => gap = Gap::Free,
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
fn unlike(replayed: &str, output: &str, strict: bool) -> Option<String> {
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
