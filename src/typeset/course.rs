//! Which way text runs (UAX #9). Knows letters and levels; no glyphs, no widths.

use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use super::hyphenate::primary;

/// Languages written from right to left.
const LEFTWARD: [&str; 11] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi",
];

/// Scripts written from right to left (ISO 15924).
const LEFTWARD_SCRIPTS: [&str; 6] = ["Arab", "Aran", "Hebr", "Nkoo", "Syrc", "Thaa"];

/// Whether a language (BCP 47) is written from right to left, as it or its script says.
pub fn runs_leftward(language: &str) -> bool {
    let mut subtags = language.split(['-', '_']);
    let named = |script: &str| {
        LEFTWARD_SCRIPTS
            .iter()
            .any(|s| s.eq_ignore_ascii_case(script))
    };
    let script = subtags.nth(1).filter(|subtag| subtag.len() == 4);
    script.map_or_else(|| LEFTWARD.contains(&primary(language).as_str()), named)
}

/// The directions in a paragraph that has text from right to left.
#[derive(Clone, Debug)]
pub(super) struct Courses {
    /// By byte of the text: odd from right to left.
    levels: Vec<Level>,
    /// Whether the paragraph itself runs from right to left: its lines begin on the right.
    pub(super) leftward: bool,
}

impl Courses {
    /// `None` where all of the text runs from left to right. A paragraph runs as its language does, or as
    /// most of its letters do: what it happens to begin with, a name or a number, says nothing.
    pub(super) fn of(text: &str, language: &str) -> Option<Courses> {
        if !text.bytes().any(may_begin_leftward) {
            return None;
        }
        let (mut leftward, mut rightward) = (0, 0);
        for character in text.chars() {
            match bidi_class(character) {
                BidiClass::R | BidiClass::AL | BidiClass::AN => leftward += 1,
                BidiClass::RLE | BidiClass::RLO | BidiClass::RLI => leftward += 1,
                BidiClass::L => rightward += 1,
                _ => {}
            }
        }
        if leftward == 0 {
            return None;
        }
        let leftward = runs_leftward(language) || leftward > rightward;
        let level = if leftward { Level::rtl() } else { Level::ltr() };
        Some(Courses {
            levels: BidiInfo::new(text, Some(level)).levels,
            leftward,
        })
    }

    fn level(&self, at: usize) -> Level {
        let last = self.levels.last().copied();
        let level = self.levels.get(at).copied().or(last);
        level.unwrap_or(Level::ltr())
    }

    /// The parts of a stretch of text that run one way, and whether that is from right to left.
    pub(super) fn parts(&self, stretch: Range<usize>) -> Vec<(Range<usize>, bool)> {
        let mut parts: Vec<(Range<usize>, bool)> = Vec::new();
        let mut from = stretch.start;
        for at in stretch.clone() {
            let next = at + 1;
            if next == stretch.end || self.level(next) != self.level(at) {
                parts.push((from..next, self.level(at).is_rtl()));
                from = next;
            }
        }
        parts
    }

    /// The order from left to right of things that stand on one line, by their first bytes.
    pub(super) fn order(&self, starts: impl Iterator<Item = usize>) -> Vec<usize> {
        let levels: Vec<Level> = starts.map(|at| self.level(at)).collect();
        BidiInfo::reorder_visual(&levels)
    }
}

/// Whether a letter of a script that runs from right to left may begin with a byte (UTF-8): no other text
/// needs to be looked at closely.
fn may_begin_leftward(byte: u8) -> bool {
    matches!(byte, 0xD6..=0xE0 | 0xEF | 0xF0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_from_right_to_left_is_looked_at() {
        for character in '\0'..=char::MAX {
            let class = bidi_class(character);
            if matches!(class, BidiClass::R | BidiClass::AL | BidiClass::AN)
                && !matches!(character, '\u{200F}')
            {
                let first = character.encode_utf8(&mut [0; 4]).as_bytes()[0];
                assert!(may_begin_leftward(first), "{character:?}");
            }
        }
    }

    #[test]
    fn text_from_left_to_right_needs_nothing() {
        assert!(Courses::of("Zażółć gęślą — 2024, Ωμέγα", "he").is_none());
        assert!(Courses::of("", "ar").is_none());
    }

    #[test]
    fn a_paragraph_runs_as_its_language_or_most_of_its_letters() {
        assert!(Courses::of("IBM קנתה את", "en").unwrap().leftward);
        assert!(!Courses::of("They say שלום there", "en").unwrap().leftward);
        assert!(
            Courses::of("Microsoft Corporation הודיעה", "he-IL")
                .unwrap()
                .leftward
        );
    }

    #[test]
    fn figures_and_names_keep_their_own_direction() {
        let text = "אב 25 ABC";
        let courses = Courses::of(text, "he").unwrap();
        let starts = [0, 4, 5, 7, 8];
        // From left to right: ABC, space, 25, space, the Hebrew word.
        assert_eq!(courses.order(starts.into_iter()), [4, 3, 2, 1, 0]);
        let parts = courses.parts(0..text.len());
        assert_eq!(parts.len(), 4, "{parts:?}");
    }
}
