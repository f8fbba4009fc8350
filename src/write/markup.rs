//! What HTML, EPUB and TEI share: text as XML takes it, and emphasis as elements.

use crate::edition::inline;

/// Text as XML and HTML take it, in an element or in an attribute. What XML cannot hold (most control
/// characters) is shown as U+FFFD.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0, section 2.2.
            '\t' | '\n' => out.push(letter),
            _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}');
            }
            _ => out.push(letter),
        }
    }
    out
}

/// The start and the end of an element.
pub type Tags = (&'static str, &'static str);

/// A text with its emphasis as elements: italic, bold.
pub fn inline(text: &str, italic: Tags, bold: Tags) -> String {
    let mut out = String::with_capacity(text.len());
    for span in inline::spans(text) {
        let wanted = [(span.bold, bold), (span.italic, italic)];
        let tags = wanted
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, tags)| tags);
        let around: Vec<Tags> = tags.collect();
        around.iter().for_each(|tags| out.push_str(tags.0));
        out.push_str(&escaped(&span.text));
        around.iter().rev().for_each(|tags| out.push_str(tags.1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("a<b>&\"c\u{1b}"), "a&lt;b&gt;&amp;&quot;c\u{fffd}");
        let em = ("<i>", "</i>");
        let strong = ("<b>", "</b>");
        assert_eq!(
            inline("5 * 3, the *Post* & **so**", em, strong),
            "5 * 3, the <i>Post</i> &amp; <b>so</b>"
        );
    }
}
