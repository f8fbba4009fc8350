//! Preflight: a finished PDF looked over before a press, an archive or a reader gets it.
//!
//! Knows what a printable, lasting, readable newspaper file is, and says in plain words what is not
//! so. It reads the file with a reader of its own, from the bytes alone, so it also judges files that
//! reglet did not write. It does not replace veraPDF, which knows every clause of PDF/A and PDF/UA:
//! it knows what veraPDF does not look at (boxes, ink, overprint, resolution, PDF/X, the text itself).

mod actions;
mod colours;
mod document;
pub(super) mod file;
mod filters;
mod fonts;
mod inline;
mod mark;
mod marks;
mod packet;
pub(super) mod pages;
mod pictures;
pub(super) mod scan;
mod state;
mod text;
mod tree;
pub(super) mod value;

use std::collections::BTreeSet;
use std::fmt;

use file::File;
use fonts::{Font, Fonts};
use mark::Mark;
use scan::Scanner;

pub use text::compare;

/// What is allowed on the paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The most ink, in percent of one solid ink; 240 for newsprint.
    pub ink: u32,
    /// The fewest pixels to the inch of a picture.
    pub resolution: u32,
    /// The thinnest line, in points.
    pub hairline: f64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            ink: 240,
            resolution: 120,
            hairline: 0.25,
        }
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A person should look; the file can be printed.
    Remark,
    /// The file must not go out.
    Fault,
}

impl Severity {
    /// The word for it: `fault` or `remark`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Fault => "fault",
            Severity::Remark => "remark",
        }
    }
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The page, counted from 1; `None` for the whole file.
    pub page: Option<usize>,
    /// How bad it is.
    pub severity: Severity,
    /// Name of the rule, for scripts.
    pub rule: &'static str,
    /// What is wrong and what to do, in words.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = self.severity.name();
        match self.page {
            Some(page) => write!(f, "{severity} [{}] page {page}: {}", self.rule, self.text),
            None => write!(f, "{severity} [{}] {}", self.rule, self.text),
        }
    }
}

/// What a look over a file found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is not as it should be: first the file, then page by page; each kind once a page.
    pub findings: Vec<Finding>,
    /// How many pages there are.
    pub pages: usize,
    /// What a reader of text gets, one logical element after the other in the order of the structure,
    /// without artifacts; hyphens that line breaking put there are left out.
    pub text: Vec<String>,
}

impl Report {
    /// Whether the file can go out.
    pub fn good(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.severity < Severity::Fault)
    }
}

/// Findings on their way, each said once.
#[derive(Default)]
struct Findings {
    all: BTreeSet<Finding>,
    page: Option<usize>,
    /// Whether the file is for a press alone: nobody reads it aloud.
    press_alone: bool,
    /// Whether the file says that it is for a press.
    for_press: bool,
    /// Whether the file has a logical structure, which what is on its pages can belong to.
    tagged: bool,
}

/// What a file for a press alone may lack.
const FOR_READERS: [&str; 5] = ["figure-alt", "headings", "language", "tags", "unmarked"];

impl Findings {
    fn fault(&mut self, rule: &'static str, text: impl Into<String>) {
        let severity = match self.press_alone && FOR_READERS.contains(&rule) {
            true => Severity::Remark,
            false => Severity::Fault,
        };
        self.add(severity, rule, text.into());
    }

    fn remark(&mut self, rule: &'static str, text: impl Into<String>) {
        self.add(Severity::Remark, rule, text.into());
    }

    fn add(&mut self, severity: Severity, rule: &'static str, text: String) {
        let page = self.page;
        self.all.insert(Finding {
            page,
            severity,
            rule,
            text,
        });
    }
}

/// Looks over a PDF. A file that cannot be read at all is a single fault.
///
/// ```
/// use reglet::pdf::check::{Limits, check};
///
/// let report = check(b"not a PDF", &Limits::default());
/// assert!(!report.good());
/// assert_eq!(report.findings[0].rule, "file");
/// ```
pub fn check(bytes: &[u8], limits: &Limits) -> Report {
    let mut findings = Findings::default();
    let file = match File::open(bytes) {
        Ok(file) => file,
        Err(reason) => {
            findings.fault("file", format!("the file cannot be read: {reason}"));
            return Report {
                findings: findings.all.into_iter().collect(),
                ..Report::default()
            };
        }
    };
    if !file.trailer.get("Encrypt").is_null() {
        findings.fault(
            "encryption",
            "the file is encrypted, which no standard for print or archive allows; nothing else in it \
             can be looked at",
        );
        return Report {
            findings: findings.all.into_iter().collect(),
            ..Report::default()
        };
    }
    document::check(&file, &mut findings);
    let pages = file.numbered_pages();
    if pages.is_empty() {
        findings.fault("file", "the file has no pages");
    }
    let numbers = pages.iter().zip(1..);
    let numbers = numbers.filter_map(|((object, _), page)| Some(((*object)?, page)));
    tree::check(&file, &numbers.collect(), &mut findings);
    let owners = tree::Owners::read(&file);
    let mut text = text::Reader::default();
    let mut fonts = Fonts::default();
    let mut pictures = pictures::Pictures::default();
    for (index, (_, page)) in pages.iter().enumerate() {
        findings.page = Some(index + 1);
        let boxes = pages::check_boxes(&file, page, &mut findings);
        pages::check_dictionary(&file, page, &mut findings);
        let key = file.get(page, "StructParents").index();
        let mut scanner = Scanner::new(&file, &mut fonts, key);
        match pages::content(&file, page) {
            Some(content) => scanner.run(&content, &file.dict(page, "Resources"), 0),
            None => findings.fault("content", "the page's content cannot be unpacked"),
        }
        let marks = scanner.marks;
        let rules = marks::Rules {
            file: &file,
            boxes: &boxes,
            limits,
            owners: &owners,
        };
        rules.check(&marks, &mut pictures, &mut findings);
        for mark in &marks {
            if let Mark::Text(shown) = mark {
                text.show(shown, &owners);
            }
        }
        for font in fonts.met.drain(..) {
            check_font(&font, &mut findings);
        }
    }
    Report {
        findings: findings.all.into_iter().collect(),
        pages: pages.len(),
        text: text.finish(),
    }
}

/// Rules about a font, said on the first page that uses it.
fn check_font(font: &Font, findings: &mut Findings) {
    let name = &font.name;
    if !font.embedded {
        findings.fault(
            "font-embedded",
            format!("the font {name} is not in the file; a press would put another in its place"),
        );
    }
    if !font.speaks {
        findings.fault(
            "font-text",
            format!("the font {name} does not say what its glyphs stand for (ToUnicode)"),
        );
    }
}
