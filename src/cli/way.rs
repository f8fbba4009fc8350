//! Stretches of the way that several commands go: from inputs to a repair, from an edition to a
//! page, and the words at the end of a run.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anstyle::AnsiColor;
use reglet::edition::Edition;
use reglet::font::Fonts;
use reglet::job::{self, Album, JobError, Pressed, Printed, Repaired, Settings};
use reglet::layout::Layout;
use reglet::makeup::{PictureSource, RemarkKind};
use reglet::model::Page;
use reglet::pdf;
use reglet::read::{Found, ReadError, Remark};
use reglet::repair::{Audit, Status};
use reglet::report::{self, Summary};
use reglet::review::{Decision, Decisions};
use reglet::write::{Pictures, epub, html, json, markdown, tei};

use super::args::{About, Format, Look, Rgb, Setting};
use super::edition::{Issue, mistake};
use super::exit::Exit;
use super::failure::{Failure, named};
use super::input::{self, Kind};
use super::issue;
use super::output::Draft;
use super::review::file as decisions;
use super::settle::{self, Wanted};
use super::terminal::{Progress, Voice};

/// The longest remark that is said in words, in characters; `--json` says all.
const LONGEST_REMARK: usize = 240;

/// What the library is to be told about a text.
pub fn settings(about: About) -> Result<Settings, Failure> {
    let mut settings = Settings {
        language: about.lang,
        title: about.title,
        date: about.date,
        ..Settings::default()
    };
    if let Some(created) = settle::source_date()? {
        settings.pdf.created = created;
    }
    Ok(settings)
}

/// What the library is to be told about a text and its pages.
pub fn page_settings(about: About, look: &Look) -> Result<Settings, Failure> {
    let mut settings = settings(about)?;
    settings.typography = !look.no_typography;
    settings.pdf.intent = intent(&look.icc)?;
    settings.pdf.screen_colours = match look.rgb {
        Rgb::Keep => pdf::ScreenColours::Managed,
        Rgb::Convert => pdf::ScreenColours::Converted,
    };
    settings.pdf.marks = look.marks.then(pdf::Marks::default);
    Ok(settings)
}

/// The same for a person who looks at the pages.
pub fn setting(about: About, setting: &Setting) -> Result<Settings, Failure> {
    let mut settings = page_settings(about, &setting.look)?;
    settings.proof = setting.proof;
    settings.pdf.standards = setting.pdf;
    Ok(settings)
}

/// The printing condition that `--icc` names.
fn intent(icc: &Path) -> Result<pdf::OutputIntent, Failure> {
    match icc.to_str() {
        Some("newsprint") => Ok(pdf::OutputIntent::newsprint()),
        Some("coated") => Ok(pdf::OutputIntent::coated()),
        _ => {
            let profile = input::read(icc, Kind::Profile)?;
            pdf::OutputIntent::of_profile(profile)
                .map_err(|error| Failure::of(Exit::Form, &error).in_file(&named(icc)))
        }
    }
}

/// Checks an output that may or may not be wanted.
pub fn maybe(option: &'static str, path: Option<&Path>) -> Result<Option<Wanted>, Failure> {
    path.map(|path| settle::wanted(option, path)).transpose()
}

/// Reads and repairs all inputs, as the pages of one issue.
pub fn repair(
    inputs: &[PathBuf],
    decided: Option<&Path>,
    settings: &Settings,
    progress: &Progress,
    voice: Voice,
) -> Result<Repaired, Failure> {
    repair_named(&names(inputs), decided, settings, progress, voice)
}

