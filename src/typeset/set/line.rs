//! One line: what stands on it, and how it is made to fit its measure.

use super::pen::{Pen, reordered};
use crate::font::Shaped;
use crate::typeset::SetLine;
use crate::typeset::linebreak::even_give;
use crate::typeset::prepare::{Atom, Cast, List, Space, Stop, em, space_shrink, space_stretch};
use crate::typeset::style::{Align, ParagraphStyle};
use crate::typeset::words::{Division, HYPHEN, Point, Shape, Word};
use crate::units::{Length, UNITS_PER_POINT};
use std::borrow::Cow;

/// A stretch of a line: glyphs of one voice that stand together, or a space.
pub(super) enum Part<'a> {
    Glyphs {
        shaped: Cow<'a, Shaped>,
        /// Byte of the paragraph's text that cluster 0 stands for, and the byte after the stretch.
        start: usize,
        end: usize,
    },
    Gap {
        voice: usize,
        start: usize,
        end: usize,
        space: Length,
        stretch: Length,
        /// Whether it prints a space; not so between ideographs.
        glyph: bool,
    },
}

impl Part<'_> {
    /// Its first byte in the paragraph's text.
    pub(super) fn start(&self) -> usize {
        match self {
            Part::Glyphs { start, .. } | Part::Gap { start, .. } => *start,
        }
    }
}

/// A line being set.
pub(super) struct Line<'a> {
    pub(super) list: &'a List,
    pub(super) style: &'a ParagraphStyle,
    pub(super) from: Stop,
    pub(super) end: Stop,
    pub(super) parts: Vec<Part<'a>>,
    pub(super) hang_start: Length,
    pub(super) hang_end: Length,
    pub(super) justified: bool,
    pub(super) is_last: bool,
}

/// A line that is longer by this is not overfull: a tenth of a point, as in TeX (`\\hfuzz`).
pub(in crate::typeset) const FUZZ: Length = Length(UNITS_PER_POINT / 10);

/// Type larger than this is no type: 16,000 pt, so that products stay within 64 bits.
const LARGEST: i64 = 1 << 30;

/// How a line is made to fit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fit {
    /// Glyph scaling in 1/1000.
    pub(super) scale: i32,
    /// Space added after every glyph.
    pub(super) tracking: Length,
    /// What all gaps together gain.
    pub(super) gaps: Length,
    pub(super) overfull: Length,
    pub(super) ratio: f64,
}

impl<'a> Line<'a> {
    pub(super) fn new(list: &'a List, style: &'a ParagraphStyle, from: Stop, end: Stop) -> Self {
        Line {
            list,
            style,
            from,
            end,
            parts: Vec::with_capacity(24),
            hang_start: Length::ZERO,
            hang_end: Length::ZERO,
            justified: true,
            is_last: false,
        }
    }

    /// Gathers what stands on the line; words cut by a break are shaped anew.
    pub(super) fn collect(&mut self, shape: &mut dyn Shape) {
        let size = self.style.text.size;
        let last = self.end.atom.min(self.list.atoms.len().saturating_sub(1));
        for atom in self
            .list
            .atoms
            .get(self.from.atom..=last)
            .unwrap_or_default()
        {
            match atom {
                Atom::Space {
                    voice,
                    start,
                    end,
                    kind,
                } => {
                    let outside = *start < self.from.next || *end > self.end.end;
                    if outside || self.parts.is_empty() || *kind == Space::Force {
                        continue;
                    }
                    let space = self.list.voices[*voice].space;
                    self.parts.push(Part::Gap {
                        voice: *voice,
                        start: *start,
                        end: *end,
                        space,
                        stretch: space_stretch(space),
                        glyph: true,
                    });
                }
                Atom::Word {
                    word,
                    voice,
                    start,
                    end,
                } => {
                    let from = (*start).max(self.from.next);
                    let to = (*end).min(self.end.end);
                    if from >= to {
                        continue;
                    }
                    let hangs = |width: i32| Length(em(i64::from(width), size));
                    if self.parts.is_empty() {
                        self.hang_start = hangs(
                            point_at(word, from - start, |p| p.hang_start)
                                .unwrap_or(word.hang_start),
                        );
                    }
                    self.hang_end =
                        hangs(point_at(word, to - start, |p| p.hang_end).unwrap_or(word.hang_end));
                    let first = word
                        .points
                        .partition_point(|point| start + (point.at as usize) <= from);
                    let cuts = word.points[first..]
                        .iter()
                        .take_while(|point| start + (point.at as usize) < to)
                        .filter(|point| point.division == Division::Ideograph)
                        .map(|point| start + point.at as usize);
                    let mut before = from;
                    for cut in cuts.chain([to]) {
                        if before > from {
                            self.parts.push(Part::Gap {
                                voice: *voice,
                                start: before,
                                end: before,
                                space: Length::ZERO,
                                stretch: Length(size.0 / 8),
                                glyph: false,
                            });
                        }
                        let hyphen = cut == to && to == self.end.end && self.adds_hyphen();
                        let whole = before == *start && cut == *end && !hyphen;
                        let shaped = if whole {
                            Cow::Borrowed(&word.shaped)
                        } else {
                            Cow::Owned(self.reshape(shape, *voice, before, cut, hyphen))
                        };
                        self.parts.push(Part::Glyphs {
                            shaped,
                            start: before,
                            end: cut,
                        });
                        before = cut;
                    }
                }
            }
        }
        if !self.style.breaking.hang || self.style.align != Align::Justified {
            self.hang_start = Length::ZERO;
            self.hang_end = Length::ZERO;
        }
    }

