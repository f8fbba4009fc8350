//! From a layout's styles to set lines: the one file of this room that asks `typeset` for work.
//!
//! Knows styles, faces by name, and the scale that copy-fitting chose. Knows no column.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::remark::{Remark, RemarkKind};
use crate::edition::inline;
use crate::font::{FaceId, FaceSet, Fonts};
use crate::frame::Ink;
use crate::layout::{Alignment, Layout, Style, Wording};
use crate::typeset::{
    Align, Breaking, Draft, Fit, Measure, Measured, ParagraphStyle, SetLine, Slot, Span, TextStyle,
    Typographer, drafts, headline, paragraph, runs_leftward,
};
use crate::units::Length;

/// Which style of the layout a text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Body,
    Lead,
    Second,
    Third,
    Kicker,
    Standfirst,
    Byline,
    Subhead,
    Caption,
    Credit,
    Jump,
    JumpHead,
    Section,
    Brief,
    PullQuote,
    Note,
    Folio,
    Masthead,
}

/// Number of kinds.
const KINDS: usize = 18;

impl Kind {
    fn style(self, layout: &Layout) -> &Style {
        let styles = &layout.styles;
        match self {
            Kind::Body => &styles.body,
            Kind::Lead => &styles.lead,
            Kind::Second => &styles.second,
            Kind::Third => &styles.third,
            Kind::Kicker => &styles.kicker,
            Kind::Standfirst => &styles.standfirst,
            Kind::Byline => &styles.byline,
            Kind::Subhead => &styles.subhead,
            Kind::Caption => &styles.caption,
            Kind::Credit => &styles.credit,
            Kind::Jump => &styles.jump,
            Kind::JumpHead => &styles.jump_head,
            Kind::Section => &styles.section,
            Kind::Brief => &styles.brief,
            Kind::PullQuote => &styles.pull_quote,
            Kind::Note => &styles.note,
            Kind::Folio => &styles.folio,
            Kind::Masthead => &styles.masthead,
        }
    }

    /// Display type keeps its size when the grid is scaled to fit the copy.
    fn scales(self) -> bool {
        !matches!(
            self,
            Kind::Lead
                | Kind::Second
                | Kind::Third
                | Kind::JumpHead
                | Kind::Section
                | Kind::Masthead
                | Kind::Folio
        )
    }
}

/// What a call wants other than the style says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How {
    /// Lines more or fewer than the best.
    pub(super) looseness: i32,
    /// No indent of the first line.
    pub(super) flush: bool,
    /// Set left and unhyphenated, whatever the style says.
    pub(super) ragged: bool,
    /// All lines but the first indented.
    pub(super) hanging: bool,
    /// Set right.
    pub(super) right: bool,
}

/// A text, set, with what its placing needs to know.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    /// The lines.
    pub(super) lines: Vec<SetLine>,
    /// The size of its type.
    pub(super) size: Length,
    /// Height of its capitals.
    pub(super) capital: Length,
    /// Depth of its descenders.
    pub(super) depth: Length,
    /// Distance of its baselines; zero when it is set on the grid.
    pub(super) pitch: Length,
    /// The first line of each text, where several that break where they break make up one.
    pub(super) starts: Vec<u32>,
    /// What the lines are set from when they are printed: until then they have no glyphs.
    draft: Option<Draft>,
}

