//! The desk: what is to be decided, what was, and how the page reads by it.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{Page, PieceKind};
use crate::repair::{Audit, Confidence, PASSES, Row, Status};

use super::apply::{Decided, decide, hash_of, id_of, page_of};
use super::decisions::{Decision, Decisions, Verdict, WordRule};

/// Characters of the text shown around what is to be decided.
const CONTEXT: usize = 90;

/// Something to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Name of the repair.
    pub id: String,
    /// Number of its page, counted from 0.
    pub page: usize,
    /// The repair or query, as reglet proposes it.
    pub row: Row,
}

/// What a person does at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "do", rename_all = "lowercase", deny_unknown_fields)]
pub enum Act {
    /// Accepts repairs or queries.
    Accept {
        /// Their names.
        ids: Vec<String>,
    },
    /// Rejects them.
    Reject {
        /// Their names.
        ids: Vec<String>,
    },
    /// Puts words of the editor's own.
    Edit {
        /// Name of the repair or query.
        id: String,
        /// The words.
        text: String,
    },
    /// Forgets what was decided.
    Clear {
        /// Names of repairs, or of decisions whose repair is gone.
        ids: Vec<String>,
    },
    /// Always makes this of that word.
    Always {
        /// Name of a repair of that word.
        id: String,
    },
    /// Never makes this of that word.
    Never {
        /// Name of a repair of that word.
        id: String,
    },
    /// Forgets a rule for a word.
    Unrule {
        /// What stands there.
        was: String,
        /// What would stand there.
        now: String,
    },
    /// Takes the last act back.
    Undo,
}

/// The desk of one input.
#[derive(Clone, Debug)]
pub struct Desk {
    pages: Vec<Page>,
    audits: Vec<Audit>,
    items: Vec<Item>,
    decisions: Decisions,
    decided: Vec<Decided>,
    history: Vec<Decisions>,
}

impl Desk {
    /// A desk for pages as they were read, the audit of their repair without any decision, and what
    /// was decided before.
    pub fn new(pages: Vec<Page>, audit: &Audit, decisions: Decisions) -> Desk {
        let own = |page: &Page| Audit {
            rows: audit
                .rows
                .iter()
                .filter(|row| row.at.file == page.source.name)
                .cloned()
                .collect(),
        };
        let audits: Vec<Audit> = pages.iter().map(own).collect();
        let mut items: Vec<Item> = Vec::new();
        for (page, audit) in audits.iter().enumerate() {
            items.extend(audit.rows.iter().map(|row| Item {
                id: id_of(row),
                page,
                row: row.clone(),
            }));
        }
        // Queries and the least sure first; the sort is stable, so that the order of the text stays.
        items.sort_by_key(|item| item.row.confidence);
        let mut desk = Desk {
            pages,
            audits,
            items,
            decisions,
            decided: Vec::new(),
            history: Vec::new(),
        };
        desk.settle();
        desk
    }

    fn settle(&mut self) {
        let both = self.pages.iter().zip(&self.audits);
        self.decided = both
            .map(|(page, audit)| decide(page, audit, &self.decisions))
            .collect();
    }

    /// What was decided so far.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// The version of what was decided: the same decisions have the same one.
    pub fn revision(&self) -> String {
        hash_of([self.decisions.to_lines().as_str()])
    }

    /// The pages as decided.
    pub fn pages(&self) -> Vec<Page> {
        self.decided
            .iter()
            .map(|decided| decided.page.clone())
            .collect()
    }

    /// Takes decisions from elsewhere: the file was changed by somebody else.
    pub fn adopt(&mut self, decisions: Decisions) {
        self.decisions = decisions;
        self.history.clear();
        self.settle();
    }

    /// Does what a person asks for.
    ///
    /// # Errors
    /// A sentence that says why it cannot be done; then nothing has changed.
    pub fn act(&mut self, act: &Act) -> Result<(), String> {
        let before = self.decisions.clone();
        let done = self.change(act);
        if done.is_err() {
            self.decisions = before;
        } else {
            if !matches!(act, Act::Undo) && self.decisions != before {
                self.history.push(before);
            }
            self.settle();
        }
        done
    }

