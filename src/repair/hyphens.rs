//! Whether two pieces of a word that a hyphen parts are one word, a compound, or two words.
//!
//! The page's own spelling goes first; the language is asked only when the page does not tell.

use super::Confidence;
use super::view::View;

/// What becomes of the hyphen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes: the pieces are one word.
    Join,
    /// It stays, and the pieces stand together.
    Keep,
    /// It stays, and a space after it: "first- and second-order".
    Space,
}

/// A verdict, how sure it is, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What becomes of the hyphen.
    pub verdict: Verdict,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in words.
    pub because: String,
}

fn decided(verdict: Verdict, confidence: Confidence, because: String) -> Option<Decision> {
    Some(Decision {
        verdict,
        confidence,
        because,
    })
}

/// Decides on `left-`, `right` at the end of a line. `None` when nothing tells.
pub fn at_line_end(view: &View, left: &str, right: &str) -> Option<Decision> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    if let Some(decision) = by_page(view, left, right) {
        return Some(decision);
    }
    if suspended(view, left, right) {
        return decided(
            Verdict::Space,
            Confidence::Likely,
            format!("\"{left}-\" is a suspended hyphen before \"{right}\""),
        );
    }
    let ends_in_digit = left.ends_with(|c: char| c.is_ascii_digit());
    if ends_in_digit && right.starts_with(|c: char| c.is_ascii_digit()) {
        return decided(
            Verdict::Keep,
            Confidence::Likely,
            "a hyphen between figures is a range or a number".to_owned(),
        );
    }
    if view.lexicon.language() == crate::lexicon::Language::Unknown {
        return None;
    }
    let hard = view.lexicon.joins_with_hyphen(left, right);
    let whole = format!("{left}{right}");
    if hard >= 0.5 {
        decided(
            Verdict::Keep,
            Confidence::Likely,
            format!("\"{left}-{right}\" is more likely a compound than a word broken by the line"),
        )
    } else if view.lexicon.knows(&whole) {
        decided(
            Verdict::Join,
            Confidence::Likely,
            format!("\"{whole}\" is a word"),
        )
    } else {
        decided(
            Verdict::Join,
            Confidence::Likely,
            format!("\"{left}\" and \"{right}\" are more likely a broken word than a compound"),
        )
    }
}

/// Decides on `left- right` within a line, where an extractor left a space after the hyphen.
/// `None` when the text should stay.
pub fn within_line(view: &View, left: &str, right: &str) -> Option<Decision> {
    if let Some(decision) = by_page(view, left, right) {
        return Some(decision);
    }
    if suspended(view, left, right) {
        return None;
    }
    let lexicon = view.lexicon;
    if lexicon.language() == crate::lexicon::Language::Unknown {
        return None;
    }
    if let Some(found) = lexicon.compound(&format!("{left}-{right}")) {
        let _ = found;
        return decided(
            Verdict::Keep,
            Confidence::Likely,
            format!("\"{left}-{right}\" is a known compound"),
        );
    }
    let whole = format!("{left}{right}");
    let halves = lexicon.knows(left) && lexicon.knows(right);
    if lexicon.knows(&whole) && !halves {
        return decided(
            Verdict::Join,
            Confidence::Likely,
            format!("\"{whole}\" is a word, and its halves are not"),
        );
    }
    let digits = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    if digits(left) && digits(right) {
        return decided(
            Verdict::Keep,
            Confidence::Likely,
            "a hyphen between figures is a range or a number".to_owned(),
        );
    }
    if lexicon.is_function_word(right) || lexicon.is_function_word(left) {
        // "throat- with": as likely a dash as a hyphen.
        return decided(
            Verdict::Keep,
            Confidence::Query,
            format!("\"{left}-\" and \"{right}\" may be a compound, or parted by a dash"),
        );
    }
    let hard = lexicon.joins_with_hyphen(left, right);
    if halves && hard >= 0.5 {
        // A page that sets its dashes so, or a name before it: as likely a dash.
        let dash = view.dashes || left.starts_with(char::is_uppercase);
        let pair = lexicon.pair(left, right).is_some();
        decided(
            Verdict::Keep,
            if dash && !pair {
                Confidence::Query
            } else {
                Confidence::Likely
            },
            format!("\"{left}\" and \"{right}\" are words, and \"{whole}\" is none"),
        )
    } else if !halves && hard < 0.2 && right.starts_with(char::is_lowercase) {
        let sure = lexicon.knows(&whole);
        decided(
            Verdict::Join,
            if sure {
                Confidence::Likely
            } else {
                Confidence::Query
            },
            format!("\"{left}\" and \"{right}\" are likely one broken word"),
        )
    } else {
        decided(
            Verdict::Keep,
            Confidence::Query,
            format!("\"{left}-{right}\" may be one word"),
        )
    }
}

/// What the page's own spelling says.
fn by_page(view: &View, left: &str, right: &str) -> Option<Decision> {
    let closed = format!("{left}{right}");
    let open = format!("{left}-{right}");
    let (whole, hyphenated) = (view.spelling.count(&closed), view.spelling.count(&open));
    match (whole, hyphenated) {
        (0, 0) => None,
        (whole, hyphenated) if hyphenated > whole => decided(
            Verdict::Keep,
            if whole == 0 {
                Confidence::Certain
            } else {
                Confidence::Likely
            },
            format!("the page has \"{open}\" elsewhere"),
        ),
        (whole, hyphenated) => decided(
            Verdict::Join,
            if hyphenated == 0 && whole > 0 {
                Confidence::Certain
            } else {
                Confidence::Likely
            },
            format!("the page has \"{closed}\" elsewhere"),
        ),
    }
}

fn suspended(view: &View, left: &str, right: &str) -> bool {
    let one_word = || view.lexicon.knows(&format!("{left}{right}"));
    view.lexicon.suspends(right) && (view.lexicon.knows(left) || !one_word())
}