impl Set {
    /// Adds a text below, which begins a line of its own.
    pub(super) fn append(&mut self, text: Set) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        // A reader that extracts the text must not glue the two together.
        if let Some(run) = self.lines.last_mut().and_then(|line| line.runs.last_mut())
            && !run.text.ends_with(' ')
        {
            run.text.push(' ');
        }
        self.starts.push(self.count());
        self.lines.extend(text.lines);
    }

    /// Adds the first line of a text beside the first of its own, some way from its start; `leftward` is
    /// the width of lines that begin on the right.
    pub(super) fn beside(&mut self, text: Set, x: Length, leftward: Option<Length>) {
        if self.lines.is_empty() {
            *self = Set {
                lines: vec![SetLine::default()],
                draft: None,
                ..text.clone()
            };
        }
        let (Some(own), Some(line)) = (self.lines.first_mut(), text.lines.into_iter().next())
        else {
            return;
        };
        // A reader that extracts the text must not glue the two together.
        if let Some(run) = own.runs.last_mut()
            && !run.text.ends_with(' ')
        {
            run.text.push(' ');
        }
        let begins = line.left();
        let x = match leftward {
            Some(width) => width - x - line.width - begins,
            None => x - begins,
        };
        own.width = own.width.max(x + begins + line.width);
        own.runs.extend(line.runs.into_iter().map(|mut run| {
            run.x += x;
            run
        }));
    }

    /// Which of its texts a line belongs to.
    pub(super) fn text_of(&self, line: u32) -> u32 {
        let before = self.starts.partition_point(|&start| start <= line);
        u32::try_from(before.saturating_sub(1)).unwrap_or(0)
    }

    /// Number of lines.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.lines.len()).unwrap_or(u32::MAX)
    }

    /// Lines that end in a hyphen of the breaking.
    pub(super) fn hyphens(&self) -> Vec<u32> {
        (0u32..)
            .zip(&self.lines)
            .filter(|(_, line)| line.hyphenated)
            .map(|(at, _)| at)
            .collect()
    }

    /// Some of its lines, to be printed.
    pub(super) fn printed(&self, fonts: &Fonts, lines: Range<usize>) -> Vec<SetLine> {
        match &self.draft {
            Some(draft) => draft.set(fonts, lines),
            None => self.lines.get(lines).unwrap_or_default().to_vec(),
        }
    }

    /// How far the ink of its first line reaches above its baseline, and that of its last line below.
    pub(super) fn ink(&self, fonts: &Fonts) -> (Length, Length) {
        let reach = |line: Option<&SetLine>, side: fn((i16, i16)) -> i16| {
            let runs = line.map_or(&[][..], |line| &line.runs[..]);
            let glyphs = runs.iter().flat_map(|run| {
                let face = fonts.face(run.face);
                let em = i64::from(face.units_per_em().max(1));
                let each = run.glyphs.iter().filter_map(|glyph| face.extent(glyph.id));
                each.map(move |extent| run.size.ratio(i64::from(side(extent)), em))
            });
            glyphs.max().unwrap_or_default().max(Length::ZERO)
        };
        (
            reach(self.lines.first(), |(_, above)| above),
            reach(self.lines.last(), |(below, _)| -below),
        )
    }

    /// From the top of its capitals in the first line to its last baseline.
    pub(super) fn height(&self) -> Length {
        self.capital + self.pitch * (self.lines.len().saturating_sub(1) as i64)
    }
}

/// A headline that is fitted to many widths.
pub(super) struct HeadText {
    kind: Kind,
    pieces: Vec<inline::Span>,
    measured: Measured,
    /// The sizes of its style, smallest first.
    ladder: Vec<Length>,
}

impl HeadText {
    /// The sizes without so many of the largest; the smallest is always there.
    fn sizes(&self, from: usize) -> &[Length] {
        let kept = self.ladder.len().saturating_sub(from).max(1);
        &self.ladder[..kept.min(self.ladder.len())]
    }
}

/// Headlines that are kept measured.
const MOST_HEADS: usize = 128;

/// Sets text in the styles of a layout.
pub(super) struct Setter<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) layout: &'a Layout,
    language: String,
    typographic: bool,
    scale: f64,
    faces: Vec<FaceSet>,
    styles: Vec<Arc<ParagraphStyle>>,
    typographer: Typographer,
    remarks: RefCell<Vec<Remark>>,
    heads: RefCell<BTreeMap<(Kind, String), Rc<HeadText>>>,
    /// Characters that no face has, named already.
    missing: RefCell<BTreeSet<char>>,
    /// Whether a proof is wanted.
    pub(super) proof: bool,
    /// What make-up says by itself.
    pub(super) wording: Wording,
    /// Whether the edition's language runs from right to left: its columns and pages do too.
    pub(super) leftward: bool,
    /// Grid lines of a jump line in a column; none when stories do not jump.
    pub(super) jump_lines: u32,
}

