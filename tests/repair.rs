//! The cases of `tests/repair/*.md`: what each kind of damage looks like and what is made of it.
//!
//! A case is a heading of the second level, prose, and fenced blocks: `damaged` (the input),
//! `expected` (the output; without it the input must be left alone), `audit` (rows that must be
//! there: `pass confidence "was" -> "now"`, `*` for any pass or confidence) and `query` (phrases of
//! the input, a line each, at which a query must be raised). After `damaged` on the fence may stand
//! `lang=de` (told, not detected), `ocr` (misread letters are mended too), `crlf` and `windows-1252` (how
//! the input is encoded).
//!
//! `(not yet)` in a heading marks what does not work yet: such a case is red once it does.
//! `REGLET_MARK=1 cargo test --test repair` sets these marks as things are; the laws
//! have no such mark.

mod laws;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use laws::diff;
use reglet::repair::Options;

const MARK: &str = "(not yet)";

#[derive(Debug, Default)]
struct Case {
    title: String,
    heading_line: usize,
    not_yet: bool,
    damaged: String,
    flags: Vec<String>,
    expected: Option<String>,
    audit: Vec<String>,
    query: Vec<String>,
}

impl Case {
    fn options(&self) -> Options {
        let mut flags = self.flags.iter();
        let language = flags.find_map(|flag| flag.strip_prefix("lang="));
        Options {
            ocr: self.flags.iter().any(|flag| flag == "ocr"),
            ..laws::told(language)
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut text = self.damaged.clone();
        let has = |name: &str| self.flags.iter().any(|flag| flag == name);
        if has("crlf") {
            text = text.replace('\n', "\r\n");
        }
        if has("windows-1252") {
            return encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        }
        text.into_bytes()
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repair");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "md"))
        .collect();
    files.sort();
    files
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<(String, String)> = None;
    for (number, line) in text.lines().enumerate() {
        if let Some((info, body)) = &mut fence {
            if line == "```" {
                let (info, body) = (std::mem::take(info), std::mem::take(body));
                fence = None;
                let case = cases
                    .last_mut()
                    .expect("a block stands under a case's heading");
                let mut words = info.split(' ');
                match words.next() {
                    Some("damaged") => {
                        case.damaged = body;
                        case.flags = words.map(str::to_owned).collect();
                    }
                    Some("expected") => case.expected = Some(body),
                    Some("audit") => case.audit = body.lines().map(str::to_owned).collect(),
                    Some("query") => case.query = body.lines().map(str::to_owned).collect(),
                    other => panic!("line {}: no such block: {other:?}", number + 1),
                }
            } else {
                body.push_str(line);
                body.push('\n');
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case {
                title: title.replace(MARK, "").trim().to_owned(),
                heading_line: number,
                not_yet: title.contains(MARK),
                ..Case::default()
            });
        } else if let Some(info) = line.strip_prefix("```") {
            fence = Some((info.trim().to_owned(), String::new()));
        }
    }
    cases
}

/// What is wrong with the outcome of a case; empty when all is well.
fn wrong(case: &Case, bytes: &[u8], outcome: &laws::Outcome) -> String {
    let mut wrong = String::new();
    match &case.expected {
        Some(expected) => {
            if expected.trim() != outcome.text() {
                wrong.push_str("  the text is not as expected ([-expected-] {+got+}):\n");
                wrong.push_str(&diff::words(expected.trim(), outcome.text()));
                wrong.push_str(&outcome.applied());
            }
            match laws::run(expected.as_bytes(), &case.options()) {
                Ok(sound) if sound.with_status("applied").next().is_none() => {}
                Ok(sound) => {
                    let _ = writeln!(wrong, "  the sound text is touched:\n{}", sound.applied());
                }
                Err(why) => wrong.push_str(&why),
            }
        }
        None => {
            if outcome.with_status("applied").next().is_some() {
                wrong.push_str("  the text was to be left alone:\n");
                wrong.push_str(&outcome.applied());
            }
        }
    }
    for row in &case.audit {
        if !outcome
            .with_status("applied")
            .any(|found| matches(row, found))
        {
            let _ = writeln!(wrong, "  no such row: {row}\n{}", outcome.applied());
        }
    }
    let source = laws::decoded(&outcome.found, bytes);
    for phrase in &case.query {
        assert!(
            source.contains(phrase.as_str()),
            "“{}”: the queried phrase “{phrase}” is not in the input",
            case.title
        );
        let raised = laws::queried(bytes, &outcome.rows, phrase);
        if !raised {
            let _ = writeln!(wrong, "  no query at “{phrase}”");
        }
    }
    wrong
}

/// Whether a row is the one that a case asks for: `pass confidence "was" -> "now"`.
fn matches(asked: &str, row: &serde_json::Value) -> bool {
    let (names, rest) = asked
        .split_once(" \"")
        .expect("pass confidence \"was\" -> \"now\"");
    let (was, now) = rest.split_once("\" -> \"").expect("\"was\" -> \"now\"");
    let now = now.strip_suffix('"').expect("a closing quote");
    let (pass, confidence) = names.split_once(' ').expect("a pass and a confidence");
    let like = |asked: &str, got: &serde_json::Value| asked == "*" || got == asked;
    let plain = |text: &str| text.replace("\\n", "\n").replace("\\\"", "\"");
    like(pass, &row["pass"])
        && like(confidence, &row["confidence"])
        && row["was"] == plain(was)
        && row["now"] == plain(now)
}

#[test]
fn every_case_is_repaired_as_written() {
    let mark = std::env::var_os("REGLET_MARK").is_some();
    let (mut report, mut right, mut known) = (String::new(), 0, 0);
    let mut all = 0;
    for path in files() {
        let text = std::fs::read_to_string(&path).expect("a file of cases can be read");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        for case in cases(&text) {
            all += 1;
            let bytes = case.bytes();
            let told = match laws::run(&bytes, &case.options()) {
                Ok(outcome) => {
                    for law in laws::broken(&bytes, &case.options(), &outcome) {
                        let _ = writeln!(report, "{name}: {}\n  LAW {law}", case.title);
                    }
                    wrong(&case, &bytes, &outcome)
                }
                Err(why) => format!("  {why}\n"),
            };
            if mark {
                let suffix = if told.is_empty() {
                    String::new()
                } else {
                    format!(" {MARK}")
                };
                lines[case.heading_line] = format!("## {}{suffix}", case.title);
            }
            match (told.is_empty(), case.not_yet && !mark) {
                (true, false) => right += 1,
                (false, true) => known += 1,
                (false, false) if mark => known += 1,
                (false, false) => {
                    let _ = writeln!(report, "{name}: {}\n{told}", case.title);
                }
                (true, true) => {
                    let _ = writeln!(
                        report,
                        "{name}: {}\n  works now: take the mark away",
                        case.title
                    );
                }
            }
        }
        if mark {
            std::fs::write(&path, lines.join("\n") + "\n").expect("a file of cases can be written");
        }
    }
    println!("{right} cases right, {known} not yet");
    assert!(all > 100, "most of the cases were not found");
    assert!(
        report.is_empty(),
        "\n{report}\n{right} right, {known} not yet"
    );
}
