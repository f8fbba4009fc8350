//! Words that a line divides: where each goes on, so that a reader gets it whole.
//!
//! Knows runs in the order of reading; not glyphs, fonts or files.

use rustc_hash::FxHashMap;

use crate::frame::{ElementId, GlyphRun, Item, ItemKind};

/// A longer rest is left where it is, in characters: no word, but a line of a script without spaces.
const LONGEST_REST: usize = 60;

/// What a run has to do with divided words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Division {
    /// So many bytes at the start of the run have been said where their word begins.
    pub said: usize,
    /// The rest of the word that the run ends with: its last glyph says that, too.
    pub rest: Option<String>,
}

/// The divisions of a page's runs, by place in its items.
pub(super) fn divisions(items: &[Item]) -> FxHashMap<usize, Division> {
    let mut by_element: FxHashMap<ElementId, Vec<(usize, &GlyphRun)>> = FxHashMap::default();
    for (at, item) in items.iter().enumerate() {
        if let (Some(element), ItemKind::Glyphs(run)) = (item.element, &item.kind) {
            by_element.entry(element).or_default().push((at, run));
        }
    }
    let mut found = FxHashMap::default();
    for runs in by_element.values() {
        divide(runs, &mut found);
    }
    found
}

fn divide(runs: &[(usize, &GlyphRun)], found: &mut FxHashMap<usize, Division>) {
    let mut at = 0;
    while at + 1 < runs.len() {
        let here = at;
        at += 1;
        if !divides(runs[here].1, runs[here + 1].1) {
            continue;
        }
        let mut rest = String::new();
        let mut said = Vec::new();
        for next in here + 1..runs.len() {
            let (place, run) = runs[next];
            let end = run.text.find(char::is_whitespace);
            let part = &run.text[..end.unwrap_or(run.text.len())];
            rest.push_str(part);
            said.push((place, part.len()));
            let goes_on = runs
                .get(next + 1)
                .is_some_and(|&(_, after)| after.at.y == run.at.y || divides(run, after));
            if end.is_some() || !goes_on {
                break;
            }
            at = next + 1;
        }
        if rest.is_empty() || rest.chars().count() > LONGEST_REST {
            continue;
        }
        for (place, bytes) in said {
            found.entry(place).or_default().said = bytes;
        }
        found.entry(runs[here].0).or_default().rest = Some(rest);
    }
}

/// Whether a word goes on from the end of a run to the next one, on another line.
fn divides(run: &GlyphRun, next: &GlyphRun) -> bool {
    let last = run.glyphs.iter().map(|glyph| glyph.cluster).max();
    let forward = run.glyphs.last().map(|glyph| glyph.cluster) == last;
    // Hyphens and dashes, after which lines break (UAX #14: HY, BA, B2), and the stroke.
    let broken = run.soft_hyphen
        || run
            .text
            .ends_with(|c| matches!(c, '-' | '/' | '\u{2010}' | '\u{2012}'..='\u{2015}'));
    forward && broken && next.at.y != run.at.y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FaceId;
    use crate::frame::{Glyph, Ink};
    use crate::units::{Length, Point};

    /// Runs of one element, each with its line; `~` at the end is a soft hyphen.
    fn of(lines: &[(i64, &str)]) -> Vec<(usize, Option<String>)> {
        let items: Vec<Item> = lines
            .iter()
            .map(|&(line, text)| {
                let soft_hyphen = text.ends_with('~');
                let text = text.trim_end_matches('~').to_owned();
                let glyph = |cluster| Glyph {
                    id: 1,
                    advance: Length::pt(5.0),
                    dx: Length::ZERO,
                    dy: Length::ZERO,
                    cluster,
                };
                Item {
                    element: Some(ElementId(0)),
                    kind: ItemKind::Glyphs(GlyphRun {
                        face: FaceId(0),
                        size: Length::pt(10.0),
                        at: Point {
                            x: Length::ZERO,
                            y: Length::pt(10.0) * line,
                        },
                        stretch: 1000,
                        ink: Ink::Black(1.0),
                        tracking: Length::ZERO,
                        glyphs: (0..text.len() as u32).map(glyph).collect(),
                        text,
                        language: None,
                        soft_hyphen,
                    }),
                }
            })
            .collect();
        let found = divisions(&items);
        (0..items.len())
            .map(|at| found.get(&at).cloned().unwrap_or_default())
            .map(|division| (division.said, division.rest))
            .collect()
    }

    fn rest(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn words_go_on_in_the_next_line() {
        assert_eq!(
            of(&[(1, "an exam~"), (2, "ple, and")]),
            [(0, rest("ple,")), (4, None)]
        );
        assert_eq!(
            of(&[(1, "high-"), (2, "quality")]),
            [(0, rest("quality")), (7, None)]
        );
        assert_eq!(of(&[(1, "a - "), (2, "b")]), [(0, None), (0, None)]);
        assert_eq!(of(&[(1, "an "), (2, "example")]), [(0, None), (0, None)]);
    }

    #[test]
    fn words_go_on_over_two_lines_and_into_other_type() {
        assert_eq!(
            of(&[(1, "in~"), (2, "ter~"), (3, "nal "), (4, "x")]),
            [(0, rest("ternal")), (3, None), (3, None), (0, None)]
        );
        assert_eq!(
            of(&[(1, "well-"), (2, "kno"), (2, "wn ale~"), (3, "house")]),
            [(0, rest("known")), (3, None), (2, rest("house")), (5, None)]
        );
    }

    #[test]
    fn a_text_without_spaces_is_left_alone() {
        let long = "x".repeat(70);
        assert_eq!(of(&[(1, "ab~"), (2, &long)]), [(0, None), (0, None)]);
    }
}
