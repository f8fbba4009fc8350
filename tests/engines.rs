//! The examples for engines of many machines, on a cluster of this one: their answers are those of a
//! single worker. What is not installed is said, and skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long an engine may take to start and to do some forty records: most of it is starting.
const PATIENCE: Duration = Duration::from_secs(300);

const REGLET: &str = env!("CARGO_BIN_EXE_reglet");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn has(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Records of damaged text, one of them no record at all.
fn records(folder: &Path) -> PathBuf {
    let mut lines = String::new();
    for at in 0..40 {
        lines.push_str(&format!(
            "{{\"id\":{at},\"text\":\"The old mill on the river was sold on day {at}, and the buy-\\n\\ner has not \
             been named. The town council will meet on Monday.\"}}\n"
        ));
    }
    lines.push_str("{\"id\":\"empty\",\"text\":\"\"}\n");
    let path = folder.join("records.jsonl");
    fs::write(&path, lines).expect("written");
    path
}

/// The answers of one worker, sorted.
fn alone(records: &Path) -> Vec<String> {
    let done = Command::new(REGLET)
        .args(["worker", "--to", "md,json"])
        .stdin(fs::File::open(records).expect("it is there"))
        .output()
        .expect("reglet runs");
    assert!(done.status.success());
    sorted(&String::from_utf8(done.stdout).expect("UTF-8"))
}

fn sorted(text: &str) -> Vec<String> {
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The answers of an example, sorted.
fn example(name: &str, records: &Path, out: &Path) -> Vec<String> {
    let log = out.with_extension("log");
    let mut run = Command::new("python3")
        .arg(root().join("examples").join(name).join("repair.py"))
        .args([records, out])
        .args(["--reglet", REGLET])
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log).expect("a log"))
        .spawn()
        .expect("python3 runs");
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = run.try_wait().expect("it is a child of ours") {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            let _ = run.kill();
            break run.wait().expect("it ends");
        }
        thread::sleep(Duration::from_millis(200));
    };
    let said = fs::read_to_string(&log).unwrap_or_default();
    assert!(status.success(), "{name}: {status}: {said}");
    let mut parts = String::new();
    for entry in fs::read_dir(out).expect("it wrote a folder") {
        let path = entry.expect("it can be listed").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if name.starts_with("part-") {
            parts.push_str(&fs::read_to_string(&path).expect("UTF-8"));
        }
    }
    sorted(&parts)
}

fn same_as_alone(name: &str) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let records = records(folder.path());
    let alone = alone(&records);
    assert_eq!(alone.len(), 41);
    assert_eq!(example(name, &records, &folder.path().join("out")), alone);
}

#[test]
fn spark_gives_what_one_worker_gives() {
    if !has("python3", &["-c", "import pyspark"]) || !has("java", &["-version"]) {
        eprintln!("skipped: pyspark or Java is not installed");
        return;
    }
    same_as_alone("spark");
}

#[test]
fn ray_gives_what_one_worker_gives() {
    if !has("python3", &["-c", "import ray.data"]) {
        eprintln!("skipped: ray is not installed");
        return;
    }
    same_as_alone("ray");
}
