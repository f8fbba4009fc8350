//! Issues of several pages whose stories jump: what becomes of them.
//!
//! A story is cut within a word, within a sentence or between two paragraphs, and goes on on another
//! page under a head of its own. Jump lines come in the forms that papers use; some are lost.

use hypher::Lang;
use reglet::edition::{Article, BlockKind};
use reglet::job::{self, Settings};

use super::furniture::{byline, headline};
use super::random::Random;

/// How a story's jump is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// On both pages, by page numbers.
    Pages,
    /// On both pages, by a word of the headline.
    Slug,
    /// The line at the foot is lost.
    NoTo,
    /// The line at the head is lost; the headline stands there.
    NoFrom,
    /// Not at all: the last story of a page goes on at the top of the next.
    PageEnd,
}

/// A story as it should read.
struct Story {
    headline: String,
    byline: String,
    paragraphs: Vec<String>,
    jump: Option<Told>,
}

/// What became of stories.
#[derive(Default)]
pub struct Score {
    told: Vec<(Told, usize, usize)>,
    sound: (usize, usize),
    wrong: usize,
    left: usize,
}

/// Makes so many issues, repairs them, and prints what became of them.
pub fn run(random: &mut Random, issues: usize, text: &[String], show: bool) {
    let mut score = Score::default();
    let mut apart = Score::default();
    for number in 0..issues {
        let (pages, stories) = issue(random, text);
        let found: Vec<_> = pages
            .iter()
            .enumerate()
            .filter_map(|(nth, page)| {
                job::read(&format!("{}.txt", nth + 1), page.clone().into_bytes()).ok()
            })
            .collect();
        let alone: Vec<Article> = found
            .iter()
            .flat_map(|page| {
                job::repair(vec![page.clone()], &Settings::default())
                    .edition
                    .articles
            })
            .collect();
        apart.add(&stories, &alone, None);
        let repaired = job::repair(found, &Settings::default());
        let shown = show.then_some(number);
        score.add(&stories, &repaired.edition.articles, shown);
    }
    println!("{issues} issues: stories that are whole again, of those that jumped");
    println!("{:44} {:>12} {:>12}", "", "page by page", "as an issue");
    for (told, all, whole) in &score.told {
        let before = apart.told.iter().find(|(other, ..)| other == told);
        let before = before.map_or(0, |(_, _, whole)| *whole);
        let name = match told {
            Told::Pages => "both lines, by page numbers",
            Told::Slug => "both lines, by a word",
            Told::NoTo => "the line at the foot is lost",
            Told::NoFrom => "the line at the head is lost",
            Told::PageEnd => "no line: over the end of a page",
        };
        println!("{name:44} {before:>5} of {all:<4} {whole:>5} of {all:<4}");
    }
    for (name, one, two) in [
        ("sound stories, whole", apart.sound.1, score.sound.1),
        ("  of", apart.sound.0, score.sound.0),
        (
            "paragraphs or stories joined wrongly",
            apart.wrong,
            score.wrong,
        ),
        (
            "jump lines left in stories that are whole",
            apart.left,
            score.left,
        ),
    ] {
        println!("{name:44} {one:>12} {two:>12}");
    }
}

impl Score {
    fn add(&mut self, stories: &[Story], articles: &[Article], shown: Option<usize>) {
        let texts = |article: &Article| -> Vec<String> {
            let running = article
                .blocks
                .iter()
                .filter(|b| b.kind == BlockKind::Paragraph);
            running.map(|block| block.text.clone()).collect()
        };
        let all: Vec<Vec<String>> = articles.iter().map(texts).collect();
        for story in stories {
            let whole = all.iter().position(|found| *found == story.paragraphs);
            match story.jump {
                None => {
                    self.sound.0 += 1;
                    self.sound.1 += usize::from(whole.is_some());
                }
                Some(told) => {
                    let at = self.told.iter().position(|(other, ..)| *other == told);
                    let at = at.unwrap_or_else(|| {
                        self.told.push((told, 0, 0));
                        self.told.len() - 1
                    });
                    self.told[at].1 += 1;
                    self.told[at].2 += usize::from(whole.is_some());
                }
            }
            if let Some(number) = shown
                && whole.is_none()
            {
                let first = &story.paragraphs[0];
                println!(
                    "--- issue {number}: {} {:?}\n  {first:.60}",
                    story.headline, story.jump
                );
            }
            let jumps = |article: &Article| {
                let lines = article.blocks.iter().filter(|b| b.kind == BlockKind::Jump);
                lines.count() + usize::from(article.jump.is_some())
            };
            self.left += whole.map_or(0, |at| jumps(&articles[at]));
        }
        // Two stories in one, or two paragraphs of different stories in one.
        let of = |text: &str| {
            stories.iter().position(|story| {
                story
                    .paragraphs
                    .iter()
                    .any(|p| p.contains(text) || text.contains(p.as_str()))
            })
        };
        for found in &all {
            let owners: Vec<_> = found.iter().filter_map(|text| of(text)).collect();
            let strange = found.iter().filter(|text| of(text).is_none()).count();
            let mixed = owners.windows(2).any(|pair| pair[0] != pair[1]);
            if mixed || strange > 0 {
                self.wrong += 1;
                if let Some(number) = shown {
                    println!("--- issue {number}: wrong\n  {}", found.join("\n  "));
                }
            }
        }
    }
}

