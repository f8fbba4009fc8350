//! The page as others see it: poppler, qpdf and Ghostscript look at the PDF of every layout.
//!
//! A tool that is not installed is skipped, and says so (`cargo test -- --nocapture` shows it). With
//! `REGLET_TOOLS=all` in the environment, as `.ci/run` has it where it can, that is a failure.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn reglet(line: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_reglet"))
        .args(line)
        .current_dir(root())
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("reglet can be run");
    assert!(
        done.status.success(),
        "reglet {line:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).expect("reglet writes UTF-8")
}

fn layouts() -> Vec<String> {
    let names: Vec<String> = reglet(&["layouts"])
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    assert!(names.len() >= 5, "there are too few layouts: {names:?}");
    names
}

/// The sample page set in every layout.
fn pages() -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let pdfs = layouts()
        .iter()
        .map(|name| {
            let pdf = folder.path().join(format!("{name}.pdf"));
            let path = pdf.to_str().expect("the path is UTF-8");
            reglet(&[
                "press",
                "samples/page.txt",
                "--quiet",
                "-o",
                path,
                "--layout",
                name,
            ]);
            pdf
        })
        .collect();
    (folder, pdfs)
}

/// Runs a tool that is not ours; `None` when it is not there.
fn tool(name: &str, arguments: &[&str], pdf: &Path) -> Option<(bool, String)> {
    let mut command = Command::new(name);
    command.args(arguments).arg(pdf);
    if name == "pdftotext" || arguments.contains(&"--qdf") {
        command.arg("-");
    }
    match command.output() {
        Ok(done) => {
            let mut said = String::from_utf8_lossy(&done.stdout).into_owned();
            said.push_str(&String::from_utf8_lossy(&done.stderr));
            Some((done.status.success(), said))
        }
        Err(error) => {
            let all = std::env::var_os("REGLET_TOOLS").is_some_and(|value| value == "all");
            assert!(!all, "{name}: {error}");
            println!("skipped: {name} is not installed");
            None
        }
    }
}

