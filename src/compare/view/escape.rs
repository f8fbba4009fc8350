//! Text as HTML shows it: every letter of it is text.
//!
//! Knows what HTML takes for its own, and which characters steer a terminal or turn the direction of
//! text: those are shown by their numbers and steer nothing.

use std::fmt::Write as _;

/// Text for HTML, attributes included. What steers is shown by its number.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match steering(letter) {
            true => {
                write!(out, "<bdi class=\"sign\">U+{:04X}</bdi>", letter as u32)
                    .expect("a string takes it");
            }
            false => plain(&mut out, letter),
        }
    }
    out
}

/// Text for an attribute: no element inside.
pub(super) fn escaped_plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| !steering(*letter)) {
        plain(&mut out, letter);
    }
    out
}

fn plain(out: &mut String, letter: char) {
    match letter {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        other => out.push(other),
    }
}

/// Controls, and what turns or hides the direction of text.
fn steering(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t')
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_letters() {
        assert_eq!(
            escaped("<a href='x'>\"&"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;"
        );
        assert_eq!(escaped("a\u{202e}b"), "a<bdi class=\"sign\">U+202E</bdi>b");
        assert_eq!(
            escaped("\u{1b}[31m"),
            "<bdi class=\"sign\">U+001B</bdi>[31m"
        );
        assert_eq!(escaped_plain("a\u{202e}\"b"), "a&quot;b");
    }
}
