//! What reglet writes as JSON is what `reglet schema` says: every form, validated by a program that is
//! not ours (boon).

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

const FORMS: [&str; 8] = [
    "answer",
    "audit",
    "compare",
    "decisions",
    "edition",
    "event",
    "record",
    "report",
];

fn reglet(folder: &Path, options: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reglet"))
        .current_dir(folder)
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("reglet runs");
    child
        .stdin
        .take()
        .expect("it is piped")
        .write_all(input.as_bytes())
        .expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}

/// A form as it is printed, ready to be asked.
struct Form {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Form {
    fn of(name: &str) -> Form {
        let printed = reglet(Path::new("."), &["schema", name], "");
        let schema: Value = serde_json::from_slice(&printed.stdout).expect("it is JSON");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let at = schema["$id"].as_str().expect("it has a name").to_owned();
        compiler.add_resource(&at, schema).expect("it is a schema");
        let index = compiler
            .compile(&at, &mut schemas)
            .unwrap_or_else(|error| panic!("{name}: {error:#}"));
        Form { schemas, index }
    }

    fn holds(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.index).is_ok()
    }

    #[track_caller]
    fn check(&self, value: &Value) {
        if let Err(error) = self.schemas.validate(value, self.index) {
            panic!("{error:#}\nin {value:#}");
        }
    }

    /// Checks every line, and gives their number.
    #[track_caller]
    fn check_lines(&self, lines: &str) -> usize {
        for line in lines.lines() {
            self.check(&serde_json::from_str(line).expect("a line of JSON"));
        }
        lines.lines().count()
    }
}

/// A page that needs repairs, has queries, and a caption.
fn sample(folder: &Path) {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/page.txt");
    fs::copy(page, folder.join("page.txt")).expect("the sample is there");
}

#[test]
fn every_form_is_listed_and_is_a_schema() {
    let listed = text(&reglet(Path::new("."), &["schema"], "").stdout);
    let names: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(names, FORMS);
    for name in FORMS {
        assert!(
            !Form::of(name).holds(&json!({"nothing": "of ours"})),
            "{name}"
        );
    }
}

#[test]
fn what_a_repair_writes_is_what_its_schemas_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    sample(here);
    let done = reglet(
        here,
        &[
            "repair",
            "page.txt",
            "-o",
            "page.json",
            "--audit",
            "audit.jsonl",
            "--queries",
            "--json",
        ],
        "",
    );
    assert!(done.status.success());
    let edition: Value =
        serde_json::from_slice(&fs::read(here.join("page.json")).expect("written")).expect("JSON");
    Form::of("edition").check(&edition);
    assert!(!Form::of("edition").holds(&json!({"version": 1, "articles": [], "headline": ""})));
    let audit = fs::read_to_string(here.join("audit.jsonl")).expect("written");
    assert!(Form::of("audit").check_lines(&audit) > 20);
    assert!(Form::of("event").check_lines(&text(&done.stderr)) > 1);
    let pressed = reglet(
        here,
        &["press", "page.txt", "-o", "page.pdf", "--remarks", "--json"],
        "",
    );
    assert!(Form::of("event").check_lines(&text(&pressed.stderr)) > 0);
    let failed = reglet(here, &["repair", "none.txt", "--json"], "");
    assert_eq!(Form::of("event").check_lines(&text(&failed.stderr)), 1);
    let checked = reglet(here, &["check", "page.pdf", "--json"], "");
    Form::of("event").check_lines(&text(&checked.stdout));
    for options in [
        &["compare", "page.txt", "--to", "json"][..],
        &[
            "compare",
            "page.txt",
            "page.json",
            "--to",
            "json",
            "--reference",
            "page.json",
        ],
    ] {
        let compared: Value =
            serde_json::from_slice(&reglet(here, options, "").stdout).expect("JSON");
        Form::of("compare").check(&compared);
    }
}

#[test]
fn places_on_a_sheet_are_what_the_schema_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let line = |top: u32, text: &str| {
        let words = text.split(' ').zip(0..).map(|(word, nth)| {
            let left = 10 + 60 * nth;
            let (right, bottom) = (left + 50, top + 30);
            format!("<span class='ocrx_word' id='w{top}_{nth}' title='bbox {left} {top} {right} {bottom}'>{word}</span> ")
        });
        let bottom = top + 30;
        format!(
            "<span class='ocr_line' title='bbox 10 {top} 800 {bottom}'>{}</span>",
            words.collect::<String>()
        )
    };
    let page = format!(
        "<html><body><div class='ocr_page' title='bbox 0 0 900 500'>{}{}</div></body></html>",
        line(10, "The old mill was sold for half of it, and the buy-"),
        line(50, "er has not been named in the town.")
    );
    fs::write(here.join("page.hocr"), page).expect("written");
    reglet(
        here,
        &[
            "repair",
            "page.hocr",
            "-o",
            "page.md",
            "--audit",
            "audit.jsonl",
        ],
        "",
    );
    let audit = fs::read_to_string(here.join("audit.jsonl")).expect("written");
    assert!(audit.contains("\"spot\""), "{audit}");
    Form::of("audit").check_lines(&audit);
}

#[test]
fn what_was_decided_is_what_its_schema_says() {
    let form = Form::of("decisions");
    let mut all = reglet::review::Decisions::default();
    all.rule(reglet::review::WordRule {
        always: true,
        was: "tradein".to_owned(),
        now: "trade-in".to_owned(),
    });
    all.put(reglet::review::Decision {
        id: "a".to_owned(),
        decision: reglet::review::Verdict::Edit,
        text: Some("sea bed".to_owned()),
        pass: "lost-hyphens".to_owned(),
        page: "#page=2".to_owned(),
        line: 3,
        bytes: [2, 8],
        was: "seabed".to_owned(),
        now: "sea-bed".to_owned(),
    });
    assert_eq!(form.check_lines(&all.to_lines()), 3);
}

#[test]
fn what_a_batch_and_a_worker_write_is_what_their_schemas_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    fs::create_dir(here.join("in")).expect("made");
    sample(&here.join("in"));
    fs::write(here.join("in/empty.txt"), "").expect("written");
    let ran = reglet(
        here,
        &[
            "batch", "in", "-o", "out", "--to", "json", "--pdf", "--json",
        ],
        "",
    );
    assert_eq!(Form::of("event").check_lines(&text(&ran.stderr)), 3);
    let report = fs::read_to_string(here.join("out/report.jsonl")).expect("written");
    assert_eq!(Form::of("report").check_lines(&report), 2);

    let (records, answers) = (Form::of("record"), Form::of("answer"));
    let asked = "{\"id\": 7, \"text\": \"The mill was sold, and the buy-\\n\\ner has not been named.\"}\n\
                 {\"id\": \"b\", \"pages\": [\"One page of text.\", \"Another page of it.\"], \"lang\": \"en\"}\n";
    records.check_lines(asked);
    assert!(!records.holds(&json!({"text": "", "path": ""})));
    let told = reglet(
        here,
        &["worker", "--to", "md,json"],
        &format!("{asked}nonsense\n{{\"id\": 3}}\n"),
    );
    assert_eq!(answers.check_lines(&text(&told.stdout)), 4);
}
