//! A hand of `reglet batch`: reads a line with the name of an issue and its files, does it, answers
//! with its record; until its standard input ends.

use std::fs::File;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};

use reglet::batch::record::{Doubt, Fault, Key, Record, hash_all};
use reglet::batch::store::Store;
use reglet::batch::walk::Issue;
use reglet::font::Fonts;
use reglet::job::{Repaired, Settings};
use reglet::layout::Layout;
use reglet::repair::Status;
use reglet::report::{self, Summary};
use serde::{Deserialize, Serialize};

use super::args::{Batch, Format};
use super::exit::Exit;
use super::failure::{Failure, named};
use super::fonts;
use super::guard;
use super::issue::is_mets;
use super::layouts;
use super::review::file as decisions;
use super::terminal::{Progress, Voice};
use super::way;

/// How many queries a record quotes; the audit has them all.
const MOST_DOUBTS: usize = 3;

/// The longest text that a record quotes, in characters.
const LONGEST_QUOTE: usize = 120;

/// The outputs of an issue: the ending of each, and its bytes.
type Outputs = Vec<(&'static str, Vec<u8>)>;

/// A task, as it is put to a hand.
#[derive(Debug, Serialize, Deserialize)]
struct Ask {
    name: String,
    files: Vec<PathBuf>,
}

/// What a hand answers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    /// What was made of the issue.
    pub record: Record,
    /// Whether nothing was to be done.
    pub is_unchanged: bool,
}

/// What a hand is told, in one line.
pub fn ask(issue: &Issue) -> String {
    json_line(&Ask {
        name: issue.name.clone(),
        files: issue.files.clone(),
    })
}

/// All that an issue is done with, read once.
pub struct Bench {
    settings: Settings,
    formats: Vec<Format>,
    /// Layout and faces, when issues are to be set.
    press: Option<(Layout, Fonts)>,
    key: String,
}

impl Bench {
    /// What the options ask for.
    pub fn new(args: &Batch) -> Result<Bench, Failure> {
        let mut settings = match args.pdf {
            None => way::settings(args.about.clone())?,
            Some(standards) => {
                let mut settings = way::page_settings(args.about.clone(), &args.look)?;
                settings.pdf.standards = standards;
                settings
            }
        };
        settings.ocr = args.ocr;
        let formats = args.formats();
        let mut key = Key::default();
        key.take("version", env!("CARGO_PKG_VERSION").as_bytes());
        key.take("settings", format!("{settings:?}").as_bytes());
        key.take("formats", format!("{formats:?}").as_bytes());
        let press = if args.pdf.is_some() {
            let layout = layouts::load(args.look.layout.as_deref())?;
            let fonts = fonts::load(args.look.font_dir.as_deref())?;
            key.take("layout", format!("{layout:?}").as_bytes());
            if let Some(folder) = &args.look.font_dir {
                for path in fonts::files(folder)? {
                    key.take(&named(&path), hash_of(&path).unwrap_or_default().as_bytes());
                }
            }
            Some((layout, fonts))
        } else {
            None
        };
        Ok(Bench {
            settings,
            formats,
            press,
            key: key.hex(),
        })
    }

    /// The key of it all.
    pub fn settings(&self) -> &str {
        &self.key
    }

    /// Does an issue: its record, and the endings and bytes of its outputs.
    fn work(&self, issue: &Issue) -> Result<(Record, Outputs), Failure> {
        let silent = Progress::none();
        let names = names(issue);
        let repaired = way::repair_named(&names, None, &self.settings, &silent, Voice::silent())?;
        let mut record = described(&issue.name, &repaired);
        let mut outputs: Outputs = self
            .formats
            .iter()
            .map(|format| Ok((format.ending(), way::text(&repaired, *format, &names)?)))
            .collect::<Result<_, Failure>>()?;
        outputs.push((
            "audit.jsonl",
            report::audit_lines(&repaired.audit).into_bytes(),
        ));
        if let Some((layout, fonts)) = &self.press {
            let (edition, pictures) = way::illustrated(&repaired, &names);
            let pressed = way::set(&edition, &pictures, layout, fonts, &self.settings, &silent)?;
            let summary = Summary::default().with_pages(pressed.pages, &pressed.remarks);
            (record.set, record.overset) = (summary.pages, summary.overset);
            outputs.push(("pdf", pressed.pdf));
        }
        Ok((record, outputs))
    }