/// Reads and repairs inputs, as the pages of one issue; the audit calls them by the names given.
pub fn repair_named(
    inputs: &[(String, &Path)],
    decided: Option<&Path>,
    settings: &Settings,
    progress: &Progress,
    voice: Voice,
) -> Result<Repaired, Failure> {
    if decided.is_some() && inputs.len() > 1 {
        return Err(Failure::new(
            Exit::Usage,
            "--decisions speaks of one input, and there are several",
            "name one input; decisions beside each input are found without it",
        ));
    }
    let mut pages = Vec::new();
    let mut decisions = Vec::new();
    let mut given: Option<Repaired> = None;
    for (name, path) in inputs {
        progress.stage(format!("reading {name}"));
        let bytes = input::read(path, Kind::Text)?;
        if let Some(edition) = job::edition_in(&bytes) {
            let edition = edition.map_err(|error| mistake(name, &error))?;
            let more = job::repair_edition(name, bytes, edition, settings);
            match &mut given {
                Some(all) => all.take(more),
                None => given = Some(more),
            }
            continue;
        }
        let found = found(name, path, bytes, voice)?;
        let own = decisions_of(path, decided)?;
        decisions.extend(found.iter().map(|_| own.clone()));
        pages.extend(found);
    }
    if let Some(given) = given {
        if pages.is_empty() {
            return Ok(given);
        }
        return Err(Failure::new(
            Exit::Usage,
            "some inputs are edition files, and some are pages as they were found",
            "repair the pages by themselves first",
        ));
    }
    progress.stage("repairing");
    let (repaired, lost) = job::repair_decided(pages, &decisions, settings);
    for (decision, why) in &lost {
        list_lost(decision, why, voice);
    }
    Ok(repaired)
}

/// What was decided about an input: in the file that is named, or in the one beside it.
pub fn decisions_of(input: &Path, decided: Option<&Path>) -> Result<Decisions, Failure> {
    match decided {
        Some(path) => {
            if !path.exists() {
                let failure = Failure::new(
                    Exit::Input,
                    "there is no such file",
                    "`reglet review` writes one",
                );
                return Err(failure.in_file(&named(path)));
            }
            Ok(decisions::read(path)?.0)
        }
        None if input == Path::new("-") => Ok(Decisions::default()),
        None => Ok(decisions::read(&decisions::beside(input))?.0),
    }
}

/// Says that a decision has no effect, and why.
fn list_lost(decision: &Decision, why: &str, voice: Voice) {
    if voice.quiet {
        return;
    }
    if voice.json {
        let event = serde_json::json!({ "event": "decision", "decision": decision, "why": why });
        voice.say(&event.to_string());
    } else {
        let was = report::quoted(&decision.was, 60);
        let words = format!(
            ": line {}, {}, \"{was}\": {why}; the decision has no effect",
            decision.line, decision.pass
        );
        voice.say_tagged(AnsiColor::Yellow, "decision", &words);
    }
}

/// Reads the pages of one input, and says what they lack.
pub fn pages(path: &Path, voice: Voice) -> Result<Vec<Page>, Failure> {
    pages_named(&named(path), path, voice)
}

fn pages_named(name: &str, path: &Path, voice: Voice) -> Result<Vec<Page>, Failure> {
    found(name, path, input::read(path, Kind::Text)?, voice)
}

fn found(name: &str, path: &Path, bytes: Vec<u8>, voice: Voice) -> Result<Vec<Page>, Failure> {
    let found = in_time(path, name, bytes)?;
    for remark in &found.remarks {
        list_defect(remark, voice);
    }
    Ok(found.pages)
}

/// Reads the pages that some bytes hold; what they lack is not said.
pub fn pages_of(name: &str, bytes: Vec<u8>) -> Result<Vec<Page>, Failure> {
    in_time(Path::new(""), name, bytes).map(|found| found.pages)
}

/// Reads an input in a thread of its own: a file that is made to stop its reader stops no one else.
fn in_time(path: &Path, name: &str, bytes: Vec<u8>) -> Result<Found, Failure> {
    // An issue of a hundred pages is read in seconds; a hostile file may never end.
    let patience = Duration::from_secs(60 + (bytes.len() >> 20) as u64);
    // Nested objects are read by recursion; what the system gives a thread may be little.
    const STACK: usize = 64 << 20;
    let (send, receive) = mpsc::channel();
    let (path, named) = (path.to_owned(), name.to_owned());
    let work = move || {
        let beside = |file: &str| issue::beside(&path, file);
        // Nobody listens any more when it took too long.
        let _ = send.send(job::read_pages(&named, bytes, &beside));
    };
    let started = thread::Builder::new().stack_size(STACK).spawn(work);
    let wrong = |what: String| {
        Failure::new(
            Exit::Text,
            what,
            "make the file anew, or give the text of its pages",
        )
        .in_file(name)
    };
    started.map_err(|error| wrong(format!("no thread can be started to read it: {error}")))?;
    match receive.recv_timeout(patience) {
        Ok(found) => found.map_err(fault),
        Err(RecvTimeoutError::Timeout) => Err(wrong(format!(
            "reading it took longer than {} seconds",
            patience.as_secs()
        ))),
        Err(RecvTimeoutError::Disconnected) => {
            Err(wrong("it stopped its reader; it is damaged".to_owned()))
        }
    }
}

