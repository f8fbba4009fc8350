//! What reglet is built from may be used by anyone for anything: every crate comes from crates.io
//! under a licence of the list below, and everything that is not code has its licence beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Licences (SPDX) that ask for no more than to be named. No share-alike, nothing non-commercial.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether an SPDX expression can be met by allowed licences. `/` is an old way to write `OR`.
fn is_allowed(expression: &str) -> bool {
    let text = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut at = 0;
    let allowed = any(&words, &mut at);
    allowed && at == words.len()
}

fn any(words: &[&str], at: &mut usize) -> bool {
    let mut allowed = every(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        allowed |= every(words, at);
    }
    allowed
}

fn every(words: &[&str], at: &mut usize) -> bool {
    let mut allowed = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        allowed &= one(words, at);
    }
    allowed
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else {
        // Beyond the end, so that the expression as a whole is refused.
        *at = words.len() + 1;
        return false;
    };
    *at += 1;
    if *word == "(" {
        let allowed = any(words, at);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return allowed && closed;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    ALLOWED.contains(&name.as_str())
}

fn cargo(arguments: &[&str]) -> String {
    let done = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("cargo runs this test, so it can be run");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).expect("cargo writes UTF-8")
}

fn host() -> String {
    let done = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc can be run");
    let text = String::from_utf8(done.stdout).expect("rustc writes UTF-8");
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host")
        .to_owned()
}

#[test]
fn every_crate_may_be_used_by_anyone() {
    // Of this platform: the crates of others are not there without a network.
    let text = cargo(&[
        "metadata",
        "--offline",
        "--locked",
        "--format-version=1",
        "--filter-platform",
        &host(),
    ]);
    let metadata: serde_json::Value = serde_json::from_str(&text).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_allowed(licence) {
            wrong.push(format!("{name}: licence {licence:?}"));
        }
        if name != "reglet" && package["source"] != REGISTRY {
            wrong.push(format!("{name}: not from crates.io"));
        }
        names.insert(name);
    }
    assert!(
        names.contains("reglet") && names.contains("serde"),
        "{names:?}"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_readme_gives_every_dependency_a_reason() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml"))
        .expect("there is a Cargo.toml")
        .parse()
        .expect("Cargo.toml is TOML");
    let mut wanted = BTreeSet::new();
    for table in ["dependencies", "dev-dependencies"] {
        let table = manifest[table].as_table().expect("it is a table");
        wanted.extend(table.keys().cloned());
    }
    let given: BTreeSet<String> = readme
        .split("## What it is built from")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .expect("the README has a chapter on dependencies")
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split('`').next())
        .map(str::to_owned)
        .collect();
    assert_eq!(given, wanted, "left: README; right: Cargo.toml");
}

#[test]
fn licences_lie_beside_what_they_cover() {
    let has = |path: &str| root().join(path).is_file();
    assert!(has("LICENSE-MIT") && has("LICENSE-APACHE"));
    for folder in ["fonts", "lexicon", "samples"] {
        let notes = named_like(&root().join(folder), &["README", "SOURCE", "ORIGIN"]);
        assert!(notes > 0, "{folder}/ does not say where its files are from");
    }
    for folder in ["fonts", "lexicon"] {
        let licences = named_like(
            &root().join(folder),
            &["LICENSE", "LICENCE", "OFL", "COPYING"],
        );
        assert!(licences > 0, "{folder}/ has no licence in it");
    }
}

/// Number of files and folders in a folder, at any depth, whose names begin with one of the words.
fn named_like(folder: &Path, words: &[&str]) -> usize {
    let mut count = 0;
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.expect("the folder can be listed").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_uppercase();
        if words.iter().any(|word| name.starts_with(word)) {
            count += 1;
        } else if path.is_dir() {
            count += named_like(&path, words);
        }
    }
    count
}

#[test]
fn expressions_are_understood() {
    for yes in [
        "MIT",
        "MIT-0",
        "MIT/Apache-2.0",
        "MIT OR GPL-3.0-only",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
    ] {
        assert!(is_allowed(yes), "{yes}");
    }
    for no in [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "CC-BY-NC-4.0",
        "(MIT OR Apache-2.0) AND MPL-2.0",
        "MIT OR",
        "Apache-2.0 WITH Something-else",
    ] {
        assert!(!is_allowed(no), "{no}");
    }
}
