//! What `compare` must tell of two texts: one change for one, as a person would count.
//!
//! The sample page's own repairs, each kind alone: the rows of its audit are applied by themselves,
//! and the comparison has to name them, one by one, without being told of the audit.

use reglet::compare::{self, Change, Comparison, Kind, compare};
use reglet::job::{self, Settings};
use reglet::model::Page;
use reglet::repair::{Audit, Row, Status};

const SAMPLE: &[u8] = include_bytes!("../samples/page.txt");

fn page(bytes: &[u8]) -> Page {
    job::read("page.txt", bytes.to_vec()).expect("it is text")
}

fn audit() -> Audit {
    job::repair(vec![page(SAMPLE)], &Settings::default()).audit
}

/// The sample with some rows of its audit applied, and nothing else.
fn with(chosen: impl Fn(&Row) -> bool) -> (String, usize) {
    let rows: Vec<Row> = audit()
        .rows
        .into_iter()
        .filter(|row| row.status == Status::Applied && chosen(row))
        .collect();
    let count = rows.len();
    let page = page(SAMPLE);
    let text =
        reglet::repair::replay(&page.source, &Audit { rows }).expect("it is the sample's audit");
    (text, count)
}

fn kinds(comparison: &Comparison) -> Vec<(Kind, usize)> {
    comparison.counts()
}