/// Says what a page lacks that could not be read as it should be.
fn list_defect(remark: &Remark, voice: Voice) {
    if voice.quiet {
        return;
    }
    if voice.json {
        let object = serde_json::json!({ "page": remark.page, "text": remark.to_string() });
        voice.say(&serde_json::json!({ "event": "input", "input": object }).to_string());
    } else {
        voice.say_tagged(AnsiColor::Yellow, "input", &format!(": {remark}"));
    }
}

/// Where pictures are: those of the inputs, and those that lie in a folder.
pub struct Shelf<'a> {
    folder: &'a Path,
    album: Album,
}

impl<'a> Shelf<'a> {
    /// The pictures of a folder, in which an edition file lies.
    pub fn of(folder: &'a Path) -> Shelf<'a> {
        let album = Album::default();
        Shelf { folder, album }
    }
}

impl PictureSource for Shelf<'_> {
    fn picture(&self, name: &str) -> Result<Vec<u8>, String> {
        if let Some(file) = self.album.get(name) {
            return Ok(file.to_vec());
        }
        let path = self.folder.join(name);
        input::read(&path, Kind::Picture).map_err(|failure| failure.message)
    }
}

/// A repaired edition with the pictures that its inputs have for its captions.
pub fn illustrated<'a>(repaired: &Repaired, inputs: &'a [(String, &Path)]) -> (Edition, Shelf<'a>) {
    let folder = inputs.first().and_then(|(_, path)| path.parent());
    let folder = folder.unwrap_or(Path::new(""));
    let mut photos = Vec::new();
    for (name, path) in inputs {
        // What has no places has no pictures, and standard input is gone.
        let placed = repaired.pages.iter().any(|page| {
            let table = page.source.geometry.as_ref();
            page.source.name.starts_with(name)
                && table.is_some_and(|table| !table.pictures.is_empty())
        });
        if placed
            && *path != Path::new("-")
            && let Ok(bytes) = input::read(path, Kind::Text)
        {
            photos.extend(job::photos(name, bytes, &|file| issue::beside(path, file)));
        }
    }
    let (edition, album) = job::illustrate(&repaired.edition, &repaired.pages, photos);
    (edition, Shelf { folder, album })
}

/// Sets an edition.
pub fn set(
    edition: &Edition,
    pictures: &Shelf,
    layout: &Layout,
    fonts: &Fonts,
    settings: &Settings,
    progress: &Progress,
) -> Result<Pressed, Failure> {
    progress.stage("setting");
    job::set(edition, layout, fonts, Some(pictures), settings).map_err(fault)
}

/// Inputs and what the audit calls them.
pub fn names(inputs: &[PathBuf]) -> Vec<(String, &Path)> {
    inputs
        .iter()
        .map(|path| (named(path), path.as_path()))
        .collect()
}

/// Sets articles as they come, and writes the PDF as its pages are finished.
pub fn set_into(
    issue: Issue,
    pictures: &Shelf,
    layout: &Layout,
    fonts: &Fonts,
    settings: &Settings,
    progress: &Progress,
    draft: &mut Draft,
) -> Result<Printed, Failure> {
    progress.stage("setting");
    let Issue {
        about,
        mut articles,
        ..
    } = issue;
    let out = &mut *draft;
    let done = job::set_into(
        &about,
        &mut articles,
        layout,
        fonts,
        Some(pictures),
        settings,
        out,
    );
    done.map_err(|error| match error {
        JobError::Pdf(pdf::Error::Output(error)) => draft.failure(&error),
        other => fault(other),
    })
}

/// A repair in a text format.
pub fn text(
    repaired: &Repaired,
    format: Format,
    inputs: &[(String, &Path)],
) -> Result<Vec<u8>, Failure> {
    let shown = |write: fn(&Edition, Pictures) -> Vec<u8>| {
        let (edition, shelf) = illustrated(repaired, inputs);
        write(&edition, &|name| shelf.picture(name).ok())
    };
    let text = match format {
        Format::Md => markdown::to(&repaired.edition),
        Format::Txt => repaired.text(),
        Format::Json => json::to(&repaired.edition),
        Format::Tei => tei::to(&repaired.edition),
        Format::Html => {
            return Ok(shown(|edition, pictures| {
                html::to(edition, pictures).into_bytes()
            }));
        }
        Format::Epub => return Ok(shown(epub::to)),
        Format::Alto => return alto(repaired, inputs),
    };
    Ok(text.into_bytes())
}

