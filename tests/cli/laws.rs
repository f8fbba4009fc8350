//! What holds of every run, and is more than a transcript can say.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::root;

fn reglet(folder: &Path, line: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_reglet"))
        .args(line)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("reglet can be run")
}

/// A folder with the sample page in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::copy(
        root().join("samples/page.txt"),
        folder.path().join("page.txt"),
    )
    .expect("the sample can be copied");
    folder
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let line = [
        "press",
        "page.txt",
        "-o",
        "a.pdf",
        "--edition",
        "a.json",
        "--audit",
        "a.jsonl",
    ];
    let (one, two) = (folder(), folder());
    for folder in [&one, &two] {
        let done = reglet(folder.path(), &line);
        assert!(done.status.success(), "{done:?}");
    }
    for name in ["a.pdf", "a.json", "a.jsonl"] {
        let read = |folder: &tempfile::TempDir| fs::read(folder.path().join(name));
        let bytes = read(&one).expect("it was written");
        assert!(!bytes.is_empty());
        assert!(
            bytes == read(&two).expect("it was written"),
            "{name} differs"
        );
    }
}

#[test]
fn the_source_date_is_honoured() {
    let folder = folder();
    let press = |epoch: &str, name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reglet"));
        command
            .args(["press", "page.txt", "--quiet", "-o", name])
            .current_dir(folder.path())
            .env("SOURCE_DATE_EPOCH", epoch);
        assert!(command.status().expect("reglet can be run").success());
        fs::read(folder.path().join(name)).expect("it was written")
    };
    let day = press("86400", "a.pdf");
    assert!(day == press("86400", "b.pdf"));
    assert!(day != press("172800", "c.pdf"));
    let has = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|at| at == text.as_bytes());
    assert!(
        has(&day, "1970-01-02T00:00:00Z"),
        "the date is not in the file"
    );
}

#[test]
fn every_exit_code_is_in_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let folder = folder();
    let table = reglet(folder.path(), &["help", "exit-codes"]).stdout;
    let table = String::from_utf8(table).expect("the table is text");
    let mut rows = 0;
    for line in table.lines() {
        let mut words = line.split_whitespace();
        let (Some(code), Some(name)) = (words.next(), words.next()) else {
            continue;
        };
        if code.parse::<u8>().is_err() {
            continue;
        }
        let meaning = words.collect::<Vec<_>>().join(" ");
        let row = format!("| {code} | `{name}` | {meaning} |");
        assert!(readme.contains(&row), "the README lacks the row\n{row}");
        rows += 1;
    }
    assert_eq!(rows, 11, "the table was not found in:\n{table}");
    let in_readme = readme
        .lines()
        .filter(|line| {
            line.strip_prefix("| ")
                .and_then(|rest| rest.split(' ').next())
                .is_some_and(|code| code.parse::<u8>().is_ok())
        })
        .count();
    assert_eq!(
        in_readme, rows,
        "the README has rows that the program lacks"
    );
}

/// Every `reglet ...` line of the README's console blocks is understood, word by word.
#[test]
fn the_readme_names_commands_and_options_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let folder = folder();
    let mut checked = 0;
    // In code alone: prose begins with the name, too.
    let code = readme.split("\n```").skip(1).step_by(2);
    for line in code.flat_map(str::lines) {
        let Some(line) = line.strip_prefix("reglet ") else {
            continue;
        };
        let line = line.split(" #").next().unwrap_or(line);
        let mut words = line.split_whitespace();
        let command = words.next().expect("a command follows");
        let help = reglet(folder.path(), &[command, "--help"]);
        assert!(
            help.status.success(),
            "README: there is no `reglet {command}`"
        );
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        for word in words {
            let option = word.trim_matches(['[', ']']);
            if option.starts_with('-') && option.len() > 1 {
                assert!(
                    help.split([' ', ',', '\n', '[', ']'])
                        .any(|other| other == option),
                    "README: `reglet {command}` has no `{option}`"
                );
            }
        }
        checked += 1;
    }
    assert!(
        checked >= 5,
        "only {checked} commands were found in the README"
    );
    let all = reglet(folder.path(), &["--help"]).stdout;
    let all = String::from_utf8_lossy(&all).into_owned();
    let commands = all
        .split("Commands:")
        .nth(1)
        .and_then(|rest| rest.split("\n\n").next())
        .expect("help lists the commands");
    for command in commands
        .lines()
        .filter_map(|line| line.split_whitespace().next())
    {
        assert!(
            readme.contains(&format!("`reglet {command}"))
                || readme.contains(&format!("\nreglet {command}")),
            "the README does not name `reglet {command}`"
        );
    }
}

#[test]
fn quiet_says_nothing_and_json_says_everything_in_json() {
    let folder = folder();
    let quiet = reglet(
        folder.path(),
        &["press", "page.txt", "-o", "a.pdf", "--quiet"],
    );
    assert!(
        quiet.status.success() && quiet.stderr.is_empty(),
        "{quiet:?}"
    );
    let line = [
        "press",
        "page.txt",
        "-o",
        "a.pdf",
        "--json",
        "--queries",
        "--remarks",
    ];
    let json = reglet(folder.path(), &line);
    assert!(json.status.success());
    let mut events = Vec::new();
    for line in String::from_utf8_lossy(&json.stderr).lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect("every line is JSON");
        events.push(
            event["event"]
                .as_str()
                .expect("every event has a name")
                .to_owned(),
        );
    }
    assert_eq!(events.iter().filter(|event| *event == "summary").count(), 1);
    assert_eq!(events.last().map(String::as_str), Some("summary"));
    assert!(events.iter().any(|event| event == "query"), "{events:?}");
}

#[test]
fn the_readme_shows_a_row_that_the_audit_has() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let shown = readme
        .lines()
        .find(|line| line.starts_with("{\"pass\""))
        .expect("the README shows a row");
    let done = reglet(
        &root(),
        &[
            "repair",
            "samples/page.txt",
            "--quiet",
            "--to",
            "txt",
            "-o",
            "/dev/null",
            "--audit",
            "-",
        ],
    );
    let rows = String::from_utf8(done.stdout).expect("an audit is UTF-8");
    assert!(
        rows.lines().any(|row| row == shown),
        "the audit has no such row:\n{shown}"
    );
}

#[test]
fn the_readme_lists_the_layouts_as_they_are() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let list = reglet(&root(), &["layouts"]).stdout;
    let list = String::from_utf8(list).expect("the list is UTF-8");
    assert!(list.lines().count() >= 5);
    for line in list.lines() {
        let (name, about) = line.split_once(' ').expect("a name and what it is for");
        let row = format!("| `{name}` | {} |", about.trim());
        assert!(readme.contains(&row), "the README lacks\n{row}");
    }
}
