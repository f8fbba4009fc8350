//! One line: what stands on it, and how it is made to fit its measure.

use super::pen::Pen;
use crate::font::{Shaped, ShapedGlyph};
use crate::typeset::SetLine;
use crate::typeset::linebreak::even_give;
use crate::typeset::prepare::{Atom, List, Space, Stop, em, features, space_shrink, space_stretch};
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
            parts: Vec::new(),
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
                    let mut cuts = vec![from];
                    cuts.extend(
                        word.points[first..]
                            .iter()
                            .take_while(|point| start + (point.at as usize) < to)
                            .filter(|point| point.division == Division::Ideograph)
                            .map(|point| start + point.at as usize),
                    );
                    cuts.push(to);
                    for (index, cut) in cuts.windows(2).enumerate() {
                        if index > 0 {
                            self.parts.push(Part::Gap {
                                voice: *voice,
                                start: cut[0],
                                end: cut[0],
                                space: Length::ZERO,
                                stretch: Length(size.0 / 8),
                                glyph: false,
                            });
                        }
                        let hyphen = cut[1] == to && to == self.end.end && self.adds_hyphen();
                        let whole = cut[0] == *start && cut[1] == *end && !hyphen;
                        let shaped = if whole {
                            Cow::Borrowed(&word.shaped)
                        } else {
                            Cow::Owned(self.reshape(shape, *voice, cut[0], cut[1], hyphen))
                        };
                        self.parts.push(Part::Glyphs {
                            shaped,
                            start: cut[0],
                            end: cut[1],
                        });
                    }
                }
            }
        }
        if !self.style.breaking.hang || self.style.align != Align::Justified {
            self.hang_start = Length::ZERO;
            self.hang_end = Length::ZERO;
        }
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
        let face = self.list.voices[voice].face;
        let text = &self.list.text[from..to];
        let features = features(self.style);
        let language = &self.style.language;
        if hyphen {
            shape.shape(face, features, language, &format!("{text}{HYPHEN}"))
        } else {
            shape.shape(face, features, language, text)
        }
    }

    fn glyphs(&self) -> impl Iterator<Item = &ShapedGlyph> {
        self.parts.iter().flat_map(|part| match part {
            Part::Glyphs { shaped, .. } => shaped.glyphs.as_slice(),
            Part::Gap { .. } => &[],
        })
    }

    pub(super) fn length(&self, width: i32) -> Length {
        Length(em(i64::from(width), self.style.text.size))
    }

    /// Finds scaling, tracking and spaces for a width.
    fn fit(&self, width: Length) -> Fit {
        let size = self.style.text.size;
        let base = size.ratio(i64::from(self.style.text.tracking), 1000);
        // The last glyph's tracking is not on the line.
        let (mut text, mut count) = (Length::ZERO, -1_i64);
        for glyph in self.glyphs() {
            text += self.length(glyph.advance);
            count += 1;
        }
        let (mut spaces, mut stretch, mut shrink) = (Length::ZERO, Length::ZERO, Length::ZERO);
        for part in &self.parts {
            if let Part::Gap {
                space, stretch: s, ..
            } = part
            {
                spaces += *space;
                stretch += *s;
                shrink += space_shrink(*space);
            }
        }
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
            let scaled: Length = self
                .glyphs()
                .map(|g| self.scaled(g.advance, fit.scale))
                .sum();
            rest -= scaled - text;
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

    pub(super) fn scaled(&self, advance: i32, scale: i32) -> Length {
        let advance = self.length(advance);
        if scale == 1000 {
            advance
        } else {
            // Rounded to the nearest: a thousand letters must not drift.
            let doubled = advance.0 * i64::from(scale) * 2 + 1000;
            Length(doubled.div_euclid(2000))
        }
    }

    /// Places everything. `start` is the line's start in the column, `width` its room.
    pub(super) fn set(self, start: Length, width: Length, indent: Length) -> SetLine {
        let mut line = self;
        if indent != Length::ZERO {
            line.hang_start = Length::ZERO;
        }
        let fit = line.fit(width);
        let mut pen = Pen::new(&line, fit);
        for part in &line.parts {
            pen.part(part);
        }
        let (mut runs, extent) = pen.finish();
        let x = match line.style.align {
            Align::Justified => start - line.hang_start,
            Align::Left => start,
            Align::Centred => start + (width - extent) / 2,
            Align::Right => start + width - extent,
        };
        for run in &mut runs {
            run.x += x;
        }
        let (mut gaps, mut space) = (0, Length::ZERO);
        for part in &line.parts {
            if let Part::Gap {
                space: natural,
                glyph: true,
                ..
            } = part
            {
                gaps += 1;
                space += *natural;
            }
        }
        SetLine {
            runs,
            width: extent - line.hang_start + indent,
            ratio: fit.ratio,
            space: if gaps == 0 || space == Length::ZERO {
                0.0
            } else {
                (space + fit.gaps).0 as f64 / space.0 as f64
            },
            hyphenated: line.adds_hyphen(),
            overfull: fit.overfull,
        }
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
