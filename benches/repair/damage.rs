//! Damages clean text as extraction does, and keeps the truth.
//!
//! A page is a few articles of clean paragraphs, set in lines of the page's own measure. It comes
//! out with whole paragraphs a line or line by line. About half of the paragraphs stay sound; to
//! each of the others one thing happens. What happens knows nothing of how repair works: only of
//! columns, lines and what extractors do with them.

use hypher::Lang;

use crate::furniture;
use crate::random::Random;
use crate::setting::{Ending, Line, joined, set};

/// A damaged page and its truth.
#[derive(Default)]
pub struct Page {
    /// What repair is given.
    pub damaged: String,
    /// The blocks as they should be, in order.
    pub truth: Vec<String>,
    /// Paragraphs to which nothing happened.
    pub sound: Vec<String>,
    /// What happened.
    pub events: Vec<Event>,
    /// Whether it came out line by line.
    pub raw: bool,
}

/// One thing that happened.
#[derive(Default)]
pub struct Event {
    /// What kind of thing.
    pub kind: &'static str,
    /// Stretches of the truth that the output must have, each inside one block.
    pub present: Vec<String>,
    /// Stretches that the output must have exactly once.
    pub once: Vec<String>,
    /// Blocks that the output must not have.
    pub absent: Vec<String>,
    /// The end of the input's line at which a query is due.
    pub query: Option<String>,
    /// Paragraphs that were mixed.
    pub streams: Vec<String>,
    /// The block that came out of it.
    pub mixed: String,
}

/// What may be asked of the generator.
pub struct Plan {
    /// Percentage of paragraphs that stay sound.
    pub sound: usize,
    /// Language for the printer's hyphens.
    pub language: Lang,
}

struct Press<'a> {
    random: &'a mut Random,
    plan: &'a Plan,
    text: &'a [String],
    measure: usize,
    page: Page,
    /// Blocks of the damaged page.
    out: Vec<String>,
}

/// Makes one page.
pub fn page(random: &mut Random, plan: &Plan, text: &[String]) -> Page {
    let measure = random.range(28, 61);
    let raw = random.percent(40);
    let mut press = Press {
        random,
        plan,
        text,
        measure,
        page: Page {
            raw,
            ..Page::default()
        },
        out: Vec::new(),
    };
    for _ in 0..press.random.range(2, 5) {
        press.article();
    }
    let mut page = press.page;
    page.damaged = press.out.join("\n\n") + "\n";
    page
}