/// The words of a text, without what typography may change: case, quotes, dashes, emphasis.
///
/// A soft hyphen at a line's end says that the word goes on: extractors give it as it stands. Of a
/// hard hyphen there poppler takes the same for granted, so hyphens do not count at all.
fn words(text: &str) -> Vec<String> {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['-', '\u{ad}']) {
        joined.push_str(&rest[..at]);
        rest = rest[at..].trim_start_matches(['-', '\u{ad}']);
        let next = rest.trim_start_matches('\n');
        if next.starts_with(char::is_lowercase) {
            rest = next;
        }
    }
    joined.push_str(rest);
    joined
        .split(|c: char| c.is_whitespace() || matches!(c, '\u{2012}'..='\u{2015}' | '/'))
        .map(|word| {
            let letters = word.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// The letters and digits of a text and nothing else.
fn letters(text: &str) -> Vec<char> {
    words(text).concat().chars().collect()
}

/// Where the letters (or words) stand in the text as one run, with at most `gap` strange ones in between (a
/// folio, a jump line); the place after the last.
fn find<T: PartialEq>(wanted: &[T], text: &[T], gap: usize) -> Option<usize> {
    let head = &wanted[..wanted.len().min(12)];
    (0..text.len()).find_map(|start| {
        if !text[start..].starts_with(head) {
            return None;
        }
        let mut at = start;
        for letter in wanted {
            at += text[at..].iter().position(|other| other == letter)? + 1;
            if at - start > wanted.len() + gap {
                return None;
            }
        }
        Some(at)
    })
}

/// The blocks of the sample page by article: what each is, and its text. Then the heads.
type Blocks = Vec<(Vec<(String, String)>, Vec<String>)>;

fn blocks() -> Blocks {
    let edition = reglet(&["repair", "samples/page.txt", "--quiet", "--to", "json"]);
    let edition: serde_json::Value = serde_json::from_str(&edition).expect("the edition is JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let articles = edition["articles"].as_array().expect("there are articles");
    let blocks: Blocks = articles
        .iter()
        .map(|article| {
            let body = article["blocks"].as_array().expect("an article has blocks");
            let body = body
                .iter()
                .map(|block| (text(&block["kind"]), text(&block["text"])));
            let heads = ["kicker", "headline", "byline"].map(|part| text(&article[part]));
            (body.collect(), heads.into())
        })
        .collect();
    assert!(blocks.len() >= 5 && blocks.iter().all(|(body, _)| !body.is_empty()));
    blocks
}

/// In the order in which the file gives it, which is the order of reading.
#[test]
fn every_block_comes_back_whole_and_in_order() {
    let (_folder, pdfs) = pages();
    let blocks = blocks();
    for pdf in &pdfs {
        let Some((_, text)) = tool("pdftotext", &["-raw"], pdf) else {
            return;
        };
        let (name, text) = (pdf.display(), letters(&text));
        for (body, heads) in &blocks {
            let mut last = 0;
            for (kind, block) in body {
                let end = find(&letters(block), &text, 120)
                    .unwrap_or_else(|| panic!("{name}: not found as a whole: {block}"));
                if kind == "paragraph" {
                    assert!(end > last, "{name}: out of order: {block}");
                    last = end;
                }
            }
            for head in heads {
                let wanted = letters(head);
                let there = wanted.is_empty() || find(&wanted, &text, 0).is_some();
                assert!(there, "{name}: lost: {head}");
            }
        }
    }
}

/// All ways to part a word in two.
fn halves(word: &str) -> impl Iterator<Item = (&str, &str)> {
    word.char_indices().skip(1).map(|(at, _)| word.split_at(at))
}

/// In whatever order the tool makes out from the places of the words alone.
#[test]
fn every_word_comes_back() {
    let (_folder, pdfs) = pages();
    let blocks = blocks();
    for pdf in &pdfs {
        let Some((_, text)) = tool("pdftotext", &[], pdf) else {
            return;
        };
        let mut left: HashMap<String, usize> = HashMap::new();
        for word in words(&text) {
            *left.entry(word).or_default() += 1;
        }
        let mut take = |word: &str| match left.get_mut(word) {
            Some(count @ 1..) => {
                *count -= 1;
                true
            }
            _ => false,
        };
        let texts = blocks.iter().flat_map(|(body, _)| body);
        let wanted: Vec<String> = texts.flat_map(|(_, text)| words(text)).collect();
        let mut lost = Vec::new();
        let mut at = 0;
        while at < wanted.len() {
            let pair = wanted[at..wanted.len().min(at + 2)].concat();
            if take(&wanted[at]) {
                at += 1;
            } else if take(&pair) {
                // A hyphen that stands for a cut word: poppler joins it with what comes next.
                at += 2;
            } else if halves(&wanted[at]).any(|(one, two)| take(one) && take(two)) {
                // A compound that a page's end parts at its hyphen.
                at += 1;
            } else {
                lost.push(&wanted[at]);
                at += 1;
            }
        }
        assert!(lost.is_empty(), "{}: lost: {lost:?}", pdf.display());
    }
}

#[test]
fn the_files_are_sound() {
    let (_folder, pdfs) = pages();
    for pdf in &pdfs {
        if let Some((passed, said)) = tool("qpdf", &["--check"], pdf) {
            let quiet = !said.to_lowercase().contains("warning");
            assert!(passed && quiet, "{}: {said}", pdf.display());
        }
        let strict = [
            "-q",
            "-o",
            "/dev/null",
            "-sDEVICE=nullpage",
            "-dPDFSTOPONERROR",
        ];
        if let Some((passed, said)) = tool("gs", &strict, pdf) {
            assert!(
                passed && said.trim().is_empty(),
                "{}: {said}",
                pdf.display()
            );
        }
    }
}

#[test]
fn every_font_is_embedded_subset_and_has_its_unicode() {
    let (_folder, pdfs) = pages();
    for pdf in &pdfs {
        let Some((passed, said)) = tool("pdffonts", &[], pdf) else {
            return;
        };
        assert!(passed, "{}: {said}", pdf.display());
        let fonts: Vec<&str> = said.lines().skip(2).collect();
        assert!(!fonts.is_empty(), "{}: no fonts", pdf.display());
        for font in fonts {
            // Counted from the end, since names of types have spaces: emb sub uni object ID.
            let cells: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(cells, ["yes", "yes", "yes"], "{}: {font}", pdf.display());
        }
    }
}

/// Runs a script of `tests/validate`; `None` when what it needs is not installed.
fn validator(command: &str, script: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let script = root().join("tests/validate").join(script);
    let done = Command::new(command).arg(script).args(arguments).output();
    let missing = match &done {
        Ok(done) => done.status.code() == Some(3),
        Err(_) => true,
    };
    if missing {
        let all = std::env::var_os("REGLET_TOOLS").is_some_and(|value| value == "all");
        assert!(!all, "the validators are not installed");
        println!("skipped: the validators are not installed");
        return None;
    }
    let done = done.expect("it was run");
    let mut said = String::from_utf8_lossy(&done.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&done.stderr));
    Some((done.status.success(), said))
}

#[test]
fn the_sample_keeps_its_standards_in_every_layout() {
    let (folder, mut pdfs) = pages();
    let paths: Vec<&str> = pdfs.iter().filter_map(|pdf| pdf.to_str()).collect();
    let flavours = std::iter::once("2a,ua1").chain(paths.iter().copied());
    if let Some((passed, said)) = validator("bash", "validate.sh", &flavours.collect::<Vec<_>>()) {
        assert!(passed, "{said}");
        assert_eq!(said.matches("PASS").count(), 2 * paths.len(), "{said}");
    }
    let second = folder.path().join("second.pdf");
    let path = second.to_str().expect("the path is UTF-8");
    reglet(&[
        "press",
        "samples/page.txt",
        "--quiet",
        "-o",
        path,
        "--pdf",
        "a4+ua2",
    ]);
    if let Some((passed, said)) = validator("bash", "validate.sh", &["4,ua2", path]) {
        assert!(passed, "{said}");
    }
    // Ours: what print needs, and every word of the edition.
    let edition = folder.path().join("page.md");
    let edition = edition.to_str().expect("the path is UTF-8");
    reglet(&["repair", "samples/page.txt", "--quiet", "-o", edition]);
    pdfs.push(second.clone());
    for pdf in &pdfs {
        let path = pdf.to_str().expect("the path is UTF-8");
        assert_eq!(reglet(&["check", path, edition, "--quiet"]), "", "{path}");
    }
}

/// Stories that jump, and a list: in a file for readers jumps are links both ways.
#[test]
fn lists_and_jumps_keep_the_standards() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (edition, readers, second, press) = (
        path("issue.md"),
        path("readers.pdf"),
        path("second.pdf"),
        path("press.pdf"),
    );
    reglet(&["repair", "samples/page.txt", "--quiet", "-o", &edition]);
    let page = fs::read_to_string(&edition).expect("it was written");
    let body = &page[page.find("\n# ").expect("there are articles")..];
    let list = "\n# Shopping\n\nWhat to bring.\n\n- one thing\n- another thing\n- a third\n";
    let issue = format!("---\nlanguage: en\n---\n{body}{list}{body}");
    fs::write(&edition, issue).expect("it can be written");
    for (standards, pdf) in [
        ("a2a+ua1", &readers),
        ("a4+ua2", &second),
        ("x4+a2a+ua1", &press),
    ] {
        let line = [
            "typeset", &edition, "--quiet", "--layout", "letter", "-o", pdf, "--pdf", standards,
        ];
        reglet(&line);
        assert_eq!(
            reglet(&["check", pdf, &edition, "--quiet"]),
            "",
            "{standards}"
        );
        let arguments = ["--qdf", "--object-streams=disable"];
        if let Some((_, bare)) = tool("qpdf", &arguments, Path::new(pdf)) {
            let links = bare.matches("/Subtype /Link").count();
            assert_eq!(links > 0, pdf != &press, "{standards}: {links} links");
            assert!(
                bare.matches("/S /LI\n").count() >= 3,
                "{standards}: no list"
            );
        }
    }
    for (flavours, files) in [("2a,ua1", vec![&readers, &press]), ("4,ua2", vec![&second])] {
        let line: Vec<&str> = std::iter::once(flavours)
            .chain(files.into_iter().map(String::as_str))
            .collect();
        if let Some((passed, said)) = validator("bash", "validate.sh", &line) {
            assert!(passed, "{said}");
        }
    }
}

/// Firefox's reader goes by fonts alone: words are whole without any joining.
#[test]
fn every_word_comes_back_from_the_fonts_alone() {
    let plain = |text: &str| -> Vec<String> {
        // A page's end may part a compound at its hyphen.
        text.split(|c: char| c.is_whitespace() || matches!(c, '\u{2012}'..='\u{2015}' | '/' | '-'))
            .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect())
            .map(|word: String| word.to_lowercase())
            .filter(|word| !word.is_empty())
            .collect()
    };
    let (_folder, pdfs) = pages();
    let blocks = blocks();
    for pdf in &pdfs {
        let path = pdf.to_str().expect("the path is UTF-8");
        let Some((passed, text)) = validator("node", "text.mjs", &[path]) else {
            return;
        };
        assert!(passed, "{text}");
        let text = plain(&text);
        for (body, heads) in &blocks {
            for block in body.iter().map(|(_, text)| text).chain(heads) {
                let wanted = plain(block);
                // A page's end may part a text with a folio and jump lines.
                let found = wanted.is_empty() || find(&wanted, &text, 24).is_some();
                assert!(found, "{path}: not whole: {block}");
            }
        }
    }
}

