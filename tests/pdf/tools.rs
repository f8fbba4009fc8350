//! Outside tools: run where they are installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use reglet::font::Fonts;
use reglet::pdf::{self, Settings};

use super::sample::newspaper;

/// Says that something is not installed; with `REGLET_TOOLS=all` in the environment that is a failure.
pub fn missing(what: &str) {
    let all = std::env::var_os("REGLET_TOOLS").is_some_and(|value| value == "all");
    assert!(!all, "{what}");
    eprintln!("NOT RUN: {what}");
}

/// Runs a tool; `None`, said on standard error, when it is not installed.
pub fn run(tool: &str, arguments: &[&str], file: Option<&Path>) -> Option<(bool, String)> {
    let mut command = Command::new(tool);
    command.args(arguments);
    if let Some(file) = file {
        command.arg(file);
    }
    match command.output() {
        Ok(output) => {
            let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
            text.push_str(&String::from_utf8_lossy(&output.stderr));
            Some((output.status.success(), text))
        }
        Err(_) => {
            missing(&format!("{tool} is not installed"));
            None
        }
    }
}

/// Writes a sample to a file for tools to read.
pub fn write(name: &str, pages: usize, settings: &Settings) -> (PathBuf, Vec<String>) {
    let fonts = Fonts::default();
    let sample = newspaper(&fonts, pages);
    let mut bytes = Vec::new();
    let summary = pdf::write(&sample.document, &fonts, settings, &mut bytes).expect("it is sound");
    assert_eq!(summary.bytes, bytes.len() as u64);
    assert_eq!(summary.remarks, []);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).expect("the test folder takes files");
    (path, sample.words)
}

#[test]
fn qpdf_finds_nothing() {
    let (path, _) = write("qpdf.pdf", 2, &Settings::default());
    if let Some((good, text)) = run("qpdf", &["--check"], Some(&path)) {
        assert!(good && !text.contains("WARNING"), "{text}");
    }
}

#[test]
fn ghostscript_finds_no_broken_operator() {
    let (path, _) = write("operators.pdf", 2, &Settings::default());
    let arguments = [
        "-q",
        "-o",
        "/dev/null",
        "-sDEVICE=nullpage",
        "-dPDFSTOPONERROR",
    ];
    if let Some((good, text)) = run("gs", &arguments, Some(&path)) {
        assert!(good && text.trim().is_empty(), "{text}");
    }
}

#[test]
fn all_fonts_are_embedded_subsets_that_speak() {
    let (path, _) = write("fonts.pdf", 1, &Settings::default());
    let Some((good, text)) = run("pdffonts", &[], Some(&path)) else {
        return;
    };
    assert!(good, "{text}");
    let fonts: Vec<&str> = text.lines().skip(2).collect();
    assert!(fonts.len() >= 4, "{text}");
    for font in fonts {
        assert!(font.contains(" yes yes yes "), "{font}");
    }
}

#[test]
fn readers_find_their_way() {
    let (path, _) = write("navigation.pdf", 3, &Settings::default());
    let file = path.to_string_lossy();
    let show = |object: &str| run("qpdf", &[&format!("--show-object={object}"), &file], None);
    let Some((_, trailer)) = show("trailer") else {
        return;
    };
    let number = |text: &str, key: &str| -> String {
        let at = text.find(key).unwrap_or_else(|| panic!("{key} in {text}")) + key.len();
        text[at..]
            .split_whitespace()
            .next()
            .expect("a number")
            .to_owned()
    };
    let follow = |text: &str, key: &str| show(&number(text, key)).expect("qpdf runs").1;
    let catalog = follow(&trailer, "/Root ");
    // Ten articles: four on each of three pages, and two of them go on from page to page.
    let outline = follow(&catalog, "/Outlines ");
    assert_eq!(number(&outline, "/Count "), "10", "{outline}");
    let threads = follow(&catalog, "/Threads ");
    assert_eq!(threads.matches(" 0 R").count(), 10, "{threads}");
    let thread = follow(&threads.replace('[', "/First "), "/First ");
    assert!(
        thread.contains("/Title (Council finds office 1)"),
        "{thread}"
    );
    let bead = follow(&thread, "/F ");
    for key in ["/N ", "/V ", "/P ", "/R ", "/T "] {
        assert!(bead.contains(key), "{key} in {bead}");
    }
    let labels = follow(&catalog, "/PageLabels ");
    assert!(
        labels.contains("/P (A)") && labels.contains("/S /D"),
        "{labels}"
    );
}
