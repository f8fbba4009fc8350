//! `reglet batch` and `reglet worker` as a shell sees them: whatever happens to one issue, or to the run
//! itself, the others are done and the outputs come out the same.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

const REGLET: &str = env!("CARGO_BIN_EXE_reglet");

/// An archive of `count` issues that each need some repair, and a folder for what comes out.
fn archive(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let names = ["mill", "bridge", "harbour", "market", "school"];
    for at in 0..count {
        let path = folder
            .path()
            .join(format!("in/{}/page{at}.txt", 1900 + at / 10));
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("made");
        let name = names[at % names.len()];
        let text = format!(
            "The old {name} on the river was sold for half its price on day {at}, and the buy-\n\n\
             er has not been named. The town council will meet on Monday to hear the cause of it.\n"
        );
        fs::write(path, text).expect("written");
    }
    folder
}

fn batch(folder: &Path, options: &[&str]) -> Output {
    Command::new(REGLET)
        .current_dir(folder)
        .arg("batch")
        .args(options)
        .output()
        .expect("reglet runs")
}

/// Every file below a folder and its bytes, but for what a run has aside.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("it can be listed") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "aside") {
                    folders.push(path);
                }
            } else {
                let name = path.strip_prefix(folder).expect("below").to_owned();
                all.insert(name, fs::read(&path).expect("it can be read"));
            }
        }
    }
    all
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_issue_gets_its_outputs_and_its_record() {
    let folder = archive(12);
    let done = batch(folder.path(), &["in", "-o", "out", "--to", "md,json,txt"]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(
        said(&done).contains("12 issues, 12 pages"),
        "{}",
        said(&done)
    );
    let out = folder.path().join("out");
    let text = fs::read_to_string(out.join("1900/page3.txt.txt")).expect("the text");
    assert!(text.contains("and the buyer has not been named"), "{text}");
    let audit = fs::read_to_string(out.join("1900/page3.txt.audit.jsonl")).expect("the audit");
    let row: Value = serde_json::from_str(audit.lines().next().expect("a row")).expect("JSON");
    assert_eq!(row["status"], "applied");
    assert_eq!(
        row["at"]["file"], "1900/page3.txt",
        "places are named after the issue"
    );
    let report = fs::read_to_string(out.join("report.jsonl")).expect("the report");
    assert_eq!(report.lines().count(), 12);
    assert!(
        fs::read_to_string(out.join("report.html"))
            .expect("the page")
            .contains("page3.txt")
    );
}

#[test]
fn a_second_run_does_only_what_has_changed() {
    let folder = archive(8);
    batch(folder.path(), &["in", "-o", "out"]);
    let before = files(&folder.path().join("out"));
    let changed = folder.path().join("in/1900/page2.txt");
    let mut text = fs::read_to_string(&changed).expect("it is there");
    text.push_str("\nThe price of corn rose again.\n");
    fs::write(&changed, text).expect("written");
    fs::remove_file(folder.path().join("out/1900/page5.txt.md")).expect("removed");
    let again = batch(folder.path(), &["in", "-o", "out"]);
    assert!(
        said(&again).contains("8 issues (6 unchanged)"),
        "{}",
        said(&again)
    );
    let after = files(&folder.path().join("out"));
    let differ: Vec<_> = after
        .iter()
        .filter(|(name, bytes)| before.get(*name) != Some(bytes))
        .map(|(name, _)| name.to_string_lossy().into_owned())
        .filter(|name| !name.starts_with("report"))
        .collect();
    assert!(
        differ.iter().all(|name| name.contains("page2.txt")),
        "{differ:?}"
    );
    let others = batch(folder.path(), &["in", "-o", "out", "--to", "txt"]);
    assert!(!said(&others).contains("unchanged"), "{}", said(&others));
    assert!(
        !folder.path().join("out/1900/page1.txt.md").exists(),
        "an output that is no longer asked for is no longer there"
    );
}

#[test]
fn what_was_decided_about_an_issue_is_honoured_and_is_a_change() {
    let folder = archive(3);
    batch(folder.path(), &["in", "-o", "out", "--to", "txt"]);
    let audit = folder.path().join("out/1900/page1.txt.audit.jsonl");
    let audit = fs::read_to_string(audit).expect("the audit");
    let line = audit.lines().next().expect("a row");
    let row: reglet::repair::Row = serde_json::from_str(line).expect("a row of an audit");
    let decision = serde_json::json!({
        "id": reglet::review::id_of(&row), "decision": "reject", "pass": row.pass, "line": row.at.line,
        "bytes": row.at.bytes, "was": row.was, "now": row.now,
    });
    let file = folder.path().join("in/1900/page1.txt.decisions.jsonl");
    fs::write(file, format!("{{\"reglet_decisions\":1}}\n{decision}\n")).expect("written");
    let again = batch(folder.path(), &["in", "-o", "out", "--to", "txt"]);
    assert!(
        said(&again).contains("3 issues (2 unchanged)"),
        "{}",
        said(&again)
    );
    let text = folder.path().join("out/1900/page1.txt.txt");
    let text = fs::read_to_string(text).expect("the text");
    assert!(
        text.contains("and the buy-"),
        "a rejected repair never comes back: {text}"
    );
}

#[test]
fn one_bad_file_stops_nobody() {
    let folder = archive(4);
    fs::write(folder.path().join("in/0.txt"), "").expect("written");
    fs::write(folder.path().join("in/zeros.txt"), [0; 4096]).expect("written");
    fs::write(folder.path().join("in/photo.jpg"), "x").expect("written");
    let done = batch(folder.path(), &["in", "-o", "out"]);
    assert_eq!(done.status.code(), Some(8), "{}", said(&done));
    let last = said(&done);
    assert!(
        last.contains("6 issues") && last.contains("2 FAILED"),
        "{last}"
    );
    assert!(last.contains("1 file passed over"), "{last}");
    let report = fs::read_to_string(folder.path().join("out/report.jsonl")).expect("a report");
    let faults: Vec<Value> = report
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|record| !record["fault"].is_null())
        .collect();
    assert_eq!(faults.len(), 2);
    assert!(
        faults
            .iter()
            .all(|record| record["fault"]["kind"] == "text"),
        "{faults:?}"
    );
    let strict = batch(
        folder.path(),
        &["in", "-o", "other", "--jobs", "1", "--on-error", "stop"],
    );
    assert_eq!(strict.status.code(), Some(9), "{}", said(&strict));
    assert!(said(&strict).contains("not begun"), "{}", said(&strict));
}

