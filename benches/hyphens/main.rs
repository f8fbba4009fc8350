//! How well hyphens at line ends are decided, beside simple ways to decide them.
//!
//! `cargo bench --bench hyphens -- [--text FILE] [--lang CODE] [--paragraphs N] [--show N]`

use std::collections::HashMap;
use std::path::Path;

use hypher::Lang;
use reglet::lexicon::{Language, Lexicon};
use reglet::repair::{Options, repair};

/// Measures, in characters.
const MEASURES: [usize; 5] = [28, 34, 40, 48, 60];

/// Languages whose words can be broken: code, patterns, word list.
const LANGUAGES: [(&str, Lang, Language); 6] = [
    ("en", Lang::English, Language::English),
    ("de", Lang::German, Language::German),
    ("fr", Lang::French, Language::French),
    ("es", Lang::Spanish, Language::Spanish),
    ("nl", Lang::Dutch, Language::Dutch),
    ("it", Lang::Italian, Language::Italian),
];

/// Paragraphs of a page.
const PAGE: usize = 30;

struct Settings {
    text: String,
    language: &'static str,
    paragraphs: usize,
    show: usize,
}

fn settings() -> Settings {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/ocr/alice.txt");
    let mut settings = Settings {
        text: data.to_string_lossy().into_owned(),
        language: "en",
        paragraphs: usize::MAX,
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
        let number = || {
            value
                .parse()
                .unwrap_or_else(|_| panic!("{word} needs a number"))
        };
        match word.as_str() {
            "--text" => settings.text = value,
            "--lang" => {
                let known = LANGUAGES.iter().find(|(code, ..)| *code == value);
                settings.language = known.expect("a language with patterns").0;
            }
            "--paragraphs" => settings.paragraphs = number(),
            "--show" => settings.show = number(),
            _ => panic!("no such option: {word}"),
        }
    }
    settings
}

/// A word that a line end broke.
struct Broken {
    word: String,
    is_hard: bool,
}

/// The last place where a word may be broken so that its first part has room: what stands before, what
/// behind, and whether the hyphen is the word's own.
fn parts(word: &str, room: usize, patterns: Lang) -> Option<(String, String, bool)> {
    let fits = |left: &str| left.chars().count() < room;
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut own = word.match_indices('-').filter(|(at, _)| {
        let (left, right) = (&word[..*at], &word[at + 1..]);
        is_letter(left.chars().next_back()) && is_letter(right.chars().next()) && fits(left)
    });
    if let Some((at, _)) = own.next_back() {
        return Some((word[..=at].to_owned(), word[at + 1..].to_owned(), true));
    }
    let core = word.trim_matches(|c: char| !c.is_alphabetic());
    if word.contains('-') || core.len() < 5 || !core.chars().all(char::is_alphabetic) {
        return None;
    }
    let ahead = word.find(core).unwrap_or(0);
    let mut at = ahead;
    let mut found = None;
    for syllable in hypher::hyphenate(core, patterns) {
        at += syllable.len();
        let enough = at - ahead >= 2 && ahead + core.len() - at >= 3;
        if enough && fits(&word[..at]) {
            found = Some((format!("{}-", &word[..at]), word[at..].to_owned(), false));
        }
    }
    found
}

/// Sets a paragraph in lines of a measure.
fn set(paragraph: &str, measure: usize, patterns: Lang, broken: &mut Vec<Broken>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        let used = line.chars().count();
        if line.is_empty() || used + 1 + word.chars().count() <= measure {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        match parts(word, measure.saturating_sub(used + 1), patterns) {
            Some((left, right, is_hard)) => {
                broken.push(Broken {
                    word: word.to_owned(),
                    is_hard,
                });
                lines.push(format!("{line} {left}"));
                line = right;
            }
            None => lines.push(std::mem::replace(&mut line, word.to_owned())),
        }
    }
    lines.push(line);
    lines
}

