//! Whole small pages: `tests/pages/<page>/damaged.txt` and what is to become of it.
//!
//! `expected.txt` is a plain notation of the articles: `=== article`, then `key: value` a line
//! (`kicker`, `headline`, `standfirst`, `byline`, `jump`, then the blocks in order: `p`, `subhead`,
//! `caption` with its `credit` on the next line, and the names of the other kinds of block; a line
//! break inside a block is written `\n`). `queries.txt` holds phrases of the input, a line each, at
//! which a query must be raised (`\n` is a line break here, too).
//!
//! A file `not-yet.txt` beside them says what does not work yet: such a page is red once it does.
//! `REGLET_MARK=1 cargo test --test pages` writes and removes these files as things are;
//! the laws have no such mark.

mod laws;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use laws::diff;
use reglet::model::Page;
use serde_json::Value;

fn folders() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of pages is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.join("damaged.txt").exists())
        .collect();
    folders.sort();
    folders
}

/// The articles as JSON.
fn articles(page: &Page) -> Value {
    let edition = reglet::edition::assemble(std::slice::from_ref(page));
    serde_json::to_value(edition).expect("an edition is plain data")
}

/// The expected articles as a sound page: a block a paragraph, credits in brackets.
fn sound(expected: &str) -> String {
    let mut out = String::new();
    for line in expected.lines() {
        let Some((key, value)) = line.split_once(": ") else {
            continue;
        };
        match key {
            "credit" => {
                let _ = write!(out, " ({value})");
            }
            _ => {
                let _ = write!(out, "\n\n{}", value.replace("\\n", "\n"));
            }
        }
    }
    out.trim_start().to_owned() + "\n"
}

/// What is wrong with a page; empty when all is well.
fn wrong(folder: &Path, bytes: &[u8], outcome: &laws::Outcome) -> String {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let mut wrong = String::new();
    let expected = read("expected.txt");
    let got = laws::notation::of(&articles(&outcome.repaired));
    if got.trim() != expected.trim() {
        wrong.push_str("  the articles are not as expected ([-expected-] {+got+}):\n");
        wrong.push_str(&diff::words(expected.trim(), got.trim()));
        wrong.push_str(&outcome.applied());
    }
    for phrase in read("queries.txt").lines() {
        if !laws::queried(bytes, &outcome.rows, &phrase.replace("\\n", "\n")) {
            let _ = writeln!(wrong, "  no query at “{phrase}”");
        }
    }
    match laws::run(sound(&expected).as_bytes(), &laws::told(None)) {
        Ok(sound) if sound.with_status("applied").next().is_none() => {}
        Ok(sound) => {
            let _ = writeln!(wrong, "  the sound page is touched:\n{}", sound.applied());
        }
        Err(why) => {
            let _ = writeln!(wrong, "  the sound page {why}");
        }
    }
    wrong
}

#[test]
fn every_page_is_repaired_as_by_hand() {
    let mark = std::env::var_os("REGLET_MARK").is_some();
    let (mut report, mut right, mut known) = (String::new(), 0, 0);
    let folders = folders();
    assert!(folders.len() > 10, "most of the pages were not found");
    for folder in folders {
        let name = folder.file_name().expect("a name").to_string_lossy();
        let bytes = std::fs::read(folder.join("damaged.txt")).expect("a page can be read");
        let told = match laws::run(&bytes, &laws::told(None)) {
            Ok(outcome) => {
                for law in laws::broken(&bytes, &laws::told(None), &outcome) {
                    let _ = writeln!(report, "{name}\n  LAW {law}");
                }
                wrong(&folder, &bytes, &outcome)
            }
            Err(why) => format!("  {why}\n"),
        };
        let not_yet = folder.join("not-yet.txt");
        if mark {
            let _ = std::fs::remove_file(&not_yet);
            if !told.is_empty() {
                let note =
                    "This page is not yet repaired as `expected.txt` and `queries.txt` say.\n";
                std::fs::write(&not_yet, note).expect("a mark can be written");
            }
        }
        match (told.is_empty(), not_yet.exists()) {
            (true, false) => right += 1,
            (false, true) => known += 1,
            (false, false) => {
                let _ = writeln!(report, "{name}\n{told}");
            }
            (true, true) => {
                let _ = writeln!(report, "{name}\n  works now: take not-yet.txt away");
            }
        }
    }
    println!("{right} pages right, {known} not yet");
    assert!(
        report.is_empty(),
        "\n{report}\n{right} right, {known} not yet"
    );
}
