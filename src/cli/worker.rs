//! `reglet worker`: a record in, a record out, one line each, whatever happens. For engines that spread
//! records over many machines.

use std::io::{self, BufRead as _, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reglet::batch::crew::{Crew, Outcome, Task};
use reglet::font::Fonts;
use reglet::job::{self, Settings};
use reglet::layout::Layout;
use reglet::model::Page;
use reglet::report::Summary;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::args::{Format, Worker};
use super::exit::Exit;
use super::failure::Failure;
use super::fonts;
use super::guard;
use super::input::{self, Kind};
use super::layouts;
use super::settle;
use super::terminal::Progress;
use super::way;

/// The longest record that is read, in bytes: the largest input, as base64 and with some room.
const MAX_RECORD: usize = input::MAX_INPUT / 3 * 4 + (1 << 20);

/// A record. Exactly one of `text`, `pages`, `base64` and `path` says what is to be repaired.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(default)]
    id: Value,
    name: Option<String>,
    text: Option<String>,
    pages: Option<Vec<String>>,
    base64: Option<String>,
    path: Option<String>,
    lang: Option<String>,
    title: Option<String>,
    date: Option<String>,
}

/// Serves until standard input ends.
pub fn run(args: &Worker) -> Result<(), Failure> {
    let bench = Bench::new(args)?;
    if args.hand {
        return lines(|line| say(&bench.answer(line)));
    }
    let program = std::env::current_exe().map_err(|error| {
        Failure::new(
            Exit::Internal,
            format!("the program cannot find itself: {error}"),
            "",
        )
    })?;
    let options: Vec<_> = std::env::args_os().skip(1).collect();
    let command = || {
        let mut command = Command::new(&program);
        command.args(&options).arg("--hand");
        command
    };
    // One hand, so that answers come in the order of the records; a process of its own, so that a
    // record that hangs or kills it still gets its answer.
    let crew = Crew {
        hands: 1,
        limit: Duration::from_secs_f64(args.time_limit),
        command: &command,
    };
    let records = Records::default().map(|line| Task {
        line: line.trim_end_matches(['\r', '\n']).to_owned(),
        files: 1,
        of: line,
    });
    let mut end = Ok(());
    let ran = crew.run(records, |line, outcome| {
        let (kind, message) = match outcome {
            Outcome::Answer(answer) => {
                end = say(&answer);
                return if end.is_ok() {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                };
            }
            Outcome::TookTooLong => (
                "time",
                format!("took longer than {} s, and was stopped", args.time_limit),
            ),
            Outcome::Died(how) => ("died", format!("its process ended ({how})")),
        };
        let id = serde_json::from_str(&line).map_or(Value::Null, |record: Record| record.id);
        let error = json!({"kind": kind, "message": message});
        end = say(&json!({"id": id, "ok": false, "error": error}).to_string());
        if end.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    ran.map_err(|error| {
        Failure::new(
            Exit::Internal,
            format!("cannot start another process of reglet: {error}"),
            "",
        )
    })?;
    match end {
        // The reader has had enough: that is its right.
        Err(failure) if failure.message == CLOSED => Ok(()),
        end => end,
    }
}

/// All that a record is done with, read once.
struct Bench {
    settings: Settings,
    formats: Vec<Format>,
    press: Option<(Layout, Fonts)>,
}

impl Bench {
    fn new(args: &Worker) -> Result<Bench, Failure> {
        let press = if args.pdf {
            let layout = layouts::load(args.look.layout.as_deref())?;
            Some((layout, fonts::load(args.look.font_dir.as_deref())?))
        } else {
            None
        };
        Ok(Bench {
            settings: Settings {
                ocr: args.ocr,
                ..way::page_settings(args.about.clone(), &args.look)?
            },
            formats: args.to.clone(),
            press,
        })
    }

    /// The answer to a record, in one line.
    fn answer(&self, line: &str) -> String {
        let record: Record = match serde_json::from_str(line) {
            Ok(record) => record,
            Err(error) => {
                let failure = Failure::new(
                    Exit::Form,
                    format!("this is no record: {error}"),
                    "a record is a line {\"id\": ..., \"text\": \"...\"}",
                );
                return refusal(&Value::Null, &failure);
            }
        };
        let id = record.id.clone();
        match guard::guarded(|| self.work(record)) {
            Ok(answer) => answer,
            Err(failure) => refusal(&id, &failure),
        }
    }

    fn work(&self, record: Record) -> Result<String, Failure> {
        let mut settings = self.settings.clone();
        if let Some(tag) = &record.lang {
            settle::language(tag).map_err(|why| Failure::new(Exit::Form, why, ""))?;
        }
        for (given, usual) in [
            (&record.lang, &mut settings.language),
            (&record.title, &mut settings.title),
            (&record.date, &mut settings.date),
        ] {
            if given.is_some() {
                usual.clone_from(given);
            }
        }
        let (id, pages) = read(record)?;
        let repaired = job::repair(pages, &settings);
        let mut outputs = Map::new();
        for format in &self.formats {
            let text = way::text(&repaired, *format, &[])?;
            let text = String::from_utf8_lossy(&text).into_owned();
            outputs.insert(format.ending().to_owned(), Value::String(text));
        }
        let summary = Summary::default().with_audit(&repaired.audit);
        let mut answer = json!({
            "id": id,
            "ok": true,
            "outputs": outputs,
            "articles": repaired.edition.articles.len(),
            "repairs": summary.repairs,
            "queries": summary.queries,
            "quality": repaired.quality(),
            "audit": repaired.audit.rows,
        });
        if let Some((layout, fonts)) = &self.press {
            let here = way::Shelf::of(Path::new(""));
            let silent = Progress::none();
            let pressed = way::set(&repaired.edition, &here, layout, fonts, &settings, &silent)?;
            let set = Summary::default().with_pages(pressed.pages, &pressed.remarks);
            answer["pdf"] = Value::String(BASE64.encode(&pressed.pdf));
            answer["set"] = json!(set.pages);
            answer["overset"] = json!(set.overset);
        }
        Ok(answer.to_string())
    }
}

/// The pages of a record, and its id.
fn read(record: Record) -> Result<(Value, Vec<Page>), Failure> {
    let name = record.name.unwrap_or_else(|| match &record.id {
        Value::String(id) => id.clone(),
        Value::Null => "record".to_owned(),
        id => id.to_string(),
    });
    let one = |bytes: Vec<u8>| way::pages_of(&name, bytes);
    let pages = match (record.text, record.pages, record.base64, record.path) {
        (Some(text), None, None, None) => one(text.into_bytes())?,
        (None, Some(pages), None, None) => pages
            .into_iter()
            .zip(1..)
            .map(|(text, at)| way::pages_of(&format!("{name}#{at}"), text.into_bytes()))
            .collect::<Result<Vec<_>, _>>()?
            .concat(),
        (None, None, Some(text), None) => one(BASE64.decode(text).map_err(|error| {
            Failure::new(
                Exit::Form,
                format!("this is no base64: {error}"),
                "check the record",
            )
        })?)?,
        (None, None, None, Some(path)) => one(input::read(Path::new(&path), Kind::Text)?)?,
        _ => {
            return Err(Failure::new(
                Exit::Form,
                "it is not clear what is to be repaired",
                "give exactly one of text, pages, base64 and path",
            ));
        }
    };
    Ok((record.id, pages))
}

fn refusal(id: &Value, failure: &Failure) -> String {
    let error = json!({
        "kind": failure.exit.name(),
        "message": format!("{}{}", failure.place(), failure.message),
        "help": failure.advice,
    });
    json!({"id": id, "ok": false, "error": error}).to_string()
}

const CLOSED: &str = "nobody reads the answers";

fn say(answer: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{answer}")
        .and_then(|()| out.flush())
        .map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::new(Exit::Output, CLOSED, ""),
            _ => Failure::new(Exit::Output, format!("cannot be written: {error}"), ""),
        })
}

