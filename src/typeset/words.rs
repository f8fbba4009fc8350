//! Words: shaped, measured, with the places where they may be divided. Knows no spaces and no lines.

use std::sync::{Arc, OnceLock};

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use rustc_hash::FxHashMap;
use unicode_linebreak::{BreakClass, BreakOpportunity, break_property, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::hang;
use super::hyphenate::Hyphenator;
use crate::font::{FaceId, Features, Fonts, Shaped, Shaper};

/// What turns text into glyphs: the real shaper, or a stand-in of fixed widths in tests.
pub(super) trait Shape {
    /// Shapes a stretch of text.
    fn shape(&mut self, face: FaceId, features: Features, language: &str, text: &str) -> Shaped;
    /// Advance of the word space in 1/65536 em.
    fn space(&self, face: FaceId) -> i32;
    /// The glyph of the word space.
    fn space_glyph(&self, face: FaceId) -> u16;
}

impl Shape for Shaper<'_> {
    fn shape(&mut self, face: FaceId, features: Features, language: &str, text: &str) -> Shaped {
        self.shape_once(face, features, language, text)
    }

    fn space(&self, face: FaceId) -> i32 {
        // A quarter of the em where a face has no space: what Times has.
        self.fonts()
            .face(face)
            .character_advance(' ')
            .unwrap_or(65_536 / 4)
    }

    fn space_glyph(&self, face: FaceId) -> u16 {
        self.fonts().face(face).glyph(' ').unwrap_or(0)
    }
}

/// Everything that the shape and the divisions of a word depend on, but its letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Voice {
    pub(super) face: FaceId,
    pub(super) features: Features,
    pub(super) language: String,
    pub(super) hyphenate: bool,
    pub(super) minimum: (u8, u8),
    /// Whether the parts of compounds with a hyphen may be divided too.
    pub(super) gaping: bool,
}

/// What allows a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Division {
    /// The patterns or a soft hyphen: a hyphen is added.
    Soft,
    /// A hyphen that the text has.
    Hyphen,
    /// Another sign after which a line may end: dash, slash.
    Sign,
    /// A joint of an address (web, mail).
    Address,
    /// Two characters or words of a script that does without word spaces.
    Ideograph,
    /// Nothing: the word is longer than the line. True if a hyphen is added.
    Forced(bool),
}

/// A place where a word may be divided; widths in 1/65536 em.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// First byte of the second part.
    pub(super) at: u32,
    pub(super) division: Division,
    /// Width and number of the undivided word's glyphs before the point.
    pub(super) before: i64,
    pub(super) count: u32,
    /// What the first part gains by the division: the hyphen, and kerning lost.
    pub(super) pre: i32,
    /// What the second part gains.
    pub(super) post: i32,
    /// How far the parts hang into the margins.
    pub(super) hang_end: i32,
    pub(super) hang_start: i32,
}

/// A word, shaped. Widths in 1/65536 em.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) shaped: Shaped,
    pub(super) points: Vec<Point>,
    pub(super) hang_start: i32,
    pub(super) hang_end: i32,
    /// A number that equal words share; 0 for words too short to be noticed.
    pub(super) identity: u32,
}

/// Words kept from one paragraph to the next.
#[derive(Default)]
pub(super) struct WordStore {
    voices: Vec<(Voice, Hyphenator)>,
    /// Words by voice: those used lately, and those used before that.
    young: Vec<FxHashMap<Box<str>, Arc<Word>>>,
    old: Vec<FxHashMap<Box<str>, Arc<Word>>>,
    held: usize,
}

/// Young words kept before they become the old ones, and the old ones are forgotten: about 6 MB in
/// each. A word that is used stays young.
const MOST_WORDS: usize = 16_384;

/// Longer words are not kept, in bytes.
const LONGEST_KEPT: usize = 64;

/// How many glyphs about a division are shaped to see what it changes.
const REACH: usize = 12;

/// What is added when a word is divided.
pub(super) const HYPHEN: &str = "-";

impl WordStore {
    /// A number for a voice.
    pub(super) fn voice(&mut self, voice: &Voice) -> usize {
        if let Some(at) = self.voices.iter().position(|(known, _)| known == voice) {
            return at;
        }
        let hyphenator = Hyphenator::new(&voice.language, voice.minimum);
        self.voices.push((voice.clone(), hyphenator));
        self.young.push(FxHashMap::default());
        self.old.push(FxHashMap::default());
        self.voices.len() - 1
    }

