//! A layout file, checked: the page, its grid, its styles and its rules of make-up.
//!
//! Knows TOML and lengths. Knows no face (names only), no text and no page being made up.
//!
//! A layout file names what differs from the defaults below, or from the layout that it `extends`.
//! Unknown keys and bad values are errors with their place and the nearest valid name, all in one
//! run. Lengths are texts with a unit (`"9.5pt"`, `"4mm"`, `"1.2cm"`, `"0.5in"`); points are big
//! points, 72 to the inch.

mod parse;
mod parts;
mod reader;
mod style;
#[cfg(test)]
mod tests;
mod value;
mod wording;

use std::fmt;

pub use parts::{Adverts, Boxes, Inside, JumpHead, Jumps, SectionStart, Sections};
pub use style::{Alignment, Style, Styles};
pub use value::nearest;
pub use wording::Wording;

use crate::units::Length;

/// A layout: everything that make-up knows of a newspaper but its text and its faces.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The layout's name: the file's name without its end, or the embedded layout's.
    pub name: String,
    /// What it is for, in a sentence (`description`).
    pub description: String,
    /// The nameplate when the edition has no title (`title`); empty for none.
    pub title: String,
    /// `[page]`
    pub page: PageGeometry,
    /// `[grid]`
    pub grid: Grid,
    /// `[makeup]`
    pub makeup: Makeup,
    /// `[jumps]`
    pub jumps: Jumps,
    /// `[sections]`
    pub sections: Sections,
    /// `[inside]`
    pub inside: Inside,
    /// `[boxes]`
    pub boxes: Boxes,
    /// `[adverts]`
    pub adverts: Adverts,
    /// `[pictures]`
    pub pictures: Pictures,
    /// `[masthead]`
    pub masthead: Masthead,
    /// `[folio]`
    pub folio: Folio,
    /// `[breaking]`
    pub breaking: Limits,
    /// `[ink]`
    pub ink: InkLimits,
    /// `[style.*]`
    pub styles: Styles,
}

/// `[page]`: the sheet and its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct PageGeometry {
    /// Width and height of the trimmed page (`size`): a format's name or `"280mm x 400mm"`; 72pt to
    /// 14400pt a side. Default `"broadsheet"`, 350 mm x 510 mm.
    pub size: (Length, Length),
    /// Bleed beyond the trim (`bleed`), 0pt to 72pt. Default 0pt.
    pub bleed: Length,
    /// Margin above the folio line or masthead (`top`), 0pt to 720pt. Default 14mm.
    pub top: Length,
    /// Margin below the last line (`bottom`), 0pt to 720pt. Default 16mm.
    pub bottom: Length,
    /// Margin at the fold (`inner`), 0pt to 720pt; the left one where pages do not face. Default 15mm.
    pub inner: Length,
    /// Margin at the edge (`outer`), 0pt to 720pt. Default 15mm.
    pub outer: Length,
    /// Whether left pages mirror right ones (`facing`). Default false.
    pub facing: bool,
    /// Number of columns (`columns`), 1 to 16. Default 6.
    pub columns: usize,
    /// Space between columns (`gutter`), 0pt to 144pt. Default 4.5mm.
    pub gutter: Length,
}

/// `[grid]`: the one baseline grid that all columns share.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Distance of baselines (`leading`), 4pt to 72pt. Default 11pt.
    pub leading: Length,
    /// Least and greatest scale of body size and grid that copy-fitting may choose so that the last
    /// page comes out full (`copyfit`), 0.8 to 1.3 each. Default [1.0, 1.0]: none.
    pub copyfit: [f64; 2],
}

/// How articles become a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every article a rectangle over some of the columns (`modular`).
    Modular,
    /// One after another, down the columns (`flow`).
    Flow,
}

