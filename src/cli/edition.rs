//! Edition files: read as a whole, or article by article, so that an issue of any length can be set.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::rc::Rc;

use reglet::edition::{Article, Edition};
use reglet::job::Settings;
use reglet::read::MAX_LINE;
use reglet::write::{WriteError, json, markdown};

use super::args::Format;
use super::exit::Exit;
use super::failure::{Failure, named, reason};
use super::input::{self, Kind};
use super::settle;

/// An issue whose articles are read when they are needed.
pub struct Issue {
    /// What is said of all of it.
    pub about: Edition,
    /// Its articles; they end at the first mistake.
    pub articles: Box<dyn Iterator<Item = Article>>,
    /// What was wrong with them.
    pub mistakes: Mistakes,
}

/// What was wrong with articles that have been read.
#[derive(Clone, Default)]
pub struct Mistakes(Rc<RefCell<Option<Failure>>>);

impl Mistakes {
    /// Keeps the first one.
    fn keep(&self, failure: Failure) {
        self.0.borrow_mut().get_or_insert(failure);
    }

    /// The first one, if there was any.
    pub fn first(&self) -> Result<(), Failure> {
        self.0.take().map_or(Ok(()), Err)
    }
}

impl From<Edition> for Issue {
    fn from(mut edition: Edition) -> Issue {
        let articles = std::mem::take(&mut edition.articles);
        Issue {
            about: edition,
            articles: Box::new(articles.into_iter()),
            mistakes: Mistakes::default(),
        }
    }
}

/// Reads an edition file as it is needed, if it is a file in Markdown; others as a whole.
pub fn issue(path: &Path, settings: &Settings) -> Result<Issue, Failure> {
    let streams = path.is_file() && !matches!(settle::format_of(path), Some(Format::Json));
    let Some(mut file) = streams
        .then(|| File::open(path).ok())
        .flatten()
        .map(BufReader::new)
    else {
        return whole(path, settings).map(Issue::from);
    };
    // Whatever is wrong with the file is said by those that read it as a whole.
    let start = file.fill_buf().unwrap_or_default();
    if is_json(path, &String::from_utf8_lossy(start)) {
        return whole(path, settings).map(Issue::from);
    }
    let name = named(path);
    let mistakes = Mistakes::default();
    let lines = lines(file, name.clone(), mistakes.clone());
    let read = markdown::articles(lines).map_err(|error| mistake(&name, &error))?;
    let mut about = read.about().clone();
    settings.name(&mut about);
    let kept = mistakes.clone();
    let wrong = name.clone();
    let mut articles = read
        .map_while(move |article| {
            article
                .map_err(|error| kept.keep(mistake(&wrong, &error)))
                .ok()
        })
        .peekable();
    let none = articles.peek().is_none();
    mistakes.first()?;
    if none {
        // Without an article or without any text: that is said as of any edition.
        return whole(path, settings).map(Issue::from);
    }
    Ok(Issue {
        about,
        articles: Box::new(articles),
        mistakes,
    })
}

/// The lines of a file without their ends, up to one that cannot be read.
fn lines(mut file: impl BufRead, name: String, mistakes: Mistakes) -> impl Iterator<Item = String> {
    let mut number = 0;
    std::iter::from_fn(move || {
        let mut line = Vec::new();
        number += 1;
        let most = MAX_LINE as u64 + 1;
        let failure = match std::io::Read::take(&mut file, most).read_until(b'\n', &mut line) {
            Ok(0) => return None,
            Ok(count) if count > MAX_LINE => input::long_line(&name, number),
            Ok(_) => {
                if line.last() == Some(&b'\n') {
                    line.pop();
                }
                match String::from_utf8(line) {
                    Ok(line) => return Some(line),
                    Err(_) => no_text(&name, number),
                }
            }
            Err(error) => Failure::new(Exit::Input, reason(&error), "").in_file(&name),
        };
        mistakes.keep(failure);
        None
    })
}

/// Reads an edition file: JSON when it is named so or looks so, else Markdown.
pub fn whole(path: &Path, settings: &Settings) -> Result<Edition, Failure> {
    let name = named(path);
    let bytes = input::read(path, Kind::Edition)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        no_text(&name, line + 1)
    })?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(empty(&name));
    }
    let is_json = is_json(path, &text);
    let read = if is_json {
        json::from(&text)
    } else {
        markdown::from(&text)
    };
    let mut edition = read.map_err(|error| mistake(&name, &error))?;
    if edition.articles.is_empty() {
        return Err(without_articles(&name));
    }
    settings.name(&mut edition);
    Ok(edition)
}

/// Whether an edition file is in JSON: it is named so, or looks so.
fn is_json(path: &Path, start: &str) -> bool {
    match settle::format_of(path) {
        Some(format) => matches!(format, Format::Json),
        None => start
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{'),
    }
}

pub fn mistake(name: &str, error: &WriteError) -> Failure {
    match error {
        WriteError::Markdown { line, what } => Failure::said(Exit::Form, what).at(name, *line, 0),
        WriteError::Json { line, column, what } => {
            Failure::said(Exit::Form, what).at(name, *line, *column)
        }
        other => Failure::of(Exit::Form, other).in_file(name),
    }
}

fn no_text(name: &str, line: usize) -> Failure {
    Failure::new(
        Exit::Text,
        "this line is not UTF-8 text",
        "give an edition file in UTF-8; a page as extracted goes to `reglet press`",
    )
    .at(name, line, 0)
}

fn empty(name: &str) -> Failure {
    Failure::new(
        Exit::Text,
        "there is no text in it",
        "give an edition file; `reglet repair` writes one",
    )
    .in_file(name)
}

fn without_articles(name: &str) -> Failure {
    Failure::new(
        Exit::Form,
        "there is no article in it",
        "an article of a Markdown edition starts with a line `# Headline`",
    )
    .in_file(name)
}
