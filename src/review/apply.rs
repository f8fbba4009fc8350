//! Decisions, applied: rows of an audit taken out, put in, or given the editor's words.
//!
//! An audit is a flat patch on its source, so that rows can be left out or added one by one, and what
//! remains still replays and can be undone.

use std::collections::BTreeMap;

use crate::model::{Encoding, Page};
use crate::repair::{Audit, Confidence, Row, Status, settle};

use super::decisions::{Decision, Decisions, Verdict};

/// A page as people decided it to be.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The page.
    pub page: Page,
    /// Its audit: every row that was made, and the queries that are still open.
    pub audit: Audit,
    /// Names of repairs and what was decided about each.
    pub found: Vec<(String, Decision)>,
    /// Decisions about repairs that are no longer there, or could not be made, and why.
    pub lost: Vec<(Decision, String)>,
}

/// The page in the name of a file that has several: what stands behind the number sign.
pub(super) fn page_of(name: &str) -> &str {
    name.split_once('#').map_or("", |(_, page)| page)
}

/// The name of a repair: a hash of its pass, its place, what stood there and what was to stand there.
/// The name of its file is no part of it, but the number of its page is.
pub fn id_of(row: &Row) -> String {
    let page = page_of(&row.at.file);
    let place = format!("{},{}", row.at.bytes[0], row.at.bytes[1]);
    hash_of([page, row.pass.as_str(), &place, &row.was, &row.now])
}

/// A hash of some texts, as sixteen digits. FNV-1a (Fowler, Noll, Vo), 64 bits: small, and the same on
/// every machine and in every release.
pub(super) fn hash_of<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// Whether one of the decisions says that a row is not to be made.
pub fn is_rejected(row: &Row, decisions: &[&Decision]) -> bool {
    let id = id_of(row);
    decisions
        .iter()
        .any(|decision| decision.decision == Verdict::Reject && decision.id == id)
}

/// Applies what was decided to a page, as it was read, and to the audit of its repair.
pub fn decide(page: &Page, audit: &Audit, decisions: &Decisions) -> Decided {
    let (found, mut lost) = matched(page_of(&page.source.name), audit, decisions);
    let mut rows: Vec<Row> = Vec::new();
    let mut wanted: Vec<(Row, Option<&Decision>)> = Vec::new();
    for (number, row) in audit.rows.iter().enumerate() {
        let single = found.get(&number).copied();
        let rule = decisions
            .words
            .iter()
            .find(|rule| rule.was == row.was && rule.now == row.now);
        let verdict = single
            .map(|decision| &decision.decision)
            .or(rule.map(|rule| match rule.always {
                true => &Verdict::Accept,
                false => &Verdict::Reject,
            }));
        match (verdict, row.status) {
            (None, _) | (Some(Verdict::Accept), Status::Applied) => rows.push(row.clone()),
            (Some(Verdict::Reject), _) => {}
            (Some(Verdict::Accept), Status::Query) => wanted.push((accepted(page, row), single)),
            (Some(Verdict::Edit), _) => {
                let text = single
                    .and_then(|decision| decision.text.as_deref())
                    .unwrap_or_default();
                wanted.push((edited(page, row, text), single));
            }
        }
    }
    for (row, decision) in wanted {
        // A flat patch has one row for a place.
        let in_the_way = rows.iter().find(|other| {
            other.status == Status::Applied && other.moved.is_none() && overlap(other, &row)
        });
        let why = match in_the_way {
            None if row.at.bytes[0] == row.at.bytes[1] && row.now.is_empty() => {
                Some("it changes nothing".to_owned())
            }
            None => None,
            Some(other) => Some(format!(
                "another repair stands in its place: {} made \"{}\" of \"{}\"",
                other.pass, other.now, other.was
            )),
        };
        match (why, decision) {
            (None, _) => rows.push(row),
            (Some(why), Some(decision)) => lost.push((decision.clone(), why)),
            (Some(_), None) => {}
        }
    }
    rows.sort_by_key(|row| (row.at.bytes, row.moved));
    let mut decided = Audit { rows };
    let settled = settle(page, &decided).or_else(|misfit| {
        // Cannot happen to rows of this very page; should it, the page stays as repair left it.
        for decision in &decisions.single {
            lost.push((decision.clone(), misfit.to_string()));
        }
        decided = audit.clone();
        settle(page, audit)
    });
    let named = found
        .iter()
        .map(|(at, decision)| (id_of(&audit.rows[*at]), (*decision).clone()));
    Decided {
        found: named.collect(),
        page: settled.unwrap_or_else(|_| page.clone()),
        audit: decided,
        lost,
    }
}

