//! Puts the glyphs of a line into runs, and the slack of the line into its gaps.

use super::line::{Fit, Line, Part};
use crate::font::{FaceId, Shaped, ShapedGlyph, ShapedPart};
use crate::frame::Glyph;
use crate::typeset::SetRun;
use crate::typeset::course::Courses;
use crate::typeset::prepare::{Cast, space_shrink};
use crate::units::Length;

/// Puts glyphs into runs.
pub(super) struct Pen<'l, 'a> {
    line: &'l Line<'a>,
    fit: Fit,
    x: Length,
    runs: Vec<SetRun>,
    /// What all gaps could stretch or shrink, and the share of those already set.
    give: i64,
    given: i64,
    /// Byte of the paragraph's text up to which runs hold it.
    held: usize,
    /// See [`Line::scale`].
    scale: i64,
}

impl<'l, 'a> Pen<'l, 'a> {
    pub(super) fn new(line: &'l Line<'a>, fit: Fit) -> Self {
        let give = line.parts.iter().map(|part| gap_weight(part, fit)).sum();
        Pen {
            line,
            fit,
            x: Length::ZERO,
            runs: Vec::new(),
            give,
            given: 0,
            held: line.from.next,
            scale: line.scale(fit.scale),
        }
    }

    pub(super) fn part(&mut self, part: &Part<'_>) {
        match part {
            Part::Glyphs { shaped, start, end } => {
                for (index, piece) in shaped.parts.iter().enumerate() {
                    let next = shaped.parts.get(index + 1);
                    let to = next
                        .and_then(|next| shaped.glyphs.get(next.start as usize))
                        .map_or(*end, |glyph| (start + glyph.cluster as usize).min(*end));
                    self.run(piece.face);
                    self.glyphs(shaped, piece, *start);
                    self.hold(to);
                }
                self.hold(*end);
            }
            Part::Gap {
                voice,
                start,
                end,
                glyph,
                ..
            } => {
                let advance = self.advance(part);
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
                        cluster: start.saturating_sub(at) as u32,
                    });
                } else if let Some(glyph) = self.runs.last_mut().and_then(|r| r.glyphs.last_mut()) {
                    glyph.advance += advance;
                    self.x += advance;
                }
                self.hold(*end);
            }
        }
    }

    /// Gives the last run the glyphs of a piece of a word that starts at a byte of the paragraph's text.
    fn glyphs(&mut self, shaped: &Shaped, piece: &ShapedPart, start: usize) {
        let shift = (start as u32).wrapping_sub(self.base() as u32);
        let (scale, tracking) = (self.scale, self.fit.tracking);
        let mut x = self.x;
        if let Some(run) = self.runs.last_mut() {
            let glyphs = &shaped.glyphs[piece.start as usize..piece.end as usize];
            run.glyphs.extend(glyphs.iter().map(|glyph| {
                let advance = scaled(glyph.advance, scale) + tracking;
                x += advance;
                Glyph {
                    id: glyph.id,
                    advance,
                    dx: scaled(glyph.dx, scale),
                    dy: self.line.length(glyph.dy),
                    cluster: glyph.cluster.wrapping_add(shift),
                }
            }));
        }
        self.x = x;
    }

    /// How far a part moves the pen; takes a gap's share of the slack.
    fn advance(&mut self, part: &Part<'_>) -> Length {
        match part {
            Part::Glyphs { shaped, .. } => self.width(&shaped.glyphs),
            Part::Gap { space, .. } => {
                let before = share(self.fit.gaps, self.given, self.give);
                self.given += gap_weight(part, self.fit);
                *space + share(self.fit.gaps, self.given, self.give) - before
            }
        }
    }

    fn width(&self, glyphs: &[ShapedGlyph]) -> Length {
        let advances = glyphs.iter().map(|glyph| scaled(glyph.advance, self.scale));
        advances.sum::<Length>() + self.fit.tracking * glyphs.len() as i64
    }

    /// Starts a run unless the last one has the face.
    fn run(&mut self, face: FaceId) {
        if self.runs.last().is_none_or(|run| run.face != face) {
            self.begin(face);
        }
    }

    fn begin(&mut self, face: FaceId) {
        // All that is left of the line, as far as it can be told.
        let room = (self.line.end.next + 1).saturating_sub(self.held);
        self.runs.push(SetRun {
            x: self.x,
            face,
            size: self.line.style.text.size,
            stretch: self.fit.scale,
            ink: self.line.style.text.ink,
            tracking: self.fit.tracking,
            glyphs: Vec::with_capacity(room),
            text: String::with_capacity(room),
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
    pub(super) fn finish(mut self) -> (Vec<SetRun>, Length) {
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

/// Puts down a line on which text runs both ways. Every word is a run of its own; runs stand in the order
/// in which they are read, wherever they are seen.
pub(super) fn reordered(line: &Line<'_>, fit: Fit, courses: &Courses) -> (Vec<SetRun>, Length) {
    let mut pen = Pen::new(line, fit);
    let widths: Vec<Length> = line.parts.iter().map(|part| pen.advance(part)).collect();
    let mut places = vec![Length::ZERO; line.parts.len()];
    let mut end = Length::ZERO;
    for at in courses.order(line.parts.iter().map(Part::start)) {
        places[at] = end;
        end += widths[at];
    }
    for (part, &place) in line.parts.iter().zip(&places) {
        match part {
            Part::Glyphs { shaped, start, end } => {
                let mut x = place;
                let mut pieces: Vec<(&ShapedPart, Length)> = Vec::new();
                for piece in &shaped.parts {
                    pieces.push((piece, x));
                    x += pen.width(&shaped.glyphs[piece.start as usize..piece.end as usize]);
                }
                if shaped.right_to_left {
                    pieces.reverse();
                }
                for (index, (piece, x)) in pieces.iter().enumerate() {
                    let first = |piece: &ShapedPart| {
                        let glyphs = &shaped.glyphs[piece.start as usize..piece.end as usize];
                        glyphs.iter().map(|glyph| glyph.cluster).min()
                    };
                    let next = pieces.get(index + 1).and_then(|(next, _)| first(next));
                    let to = next.map_or(*end, |next| (start + next as usize).min(*end));
                    pen.x = *x;
                    pen.begin(piece.face);
                    pen.glyphs(shaped, piece, *start);
                    pen.hold(to);
                }
                pen.hold(*end);
            }
            Part::Gap { end, .. } => pen.hold(*end),
        }
    }
    pen.x = end;
    pen.finish()
}

/// 1/65536 em in layout units, by a [`Line::scale`].
fn scaled(em: i32, scale: i64) -> Length {
    Length((i64::from(em) * scale + (1 << 31)) >> 32)
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