    /// A word in a voice. `widest` divides it wherever needed so that no part is wider (1/65536 em).
    pub(super) fn word(
        &mut self,
        shape: &mut dyn Shape,
        voice: usize,
        text: &str,
        widest: Option<i64>,
    ) -> Arc<Word> {
        let fits = |word: &&Arc<Word>| widest.is_none_or(|widest| word.shaped.width <= widest);
        if let Some(known) = self.young[voice].get(text).filter(fits) {
            return Arc::clone(known);
        }
        if let Some(known) = self.old[voice].get(text).filter(fits).map(Arc::clone) {
            self.keep(voice, text, &known);
            return known;
        }
        let (voiced, hyphenator) = &self.voices[voice];
        let mut word = Word::new(shape, voiced, hyphenator, text);
        if let Some(widest) = widest
            && word.shaped.width > widest
        {
            word.force(shape, voiced, text, widest);
            return Arc::new(word);
        }
        let word = Arc::new(word);
        self.keep(voice, text, &word);
        word
    }

    fn keep(&mut self, voice: usize, text: &str, word: &Arc<Word>) {
        if text.len() > LONGEST_KEPT {
            return;
        }
        if self.held >= MOST_WORDS {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.iter_mut().for_each(FxHashMap::clear);
            self.held = 0;
        }
        self.held += 1;
        self.young[voice].insert(text.into(), Arc::clone(word));
    }
}

impl Word {
    fn new(shape: &mut dyn Shape, voice: &Voice, hyphenator: &Hyphenator, text: &str) -> Word {
        let shaped = shape.shape(voice.face, voice.features, &voice.language, text);
        let mut word = Word {
            hang_start: hang_start(&shaped, text, 0),
            hang_end: hang_end(&shaped, text, text.len()),
            identity: identity(text),
            points: Vec::new(),
            shaped,
        };
        if word.shaped.right_to_left {
            return word;
        }
        let divisions = divisions(voice, hyphenator, text);
        let sums = word.sums(!divisions.is_empty());
        for (at, division) in divisions {
            let point = word.point(shape, voice, text, &sums, at, division);
            word.points.extend(point);
        }
        word
    }

    /// The widths before each glyph and of them all.
    fn sums(&self, wanted: bool) -> Vec<i64> {
        if !wanted {
            return Vec::new();
        }
        let mut sums = vec![0; self.shaped.glyphs.len() + 1];
        for (index, glyph) in self.shaped.glyphs.iter().enumerate() {
            sums[index + 1] = sums[index] + i64::from(glyph.advance);
        }
        sums
    }

    /// Measures a division at a byte; `None` where the word cannot be cut.
    fn point(
        &self,
        shape: &mut dyn Shape,
        voice: &Voice,
        text: &str,
        sums: &[i64],
        at: usize,
        division: Division,
    ) -> Option<Point> {
        let glyphs = &self.shaped.glyphs;
        let count = glyphs.partition_point(|glyph| (glyph.cluster as usize) < at);
        let sum = |from: usize, to: usize| sums[to] - sums[from];
        let hyphen = match division {
            Division::Soft | Division::Forced(true) => HYPHEN,
            _ => "",
        };
        let here = glyphs.get(count);
        let clean = here.is_some_and(|g| g.divisible && g.cluster as usize == at);
        let (mut pre, mut post) = (0, 0);
        if !clean || !hyphen.is_empty() {
            // Shaping does not reach beyond the nearest places where the text may be cut.
            let near = count.saturating_sub(REACH);
            let left = glyphs[near..count]
                .iter()
                .rposition(|glyph| glyph.divisible);
            let left = near + left.unwrap_or(0);
            let from = glyphs.get(left).map_or(0, |glyph| glyph.cluster as usize);
            let first = format!("{}{hyphen}", text.get(from..at)?);
            pre = width(shape, voice, &first) - sum(left, count);
        }
        if !clean {
            let far = glyphs.len().min(count + REACH);
            let right = glyphs[count..far]
                .iter()
                .position(|glyph| glyph.divisible && glyph.cluster as usize > at)
                .map_or(far, |right| count + right);
            let to = glyphs.get(right).map_or(text.len(), |g| g.cluster as usize);
            post = width(shape, voice, text.get(at..to)?) - sum(count, right);
        }
        let hang_end = match hyphen {
            "" => hang_end(&self.shaped, text, at),
            _ => hyphen_hang(shape, voice),
        };
        Some(Point {
            at: u32::try_from(at).ok()?,
            division,
            before: sum(0, count),
            count: u32::try_from(count).ok()?,
            pre: i32::try_from(pre).ok()?,
            post: i32::try_from(post).ok()?,
            hang_end,
            hang_start: hang_start(&self.shaped, text, at),
        })
    }

