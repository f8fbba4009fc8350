//! What readers of text get back.

use reglet::pdf::Settings;

use super::tools::{run, write};

/// Words of an extracted text, without what the page says outside of stories, and whole over lines.
fn words(text: &str) -> Vec<String> {
    text.replace("\u{AD}\r\n", "")
        .replace("\u{AD}\n", "")
        .replace('\u{AD}', "")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// Whether `all` has the words of `some` in order, with nothing between but what `extra` allows.
fn assert_in_order(all: &[String], some: &[String], tool: &str) {
    let mut at = 0;
    for word in some {
        let found = all[at..].iter().take(12).position(|other| other == word);
        let Some(found) = found else {
            let near = &all[at.saturating_sub(3)..(at + 9).min(all.len())];
            panic!("{tool}: \"{word}\" is not where it should be, but {near:?}");
        };
        at += found + 1;
    }
}

#[test]
fn words_come_back_whole_and_in_order() {
    let (path, expected) = write("words.pdf", 2, &Settings::default());
    let path = path.to_string_lossy().into_owned();
    if let Some((good, text)) = run("pdftotext", &["-raw", &path, "-"], None) {
        assert!(good, "{text}");
        assert_in_order(&words(&text), &expected, "pdftotext -raw");
    }
    if let Some((good, text)) = run("mutool", &["draw", "-q", "-F", "txt", &path], None) {
        assert!(good, "{text}");
        assert_in_order(&words(&text), &expected, "mutool");
    }
}
