//! First, do no harm: sound text goes through repair untouched.
//!
//! Running text in several shapes (a paragraph a line, wrapped to several measures without a broken
//! word, all in one page and piece by piece), and every kind of text that looks like damage and
//! is not. `tests/data/README.md` says where it comes from.

mod laws;

use std::path::{Path, PathBuf};

fn data(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    std::fs::read_to_string(path).expect("the data is there")
}

/// The applied edits, in brief; empty when the text went through untouched.
fn harm(text: &str) -> String {
    match laws::run(text.as_bytes(), &laws::told(None)) {
        Ok(outcome) => {
            let applied = outcome.applied();
            if !applied.is_empty() {
                return applied;
            }
            let words = |text: &str| {
                text.split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            if words(text) != words(outcome.text()) {
                return "words changed without an edit\n".to_owned();
            }
            String::new()
        }
        Err(why) => format!("{why}\n"),
    }
}

/// Wraps every paragraph to a measure, without hyphenation.
fn wrapped(text: &str, measure: usize) -> String {
    let mut out = String::new();
    for paragraph in text.split("\n\n") {
        let mut column = 0;
        for word in paragraph.split_whitespace() {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > measure {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
        out.push_str("\n\n");
    }
    out
}

#[test]
fn running_text_is_left_alone() {
    let harm = harm(&data("addresses.txt"));
    assert!(harm.is_empty(), "\n{harm}");
}

#[test]
fn wrapped_text_is_left_alone() {
    let text = data("addresses.txt");
    // A paragraph whose lines end in hyphens of their own is a question, not sound text.
    for measure in [34, 48, 66, 80] {
        let wrapped = wrapped(&text, measure);
        let mut plain = String::new();
        for paragraph in wrapped.split("\n\n") {
            if !paragraph.contains("-\n") {
                plain.push_str(paragraph);
                plain.push_str("\n\n");
            }
        }
        let harm = harm(&plain);
        assert!(harm.is_empty(), "measure {measure}\n{harm}");
    }
}

#[test]
fn pages_of_running_text_keep_their_paragraphs() {
    let text = data("addresses.txt");
    let paragraphs: Vec<&str> = text.trim().split("\n\n").collect();
    for page in paragraphs.chunks(12) {
        let page = page.join("\n\n");
        let outcome = laws::run(page.as_bytes(), &laws::told(None)).expect("plain text is read");
        assert!(
            outcome.text() == page,
            "\n{}{}",
            outcome.applied(),
            laws::diff::words(&page, outcome.text())
        );
    }
}

#[test]
fn other_kinds_of_text_are_left_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sound");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    files.sort();
    assert!(files.len() > 5, "most of the texts were not found");
    let mut report = String::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a text can be read");
        let name = path.file_name().expect("a name").to_string_lossy();
        let whole = harm(&text);
        if !whole.is_empty() {
            report.push_str(&format!("{name}, whole:\n{whole}"));
        }
        for (index, block) in text.split("\n\n").enumerate() {
            let harm = harm(block);
            if !harm.is_empty() {
                report.push_str(&format!("{name}, block {}:\n{harm}", index + 1));
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}
