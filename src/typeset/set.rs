//! Breaks -> set lines: where every glyph goes. Knows one line at a time.

use super::linebreak::{Breaks, even_give};
use super::prepare::{Atom, Cast, List, Space, Stop, features, space_shrink, space_stretch};
use super::style::{Align, Measure, ParagraphStyle};
use super::words::{Division, HYPHEN, Shape};
use super::{Remark, SetLine, SetParagraph, SetRun};
use crate::font::{FaceId, Shaped};
use crate::frame::Glyph;
use crate::units::Length;

/// Sets the lines that the breaks make.
pub(super) fn set(
    shape: &mut dyn Shape,
    list: &List,
    style: &ParagraphStyle,
    breaks: &Breaks,
    measure: &Measure,
    start_line: usize,
) -> SetParagraph {
    let mut paragraph = SetParagraph {
        demerits: breaks.demerits,
        ..SetParagraph::default()
    };
    let mut from = Stop {
        atom: 0,
        end: 0,
        next: 0,
        division: None,
    };
    let last = breaks.ends.len().saturating_sub(1);
    for (number, &item) in breaks.ends.iter().enumerate() {
        let end = list.stops.get(item).copied().unwrap_or(Stop {
            atom: list.atoms.len(),
            end: list.text.len(),
            next: list.text.len(),
            division: None,
        });
        let slot = measure.slot(start_line + number);
        let indent = if number == 0 {
            style.indent
        } else {
            Length::ZERO
        };
        let forced = matches!(
            list.atoms.get(end.atom),
            Some(Atom::Space {
                kind: Space::Force,
                ..
            })
        );
        let mut line = Line::new(list, style, from, end);
        line.collect(shape);
        line.justified = style.align == Align::Justified;
        line.is_last = number == last || forced;
        let set = line.set(slot.indent + indent, slot.width - indent, indent);
        if set.overfull > Length::ZERO {
            paragraph.remarks.push(Remark::Overfull {
                line: number,
                by: set.overfull,
            });
        }
        if let Some(Division::Forced(_)) = end.division {
            paragraph.remarks.push(Remark::Divided {
                line: number,
                word: list.word_at(end.atom),
            });
        }
        paragraph.lines.push(set);
        from = end;
    }
    list.remark(&mut paragraph.remarks);
    paragraph
}

impl List {
    fn word_at(&self, atom: usize) -> String {
        match self.atoms.get(atom) {
            Some(Atom::Word { start, end, .. }) => self.text[*start..*end].to_owned(),
            _ => String::new(),
        }
    }

    /// Remarks on the text, however it is broken.
    fn remark(&self, remarks: &mut Vec<Remark>) {
        let mut right_to_left = false;
        for atom in &self.atoms {
            let Atom::Word { word, start, .. } = atom else {
                continue;
            };
            right_to_left |= word.shaped.right_to_left;
            for &(at, character) in &word.shaped.missing {
                remarks.push(Remark::MissingCharacter {
                    character,
                    at: start + at as usize,
                });
            }
        }
        if right_to_left {
            remarks.push(Remark::RightToLeft);
        }
    }
}

/// A stretch of a line: glyphs of one voice that stand together, or a space.
enum Part<'a> {
    Glyphs {
        shaped: std::borrow::Cow<'a, Shaped>,
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
struct Line<'a> {
    list: &'a List,
    style: &'a ParagraphStyle,
    from: Stop,
    end: Stop,
    parts: Vec<Part<'a>>,
    hang_start: Length,
    hang_end: Length,
    justified: bool,
    is_last: bool,
}

/// A line that is longer by this is not overfull: a tenth of a point, as in TeX (`\\hfuzz`).
const FUZZ: Length = Length(crate::units::UNITS_PER_POINT / 10);

/// How a line is made to fit.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    /// Glyph scaling in 1/1000.
    scale: i32,
    /// Space added after every glyph.
    tracking: Length,
    /// What all gaps together gain.
    gaps: Length,
    overfull: Length,
    ratio: f64,
}

