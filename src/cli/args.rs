//! The command line as it is typed. What the words mean together is settled in `settle`.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// Repairs the text of newspaper pages as extraction or OCR left it, and sets the articles again
/// as a print-ready newspaper PDF.
#[derive(Debug, Parser)]
#[command(
    name = "reglet",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "Data goes to standard output, everything else to standard error. \
                  `reglet help exit-codes` lists the exit codes.",
    after_long_help = after_long_help()
)]
pub struct Line {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub manners: Manners,
}

fn after_long_help() -> String {
    format!(
        "Exit codes:\n{}\n{}",
        super::exit::table(),
        super::exit::PROMISE
    )
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Manners {
    /// Say nothing but errors: no progress, no summary
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Errors, queries, remarks and the summary as JSON Lines on standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// Colour on standard error: `auto` follows the terminal and NO_COLOR
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value = "auto"
    )]
    pub color: Color,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Repair a page and set it as a PDF: the whole way
    Press(Press),
    /// Repair a page and write its articles as text
    Repair(Repair),
    /// Set an edition file as a PDF
    Typeset(Typeset),
    /// Look over a finished PDF before a press, an archive or a reader gets it
    Check(Check),
    /// Say what changed between two texts, and why
    Compare(Compare),
    /// Put the pages of a finished PDF onto sheets for a press
    Impose(Impose),
    /// Decide about repairs and queries, in the browser
    Review(Review),
    /// Repair, and set, an archive of issues on all cores; stop and resume at will
    Batch(Batch),
    /// Repair records that come as JSON Lines on standard input: a record in, a record out
    Worker(Worker),
    /// Say what a pass of the repair mends, and when it leaves text alone
    Explain(Explain),
    /// List the layouts, or print one as a file to start from
    Layouts(Layouts),
    /// Print what the JSON looks like that reglet reads and writes, as JSON Schema
    Schema(Schema),
    /// Show help of a command, or `exit-codes`
    Help(Help),
}

/// What the text does not tell about itself.
#[derive(Clone, Debug, Args)]
pub struct About {
    /// Language of the text as a BCP 47 tag (`en`, `de-AT`) [default: detected]
    #[arg(long, value_name = "TAG", value_parser = super::settle::language)]
    pub lang: Option<String>,
    /// Name of the newspaper, for the masthead
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Date of the issue, as it is to be printed
    #[arg(long, value_name = "TEXT")]
    pub date: Option<String>,
}

/// How pages look: for every command that sets.
#[derive(Clone, Debug, Args)]
pub struct Look {
    /// Name of a layout (see `reglet layouts`) or a layout file
    #[arg(long, value_name = "NAME|FILE")]
    pub layout: Option<String>,
    /// Fonts of your own for layouts to name: every .otf, .ttf and .ttc file of a folder
    #[arg(long, value_name = "FOLDER")]
    pub font_dir: Option<PathBuf>,
    /// Printing condition: `newsprint`, `coated`, or an ICC profile of a CMYK printer
    #[arg(long, value_name = "NAME|FILE", default_value = "newsprint")]
    pub icc: PathBuf,
    /// Pictures in the colours of a screen: keep their profiles, or convert them to inks
    #[arg(long, value_enum, value_name = "HOW", default_value = "keep")]
    pub rgb: Rgb,
    /// Crop and registration marks, a colour bar and a slug line around every page
    #[arg(long)]
    pub marks: bool,
    /// Leave straight quotes, hyphens and dots as they were typed
    #[arg(long)]
    pub no_typography: bool,
}

/// How pages are set, for a person who looks at them.
#[derive(Debug, Args)]
pub struct Setting {
    /// How pages look.
    #[command(flatten)]
    pub look: Look,
    /// Standards to keep: `x4`, `a2a`, `ua1` in any mixture, or `a4`, `ua2`, `a4+ua2`
    #[arg(long, value_name = "STANDARDS", default_value = "x4+a2a+ua1")]
    pub pdf: reglet::pdf::Standards,
    /// Draw the grid, the columns and how well every line is set on the pages
    #[arg(long)]
    pub proof: bool,
    /// List on standard error what a sub-editor would mark on the proof
    #[arg(long)]
    pub remarks: bool,
}

/// What becomes of pictures in the colours of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rgb {
    /// They keep their profiles, and the press converts them
    Keep,
    /// They become inks of the printing condition
    Convert,
}

