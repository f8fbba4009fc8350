//! The whole way, once: stages from bytes to a PDF, each a plain function.
//!
//! Knows the order of the stages; no paths, no clock, no environment, no terminal.

mod album;
mod check;
mod given;

pub use album::{Album, illustrate};
pub use check::check;
pub use given::edition as edition_in;

use std::fmt;
use std::io::Write;

use crate::edition::{self, Article, BlockKind, Edition};
use crate::font::Fonts;
use crate::layout::Layout;
use crate::lexicon::{self, Language, Lexicon};
use crate::makeup::{self, PictureSource};
use crate::model::{Issue, Page};
use crate::pdf;
use crate::read::{self, Beside, Found, ReadError};
use crate::repair::{self, Audit, Status};
use crate::review::{self, Decision, Decisions};
use crate::write;

/// What a job may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Language of the text (BCP 47); `None` to detect it.
    pub language: Option<String>,
    /// Name of the newspaper; `None` to take what the text tells.
    pub title: Option<String>,
    /// Date of the issue as it is to be printed; `None` to take what the text tells.
    pub date: Option<String>,
    /// Whether misread letters are mended too, as a reader of scans leaves them.
    pub ocr: bool,
    /// Whether straight quotes, typed dashes and dots are set as typographic ones. The edition stays
    /// as it is; only the page changes.
    pub typography: bool,
    /// Whether grid, columns and the quality of lines are drawn on the pages, for a proof.
    pub proof: bool,
    /// How the PDF is written. Its ink limit is the layout's.
    pub pdf: pdf::Settings,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            language: None,
            title: None,
            date: None,
            ocr: false,
            typography: true,
            proof: false,
            pdf: pdf::Settings::default(),
        }
    }
}

/// Pages, repaired.
#[derive(Clone, Debug)]
pub struct Repaired {
    /// The pages as they should read, in the order of the inputs, each with what stands on it.
    pub pages: Vec<Page>,
    /// The pages as one text, in which a story that goes on on another page is whole; `None` when there
    /// is one page alone.
    pub issue: Option<Issue>,
    /// What they say.
    pub edition: Edition,
    /// Every edit and query on the way.
    pub audit: Audit,
}

impl Repaired {
    /// The text as it should read: one block a line, a blank line between blocks, nothing added.
    pub fn text(&self) -> String {
        if let Some(issue) = &self.issue {
            return write::text::of_issue(&self.pages, issue);
        }
        let pages: Vec<_> = self.pages.iter().map(write::text::of_page).collect();
        pages.join("\n")
    }

    /// Takes in what stands behind: more pages of the same issue.
    pub fn take(&mut self, more: Repaired) {
        self.pages.extend(more.pages);
        // What was put together is whole in the edition; the text is given page by page.
        self.issue = None;
        self.audit.rows.extend(more.audit.rows);
        let (all, more) = (&mut self.edition, more.edition);
        all.articles.extend(more.articles);
        all.furniture.extend(more.furniture);
        for (told, more) in [
            (&mut all.title, more.title),
            (&mut all.date, more.date),
            (&mut all.language, more.language),
        ] {
            if told.is_empty() {
                *told = more;
            }
        }
    }

    /// An estimate of how well the text reads: the share of its running words that are words of its
    /// language and stand in no query, from 0 to 1. Words with a capital do not count, since names are
    /// in no list. `None` when the language is not known, or there are too few words to tell.
    pub fn quality(&self) -> Option<f64> {
        /// Fewer words than this tell nothing.
        const FEWEST: usize = 30;
        let text = self.text();
        let language = match self.edition.language.parse() {
            Ok(Language::Unknown) | Err(_) => lexicon::detect(&text),
            Ok(language) => language,
        };
        if language == Language::Unknown {
            return None;
        }
        let lexicon = Lexicon::of(language);
        let (mut all, mut known) = (0usize, 0usize);
        for word in text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’') {
            let word = word.trim_matches(['\'', '’']);
            if word.chars().count() > 1 && word.chars().all(|c| !c.is_uppercase()) {
                all += 1;
                known += usize::from(lexicon.knows(word));
            }
        }
        let queries = self
            .audit
            .rows
            .iter()
            .filter(|row| row.status == Status::Query);
        // The words of a query are cut short at the place in doubt, which is one word of them.
        let doubtful = queries.count();
        let share = known.saturating_sub(doubtful) as f64 / all.max(1) as f64;
        (all >= FEWEST).then_some((share * 10_000.0).round() / 10_000.0)
    }
}

