//! An edition in Markdown, article by article: no more of the text is held than one or two of them take.
//!
//! Knows where a text may be parted: before a headline that no table and no remark goes on over. What the
//! lines mean is known in `read`.

use std::collections::VecDeque;

use super::front;
use super::read::Reader;
use crate::edition::{Article, Edition};
use crate::write::error::WriteError;

/// Bytes of text that are read at once, at least.
const PART: usize = 64 << 10;

/// The articles of an edition in Markdown, as they are read.
pub struct Articles<L> {
    lines: L,
    /// A line that has been looked at, and begins the next part.
    next: Option<String>,
    about: Edition,
    reader: Reader<'static>,
    ready: VecDeque<Article>,
    /// Whether the last line has been read, or a mistake been found.
    done: bool,
}

/// Reads an edition from lines without their ends, as [`from`](super::from) does from a text.
///
/// ```
/// use reglet::write::markdown;
/// let lines = ["---", "title: The Post", "---", "# Rain", "It rained.", "# Sun", "It shone."];
/// let mut articles = markdown::articles(lines.into_iter().map(str::to_owned))?;
/// assert_eq!(articles.about().title, "The Post");
/// let first = articles.next().transpose()?;
/// assert_eq!(first.and_then(|article| article.headline).as_deref(), Some("Rain"));
/// assert_eq!(articles.count(), 1);
/// # Ok::<(), reglet::write::WriteError>(())
/// ```
///
/// # Errors
/// As [`from`](super::from), for the first part of the text here, for the others with the articles.
pub fn articles<L: Iterator<Item = String>>(lines: L) -> Result<Articles<L>, WriteError> {
    let mut all = Articles {
        lines,
        next: None,
        about: Edition::default(),
        reader: Reader::default(),
        ready: VecDeque::new(),
        done: false,
    };
    let part = all.part(true);
    all.read(&part, true)?;
    Ok(all)
}

impl<L> Articles<L> {
    /// What is said of the whole edition: title, date, language. It has no articles.
    pub fn about(&self) -> &Edition {
        &self.about
    }
}

impl<L: Iterator<Item = String>> Articles<L> {
    /// The next lines, up to a headline.
    fn part(&mut self, first: bool) -> String {
        let mut part = self.next.take().unwrap_or_default();
        let mut over = Over::default();
        let mut blank = false;
        let mut head = if first { Head::Ahead } else { Head::Past };
        loop {
            let Some(line) = self.lines.next() else {
                self.done = true;
                return part;
            };
            let trimmed = line.trim();
            head = head.after(trimmed);
            let heads = blank && over.is_nothing() && line.starts_with("# ");
            if heads && head == Head::Past && part.len() >= PART {
                self.next = Some(line + "\n");
                return part;
            }
            over.line(trimmed);
            blank = trimmed.is_empty();
            part.push_str(&line);
            part.push('\n');
        }
    }

    fn read(&mut self, part: &str, first: bool) -> Result<(), WriteError> {
        let part = if first {
            part.strip_prefix('\u{feff}').unwrap_or(part)
        } else {
            part
        };
        let part = part.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<&str> = part
            .strip_suffix('\n')
            .unwrap_or(&part)
            .split('\n')
            .collect();
        let start = if first {
            front::from(&lines, &mut self.about)?
        } else {
            0
        };
        let mut reader = std::mem::take(&mut self.reader).with(lines, start);
        reader.read()?;
        self.ready.extend(reader.articles.drain(..));
        let reader = reader.with(Vec::new(), 0);
        if self.done {
            self.ready.extend(reader.end()?);
        } else {
            self.reader = reader;
        }
        Ok(())
    }
}

impl<L: Iterator<Item = String>> Iterator for Articles<L> {
    type Item = Result<Article, WriteError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(article) = self.ready.pop_front() {
                return Some(Ok(article));
            }
            if self.done {
                return None;
            }
            let part = self.part(false);
            if let Err(error) = self.read(&part, false) {
                self.done = true;
                return Some(Err(error));
            }
        }
    }
}

/// The head of the file, within which nothing is parted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Ahead,
    Inside,
    Past,
}

impl Head {
    fn after(self, line: &str) -> Head {
        match (self, line.trim_start_matches('\u{feff}')) {
            (Head::Ahead, "") => Head::Ahead,
            (Head::Ahead, "---") => Head::Inside,
            (Head::Inside, "---" | "...") | (Head::Ahead, _) => Head::Past,
            (head, _) => head,
        }
    }
}

/// What goes on over lines, headlines among them.
#[derive(Default)]
struct Over {
    fence: Option<(char, usize)>,
    comment: bool,
}

impl Over {
    fn is_nothing(&self) -> bool {
        self.fence.is_none() && !self.comment
    }

    fn line(&mut self, line: &str) {
        let run = |sign| line.chars().take_while(|c| *c == sign).count();
        if let Some((sign, count)) = self.fence {
            if run(sign) >= count && line.chars().all(|c| c == sign) {
                self.fence = None;
            }
        } else if self.comment || line.starts_with("<!--") {
            self.comment = !line.contains("-->");
        } else {
            let signs = ['`', '~'].into_iter().map(|sign| (sign, run(sign)));
            self.fence = signs.into_iter().find(|(_, count)| *count >= 3);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A long edition with everything that a headline may stand in.
    fn long() -> String {
        let mut text =
            "\u{feff}---\r\ntitle: Post\r\nlanguage: en\r\n# no headline\r\n---\n".to_owned();
        for number in 0..40 {
            text +=
                &format!("\nKicker: Town {number}\n\n# Story {number}\n\nSection: S{number}\n\n");
            text += &format!("{}\n\n", "Some words of a story. ".repeat(200));
            text += "```\na table\n\n# 1\n```\n\n<!-- a\n\n# remark\n-->\n\n- one\n\n* * *\n\nNo head.\n";
        }
        text
    }

    fn lines(text: &str) -> impl Iterator<Item = String> {
        text.split('\n')
            .map(|line| line.trim_end_matches('\r').to_owned())
    }

    #[test]
    fn parts_say_what_the_whole_says() {
        let text = long();
        let whole = super::super::from(&text).unwrap();
        let parts = articles(lines(&text)).unwrap();
        assert_eq!(parts.about().title, whole.title);
        let read: Vec<Article> = parts.map(Result::unwrap).collect();
        assert_eq!(read, whole.articles);
    }

    #[test]
    fn only_a_part_is_read_at_once_and_mistakes_have_their_line() {
        let text = long() + "\n# Last\n\nTreatment: round\n";
        let count = text.lines().count();
        let taken = std::cell::Cell::new(0);
        let counted = lines(&text).inspect(|_| taken.set(taken.get() + 1));
        let mut parts = articles(counted).unwrap();
        assert!(taken.get() < count);
        let mistake = parts.find_map(Result::err).unwrap();
        assert_eq!(mistake, super::super::from(&text).unwrap_err());
        assert!(
            mistake.to_string().starts_with(&format!("line {count}:")),
            "{mistake}"
        );
        assert!(parts.next().is_none());
    }

    #[test]
    fn nothing_is_no_articles() {
        assert_eq!(articles(lines("")).unwrap().count(), 0);
    }
}