impl<'a> Line<'a> {
    fn new(list: &'a List, style: &'a ParagraphStyle, from: Stop, end: Stop) -> Self {
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
    fn collect(&mut self, shape: &mut dyn Shape) {
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
                    let hangs = |width: i32| Length(super::prepare::em(i64::from(width), size));
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
                            std::borrow::Cow::Borrowed(&word.shaped)
                        } else {
                            std::borrow::Cow::Owned(
                                self.reshape(shape, *voice, cut[0], cut[1], hyphen),
                            )
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

    fn adds_hyphen(&self) -> bool {
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

    fn glyphs(&self) -> impl Iterator<Item = &crate::font::ShapedGlyph> {
        self.parts.iter().flat_map(|part| match part {
            Part::Glyphs { shaped, .. } => shaped.glyphs.as_slice(),
            Part::Gap { .. } => &[],
        })
    }

    fn length(&self, em: i32) -> Length {
        Length(super::prepare::em(i64::from(em), self.style.text.size))
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
                let wanted =
                    rest.max(-(most * count) - shrink) + shrink.min((-rest).max(Length::ZERO));
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

    fn scaled(&self, advance: i32, scale: i32) -> Length {
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
    fn set(self, start: Length, width: Length, indent: Length) -> SetLine {
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

fn point_at(
    word: &super::words::Word,
    at: usize,
    read: impl Fn(&super::words::Point) -> i32,
) -> Option<i32> {
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

/// Puts glyphs into runs.
struct Pen<'l, 'a> {
    line: &'l Line<'a>,
    fit: Fit,
    x: Length,
    runs: Vec<SetRun>,
    /// What all gaps could stretch or shrink, and the share of those already set.
    give: i64,
    given: i64,
    /// Byte of the paragraph's text up to which runs hold it.
    held: usize,
}

impl<'l, 'a> Pen<'l, 'a> {
    fn new(line: &'l Line<'a>, fit: Fit) -> Self {
        let give = line.parts.iter().map(|part| gap_weight(part, fit)).sum();
        Pen {
            line,
            fit,
            x: Length::ZERO,
            runs: Vec::new(),
            give,
            given: 0,
            held: line.from.next,
        }
    }

    fn part(&mut self, part: &Part<'_>) {
        match part {
            Part::Glyphs { shaped, start, end } => {
                for (index, piece) in shaped.parts.iter().enumerate() {
                    let next = shaped.parts.get(index + 1);
                    let to = next
                        .and_then(|next| shaped.glyphs.get(next.start as usize))
                        .map_or(*end, |glyph| (start + glyph.cluster as usize).min(*end));
                    self.run(piece.face);
                    let at = self.base();
                    let glyphs = &shaped.glyphs[piece.start as usize..piece.end as usize];
                    for glyph in glyphs {
                        let scale = self.fit.scale;
                        let advance = self.line.scaled(glyph.advance, scale) + self.fit.tracking;
                        self.push(Glyph {
                            id: glyph.id,
                            advance,
                            dx: self.line.scaled(glyph.dx, scale),
                            dy: self.line.length(glyph.dy),
                            cluster: (start + glyph.cluster as usize - at) as u32,
                        });
                    }
                    self.hold(to);
                }
                self.hold(*end);
            }
            Part::Gap {
                voice,
                start,
                end,
                space,
                glyph,
                ..
            } => {
                let weight = gap_weight(part, self.fit);
                let before = share(self.fit.gaps, self.given, self.give);
                self.given += weight;
                let advance = *space + share(self.fit.gaps, self.given, self.give) - before;
                let cast: &Cast = &self.line.list.voices[*voice];
                if *glyph {
                    // A space belongs to the run before it: its face is not seen.
                    let own = self.runs.last().is_some_and(|run| run.face == cast.face);
                    if !own {
                        self.run(cast.face);
                    }
                    let at = self.base();
                    self.push(Glyph {
                        id: cast.space_glyph,
                        advance,
                        dx: Length::ZERO,
                        dy: Length::ZERO,
                        cluster: (start - at) as u32,
                    });
                } else if let Some(glyph) = self.runs.last_mut().and_then(|r| r.glyphs.last_mut()) {
                    glyph.advance += advance;
                    self.x += advance;
                }
                self.hold(*end);
            }
        }
    }

    /// Starts a run unless the last one has the face.
    fn run(&mut self, face: FaceId) {
        if self.runs.last().is_some_and(|run| run.face == face) {
            return;
        }
        self.runs.push(SetRun {
            x: self.x,
            face,
            size: self.line.style.text.size,
            stretch: self.fit.scale,
            ink: self.line.style.text.ink,
            glyphs: Vec::new(),
            text: String::new(),
            soft_hyphen: false,
        });
    }

    /// The byte of the paragraph's text at which the last run starts.
    fn base(&self) -> usize {
        self.held - self.runs.last().map_or(0, |run| run.text.len())
    }

    fn push(&mut self, glyph: Glyph) {
        self.x += glyph.advance;
        if let Some(run) = self.runs.last_mut() {
            run.glyphs.push(glyph);
        }
    }

    /// Gives the last run the text up to a byte.
    fn hold(&mut self, to: usize) {
        if to > self.held
            && let Some(run) = self.runs.last_mut()
        {
            run.text.push_str(&self.line.list.text[self.held..to]);
            self.held = to;
        }
    }

    /// The runs, and how far they extend.
    fn finish(mut self) -> (Vec<SetRun>, Length) {
        // The tracking after the last letter is not on the line.
        if let Some(glyph) = self.runs.last_mut().and_then(|run| run.glyphs.last_mut()) {
            glyph.advance -= self.fit.tracking;
            self.x -= self.fit.tracking;
        }
        self.hold(self.line.end.next);
        if self.line.adds_hyphen()
            && let Some(run) = self.runs.last_mut()
        {
            run.soft_hyphen = true;
        }
        (self.runs, self.x)
    }
}

/// How much of the line's slack a part takes, relative to others.
fn gap_weight(part: &Part<'_>, fit: Fit) -> i64 {
    match part {
        Part::Gap { space, stretch, .. } if fit.gaps >= Length::ZERO => stretch.0.max(space.0 / 2),
        Part::Gap { space, .. } => space_shrink(*space).0,
        Part::Glyphs { .. } => 0,
    }
}

/// `total * part / whole`, so that shares add up.
fn share(total: Length, part: i64, whole: i64) -> Length {
    total.ratio(part, whole)
}