/// The record of a repair.
#[derive(Debug, Args)]
pub struct Record {
    /// Mend misread letters too, as OCR leaves them (`reglet explain misread`)
    #[arg(long)]
    pub ocr: bool,
    /// What was decided at `reglet review` [default: IN.decisions.jsonl beside the input, if it is there]
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Write every repair and query as JSON Lines
    #[arg(long, value_name = "OUT.jsonl")]
    pub audit: Option<PathBuf>,
    /// List on standard error what a person has to decide
    #[arg(long)]
    pub queries: bool,
}

/// Repair a page and set it as a PDF: the whole way.
#[derive(Debug, Args)]
#[command(after_help = "Example: reglet press page.txt -o page.pdf --audit page.jsonl")]
pub struct Press {
    /// Pages in order: text, PDF, ALTO, hOCR, PAGE XML, METS, zip, a folder; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// The PDF; `-` is standard output
    #[arg(long, short, value_name = "OUT.pdf")]
    pub output: PathBuf,
    /// Write the repaired text, too: Markdown, or by the name `.json` or `.txt`
    #[arg(long, value_name = "OUT.md")]
    pub edition: Option<PathBuf>,
    /// How pages are set.
    #[command(flatten)]
    pub setting: Setting,
    /// The record of the repair.
    #[command(flatten)]
    pub record: Record,
    /// What the text does not tell.
    #[command(flatten)]
    pub about: About,
}

/// Repair a page and write its articles as text.
#[derive(Debug, Args)]
#[command(after_help = "Example: reglet repair page.txt -o page.md --audit page.jsonl")]
pub struct Repair {
    /// Pages in order: text, PDF, ALTO, hOCR, PAGE XML, METS, zip, a folder; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Text format [default: by the name of OUT, else md]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub to: Option<Format>,
    /// The record of the repair.
    #[command(flatten)]
    pub record: Record,
    /// What the text does not tell.
    #[command(flatten)]
    pub about: About,
}

/// Text formats of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Markdown that an editor can correct and set
    Md,
    /// Plain text, one block a line, a blank line between blocks
    Txt,
    /// JSON that loses nothing
    Json,
    /// The ALTO file that was read, its words corrected in their boxes
    Alto,
    /// One HTML page that needs no network
    Html,
    /// A book with a chapter for every story
    Epub,
    /// TEI P5, for study
    Tei,
}

impl Format {
    /// The ending of a file in this format.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Md => "md",
            Format::Txt => "txt",
            Format::Json => "json",
            Format::Alto => "alto.xml",
            Format::Html => "html",
            Format::Epub => "epub",
            Format::Tei => "tei.xml",
        }
    }
}

/// Repair, and set, an archive of issues on all cores; stop and resume at will.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: reglet batch 1911/ -o out --to md,json --pdf\n\n\
                  Every issue gets its outputs, its audit and a record in OUT; report.html sums up. A second \
                  run does only what has changed. Killed at any moment, a run loses nothing but the issues \
                  at hand."
)]
pub struct Batch {
    /// Folders, files, and patterns such as `1911/*/p*.txt`
    #[arg(value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// Files to do besides, a name a line; `-` is standard input
    #[arg(long, value_name = "LIST")]
    pub files_from: Option<PathBuf>,
    /// Folder of the outputs; made where there is none
    #[arg(long, short, value_name = "FOLDER")]
    pub output: PathBuf,
    /// What an issue is: every file, or every folder with its files as pages
    #[arg(long, value_enum, value_name = "UNIT", default_value = "file")]
    pub issue: Unit,
    /// Mend misread letters too, as OCR leaves them (`reglet explain misread`)
    #[arg(long)]
    pub ocr: bool,
    /// Text formats to write, separated by commas
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT,...",
        value_delimiter = ',',
        default_value = "md"
    )]
    pub to: Vec<Format>,
    /// Set every issue as a PDF, too; the standards to keep may be named, as in `--pdf=a2a+ua1`
    #[arg(
        long,
        value_name = "STANDARDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "x4+a2a+ua1"
    )]
    pub pdf: Option<reglet::pdf::Standards>,
    /// How pages look.
    #[command(flatten)]
    pub look: Look,
    /// Issues at a time [default: one for every core]
    #[arg(long, short, value_name = "N", value_parser = at_least_one)]
    pub jobs: Option<usize>,
    /// Part I of N of the issues: the same on every machine, no two parts alike
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<reglet::batch::walk::Shard>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do every issue, changed or not
    #[arg(long)]
    pub again: bool,
    /// What a failure does: `skip` goes on, `stop` begins nothing new
    #[arg(long, value_enum, value_name = "WHAT", default_value = "skip")]
    pub on_error: OnError,
    /// Begin nothing new after more failures than this
    #[arg(long, value_name = "N")]
    pub max_failures: Option<usize>,
    /// The longest that an issue may take for every file it has, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub time_limit: f64,
    /// What the text does not tell.
    #[command(flatten)]
    pub about: About,
    /// Serve another process of a batch
    #[arg(long, hide = true)]
    pub hand: bool,
}

