//! `reglet explain`: what a pass mends, and when it leaves text alone.

use reglet::layout::nearest;
use reglet::repair::{PASSES, Pass};

use super::args::Explain;
use super::exit::Exit;
use super::failure::Failure;
use super::output::{self, Target};

/// Prints the list of passes, or what one of them does.
pub fn run(args: &Explain) -> Result<(), Failure> {
    let text = match &args.pass {
        None => list(),
        Some(name) => match PASSES.iter().find(|pass| pass.name == name) {
            Some(pass) => page(pass),
            None => return Err(unknown(name)),
        },
    };
    output::commit(vec![(Target::Stdout, text.into_bytes())])
}

fn list() -> String {
    let width = PASSES
        .iter()
        .map(|pass| pass.name.len())
        .max()
        .unwrap_or_default();
    let mut text = String::from("The passes of a repair, in the order in which they run:\n\n");
    for pass in PASSES {
        text.push_str(&format!("  {:width$}  {}\n", pass.name, first(pass.doc)));
    }
    text.push_str("\n`reglet explain NAME` tells more.\n");
    text
}

/// A pass's document as a terminal shows it: what is fenced as text is set in.
fn page(pass: &Pass) -> String {
    let mut page = format!("{}\n\n", pass.name);
    let mut fenced = false;
    for line in pass.doc.trim().lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else {
            let margin = if fenced && !line.is_empty() {
                "    "
            } else {
                ""
            };
            page.push_str(&format!("{margin}{line}\n"));
        }
    }
    page
}

/// The first paragraph of a document, on one line.
fn first(doc: &str) -> String {
    let lines = doc.trim().lines().map(str::trim);
    lines
        .take_while(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn unknown(name: &str) -> Failure {
    let names: Vec<&str> = PASSES.iter().map(|pass| pass.name).collect();
    let mut advice = format!("the passes are {}", names.join(", "));
    if let Some(name) = nearest(name, &names) {
        advice = format!("did you mean `{name}`? {advice}");
    }
    Failure::new(
        Exit::Usage,
        format!("there is no pass `{}`", name.escape_debug()),
        advice,
    )
}
