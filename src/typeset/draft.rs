//! A paragraph broken for one measure: where its lines end and how they will look, no glyph placed yet.
//!
//! Make-up tries a paragraph with more and fewer lines and prints one of them; so breaking, which is
//! quick, is apart from placing glyphs, which is not.

use std::ops::Range;
use std::sync::Arc;

use super::linebreak::{Breaks, Places, even_give};
use super::prepare::{Atom, List, Need, Space, Stop};
use super::set;
use super::style::{Align, Measure, ParagraphStyle, Span};
use super::words::{self, Division, Shape, WordStore};
use super::{Remark, SetLine, SetParagraph, narrowest, params};
use crate::font::Fonts;
use crate::units::Length;

/// A paragraph broken for one measure. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Draft {
    list: Arc<List>,
    style: Arc<ParagraphStyle>,
    measure: Measure,
    start_line: usize,
    stops: Vec<Stop>,
    /// How its lines will look, from the first to the last.
    pub lines: Vec<DraftLine>,
    /// Total demerits of its breaks.
    pub demerits: i64,
}

/// How a line will look when it is set; as in [`SetLine`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DraftLine {
    /// Mean space between words over the natural space; 0.0 for a line of one word.
    pub space: f64,
    /// Whether it ends in a hyphen that line breaking put there.
    pub hyphenated: bool,
    /// By how much it is longer than its measure.
    pub overfull: Length,
}