    fn change(&mut self, act: &Act) -> Result<(), String> {
        match act {
            Act::Accept { ids } | Act::Reject { ids } => {
                let verdict = match act {
                    Act::Accept { .. } => Verdict::Accept,
                    _ => Verdict::Reject,
                };
                for id in ids {
                    let item = self.item(id)?;
                    let row = &item.row;
                    if verdict == Verdict::Accept
                        && row.status == Status::Query
                        && row.now.is_empty()
                    {
                        return Err(
                            "reglet has no suggestion here; edit it, or reject the query"
                                .to_owned(),
                        );
                    }
                    let decision = decision(item, verdict.clone(), None);
                    self.put(decision);
                }
            }
            Act::Edit { id, text } => {
                let item = self.item(id)?;
                if item.row.moved.is_some() {
                    return Err("a block that moved has its words elsewhere; reject the move, or edit a repair inside it".to_owned());
                }
                if text
                    .chars()
                    .any(|letter| letter.is_control() && letter != '\n' && letter != '\t')
                {
                    return Err("there are control characters in these words".to_owned());
                }
                let decision = decision(item, Verdict::Edit, Some(text.clone()));
                self.put(decision);
            }
            Act::Clear { ids } => ids.iter().for_each(|id| self.clear(id)),
            Act::Always { id } | Act::Never { id } => {
                let row = self.item(id)?.row.clone();
                if row.moved.is_some() || row.was.trim().is_empty() || row.now.is_empty() {
                    return Err("this is no word; decide it singly, or all alike".to_owned());
                }
                let alike = |item: &&Item| item.row.was == row.was && item.row.now == row.now;
                let ids: Vec<String> = self
                    .items
                    .iter()
                    .filter(alike)
                    .map(|item| item.id.clone())
                    .collect();
                ids.iter().for_each(|id| self.clear(id));
                self.decisions.rule(WordRule {
                    always: matches!(act, Act::Always { .. }),
                    was: row.was,
                    now: row.now,
                });
            }
            Act::Unrule { was, now } => {
                self.decisions
                    .words
                    .retain(|rule| (&rule.was, &rule.now) != (was, now));
            }
            Act::Undo => match self.history.pop() {
                Some(before) => self.decisions = before,
                None => {
                    return Err(
                        "there is nothing to take back since the desk was opened".to_owned()
                    );
                }
            },
        }
        Ok(())
    }

    fn put(&mut self, decision: Decision) {
        self.clear(&decision.id);
        self.decisions.put(decision);
    }

    /// Forgets what was decided about a repair, under the name that it has or had.
    fn clear(&mut self, id: &str) {
        self.decisions.clear(id);
        let mut found = self.decided.iter().flat_map(|decided| &decided.found);
        if let Some((_, old)) = found.find(|(now, _)| now == id) {
            self.decisions.clear(&old.id);
        }
    }

    fn item(&self, id: &str) -> Result<&Item, String> {
        self.items
            .iter()
            .find(|item| item.id == id)
            .ok_or_else(|| "this repair is no longer there: the text has changed".to_owned())
    }

    /// Everything that the page shows.
    pub fn state(&self) -> Value {
        let mut lost = Vec::new();
        for decided in &self.decided {
            lost.extend(
                decided
                    .lost
                    .iter()
                    .map(|(decision, why)| json!({ "decision": decision, "why": why })),
            );
        }
        json!({
            "items": self.items.iter().map(|item| self.shown(item)).collect::<Vec<_>>(),
            "source": self.pages.iter().zip(&self.audits).enumerate().map(|(number, (page, audit))| self.source(number, page, audit)).collect::<Vec<_>>(),
            "result": self.decided.iter().enumerate().map(|(number, decided)| self.result(number, decided)).collect::<Vec<_>>(),
            "words": self.decisions.words,
            "lost": lost,
            "undo": !self.history.is_empty(),
        })
    }