#[test]
fn what_takes_too_long_is_stopped_and_tried_again() {
    let folder = archive(2);
    let page = "The mill by the river was old, and few of the towns folk knew of it. ".repeat(40);
    fs::write(
        folder.path().join("in/long.txt"),
        format!("{page}\n\n").repeat(2000),
    )
    .expect("written");
    let hurried = ["in/long.txt", "-o", "out", "--time-limit", "0.001"];
    let done = batch(folder.path(), &hurried);
    assert_eq!(done.status.code(), Some(8), "{}", said(&done));
    assert!(
        said(&done).contains("took longer than 0.001 s"),
        "{}",
        said(&done)
    );
    let patient = batch(folder.path(), &["in/long.txt", "-o", "out"]);
    assert!(!said(&patient).contains("unchanged"), "{}", said(&patient));
    assert_ne!(patient.status.code(), Some(8), "{}", said(&patient));
}

#[test]
fn killed_at_any_moment_a_run_is_resumed_to_the_same_bytes() {
    let folder = archive(60);
    let whole = batch(folder.path(), &["in", "-o", "whole", "--pdf"]);
    assert_eq!(whole.status.code(), Some(0), "{}", said(&whole));
    let undisturbed = files(&folder.path().join("whole"));
    for kill in 0..6u64 {
        let mut run = Command::new(REGLET)
            .current_dir(folder.path())
            .args(["batch", "in", "-o", "killed", "--pdf", "--quiet"])
            .spawn()
            .expect("reglet runs");
        thread::sleep(Duration::from_millis(40 + 70 * kill));
        // On Unix this is SIGKILL: nothing can be tidied up.
        let _ = run.kill();
        let _ = run.wait();
    }
    // The hands of a killed run finish the issue that they have, and end.
    let done = batch(folder.path(), &["in", "-o", "killed", "--pdf"]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    let resumed = files(&folder.path().join("killed"));
    assert_eq!(
        resumed.keys().collect::<Vec<_>>(),
        undisturbed.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &undisturbed {
        assert!(resumed[name] == *bytes, "{} differs", name.display());
    }
}

#[test]
fn two_runs_on_one_folder_do_not_disturb_each_other() {
    let folder = archive(20);
    batch(folder.path(), &["in", "-o", "whole"]);
    let runs: Vec<_> = (0..2)
        .map(|_| {
            Command::new(REGLET)
                .current_dir(folder.path())
                .args(["batch", "in", "-o", "shared", "--quiet"])
                .spawn()
                .expect("reglet runs")
        })
        .collect();
    for mut run in runs {
        assert!(run.wait().expect("it ends").success());
    }
    assert_eq!(
        files(&folder.path().join("shared")),
        files(&folder.path().join("whole"))
    );
}

#[test]
fn shards_together_are_the_whole() {
    let folder = archive(20);
    batch(folder.path(), &["in", "-o", "whole"]);
    for shard in ["1/3", "2/3", "3/3"] {
        let done = batch(folder.path(), &["in", "-o", "parts", "--shard", shard]);
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    }
    let outputs = |name: &str| -> BTreeMap<PathBuf, Vec<u8>> {
        let mut all = files(&folder.path().join(name));
        all.retain(|name, _| !name.to_string_lossy().starts_with("report"));
        all
    };
    assert_eq!(outputs("parts"), outputs("whole"));
}

#[test]
fn a_plan_writes_nothing_and_a_folder_may_be_an_issue() {
    let folder = archive(15);
    let plan = batch(
        folder.path(),
        &["in", "-o", "out", "--issue", "folder", "--dry-run"],
    );
    let text = String::from_utf8_lossy(&plan.stdout);
    assert_eq!(text, "to do      1900\nto do      1901\n");
    assert!(!folder.path().join("out").exists());
    let done = batch(folder.path(), &["in", "-o", "out", "--issue", "folder"]);
    assert!(
        said(&done).contains("2 issues, 15 pages"),
        "{}",
        said(&done)
    );
    let plan = batch(
        folder.path(),
        &["in", "-o", "out", "--issue", "folder", "--dry-run"],
    );
    let text = String::from_utf8_lossy(&plan.stdout);
    assert_eq!(text, "unchanged  1900\nunchanged  1901\n");
}

#[test]
fn a_list_of_names_may_come_from_standard_input() {
    let folder = archive(12);
    let mut run = Command::new(REGLET)
        .current_dir(folder.path())
        .args(["batch", "--files-from", "-", "-o", "out"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("reglet runs");
    let mut list = run.stdin.take().expect("a pipe");
    list.write_all(b"in/1900/page1.txt\nin/1901/page11.txt\nin/none.txt\n")
        .expect("written");
    drop(list);
    let done = run.wait_with_output().expect("it ends");
    assert_eq!(done.status.code(), Some(8), "{}", said(&done));
    assert!(said(&done).contains("3 issues, 2 pages"), "{}", said(&done));
    assert!(folder.path().join("out/in/1901/page11.txt.md").exists());
}

/// What the worker answers to some lines.
fn worker(lines: &str, options: &[&str]) -> Vec<Value> {
    let mut run = Command::new(REGLET)
        .arg("worker")
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("reglet runs");
    let mut records = run.stdin.take().expect("a pipe");
    records.write_all(lines.as_bytes()).expect("written");
    drop(records);
    let done = run.wait_with_output().expect("it ends");
    assert!(done.status.success(), "{}", said(&done));
    let answers = String::from_utf8(done.stdout).expect("UTF-8");
    answers
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn every_record_gets_one_answer_in_order() {
    let good = r#"{"id":"a","text":"The old mill was sold, and the buy-\n\ner has not been named by them."}"#;
    let lines = format!(
        "{good}\nno record\n{{\"id\":7}}\n\n{{\"id\":{{\"k\":1}},\"base64\":\"!\"}}\n{{\"id\":\"e\",\"text\":\"\"}}\n{good}\n"
    );
    let answers = worker(&lines, &["--to", "txt"]);
    let oks: Vec<_> = answers.iter().map(|answer| answer["ok"] == true).collect();
    assert_eq!(
        oks,
        [true, false, false, false, false, true],
        "{answers:#?}"
    );
    assert_eq!(
        answers[0]["outputs"]["txt"],
        "The old mill was sold, and the buyer has not been named by them.\n"
    );
    assert_eq!(answers[0], answers[5]);
    assert_eq!(answers[2]["id"], 7);
    assert_eq!(answers[3]["id"]["k"], 1);
    assert!(
        answers
            .iter()
            .all(|answer| answer["ok"] == true || answer["error"]["message"].is_string())
    );
}

#[test]
fn a_record_that_takes_too_long_has_an_answer_too() {
    let page =
        "The mill by the river was old, and few of the towns folk knew of it. ".repeat(20000);
    let lines = format!("{{\"id\":1,\"text\":\"{page}\"}}\n{{\"id\":2,\"text\":\"{page}\"}}\n");
    let answers = worker(&lines, &["--time-limit", "0.001"]);
    assert_eq!(answers.len(), 2);
    assert!(
        answers
            .iter()
            .all(|answer| answer["error"]["kind"] == "time"),
        "{answers:?}"
    );
    assert_eq!(answers[1]["id"], 2);
}