    /// Adds points so that no part is wider than `widest`, wherever letters allow it.
    fn force(&mut self, shape: &mut dyn Shape, voice: &Voice, text: &str, widest: i64) {
        if self.shaped.right_to_left {
            return;
        }
        let regular = std::mem::take(&mut self.points);
        let mut start = 0;
        let mut wide = Vec::new();
        let ends = regular
            .iter()
            .map(|point| (point.at as usize, point.before));
        let mut from = 0;
        for (end, before) in ends.chain([(text.len(), self.shaped.width)]) {
            if before - from > widest {
                wide.push((start, end));
            }
            (start, from) = (end, before);
        }
        let mut points = regular;
        let sums = self.sums(true);
        for (start, end) in wide {
            for (offset, _) in text[start..end].grapheme_indices(true).skip(1) {
                let at = start + offset;
                // Scripts without capitals have no hyphen.
                let cased = |c: char| c.is_lowercase() || c.is_uppercase();
                let letters = text[..at].ends_with(cased) && text[at..].starts_with(cased);
                let division = Division::Forced(letters);
                points.extend(self.point(shape, voice, text, &sums, at, division));
            }
        }
        points.sort_by_key(|point| point.at);
        self.points = points;
    }
}

fn width(shape: &mut dyn Shape, voice: &Voice, text: &str) -> i64 {
    let shaped = shape.shape(voice.face, voice.features, &voice.language, text);
    shaped.width
}

fn hyphen_hang(shape: &mut dyn Shape, voice: &Voice) -> i32 {
    let hyphen = width(shape, voice, HYPHEN);
    (hyphen * i64::from(hang::at_end('-')) / 1000) as i32
}

/// How far the character that starts at a byte hangs out at a line's start.
fn hang_start(shaped: &Shaped, text: &str, at: usize) -> i32 {
    if shaped.right_to_left {
        return 0;
    }
    let sign = text[at..].chars().next();
    sign.map_or(0, |sign| part(advance(shaped, at), hang::at_start(sign)))
}

/// How far the character that ends before a byte hangs out at a line's end.
fn hang_end(shaped: &Shaped, text: &str, at: usize) -> i32 {
    if shaped.right_to_left {
        return 0;
    }
    let sign = text[..at].char_indices().next_back();
    sign.map_or(0, |(start, sign)| {
        part(advance(shaped, start), hang::at_end(sign))
    })
}

/// Advance of the glyph that starts a cluster at a byte; 0 where none does.
fn advance(shaped: &Shaped, at: usize) -> i32 {
    let glyphs = &shaped.glyphs;
    let index = glyphs.partition_point(|glyph| (glyph.cluster as usize) < at);
    let glyph = glyphs.get(index).filter(|g| g.cluster as usize == at);
    glyph.map_or(0, |glyph| glyph.advance)
}

fn part(advance: i32, thousandths: i32) -> i32 {
    (i64::from(advance) * i64::from(thousandths) / 1000) as i32
}

/// Words of fewer letters are not noticed when they stand above each other.
const NOTICED: usize = 4;

fn identity(text: &str) -> u32 {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    // FNV-1a (Fowler, Noll, Vo), 32 bits.
    let (mut hash, mut count) = (0x811C_9DC5_u32, 0);
    for letter in letters.flat_map(char::to_lowercase) {
        hash = (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193);
        count += 1;
    }
    if count < NOTICED { 0 } else { hash.max(1) }
}

/// Where a word may be divided: by the signs in it (UAX #14), and by its language's patterns.
fn divisions(voice: &Voice, hyphenator: &Hyphenator, text: &str) -> Vec<(usize, Division)> {
    if is_address(text) {
        return address(text);
    }
    let mut found = Vec::new();
    if !text.chars().all(never_breaks) {
        for (at, opportunity) in linebreaks(text) {
            if opportunity == BreakOpportunity::Allowed
                && at < text.len()
                && let Some(division) = by_sign(text, at)
            {
                found.push((at, division));
            }
        }
    }
    if text.chars().any(writes_words_together) {
        let joints = segmenter()
            .segment_str(text)
            .filter(|&at| at < text.len() && text[..at].ends_with(writes_words_together));
        found.extend(joints.map(|at| (at, Division::Ideograph)));
        found.sort_by_key(|(at, _)| *at);
        found.dedup_by_key(|(at, _)| *at);
    } else if voice.hyphenate && !text.contains('\u{AD}') {
        for (start, end) in letter_runs(text, voice.gaping) {
            let points = hyphenator.points(&text[start..end]);
            found.extend(points.iter().map(|point| (start + point, Division::Soft)));
        }
        found.sort_by_key(|(at, _)| *at);
        found.dedup_by_key(|(at, _)| *at);
    }
    found
}

/// Letters of scripts whose words stand together without spaces (Thai, Lao, Khmer, Burmese): only a
/// dictionary tells where they end.
fn writes_words_together(character: char) -> bool {
    character >= '\u{E00}' && break_property(u32::from(character)) == BreakClass::ComplexContext
}