impl<'a> Setter<'a> {
    /// Faces that the fonts lack are replaced by what there is, with a remark.
    pub(super) fn new(
        fonts: &'a Fonts,
        layout: &'a Layout,
        language: &str,
        typographic: bool,
        scale: f64,
    ) -> Setter<'a> {
        const ALL: [Kind; KINDS] = [
            Kind::Body,
            Kind::Lead,
            Kind::Second,
            Kind::Third,
            Kind::Kicker,
            Kind::Standfirst,
            Kind::Byline,
            Kind::Subhead,
            Kind::Caption,
            Kind::Credit,
            Kind::Jump,
            Kind::JumpHead,
            Kind::Section,
            Kind::Brief,
            Kind::PullQuote,
            Kind::Note,
            Kind::Folio,
            Kind::Masthead,
        ];
        let mut setter = Setter {
            fonts,
            layout,
            language: language.to_owned(),
            typographic,
            scale,
            faces: Vec::new(),
            styles: Vec::new(),
            typographer: Typographer::new(language),
            remarks: RefCell::new(Vec::new()),
            heads: RefCell::new(BTreeMap::new()),
            missing: RefCell::new(BTreeSet::new()),
            proof: false,
            wording: Wording::of(language),
            leftward: runs_leftward(language),
            jump_lines: 0,
        };
        for kind in ALL {
            let faces = setter.faces_of(kind);
            setter.faces.push(faces);
        }
        setter.styles = ALL
            .iter()
            .map(|kind| Arc::new(setter.style(*kind)))
            .collect();
        if layout.jumps.allow {
            // The widest number that an issue is likely to have.
            let number = format!("{}888", layout.folio.prefix);
            let line = setter.wording.to(&number);
            let set = setter.set(&line, Kind::Jump, layout.column_width(), How::default());
            setter.jump_lines = setter.lines_for(&set).max(1);
        }
        setter
    }

    /// The same, for a proof.
    pub(super) fn proof(self, proof: bool) -> Setter<'a> {
        Setter { proof, ..self }
    }

    /// The scale of body and grid.
    pub(super) fn scale(&self) -> f64 {
        self.scale
    }

    /// Distance of baselines.
    pub(super) fn leading(&self) -> Length {
        self.layout.grid.leading.scale(self.scale)
    }

    /// From the top of a grid line to its baseline: the body's ascenders and descenders stand in the
    /// middle of it.
    pub(super) fn baseline(&self) -> Length {
        let body = Length(self.size(Kind::Body).0);
        let (ascent, depth) = self.vertical(Kind::Body, body);
        let extent = ascent.scale(1.1) + depth;
        (self.leading() - extent) / 2 + ascent.scale(1.1)
    }

    /// Height of the body's capitals.
    pub(super) fn body_capital(&self) -> Length {
        self.vertical(Kind::Body, self.size(Kind::Body)).0
    }

    /// The size of a style, scaled.
    pub(super) fn size(&self, kind: Kind) -> Length {
        let size = kind.style(self.layout).size();
        if kind.scales() {
            size.scale(self.scale)
        } else {
            size
        }
    }

    /// The layout's style of a kind.
    pub(super) fn style_of(&self, kind: Kind) -> &Style {
        kind.style(self.layout)
    }

    /// Grid lines that a set text takes.
    pub(super) fn lines_for(&self, set: &Set) -> u32 {
        if set.pitch == Length::ZERO {
            return set.count() * self.lines_each(set);
        }
        let height = set.height() + set.depth + self.leading() / 2;
        u32::try_from(ceiling(height, self.leading())).unwrap_or(u32::MAX)
    }

    /// Grid lines that a line of text on the grid takes: more than one for large type only.
    pub(super) fn lines_each(&self, set: &Set) -> u32 {
        let lines = ceiling(set.size.scale(0.88), self.leading()).max(1);
        u32::try_from(lines).unwrap_or(1)
    }

    /// What was found missing so far; empties the list.
    pub(super) fn remarks(&self) -> Vec<Remark> {
        std::mem::take(&mut self.remarks.borrow_mut())
    }

    fn faces_of(&self, kind: Kind) -> FaceSet {
        let style = kind.style(self.layout);
        let found = self
            .fonts
            .family_at(&style.family, style.weight)
            .or_else(|error| {
                self.missing_face(error.to_string());
                self.fonts.family_at("Source Serif 4 SmText", style.weight)
            });
        let set = found.unwrap_or(FaceSet {
            regular: FaceId(0),
            italic: FaceId(0),
            bold: FaceId(0),
            bold_italic: FaceId(0),
        });
        if style.italic {
            // Emphasis inside italics is upright.
            FaceSet {
                regular: set.italic,
                italic: set.regular,
                bold: set.bold_italic,
                bold_italic: set.bold,
            }
        } else {
            set
        }
    }

    fn missing_face(&self, text: String) {
        let remark = Remark {
            kind: RemarkKind::MissingFace,
            article: None,
            page: None,
            place: format!("layout {}", self.layout.name),
            text,
        };
        let mut remarks = self.remarks.borrow_mut();
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }

    fn style(&self, kind: Kind) -> ParagraphStyle {
        let style = kind.style(self.layout);
        let limits = &self.layout.breaking;
        let tenths = |percent: f64| (percent * 10.0).round() as i32;
        let letters = |count: i32| u8::try_from(count).unwrap_or(2);
        let breaking = if style.align == Alignment::Justified {
            Breaking {
                tolerance: limits.tolerance,
                emergency_stretch: limits.emergency_stretch,
                stretch_limit: tenths(limits.stretch_limit),
                tracking_limit: tenths(limits.tracking_limit),
                hang: limits.hang,
                hyphen_penalty: limits.hyphen_penalty,
                hyphen_min: (letters(limits.hyphen_before), letters(limits.hyphen_after)),
                ..Breaking::newspaper()
            }
        } else {
            Breaking::plain()
        };
        ParagraphStyle {
            text: TextStyle {
                faces: self.faces[kind as usize],
                size: self.size(kind),
                tracking: style.tracking,
                capitals: style.capitals,
                small_capitals: style.small_capitals,
                ink: Ink::Black(1.0),
            },
            align: match style.align {
                Alignment::Justified => Align::Justified,
                Alignment::Left => Align::Left,
                Alignment::Centred => Align::Centred,
                Alignment::Right => Align::Right,
            },
            indent: style
                .indent
                .scale(if kind.scales() { self.scale } else { 1.0 }),
            hyphenate: style.hyphenate,
            language: self.language.clone(),
            breaking,
        }
    }

    /// Height of capitals and depth of descenders at a size.
    fn vertical(&self, kind: Kind, size: Length) -> (Length, Length) {
        let face = self.fonts.face(self.faces[kind as usize].regular);
        let em = i64::from(face.units_per_em().max(1));
        let capital = size.ratio(i64::from(face.cap_height()), em);
        let depth = size.ratio(-i64::from(face.descent()), em);
        let sound = |length: Length, least: f64, most: f64, otherwise: f64| {
            if length < size.scale(least) || length > size.scale(most) {
                size.scale(otherwise)
            } else {
                length
            }
        };
        (
            sound(capital, 0.4, 0.95, 0.68),
            sound(depth, 0.05, 0.4, 0.24),
        )
    }

    /// What a capital stands for: the text of a style in capitals stays as it was written, so that a
    /// reader who extracts it gets it so.
    fn as_written(&self, lines: &mut [SetLine], kind: Kind, pieces: &[inline::Span]) {
        if !kind.style(self.layout).capitals {
            return;
        }
        let mut written = pieces.iter().flat_map(|piece| piece.text.chars());
        let mut next = move || written.find(|c| !c.is_whitespace());
        for run in lines.iter_mut().flat_map(|line| &mut line.runs) {
            let mut text = String::with_capacity(run.text.len());
            for set in run.text.chars() {
                if set.is_whitespace() {
                    text.push(set);
                    continue;
                }
                match next() {
                    // Only where bytes stay in step with the glyphs' clusters.
                    Some(own)
                        if own.to_uppercase().eq([set]) && own.len_utf8() == set.len_utf8() =>
                    {
                        text.push(own);
                    }
                    Some(own) if own == set => text.push(set),
                    _ => return,
                }
            }
            run.text = text;
        }
    }

    fn dressed(&self, lines: Vec<SetLine>, kind: Kind, size: Length) -> Set {
        let (capital, depth) = self.vertical(kind, size);
        let height = kind.style(self.layout).line_height;
        Set {
            lines,
            size,
            capital,
            depth,
            pitch: size.scale(height),
            starts: Vec::new(),
            draft: None,
        }
    }

    /// Breaks running text in lines of one width: as well as can be, and, where that can be had, with a
    /// line more and with a line less. No glyph is placed before it is printed.
    pub(super) fn draft(
        &self,
        text: &str,
        kind: Kind,
        width: Length,
        flush: bool,
    ) -> (Set, Vec<Set>) {
        let style = &self.styles[kind as usize];
        if style.text.capitals || kind.style(self.layout).line_height != 0.0 {
            let how = |looseness| How {
                looseness,
                flush,
                ..How::default()
            };
            let set = |looseness| self.set(text, kind, width, how(looseness));
            let best = set(0);
            let wanted = |more| best.lines.len().checked_add_signed(more);
            let others = [1, -1].map(|more| (set(more as i32), wanted(more)));
            let others = others
                .into_iter()
                .filter(|(set, wanted)| Some(set.lines.len()) == *wanted);
            return (best.clone(), others.map(|(set, _)| set).collect());
        }
        let flushed;
        let style = if flush && style.indent != Length::ZERO {
            flushed = Arc::new(ParagraphStyle {
                indent: Length::ZERO,
                ..(**style).clone()
            });
            &flushed
        } else {
            style
        };
        let pieces = self.pieces(text);
        let measure = Measure::even(width);
        let (best, others) = drafts(self.fonts, &spans(&pieces), style, &measure, 0, &[1, -1]);
        self.note(&best.remarks(), text);
        let dressed = |draft: Draft| {
            let lines = draft.lines.iter().map(|line| SetLine {
                space: line.space,
                hyphenated: line.hyphenated,
                overfull: line.overfull,
                ..SetLine::default()
            });
            Set {
                draft: Some(draft.clone()),
                ..self.dressed(lines.collect(), kind, self.size(kind))
            }
        };
        let others = others.into_iter().flatten().map(dressed).collect();
        (dressed(best), others)
    }

    /// Sets a text in lines of one width.
    pub(super) fn set(&self, text: &str, kind: Kind, width: Length, how: How) -> Set {
        let pieces = self.pieces(text);
        let spans = spans(&pieces);
        let known = &*self.styles[kind as usize];
        let slot = |indent| Slot {
            indent,
            width: width - indent,
        };
        let measure = if how.hanging {
            let hang = known.text.size.min(width / 4);
            Measure::uneven(vec![slot(Length::ZERO)], slot(hang))
        } else {
            Measure::even(width)
        };
        let set = if how.looseness != 0 || how.flush || how.ragged || how.right {
            let mut style = known.clone();
            style.breaking.looseness = how.looseness;
            if how.flush || how.ragged || how.right {
                style.indent = Length::ZERO;
            }
            if how.ragged {
                style.align = Align::Left;
                style.hyphenate = false;
            }
            if how.right {
                style.align = Align::Right;
            }
            paragraph(self.fonts, &spans, &style, &measure, 0)
        } else {
            paragraph(self.fonts, &spans, known, &measure, 0)
        };
        if how.looseness == 0 {
            self.note(&set.remarks, text);
        }
        let mut lines = set.lines;
        self.as_written(&mut lines, kind, &pieces);
        self.dressed(lines, kind, self.size(kind))
    }

    /// Sets a paragraph that begins with a letter over some lines; gives back the paragraph without
    /// it, and the letter. `None` where it does not begin with one, or is too short for it.
    pub(super) fn dropped(
        &self,
        text: &str,
        lines: u32,
        width: Length,
        looseness: i32,
    ) -> Option<(Set, Set)> {
        let mut pieces = self.pieces(text);
        let first = &mut pieces.first_mut()?.text;
        let letter = first.find(char::is_alphabetic)?;
        // Large letters stand on the left, and are capitals.
        if !first[letter..].starts_with(char::is_uppercase) {
            return None;
        }
        // A quotation mark goes with its letter; anything else stands in the way.
        let opening = first[..letter].chars();
        if opening.clone().count() > 2 || opening.clone().any(|c| c.is_alphanumeric() || c == ' ') {
            return None;
        }
        let end = letter + first[letter..].chars().next()?.len_utf8();
        let rest = first.split_off(end);
        let cap = std::mem::replace(first, rest);
        let leading = self.leading();
        let high = leading * i64::from(lines - 1) + self.body_capital();
        let (unit, _) = self.vertical(Kind::Third, Length::pt(100.0));
        let size = high.scale(100.0 / unit.to_pt().max(1.0));
        let style = &self.styles[Kind::Third as usize];
        let set = headline(self.fonts, &[Span::plain(&cap)], style, &[size], width, 1);
        let mut cap = self.dressed(set.set.lines, Kind::Third, size);
        let run = cap.lines.first_mut()?.runs.last_mut()?;
        if pieces.first()?.text.starts_with(char::is_whitespace) {
            // A word of one letter.
            run.text.push(' ');
        }
        let taken = cap.lines.first()?.width + self.size(Kind::Body).scale(0.3);
        if taken > width.scale(0.45) {
            return None;
        }
        let slot = Slot {
            indent: taken,
            width: width - taken,
        };
        let whole = Slot {
            indent: Length::ZERO,
            width,
        };
        let spans: Vec<Span<'_>> = pieces
            .iter()
            .map(|piece| Span {
                text: &piece.text,
                italic: piece.italic,
                bold: piece.bold,
            })
            .collect();
        let mut style = (*self.styles[Kind::Body as usize]).clone();
        style.indent = Length::ZERO;
        style.breaking.looseness = looseness;
        let measure = Measure::uneven(vec![slot; lines as usize], whole);
        let set = paragraph(self.fonts, &spans, &style, &measure, 0);
        if set.lines.len() < lines as usize + 1 {
            return None;
        }
        if looseness == 0 {
            self.note(&set.remarks, text);
        }
        Some((
            self.dressed(set.lines, Kind::Body, self.size(Kind::Body)),
            cap,
        ))
    }

    /// Fits a headline that stands in a column, in as many lines as it takes.
    pub(super) fn fit_in_column(&self, text: &str, kind: Kind, width: Length) -> Option<Set> {
        if let Some(set) = self.fit(text, kind, width, 6, 0, false) {
            return Some(set);
        }
        let set = self.fit(text, kind, width, usize::MAX, usize::MAX, true)?;
        for (at, line) in set.lines.iter().enumerate() {
            if line.overfull > Length::ZERO {
                let found = crate::typeset::Remark::Overfull {
                    line: at,
                    by: line.overfull,
                };
                self.note(&[found], text);
            }
        }
        Some(set)
    }

    /// Fits a headline into some lines of a width; `None` when not even the smallest size fits.
    /// `from` leaves out the largest sizes of the ladder.
    pub(super) fn fit(
        &self,
        text: &str,
        kind: Kind,
        width: Length,
        most_lines: usize,
        from: usize,
        force: bool,
    ) -> Option<Set> {
        let head = self.measured(text, kind);
        let fitted = head
            .measured
            .headline(self.fonts, head.sizes(from), width, most_lines);
        if !fitted.fits && !force {
            return None;
        }
        Some(self.head(&head, fitted.set.lines, fitted.size))
    }

    /// The same, not set yet: only where it fits.
    pub(super) fn tried(
        &self,
        head: &HeadText,
        width: Length,
        most_lines: usize,
        from: usize,
    ) -> Option<Fit> {
        head.measured.fit(head.sizes(from), width, most_lines)
    }

    /// Sets a headline as it was tried.
    pub(super) fn fitted(&self, head: &HeadText, fit: &Fit, width: Length) -> Set {
        let set = head.measured.set(self.fonts, fit, width);
        self.head(head, set.lines, fit.size)
    }

    fn head(&self, head: &HeadText, mut lines: Vec<SetLine>, size: Length) -> Set {
        self.as_written(&mut lines, head.kind, &head.pieces);
        self.dressed(lines, head.kind, size)
    }

    /// A headline, measured once for all widths.
    pub(super) fn measured(&self, text: &str, kind: Kind) -> Rc<HeadText> {
        let known = self.heads.borrow();
        if let Some(head) = known.get(&(kind, text.to_owned())) {
            return Rc::clone(head);
        }
        drop(known);
        let pieces = self.pieces(text);
        let style = &self.styles[kind as usize];
        let mut ladder = kind.style(self.layout).sizes.clone();
        ladder.sort_unstable();
        let head = Rc::new(HeadText {
            kind,
            measured: Measured::new(self.fonts, &spans(&pieces), style),
            pieces,
            ladder,
        });
        let mut known = self.heads.borrow_mut();
        if known.len() >= MOST_HEADS {
            known.clear();
        }
        known.insert((kind, text.to_owned()), Rc::clone(&head));
        head
    }

    /// Sets the newspaper's name on one line, smaller where it must be.
    pub(super) fn nameplate(&self, text: &str, width: Length) -> Set {
        let text = self.pieces(text);
        let whole: String = text.iter().map(|piece| piece.text.as_str()).collect();
        let size = self.size(Kind::Masthead);
        let sizes: Vec<Length> = (0..24).map(|step| size.scale(0.94f64.powi(step))).collect();
        let spans = [Span::plain(&whole)];
        let style = &self.styles[Kind::Masthead as usize];
        let fitted = headline(self.fonts, &spans, style, &sizes, width, 1);
        self.note(&fitted.set.remarks, &whole);
        self.dressed(fitted.set.lines, Kind::Masthead, fitted.size)
    }

    fn pieces(&self, text: &str) -> Vec<inline::Span> {
        let mut pieces = inline::spans(text);
        if self.typographic {
            let mut texts: Vec<String> = pieces
                .iter_mut()
                .map(|piece| std::mem::take(&mut piece.text))
                .collect();
            self.typographer.clone().convert_pieces(&mut texts);
            for (piece, text) in pieces.iter_mut().zip(texts) {
                piece.text = text;
            }
        }
        pieces
    }

    fn note(&self, found: &[crate::typeset::Remark], text: &str) {
        use crate::typeset::Remark as Found;
        let mut missing = Vec::new();
        for remark in found {
            let (kind, said) = match remark {
                Found::Overfull { line, by } => (
                    RemarkKind::Overfull,
                    format!("line {} is {by} longer than its measure", line + 1),
                ),
                Found::Divided { word, .. } => (
                    RemarkKind::Divided,
                    format!("`{word}` is divided where its language has no hyphen"),
                ),
                Found::MissingCharacter { character, .. } => {
                    // Each is said once, where it comes first.
                    if self.missing.borrow_mut().insert(*character) {
                        missing.push(*character);
                    }
                    continue;
                }
                Found::RightToLeft => {
                    // Where the language says so, columns and pages run that way too.
                    if self.leftward {
                        continue;
                    }
                    let known = |remark: &Remark| remark.kind == RemarkKind::RightToLeft;
                    if self.remarks.borrow().iter().any(known) {
                        continue;
                    }
                    (
                        RemarkKind::RightToLeft,
                        "lines run from right to left, but the edition's language, and so its \
                         columns and pages, from left to right"
                            .to_owned(),
                    )
                }
            };
            self.remark(kind, text, said);
        }
        if let Some(said) = lacking(&missing) {
            self.remark(RemarkKind::MissingCharacter, text, said);
        }
    }

    fn remark(&self, kind: RemarkKind, text: &str, said: String) {
        self.remarks.borrow_mut().push(Remark {
            kind,
            article: None,
            page: None,
            place: beginning(text),
            text: said,
        });
    }
}