impl Batch {
    /// The formats, each once, in the order of their endings.
    pub fn formats(&self) -> Vec<Format> {
        let mut formats = self.to.clone();
        formats.sort_by_key(|format| format.ending());
        formats.dedup();
        formats
    }

    /// How many failures a run bears; `None` for any number.
    pub fn most_failures(&self) -> Option<usize> {
        match self.on_error {
            OnError::Stop => Some(0),
            OnError::Skip => self.max_failures,
        }
    }
}

/// What makes an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// Every file
    File,
    /// Every folder that holds files: they are its pages
    Folder,
}

impl Unit {
    /// The library's word for it.
    pub fn unit(self) -> reglet::batch::walk::Unit {
        match self {
            Unit::File => reglet::batch::walk::Unit::File,
            Unit::Folder => reglet::batch::walk::Unit::Folder,
        }
    }
}

/// What a failure does to a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnError {
    /// Go on with the others
    Skip,
    /// Begin nothing new
    Stop,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("a number from 1".to_owned()),
        Ok(count) => Ok(count),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.001..=1e6).contains(&seconds) => Ok(seconds),
        _ => Err("a number of seconds, from 0.001 to 1000000".to_owned()),
    }
}

fn shard(text: &str) -> Result<reglet::batch::walk::Shard, String> {
    let parts = text.split_once('/');
    let numbers = parts.and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((part, of)) if part >= 1 && part <= of => Ok(reglet::batch::walk::Shard { part, of }),
        _ => Err("a part looks like 3/8: the third of eight".to_owned()),
    }
}

/// Repair records that come as JSON Lines on standard input: a record in, a record out.
#[derive(Debug, Args)]
#[command(after_help = "Example: reglet worker --to md < records.jsonl\n\n\
                  A record is {\"id\": ..., \"text\": \"...\"}, with \"pages\" (a list of texts), \"base64\" (a file's \
                  bytes) or \"path\" (a file here) in the place of \"text\"; \"name\", \"lang\", \"title\" and \"date\" may \
                  stand beside it. The answer has the same id, and \"ok\" true or false.")]
pub struct Worker {
    /// Mend misread letters too, as OCR leaves them (`reglet explain misread`)
    #[arg(long)]
    pub ocr: bool,
    /// Text formats of the answer, separated by commas
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT,...",
        value_delimiter = ',',
        default_value = "md"
    )]
    pub to: Vec<Format>,
    /// Set every issue, too: the PDF stands in the answer as base64
    #[arg(long)]
    pub pdf: bool,
    /// How pages look.
    #[command(flatten)]
    pub look: Look,
    /// The longest that a record may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub time_limit: f64,
    /// What the text does not tell.
    #[command(flatten)]
    pub about: About,
    /// Do the work in this very process
    #[arg(long, hide = true)]
    pub hand: bool,
}

/// Set an edition file as a PDF.
#[derive(Debug, Args)]
#[command(after_help = "Example: reglet typeset page.md -o page.pdf --layout tabloid")]
pub struct Typeset {
    /// The edition, Markdown or JSON; `-` is standard input
    #[arg(value_name = "EDITION.md|.json")]
    pub input: PathBuf,
    /// The PDF; `-` is standard output
    #[arg(long, short, value_name = "OUT.pdf")]
    pub output: PathBuf,
    /// How pages are set.
    #[command(flatten)]
    pub setting: Setting,
    /// What the edition does not tell, or what is to be printed instead.
    #[command(flatten)]
    pub about: About,
}

/// Look over a finished PDF before a press, an archive or a reader gets it.
#[derive(Debug, Args)]
#[command(after_help = "Example: reglet check page.pdf page.md\n\
                  Findings go to standard output, one a line; a fault makes the exit code 1.")]
pub struct Check {
    /// The PDF, whatever made it; `-` is standard input
    #[arg(value_name = "FILE.pdf")]
    pub input: PathBuf,
    /// The edition, Markdown or JSON, that the file has to say word for word
    #[arg(value_name = "EDITION")]
    pub edition: Option<PathBuf>,
    /// The most ink that the paper holds, in percent of one solid ink
    #[arg(long, value_name = "PERCENT", default_value_t = 240, value_parser = clap::value_parser!(u32).range(100..=400))]
    pub ink: u32,
    /// The fewest pixels to the inch that a picture may have in print
    #[arg(long, value_name = "PPI", default_value_t = 120)]
    pub resolution: u32,
}

