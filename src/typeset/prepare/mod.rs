//! Spans -> words and spaces -> boxes, glue and penalties. Knows text and style; chooses no breaks.

mod items;

use std::ops::Range;
use std::sync::Arc;

use unicode_linebreak::{BreakClass, break_property};

use super::course::Courses;
use super::linebreak::{Edges, Places};
use super::style::{ParagraphStyle, Span};
use super::words::{Division, Shape, Voice, Word, WordStore};
use crate::font::{Course, FaceId, Features};
use crate::units::Length;
use items::{Items, plain_box};

/// Something between two legal breaks, or a space.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    /// A word, or the part of one that stands in one emphasis.
    Word {
        word: Arc<Word>,
        /// Index into [`Prepared::voices`].
        voice: usize,
        /// Bytes of the paragraph's text.
        start: usize,
        end: usize,
    },
    /// A word space.
    Space {
        voice: usize,
        start: usize,
        end: usize,
        kind: Space,
    },
}

/// What a space does at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// A line may end here, at a price.
    Break(i32),
    /// No line ends here.
    Keep,
    /// A line must end here.
    Force,
}

/// Where a line ends and the next one starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    /// The atom that is cut, or the space that vanishes.
    pub(super) atom: usize,
    /// The byte after the last that is printed.
    pub(super) end: usize,
    /// The first byte of the next line.
    pub(super) next: usize,
    /// What was divided, if a word was.
    pub(super) division: Option<Division>,
}

/// One of the faces of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cast {
    pub(super) face: FaceId,
    pub(super) features: Features,
    pub(super) space: Length,
    pub(super) space_glyph: u16,
    /// Index into the word store.
    pub(super) stored: usize,
}

/// A paragraph measured and ready to be broken, for any measure.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) text: String,
    pub(super) atoms: Vec<Atom>,
    pub(super) voices: Vec<Cast>,
    /// Which way its parts run, where some run from right to left.
    pub(super) courses: Option<Courses>,
    pub(super) stops: Vec<Stop>,
    pub(super) places: Places,
    /// The widest part that no break divides.
    pub(super) widest: i64,
    /// How far the first line hangs out at its start.
    pub(super) first_start: i64,
}

/// A space may take half of its width, in proportion as in the fonts that TeX was made for (cmr10:
/// 3.33 plus 1.67 minus 1.11 pt), and give a quarter of it, less than the third of those fonts: the
/// spaces of text faces are narrower than cmr10's (0.24 em for Source Serif 4 SmText), and below
/// 0.15 em readers of PDF (poppler's `TextOutputDev.cc`, `minWordSpacing`) see one word.
pub(super) fn space_stretch(space: Length) -> Length {
    space / 2
}

/// See [`space_stretch`].
pub(super) fn space_shrink(space: Length) -> Length {
    space / 4
}

/// Price of a line that starts with a spaced dash.
const DASH_PENALTY: i32 = 300;

/// Price of a line that ends where two words should be held together, but a line would gape otherwise.
const BOND_PENALTY: i32 = 2000;

/// How far a paragraph's words may be divided.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Need {
    /// No part may be wider than this, in layout units.
    pub(super) widest: Option<i64>,
    /// A line gapes: what good setting avoids is allowed, which is the parts of compounds divided, two
    /// letters at a word's end, a figure parted from its unit and a title from its name.
    pub(super) gaping: bool,
}

/// The casts of a paragraph that are known, by emphasis and direction.
type Known = [[Option<usize>; 2]; 4];

