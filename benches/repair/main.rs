//! How well repair repairs: damaged pages of clean text, and a score.
//!
//! `cargo bench --bench repair -- [--pages N] [--seed N] [--sound PERCENT] [--text FILE]
//! [--show KIND] [--limit N] [--page N] [--issues N] [--frames N]`
//!
//! The text is `tests/data/addresses.txt` or any file with blank lines between its paragraphs. The
//! same seed makes the same pages. `--show` prints what was not mended of the kinds whose name
//! begins so, `harm` prints harmed paragraphs, `--page` prints one page, damaged and repaired. `--issues`
//! makes issues of several pages instead, whose stories jump, `--frames` stories of which a column was
//! written out of turn.

mod baseline;
mod damage;
mod frames;
mod furniture;
mod jumps;
mod random;
mod score;
mod setting;

use std::path::Path;

use damage::{Page, Plan};
use hypher::Lang;
use random::Random;
use reglet::repair::{Options, Status, repair};
use score::{Output, Score};

struct Settings {
    pages: usize,
    seed: u64,
    sound: usize,
    text: String,
    show: Option<String>,
    limit: usize,
    page: Option<usize>,
    issues: usize,
    frames: usize,
}

fn settings() -> Settings {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/addresses.txt");
    let mut settings = Settings {
        pages: 60,
        seed: 1,
        sound: 50,
        text: data.to_string_lossy().into_owned(),
        show: None,
        limit: 8,
        page: None,
        issues: 0,
        frames: 0,
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
        let number = || {
            value
                .parse()
                .unwrap_or_else(|_| panic!("{word} needs a number"))
        };
        match word.as_str() {
            "--pages" => settings.pages = number(),
            "--seed" => settings.seed = number() as u64,
            "--sound" => settings.sound = number(),
            "--limit" => settings.limit = number(),
            "--frames" => settings.frames = number(),
            "--issues" => settings.issues = number(),
            "--page" => settings.page = Some(number()),
            "--text" => settings.text = value,
            "--show" => settings.show = Some(value),
            _ => panic!("no such option: {word}"),
        }
    }
    settings
}

/// The blocks that came out of an event: those that begin or end with a few words of it.
fn near<'b>(event: &damage::Event, blocks: &'b [String]) -> Vec<&'b String> {
    let mut known: Vec<&str> = Vec::new();
    for text in event.present.iter().chain(&event.once) {
        let words: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
        let (Some(second), Some(last)) = (words.get(1), words.iter().rev().nth(1)) else {
            continue;
        };
        known.extend([&text[..*second], &text[last + 1..]]);
    }
    for text in &event.streams {
        let head: usize = text.char_indices().nth(20).map_or(text.len(), |(at, _)| at);
        let tail = text.char_indices().nth_back(20).map_or(0, |(at, _)| at);
        known.extend([&text[..head], &text[tail..]]);
    }
    let has = |block: &&String| known.iter().any(|text| block.contains(text));
    blocks.iter().filter(has).collect()
}

/// Runs a page through reglet.
fn reglet(page: &Page) -> Output {
    let Ok(read) = reglet::read::text("page.txt", page.damaged.clone().into_bytes()) else {
        return baseline::untouched(page);
    };
    let (repaired, audit) = repair(&read, &Options::default());
    let flows = reglet::edition::flow::of_page(&repaired);
    Output {
        blocks: flows.into_iter().map(|flow| flow.text).collect(),
        queries: audit
            .rows
            .iter()
            .filter(|row| row.status == Status::Query)
            .map(|row| row.at.bytes[0]..row.at.bytes[1])
            .collect(),
    }
}

