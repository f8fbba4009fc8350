//! Whole issues: `tests/issues/<issue>/*.txt` are its pages, in the natural order of their names, and
//! `expected.txt` and `queries.txt` say what is to become of them (in the notation of `tests/pages.rs`).
//!
//! Every issue is held to the laws over all its files at once: replayed, the audit gives the output;
//! undone, the input; no byte is lost or doubled; the pages that come out are left alone when they come in.

mod laws;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use laws::diff;
use reglet::job::{self, Repaired, Settings};
use reglet::model::{Page, Source};
use reglet::repair::{self, Status};
use serde_json::Value;

fn folders() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/issues");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of issues is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The pages of an issue and their bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("an issue can be read")
        .map(|entry| entry.expect("an issue can be read").path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            let page = name.ends_with(".txt") && name != "expected.txt" && name != "queries.txt";
            page.then(|| (name, std::fs::read(path).expect("a page can be read")))
        })
        .collect();
    files.sort();
    files
}

fn pages(files: &[(String, Vec<u8>)]) -> Vec<Page> {
    files
        .iter()
        .map(|(name, bytes)| job::read(name, bytes.clone()).expect("a page is text"))
        .collect()
}

fn run(files: &[(String, Vec<u8>)]) -> Repaired {
    job::repair(pages(files), &Settings::default())
}

fn rows(repaired: &Repaired, status: Status) -> Vec<Value> {
    let rows = repaired.audit.rows.iter();
    rows.filter(|row| row.status == status)
        .map(|row| serde_json::to_value(row).expect("a row is plain data"))
        .collect()
}

fn told(rows: &[Value]) -> String {
    let file = |row: &Value| row["at"]["file"].as_str().unwrap_or("?").to_owned();
    rows.iter()
        .map(|row| format!("  {}:{}", file(row), laws::brief(row)))
        .collect()
}

/// The laws that are broken, a sentence each.
fn broken(files: &[(String, Vec<u8>)], repaired: &Repaired) -> Vec<String> {
    let mut broken = Vec::new();
    let Some(issue) = &repaired.issue else {
        return vec!["it is no issue".to_owned()];
    };
    let source = &issue.whole.source;
    let found: String = files
        .iter()
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).expect("the pages are UTF-8"))
        .collect();
    let raw = repair::raw(&issue.whole);
    match repair::replay(source, &repaired.audit) {
        Ok(replayed) if replayed == raw => {}
        Ok(replayed) => broken.push(format!(
            "replayed, the audit does not give the output:\n{}",
            diff::words(&raw, &replayed)
        )),
        Err(why) => broken.push(why.to_string()),
    }
    match repair::undo(&raw, &repaired.audit, source) {
        Ok(undone) if undone == found => {}
        Ok(undone) => broken.push(format!(
            "undone, the audit does not give the input:\n{}",
            diff::words(&found, &undone)
        )),
        Err(why) => broken.push(why.to_string()),
    }
    // The stranger's replay, over all files as one: places count on from file to file.
    let starts: Vec<usize> = files
        .iter()
        .scan(0, |at, (_, bytes)| {
            let start = *at;
            *at += bytes.len();
            Some(start)
        })
        .collect();
    let mut shifted = rows(repaired, Status::Applied);
    for row in &mut shifted {
        let shift = |place: &mut Value| {
            let file = files.iter().position(|(name, _)| place["file"] == **name);
            let start = starts[file.expect("a place names a file of the issue")] as u64;
            for nth in 0..2 {
                place["bytes"][nth] = (place["bytes"][nth].as_u64().unwrap_or(0) + start).into();
            }
        };
        shift(&mut row["at"]);
        for list in ["also", "seen"] {
            row[list]
                .as_array_mut()
                .into_iter()
                .flatten()
                .for_each(shift);
        }
    }
    let whole = Source::new("all", found.clone().into_bytes(), source.encoding);
    let whole = Page {
        source: std::sync::Arc::new(whole),
        text: Default::default(),
    };
    match laws::replay(&whole, &shifted.iter().collect::<Vec<_>>()) {
        Err(why) => broken.push(why),
        Ok(replayed) => {
            if let Some(place) = laws::unlike(&replayed, &issue.whole.text.string, false) {
                broken.push(format!(
                    "taken at its word, the audit gives another text: {place}"
                ));
            }
        }
    }
    let mut from: Vec<_> = issue
        .whole
        .text
        .pieces
        .iter()
        .map(|piece| piece.from.clone())
        .collect();
    from.retain(|range| !range.is_empty());
    from.sort_by_key(|range| range.start);
    let mut at = 0;
    for range in from {
        if range.start != at {
            broken.push(format!("a byte is lost or doubled at {at}"));
            break;
        }
        at = range.end;
    }
    broken
}

