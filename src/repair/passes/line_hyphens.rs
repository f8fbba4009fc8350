#![doc = include_str!("line_hyphens.md")]

use crate::repair::engine::{Action, Edit};
use crate::repair::hyphens::{Verdict, at_line_end, stem};
use crate::repair::view::{View, first_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Role, is_hyphen};

/// The pass.
pub const PASS: Pass = Pass {
    name: "line-hyphens",
    doc: include_str!("line_hyphens.md"),
    is_asked_for: false,
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
            // A hyphen that stands free, or before a quote, is a dash.
            let Some((_, left)) = stem(&line[..line.len() - hyphen.len_utf8()]) else {
                continue;
            };
            let (start, right) = first_word(after);
            if start != 0 {
                continue;
            }
            let Some(decision) = at_line_end(view, left, right) else {
                continue;
            };
            let mut from = offset - hyphen.len_utf8();
            let mut to = offset + 1;
            if let Some(seam) = decision.seam {
                from -= seam.before;
                to += seam.after;
            }
            let now = match decision.verdict {
                Verdict::Join => decision
                    .seam
                    .map_or(String::new(), |seam| seam.letter.into()),
                Verdict::Keep => before[from..].to_owned(),
                Verdict::Space => format!("{} ", &before[from..]),
            };
            edits.push(Edit {
                at: block.range.start + from..block.range.start + to,
                action: match decision.confidence {
                    Confidence::Query => Action::Ask(now),
                    _ => Action::Replace(now),
                },
                confidence: decision.confidence,
                because: decision.because,
                seen: Vec::new(),
            });
        }
    }
    edits
}