impl Press<'_> {
    fn paragraph(&mut self) -> String {
        loop {
            let text = self.random.pick(self.text).clone();
            if !self.page.truth.contains(&text) {
                return text;
            }
        }
    }

    fn lines(&self, paragraph: &str) -> Vec<Line> {
        set(paragraph, self.measure, self.plan.language)
    }

    /// Something that the truth has just as the damaged page has it.
    fn plain(&mut self, block: String) {
        self.out.push(block.clone());
        self.page.truth.push(block);
    }

    fn article(&mut self) {
        let headline = furniture::headline(self.random, self.text);
        self.plain(headline);
        if self.random.percent(70) {
            let byline = furniture::byline(self.random);
            self.plain(byline);
        }
        let paragraphs = self.random.range(4, 10);
        let mut done = 0;
        while done < paragraphs {
            if done > 1 && self.random.percent(12) {
                let subhead = furniture::subhead(self.random, self.text);
                self.plain(subhead);
            }
            if self.random.percent(self.plan.sound) {
                let text = self.paragraph();
                self.sound(text);
                done += 1;
            } else {
                done += self.damaged();
            }
        }
    }

    fn sound(&mut self, text: String) {
        let lines = self.lines(&text);
        let shown = self.show(&lines);
        self.out.push(shown);
        if self.page.raw {
            self.note_line_ends(&lines);
        }
        // Line by line, a broken word is damage.
        if !self.page.raw || lines.iter().all(|line| line.ending == Ending::Word) {
            self.page.sound.push(text.clone());
        }
        self.page.truth.push(text);
    }

    /// The lines as the page shows them when nothing happens to them.
    fn show(&self, lines: &[Line]) -> String {
        if self.page.raw {
            let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            lines.join("\n")
        } else {
            // A part of a paragraph that ends in the middle of a word shows its hyphen.
            let mut text = joined(lines);
            if let Some(last) = lines.last()
                && last.ending != Ending::Word
                && !text.ends_with('-')
            {
                text.push('-');
            }
            text
        }
    }

    /// Every broken word of a raw page is an event of its own.
    fn note_line_ends(&mut self, lines: &[Line]) {
        for at in 1..lines.len() {
            let kind = match lines[at - 1].ending {
                Ending::Word => continue,
                Ending::Soft => "line-end hyphen, soft",
                Ending::Hard => "line-end hyphen, hard",
            };
            self.page.events.push(Event {
                kind,
                present: vec![around(lines, at, 1)],
                ..Event::default()
            });
        }
    }

    /// Damages one paragraph or a few; says how many.
    fn damaged(&mut self) -> usize {
        match self.random.range(0, 100) {
            0..=19 => self.cut(false),
            20..=31 => self.cut(true),
            32..=45 => self.hyphens_inside(),
            46..=58 => self.doubled_line(),
            59..=63 => self.doubled_block(),
            64..=70 => self.overlap(),
            71..=78 => self.lost_end(),
            79..=88 => self.woven(2),
            89..=91 => self.woven(3),
            _ => self.woven_copy(),
        }
    }

    /// A paragraph of at least so many lines, and its lines.
    fn long(&mut self, lines: usize) -> (String, Vec<Line>) {
        loop {
            let text = self.paragraph();
            let set = self.lines(&text);
            if set.len() >= lines {
                return (text, set);
            }
        }
    }

    /// Cut by a column's end, perhaps with a caption between the halves.
    fn cut(&mut self, caption: bool) -> usize {
        let (text, lines) = self.long(3);
        let at = self.random.range(1, lines.len());
        let kind = match (caption, lines[at - 1].ending) {
            (false, Ending::Word) => "cut between words",
            (false, Ending::Soft) => "cut in a word",
            (false, Ending::Hard) => "cut at a hard hyphen",
            (true, Ending::Word) => "caption between words",
            (true, Ending::Soft) => "caption in a word",
            (true, Ending::Hard) => "caption at a hard hyphen",
        };
        self.page.truth.push(text);
        let first = self.show(&lines[..at]);
        self.out.push(first);
        if caption {
            let caption = furniture::caption(self.random, self.text);
            self.plain(caption);
        }
        let second = self.show(&lines[at..]);
        self.out.push(second);
        self.page.events.push(Event {
            kind,
            present: vec![around(&lines, at, 3)],
            ..Event::default()
        });
        if self.page.raw {
            self.note_line_ends(&lines[..at]);
            self.note_line_ends(&lines[at..]);
        }
        1
    }

    /// Hyphens of line ends that were joined wrongly.
    fn hyphens_inside(&mut self) -> usize {
        if self.page.raw {
            return self.cut(false);
        }
        let (text, lines) = self.long(4);
        let broken: Vec<usize> = (1..lines.len())
            .filter(|&at| lines[at - 1].ending != Ending::Word)
            .collect();
        if broken.is_empty() {
            self.sound(text);
            return 1;
        }
        let hard: Vec<usize> = broken
            .iter()
            .copied()
            .filter(|&at| lines[at - 1].ending == Ending::Hard)
            .collect();
        let at = if hard.is_empty() {
            *self.random.pick(&broken)
        } else {
            *self.random.pick(&hard)
        };
        let before = joined(&lines[..at]);
        let after = joined(&lines[at..]);
        let stem = before.trim_end_matches('-');
        let (kind, shown) = match (lines[at - 1].ending, self.random.range(0, 2)) {
            (Ending::Hard, 0) => {
                let compound = around(&lines, at, 0);
                let compound = compound.trim_matches(|c: char| !c.is_alphanumeric());
                let so_far = self.out.iter().any(|block| block.contains(compound));
                let proved = so_far || text.matches(compound).count() > 1;
                let kind = if proved {
                    "hyphen lost, spelt elsewhere"
                } else {
                    "hyphen lost"
                };
                (kind, format!("{stem}{after}"))
            }
            (Ending::Hard, _) => ("hyphen and space, hard", format!("{stem}- {after}")),
            (_, 0) => ("word split by a space", format!("{stem} {after}")),
            _ => ("hyphen and space, soft", format!("{stem}- {after}")),
        };
        self.out.push(shown);
        self.page.truth.push(text);
        self.page.events.push(Event {
            kind,
            present: vec![around(&lines, at, 1)],
            ..Event::default()
        });
        1
    }

    fn doubled_line(&mut self) -> usize {
        let (text, lines) = self.long(3);
        self.page.truth.push(text);
        let mut event = Event {
            kind: "line twice",
            ..Event::default()
        };
        if !self.page.raw && self.random.percent(60) {
            // The first line of a paragraph, by itself.
            let stub = self.show(&lines[..1]);
            event.absent.push(stub.clone());
            self.out.push(stub);
            let whole = self.show(&lines);
            self.out.push(whole);
        } else {
            let at = self.random.range(1, lines.len());
            let mut twice = lines[..at].to_vec();
            twice.extend_from_slice(&lines[at - 1..]);
            let shown = if self.page.raw {
                self.show(&twice)
            } else {
                let first = self.show(&lines[..at]);
                let second = self.show(&lines[at - 1..]);
                format!("{first} {second}")
            };
            self.out.push(shown);
            let starts = starts(&lines);
            let whole = joined(&lines);
            let end = starts.get(at).copied().unwrap_or(whole.len());
            let from = back_words(&whole, starts[at - 1], 3);
            let until = on_words(&whole, end, 3);
            event.once.push(whole[from..until].to_owned());
        }
        self.page.events.push(event);
        1
    }

    fn doubled_block(&mut self) -> usize {
        let (text, lines) = self.long(2);
        let shown = self.show(&lines);
        self.out.push(shown.clone());
        self.page.truth.push(text.clone());
        let between = if self.random.percent(40) {
            let other = self.paragraph();
            self.sound(other);
            1
        } else {
            0
        };
        self.out.push(shown);
        self.page.events.push(Event {
            kind: "block twice",
            once: vec![text],
            ..Event::default()
        });
        1 + between
    }

    fn overlap(&mut self) -> usize {
        let (text, lines) = self.long(4);
        self.page.truth.push(text);
        let at = self.random.range(2, lines.len());
        let first = self.show(&lines[..at]);
        let second = self.show(&lines[at - 1..]);
        self.out.push(first);
        self.out.push(second);
        self.page.events.push(Event {
            kind: "overlap",
            present: vec![around(&lines, at, 3)],
            once: vec![around(&lines, at, 3)],
            ..Event::default()
        });
        1
    }

    fn lost_end(&mut self) -> usize {
        let (_, lines) = self.long(4);
        let at = self.random.range(2, lines.len());
        let shown = self.show(&lines[..at]);
        let mut truth = joined(&lines[..at]);
        if lines[at - 1].ending != Ending::Word && !truth.ends_with('-') {
            truth.push('-');
        }
        let tail: String = shown.chars().rev().take(24).collect();
        self.page.events.push(Event {
            kind: "end lost, queried",
            query: Some(tail.chars().rev().collect()),
            ..Event::default()
        });
        self.page.truth.push(truth);
        self.out.push(shown);
        // A sound paragraph with a capital follows, as on a page.
        let next = self.paragraph();
        self.sound(next);
        2
    }

    /// Columns mixed line by line.
    fn woven(&mut self, columns: usize) -> usize {
        let streams: Vec<(String, Vec<Line>)> = (0..columns).map(|_| self.long(3)).collect();
        let sets: Vec<&[Line]> = streams.iter().map(|(_, lines)| lines.as_slice()).collect();
        let (kind, shown) = self.weave(&sets);
        let kind = match (columns, kind) {
            (2, "lines") => "two columns mixed, lines",
            (2, "glued") => "two columns mixed, glued",
            (2, _) => "two columns mixed, hyphens kept",
            (_, "lines") => "three columns mixed, lines",
            _ => "three columns mixed, flat",
        };
        self.out.push(shown.clone());
        let streams: Vec<String> = streams.into_iter().map(|(text, _)| text).collect();
        self.page.truth.extend(streams.iter().cloned());
        self.page.events.push(Event {
            kind,
            streams,
            mixed: shown,
            ..Event::default()
        });
        columns
    }

    fn weave(&mut self, sets: &[&[Line]]) -> (&'static str, String) {
        let mut lines: Vec<&Line> = Vec::new();
        for number in 0..sets.iter().map(|set| set.len()).max().unwrap_or(0) {
            lines.extend(sets.iter().filter_map(|set| set.get(number)));
        }
        if self.page.raw {
            let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            return ("lines", lines.join("\n"));
        }
        let glued = self.random.percent(60);
        let mut flat = String::new();
        for line in &lines {
            if glued && line.ending == Ending::Soft {
                flat.push_str(&line.text[..line.text.len() - 1]);
            } else if glued && line.ending == Ending::Hard {
                flat.push_str(line.text.trim_end_matches('-'));
            } else {
                flat.push_str(&line.text);
                flat.push(' ');
            }
        }
        let kind = if glued { "glued" } else { "kept" };
        (kind, flat.trim_end().to_owned())
    }

    /// Columns mixed where one of the streams is a copy of lines that stand elsewhere.
    fn woven_copy(&mut self) -> usize {
        let (elsewhere, other) = self.long(6);
        let (text, lines) = self.long(5);
        let cut = self.random.range(2, lines.len() - 1);
        let rest = lines.len() - cut;
        let from = self.random.range(0, other.len() - 2);
        let until = (from + self.random.range(2, rest + 3)).min(other.len());
        let shown = self.show(&other);
        self.out.push(shown);
        self.page.truth.push(elsewhere.clone());
        let first = self.show(&lines[..cut]);
        self.out.push(first);
        let copy_first = self.random.percent(50);
        let sets = if copy_first {
            [&other[from..until], &lines[cut..]]
        } else {
            [&lines[cut..], &other[from..until]]
        };
        let (_, mixed) = self.weave(&sets);
        self.out.push(mixed.clone());
        self.page.truth.push(text.clone());
        self.page.events.push(Event {
            kind: if self.page.raw {
                "mixed with a copy, lines"
            } else {
                "mixed with a copy, flat"
            },
            streams: vec![elsewhere, text],
            mixed,
            ..Event::default()
        });
        2
    }
}

