//! Text -> glyphs. Knows one face and one word at a time; no sizes, spaces or lines.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use harfrust::{
    Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag,
};
use rustc_hash::FxHashMap;

use super::{FaceId, Fonts, Memo};

/// Which way a text runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Course {
    /// As its first letter with a script of its own does.
    #[default]
    Found,
    /// From left to right.
    Rightward,
    /// From right to left: brackets are mirrored.
    Leftward,
}

/// Which of its forms a face is asked for. Kerning is always on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Features {
    /// Which way the text runs.
    pub course: Course,
    /// Standard ligatures (`liga`): fi, fl.
    pub ligatures: bool,
    /// Small capitals for small letters (`smcp`), where the face has them.
    pub small_capitals: bool,
    /// Figures with ascenders and descenders (`onum`), where the face has them.
    pub old_style_figures: bool,
    /// Punctuation fitted to capitals (`case`), where the face has it.
    pub capital_punctuation: bool,
}

impl Default for Features {
    fn default() -> Self {
        Features {
            course: Course::Found,
            ligatures: true,
            small_capitals: false,
            old_style_figures: false,
            capital_punctuation: false,
        }
    }
}

/// One glyph of a shaped word; measures in 1/65536 em.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedGlyph {
    /// Glyph number in the face of its part.
    pub id: u16,
    /// Whether text may be divided before this glyph and both sides keep their shape.
    pub divisible: bool,
    /// First byte in the text of the cluster that it belongs to.
    pub cluster: u32,
    /// How far the pen moves, kerning included.
    pub advance: i32,
    /// Shift from the pen to the right.
    pub dx: i32,
    /// Shift from the pen upward.
    pub dy: i32,
}

/// A stretch of a shaped word that one face sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedPart {
    /// The face.
    pub face: FaceId,
    /// First glyph.
    pub start: u32,
    /// The glyph after the last.
    pub end: u32,
}

/// A shaped word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shaped {
    /// The glyphs in visual order.
    pub glyphs: Vec<ShapedGlyph>,
    /// Which face sets which glyphs: one part unless a character had to come from another face.
    pub parts: Vec<ShapedPart>,
    /// Sum of the advances in 1/65536 em.
    pub width: i64,
    /// Characters that no face at hand has, with their first bytes: a box stands in their place.
    pub missing: Vec<(u32, char)>,
    /// Whether the text runs from right to left.
    pub right_to_left: bool,
}

/// What a word's shape depends on beside its text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Voice {
    face: FaceId,
    features: Features,
    /// Index into [`Store::languages`].
    language: u16,
}

#[derive(PartialEq, Eq, Hash)]
struct PlanKey {
    voice: Voice,
    script: Option<Script>,
    right_to_left: bool,
}

/// What shapers keep from one word to the next.
#[derive(Default)]
struct Store {
    words: FxHashMap<Voice, FxHashMap<Box<str>, Arc<Shaped>>>,
    held: usize,
    plans: FxHashMap<PlanKey, Arc<ShapePlan>>,
    languages: Vec<String>,
    buffer: Option<Buffer>,
}

/// Words held before all are forgotten: about 5 MB. English news has some 30,000 different ones in
/// a million.
const MOST_WORDS: usize = 32_768;

/// Bytes of text shaped in one go; longer words are shaped anew each time, not held.
const LONGEST_HELD: usize = 96;

/// Turns text into glyphs; see [`Fonts::shaper`].
pub struct Shaper<'a> {
    fonts: &'a Fonts,
    store: Memo<'a, Store>,
}

impl fmt::Debug for Shaper<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shaper")
    }
}