/// What finds words that stand together, with its dictionaries.
fn segmenter() -> &'static LineSegmenterBorrowed<'static> {
    static READ: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    READ.get_or_init(|| LineSegmenter::new_dictionary(LineBreakOptions::default()))
}

/// Characters beside which UAX #14 allows no break inside a word: nothing needs to be looked up.
fn never_breaks(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '.' | ',' | ';' | ':' | '\'' | '"' | '!' | '?' | '(' | ')'
        )
        || matches!(character, '\u{2018}'..='\u{201F}' | '\u{C0}'..='\u{17F}')
}

/// What allows a break that UAX #14 permits between two characters of a word; `None` if typographers
/// would not take it.
fn by_sign(text: &str, at: usize) -> Option<Division> {
    let (before, after) = (&text[..at], &text[at..]);
    let sign = before.chars().next_back()?;
    let next = after.chars().next()?;
    match sign {
        '-' | '\u{2010}' => {
            // A single letter is not left alone (e-mail, X-ray, vitamin-C).
            let alone = |mut letters: std::str::Chars<'_>| {
                letters.next().is_some_and(char::is_alphanumeric)
                    && !letters.next().is_some_and(char::is_alphanumeric)
            };
            let lonely_start = {
                let stem = before.trim_end_matches(['-', '\u{2010}']);
                let mut letters = stem.chars().rev();
                letters.next().is_some_and(char::is_alphanumeric)
                    && !letters.next().is_some_and(char::is_alphanumeric)
            };
            (!lonely_start && !alone(after.chars())).then_some(Division::Hyphen)
        }
        '\u{AD}' => Some(Division::Soft),
        // These spaces hold together what they stand between.
        '\u{2000}'..='\u{200A}' => None,
        _ if matches!(next, '\u{2014}' | '\u{2013}' | '\u{2026}') => None,
        _ if is_ideographic(sign) || is_ideographic(next) => Some(Division::Ideograph),
        _ => Some(Division::Sign),
    }
}

fn is_ideographic(character: char) -> bool {
    use BreakClass::{
        ConditionalJapaneseStarter, HangulLvSyllable, HangulLvtSyllable, Ideographic, NonStarter,
    };
    matches!(
        break_property(u32::from(character)),
        Ideographic
            | ConditionalJapaneseStarter
            | NonStarter
            | HangulLvSyllable
            | HangulLvtSyllable
    )
}

fn is_address(text: &str) -> bool {
    text.contains("://") || text.starts_with("www.") || (text.contains('@') && text.contains('.'))
}

/// Joints of an address: after its signs, never with a hyphen that would look like a part of it.
fn address(text: &str) -> Vec<(usize, Division)> {
    let mut found = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, sign)) = characters.next() {
        let Some(&(next_at, next)) = characters.peek() else {
            break;
        };
        let joint = matches!(
            sign,
            '/' | '.' | '@' | '?' | '&' | '=' | '_' | '-' | '#' | '%'
        );
        if joint && at > 0 && next.is_alphanumeric() {
            found.push((next_at, Division::Address));
        }
    }
    found
}

/// Runs of letters that the patterns may divide: whole runs, not beside a hyphen or a figure, not
/// abbreviations in capitals, not names with a capital inside. Where a line gapes, long runs beside a
/// hyphen too.
fn letter_runs(text: &str, gaping: bool) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_letter(character) {
            start = start.or(Some(at));
        } else if let Some(first) = start.take() {
            runs.push((first, at));
        }
    }
    let whole_is_capitals = !text.chars().any(char::is_lowercase);
    runs.retain(|&(start, end)| {
        let run = &text[start..end];
        let compound = gaping && run.chars().count() >= LONG_PART;
        let joined = |character: Option<char>| {
            character.is_some_and(|c| match c {
                '-' | '\u{2010}' => !compound,
                '\u{2011}' | '@' | '/' | '_' => true,
                c => c.is_numeric(),
            })
        };
        let inner_capital = run.chars().skip(1).any(char::is_uppercase);
        let abbreviation = whole_is_capitals && run.chars().count() < 8;
        !joined(text[..start].chars().next_back())
            && !joined(text[end..].chars().next())
            && !abbreviation
            && (!inner_capital || whole_is_capitals)
    });
    runs
}

/// Letters that a part of a compound has at least to be divided itself.
const LONG_PART: usize = 7;

fn is_letter(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '\u{0300}'..='\u{036F}')
}

/// Borrows the words kept with the fonts.
pub(super) fn store(fonts: &Fonts) -> crate::font::Memo<'_, WordStore> {
    fonts.memo()
}