/// The plates of a page of text and rules: nothing on cyan, magenta and yellow.
#[test]
fn black_is_on_one_plate_alone() {
    let (_folder, pdfs) = pages();
    for pdf in &pdfs {
        let arguments = ["-q", "-o", "-", "-sDEVICE=inkcov", "-dUseTrimBox"];
        let Some((passed, said)) = tool("gs", &arguments, pdf) else {
            return;
        };
        assert!(passed, "{}: {said}", pdf.display());
        for line in said.lines() {
            let inks: Vec<f64> = line
                .split_whitespace()
                .take(4)
                .filter_map(|ink| ink.parse().ok())
                .collect();
            let [c, m, y, k] = inks[..] else {
                panic!("{}: {line}", pdf.display());
            };
            let alone = c == 0.0 && m == 0.0 && y == 0.0 && k > 0.0;
            assert!(alone, "{}: {line}", pdf.display());
        }
    }
}

#[test]
fn title_and_language_are_set() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let pdf = folder.path().join("page.pdf");
    let path = pdf.to_str().expect("the path is UTF-8");
    let title = "The Morning Caf\u{e9}";
    reglet(&[
        "press",
        "samples/page.txt",
        "--quiet",
        "-o",
        path,
        "--title",
        title,
    ]);
    let Some((_, said)) = tool("pdfinfo", &[], &pdf) else {
        return;
    };
    let first = said
        .lines()
        .find_map(|line| line.strip_prefix("Title:"))
        .map(str::trim);
    assert_eq!(first, Some(title));
    let Some((_, bare)) = tool("qpdf", &["--qdf", "--object-streams=disable"], &pdf) else {
        return;
    };
    assert!(
        bare.contains("/Lang (en)"),
        "the language is not in the catalogue"
    );
}

