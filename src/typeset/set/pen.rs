//! Puts the glyphs of a line into runs, and the slack of the line into its gaps.

use super::line::{Fit, Line, Part};
use crate::font::FaceId;
use crate::frame::Glyph;
use crate::typeset::SetRun;
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
                            cluster: (start + glyph.cluster as usize).saturating_sub(at) as u32,
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
            tracking: self.fit.tracking,
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