fn lines(mut with: impl FnMut(&str) -> Result<(), Failure>) -> Result<(), Failure> {
    for line in Records::default() {
        with(line.trim_end_matches(['\r', '\n']))?;
    }
    Ok(())
}

/// The lines of standard input, none longer than a record may be: of a longer one, so much that it is
/// no record.
#[derive(Default)]
struct Records {
    is_over: bool,
}

impl Iterator for Records {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        while !self.is_over {
            let mut line = Vec::new();
            let mut skipped = 0usize;
            let mut from = io::stdin().lock();
            loop {
                let (used, is_end) = match from.fill_buf() {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(_) | Ok([]) => {
                        self.is_over = true;
                        break;
                    }
                    Ok(chunk) => {
                        let end = chunk.iter().position(|byte| *byte == b'\n');
                        let part = &chunk[..end.unwrap_or(chunk.len())];
                        if line.len() + part.len() <= MAX_RECORD {
                            line.extend_from_slice(part);
                        } else {
                            skipped += part.len();
                        }
                        (end.map_or(chunk.len(), |end| end + 1), end.is_some())
                    }
                };
                from.consume(used);
                if is_end {
                    break;
                }
            }
            if skipped > 0 {
                return Some(format!("a record of more than {MAX_RECORD} bytes"));
            }
            let line = String::from_utf8_lossy(&line);
            if !line.trim().is_empty() {
                return Some(line.into_owned());
            }
        }
        None
    }
}
