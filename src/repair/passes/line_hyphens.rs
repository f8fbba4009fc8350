#![doc = include_str!("line_hyphens.md")]

use crate::repair::engine::{Action, Edit};
use crate::repair::hyphens::{Verdict, at_line_end};
use crate::repair::view::{View, first_word, last_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Role, is_hyphen};

/// The pass.
pub const PASS: Pass = Pass {
    name: "line-hyphens",
    doc: include_str!("line_hyphens.md"),
    run,
};

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for block in &view.blocks {
        if matches!(block.role, Role::Table | Role::Verse) {
            continue;
        }
        for (offset, _) in block.text.match_indices('\n') {
            let (before, after) = (&block.text[..offset], &block.text[offset + 1..]);
            let Some(hyphen) = before.chars().next_back().filter(|c| is_hyphen(*c)) else {
                continue;
            };
            let line = before.rsplit('\n').next().unwrap_or(before);
            let stem = &line[..line.len() - hyphen.len_utf8()];
            let (at, left) = last_word(stem);
            let (start, right) = first_word(after);
            // A hyphen that stands free, or before a quote, is a dash.
            if at + left.len() != stem.len() || start != 0 {
                continue;
            }
            let Some(decision) = at_line_end(view, left, right) else {
                continue;
            };
            let (from, now) = match decision.verdict {
                Verdict::Join => (offset - hyphen.len_utf8(), ""),
                Verdict::Keep => (offset, ""),
                Verdict::Space => (offset, " "),
            };
            edits.push(Edit {
                at: block.range.start + from..block.range.start + offset + 1,
                action: match decision.confidence {
                    Confidence::Query => Action::Ask(now.to_owned()),
                    _ => Action::Replace(now.to_owned()),
                },
                confidence: decision.confidence,
                because: decision.because,
                seen: Vec::new(),
            });
        }
    }
    edits
}
