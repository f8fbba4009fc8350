//! A finished PDF looked over: as a file, and as what the edition says.
//!
//! Knows what of an edition is printed; the file itself is looked at in `pdf::check`.

use std::collections::HashMap;

use crate::edition::{Article, BlockKind, Edition, inline};
use crate::pdf::check::{self, Finding, Limits, Report, Severity};
use crate::typeset::Typographer;

/// Looks over a PDF, and compares what it says with an edition, if one is given: every word of the
/// edition must come back, block by block and in order. What the page says besides (its nameplate, jump
/// lines of its own) is left out of the comparison.
pub fn check(pdf: &[u8], edition: Option<&Edition>, limits: &Limits) -> Report {
    let mut report = check::check(pdf, limits);
    if let Some(edition) = edition {
        let found = compare(&report.text, edition);
        report.findings.extend(found);
        report.findings.sort();
    }
    report
}

/// Panics when a file does not say what the edition does: a fault of reglet, looked for on every run
/// of a debug build.
#[cfg(debug_assertions)]
pub(super) fn assert_faithful(pdf: &[u8], edition: &Edition) {
    let report = check::check(pdf, &Limits::default());
    let found = compare(&report.text, edition);
    assert!(found.is_empty(), "{}", found[0]);
}

/// A text of the edition, in the ways in which a page may say it.
struct Wanted {
    /// With typographic signs, and as typed.
    ways: [String; 2],
    /// Whether it runs on from the text before it: what moves (captions, quotations) does not.
    runs: bool,
}

fn compare(found: &[String], edition: &Edition) -> Vec<Finding> {
    let mut left: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, text) in found.iter().enumerate().rev() {
        left.entry(folded(text)).or_default().push(at);
    }
    let whole = format!(" {} ", folded(&found.join(" ")));
    let mut findings = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    for article in &edition.articles {
        let mut last = None;
        for wanted in wanted(article, &edition.language) {
            // Where the same words stand twice, those that come next are meant.
            let place = wanted.ways.iter().find_map(|way| {
                let places = left.get_mut(way)?;
                let next = places
                    .iter()
                    .rposition(|at| last.is_none_or(|last| *at > last));
                let next = next.or(places.len().checked_sub(1))?;
                Some(places.remove(next))
            });
            match place {
                Some(at) if wanted.runs => {
                    if last.is_some_and(|last| at < last) {
                        findings.push(fault(format!(
                            "the file says \"{}\" before what comes before it in the edition",
                            beginning(&wanted.ways[0])
                        )));
                    }
                    last = Some(at);
                }
                Some(_) => {}
                // In a file without tags a text is no element, but a stretch of the whole.
                None if wanted
                    .ways
                    .iter()
                    .any(|way| whole.contains(&format!(" {way} "))) => {}
                None => missing.push(wanted.ways[0].clone()),
            }
        }
    }
    let rest: Vec<&str> = left
        .iter()
        .flat_map(|(text, at)| at.iter().map(move |_| text.as_str()))
        .collect();
    findings.extend(missing.iter().map(|text| difference(text, &rest)));
    findings
}

/// Everything of an article that is printed, in its order.
fn wanted(article: &Article, language: &str) -> Vec<Wanted> {
    let say = |parts: &[&str], runs| {
        let ways = [true, false].map(|typographic| {
            let said: Vec<String> = parts
                .iter()
                .flat_map(|part| part.lines())
                .map(|line| printed(line, language, typographic))
                .collect();
            folded(&said.join(" "))
        });
        Wanted { ways, runs }
    };
    let heads = [
        &article.kicker,
        &article.headline,
        &article.standfirst,
        &article.byline,
        &article.jump,
    ];
    let mut all: Vec<Wanted> = heads
        .into_iter()
        .flatten()
        .map(|text| say(&[text], false))
        .collect();
    all.extend(article.blocks.iter().map(|block| {
        let credit = block.credit.as_deref().unwrap_or_default();
        let moves =
            matches!(block.kind, BlockKind::Caption | BlockKind::PullQuote) || block.size.is_some();
        say(&[&block.text, credit], !moves)
    }));
    all.retain(|wanted| !wanted.ways[0].is_empty());
    all
}

/// A line of the edition as a page says it.
fn printed(line: &str, language: &str, typographic: bool) -> String {
    let mut typographer = Typographer::new(language);
    inline::spans(line)
        .into_iter()
        .map(|span| match typographic {
            true => typographer.convert(&span.text),
            false => span.text,
        })
        .collect()
}

/// A text with single spaces, and without what no reader sees.
fn folded(text: &str) -> String {
    // No font may say U+FEFF or a control character (ISO 19005-2, 6.2.11.7.2), so no page does.
    let seen = text
        .replace(['\u{AD}', '\u{2060}', '\u{FEFF}'], "")
        .replace(['\0', '\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
        .replace(char::is_control, " ");
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with a text that no element says: where the most like of the rest differs from it.
fn difference(wanted: &str, rest: &[&str]) -> Finding {
    let likeness = |other: &str| {
        let (one, two) = (wanted.split(' '), other.split(' '));
        let start = one.clone().zip(two.clone()).take_while(|(a, b)| a == b);
        let end = one.rev().zip(two.rev()).take_while(|(a, b)| a == b);
        start.count() + end.count()
    };
    let near = rest.iter().max_by_key(|other| likeness(other));
    match near.filter(|other| likeness(other) > 0) {
        Some(near) => check::compare([*near], [wanted])
            .unwrap_or_else(|| fault(format!("the file lacks \"{}\"", beginning(wanted)))),
        None => fault(format!(
            "the file does not say \"{}\", which is in the edition",
            beginning(wanted)
        )),
    }
}

fn fault(text: String) -> Finding {
    Finding {
        page: None,
        severity: Severity::Fault,
        rule: "text",
        text,
    }
}

/// The first words of a text, to point at it.
fn beginning(text: &str) -> String {
    let mut words = text.split(' ');
    let first: Vec<&str> = words.by_ref().take(8).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    first.join(" ") + more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::Block;

    fn edition(texts: &[&str]) -> Edition {
        let blocks = texts
            .iter()
            .map(|text| Block::new(BlockKind::Paragraph, *text));
        Edition {
            language: "en".to_owned(),
            articles: vec![Article {
                headline: Some("Rain".to_owned()),
                blocks: blocks.collect(),
                ..Article::default()
            }],
            ..Edition::default()
        }
    }

    fn found(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn words_come_back_with_signs_either_way() {
        let wanted = edition(&["It's *all* rain.", "And so on."]);
        for said in ["It’s all rain.", "It's all rain."] {
            assert_eq!(
                compare(&found(&["The Post", "Rain", said, "And so on."]), &wanted),
                []
            );
        }
    }

    #[test]
    fn changed_lost_and_swapped_texts_are_found() {
        let wanted = edition(&["One two three.", "Four five."]);
        for said in [
            ["Rain", "One too three.", "Four five."],
            ["Rain", "Four five.", "One two three."],
            ["Rain", "One two three.", "Fourfive."],
        ] {
            assert_eq!(compare(&found(&said), &wanted).len(), 1, "{said:?}");
        }
    }
}