/// The ALTO file that was read, with its words as they are now.
fn alto(repaired: &Repaired, inputs: &[(String, &Path)]) -> Result<Vec<u8>, Failure> {
    let [(_, input)] = inputs else {
        return Err(Failure::new(
            Exit::Usage,
            "ALTO is written back for one file at a time",
            "give one ALTO file, and run reglet for each",
        ));
    };
    if input.as_os_str() == "-" {
        return Err(Failure::new(
            Exit::Usage,
            "ALTO is not written back for standard input",
            "name the ALTO file",
        ));
    }
    let original = input::read(input, Kind::Text)?;
    job::alto(&named(input), &original, repaired).map_err(fault)
}

/// An error of the whole way.
fn fault(error: JobError) -> Failure {
    match error {
        JobError::Read(name, ReadError::LongLine { line, .. }) => input::long_line(&name, line),
        JobError::Read(name, error) => Failure::of(Exit::Text, &error).in_file(&name),
        other => Failure::of(Exit::Form, &other),
    }
}

/// Lists what a person has to decide.
pub fn list_queries(audit: &Audit, voice: Voice) {
    for row in &audit.rows {
        if row.status != Status::Query {
            continue;
        }
        if voice.json {
            voice.say(&serde_json::json!({ "event": "query", "query": row }).to_string());
        } else {
            voice.say(&report::query(row));
        }
    }
}

/// Says which characters no face has, though no remarks are wanted: they are not on the page.
pub fn list_missing(printed: &Printed, voice: Voice) {
    let missing = RemarkKind::MissingCharacter;
    let all: Vec<_> = printed
        .remarks
        .iter()
        .filter(|r| r.kind == missing)
        .collect();
    for remark in all.iter().take(MOST_MISSING) {
        if voice.json {
            let object = report::remark(remark);
            voice.say(&serde_json::json!({ "event": "remark", "remark": object }).to_string());
        } else {
            let words = report::quoted(&remark.to_string(), LONGEST_REMARK);
            voice.say_tagged(AnsiColor::Yellow, "remark", &format!(": {words}"));
        }
    }
    let more = all.len().saturating_sub(MOST_MISSING);
    if more > 0 && !voice.json {
        let words =
            format!(": characters are missing in {more} more places (--remarks lists them)");
        voice.say_tagged(AnsiColor::Yellow, "remark", &words);
    }
}

/// Places of missing characters that are said without being asked for.
const MOST_MISSING: usize = 3;

/// Lists what a sub-editor would mark on the proof, and what a printer would ask about the file.
pub fn list_remarks(printed: &Printed, voice: Voice) {
    let proof = printed
        .remarks
        .iter()
        .map(|remark| (report::remark(remark), remark.to_string()));
    let file = printed.questions.iter().map(|question| {
        let text = question.to_string();
        (serde_json::json!({ "kind": "pdf", "text": text }), text)
    });
    // What is said again and again is said once, with a count.
    let mut said: Vec<(String, usize)> = Vec::new();
    for (object, words) in proof.chain(file) {
        if voice.json {
            voice.say(&serde_json::json!({ "event": "remark", "remark": object }).to_string());
            continue;
        }
        let words = report::quoted(&words, LONGEST_REMARK);
        match said.last_mut() {
            Some((last, count)) if *last == words => *count += 1,
            _ => said.push((words, 1)),
        }
    }
    for (words, count) in said {
        let times = match count {
            1 => String::new(),
            _ => format!(" ({count} times)"),
        };
        voice.say_tagged(AnsiColor::Yellow, "remark", &format!(": {words}{times}"));
    }
}

/// The one line that ends a run.
pub fn sum_up(summary: &Summary, voice: Voice) {
    if voice.quiet {
        return;
    }
    if voice.json {
        voice.say(&serde_json::json!({ "event": "summary", "summary": summary }).to_string());
    } else {
        done(&summary.to_string(), voice);
    }
}

/// Says that all went well, and what was done.
pub fn done(words: &str, voice: Voice) {
    if !voice.quiet {
        voice.say_tagged(AnsiColor::Green, "done", &format!(": {words}"));
    }
}
