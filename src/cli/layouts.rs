//! `reglet layouts`, and the layout that `--layout` names.

use std::path::{Path, PathBuf};

use reglet::layout::{self, Layout};

use super::args::Layouts;
use super::exit::Exit;
use super::failure::{Failure, named};
use super::input::{self, Kind};
use super::output::{self, Target};

/// The layout when none is named.
const USUAL: &str = "broadsheet";

/// Prints the list of layouts, or one of them.
pub fn run(args: &Layouts) -> Result<(), Failure> {
    let text = match &args.name {
        None => list(),
        Some(name) => match builtin(name) {
            Some(text) => text.to_owned(),
            None => return Err(unknown(name)),
        },
    };
    output::commit(vec![(Target::Stdout, text.into_bytes())])
}

/// The layout file that `--layout` names, when it names a file and not a layout that is built in.
pub fn file(layout: Option<&str>) -> Option<PathBuf> {
    let layout = layout?;
    (builtin(layout).is_none() && is_path(layout)).then(|| PathBuf::from(layout))
}

/// The layout that `--layout` names, read and checked.
pub fn load(layout: Option<&str>) -> Result<Layout, Failure> {
    let wanted = layout.unwrap_or(USUAL);
    let (name, text) = match (builtin(wanted), file(layout)) {
        (Some(text), _) => (wanted.to_owned(), text.to_owned()),
        (None, Some(path)) => (named(&path), text_of(&path)?),
        (None, None) => return Err(unknown(wanted)),
    };
    Layout::parse(&name, &text).map_err(|error| {
        Failure::all(error.faults.into_iter().map(|fault| {
            Failure::said(Exit::Form, &fault.message).at(&name, fault.line, fault.column)
        }))
        .unwrap_or_else(|| Failure::new(Exit::Form, "not a layout", "").in_file(&name))
    })
}

fn builtin(name: &str) -> Option<&'static str> {
    layout::embedded()
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, text)| *text)
}

fn names() -> Vec<&'static str> {
    layout::embedded().iter().map(|(name, _)| *name).collect()
}

/// Whether this looks like a file, or is one.
fn is_path(layout: &str) -> bool {
    layout.contains(['/', '\\']) || layout.ends_with(".toml") || Path::new(layout).exists()
}

fn text_of(path: &Path) -> Result<String, Failure> {
    let name = named(path);
    String::from_utf8(input::read(path, Kind::Layout)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        Failure::new(
            Exit::Form,
            "this line is not UTF-8 text",
            "a layout is a TOML file; `reglet layouts broadsheet` prints one to start from",
        )
        .at(&name, line, 0)
    })
}

fn list() -> String {
    let names = names();
    let width = names
        .iter()
        .map(|name| name.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for name in names {
        let about = Layout::embedded(name).map_or_else(String::new, |layout| layout.description);
        text.push_str(&format!("{name:width$}  {about}\n"));
    }
    text
}

fn unknown(name: &str) -> Failure {
    let names = names();
    let mut advice = format!(
        "the layouts are {}; a file is named with its `.toml`",
        names.join(", ")
    );
    if let Some(name) = layout::nearest(name, &names) {
        advice = format!("did you mean `{name}`? {advice}");
    }
    Failure::new(
        Exit::Usage,
        format!("there is no layout `{}`", name.escape_debug()),
        advice,
    )
}