/// The pages of an issue, and its stories as they should read.
fn issue(random: &mut Random, text: &[String]) -> (Vec<String>, Vec<Story>) {
    let count = random.range(3, 9);
    let numbered = random.percent(70);
    let name = headline(random, text);
    let mut pages: Vec<Vec<String>> = vec![Vec::new(); count];
    let mut waiting: Vec<Vec<(Vec<String>, bool)>> = vec![Vec::new(); count];
    let mut stories = Vec::new();
    let mut used: Vec<usize> = Vec::new();
    for page in 0..count {
        // A story that runs over the page's end comes first on the next.
        waiting[page].sort_by_key(|(_, first)| !first);
        for (part, _) in std::mem::take(&mut waiting[page]) {
            pages[page].extend(part);
        }
        let own = random.range(2, 5);
        for nth in 0..own {
            let mut paragraphs = Vec::new();
            for _ in 0..random.range(2, 6) {
                let at = random.range(0, text.len());
                if !used.contains(&at) {
                    used.push(at);
                    paragraphs.push(text[at].clone());
                }
            }
            if paragraphs.is_empty() {
                continue;
            }
            let mut story = Story {
                headline: headline(random, text),
                byline: byline(random),
                paragraphs,
                jump: None,
            };
            let last = nth + 1 == own;
            let jumps = page + 1 < count && random.percent(40);
            let told = match (last, random.range(0, 100)) {
                (true, 0..50) => Told::PageEnd,
                (_, 0..40) => Told::Pages,
                (_, 40..75) => Told::Slug,
                (_, 75..88) => Told::NoTo,
                _ => Told::NoFrom,
            };
            pages[page].push(story.headline.clone());
            pages[page].push(story.byline.clone());
            let over = (told == Told::PageEnd).then_some(page + 1);
            match jumps
                .then(|| cut(random, &story.paragraphs, told))
                .flatten()
            {
                Some((here, there)) => {
                    story.jump = Some(told);
                    let to = over.unwrap_or_else(|| random.range(page + 1, count));
                    let (foot, head) = lines(random, &story.headline, told, page + 1, to + 1);
                    pages[page].extend(here);
                    pages[page].extend(foot);
                    let part = head.into_iter().chain(there).collect();
                    waiting[to].push((part, over.is_some()));
                }
                None => pages[page].extend(story.paragraphs.iter().cloned()),
            }
            stories.push(story);
        }
    }
    let pages = pages
        .into_iter()
        .enumerate()
        .map(|(nth, mut blocks)| {
            if numbered && nth > 0 {
                blocks.insert(0, (nth + 1).to_string());
                blocks.insert(1, name.clone());
            }
            blocks.join("\n\n") + "\n"
        })
        .collect();
    (pages, stories)
}

/// The two parts of a story. Where a jump is not told, the sentence must tell.
fn cut(
    random: &mut Random,
    paragraphs: &[String],
    told: Told,
) -> Option<(Vec<String>, Vec<String>)> {
    let nth = random.range(0, paragraphs.len());
    let whole = random.percent(20) && matches!(told, Told::Pages | Told::Slug);
    if whole && nth > 0 {
        return Some((paragraphs[..nth].to_vec(), paragraphs[nth..].to_vec()));
    }
    let text = &paragraphs[nth];
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let inner = |at: usize| {
        let word = text[at + 1..].split(' ').next().unwrap_or("");
        word.starts_with(|c: char| c.is_ascii_lowercase())
            .then_some(word)
    };
    for _ in 0..20 {
        let at = *spaces.get(random.range(4, spaces.len().saturating_sub(4)))?;
        let Some(word) = inner(at) else { continue };
        if text[..at].ends_with(['.', '?', '!', ':', '"', '-', '”']) {
            continue;
        }
        let mut here = paragraphs[..nth].to_vec();
        let mut there = Vec::new();
        let letters = word.trim_end_matches(|c: char| !c.is_ascii_lowercase());
        let mut syllables = hypher::hyphenate(letters, Lang::English);
        match syllables.next().filter(|first| first.len() < letters.len()) {
            Some(first) if random.percent(30) && !letters.contains('-') => {
                here.push(format!("{} {first}-", &text[..at]));
                there.push(text[at + 1 + first.len()..].to_owned());
            }
            _ => {
                here.push(text[..at].to_owned());
                there.push(text[at + 1..].to_owned());
            }
        }
        there.extend_from_slice(&paragraphs[nth + 1..]);
        return Some((here, there));
    }
    None
}

/// The lines at the foot of the one part and at the head of the other.
fn lines(
    random: &mut Random,
    headline: &str,
    told: Told,
    from: usize,
    to: usize,
) -> (Option<String>, Vec<String>) {
    let slug = headline
        .split_whitespace()
        .max_by_key(|word| word.len())
        .unwrap_or("STORY")
        .to_uppercase();
    let foot = match told {
        Told::Slug => format!("See {slug}, page {to}"),
        _ => random
            .pick(&[
                "Continued on Page {}",
                "Continued on page {}",
                "Turn to Page {}",
            ])
            .replace("{}", &to.to_string()),
    };
    let back = random
        .pick(&[
            "From page {}",
            "Continued from Page {}",
            "(Continued from Page {})",
        ])
        .replace("{}", &from.to_string());
    let title = match told {
        Told::Slug => slug,
        _ => headline.to_owned(),
    };
    match told {
        Told::PageEnd => (None, Vec::new()),
        Told::NoTo => (None, vec![title, back]),
        Told::NoFrom => (Some(foot), vec![title]),
        Told::Pages | Told::Slug => (Some(foot), vec![title, back]),
    }
}
