//! Where words may be divided. Knows languages and letters; no widths.

use std::sync::OnceLock;

use hypher::Lang;
use rustc_hash::FxHashMap;

/// Exceptions by language: what an editor may correct.
const EXCEPTIONS: &[(&str, &str)] = &[("en", include_str!("exceptions/en.txt"))];

/// Hyphenates the words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hyphenator {
    patterns: Option<Lang>,
    exceptions: Option<&'static Exceptions>,
    minimum: (usize, usize),
}

type Exceptions = FxHashMap<String, Vec<usize>>;

fn exceptions(language: &str) -> Option<&'static Exceptions> {
    static READ: OnceLock<Vec<Exceptions>> = OnceLock::new();
    let at = EXCEPTIONS.iter().position(|(code, _)| *code == language)?;
    let read = READ.get_or_init(|| EXCEPTIONS.iter().map(|(_, list)| parse(list)).collect());
    read.get(at)
}

/// A list of hyphenated words -> for each word its points, in bytes.
fn parse(list: &str) -> Exceptions {
    let words = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    words
        .map(|divided| {
            let mut points = Vec::new();
            let mut word = String::new();
            for part in divided.split('-') {
                if !word.is_empty() {
                    points.push(word.len());
                }
                word.push_str(part);
            }
            (word, points)
        })
        .collect()
}

/// The main part of a language tag (BCP 47), in small letters: `en` of `en-GB`.
pub(super) fn primary(language: &str) -> String {
    let end = language.find(['-', '_']).unwrap_or(language.len());
    language[..end].to_lowercase()
}

impl Hyphenator {
    /// For a language (BCP 47), with the fewest letters before and after a hyphen. Divides nothing in a
    /// language without patterns or exceptions.
    pub(super) fn new(language: &str, minimum: (u8, u8)) -> Hyphenator {
        let primary = primary(language);
        let code = match primary.as_str() {
            "no" => "nb",
            other => other,
        };
        let code: Option<[u8; 2]> = code.as_bytes().try_into().ok();
        Hyphenator {
            patterns: code.and_then(Lang::from_iso),
            exceptions: exceptions(&primary),
            minimum: (usize::from(minimum.0.max(1)), usize::from(minimum.1.max(1))),
        }
    }

    /// Where a run of letters may be divided, in bytes from its start, in order. Capitals are treated
    /// as small letters.
    pub(super) fn points(&self, letters: &str) -> Vec<usize> {
        let (left, right) = self.minimum;
        let count = letters.chars().count();
        if count < left + right {
            return Vec::new();
        }
        if let Some(points) = self.exceptional(letters) {
            let kept = points.iter().copied().filter(|&at| {
                let before = letters[..at].chars().count();
                before >= left && count - before >= right
            });
            return kept.collect();
        }
        let Some(patterns) = self.patterns else {
            return Vec::new();
        };
        let mut at = 0;
        let mut points = Vec::new();
        for syllable in hypher::hyphenate_bounded(letters, patterns, left, right) {
            at += syllable.len();
            if at < letters.len() {
                points.push(at);
            }
        }
        points
    }

    fn exceptional(&self, letters: &str) -> Option<&'static Vec<usize>> {
        let exceptions = self.exceptions?;
        if let Some(points) = exceptions.get(letters) {
            return Some(points);
        }
        if !letters.chars().any(char::is_uppercase) {
            return None;
        }
        let small = letters.to_lowercase();
        // Points are counted in bytes, so both forms must have as many.
        (small.len() == letters.len())
            .then(|| exceptions.get(&small))
            .flatten()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Read;

    use super::*;

    fn divide(hyphenator: &Hyphenator, word: &str) -> String {
        let mut divided = word.to_owned();
        for point in hyphenator.points(word).into_iter().rev() {
            divided.insert(point, '-');
        }
        divided
    }

    #[test]
    fn english_patterns_divide_as_tex_does() {
        let file = include_bytes!("../../tests/oracle/tex-hyphenation-en-us.tsv.gz");
        let mut text = String::new();
        flate2::read::GzDecoder::new(file.as_slice())
            .read_to_string(&mut text)
            .unwrap();
        let patterns = Hyphenator {
            exceptions: None,
            ..Hyphenator::new("en", (2, 3))
        };
        let mut words = 0;
        for line in text.lines() {
            let (word, tex) = line.split_once('\t').unwrap();
            assert_eq!(divide(&patterns, word), tex);
            words += 1;
        }
        assert_eq!(words, 23_983);
    }

    #[test]
    fn exceptions_match_capitals_too() {
        let english = Hyphenator::new("en-GB", (2, 3));
        assert_eq!(divide(&english, "Table"), "Ta-ble");
        assert_eq!(divide(&english, "PRESENT"), "PRESENT");
        assert_eq!(divide(&english, "everyone"), "every-one");
    }

    #[test]
    fn the_fewest_letters_hold_for_exceptions_too() {
        let english = Hyphenator::new("en", (3, 3));
        assert_eq!(divide(&english, "table"), "table");
        assert_eq!(divide(&english, "associate"), "asso-ciate");
    }

    #[test]
    fn each_language_divides_its_own_way() {
        let divide_in = |language, word| divide(&Hyphenator::new(language, (2, 3)), word);
        assert_eq!(divide_in("de", "Zeitung"), "Zei-tung");
        assert_eq!(divide_in("fr", "aujourd"), "au-jourd");
        assert_eq!(divide_in("ru", "газета"), "га-зета");
        assert_eq!(divide_in("xx", "newspaper"), "newspaper");
        assert_eq!(divide_in("", "newspaper"), "newspaper");
    }

    #[test]
    fn every_exception_is_letters_and_hyphens() {
        for (language, list) in EXCEPTIONS {
            for line in list.lines().filter(|line| !line.starts_with('#')) {
                let sound = line.chars().all(|c| c == '-' || c.is_lowercase());
                assert!(sound && !line.starts_with('-'), "{language}: {line:?}");
            }
        }
    }
}
