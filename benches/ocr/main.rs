//! How well misread letters are mended: clean text, misread, repaired with `--ocr`, and a score.
//!
//! `cargo bench --bench ocr -- [--pages N] [--seed N] [--text FILE] [--rates 2,5,10,20] [--show N]`
//!
//! The text is `benches/ocr/alice.txt` or any file with blank lines between its paragraphs. The same
//! seed makes the same pages. `--show` prints so many edits at places where nothing was misread.

mod noise;

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use noise::{Noisy, Random, misread};
use rapidfuzz::distance::levenshtein;
use reglet::repair::{Options, Row, Status, repair};

struct Settings {
    pages: usize,
    seed: u64,
    text: String,
    rates: Vec<f64>,
    show: usize,
}

fn settings() -> Settings {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/ocr/alice.txt");
    let mut settings = Settings {
        pages: 24,
        seed: 1,
        text: data.to_string_lossy().into_owned(),
        rates: vec![2.0, 5.0, 10.0, 20.0],
        show: 0,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        // `cargo bench` hands on a word of its own.
        if word == "--bench" {
            continue;
        }
        let value = words
            .next()
            .unwrap_or_else(|| panic!("{word} needs a value"));
        let number = |text: &str| {
            text.parse()
                .unwrap_or_else(|_| panic!("{word} needs numbers"))
        };
        match word.as_str() {
            "--pages" => settings.pages = number(&value) as usize,
            "--seed" => settings.seed = number(&value) as u64,
            "--show" => settings.show = number(&value) as usize,
            "--rates" => settings.rates = value.split(',').map(number).collect(),
            "--text" => settings.text = value,
            _ => panic!("no such option: {word}"),
        }
    }
    settings
}

/// A page through reglet: its text, white space folded, and what was done.
fn mend(text: &str, ocr: bool) -> (String, Vec<Row>) {
    let read = reglet::read::text("page.txt", text.as_bytes().to_vec()).expect("it is text");
    let options = Options {
        language: Some("en".to_owned()),
        ocr,
    };
    let (page, audit) = repair(&read, &options);
    (folded(&page.text.string), audit.rows)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Edits that turn one text into the other, in characters and in words.
fn distance(text: &str, truth: &str) -> (usize, usize) {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let words = [text, truth].map(|text| -> Vec<u32> {
        let mut number = |word| {
            let next = numbers.len() as u32;
            *numbers.entry(word).or_insert(next)
        };
        text.split(' ').map(&mut number).collect()
    });
    (
        levenshtein::distance(text.chars(), truth.chars()),
        levenshtein::distance(words[0].iter().copied(), words[1].iter().copied()),
    )
}

#[derive(Default)]
struct Score {
    chars: usize,
    words: usize,
    bytes: usize,
    found: (usize, usize),
    plain: (usize, usize),
    left: (usize, usize),
    harmed: usize,
    seconds: f64,
}

fn is_applied(row: &&Row) -> bool {
    row.status == Status::Applied && row.pass == "misread"
}

fn page(score: &mut Score, truth: &str, noisy: &Noisy, show: &mut usize) {
    let start = Instant::now();
    let (mended, rows) = mend(&noisy.text, true);
    score.seconds += start.elapsed().as_secs_f64();
    let (plain, _) = mend(&noisy.text, false);
    let truth = folded(truth);
    let add = |sum: &mut (usize, usize), of: (usize, usize)| {
        *sum = (sum.0 + of.0, sum.1 + of.1);
    };
    score.chars += truth.chars().count();
    score.words += truth.split(' ').count();
    score.bytes += noisy.text.len();
    add(&mut score.found, distance(&folded(&noisy.text), &truth));
    add(&mut score.plain, distance(&plain, &truth));
    add(&mut score.left, distance(&mended, &truth));
    for row in rows.iter().filter(is_applied) {
        let [start, end] = row.at.bytes;
        let touched = |place: &std::ops::Range<usize>| place.start <= end && start <= place.end;
        if !noisy.places.iter().any(touched) {
            score.harmed += 1;
            if *show > 0 {
                *show -= 1;
                println!("  {:?} -> {:?}", row.was, row.now);
            }
        }
    }
}

fn main() {
    let settings = settings();
    let text = std::fs::read_to_string(&settings.text).expect("the text can be read");
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(folded)
        .filter(|text| !text.is_empty())
        .collect();
    let size = paragraphs.len().div_ceil(settings.pages).max(1);
    let pages: Vec<String> = paragraphs
        .chunks(size)
        .map(|page| page.join("\n\n"))
        .collect();
    let mut show = settings.show;
    println!(
        "  CER found   repaired   with --ocr   gain     WER found   with --ocr   harmed/1000   MB/s"
    );
    for rate in &settings.rates {
        let mut random = Random::new(settings.seed);
        let mut score = Score::default();
        for truth in &pages {
            let noisy = misread(&mut random, truth, *rate);
            page(&mut score, truth, &noisy, &mut show);
        }
        let share = |count: usize, of: usize| 100.0 * count as f64 / of as f64;
        println!(
            "{:9.2} % {:8.2} % {:10.2} % {:6.1} % {:11.2} % {:10.2} % {:13.2} {:6.2}",
            share(score.found.0, score.chars),
            share(score.plain.0, score.chars),
            share(score.left.0, score.chars),
            100.0 - share(score.left.0, score.found.0),
            share(score.found.1, score.words),
            share(score.left.1, score.words),
            1000.0 * score.harmed as f64 / score.words as f64,
            score.bytes as f64 / 1e6 / score.seconds,
        );
    }
    let (mut edits, mut words) = (0, 0);
    let start = Instant::now();
    for truth in &pages {
        let (_, rows) = mend(truth, true);
        words += truth.split_whitespace().count();
        for row in rows.iter().filter(is_applied) {
            edits += 1;
            if show > 0 {
                show -= 1;
                println!("  {:?} -> {:?}", row.was, row.now);
            }
        }
    }
    let bytes: usize = pages.iter().map(String::len).sum();
    println!(
        "clean: {edits} edits in {words} words, {:.1} for 100,000; {:.2} MB/s",
        1e5 * edits as f64 / words as f64,
        bytes as f64 / 1e6 / start.elapsed().as_secs_f64(),
    );
}