    fn shown(&self, item: &Item) -> Value {
        let row = &item.row;
        let mut found = self.decided[item.page].found.iter();
        let single = found
            .find(|(id, _)| *id == item.id)
            .map(|(_, decision)| decision);
        let rule = self
            .decisions
            .words
            .iter()
            .find(|rule| rule.was == row.was && rule.now == row.now);
        let verdict = match (single, rule) {
            (Some(decision), _) => json!(decision.decision),
            (None, Some(rule)) => json!(if rule.always { "always" } else { "never" }),
            (None, None) => Value::Null,
        };
        let source = &self.pages[item.page].source;
        let [start, end] = row.at.bytes;
        let around = |from: usize, to: usize, back: bool| -> String {
            let text = source.decode(from..to).replace(['\r', '\n'], " ");
            let letters: Vec<char> = text.chars().collect();
            let cut = letters.len().saturating_sub(CONTEXT);
            match back {
                true => letters[cut..].iter().collect(),
                false => letters.iter().take(CONTEXT).collect(),
            }
        };
        let to = row
            .moved
            .and_then(|_| row.also.first())
            .map(|place| place.line);
        let about = PASSES
            .iter()
            .find(|pass| pass.name == row.pass)
            .map(|pass| first(pass.doc));
        json!({
            "id": item.id,
            "page": item.page,
            "pass": row.pass,
            "about": about,
            "query": row.status == Status::Query,
            "confidence": match row.confidence { Confidence::Query => "query", Confidence::Likely => "likely", Confidence::Certain => "certain" },
            "line": row.at.line,
            "column": row.at.column,
            "was": row.was,
            "now": row.now,
            "moved": row.moved.is_some(),
            "to": to,
            "because": row.because,
            "head": around(start.saturating_sub(4 * CONTEXT), start, true),
            "tail": around(end, end + 4 * CONTEXT, false),
            "decision": verdict,
            "text": single.and_then(|decision| decision.text.as_deref()),
            "alike": self.items.iter().filter(|other| alike(&other.row, row)).map(|other| other.id.as_str()).collect::<Vec<_>>(),
            "word": row.moved.is_none() && !row.was.trim().is_empty() && !row.now.is_empty(),
        })
    }

    /// The page as it was read: stretches of text, each with the items that speak of it.
    fn source(&self, number: usize, page: &Page, audit: &Audit) -> Value {
        let mut marks: Vec<(usize, usize, usize)> = Vec::new();
        for row in &audit.rows {
            let id = id_of(row);
            let Some(item) = self
                .items
                .iter()
                .position(|item| item.page == number && item.id == id)
            else {
                continue;
            };
            let further = if row.moved.is_some() {
                row.also.get(1..).unwrap_or(&[])
            } else {
                &row.also[..]
            };
            for place in std::iter::once(&row.at).chain(further) {
                marks.push((place.bytes[0], place.bytes[1], item));
            }
        }
        let mut spans = Vec::new();
        let mut out = 0;
        for piece in &page.text.pieces {
            let shown = &page.text.string[out..out + piece.len];
            out += piece.len;
            if piece.kind != PieceKind::Verbatim {
                let here = marks
                    .iter()
                    .filter(|mark| mark.0 < piece.from.end && piece.from.start < mark.1);
                spans.push(span(shown, here.map(|mark| mark.2).collect()));
                continue;
            }
            for (from, to, here) in cut(&piece.from, &marks) {
                spans.push(span(shown.get(from..to).unwrap_or_default(), here));
            }
        }
        json!({ "name": page.source.name, "spans": spans })
    }