/// Where each line starts in the joined text.
fn starts(lines: &[Line]) -> Vec<usize> {
    (0..lines.len())
        .map(|at| {
            let before = joined(&lines[..at]);
            match at.checked_sub(1).map(|last| lines[last].ending) {
                Some(Ending::Soft) => before.len() - 1,
                Some(Ending::Word) => before.len() + 1,
                _ => before.len(),
            }
        })
        .collect()
}

/// The joined text around the start of a line: the word there and so many on either side.
fn around(lines: &[Line], at: usize, words: usize) -> String {
    let text = joined(lines);
    let point = starts(lines)[at];
    let in_word = usize::from(lines[at - 1].ending != Ending::Word);
    let from = back_words(&text, point, words + in_word);
    let until = on_words(&text, point, words + in_word);
    text[from..until].trim().to_owned()
}

fn back_words(text: &str, from: usize, words: usize) -> usize {
    let mut at = text[..from].trim_end().len();
    for _ in 0..words {
        at = text[..at]
            .trim_end()
            .rfind(' ')
            .map_or(0, |space| space + 1);
        if at == 0 {
            return 0;
        }
    }
    at
}

fn on_words(text: &str, from: usize, words: usize) -> usize {
    let mut at = from;
    for _ in 0..words {
        let rest = &text[at..];
        let skip = rest.len() - rest.trim_start().len();
        at += skip + rest[skip..].find(' ').unwrap_or(rest.len() - skip);
    }
    at
}