#[test]
fn an_edition_file_sets_the_page_of_the_whole_way() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (whole, md, json) = (path("whole.pdf"), path("page.md"), path("page.json"));
    reglet(&[
        "press",
        "samples/page.txt",
        "--quiet",
        "-o",
        &whole,
        "--edition",
        &md,
    ]);
    reglet(&["repair", "samples/page.txt", "--quiet", "-o", &json]);
    let whole = fs::read(whole).expect("it was written");
    for edition in [md, json] {
        let again = path("again.pdf");
        reglet(&["typeset", &edition, "--quiet", "-o", &again]);
        assert!(
            whole == fs::read(&again).expect("it was written"),
            "{edition} sets another page"
        );
    }
}

/// The search itself can fail.
#[test]
fn lost_and_swapped_words_are_seen() {
    let text = letters(
        "The First of all \u{201c}lines\u{201d} 12 in the col\u{ad}\numn\u{2014}and the rest.",
    );
    assert!(find(&letters("first of all lines in the column"), &text, 2).is_some());
    assert!(find(&letters("first of all lines in the column"), &text, 1).is_none());
    assert!(find(&letters("lines first"), &text, 9).is_none());
    assert!(find(&letters("column and the REST"), &text, 0).is_some());
    assert!(find(&letters("rest of it"), &text, 9).is_none());
    assert_eq!(
        words("high-qual\u{ad}\nity \u{2014} so"),
        ["highquality", "so"]
    );
}