    /// The page as decided: stretches of text, each with the item that made it.
    fn result(&self, number: usize, decided: &Decided) -> Value {
        let item_of = |row: &Row| {
            let inside = |item: &&Item| {
                item.page == number
                    && item.row.at.bytes[0] <= row.at.bytes[0]
                    && row.at.bytes[1] <= item.row.at.bytes[1]
                    && item.row.moved == row.moved
            };
            let mine = self.items.iter().filter(inside);
            let best = mine.min_by_key(|item| {
                (
                    item.row.pass != row.pass,
                    item.row.at.bytes[1] - item.row.at.bytes[0],
                )
            })?;
            self.items.iter().position(|item| item.id == best.id)
        };
        let rows: Vec<Option<usize>> = decided.audit.rows.iter().map(item_of).collect();
        let moved: Vec<(usize, usize, Option<usize>)> = decided
            .audit
            .rows
            .iter()
            .zip(&rows)
            .filter(|(row, _)| row.moved.is_some())
            .map(|(row, item)| (row.at.bytes[0], row.at.bytes[1], *item))
            .collect();
        let both = decided.audit.rows.iter().zip(&rows);
        let asked: Vec<(usize, usize, usize)> = both
            .filter(|(row, _)| row.status == Status::Query)
            .filter_map(|(row, item)| Some((row.at.bytes[0], row.at.bytes[1], (*item)?)))
            .collect();
        let mut spans = Vec::new();
        let mut out = 0;
        for piece in &decided.page.text.pieces {
            let shown = &decided.page.text.string[out..out + piece.len];
            out += piece.len;
            let mut here = Vec::new();
            if let PieceKind::Edited(row) = piece.kind {
                here.extend(rows.get(row as usize).copied().flatten());
            }
            let went = moved
                .iter()
                .filter(|place| place.0 <= piece.from.start && piece.from.end <= place.1);
            here.extend(went.filter_map(|place| place.2));
            if piece.kind != PieceKind::Verbatim {
                if !shown.is_empty() || !here.is_empty() {
                    spans.push(span(shown, here));
                }
                continue;
            }
            for (from, to, mut mine) in cut(&piece.from, &asked) {
                mine.extend(&here);
                spans.push(span(shown.get(from..to).unwrap_or_default(), mine));
            }
        }
        json!({ "name": decided.page.source.name, "spans": spans })
    }
}

/// A piece of the source cut where marks (first byte, byte after the last, item) begin and end: places
/// in the piece, and the items that speak of each. A mark of no length is a place of no length.
fn cut(piece: &Range<usize>, marks: &[(usize, usize, usize)]) -> Vec<(usize, usize, Vec<usize>)> {
    let mut cuts = vec![piece.start, piece.end];
    for mark in marks {
        cuts.extend([mark.0, mark.1].into_iter().filter(|at| piece.contains(at)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut parts = Vec::new();
    for two in cuts.windows(2) {
        let (from, to) = (two[0], two[1]);
        let here = marks
            .iter()
            .filter(|mark| mark.0 == mark.1 && mark.0 == from);
        let here: Vec<usize> = here.map(|mark| mark.2).collect();
        if !here.is_empty() {
            parts.push((from - piece.start, from - piece.start, here));
        }
        let over = marks.iter().filter(|mark| mark.0 <= from && to <= mark.1);
        parts.push((
            from - piece.start,
            to - piece.start,
            over.map(|mark| mark.2).collect(),
        ));
    }
    parts
}

/// A stretch of text: the text alone where nothing is to be said about it.
fn span(text: &str, items: Vec<usize>) -> Value {
    match items.is_empty() {
        true => json!([text]),
        false => json!([text, items]),
    }
}

fn decision(item: &Item, verdict: Verdict, text: Option<String>) -> Decision {
    Decision {
        id: item.id.clone(),
        decision: verdict,
        text,
        pass: item.row.pass.clone(),
        page: page_of(&item.row.at.file).to_owned(),
        line: item.row.at.line,
        bytes: item.row.at.bytes,
        was: item.row.was.clone(),
        now: item.row.now.clone(),
    }
}

/// Whether two repairs are one for a person: the same pass makes the same of the same.
fn alike(one: &Row, two: &Row) -> bool {
    (&one.pass, one.status, one.confidence, one.moved.is_some())
        == (&two.pass, two.status, two.confidence, two.moved.is_some())
        && one.was == two.was
        && one.now == two.now
}

fn first(doc: &str) -> String {
    let lines = doc.trim().lines().map(str::trim);
    lines
        .take_while(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