/// All kinds of one comparison, in words, for a failure.
fn told(comparison: &Comparison) -> String {
    let line = |change: &Change| format!("{:?} {:?}", change.kind, comparison.shown(change));
    comparison
        .changes
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn sample() -> String {
    page(SAMPLE).text.string.clone()
}

fn as_page(text: &str) -> String {
    page(text.as_bytes()).text.string.clone()
}

#[test]
fn joined_paragraphs_are_counted_one_by_one() {
    let (text, count) = with(|row| row.pass == "continued" && row.was == "\n\n");
    assert!(count >= 7, "the sample has more: {count}");
    let found = compare(&sample(), &as_page(&text));
    assert_eq!(kinds(&found), [(Kind::Joined, count)], "{}", told(&found));
}

#[test]
fn words_cut_between_paragraphs_are_joined() {
    let (text, count) = with(|row| row.pass == "continued" && row.was == "-\n\n");
    assert_eq!(count, 2);
    let found = compare(&sample(), &as_page(&text));
    assert_eq!(kinds(&found), [(Kind::Joined, 2)], "{}", told(&found));
    assert_eq!(
        found.shown(&found.changes[0]),
        ("capa-\n\nbilities,".to_owned(), "capabilities,".to_owned())
    );
}

#[test]
fn hyphens_and_spaces_are_words_replaced() {
    for pass in ["lost-hyphens", "hyphen-spaces"] {
        let (text, count) = with(|row| row.pass == pass);
        assert!(count >= 3);
        let found = compare(&sample(), &as_page(&text));
        assert_eq!(kinds(&found), [(Kind::Replaced, count)], "{}", told(&found));
    }
}

#[test]
fn a_line_printed_twice_is_one_duplicate() {
    let (text, count) = with(|row| row.pass == "duplicates");
    let found = compare(&sample(), &as_page(&text));
    assert_eq!(
        kinds(&found),
        [(Kind::Duplicate, count)],
        "{}",
        told(&found)
    );
    assert_eq!(
        found.shown(&found.changes[0]).0,
        "It welcomes support for inbound"
    );
}

#[test]
fn a_moved_caption_is_one_move() {
    let (text, count) = with(|row| row.pass == "caption-home");
    assert_eq!(count, 1);
    let found = compare(&sample(), &as_page(&text));
    assert_eq!(kinds(&found), [(Kind::Moved, 1)], "{}", told(&found));
    let (before, after) = found.shown(&found.changes[0]);
    assert!(before.starts_with("The Songshan Lake International") && before == after);
}

#[test]
fn a_caption_inside_a_word_is_a_move_and_a_joint() {
    let (text, count) =
        with(|row| row.pass == "captions" || !row.also.is_empty() && row.pass == "continued");
    assert_eq!(count, 2);
    let found = compare(&sample(), &as_page(&text));
    assert_eq!(
        kinds(&found),
        [(Kind::Joined, 1), (Kind::Moved, 1)],
        "{}",
        told(&found)
    );
    let joined = found
        .changes
        .iter()
        .find(|change| change.kind == Kind::Joined)
        .expect("it is there");
    assert_eq!(
        found.shown(joined),
        ("\"devel-\n\noping".to_owned(), "\"developing".to_owned())
    );
}

#[test]
fn woven_lines_are_fragments_taken_out() {
    let (text, count) = with(|row| row.pass == "woven");
    let found = compare(&sample(), &as_page(&text));
    assert_eq!(
        kinds(&found),
        [(Kind::Unmixed, count - 1), (Kind::Inserted, 1)],
        "{}",
        told(&found)
    );
}

#[test]
fn the_whole_sample_has_its_repairs_and_nothing_else() {
    let page = page(SAMPLE);
    let repaired = job::repair(vec![page.clone()], &Settings::default());
    let mut found = compare(&sample(), &as_page(&repaired.text()));
    compare::explain(&mut found, std::slice::from_ref(&page), &repaired.audit);
    let rows = repaired
        .audit
        .rows
        .iter()
        .filter(|row| row.status == Status::Applied)
        .count();
    assert_eq!(found.changes.len(), rows, "{}", told(&found));
    assert_eq!(compare::explained(&found), (rows, 0), "{}", told(&found));
    assert_eq!(found.queries.len(), repaired.audit.rows.len() - rows);
    for change in &found.changes {
        assert_eq!(
            change.reasons.len(),
            1,
            "{:?} {:?}",
            change,
            found.shown(change)
        );
    }
}

#[test]
fn what_no_audit_explains_stands_out() {
    let page = page(SAMPLE);
    let repaired = job::repair(vec![page.clone()], &Settings::default());
    let edited = repaired
        .text()
        .replace("museum fever", "museum fervour")
        .replace("sci-tech systems", "scientific systems");
    let mut found = compare(&sample(), &as_page(&edited));
    compare::explain(&mut found, std::slice::from_ref(&page), &repaired.audit);
    let open: Vec<_> = found
        .changes
        .iter()
        .filter(|change| change.reasons.is_empty())
        .collect();
    let words: Vec<_> = open.iter().map(|change| found.shown(change)).collect();
    assert_eq!(words.len(), 2, "{words:?}");
    assert_eq!(words[0], ("scitech".to_owned(), "scientific".to_owned()));
    assert!(words[1].1.starts_with("fervour"), "{words:?}");
}

/// Small texts, and what a person would say of them.
#[test]
fn changes_as_a_person_counts_them() {
    use Kind::{Deleted, Duplicate, Inserted, Joined, Moved, Replaced, Split, Unmixed};
    let long = "The quay was full of barges before the bell had rung for the second time that day.";
    let other = "A new road over the hill will be opened by the mayor when the frost is gone.";
    let third = "Nobody has said what the ferry will cost, nor who is to pay for it in the end.";
    let cases: Vec<(String, String, Vec<Kind>)> = vec![
        ("one two".into(), "one two".into(), vec![]),
        ("one  two\nthree".into(), "one two three".into(), vec![]),
        ("a well-\nknown man".into(), "a well-known man".into(), vec![]),
        ("".into(), "".into(), vec![]),
        ("".into(), "one two".into(), vec![Inserted]),
        ("one two".into(), "".into(), vec![Deleted]),
        ("tbe old rnill".into(), "the old mill".into(), vec![Replaced, Replaced]),
        ("the the old".into(), "the old".into(), vec![Duplicate]),
        (format!("{long}\n\n{other}"), format!("{long} {other}"), vec![Joined]),
        (format!("{long} {other}"), format!("{long}\n\n{other}"), vec![Split]),
        (format!("{long}\n\n{other}\n\n{third}"), format!("{long}\n\n{third}"), vec![Deleted]),
        (format!("{long}\n\n{other}\n\n{third}"), format!("{long} {other} {third}"), vec![Joined, Joined]),
        (format!("{long}\n\n{third}"), format!("{long}\n\n{other}\n\n{third}"), vec![Inserted]),
        (format!("{long}\n\n{other}\n\n{third}"), format!("{other}\n\n{third}\n\n{long}"), vec![Moved]),
        (
            format!("{long}\n\n{other}\n\n{third}"),
            format!("{other}\n\n{third}\n\n{}", long.replace("barges", "boats")),
            vec![Moved],
        ),
        (format!("{long}\n\n{other}\n\n{long}"), format!("{long}\n\n{other}"), vec![Duplicate]),
        (
            format!("{long}\n\nA new road over the hill will be\n\n{third}\n\nopened by the mayor when the frost is gone."),
            format!("{long}\n\n{other}\n\n{third}"),
            vec![Joined, Moved],
        ),
        (
            "The quay was full A new road of barges before over the hill will the bell had rung be opened by the mayor.".into(),
            "The quay was full of barges before the bell had rung A new road over the hill will be opened by the mayor.".into(),
            vec![Unmixed],
        ),
        (format!("{long}\n\nBy Ann Lee\n\n{other}"), format!("By Ann Lee\n\n{long}\n\n{other}"), vec![Moved]),
        ("the govern ment of".into(), "the government of".into(), vec![Replaced]),
        ("the e\u{301}tat".into(), "the e\u{300}tat".into(), vec![Replaced]),
    ];
    for (before, after, wanted) in cases {
        let found = compare(&before, &after);
        let mut kinds: Vec<Kind> = found.changes.iter().map(|change| change.kind).collect();
        kinds.sort();
        // Which of two fragments moved past the other is the same thing said in two ways.
        let few =
            kinds.len() <= 2 && wanted == [Unmixed] && kinds.iter().all(|kind| *kind == Unmixed);
        assert!(
            kinds == wanted || few,
            "{before:?} -> {after:?}:\n{}",
            told(&found)
        );
    }
}

/// The block that passed through is no part of what was joined.
#[test]
fn what_was_joined_is_shown_without_what_moved() {
    let found = compare(
        "The new road will\n\nLorries wait on the quay.\n\nbe opened in May.\n\nRain.",
        "The new road will be opened in May.\n\nLorries wait on the quay.\n\nRain.",
    );
    let joined = found
        .changes
        .iter()
        .find(|change| change.kind == Kind::Joined)
        .expect("it was joined");
    assert_eq!(
        found.shown(joined),
        ("will\n\nbe".to_owned(), "will be".to_owned()),
        "{}",
        told(&found)
    );
}

#[test]
fn a_moved_block_shows_the_edits_inside_it() {
    let blocks = [
        "The quay was full of tbe barges before the bell had rung.",
        "A new road will be opened.",
        "Nobody has said what it costs.",
    ];
    let before = blocks.join("\n\n");
    let after = format!(
        "{}\n\n{}\n\n{}",
        blocks[1],
        blocks[2],
        blocks[0].replace("tbe", "the")
    );
    let found = compare(&before, &after);
    assert_eq!(kinds(&found), [(Kind::Moved, 1)]);
    let edits = &found.changes[0].edits;
    assert_eq!(edits.len(), 1);
    assert_eq!(found.shown(&edits[0]), ("tbe".to_owned(), "the".to_owned()));
}

/// Whatever the texts, the changes speak of ranges of them, on letters' borders.
#[test]
fn ranges_are_ranges_of_the_texts() {
    let words = [
        "the",
        "mill",
        "\n\n",
        "é",
        "春眠",
        "-",
        "co-",
        "op",
        "\u{202e}",
        "<b>",
        "\n",
        "one two three four",
    ];
    let mut seed = 7_u64;
    let mut random = |most: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % most
    };
    for _ in 0..3000 {
        let text = |random: &mut dyn FnMut(usize) -> usize| -> String {
            (0..random(24))
                .map(|_| words[random(words.len())])
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (before, after) = (text(&mut random), text(&mut random));
        let found = compare(&before, &after);
        for change in found
            .changes
            .iter()
            .flat_map(|change| std::iter::once(change).chain(&change.edits))
        {
            assert!(
                before.get(change.before.clone()).is_some(),
                "{before:?} {after:?} {change:?}"
            );
            assert!(
                after.get(change.after.clone()).is_some(),
                "{before:?} {after:?} {change:?}"
            );
            let _ = found.shown(change);
        }
        let same = |text: &str| {
            text.replace("- \n ", "-")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        if found.changes.is_empty() {
            assert_eq!(same(&before), same(&after));
        }
        assert!(compare(&before, &before).changes.is_empty(), "{before:?}");
        let told = compare::view::Told::default();
        let page = compare::view::html(&found, &told);
        assert!(
            !page.contains("<b>") || page.matches("<b>").count() <= found.counts().len(),
            "a tag got through"
        );
        let _ = compare::view::json(&found, &told);
        let _ = compare::view::summary(&found, &told);
    }
}

/// Error rates by the book: the whole table of distances, cell by cell (ISRI: errors by the length of
/// the correct text; jiwer: the same with white space folded).
fn distance<T: PartialEq>(one: &[T], two: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in two.iter().enumerate() {
            let here = (corner + usize::from(a != b))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], here);
        }
    }
    row[two.len()]
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn scores_are_those_of_the_book() {
    let damaged = &sample()[..4000];
    let repaired = as_page(&job::repair(vec![page(SAMPLE)], &Settings::default()).text());
    let reference = &repaired[..4000];
    let scores = compare::score(reference, damaged);
    let letters = |text: &str| folded(text).chars().collect::<Vec<char>>();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        scores.cer.errors,
        distance(&letters(reference), &letters(damaged))
    );
    assert_eq!(scores.cer.of, letters(reference).len());
    assert_eq!(
        scores.wer.errors,
        distance(&words(reference), &words(damaged))
    );
    assert_eq!(scores.wer.of, words(reference).len());
    assert!(scores.cer.exact && scores.wer.exact);
}