impl List {
    /// Builds the list.
    pub(super) fn new(
        shape: &mut dyn Shape,
        store: &mut WordStore,
        spans: &[Span<'_>],
        style: &ParagraphStyle,
        need: Need,
    ) -> List {
        let mut list = List {
            text: String::new(),
            atoms: Vec::new(),
            voices: Vec::new(),
            courses: None,
            stops: Vec::new(),
            places: Places::default(),
            widest: 0,
            first_start: 0,
        };
        let casts = [(false, false), (true, false), (false, true), (true, true)];
        let mut known = Known::default();
        let flat = fold(spans, style, &mut list.text);
        let text = std::mem::take(&mut list.text);
        list.courses = Courses::of(&text, &style.language);
        list.atoms.reserve(text.len() / 3 + 2);
        let limit = need.widest;
        let limit = limit.map(|widest| widest * 65_536 / style.text.size.0.max(1));
        for (start, end, italic, bold) in flat {
            let which = casts.iter().position(|&cast| cast == (italic, bold));
            let which = which.expect("all four are listed");
            let known = &mut known[which];
            let mut cut = |list: &mut List, start, end, leftward: bool| {
                let voice = *known[usize::from(leftward)].get_or_insert_with(|| {
                    let course = match (&list.courses, leftward) {
                        (None, _) => Course::Found,
                        (_, false) => Course::Rightward,
                        (_, true) => Course::Leftward,
                    };
                    let cast = cast(shape, store, style, (italic, bold), course, need.gaping);
                    list.voices.push(cast);
                    list.voices.len() - 1
                });
                let gaping = need.gaping;
                list.cut(shape, store, &text, start..end, voice, limit, gaping);
            };
            let parts = list.courses.as_ref().map(|c| c.parts(start..end));
            match parts {
                None => cut(&mut list, start, end, false),
                Some(parts) => {
                    for (part, leftward) in parts {
                        cut(&mut list, part.start, part.end, leftward);
                    }
                }
            }
        }
        list.text = text;
        list.itemize(style);
        list
    }

    /// Cuts a stretch of text in one voice into words and spaces.
    #[allow(clippy::too_many_arguments)]
    fn cut(
        &mut self,
        shape: &mut dyn Shape,
        store: &mut WordStore,
        text: &str,
        stretch: Range<usize>,
        voice: usize,
        limit: Option<i64>,
        gaping: bool,
    ) {
        let Range { start, end } = stretch;
        let stored = self.voices[voice].stored;
        let mut from = start;
        let mut word = |from: usize, to: usize, atoms: &mut Vec<Atom>| {
            if from < to {
                atoms.push(Atom::Word {
                    word: store.word(shape, stored, &text[from..to], limit),
                    voice,
                    start: from,
                    end: to,
                });
            }
        };
        for (offset, character) in text[start..end].match_indices(is_space) {
            let at = start + offset;
            word(from, at, &mut self.atoms);
            from = at + character.len();
            let kind = match character {
                " " => break_between(&text[..at], &text[from..]),
                FORCED_BREAK => Space::Force,
                _ if gaping && may_part(&text[..at], &text[from..]) => Space::Break(BOND_PENALTY),
                _ => Space::Keep,
            };
            self.atoms.push(Atom::Space {
                voice,
                start: at,
                end: from,
                kind,
            });
        }
        word(from, end, &mut self.atoms);
    }

    /// The natural width of the spaces on a line from an atom to a stop.
    pub(super) fn spaces(&self, from: usize, stop: &Stop) -> i64 {
        let mut seen = false;
        let mut whole = 0;
        let atoms = self.atoms.get(from..stop.atom.min(self.atoms.len()));
        for atom in atoms.unwrap_or_default() {
            match atom {
                Atom::Word { .. } => seen = true,
                // A space at the start of a line has vanished.
                Atom::Space { voice, kind, .. } if seen && *kind != Space::Force => {
                    whole += self.voices[*voice].space.0;
                }
                Atom::Space { .. } => {}
            }
        }
        whole
    }

    /// Turns words and spaces into the items that are broken.
    fn itemize(&mut self, style: &ParagraphStyle) {
        let mut items = Items::new(style, self.text.len() / 3 + 4);
        if style.indent != Length::ZERO {
            items.push(plain_box(style.indent.0), None);
        }
        for (at, atom) in self.atoms.iter().enumerate() {
            match atom {
                Atom::Word {
                    word, start, end, ..
                } => items.word(at, word, *start, *end),
                Atom::Space {
                    voice,
                    start,
                    end,
                    kind,
                } => {
                    let edges = Edges {
                        end: items.hang(word_before(&self.atoms, at).map_or(0, |w| w.hang_end)),
                        start: items.hang(word_after(&self.atoms, at).map_or(0, |w| w.hang_start)),
                        last_word: word_before(&self.atoms, at).map_or(0, |w| w.identity),
                        first_word: word_after(&self.atoms, at).map_or(0, |w| w.identity),
                    };
                    let stop = Stop {
                        atom: at,
                        end: *start,
                        next: *end,
                        division: None,
                    };
                    items.space(self.voices[*voice].space, *kind, edges, stop);
                }
            }
        }
        if items.first_start.is_none() || style.indent != Length::ZERO {
            items.first_start = Some(0);
        }
        self.places = items.finish();
        self.stops = items.stops;
        self.widest = items.widest;
        self.first_start = items.first_start.unwrap_or(0);
    }
}

/// Whether a no-break space holds together what the typographic step binds and what can be parted in
/// need: a figure and its unit, an abbreviation and a name.
fn may_part(before: &str, after: &str) -> bool {
    let figure = before.ends_with(|c: char| c.is_ascii_digit());
    (figure && after.starts_with(char::is_alphabetic))
        || (before.ends_with('.') && after.starts_with(char::is_uppercase))
}

/// The character that ends a line where it stands (Unicode's line separator).
const FORCED_BREAK: &str = "\u{2028}";

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{A0}' | '\u{2028}')
}

