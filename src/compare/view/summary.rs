//! A comparison in a few lines: counts by kind, what the audit explains, the scores.

use std::fmt::Write as _;

use super::Told;
use crate::compare::{Comparison, Figure, Scores, explained};
use crate::report::counted;

/// Counts by kind, and the scores when there is a reference.
pub fn summary(comparison: &Comparison, told: &Told) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("a string takes it");
    let counts: Vec<String> = comparison
        .counts()
        .iter()
        .map(|(kind, count)| format!("{count} {}", kind.name()))
        .collect();
    let all = counted(comparison.changes.len(), "change");
    match counts.is_empty() {
        true => line("no difference".to_owned()),
        false => line(format!("{all}: {}", counts.join(", "))),
    }
    if comparison.audited {
        let (with, without) = explained(comparison);
        line(match without {
            0 => format!("the audit explains all of them; {}", queries(comparison)),
            _ => format!(
                "the audit explains {with} of them, {without} it does not; {}",
                queries(comparison)
            ),
        });
    }
    if let Some(scores) = &told.scores {
        line(format!(
            "against {}:{:>28}{:>14}",
            scores.reference, "before", "after"
        ));
        let mut row = |name: &str, of: &dyn Fn(&Scores) -> String| {
            line(format!(
                "  {name:<38}{:>14}{:>14}",
                of(&scores.before),
                of(&scores.after)
            ));
        };
        row("character error rate", &|scores| rate(&scores.cer));
        row("  with what moved put back first", &|scores| {
            rate(&scores.cer_moves_apart)
        });
        row("word error rate", &|scores| rate(&scores.wer));
        row("words found, in order", &|scores| {
            percent(scores.word_accuracy)
        });
        row("paragraphs exactly right (F1)", &|scores| {
            format!("{:.3}", scores.paragraph_f1)
        });
        row("stretches out of place", &|scores| scores.moves.to_string());
        let bound = |scores: &Scores| {
            !(scores.cer.exact && scores.wer.exact && scores.cer_moves_apart.exact)
        };
        if bound(&scores.before) || bound(&scores.after) {
            line("  <= marks a bound: the text is too long for the exact figure, which may be smaller".to_owned());
        }
    }
    text
}

fn queries(comparison: &Comparison) -> String {
    match comparison.queries.len() {
        0 => "no query".to_owned(),
        count => counted(count, "query"),
    }
}

fn percent(rate: f64) -> String {
    format!("{:.2} %", rate * 100.0)
}

fn rate(figure: &Figure) -> String {
    let bound = if figure.exact { "" } else { "<= " };
    format!("{bound}{}", percent(figure.rate))
}