#[test]
fn a_move_is_a_move_in_the_scores() {
    let (text, _) = with(|row| row.pass == "caption-home");
    let scores = compare::score(&as_page(&text), &sample());
    assert_eq!(scores.moves, 1);
    assert!(scores.cer.errors > 300, "{scores:?}");
    assert_eq!(scores.cer_moves_apart.errors, 0, "{scores:?}");
    let same = compare::score(&sample(), &sample());
    assert_eq!((same.cer.errors, same.wer.errors, same.moves), (0, 0, 0));
    assert!(same.paragraph_f1 == 1.0 && same.word_accuracy == 1.0);
}

#[test]
fn long_texts_have_a_bound_that_says_so() {
    let one = "The quay was full of barges. ".repeat(9000);
    let two = one.replacen("quay", "key", 40);
    let scores = compare::score(&one, &two);
    assert!(!scores.cer.exact);
    // The bound is tight where the texts are alike around what differs.
    assert_eq!(scores.cer.errors, 40 * 3);
}

/// jiwer, where it is installed, says the same to the digit.
#[test]
fn scores_are_those_of_jiwer() {
    let program = "import sys, json, jiwer\nd = json.load(sys.stdin)\nprint(json.dumps([[jiwer.cer(r, h), jiwer.wer(r, h)] for r, h in d]))";
    let repaired = job::repair(vec![page(SAMPLE)], &Settings::default()).text();
    let pairs = [
        (folded(&repaired), folded(&sample())),
        (folded("the old mill"), folded("tbe old mi11 was")),
        (
            folded("caf\u{e9} \u{1f600} na\u{ef}ve"),
            folded("cafe \u{1f600}naive"),
        ),
    ];
    let python = std::process::Command::new("python3")
        .args(["-c", program])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn();
    let Ok(mut python) = python else {
        eprintln!("skipped: there is no python3");
        return;
    };
    use std::io::Write as _;
    let input = serde_json::to_vec(&pairs).expect("strings have a form");
    let _ = python.stdin.take().expect("it is piped").write_all(&input);
    let done = python.wait_with_output().expect("it ends");
    if !done.status.success() {
        eprintln!("skipped: python3 has no jiwer (pip install jiwer)");
        return;
    }
    let told: Vec<[f64; 2]> = serde_json::from_slice(&done.stdout).expect("it writes JSON");
    assert_eq!(told.len(), pairs.len());
    for ((reference, text), [cer, wer]) in pairs.iter().zip(told) {
        let scores = compare::score(reference, text);
        assert!(
            (scores.cer.rate - cer).abs() < 1e-12,
            "{} {cer}",
            scores.cer.rate
        );
        assert!(
            (scores.wer.rate - wer).abs() < 1e-12,
            "{} {wer}",
            scores.wer.rate
        );
    }
}