/// What becomes of text that does not fit on the pages wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overset {
    /// Pages are added, made up like the others, until all is set (`add-page`).
    AddPage,
    /// The rest goes on behind the last page wanted, one story after the other down the columns, so
    /// that the pages wanted stay as they are and nothing is lost (`continue`).
    Continue,
    /// What is beyond the last page is left out, and remarked on (`cut`).
    Cut,
}

/// `[makeup]`: how articles become pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Makeup {
    /// Modular or flowing (`mode`). Default modular.
    pub mode: Mode,
    /// What becomes of text that does not fit (`overset`). Default `add-page`.
    pub overset: Overset,
    /// Pages at most (`pages`), 0 to 100000; 0 for as many as it takes. Default 0. See `overset`.
    pub pages: i32,
    /// Articles at most on a page of a modular layout (`articles`), 1 to 12; briefs and what went on
    /// from another page not counted. Default 6.
    pub articles: usize,
    /// Columns that the lead story takes at least (`lead_columns`), 0 to 16; 0 for half of them.
    /// Default 0.
    pub lead_columns: usize,
    /// Grid lines between stacked articles (`gap`), 0 to 10, the rule among them. Default 2.
    pub gap: i32,
    /// Thickness of the rule between stacked articles (`article_rule`), 0pt to 12pt; 0pt for none.
    /// Default 0.5pt.
    pub article_rule: Length,
    /// Thickness of the rule between articles side by side (`side_rule`). Default 0.3pt.
    pub side_rule: Length,
    /// Thickness of the rule between the columns of one article (`column_rule`). Default 0pt.
    pub column_rule: Length,
    /// Lines of a paragraph at least at the foot of a column (`club`), 1 to 5. Default 2.
    pub club: i32,
    /// Lines of a paragraph at least at the head of a column (`widow`), 1 to 5. Default 2.
    pub widow: i32,
    /// Grid lines that the space round a headline may grow by (`loose`), 0 to 6. Default 2.
    pub loose: i32,
    /// Whether paragraphs directly under a headline, subhead or byline are set without indent
    /// (`flush_first`). Default true.
    pub flush_first: bool,
    /// Lines high of the large letter that begins a story (`drop_cap`), 0 to 6; 0 for none. Default 0.
    pub drop_cap: i32,
    /// Words of a story at most for it to stand in the column of short news (`briefs`), 0 to 200; 0
    /// leaves that to the edition. Default 0.
    pub briefs: i32,
    /// Words of a story at least for a sentence of it to be set large among its text (`pull_quotes`), 0
    /// to 10000; 0 shows only those that the edition has. Default 0.
    pub pull_quotes: i32,
}

/// What stands where a caption has no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingPictures {
    /// A quiet empty frame (`frame`).
    Frame,
    /// The caption alone, between rules (`text`).
    Text,
}

/// `[pictures]`
#[derive(Clone, Debug, PartialEq)]
pub struct Pictures {
    /// What stands where a caption has no picture (`missing`). Default `frame`.
    pub missing: MissingPictures,
    /// Height over width of placeholders (`ratio`): least, wanted, most; 0.2 to 3. Default
    /// [0.5, 0.667, 0.9].
    pub ratio: [f64; 3],
    /// Tint of the placeholder (`tint`), 0 to 1 of black. Default 0.06.
    pub tint: f64,
    /// Thickness of the line round it (`line`), 0pt to 4pt. Default 0.3pt.
    pub line: Length,
}

/// `[masthead]`: the head of the first page. Its type is `[style.masthead]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Masthead {
    /// Whether the first page has one (`show`). Default true.
    pub show: bool,
    /// Thickness of the rule above the nameplate (`rule_top`), 0pt to 24pt. Default 0pt.
    pub rule_top: Length,
    /// Thickness of the rule between nameplate and date line (`rule_middle`). Default 0.5pt.
    pub rule_middle: Length,
    /// Thickness of the rule under the date line (`rule_bottom`). Default 2pt.
    pub rule_bottom: Length,
    /// Space between these and the type (`space`), 0pt to 72pt. Default 4pt.
    pub space: Length,
}

