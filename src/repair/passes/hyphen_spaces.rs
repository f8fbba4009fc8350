#![doc = include_str!("hyphen_spaces.md")]

use crate::repair::engine::{Action, Edit};
use crate::repair::hyphens::{Verdict, stem, within_line};
use crate::repair::view::{View, first_word};
use crate::repair::{Confidence, Pass};
use crate::roles::{Role, is_hyphen};

/// The pass.
pub const PASS: Pass = Pass {
    name: "hyphen-spaces",
    doc: include_str!("hyphen_spaces.md"),
    is_asked_for: false,
    run,
};

fn run(view: &View) -> Vec<Edit> {
    let mut edits = Vec::new();
    for block in &view.blocks {
        if matches!(block.role, Role::Table | Role::Verse) {
            continue;
        }
        for (offset, _) in block.text.match_indices(' ') {
            let (before, after) = (&block.text[..offset], &block.text[offset + 1..]);
            let Some(hyphen) = before.chars().next_back().filter(|c| is_hyphen(*c)) else {
                continue;
            };
            let Some((at, left)) = stem(&before[..before.len() - hyphen.len_utf8()]) else {
                continue;
            };
            let (start, right) = first_word(after);
            if start != 0 || right.is_empty() {
                continue;
            }
            let Some(decision) = within_line(view, left, right) else {
                continue;
            };
            let from = offset - hyphen.len_utf8();
            let now = match decision.verdict {
                Verdict::Join => "",
                Verdict::Keep => &before[from..],
                Verdict::Space => continue,
            };
            let asks = decision.confidence == Confidence::Query;
            // A query names the whole word, so that a person sees what it is about.
            let (from, to, now) = if asks {
                let whole = match decision.verdict {
                    Verdict::Join => format!("{left}{right}"),
                    _ => format!("{left}-{right}"),
                };
                (at, offset + 1 + right.len(), whole)
            } else {
                (from, offset + 1, now.to_owned())
            };
            edits.push(Edit {
                at: block.range.start + from..block.range.start + to,
                action: if asks {
                    Action::Ask(now)
                } else {
                    Action::Replace(now)
                },
                confidence: decision.confidence,
                because: decision.because,
                seen: Vec::new(),
            });
        }
    }
    edits
}