fn main() {
    let settings = settings();
    let text = std::fs::read_to_string(&settings.text).expect("the text can be read");
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        // Mojibake is not clean text.
        .filter(|paragraph| !paragraph.contains('¡'))
        .filter(|paragraph| (150..1200).contains(&paragraph.len()))
        .collect();
    if settings.issues > 0 {
        let mut random = Random::new(settings.seed);
        jumps::run(
            &mut random,
            settings.issues,
            &paragraphs,
            settings.show.is_some(),
        );
        return;
    }
    if settings.frames > 0 {
        let mut random = Random::new(settings.seed);
        frames::run(
            &mut random,
            settings.frames,
            &paragraphs,
            settings.show.is_some(),
        );
        return;
    }
    let plan = Plan {
        sound: settings.sound,
        language: Lang::English,
    };
    let mut random = Random::new(settings.seed);
    let pages: Vec<Page> = (0..settings.pages)
        .map(|_| damage::page(&mut random, &plan, &paragraphs))
        .collect();
    if let Some(number) = settings.page {
        let page = &pages[number];
        println!(
            "{}\n=======\n{}",
            page.damaged,
            reglet(page).blocks.join("\n\n")
        );
        return;
    }
    let mut shown = 0;
    let mut ours = Score::default();
    let mut none = Score::default();
    let mut simple = Score::default();
    let mut time = std::time::Duration::ZERO;
    let mut bytes = 0;
    for (number, page) in pages.iter().enumerate() {
        none.add(page, &baseline::untouched(page));
        simple.add(page, &baseline::simple(page));
        let start = std::time::Instant::now();
        let output = reglet(page);
        time += start.elapsed();
        bytes += page.damaged.len();
        let missed = ours.add(page, &output);
        let Some(show) = &settings.show else { continue };
        for event in missed {
            if event.kind.starts_with(show.as_str()) && shown < settings.limit {
                shown += 1;
                println!("--- page {number}, {}", event.kind);
                if !event.mixed.is_empty() {
                    println!("  mixed: {}", event.mixed);
                }
                for text in event
                    .present
                    .iter()
                    .chain(&event.once)
                    .chain(&event.streams)
                {
                    println!("  truth: {text}");
                }
                for text in &event.absent {
                    println!("  left: {text}");
                }
                if let Some(tail) = &event.query {
                    println!("  no query at: {tail}");
                }
                for block in near(event, &output.blocks) {
                    println!("  got: {block}");
                }
            }
        }
        if show == "harm" {
            for text in page
                .sound
                .iter()
                .filter(|text| !output.blocks.contains(text))
            {
                if shown < settings.limit {
                    shown += 1;
                    println!("--- page {number}, harmed\n  {text}");
                }
            }
        }
    }
    println!(
        "{} pages, {} paragraphs and headings, {} kB, seed {}\n",
        pages.len(),
        pages.iter().map(|page| page.truth.len()).sum::<usize>(),
        bytes / 1000,
        settings.seed
    );
    println!(
        "{:<36}{:>10}{:>10}{:>10}",
        "", "as found", "simple", "reglet"
    );
    let row = |name: &str, value: fn(&Score) -> String| {
        println!(
            "{name:<36}{:>10}{:>10}{:>10}",
            value(&none),
            value(&simple),
            value(&ours)
        );
    };
    row("exact blocks, F1", |score| format!("{:.3}", score.f1()));
    row("word and break error rate", |score| {
        format!("{:.4}", score.error_rate())
    });
    row("sound paragraphs harmed", |score| {
        let (harmed, all) = score.harm();
        format!("{harmed}/{all}")
    });
    row("mixed: characters in their column", |score| {
        format!("{:.3}", score.right_column())
    });
    println!();
    for (kind, (all, mended)) in &ours.kinds {
        let share = |score: &Score| {
            let (all, mended) = score.kinds[kind];
            format!("{:.0}%", 100.0 * mended as f64 / all as f64)
        };
        println!(
            "{:<36}{:>10}{:>10}{:>10}   {mended}/{all}",
            kind,
            share(&none),
            share(&simple),
            share(&ours)
        );
    }
    println!(
        "\n{:.1} MB/s",
        bytes as f64 / 1e6 / time.as_secs_f64().max(1e-9)
    );
}