/// Breaks a paragraph as well as can be, and with as many lines more (or, below zero, fewer) as `more`
/// asks for; `None` where that cannot be had within the limits. `start_line` is the line of the measure
/// that the paragraph's first line takes. White space is treated as in [`super::paragraph`].
pub fn drafts(
    fonts: &Fonts,
    spans: &[Span<'_>],
    style: &Arc<ParagraphStyle>,
    measure: &Measure,
    start_line: usize,
    more: &[i32],
) -> (Draft, Vec<Option<Draft>>) {
    let shape = &mut fonts.shaper();
    let store = &mut words::store(fonts);
    drafts_in(shape, store, spans, style, measure, start_line, more)
}

pub(super) fn drafts_in(
    shape: &mut dyn Shape,
    store: &mut WordStore,
    spans: &[Span<'_>],
    style: &Arc<ParagraphStyle>,
    measure: &Measure,
    start_line: usize,
    more: &[i32],
) -> (Draft, Vec<Option<Draft>>) {
    let unspaced;
    let style = if spans.iter().any(|span| joins(span.text)) {
        let mut known = (**style).clone();
        known.text.tracking = 0;
        known.breaking.tracking_limit = 0;
        unspaced = Arc::new(known);
        &unspaced
    } else {
        style
    };
    let mut tried = |gaping| {
        tried(
            shape, store, spans, style, measure, start_line, more, gaping,
        )
    };
    let usual = tried(false);
    let worst = usual.0.widest();
    if worst <= GAPING || !style.hyphenate {
        return usual;
    }
    let last = tried(true);
    if last.0.widest() < worst - BETTER {
        last
    } else {
        usual
    }
}

/// Whether letters of a text are joined to each other, by strokes (Arabic, Syriac, Mongolian) or by a line
/// above (Devanagari, Bengali, Gurmukhi): no space may come between them.
pub(super) fn joins(text: &str) -> bool {
    let may = |byte: u8| matches!(byte, 0xD8..=0xE1 | 0xEF);
    text.bytes().any(may)
        && text.chars().any(|c| {
            matches!(c,
                '\u{600}'..='\u{7FF}' | '\u{840}'..='\u{A7F}' | '\u{1800}'..='\u{18AF}'
                | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
        })
}

/// Spaces so many times as wide as natural ones gape: divisions are allowed that are not else.
const GAPING: f64 = 2.2;

/// By how much the widest spaces must become better for such divisions.
const BETTER: f64 = 0.3;

/// Breaks a paragraph; `gaping` as in [`Need`].
#[allow(clippy::too_many_arguments)]
fn tried(
    shape: &mut dyn Shape,
    store: &mut WordStore,
    spans: &[Span<'_>],
    style: &Arc<ParagraphStyle>,
    measure: &Measure,
    start_line: usize,
    more: &[i32],
    gaping: bool,
) -> (Draft, Vec<Option<Draft>>) {
    let narrow = narrowest(style, measure, start_line);
    let mut need = Need {
        widest: None,
        gaping,
    };
    let mut list = List::new(shape, store, spans, style, need);
    if list.widest > narrow {
        need.widest = Some(narrow);
        list = List::new(shape, store, spans, style, need);
    }
    let special: Vec<i64> = (start_line..measure.special_lines())
        .map(|line| measure.slot(line).width.0)
        .collect();
    let rest = measure.slot(measure.special_lines().max(start_line)).width;
    let looseness = style.breaking.looseness;
    let params = params(&list, style, looseness);
    let (best, others) = if list.atoms.is_empty() {
        (Breaks::default(), vec![None; more.len()])
    } else if more.is_empty() || looseness != 0 {
        let best = list.places.solve(&params, &special, rest.0);
        (best, vec![None; more.len()])
    } else {
        list.places.solve_all(&params, &special, rest.0, more)
    };
    let mut all = vec![Some(best)];
    all.extend(others);
    let mut all = broken(list, style, measure, start_line, &all).into_iter();
    let best = all.next().flatten();
    (
        best.expect("the best breaks are always there"),
        all.collect(),
    )
}

/// The drafts that some breaks of a list make.
pub(super) fn broken(
    mut list: List,
    style: &Arc<ParagraphStyle>,
    measure: &Measure,
    start_line: usize,
    breaks: &[Option<Breaks>],
) -> Vec<Option<Draft>> {
    let places = std::mem::take(&mut list.places);
    let stops = std::mem::take(&mut list.stops);
    let list = Arc::new(list);
    let draft = |breaks: &Breaks| {
        let ends = breaks.ends.iter();
        let mut draft = Draft {
            list: Arc::clone(&list),
            style: Arc::clone(style),
            measure: measure.clone(),
            start_line,
            stops: ends.map(|&at| stop(&list, &stops, at)).collect(),
            lines: Vec::new(),
            demerits: breaks.demerits,
        };
        draft.lines = draft.judged(&places, breaks);
        draft
    };
    breaks
        .iter()
        .map(|found| found.as_ref().map(&draft))
        .collect()
}

/// Where a line that ends at an item ends.
fn stop(list: &List, stops: &[Stop], item: usize) -> Stop {
    stops.get(item).copied().unwrap_or(Stop {
        atom: list.atoms.len(),
        end: list.text.len(),
        next: list.text.len(),
        division: None,
    })
}

impl Draft {
    /// Places the glyphs of some of its lines.
    pub fn set(&self, fonts: &Fonts, lines: Range<usize>) -> Vec<SetLine> {
        self.set_in(&mut fonts.shaper(), lines)
    }

    pub(super) fn set_in(&self, shape: &mut dyn Shape, lines: Range<usize>) -> Vec<SetLine> {
        let lines = lines.start..lines.end.min(self.stops.len());
        lines
            .map(|number| {
                let from = match number.checked_sub(1) {
                    Some(before) => self.stops[before],
                    None => Stop {
                        atom: 0,
                        end: 0,
                        next: 0,
                        division: None,
                    },
                };
                let slot = self.measure.slot(self.start_line + number);
                let ends = self.stops[number];
                let last = self.is_last(number);
                set::line(
                    shape,
                    &self.list,
                    &self.style,
                    from,
                    ends,
                    slot,
                    number,
                    last,
                )
            })
            .collect()
    }

    /// Sets it whole.
    pub(super) fn paragraph(&self, shape: &mut dyn Shape) -> SetParagraph {
        let lines = self.set_in(shape, 0..self.stops.len());
        SetParagraph {
            remarks: self.remarked(lines.iter().map(|line| line.overfull)),
            lines,
            demerits: self.demerits,
        }
    }

    /// What a sub-editor should know of it.
    pub fn remarks(&self) -> Vec<Remark> {
        self.remarked(self.lines.iter().map(|line| line.overfull))
    }

    fn remarked(&self, overfull: impl Iterator<Item = Length>) -> Vec<Remark> {
        let mut remarks = Vec::new();
        for ((line, stop), by) in self.stops.iter().enumerate().zip(overfull) {
            if by > Length::ZERO {
                remarks.push(Remark::Overfull { line, by });
            }
            if let Some(Division::Forced(_)) = stop.division {
                let word = self.list.word_at(stop.atom);
                remarks.push(Remark::Divided { line, word });
            }
        }
        self.list.remark(&mut remarks);
        remarks
    }

    /// The widest mean space of a line that is justified, over the natural one.
    fn widest(&self) -> f64 {
        let lines = self.lines.iter().enumerate();
        let running = lines.filter(|&(at, _)| !self.is_last(at));
        running.map(|(_, line)| line.space).fold(0.0, f64::max)
    }

    /// Whether a line is the last one, or ends where a break is forced: it is not justified.
    fn is_last(&self, line: usize) -> bool {
        let forced = matches!(
            self.list.atoms.get(self.stops[line].atom),
            Some(Atom::Space {
                kind: Space::Force,
                ..
            })
        );
        forced || line + 1 == self.stops.len()
    }

    /// How the lines will look, from the sums of the breaks: what setting them will do, but for rounding.
    fn judged(&self, places: &Places, breaks: &Breaks) -> Vec<DraftLine> {
        let style = &*self.style;
        let breaking = &style.breaking;
        let mut from = 0;
        let mut start = None;
        let mut lines = Vec::with_capacity(breaks.ends.len());
        for (number, &end) in breaks.ends.iter().enumerate() {
            let stop = self.stops[number];
            let sums = places.line(start, end, self.list.first_start);
            let spaces = self.list.spaces(from, &stop);
            (start, from) = (Some(end), stop.atom);
            let slot = self.measure.slot(self.start_line + number);
            let indent = if number == 0 { style.indent.0 } else { 0 };
            let short = slot.width.0 - sums.width;
            let hyphenated = adds_hyphen(&stop);
            let mut line = DraftLine {
                space: set::looseness(spaces, sums.stretch, 0.0),
                hyphenated,
                overfull: Length::ZERO,
            };
            if style.align != Align::Justified {
                line.overfull = Length((-short).max(0));
            } else if short < 0 || !self.is_last(number) {
                let text = sums.width - spaces - indent;
                let scaling = text * i64::from(breaking.stretch_limit) / 1000;
                let each = style.text.size.0 * i64::from(breaking.tracking_limit) / 1000;
                let (flex, give) = if short >= 0 {
                    (sums.flex_stretch - each, sums.stretch)
                } else {
                    (sums.flex_shrink - each, sums.shrink)
                };
                let mut rest = short as f64;
                if flex > 0 {
                    let even = even_give(flex, give);
                    let part = (short as f64 / even as f64).clamp(-1.0, 1.0);
                    let tracking = (flex - scaling) as f64;
                    let shrink = sums.shrink as f64;
                    rest -= scaling as f64 * part;
                    let mut tracked = tracking * part * part.abs();
                    if rest - tracked < -shrink || sums.stretch == 0 {
                        let wanted = if rest < 0.0 { rest + shrink } else { rest };
                        tracked = wanted.clamp(-tracking.abs(), tracking.abs());
                    }
                    rest -= tracked;
                }
                let gaps = if rest < 0.0 {
                    rest.max(-(sums.shrink as f64))
                } else if sums.stretch > 0 {
                    rest
                } else {
                    0.0
                };
                let over = Length((gaps - rest.min(gaps)) as i64);
                if over > set::FUZZ {
                    line.overfull = over;
                }
                line.space = set::looseness(spaces, sums.stretch, gaps);
            }
            lines.push(line);
        }
        lines
    }
}

/// Whether a hyphen that the text does not have ends the line.
fn adds_hyphen(stop: &Stop) -> bool {
    matches!(stop.division, Some(Division::Soft | Division::Forced(true)))
}