    /// Does an issue and puts it on record, whatever happens.
    fn one(&self, issue: &Issue, store: &Store, again: bool) -> Answer {
        let content = match content(issue) {
            Ok(content) => content,
            Err(failure) => {
                return self.failed(Record::of(&issue.name), failure, true, store);
            }
        };
        if !again && let Some(record) = store.is_done(&issue.name, &content, &self.key) {
            return Answer {
                record,
                is_unchanged: true,
            };
        }
        let keyed = |mut record: Record| {
            record.content.clone_from(&content);
            record.settings.clone_from(&self.key);
            record
        };
        match guard::guarded(|| self.work(issue)) {
            Err(failure) => {
                let again = failure.exit == Exit::Input || failure.exit == Exit::Output;
                self.failed(keyed(Record::of(&issue.name)), failure, again, store)
            }
            Ok((record, outputs)) => match store.put(keyed(record), &outputs) {
                Ok(record) => Answer {
                    record,
                    is_unchanged: false,
                },
                Err(error) => {
                    let failure = Failure::new(
                        Exit::Output,
                        format!("cannot be written: {error}"),
                        "free some space, or choose another folder",
                    );
                    self.failed(keyed(Record::of(&issue.name)), failure, true, store)
                }
            },
        }
    }

    fn failed(&self, mut record: Record, failure: Failure, again: bool, store: &Store) -> Answer {
        record.settings.clone_from(&self.key);
        let message = format!("{}{}", place(&record.issue, &failure), failure.message);
        let record = record.with_fault(Fault {
            kind: failure.exit.name().to_owned(),
            message,
            help: failure.advice,
            again,
        });
        // Where not even this can be written, the answer still tells.
        let record = store.put(record.clone(), &[]).unwrap_or(record);
        Answer {
            record,
            is_unchanged: false,
        }
    }
}

/// Serves until standard input ends.
pub fn serve(args: &Batch) -> Result<(), Failure> {
    let bench = Bench::new(args)?;
    let store = Store::open(&args.output).map_err(|error| Failure::of(Exit::Output, &error))?;
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let Ok(Ask { name, files }) = serde_json::from_str(&line) else {
            break;
        };
        let answer = bench.one(&Issue { name, files }, &store, args.again);
        let mut out = io::stdout().lock();
        // Whoever asked is gone: so may we.
        if writeln!(out, "{}", json_line(&answer))
            .and_then(|()| out.flush())
            .is_err()
        {
            break;
        }
    }
    Ok(())
}

/// The hash of an issue's files and of what was decided about them: their names, lengths and bytes, in
/// order.
pub fn content(issue: &Issue) -> Result<String, Failure> {
    let mut key = Key::default();
    for path in &issue.files {
        let hash = hash_of(path).map_err(|error| {
            Failure::new(
                Exit::Input,
                super::failure::reason(&error),
                "check the name",
            )
            .in_file(&named(path))
        })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        key.take(&name, hash.as_bytes());
        if let Ok(hash) = hash_of(&decisions::beside(path)) {
            key.take("decisions", hash.as_bytes());
        }
    }
    Ok(key.hex())
}

/// The place of a failure within an issue, whatever the path that led to it.
fn place(issue: &str, failure: &Failure) -> String {
    let Some(spot) = &failure.spot else {
        return String::new();
    };
    let file = Path::new(&spot.file)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let mut place = Vec::new();
    if !issue.ends_with(&*file) {
        place.push(file.into_owned());
    }
    for (name, number) in [("line", spot.line), ("column", spot.column)] {
        if number > 0 {
            place.push(format!("{name} {number}"));
        }
    }
    match place.join(", ") {
        place if place.is_empty() => place,
        place => format!("{place}: "),
    }
}

/// The files of an issue and their names in the audit, which do not tell where the archive lies.
fn names(issue: &Issue) -> Vec<(String, &Path)> {
    // A METS file names its pages and their order.
    let is_of_mets = issue.files.len() > 1;
    if let Some(mets) = issue.files.iter().find(|file| is_of_mets && is_mets(file)) {
        return vec![(issue.name.clone(), mets.as_path())];
    }
    let name = |file: &Path| match issue.files.len() {
        1 => issue.name.clone(),
        _ => {
            let last = file.file_name().unwrap_or_default().to_string_lossy();
            format!("{}/{last}", issue.name)
        }
    };
    issue
        .files
        .iter()
        .map(|file| (name(file), file.as_path()))
        .collect()
}

fn hash_of(path: &Path) -> io::Result<String> {
    hash_all(File::open(path)?)
}

/// What a repair says of an issue.
fn described(name: &str, repaired: &Repaired) -> Record {
    let mut record = Record::of(name);
    let summary = Summary::default().with_audit(&repaired.audit);
    record.pages = repaired.pages.len();
    record.words = repaired.text().split_whitespace().count();
    record.articles = repaired.edition.articles.len();
    record.repairs = summary.repairs.unwrap_or_default();
    record.queries = summary.queries.unwrap_or_default();
    record.quality = repaired.quality();
    let queries = repaired
        .audit
        .rows
        .iter()
        .filter(|row| row.status == Status::Query);
    record.doubts = queries
        .take(MOST_DOUBTS)
        .map(|row| Doubt {
            at: format!("{}:{}", row.at.file, row.at.line),
            pass: row.pass.clone(),
            was: report::quoted(&row.was, LONGEST_QUOTE),
            because: row.because.clone(),
        })
        .collect();
    record
}

fn json_line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers all have a form")
}