/// Which row each decision speaks of: by name, or else the only one like it, or the nearest.
fn matched<'d>(
    page: &str,
    audit: &Audit,
    decisions: &'d Decisions,
) -> (BTreeMap<usize, &'d Decision>, Vec<(Decision, String)>) {
    let ids: Vec<String> = audit.rows.iter().map(id_of).collect();
    let mut found: BTreeMap<usize, &Decision> = BTreeMap::new();
    let mut strays = Vec::new();
    for decision in decisions
        .single
        .iter()
        .filter(|decision| decision.page == page)
    {
        match ids.iter().position(|id| *id == decision.id) {
            Some(at) => {
                found.insert(at, decision);
            }
            None => strays.push(decision),
        }
    }
    let mut lost = Vec::new();
    for decision in strays {
        // The text was changed above it, perhaps: the same repair stands a few bytes on.
        let like = audit.rows.iter().enumerate().filter(|(at, row)| {
            !found.contains_key(at)
                && row.pass == decision.pass
                && row.was == decision.was
                && row.now == decision.now
        });
        let far = |row: &Row| row.at.bytes[0].abs_diff(decision.bytes[0]);
        let nearest = like.min_by_key(|(_, row)| far(row)).map(|(at, _)| at);
        match nearest {
            Some(at) => {
                found.insert(at, decision);
            }
            None => lost.push((
                decision.clone(),
                "there is no such repair any more: the text or reglet has changed since".to_owned(),
            )),
        }
    }
    (found, lost)
}

fn overlap(one: &Row, two: &Row) -> bool {
    let places = |row: &Row| -> Vec<[usize; 2]> {
        std::iter::once(&row.at)
            .chain(&row.also)
            .map(|place| place.bytes)
            .collect()
    };
    let other = places(two);
    places(one)
        .iter()
        .any(|a| other.iter().any(|b| a[0] < b[1] && b[0] < a[1] || a == b))
}

/// A query whose suggestion is to be made.
fn accepted(page: &Page, row: &Row) -> Row {
    let because = format!("an editor agreed: {}", row.because);
    made(page, row, &row.now, &row.pass, because)
}

/// A repair or a query that got the editor's own words.
fn edited(page: &Page, row: &Row, text: &str) -> Row {
    let because = match row.now.as_str() {
        "" => format!("an editor's words ({})", row.pass),
        now => format!("an editor's words, instead of {now:?} ({})", row.pass),
    };
    made(page, row, text, "editor", because)
}

fn made(page: &Page, row: &Row, now: &str, pass: &str, because: String) -> Row {
    let mut made = Row {
        pass: pass.to_owned(),
        status: Status::Applied,
        now: now.to_owned(),
        confidence: Confidence::Certain,
        because,
        ..row.clone()
    };
    if row.status == Status::Query {
        // What a query quotes is more than what changes: the rest stays free for other repairs.
        trim(page, &mut made);
    }
    made
}

/// Takes what both sides have in common off a row's ends.
fn trim(page: &Page, row: &mut Row) {
    let [start, end] = row.at.bytes;
    if page.source.encoding != Encoding::Utf8
        || row.was.len() != end - start
        || !row.also.is_empty()
    {
        return;
    }
    let pairs = |one: &str, two: &str, back: bool| -> usize {
        let same = |(a, b): &(char, char)| a == b;
        let both: Box<dyn Iterator<Item = (char, char)>> = match back {
            false => Box::new(one.chars().zip(two.chars())),
            true => Box::new(one.chars().rev().zip(two.chars().rev())),
        };
        both.take_while(same)
            .map(|(letter, _)| letter.len_utf8())
            .sum()
    };
    let front = pairs(&row.was, &row.now, false);
    let (was, now) = (row.was[front..].to_owned(), row.now[front..].to_owned());
    let back = pairs(&was, &now, true);
    row.was = was[..was.len() - back].to_owned();
    row.now = now[..now.len() - back].to_owned();
    row.at = page.source.place(start + front..end - back);
}