/// The edits that are made when the pages that came out come in again.
fn again(files: &[(String, Vec<u8>)], repaired: &Repaired) -> Vec<Value> {
    let Some(issue) = &repaired.issue else {
        return Vec::new();
    };
    let blocks = issue.whole.text.blocks();
    let again: Vec<(String, Vec<u8>)> = issue
        .pages()
        .into_iter()
        .enumerate()
        .filter(|(_, page)| !page.is_empty())
        .map(|(nth, page)| {
            let text = blocks[page.start].start..blocks[page.end - 1].end;
            let name = files
                .get(nth)
                .map_or(format!("{nth}.txt"), |(name, _)| name.clone());
            (
                name,
                (issue.whole.text.string[text].to_owned() + "\n").into_bytes(),
            )
        })
        .collect();
    rows(&run(&again), Status::Applied)
}

/// What is wrong with an issue; empty when all is well.
fn wrong(folder: &Path, files: &[(String, Vec<u8>)], repaired: &Repaired) -> String {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let mut wrong = String::new();
    let edition = serde_json::to_value(&repaired.edition).expect("an edition is plain data");
    let (expected, got) = (read("expected.txt"), laws::notation::of(&edition));
    if got.trim() != expected.trim() {
        wrong.push_str("  the articles are not as expected ([-expected-] {+got+}):\n");
        wrong.push_str(&diff::words(expected.trim(), got.trim()));
        wrong.push_str(&told(&rows(repaired, Status::Applied)));
        wrong.push_str(&told(&rows(repaired, Status::Query)));
    }
    let queries = rows(repaired, Status::Query);
    for phrase in read("queries.txt").lines() {
        let raised = files.iter().any(|(name, bytes)| {
            let own = queries.iter().filter(|row| row["at"]["file"] == **name);
            laws::queried(bytes, &own.cloned().collect::<Vec<_>>(), phrase)
        });
        if !raised {
            let _ = writeln!(wrong, "  no query at “{phrase}”");
        }
    }
    wrong
}

#[test]
fn every_issue_is_put_together_as_by_hand() {
    let mut report = String::new();
    let folders = folders();
    assert!(folders.len() > 5, "most of the issues were not found");
    for folder in folders {
        let name = folder.file_name().expect("a name").to_string_lossy();
        let files = files(&folder);
        let repaired = run(&files);
        let mut told = wrong(&folder, &files, &repaired);
        for law in broken(&files, &repaired) {
            let _ = writeln!(told, "  LAW {law}");
        }
        let again = again(&files, &repaired);
        if !again.is_empty() {
            let _ = writeln!(
                told,
                "  LAW repaired again, the pages change:\n{}",
                self::told(&again)
            );
        }
        if !told.is_empty() {
            let _ = writeln!(report, "{name}\n{told}");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn what_is_rejected_is_left() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/issues/talbote");
    let files = files(&folder);
    let repaired = run(&files);
    let row = repaired
        .audit
        .rows
        .iter()
        .find(|row| row.pass == "jumps" && row.moved.is_some())
        .expect("a story is moved");
    let decision = reglet::review::Decision {
        id: reglet::review::id_of(row),
        decision: reglet::review::Verdict::Reject,
        text: None,
        pass: row.pass.clone(),
        page: String::new(),
        line: row.at.line,
        bytes: row.at.bytes,
        was: row.was.clone(),
        now: row.now.clone(),
    };
    let decisions = reglet::review::Decisions {
        single: vec![decision],
        words: Vec::new(),
    };
    let decisions = vec![decisions; files.len()];
    let (left, lost) = job::repair_decided(pages(&files), &decisions, &Settings::default());
    assert!(lost.is_empty());
    assert!(left.text().contains("Fortsetzung von Seite 1"));
    assert!(broken(&files, &left).is_empty());
    assert!(rows(&left, Status::Applied).is_empty());
    // What is not done is asked.
    assert_eq!(rows(&left, Status::Query).len(), 4);
}