/// Say what changed between two texts, and why.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: reglet compare page.txt page.md --audit page.jsonl -o changes.html\n\n\
                  The exit code is 0 when the texts are alike, and 1 when they differ."
)]
pub struct Compare {
    /// The text as it was: any input, or an edition file; `-` is standard input
    #[arg(value_name = "BEFORE")]
    pub before: PathBuf,
    /// The text as it is [default: what `reglet repair` makes of BEFORE, with its audit]
    #[arg(value_name = "AFTER")]
    pub after: Option<PathBuf>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// How to show it [default: by the name of OUT, else term]
    #[arg(long, value_enum, value_name = "VIEW")]
    pub to: Option<View>,
    /// The audit of the repair that made AFTER: every change gets its reason, or stands out
    #[arg(long, value_name = "FILE.jsonl", requires = "after")]
    pub audit: Option<PathBuf>,
    /// The text as it ought to be: tells how far both are from it
    #[arg(long, value_name = "FILE")]
    pub reference: Option<PathBuf>,
    /// Columns of the terminal view [default: those of the terminal, else 80]; side by side from 110
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    pub width: Option<u16>,
    /// Language of the text, when reglet repairs it [default: detected]
    #[arg(long, value_name = "TAG", value_parser = super::settle::language)]
    pub lang: Option<String>,
}

/// Ways to show a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// Change by change, for a terminal
    Term,
    /// One file for a browser, both texts side by side
    Html,
    /// For programs
    Json,
    /// Counts by kind, and the scores
    Summary,
}

/// Put the pages of a finished PDF onto sheets for a press.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: reglet impose issue.pdf -o sheets.pdf --saddle\n\
                  Without a way of imposing, pages that face each other stand side by side. Sheets keep \
                  page boxes, bleed, marks, colours and PDF/X-4; tags and bookmarks stay in the pages' file."
)]
pub struct Impose {
    /// The PDF, one page a page
    #[arg(value_name = "FILE.pdf")]
    pub input: PathBuf,
    /// The sheets; `-` is standard output
    #[arg(long, short, value_name = "OUT.pdf")]
    pub output: PathBuf,
    /// Pages that face each other side by side: 1, 2 and 3, 4 and 5 (the default)
    #[arg(long, conflicts_with_all = ["saddle", "n_up"])]
    pub spreads: bool,
    /// Printer's pairs for saddle stitching: the last and the first, the second and the last but one
    #[arg(long, conflicts_with = "n_up")]
    pub saddle: bool,
    /// Several pages on a sheet, across and down
    #[arg(long, value_name = "2x2", value_parser = super::impose::grid)]
    pub n_up: Option<reglet::pdf::Imposition>,
}

/// Decide about repairs and queries, in the browser.
#[derive(Debug, Args)]
#[command(after_help = "Example: reglet review page.txt\n\n\
                  Open the address that it prints. Decisions are kept beside the input, and `reglet \
                  repair` and `reglet press` honour them.")]
pub struct Review {
    /// A page, or a file of several
    #[arg(value_name = "IN")]
    pub input: PathBuf,
    /// Where decisions are kept [default: IN.decisions.jsonl beside the input]
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Port on this machine; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// How the preview is set.
    #[command(flatten)]
    pub setting: Setting,
    /// What the text does not tell.
    #[command(flatten)]
    pub about: About,
}

/// Say what a pass of the repair mends, and when it leaves text alone.
#[derive(Debug, Args)]
pub struct Explain {
    /// Name of the pass, as the audit gives it [default: list them all]
    pub pass: Option<String>,
}

/// List the layouts, or print one as a file to start from.
#[derive(Debug, Args)]
#[command(after_help = "Example: reglet layouts tabloid > mine.toml")]
pub struct Layouts {
    /// Name of the layout to print
    pub name: Option<String>,
}

/// Print what the JSON looks like that reglet reads and writes, as JSON Schema.
#[derive(Debug, Args)]
#[command(after_help = "Example: reglet schema audit > audit.schema.json")]
pub struct Schema {
    /// Name of the form [default: list them all]
    pub form: Option<String>,
}

/// Show help of a command, or `exit-codes`.
#[derive(Debug, Args)]
pub struct Help {
    /// A command, or `exit-codes`
    #[arg(action = ArgAction::Set)]
    pub topic: Option<String>,
}