/// An edition, set.
#[derive(Clone, Debug)]
pub struct Pressed {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// What a sub-editor would mark on the proof.
    pub remarks: Vec<makeup::Remark>,
    /// What a printer would ask about the file.
    pub questions: Vec<pdf::Remark>,
}

/// An edition, set and written.
#[derive(Clone, Debug)]
pub struct Printed {
    /// Number of pages.
    pub pages: usize,
    /// Number of articles.
    pub articles: usize,
    /// What a sub-editor would mark on the proof.
    pub remarks: Vec<makeup::Remark>,
    /// What a printer would ask about the file.
    pub questions: Vec<pdf::Remark>,
}

/// Why a job ended early.
#[derive(Debug)]
#[non_exhaustive]
pub enum JobError {
    /// An input is no text that can be worked on.
    Read(String, ReadError),
    /// The PDF could not be written.
    Pdf(pdf::Error),
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::Read(name, error) => write!(f, "{name}: {error}"),
            JobError::Pdf(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for JobError {}

impl From<pdf::Error> for JobError {
    fn from(error: pdf::Error) -> JobError {
        JobError::Pdf(error)
    }
}

/// Reads the text of a page. `name` is what places in the audit call it.
///
/// # Errors
/// [`JobError::Read`] when the bytes are no text that can be worked on.
pub fn read(name: &str, bytes: Vec<u8>) -> Result<Page, JobError> {
    read::text(name, bytes).map_err(|error| JobError::Read(name.to_owned(), error))
}

/// Reads an input of any format that is known, compressed or not: text, PDF, OCR in XML, an archive
/// of pages. `beside` looks up files that it names, such as the pages of a METS file.
///
/// # Errors
/// [`JobError::Read`] when the bytes are no format that is known, or nothing in them can be read.
pub fn read_pages(name: &str, bytes: Vec<u8>, beside: Beside) -> Result<Found, JobError> {
    read::pages(name, bytes, beside).map_err(|error| JobError::Read(name.to_owned(), error))
}

/// The pictures of an input, for [`illustrate`]. `beside` looks up the scans that OCR names.
pub fn photos(name: &str, bytes: Vec<u8>, beside: Beside) -> Vec<read::Photo> {
    read::photos(name, bytes, beside)
}

/// Writes repaired words back into the ALTO file that they were read from: every box stays.
///
/// # Errors
/// [`JobError::Read`] when the file is no ALTO.
pub fn alto(name: &str, original: &[u8], repaired: &Repaired) -> Result<Vec<u8>, JobError> {
    write::alto::to(original, &repaired.pages)
        .map_err(|error| JobError::Read(name.to_owned(), error))
}

/// Repairs the pages of one issue, and finds its articles.
pub fn repair(pages: Vec<Page>, settings: &Settings) -> Repaired {
    let (pages, audits) = repair_apart(&pages, settings);
    joined(pages, audits, settings, &|_| false)
}

/// Repairs the pages of one issue, each by itself: its text, and every edit and query on the way.
pub fn repair_apart(pages: &[Page], settings: &Settings) -> (Vec<Page>, Vec<Audit>) {
    let repaired = repair::repair_pages(pages, &options(settings));
    repaired.into_iter().unzip()
}

fn options(settings: &Settings) -> repair::Options {
    repair::Options {
        language: settings.language.clone(),
        ocr: settings.ocr,
    }
}

/// Puts together what goes on from page to page, and finds the articles.
fn joined(
    pages: Vec<Page>,
    audits: Vec<Audit>,
    settings: &Settings,
    is_rejected: &dyn Fn(&repair::Row) -> bool,
) -> Repaired {
    match repair::join(&pages, &audits, &options(settings), is_rejected) {
        Some((issue, audit)) => {
            let mut edition = edition::assemble_issue(&pages, &issue);
            settings.name(&mut edition);
            Repaired {
                pages,
                issue: Some(issue),
                edition,
                audit,
            }
        }
        None => Repaired {
            edition: edition_of(&pages, settings),
            issue: None,
            pages,
            audit: Audit {
                rows: audits.into_iter().flat_map(|audit| audit.rows).collect(),
            },
        },
    }
}

/// Repairs the words of an edition file: what is a headline and what a caption is known, and stays.
/// `edition` is what [`edition_in`] found in `bytes`.
pub fn repair_edition(
    name: &str,
    bytes: Vec<u8>,
    edition: Edition,
    settings: &Settings,
) -> Repaired {
    let options = repair::Options {
        language: settings
            .language
            .clone()
            .or_else(|| Some(edition.language.clone()).filter(|tag| !tag.is_empty())),
        ocr: settings.ocr,
    };
    let given = given::Given::new(name, bytes, edition);
    let (page, audit) = repair::repair(&given.page, &options);
    let mut edition = given.with(&page);
    settings.name(&mut edition);
    // What was not repaired is part of the text all the same.
    let page = read::text(name, edition.plain_text().into_bytes()).unwrap_or(page);
    Repaired {
        pages: vec![page],
        issue: None,
        edition,
        audit,
    }
}

/// Repairs the pages of one issue as people decided: what they rejected is not done, what they agreed
/// to is, and their own words stand where they put them. `decisions` has those of each page.
///
/// Also gives the decisions that have no effect, and why.
pub fn repair_decided(
    pages: Vec<Page>,
    decisions: &[Decisions],
    settings: &Settings,
) -> (Repaired, Vec<(Decision, String)>) {
    let (mut repaired, mut audits) = repair_apart(&pages, settings);
    let mut lost = Vec::new();
    let mut of_issue: Vec<&Decision> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let Some(decisions) = decisions.get(number).filter(|own| !own.is_empty()) else {
            continue;
        };
        let (over, own) = decisions.apart(repair::is_of_issue);
        for decision in over {
            if !of_issue.contains(&decision) {
                of_issue.push(decision);
            }
        }
        if own.is_empty() {
            continue;
        }
        let decided = review::decide(page, &audits[number], &own);
        repaired[number] = decided.page;
        audits[number] = decided.audit;
        lost.extend(decided.lost);
    }
    let is_rejected = |row: &repair::Row| review::is_rejected(row, &of_issue);
    let repaired = joined(repaired, audits, settings, &is_rejected);
    (repaired, lost)
}

/// The articles of repaired pages.
pub fn edition_of(pages: &[Page], settings: &Settings) -> Edition {
    let mut edition = edition::assemble(pages);
    settings.name(&mut edition);
    edition
}

impl Settings {
    /// Puts what the caller knows of an issue in the place of what its text tells.
    pub fn name(&self, edition: &mut Edition) {
        let given = [
            (&self.title, &mut edition.title),
            (&self.date, &mut edition.date),
            (&self.language, &mut edition.language),
        ];
        for (given, told) in given {
            if let Some(given) = given {
                told.clone_from(given);
            }
        }
    }
}

/// Bytes of running text that are enough to tell its language by.
const TELLING: usize = 200_000;

/// The language that the running text of articles shows; empty when it shows none clearly.
fn language_of(articles: &[Article]) -> String {
    let blocks = articles.iter().flat_map(|article| &article.blocks);
    let prose = blocks.filter(|block| block.kind == BlockKind::Paragraph);
    let text: Vec<&str> = prose.map(|block| block.text.as_str()).collect();
    match lexicon::detect(&text.join("\n")) {
        Language::Unknown => String::new(),
        language => language.code().to_owned(),
    }
}

/// As many of the articles as it takes to tell their language.
fn telling(articles: &mut dyn Iterator<Item = Article>) -> Vec<Article> {
    let mut read = 0;
    let mut first = Vec::new();
    while read < TELLING
        && let Some(article) = articles.next()
    {
        read += article
            .blocks
            .iter()
            .map(|block| block.text.len())
            .sum::<usize>();
        first.push(article);
    }
    first
}

/// Sets an edition: makes it up into pages, and writes each as a PDF page when it is finished.
/// `pictures` knows the files that captions name; without it every picture's place is kept. An
/// edition that does not name its language is set in the one that its text shows.
///
/// # Errors
/// [`JobError::Pdf`] when the pages cannot be written.
pub fn set(
    edition: &Edition,
    layout: &Layout,
    fonts: &Fonts,
    pictures: Option<&dyn PictureSource>,
    settings: &Settings,
) -> Result<Pressed, JobError> {
    let mut pdf = Vec::new();
    let mut articles = edition.articles.iter().cloned();
    let printed = set_into(
        edition,
        &mut articles,
        layout,
        fonts,
        pictures,
        settings,
        &mut pdf,
    )?;
    #[cfg(debug_assertions)]
    check::assert_faithful(&pdf, edition);
    Ok(Pressed {
        pdf,
        pages: printed.pages,
        remarks: printed.remarks,
        questions: printed.questions,
    })
}

/// The same for an issue of any length: `articles` come as they are needed, in the place of those of the
/// edition, and the PDF goes out page by page. No more of either is kept than the pages that are being made
/// up take.
///
/// # Errors
/// [`JobError::Pdf`] when the pages cannot be written.
pub fn set_into(
    about: &Edition,
    articles: &mut dyn Iterator<Item = Article>,
    layout: &Layout,
    fonts: &Fonts,
    pictures: Option<&dyn PictureSource>,
    settings: &Settings,
    out: impl Write,
) -> Result<Printed, JobError> {
    let mut about = Edition {
        title: about.title.clone(),
        date: about.date.clone(),
        language: about.language.clone(),
        ..Edition::default()
    };
    let mut first = Vec::new();
    if about.language.is_empty() {
        first = telling(articles);
        about.language = language_of(&first);
    }
    let mut count = 0;
    let mut articles = first.into_iter().chain(articles).inspect(|_| count += 1);
    let choices = makeup::Options {
        typographic: settings.typography,
        pictures,
        proof: settings.proof,
    };
    let file = file_settings(&about, layout, settings);
    let mut writer = pdf::Writer::new(out, fonts, &file)?;
    let mut written = Ok(());
    let (document, remarks) = makeup::make_up_pages(
        &about,
        &mut articles,
        layout,
        fonts,
        &choices,
        &mut |page, since| {
            if written.is_ok() {
                written = writer.page(&page, since);
            }
        },
    );
    written?;
    let summary = writer.finish(&(&document).into())?;
    Ok(Printed {
        pages: summary.pages,
        articles: count,
        remarks,
        questions: summary.remarks,
    })
}

/// How the PDF of an issue is written: what the layout says of inks, and what is told at the press.
fn file_settings(about: &Edition, layout: &Layout, settings: &Settings) -> pdf::Settings {
    let mut file = pdf::Settings {
        ink_limit: layout.ink.total as u32,
        accent: pdf::Accent {
            inks: layout
                .ink
                .accent
                .map(|percent| (percent * 10.0).round() as u16),
            spot: Some(layout.ink.spot.clone()).filter(|name| !name.trim().is_empty()),
        },
        ..settings.pdf.clone()
    };
    if let Some(marks) = &mut file.marks
        && marks.slug.is_empty()
    {
        let title = Some(&about.title).filter(|title| !title.is_empty());
        let parts = [title.unwrap_or(&layout.title).as_str(), &about.date];
        marks.slug = parts.join(", ").trim_matches([',', ' ']).to_owned();
    }
    file
}