    /// Whether the line begins on the right.
    pub(super) fn leftward(&self) -> bool {
        let courses = self.list.courses.as_ref();
        courses.is_some_and(|courses| courses.leftward)
    }

    pub(super) fn adds_hyphen(&self) -> bool {
        matches!(
            self.end.division,
            Some(Division::Soft | Division::Forced(true))
        )
    }

    fn reshape(
        &self,
        shape: &mut dyn Shape,
        voice: usize,
        from: usize,
        to: usize,
        hyphen: bool,
    ) -> Shaped {
        let Cast { face, features, .. } = self.list.voices[voice];
        let text = &self.list.text[from..to];
        let language = &self.style.language;
        if hyphen {
            shape.shape(face, features, language, &format!("{text}{HYPHEN}"))
        } else {
            shape.shape(face, features, language, text)
        }
    }

    pub(super) fn length(&self, width: i32) -> Length {
        Length(em(i64::from(width), self.style.text.size))
    }

    /// Finds scaling, tracking and spaces for a width.
    fn fit(&self, width: Length) -> Fit {
        let size = self.style.text.size;
        let base = size.ratio(i64::from(self.style.text.tracking), 1000);
        // The last glyph's tracking is not on the line.
        let (mut advances, mut count) = (0, -1_i64);
        let (mut spaces, mut stretch, mut shrink) = (Length::ZERO, Length::ZERO, Length::ZERO);
        for part in &self.parts {
            match part {
                Part::Glyphs { shaped, .. } => {
                    advances += shaped.width;
                    count += shaped.glyphs.len() as i64;
                }
                Part::Gap {
                    space, stretch: s, ..
                } => {
                    spaces += *space;
                    stretch += *s;
                    shrink += space_shrink(*space);
                }
            }
        }
        let text = Length(em(advances, size));
        let count = count.max(0);
        let natural = text + base * count + spaces;
        let target = width + self.hang_start + self.hang_end;
        let short = target - natural;
        let mut fit = Fit {
            scale: 1000,
            tracking: base,
            ..Fit::default()
        };
        if !self.justified || (self.is_last && short >= Length::ZERO) {
            fit.overfull = if self.justified {
                Length::ZERO
            } else {
                Length((-short.0).max(0))
            };
            return fit;
        }
        let breaking = &self.style.breaking;
        let by_scale = text.ratio(i64::from(breaking.stretch_limit), 1000);
        let by_tracking = size.ratio(i64::from(breaking.tracking_limit), 1000) * count;
        let give = by_scale + by_tracking;
        let mut rest = short;
        if give > Length::ZERO {
            let spaces = if short >= Length::ZERO {
                stretch
            } else {
                shrink
            };
            let even = even_give(give.0, spaces.0);
            let part = (short.0 as f64 / even as f64).clamp(-1.0, 1.0);
            fit.scale = 1000 + (part * f64::from(breaking.stretch_limit)).round() as i32;
            // Lines that are scaled alike are tracked alike.
            let part = match breaking.stretch_limit {
                0 => part,
                limit => f64::from(fit.scale - 1000) / f64::from(limit),
            };
            rest -= text.ratio(i64::from(fit.scale) - 1000, 1000);
            let most = size.ratio(i64::from(breaking.tracking_limit), 1000);
            // Tracking is seen before scaling is: it comes last. Spaces take the difference.
            let mut each = Length((most.0 as f64 * part * part.abs()).round() as i64);
            if count > 0 && (rest - each * count < -shrink || stretch == Length::ZERO) {
                // Spaces cannot: tracking gives all it may.
                let wanted = if rest < Length::ZERO {
                    rest + shrink
                } else {
                    rest
                };
                each = Length(wanted.0.div_euclid(count)).clamp(-most, most);
            }
            fit.tracking = base + each;
            rest -= each * count;
        }
        if rest >= Length::ZERO {
            fit.gaps = if stretch > Length::ZERO {
                rest
            } else {
                Length::ZERO
            };
            fit.ratio = ratio(rest, stretch);
        } else {
            fit.gaps = Length((rest.0).max(-shrink.0));
            fit.ratio = ratio(fit.gaps, shrink);
            let over = fit.gaps - rest;
            fit.overfull = if over > FUZZ { over } else { Length::ZERO };
        }
        fit
    }