impl<'a> Shaper<'a> {
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Shaper {
            fonts,
            store: fonts.memo(),
        }
    }

    /// The fonts that it shapes with.
    pub fn fonts(&self) -> &'a Fonts {
        self.fonts
    }

    /// Shapes a word or any stretch without line breaks: kerning, ligatures, marks, the forms that
    /// the script and the language (BCP 47, may be empty) ask for. A character that the face lacks
    /// comes from [`Fonts::face_for`]; one that no face has is drawn as a box (or, where no face
    /// has a box, left out) and listed in [`Shaped::missing`]. `.notdef` is never set.
    pub fn shape(
        &mut self,
        face: FaceId,
        features: Features,
        language: &str,
        text: &str,
    ) -> Arc<Shaped> {
        let voice = Voice {
            face,
            features,
            language: self.language(language),
        };
        if let Some(known) = self.store.words.get(&voice).and_then(|held| held.get(text)) {
            return Arc::clone(known);
        }
        let shaped = Arc::new(self.shape_anew(voice, text));
        if text.len() <= LONGEST_HELD {
            let store = &mut *self.store;
            if store.held >= MOST_WORDS {
                store.words.clear();
                store.held = 0;
            }
            store.held += 1;
            let held = store.words.entry(voice).or_default();
            held.insert(text.into(), Arc::clone(&shaped));
        }
        shaped
    }

    /// Shapes like [`Shaper::shape`], but keeps nothing: for callers with a store of their own and for
    /// stretches that will hardly come again.
    pub fn shape_once(
        &mut self,
        face: FaceId,
        features: Features,
        language: &str,
        text: &str,
    ) -> Shaped {
        let voice = Voice {
            face,
            features,
            language: self.language(language),
        };
        self.shape_anew(voice, text)
    }

    fn language(&mut self, language: &str) -> u16 {
        let known = &mut self.store.languages;
        let at = known.iter().position(|held| held == language);
        let at = at.unwrap_or_else(|| {
            known.push(language.to_owned());
            known.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn shape_anew(&mut self, voice: Voice, text: &str) -> Shaped {
        let mut shaped = Shaped::default();
        let mut faces = self.faces(voice.face, text, &mut shaped.missing);
        if voice.features.course == Course::Leftward {
            faces.reverse();
        }
        for (start, end, face) in faces {
            let first = shaped.glyphs.len() as u32;
            match face {
                Some(face) => {
                    let voice = Voice { face, ..voice };
                    self.shape_part(voice, text, start, end, &mut shaped);
                    shaped.parts.push(ShapedPart {
                        face,
                        start: first,
                        end: shaped.glyphs.len() as u32,
                    });
                }
                None => self.shape_missing(voice.face, text, start, end, &mut shaped),
            }
        }
        shaped.right_to_left |= voice.features.course == Course::Leftward;
        shaped.width = shaped.glyphs.iter().map(|g| i64::from(g.advance)).sum();
        shaped
    }

    /// Divides text into the stretches that one face can set; `None` for what no face has.
    fn faces(
        &self,
        face: FaceId,
        text: &str,
        missing: &mut Vec<(u32, char)>,
    ) -> Vec<(usize, usize, Option<FaceId>)> {
        let mut parts: Vec<(usize, usize, Option<FaceId>)> = Vec::new();
        let own = self.fonts.face(face);
        for (at, character) in text.char_indices() {
            let end = at + character.len_utf8();
            let found = if own.glyph(character).is_some() || stays_with_neighbours(character) {
                // Marks and joiners stay with the letter before them, whose face shapes both.
                match parts.last() {
                    Some(&(_, _, before)) if stays_with_neighbours(character) => before,
                    _ => Some(face),
                }
            } else if let Some(stand_in) = substitute(character)
                && own.glyph(stand_in).is_some()
            {
                Some(face)
            } else {
                // A mark goes to the face that has its letter.
                let before = parts.last().and_then(|&(_, _, before)| before);
                let has = |id: &FaceId| self.fonts.face(*id).glyph(character).is_some();
                let before = before.filter(|id| *id != face && has(id));
                before.or_else(|| self.fonts.face_for(face, character))
            };
            if found.is_none() {
                missing.push((at as u32, character));
            }
            match parts.last_mut() {
                Some(last) if last.2 == found && found.is_some() => last.1 = end,
                _ => parts.push((at, end, found)),
            }
        }
        parts
    }

    fn shape_part(
        &mut self,
        voice: Voice,
        text: &str,
        start: usize,
        end: usize,
        into: &mut Shaped,
    ) {
        let face = self.fonts.face(voice.face);
        let mut buffer = self.store.buffer.take().unwrap_or_default();
        buffer.reset();
        for (at, character) in text[start..end].char_indices() {
            let character = match substitute(character) {
                Some(stand_in) if face.glyph(character).is_none() => stand_in,
                _ => character,
            };
            buffer.push(u32::from(character), (start + at) as u32);
        }
        buffer.guess_segment_properties();
        match voice.features.course {
            Course::Found => {}
            Course::Rightward => buffer.set_direction(Direction::LeftToRight),
            Course::Leftward => buffer.set_direction(Direction::RightToLeft),
        }
        let language = &self.store.languages[usize::from(voice.language)];
        let language = Language::from_str(language).ok();
        buffer.set_language(language.clone());
        let features = features(voice.features);
        let key = PlanKey {
            voice,
            script: buffer.script(),
            right_to_left: buffer.direction() == Direction::RightToLeft,
        };
        into.right_to_left |= key.right_to_left;
        let font = &face.read().font;
        let plan = self.store.plans.entry(key).or_insert_with(|| {
            Arc::new(ShapePlan::new(
                font,
                buffer.direction(),
                buffer.script(),
                language.as_ref(),
                &features,
            ))
        });
        let options = ShapeOptions::new()
            .plan(Some(plan.as_ref()))
            .features(&features);
        let shaped = harfrust::shape(&ShaperFont::new(font), &mut buffer, options);
        if shaped.is_ok() {
            let narrow = face
                .glyph(' ')
                .filter(|_| text[start..end].contains(is_narrow_space));
            let placed = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
            for (info, position) in placed {
                let mut id = u16::try_from(info.glyph_id).unwrap_or(0);
                if id == 0 {
                    // A mark that the face neither has nor composes with its letter.
                    let cluster = text[info.cluster as usize..].chars();
                    let lacking = cluster
                        .take(MOST_MARKS)
                        .find(|&c| face.glyph(c).is_none() && substitute(c).is_none());
                    let lacking = lacking.unwrap_or(char::REPLACEMENT_CHARACTER);
                    if into.missing.last() != Some(&(info.cluster, lacking)) {
                        into.missing.push((info.cluster, lacking));
                    }
                    let Some(sign) = BOXES.iter().find_map(|&sign| face.glyph(sign)) else {
                        continue;
                    };
                    id = sign;
                }
                let mut advance = face.to_em(position.x_advance);
                if narrow == Some(id) && text[info.cluster as usize..].starts_with(is_narrow_space)
                {
                    advance = NARROW_SPACE;
                }
                into.glyphs.push(ShapedGlyph {
                    id,
                    divisible: !info.unsafe_to_break(),
                    cluster: info.cluster,
                    advance,
                    dx: face.to_em(position.x_offset),
                    dy: face.to_em(position.y_offset),
                });
            }
        }
        self.store.buffer = Some(buffer);
    }

    /// A box for a character that no face has.
    fn shape_missing(
        &mut self,
        face: FaceId,
        text: &str,
        start: usize,
        end: usize,
        into: &mut Shaped,
    ) {
        let invisible = text[start..end].chars().all(char::is_control);
        let found = BOXES
            .into_iter()
            .filter(|_| !invisible)
            .find_map(|sign| Some((self.fonts.face_for(face, sign)?, sign)));
        let Some((face, sign)) = found else { return };
        let own = self.fonts.face(face);
        let first = into.glyphs.len() as u32;
        into.glyphs.push(ShapedGlyph {
            id: own.glyph(sign).unwrap_or(0),
            divisible: true,
            cluster: start as u32,
            advance: own.character_advance(sign).unwrap_or(0),
            dx: 0,
            dy: 0,
        });
        into.parts.push(ShapedPart {
            face,
            start: first,
            end: first + 1,
        });
    }
}

/// What stands for a character that no face has: the first of these that can be had.
const BOXES: [char; 4] = ['\u{FFFD}', '\u{25A1}', '\u{25AF}', '?'];

/// Marks on one letter that are looked at.
const MOST_MARKS: usize = 8;

/// Width of a narrow no-break or thin space in a face without one, in 1/65536 em: a fifth of the em.
const NARROW_SPACE: i32 = 65_536 / 5;

fn is_narrow_space(character: char) -> bool {
    matches!(character, '\u{202F}' | '\u{2009}')
}

/// What a face may set instead of a character that it lacks, with no loss of meaning.
fn substitute(character: char) -> Option<char> {
    Some(match character {
        '\u{2010}' | '\u{2011}' | '\u{00AD}' => '-',
        '\u{00A0}' | '\u{202F}' | '\u{2009}' | '\u{2007}' | '\u{2002}'..='\u{2006}' => ' ',
        '\u{02BC}' => '\u{2019}',
        '\u{2212}' => '\u{2013}',
        '\u{2215}' => '/',
        _ => return None,
    })
}

/// Whether a character has no face of its own: combining marks, joiners, variation selectors and
/// marks of direction, which shaping composes, hides or places.
fn stays_with_neighbours(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

fn features(wanted: Features) -> Vec<Feature> {
    let mut list = Vec::new();
    let mut set = |tag: &[u8; 4], value| list.push(Feature::new(Tag::new(tag), value, ..));
    if !wanted.ligatures {
        set(b"liga", 0);
        set(b"clig", 0);
    }
    if wanted.small_capitals {
        set(b"smcp", 1);
    }
    if wanted.old_style_figures {
        set(b"onum", 1);
    }
    if wanted.capital_punctuation {
        set(b"case", 1);
    }
    list
}
