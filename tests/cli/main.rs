//! The commands as a shell sees them: transcripts in `tests/cli/*.md`, each block run in an empty
//! folder of its own.
//!
//! A block of a transcript is fenced by ```` ```console ````. A line `$ COMMAND` is run by `sh` with
//! `reglet` at hand; under it stands what it prints on standard output, then, each marked `!`, the
//! lines of standard error, and last, when it is not 0, `? CODE`. `...` in a line stands for any
//! text, and a line of nothing else for any lines. A block ends with `= FILE...` when the names of
//! the files left over matter (`=` alone: none). `SAMPLES` in the environment is the samples folder.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

mod laws;

/// One command of a transcript, and what it ought to do.
#[derive(Debug, Default)]
struct Step {
    line: usize,
    command: String,
    stdout: Vec<String>,
    stderr: Vec<String>,
    code: i32,
    files: Option<Vec<String>>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The blocks of a transcript, each a list of steps.
fn blocks(text: &str) -> Vec<Vec<Step>> {
    let mut blocks = Vec::new();
    let mut block: Option<Vec<Step>> = None;
    for (at, line) in text.lines().enumerate() {
        let Some(steps) = &mut block else {
            if line == "```console" {
                block = Some(Vec::new());
            }
            continue;
        };
        if line == "```" {
            blocks.extend(block.take());
        } else if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step {
                line: at + 1,
                command: command.to_owned(),
                ..Step::default()
            });
        } else {
            let step = steps.last_mut().expect("a block starts with a command");
            if let Some(said) = line.strip_prefix('!') {
                step.stderr
                    .push(said.strip_prefix(' ').unwrap_or(said).to_owned());
            } else if let Some(code) = line.strip_prefix("? ") {
                step.code = code
                    .trim()
                    .parse()
                    .expect("`?` is followed by an exit code");
            } else if let Some(files) = line.strip_prefix('=') {
                step.files = Some(files.split_whitespace().map(str::to_owned).collect());
            } else {
                step.stdout.push(line.to_owned());
            }
        }
    }
    assert!(block.is_none(), "a block is not closed");
    blocks
}

/// Whether a line is as expected; `...` stands for any text.
fn is_like(line: &str, expected: &str) -> bool {
    let mut parts = expected.split("...");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    let mut open = false;
    let mut last = "";
    for part in parts {
        open = true;
        last = part;
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || (open && (last.is_empty() || line.ends_with(last)))
}

/// Whether the lines are as expected; a line `...` stands for any lines.
fn are_like(lines: &[&str], expected: &[String]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=lines.len()).any(|skip| are_like(&lines[skip..], rest))
        }
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, lines)| is_like(line, first) && are_like(lines, rest)),
    }
}

fn run(step: &Step, folder: &Path) -> Result<(), String> {
    let reglet = Path::new(env!("CARGO_BIN_EXE_reglet"));
    let binaries = reglet.parent().expect("a binary stands in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let done = Command::new("sh")
        .args(["-c", &step.command])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binaries.display()))
        .env("SAMPLES", root().join("samples"))
        .env_remove("NO_COLOR")
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let stdout = String::from_utf8_lossy(&done.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
    let out: Vec<&str> = stdout.lines().collect();
    let err: Vec<&str> = stderr.lines().collect();
    let mut wrong = String::new();
    if done.status.code() != Some(step.code) {
        let _ = writeln!(wrong, "  ended with {}, not {}", done.status, step.code);
    }
    if !are_like(&out, &step.stdout) {
        let _ = writeln!(wrong, "  standard output, not as expected:\n{stdout}");
    }
    if !are_like(&err, &step.stderr) {
        let _ = writeln!(wrong, "  standard error, not as expected:\n{stderr}");
    }
    if let Some(files) = &step.files {
        let left = listed(folder);
        if left != *files {
            let _ = writeln!(wrong, "  files left over: {left:?}, not {files:?}");
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "line {}: $ {}\n{wrong}  (ended with {}, wrote:\n{stdout}{stderr})",
            step.line, step.command, done.status
        ))
    }
}

fn listed(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| {
            let entry = entry.expect("the folder can be listed");
            entry.file_name().to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}

fn transcript(name: &str) {
    let path = root().join("tests/cli").join(name);
    let text = fs::read_to_string(&path).expect("the transcript is there");
    let blocks = blocks(&text);
    assert!(!blocks.is_empty(), "{name} holds no ```console block");
    let mut wrong = Vec::new();
    for block in blocks {
        let folder = tempfile::tempdir().expect("a folder can be made");
        for step in &block {
            if let Err(how) = run(step, folder.path()) {
                wrong.push(how);
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
}

#[test]
fn inputs() {
    transcript("inputs.md");
}

#[test]
fn outputs() {
    transcript("outputs.md");
}

#[test]
fn usage() {
    transcript("usage.md");
}

#[test]
fn commands() {
    transcript("commands.md");
}

#[test]
fn comparing() {
    transcript("compare.md");
}

#[test]
fn forms() {
    transcript("forms.md");
}

#[test]
fn every_transcript_is_run() {
    let run = [
        "commands.md",
        "compare.md",
        "forms.md",
        "inputs.md",
        "outputs.md",
        "usage.md",
    ];
    let mut found = listed(&root().join("tests/cli"));
    found.retain(|name| name.ends_with(".md"));
    assert_eq!(found, run);
}

/// The runner itself can fail.
#[test]
fn differences_are_seen() {
    assert!(is_like("error: x.txt: no", "error: ...: no"));
    assert!(is_like("abab", "a...b"));
    assert!(!is_like("error: x.txt: yes", "error: ...: no"));
    assert!(!is_like("abc", "ab"));
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(are_like(&["a", "b", "c"], &lines("a\n...")));
    assert!(are_like(&["a", "b", "c"], &lines("...\nc")));
    assert!(!are_like(&["a", "b", "c"], &lines("...\nb")));
    assert!(!are_like(&["a"], &lines("a\nb")));
    let folder = tempfile::tempdir().expect("a folder can be made");
    let step = Step {
        command: "echo said; exit 3".to_owned(),
        ..Step::default()
    };
    assert!(run(&step, folder.path()).is_err());
}
