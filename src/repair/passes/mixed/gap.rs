//! Puts a column back into the gap of the page that it was taken from, and joins the sentence on both sides.

use std::ops::Range;

use crate::repair::engine::{Action, Edit};
use crate::repair::unmix::{Gap, Next};
use crate::repair::view::{View, first_word, last_word};
use crate::roles::End;

use super::{Apart, hyphen};

impl Apart<'_> {
    /// The edits that fill the gap, if there is one.
    pub(super) fn fill(&self, view: &View, edits: &mut Vec<Edit>) {
        let Some((column, gap)) = &self.mix.gap else {
            return;
        };
        let lines: Vec<usize> = self.lines(*column).collect();
        let first = lines.first().map_or(0, |line| self.start(*line));
        let to = gap.at.end;
        edits.extend(self.joined(view, gap, &self.block.text[first..]));
        let before = view.text[..gap.at.start].trim_end();
        let because = match &gap.before {
            Some(_) => format!(
                "this line of another column goes on from \"{}\", where the rest is missing",
                last_word(before).1
            ),
            None => format!(
                "this line of another column goes on at \"{}\", where the beginning is missing",
                first_word(&view.text[to..]).1
            ),
        };
        for line in lines {
            let mut range = self.range(line);
            if let Some(from) = self.line_end(view, gap, line) {
                edits.push(self.edit(
                    from..range.end,
                    Action::Replace(String::new()),
                    "a word was broken by the line end",
                ));
                range.end = from;
            }
            edits.push(self.edit(range, Action::Move(to), &because));
        }
    }

    /// Where the end of a line begins that does not go along: its hyphen, or white space that nothing follows.
    fn line_end(&self, view: &View, gap: &Gap, line: usize) -> Option<usize> {
        let text = self.block.text;
        let cut = self.mix.cuts.get(line).filter(|cut| !cut.glued())?;
        let left = &text[..cut.left];
        match (self.next(line), &gap.after) {
            (Some(next), _) => hyphen(view, left, &text[self.start(next)..]),
            (None, Some(_)) => hyphen(view, left, &view.text[gap.at.end..]),
            (None, None) => Some(cut.left),
        }
    }

    /// The edit that joins what stands before the gap and what comes into it.
    fn joined(&self, view: &View, gap: &Gap, next: &str) -> Option<Edit> {
        let line = gap.before.as_ref()?;
        let between = &view.text[gap.at.clone()];
        if between.is_empty() && gap.after.is_some() {
            // A caption stands between.
            return None;
        }
        let before = &view.text[..gap.at.start];
        let broken = (line.end == End::Hyphen)
            .then(|| hyphen(view, before, next))
            .flatten();
        let (at, now): (Range<usize>, String) = match broken {
            Some(from) => (from..gap.at.end, String::new()),
            None if gap.is_in_word(view, &Next::of(view, next)) => (gap.at.clone(), String::new()),
            None if gap.after.is_none() => {
                // What comes is put behind what is replaced.
                let from = before
                    .rfind(char::is_whitespace)
                    .map_or(0, |space| space + 1);
                (from..gap.at.end, format!("{} ", &before[from..]))
            }
            None if between.contains("\n\n") => (gap.at.clone(), " ".to_owned()),
            None => return None,
        };
        Some(Edit {
            at,
            ..self.edit(
                0..0,
                Action::Replace(now),
                "lines of another column go on here: the sentence is whole with them",
            )
        })
    }
}