    /// What a 65536th of the em is at a glyph scaling, in 2^-32 of the unit of length.
    pub(super) fn scale(&self, scale: i32) -> i64 {
        let size = self.style.text.size.0.clamp(0, LARGEST);
        ((size * i64::from(scale)) << 16) / 1000
    }

    /// Places everything. `start` is the line's start in the column, `width` its room.
    pub(super) fn set(self, start: Length, width: Length, indent: Length) -> SetLine {
        let mut line = self;
        if indent != Length::ZERO {
            line.hang_start = Length::ZERO;
        }
        let fit = line.fit(width);
        let (mut runs, extent) = match &line.list.courses {
            Some(courses) => reordered(&line, fit, courses),
            None => {
                let mut pen = Pen::new(&line, fit);
                line.parts.iter().for_each(|part| pen.part(part));
                pen.finish()
            }
        };
        let right = start + width - extent;
        let x = match (line.style.align, line.leftward()) {
            (Align::Justified, true) => right + line.hang_start,
            (Align::Justified, false) => start - line.hang_start,
            (Align::Left, false) | (Align::Right, true) => start,
            (Align::Centred, _) => start + (width - extent) / 2,
            (Align::Right, false) | (Align::Left, true) => right,
        };
        for run in &mut runs {
            run.x += x;
        }
        let (mut natural, mut stretch) = (0, 0);
        for part in &line.parts {
            if let Part::Gap {
                space, stretch: s, ..
            } = part
            {
                natural += space.0;
                stretch += s.0;
            }
        }
        SetLine {
            runs,
            width: extent - line.hang_start + indent,
            ratio: fit.ratio,
            space: looseness(natural, stretch, fit.gaps.0 as f64),
            hyphenated: line.adds_hyphen(),
            overfull: fit.overfull,
        }
    }
}

/// Mean space of a line over the natural one, from its natural spaces, what they can stretch, and what they
/// gained; 0.0 where there are none. Between characters without spaces a quarter of the em, twice what
/// they can stretch, counts for one.
pub(in crate::typeset) fn looseness(natural: i64, stretch: i64, gained: f64) -> f64 {
    if natural > 0 {
        (natural as f64 + gained) / natural as f64
    } else if stretch > 0 {
        1.0 + gained / (2 * stretch) as f64
    } else {
        0.0
    }
}

fn point_at(word: &Word, at: usize, read: impl Fn(&Point) -> i32) -> Option<i32> {
    let index = word
        .points
        .partition_point(|point| (point.at as usize) < at);
    let point = word.points.get(index).filter(|p| p.at as usize == at);
    point.map(read)
}

fn ratio(by: Length, total: Length) -> f64 {
    if total == Length::ZERO {
        0.0
    } else {
        by.0 as f64 / total.0 as f64
    }
}
