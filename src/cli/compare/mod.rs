//! `reglet compare`: two texts in, what changed between them out.

use std::path::Path;

use reglet::compare::view::{self, Scored, Told};
use reglet::compare::{self, Comparison, Scores};
use reglet::job::{self, Settings};
use reglet::model::Page;
use reglet::raster::{self, Picture};
use reglet::repair::{Audit, Row};

use super::args::{Compare, View};
use super::edition;
use super::exit::Exit;
use super::failure::{Failure, named};
use super::input::{self, Kind};
use super::output;
use super::settle;
use super::terminal::Voice;
use super::way;

mod term;

/// Width of a page as a picture, in pixels: enough to read it, beside another one.
const PICTURE: u32 = 900;

/// Columns of a terminal whose width is not known.
const USUAL_WIDTH: usize = 80;

/// Does what `reglet compare` was asked for; the exit code tells whether the texts differ.
pub fn run(args: &Compare, voice: Voice) -> Result<Exit, Failure> {
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let view = args.to.unwrap_or_else(|| view_of(output));
    let output = settle::wanted("--output", output)?;
    let mut inputs = vec![args.before.clone()];
    inputs.extend(
        [&args.after, &args.audit, &args.reference]
            .into_iter()
            .flatten()
            .cloned(),
    );
    settle::distinct(&inputs, &[&output])?;
    let progress = voice.progress();
    progress.stage("reading");
    let before = text(&args.before, voice)?;
    let audit = args.audit.as_deref().map(audit).transpose()?;
    let reference = args
        .reference
        .as_deref()
        .map(|path| text(path, voice))
        .transpose()?;
    let (after, name, audit) = match &args.after {
        Some(path) => (text(path, voice)?.string(), named(path), audit),
        None => {
            let Text::Pages(pages) = &before else {
                return Err(Failure::new(
                    Exit::Usage,
                    "an edition file has been repaired already",
                    "name the text to compare it with",
                )
                .in_file(&named(&args.before)));
            };
            progress.stage("repairing");
            let settings = Settings {
                language: args.lang.clone(),
                ..Settings::default()
            };
            let decisions = way::decisions_of(&args.before, None)?;
            let decisions = vec![decisions; pages.len()];
            let (repaired, _) = job::repair_decided(pages.clone(), &decisions, &settings);
            (
                repaired.text(),
                "repaired by reglet".to_owned(),
                Some(repaired.audit),
            )
        }
    };
    progress.stage("comparing");
    let mut comparison = compare::compare(&before.string(), &after);
    if let Text::Pages(pages) = &before {
        comparison.name_lines(pages);
    }
    if let Some(audit) = &audit {
        match &before {
            Text::Pages(pages) => compare::explain(&mut comparison, pages, audit),
            Text::Edition(_) => {
                return Err(Failure::new(
                    Exit::Usage,
                    "an audit speaks of places in a text, and BEFORE is an edition file",
                    "give the file that was repaired as BEFORE",
                )
                .in_file(&named(&args.before)));
            }
        }
    }
    let reference_name = args.reference.as_deref().map(named).unwrap_or_default();
    let scores = reference.map(|reference| {
        progress.stage("scoring");
        let reference = reference.string();
        let [before, after]: [Scores; 2] =
            [&comparison.before, &comparison.after].map(|text| compare::score(&reference, text));
        Scored {
            reference: &reference_name,
            before,
            after,
        }
    });
    let before_name = named(&args.before);
    let told = Told {
        before: shown(&before_name),
        after: shown(&name),
        scores,
        pictures: match (view, &args.after) {
            (View::Html, Some(after)) => {
                progress.stage("drawing pages");
                [pictures(&args.before)?, pictures(after)?]
            }
            _ => Default::default(),
        },
    };
    drop(progress);
    let written = show(&comparison, &told, view, args, voice);
    output::commit(vec![(output.target, written.into_bytes())])?;
    Ok(match comparison.changes.is_empty() {
        true => Exit::Done,
        false => Exit::Found,
    })
}

fn show(comparison: &Comparison, told: &Told, view: View, args: &Compare, voice: Voice) -> String {
    match view {
        View::Json => view::json(comparison, told),
        View::Html => view::html(comparison, told),
        View::Summary => view::summary(comparison, told),
        View::Term => {
            let width = args.width.map(usize::from).or_else(|| {
                let (width, _) = terminal_size::terminal_size()?;
                Some(usize::from(width.0))
            });
            let colour = args.output.is_none() && voice.colours_output();
            let mut text = term::changes(comparison, width.unwrap_or(USUAL_WIDTH), colour);
            text.push_str(&view::summary(comparison, told));
            text
        }
    }
}

/// The pages of a PDF as pictures; none of anything else.
fn pictures(path: &Path) -> Result<Vec<Picture>, Failure> {
    let is_pdf = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    if !is_pdf {
        return Ok(Vec::new());
    }
    let bytes = input::read(path, Kind::Pdf)?;
    raster::pages(&bytes, PICTURE)
        .map_err(|error| Failure::of(Exit::Text, &error).in_file(&named(path)))
}

/// The view that the name of an output asks for.
fn view_of(path: &Path) -> View {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "htm") => View::Html,
        Some("json") => View::Json,
        _ => View::Term,
    }
}

fn shown(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}

/// What is compared.
enum Text {
    /// Pages as found, or the plain text of repaired ones.
    Pages(Vec<Page>),
    /// The text of an edition file.
    Edition(String),
}

impl Text {
    fn string(&self) -> String {
        match self {
            Text::Pages(pages) => compare::text_of(pages),
            Text::Edition(text) => text.clone(),
        }
    }
}

/// Reads a side: an edition file by its name, else anything that a page is read from.
fn text(path: &Path, voice: Voice) -> Result<Text, Failure> {
    use super::args::Format;
    if let Some(Format::Md | Format::Json) = settle::format_of(path) {
        let edition = edition::whole(path, &Settings::default())?;
        return Ok(Text::Edition(edition.plain_text()));
    }
    way::pages(path, voice).map(Text::Pages)
}

/// Reads the rows of an audit.
fn audit(path: &Path) -> Result<Audit, Failure> {
    let name = named(path);
    let wrong = |line: usize, column: usize, what: String| {
        Failure::new(
            Exit::Form,
            format!("this is no row of an audit: {what}"),
            "give the file that `--audit` of `reglet repair` or `reglet press` wrote",
        )
        .at(&name, line, column)
    };
    let bytes = input::read(path, Kind::Audit)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        wrong(line, 0, "it is not UTF-8".to_owned())
    })?;
    let mut rows: Vec<Row> = Vec::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let row = serde_json::from_str(line).map_err(|error| {
            let what = error.to_string();
            let what = what
                .split(" at line ")
                .next()
                .unwrap_or_default()
                .to_owned();
            wrong(number + 1, error.column(), what)
        })?;
        rows.push(row);
    }
    Ok(Audit { rows })
}
