//! An engine that goes on where others stopped: with the pages of an issue as one text.
//!
//! What was done to each page is known by the rows of its audit, and becomes a change again, so that a
//! later edit can take it over.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{Issue, PieceKind, Place};

use super::super::{Confidence, Row, Status};
use super::{Change, Engine};

impl Engine {
    /// The pages of an issue, repaired one by one, with the rows of all of them. `None` when a row does
    /// not fit.
    pub(in crate::repair) fn of_issue(issue: Issue, rows: &[Row]) -> Option<Engine> {
        let source = issue.whole.source;
        let mut engine = Engine::new(source.clone(), issue.whole.text, 0);
        let all = |places: &[Place]| -> Option<Vec<Range<usize>>> {
            places.iter().map(|place| source.locate(place)).collect()
        };
        // By first byte, insertions first: the end, and the change.
        let mut known: BTreeMap<(usize, bool), (usize, usize)> = BTreeMap::new();
        let made = |row: &&Row| row.status == Status::Applied && row.moved.is_none();
        for row in rows.iter().filter(made) {
            let mut from = vec![source.locate(&row.at)?];
            from.extend(all(&row.also)?);
            for range in &from {
                let key = (range.start, !range.is_empty());
                known.insert(key, (range.end, engine.changes.len()));
            }
            let pass = super::super::passes::PASSES
                .iter()
                .find(|pass| pass.name == row.pass);
            engine.changes.push(Change {
                pass: pass?.name,
                from,
                now: row.now.clone(),
                confidence: row.confidence.max(Confidence::Likely),
                because: row.because.clone(),
                seen: all(&row.seen)?,
                absorbed: false,
            });
        }
        for piece in &mut engine.text.pieces {
            let PieceKind::Edited(number) = &mut piece.kind else {
                continue;
            };
            // What a later edit took back is in no row.
            if piece.len == 0 && piece.from.is_empty() {
                piece.kind = PieceKind::Recoded;
                continue;
            }
            let key = (piece.from.start, !piece.from.is_empty());
            let (_, (end, change)) = known.range(..=key).next_back()?;
            if *end < piece.from.end {
                return None;
            }
            *number = u32::try_from(*change).ok()?;
        }
        Some(engine)
    }
}