/// `[folio]`: the line at the head of every other page. Its type is `[style.folio]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Folio {
    /// Whether pages after the first have one (`show`). Default true.
    pub show: bool,
    /// Number of the first page (`first`), 1 to 100000. Default 1.
    pub first: i32,
    /// Text before the number, such as `"A"` or `"Page "` (`prefix`). Default empty.
    pub prefix: String,
    /// Thickness of the rule under it (`rule`), 0pt to 12pt. Default 0.5pt.
    pub rule: Length,
}

/// `[breaking]`: limits of line breaking in running text.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Highest badness of a line before emergency stretch (`tolerance`), 0 to 10000. Default 1500.
    pub tolerance: i32,
    /// Emergency stretch (`emergency_stretch`), 0pt to 144pt. Default 9pt.
    pub emergency_stretch: Length,
    /// Glyph scaling either way in percent (`stretch_limit`), 0 to 5. Default 3.
    pub stretch_limit: f64,
    /// Tracking either way in justified lines, in percent of the em (`tracking_limit`), 0 to 5.
    /// Default 1.5.
    pub tracking_limit: f64,
    /// Whether punctuation and hyphens hang into the margin (`hang`). Default true.
    pub hang: bool,
    /// Penalty of a hyphen (`hyphen_penalty`), 0 to 10000; 10000 forbids. Default 180.
    pub hyphen_penalty: i32,
    /// Letters at least before a hyphen (`hyphen_before`), 1 to 9. Default 2.
    pub hyphen_before: i32,
    /// Letters at least after a hyphen (`hyphen_after`), 1 to 9. Default 3.
    pub hyphen_after: i32,
}

/// `[ink]`
#[derive(Clone, Debug, PartialEq)]
pub struct InkLimits {
    /// Sum of the four inks at most, in percent (`total`), 100 to 400. Default 240, newsprint's
    /// (ISO 12647-3).
    pub total: f64,
    /// The accent colour in percent of cyan, magenta, yellow and black (`accent`). Default solid black.
    pub accent: [f64; 4],
    /// Name of the accent colour as a spot colour (`spot`), such as `PANTONE 485 C`: it gets a plate of its
    /// own, and `accent` stands for it where there is none. Empty to mix it. Default empty.
    pub spot: String,
    /// Colour of rules (`rules`): `black` or `accent`. Default black.
    pub rules: RuleInk,
}

/// Colour of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleInk {
    /// Black ink.
    Black,
    /// The accent colour.
    Accent,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout {
            name: String::new(),
            description: String::new(),
            title: String::new(),
            page: PageGeometry {
                size: (Length::mm(350.0), Length::mm(510.0)),
                bleed: Length::ZERO,
                top: Length::mm(14.0),
                bottom: Length::mm(16.0),
                inner: Length::mm(15.0),
                outer: Length::mm(15.0),
                facing: false,
                columns: 6,
                gutter: Length::mm(4.5),
            },
            grid: Grid {
                leading: Length::pt(11.0),
                copyfit: [1.0, 1.0],
            },
            makeup: Makeup {
                mode: Mode::Modular,
                overset: Overset::AddPage,
                pages: 0,
                articles: 6,
                lead_columns: 0,
                gap: 2,
                article_rule: Length::pt(0.5),
                side_rule: Length::pt(0.3),
                column_rule: Length::ZERO,
                club: 2,
                widow: 2,
                loose: 2,
                flush_first: true,
                drop_cap: 0,
                briefs: 0,
                pull_quotes: 0,
            },
            jumps: Jumps::default(),
            sections: Sections::default(),
            inside: Inside::default(),
            boxes: Boxes::default(),
            adverts: Adverts::default(),
            pictures: Pictures {
                missing: MissingPictures::Frame,
                ratio: [0.5, 0.667, 0.9],
                tint: 0.06,
                line: Length::pt(0.3),
            },
            masthead: Masthead {
                show: true,
                rule_top: Length::ZERO,
                rule_middle: Length::pt(0.5),
                rule_bottom: Length::pt(2.0),
                space: Length::pt(4.0),
            },
            folio: Folio {
                show: true,
                first: 1,
                prefix: String::new(),
                rule: Length::pt(0.5),
            },
            breaking: Limits {
                tolerance: 1500,
                emergency_stretch: Length::pt(9.0),
                stretch_limit: 3.0,
                tracking_limit: 1.5,
                hang: true,
                hyphen_penalty: 180,
                hyphen_before: 2,
                hyphen_after: 3,
            },
            ink: InkLimits {
                total: 240.0,
                accent: [0.0, 0.0, 0.0, 100.0],
                spot: String::new(),
                rules: RuleInk::Black,
            },
            styles: Styles::default(),
        }
    }
}