/// Characters that a remark names.
const NAMED: usize = 6;

/// Which characters no face has, and what to do; `None` if there are none.
fn lacking(missing: &[char]) -> Option<String> {
    let named = missing.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|&character| {
            let number = u32::from(character);
            if character.is_control() || character.is_whitespace() {
                format!("U+{number:04X}")
            } else {
                format!("{character} (U+{number:04X})")
            }
        })
        .collect();
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (first, rest) = match missing.len() {
        0 => return None,
        1 => ("the character", "a box stands for it"),
        _ => ("the characters", "boxes stand for them"),
    };
    Some(format!(
        "no face has {first} {}{more}, {rest}: bring a font that does (--font-dir)",
        named.join(", ")
    ))
}

/// Pieces of text as `typeset` takes them.
fn spans(pieces: &[inline::Span]) -> Vec<Span<'_>> {
    let all = pieces.iter().map(|piece| Span {
        text: &piece.text,
        italic: piece.italic,
        bold: piece.bold,
    });
    all.collect()
}

/// How many whole steps a length takes, a hair's breadth forgiven.
pub(super) fn ceiling(length: Length, step: Length) -> i64 {
    let hair = step / 50;
    let rest = length - hair;
    if rest <= Length::ZERO {
        0
    } else {
        (rest - Length(1)).steps(step) + 1
    }
}

/// The first words of a text, to find it by.
pub(super) fn beginning(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
