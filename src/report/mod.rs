//! Audits and remarks in words: sentences for a person, events for a program.
//!
//! Knows how to say things; not where they are said, nor in which colour.

mod audit;
mod query;
mod remark;
mod summary;

pub use audit::audit_lines;
pub use query::query;
pub use remark::remark;
pub use summary::Summary;

/// Text as it can be quoted in one line of a report: white space folded, control characters made
/// visible, and, beyond `most` characters, the middle left out.
pub fn quoted(text: &str, most: usize) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for letter in word.chars() {
            // Directional controls could make a line of a report read as what it is not.
            if letter.is_control()
                || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            {
                folded.extend(letter.escape_unicode());
            } else {
                folded.push(letter);
            }
        }
    }
    let count = folded.chars().count();
    if count <= most.max(3) {
        return folded;
    }
    let side = (most.max(3) - 1) / 2;
    let head: String = folded.chars().take(side).collect();
    let tail: String = folded.chars().skip(count - side).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

/// "1 page", "2 pages": a count and its noun, whose plural ends in s (`query` gives `queries`).
pub fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stay_on_one_line() {
        assert_eq!(quoted("a\nb\t c", 60), "a b c");
        assert_eq!(quoted("a\u{1b}[31m", 60), "a\\u{1b}[31m");
        assert_eq!(quoted("a\u{202e}b", 60), "a\\u{202e}b");
    }

    #[test]
    fn long_quotes_lose_their_middle() {
        assert_eq!(quoted("abcdefghij", 10), "abcdefghij");
        assert_eq!(quoted("abcdefghijk", 7), "abc…ijk");
        assert_eq!(quoted("ääääääääää", 5), "ää…ää");
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(counted(1, "query"), "1 query");
        assert_eq!(counted(0, "query"), "0 queries");
        assert_eq!(counted(2, "page"), "2 pages");
    }
}