impl Layout {
    /// Reads a layout file. `name` is what errors call it: its path, or its name when embedded.
    ///
    /// ```
    /// let layout = reglet::layout::Layout::parse("mine.toml", "[page]\ncolumns = 5\n")?;
    /// assert_eq!(layout.page.columns, 5);
    /// let wrong = reglet::layout::Layout::parse("mine.toml", "[page]\ncolums = 5\n");
    /// assert!(wrong.is_err_and(|e| e.to_string().contains("mine.toml:2:1")));
    /// # Ok::<(), reglet::layout::LayoutError>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError`] with every fault found: broken TOML, unknown keys, values of the wrong kind or
    /// out of range, columns that do not fit the page.
    pub fn parse(name: &str, text: &str) -> Result<Layout, LayoutError> {
        parse::layout(name, text, 0)
    }

    /// The embedded layout of a name, or `None`.
    pub fn embedded(name: &str) -> Option<Layout> {
        let (_, text) = embedded().iter().find(|(known, _)| *known == name)?;
        Layout::parse(name, text).ok()
    }

    /// Width of the type area: the columns and the gutters between them.
    pub fn type_width(&self) -> Length {
        self.page.size.0 - self.page.inner - self.page.outer
    }

    /// Width of one column.
    pub fn column_width(&self) -> Length {
        let columns = self.page.columns.max(1) as i64;
        (self.type_width() - self.page.gutter * (columns - 1)) / columns
    }

    /// Width of a number of neighbouring columns with the gutters between them.
    pub fn span_width(&self, columns: usize) -> Length {
        let columns = columns.max(1) as i64;
        self.column_width() * columns + self.page.gutter * (columns - 1)
    }
}

/// The layouts that reglet brings, by name, with their text (`layouts/*.toml`).
pub fn embedded() -> &'static [(&'static str, &'static str)] {
    &[
        ("broadsheet", include_str!("../../layouts/broadsheet.toml")),
        ("berliner", include_str!("../../layouts/berliner.toml")),
        ("tabloid", include_str!("../../layouts/tabloid.toml")),
        ("weekly", include_str!("../../layouts/weekly.toml")),
        ("a4", include_str!("../../layouts/a4.toml")),
        ("letter", include_str!("../../layouts/letter.toml")),
        ("reader", include_str!("../../layouts/reader.toml")),
        ("bench", include_str!("../../layouts/bench.toml")),
    ]
}

/// A fault of a layout file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong and what would be right.
    pub message: String,
}

/// Why a layout file cannot be used: every fault found in it, in the order of their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutError {
    /// The file as it was named.
    pub file: String,
    /// The faults; never empty.
    pub faults: Vec<Fault>,
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            let Fault {
                line,
                column,
                message,
            } = fault;
            write!(f, "{}:{line}:{column}: {message}", self.file)?;
        }
        Ok(())
    }
}

impl std::error::Error for LayoutError {}