fn counted(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

#[derive(Default, Clone, Copy)]
struct Score {
    soft: (usize, usize),
    hard: (usize, usize),
}

impl Score {
    fn add(&mut self, truth: &str, result: &str, broken: &[Broken], wrong: &mut Vec<String>) {
        let (truth, result) = (counted(truth), counted(result));
        let mut missing: HashMap<&str, usize> = HashMap::new();
        for (word, count) in &truth {
            let found = result.get(word).copied().unwrap_or(0);
            missing.insert(*word, count.saturating_sub(found));
        }
        for event in broken {
            let left = missing.get_mut(event.word.as_str());
            let kind = if event.is_hard {
                &mut self.hard
            } else {
                &mut self.soft
            };
            kind.1 += 1;
            match left {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    wrong.push(event.word.clone());
                }
                _ => kind.0 += 1,
            }
        }
    }

    fn print(&self, name: &str) {
        let share = |(right, all): (usize, usize)| 100.0 * right as f64 / all.max(1) as f64;
        let all = (self.soft.0 + self.hard.0, self.soft.1 + self.hard.1);
        println!(
            "{name:12} soft {:6.2} % of {:6}   hard {:6.2} % of {:5}   all {:6.2} %",
            share(self.soft),
            self.soft.1,
            share(self.hard),
            self.hard.1,
            share(all)
        );
    }
}

fn main() {
    let settings = settings();
    let text = std::fs::read_to_string(&settings.text).expect("the text can be read");
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| paragraph.len() > 120)
        .take(settings.paragraphs)
        .collect();
    let (code, patterns, language) = *LANGUAGES
        .iter()
        .find(|(code, ..)| *code == settings.language)
        .expect("it was looked up");
    let lexicon = Lexicon::of(language);
    let trim = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut scores = [Score::default(); 4];
    let mut wrong = Vec::new();
    for (number, group) in paragraphs.chunks(PAGE).enumerate() {
        let measure = MEASURES[number % MEASURES.len()];
        let mut broken = Vec::new();
        let page: Vec<Vec<String>> = group
            .iter()
            .map(|paragraph| set(paragraph, measure, patterns, &mut broken))
            .collect();
        let truth = group.join(" ");
        let damaged: Vec<String> = page.iter().map(|lines| lines.join("\n")).collect();
        let own = damaged.join(" ").to_lowercase();
        let own = counted(&own);
        let read = reglet::read::text("page.txt", damaged.join("\n\n").into_bytes()).expect("text");
        let options = Options {
            language: Some(code.to_owned()),
            ..Options::default()
        };
        let ours = repair(&read, &options).0.text.string;
        let decided = |rule: &dyn Fn(&str, &str) -> bool| {
            // The rule sees both halves: line by line, the next line's first word is the other one.
            let mut lines: Vec<String> = page.iter().flatten().cloned().collect();
            for at in (0..lines.len().saturating_sub(1)).rev() {
                let right = lines[at + 1].split(' ').next().unwrap_or("").to_owned();
                let Some(rest) = lines[at].strip_suffix('-').map(str::to_owned) else {
                    continue;
                };
                if !rest.ends_with(char::is_alphanumeric) {
                    continue;
                }
                let left = trim(rest.rsplit(' ').next().unwrap_or(&rest));
                let sign = if rule(&left, &trim(&right)) { "-" } else { "" };
                let next = lines.remove(at + 1);
                lines[at] = format!("{rest}{sign}{next}");
            }
            lines.join(" ")
        };
        let dictionary =
            |left: &str, right: &str| lexicon.compound(&format!("{left}-{right}")).is_some();
        let prototype = |left: &str, right: &str| {
            let count = |word: String| own.get(word.to_lowercase().as_str()).copied().unwrap_or(0);
            let (closed, open) = (
                count(format!("{left}{right}")),
                count(format!("{left}-{right}")),
            );
            match closed.cmp(&open) {
                std::cmp::Ordering::Greater => false,
                std::cmp::Ordering::Less => true,
                std::cmp::Ordering::Equal => {
                    lexicon.knows(left)
                        && lexicon.knows(right)
                        && !lexicon.knows(&format!("{left}{right}"))
                }
            }
        };
        let texts = [
            ours,
            decided(&|_, _| false),
            decided(&dictionary),
            decided(&prototype),
        ];
        for (nth, (score, result)) in scores.iter_mut().zip(&texts).enumerate() {
            let mut missed = Vec::new();
            score.add(&truth, result, &broken, &mut missed);
            if nth == 0 {
                wrong.extend(missed);
            }
        }
    }
    for (score, name) in scores
        .iter()
        .zip(["reglet", "always join", "dictionary", "prototype"])
    {
        score.print(name);
    }
    for word in wrong.iter().take(settings.show) {
        println!("  {word}");
    }
}