/// Joins the spans into one text with single spaces, none at the ends, in capitals where the style
/// says so; gives back the stretches in one emphasis.
fn fold(
    spans: &[Span<'_>],
    style: &ParagraphStyle,
    text: &mut String,
) -> Vec<(usize, usize, bool, bool)> {
    let mut flat: Vec<(usize, usize, bool, bool)> = Vec::new();
    let mut space = false;
    text.reserve(spans.iter().map(|span| span.text.len()).sum());
    for span in spans {
        let start = text.len();
        for character in span.text.chars() {
            if matches!(character, '\u{2028}' | '\u{85}' | '\u{2029}') {
                // What stands before a forced break is not a space too.
                space = false;
                text.push('\u{2028}');
            } else if is_white(character) {
                space = !text.is_empty() && !text.ends_with('\u{2028}');
            } else {
                if std::mem::take(&mut space) {
                    text.push(' ');
                }
                if style.text.capitals {
                    text.extend(character.to_uppercase());
                } else {
                    text.push(character);
                }
            }
        }
        if text.len() > start {
            match flat.last_mut() {
                Some(last) if (last.2, last.3) == (span.italic, span.bold) => last.1 = text.len(),
                _ => flat.push((start, text.len(), span.italic, span.bold)),
            }
        }
    }
    flat
}

/// White space that is folded: all but no-break spaces and spaces of a fixed width.
fn is_white(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{3000}'
    )
}

/// Whether a line may end at a space between two texts (UAX #14, rules 7 and 13 to 17), and whether a
/// typographer would rather not.
fn break_between(before: &str, after: &str) -> Space {
    use BreakClass::{
        CloseParenthesis, ClosePunctuation, Exclamation, InfixSeparator, OpenPunctuation, Symbol,
    };
    let class = |character: Option<char>| character.map(|c| break_property(u32::from(c)));
    let last = before.chars().next_back();
    let next = after.chars().next();
    let is_dash = |c: Option<char>| matches!(c, Some('\u{2013}' | '\u{2014}'));
    match (class(last), class(next)) {
        (Some(OpenPunctuation), _) => Space::Keep,
        (_, Some(ClosePunctuation | CloseParenthesis | Exclamation | InfixSeparator | Symbol)) => {
            Space::Keep
        }
        // A spaced dash stays at the end of the line before it.
        _ if is_dash(next) && after.chars().nth(1).is_none_or(is_space) => {
            Space::Break(DASH_PENALTY)
        }
        _ => Space::Break(0),
    }
}

fn cast(
    shape: &mut dyn Shape,
    store: &mut WordStore,
    style: &ParagraphStyle,
    emphasis: (bool, bool),
    course: Course,
    gaping: bool,
) -> Cast {
    let faces = &style.text.faces;
    let face = match emphasis {
        (false, false) => faces.regular,
        (true, false) => faces.italic,
        (false, true) => faces.bold,
        (true, true) => faces.bold_italic,
    };
    let features = Features {
        course,
        ..features(style)
    };
    let (before, after) = style.breaking.hyphen_min;
    let voice = Voice {
        face,
        features,
        language: style.language.clone(),
        hyphenate: style.hyphenate,
        minimum: if gaping {
            (before.min(LEAST_LETTERS), after.min(LEAST_LETTERS))
        } else {
            (before, after)
        },
        gaping,
    };
    let tracking = style.text.size.ratio(i64::from(style.text.tracking), 1000);
    let space = em(i64::from(shape.space(face)), style.text.size);
    Cast {
        face,
        features,
        space: Length((space + tracking.0).max(0)),
        space_glyph: shape.space_glyph(face),
        stored: store.voice(&voice),
    }
}

/// Letters of a word at least on either line where a line would gape otherwise.
const LEAST_LETTERS: u8 = 2;

/// Letters spaced by more than this (1/1000 em) are not joined to ligatures.
const LIGATURES_UP_TO: i32 = 25;

/// The forms that a style asks of its faces.
fn features(style: &ParagraphStyle) -> Features {
    Features {
        ligatures: style.text.tracking.abs() <= LIGATURES_UP_TO,
        small_capitals: style.text.small_capitals,
        capital_punctuation: style.text.capitals,
        ..Features::default()
    }
}

/// 1/65536 em at a size, in layout units.
pub(super) fn em(width: i64, size: Length) -> i64 {
    (width * size.0 + 32_768) >> 16
}

fn word_before(atoms: &[Atom], at: usize) -> Option<&Word> {
    match atoms.get(at.checked_sub(1)?)? {
        Atom::Word { word, .. } => Some(word),
        Atom::Space { .. } => None,
    }
}

fn word_after(atoms: &[Atom], at: usize) -> Option<&Word> {
    match atoms.get(at + 1)? {
        Atom::Word { word, .. } => Some(word),
        Atom::Space { .. } => None,
    }
}
