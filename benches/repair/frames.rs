//! Stories in columns that were written out of turn: what becomes of them.
//!
//! A story is cut into columns at line ends, wherever they fall, and one column is written before the
//! one that it goes on from, or behind one that goes on from it.

use hypher::Lang;
use reglet::edition::flow;
use reglet::repair::{Options, repair};

use super::furniture::{byline, headline};
use super::random::Random;
use super::setting::{Ending, Line, joined, set};

/// What became of pages: paragraphs that are whole.
#[derive(Default)]
struct Score {
    paragraphs: usize,
    whole: usize,
    cut: usize,
    cut_whole: usize,
    in_order: usize,
    joined_wrongly: usize,
}

/// Makes so many pages, in order and out of it, repairs them, and prints what became of them.
pub fn run(random: &mut Random, pages: usize, text: &[String], show: bool) {
    let (mut sound, mut shuffled) = (Score::default(), Score::default());
    for number in 0..pages {
        let story = Story::new(random, text);
        sound.add(&story, &story.page(None), None);
        let move_of = (random.range(1, story.columns.len()), random.percent(50));
        let page = story.page(Some(move_of));
        shuffled.add(&story, &page, show.then_some(number));
    }
    println!("{pages} stories in columns, as they were and with one column out of turn");
    let row = |name: &str, value: fn(&Score) -> String| {
        println!("{name:44}{:>14}{:>14}", value(&sound), value(&shuffled));
    };
    row("", |_| String::new());
    row("paragraphs, whole", |score| {
        format!("{} of {}", score.whole, score.paragraphs)
    });
    row("paragraphs over two columns, whole", |score| {
        format!("{} of {}", score.cut_whole, score.cut)
    });
    row("stories in order", |score| score.in_order.to_string());
    row("blocks put together wrongly", |score| {
        score.joined_wrongly.to_string()
    });
}

/// A story and its columns.
struct Story {
    head: [String; 2],
    paragraphs: Vec<String>,
    /// For each column its blocks.
    columns: Vec<Vec<String>>,
    /// Paragraphs that go on in another column.
    cut: Vec<usize>,
}

impl Story {
    fn new(random: &mut Random, text: &[String]) -> Story {
        let measure = random.range(30, 50);
        let mut paragraphs: Vec<String> = Vec::new();
        let count = random.range(6, 12);
        while paragraphs.len() < count {
            let next = random.pick(text).clone();
            if !paragraphs.contains(&next) {
                paragraphs.push(next);
            }
        }
        let lines: Vec<(usize, Line)> = paragraphs
            .iter()
            .enumerate()
            .flat_map(|(nth, text)| {
                let lines = set(text, measure, Lang::English);
                lines.into_iter().map(move |line| (nth, line))
            })
            .collect();
        let many = random.range(3, 6);
        let depth = lines.len().div_ceil(many);
        let mut cut = Vec::new();
        let columns = lines
            .chunks(depth)
            .map(|column| {
                let mut blocks = Vec::new();
                for piece in column.chunk_by(|a, b| a.0 == b.0) {
                    let lines: Vec<Line> = piece.iter().map(|(_, line)| line.clone()).collect();
                    let mut text = joined(&lines);
                    let broken = lines.last().is_some_and(|line| line.ending != Ending::Word);
                    if broken && !text.ends_with('-') {
                        text.push('-');
                    }
                    if paragraphs[piece[0].0] != text && !cut.contains(&piece[0].0) {
                        cut.push(piece[0].0);
                    }
                    blocks.push(text);
                }
                blocks
            })
            .collect();
        Story {
            head: [headline(random, text), byline(random)],
            paragraphs,
            columns,
            cut,
        }
    }

    /// The page as it was written: a column of it is behind its successor, or before its predecessor.
    fn page(&self, out_of_turn: Option<(usize, bool)>) -> String {
        let mut columns: Vec<&Vec<String>> = self.columns.iter().collect();
        if let Some((at, last)) = out_of_turn {
            let column = columns.remove(at);
            // The column that begins the story stays with its headline.
            let to = if last { columns.len() } else { 1 };
            columns.insert(if to == at { columns.len() } else { to }, column);
        }
        let text = columns.into_iter().flatten().map(String::as_str);
        let page: Vec<&str> = self.head.iter().map(String::as_str).chain(text).collect();
        page.join("\n\n") + "\n"
    }
}

impl Score {
    fn add(&mut self, story: &Story, page: &str, shown: Option<usize>) {
        let Ok(read) = reglet::read::text("page.txt", page.as_bytes().to_vec()) else {
            return;
        };
        let (repaired, _) = repair(&read, &Options::default());
        let blocks: Vec<String> = flow::of_page(&repaired)
            .into_iter()
            .map(|flow| flow.text)
            .collect();
        let place = |text: &String| blocks.iter().position(|block| block == text);
        let places: Vec<Option<usize>> = story.paragraphs.iter().map(place).collect();
        self.paragraphs += places.len();
        self.whole += places.iter().flatten().count();
        self.cut += story.cut.len();
        let mended = story.cut.iter().filter(|nth| places[**nth].is_some());
        self.cut_whole += mended.count();
        self.in_order += usize::from(places.iter().all(Option::is_some) && places.is_sorted());
        let wrong = blocks.iter().skip(2).filter(|block| {
            let of = |text: &String| text.contains(block.trim_end_matches('-'));
            !story.paragraphs.iter().any(of)
        });
        let wrong: Vec<&String> = wrong.collect();
        self.joined_wrongly += wrong.len();
        if let Some(number) = shown {
            for block in wrong {
                println!("--- story {number}, together\n  {block}");
            }
            for nth in story.cut.iter().filter(|nth| places[**nth].is_none()) {
                println!("--- story {number}, apart\n  {}", story.paragraphs[*nth]);
            }
        }
    }
}
