//! The order of page files as people number them: `page2` before `page10`.

use std::cmp::Ordering;

/// Compares two file names, figures in them by their value.
///
/// ```
/// let mut pages = ["p10.txt", "p2.txt", "p1.txt"];
/// pages.sort_by(|a, b| reglet::read::natural_order(a, b));
/// assert_eq!(pages, ["p1.txt", "p2.txt", "p10.txt"]);
/// ```
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (l, r) = (figures(left), figures(right));
        if l > 0 && r > 0 {
            let (one, other) = (value(&left[..l]), value(&right[..r]));
            let by_value = one.len().cmp(&other.len()).then_with(|| one.cmp(other));
            if by_value != Ordering::Equal {
                return by_value;
            }
            (left, right) = (&left[l..], &right[r..]);
            continue;
        }
        match (left.chars().next(), right.chars().next()) {
            (Some(one), Some(other)) if one == other => {
                (left, right) = (&left[one.len_utf8()..], &right[other.len_utf8()..]);
            }
            // Names that differ in leading zeros alone still need an order.
            (None, None) => return a.cmp(b),
            (one, other) => return one.cmp(&other),
        }
    }
}

/// Length of the figures that a text starts with.
fn figures(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Figures without leading zeros: the longer, the greater.
fn value(figures: &str) -> &str {
    figures.trim_start_matches('0')
}
