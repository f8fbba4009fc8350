//! `reglet typeset`: an edition file in, a page out.

use std::path::Path;

use reglet::report::Summary;

use super::args::Typeset;
use super::edition;
use super::failure::Failure;
use super::fonts;
use super::layouts;
use super::output::{self, Draft};
use super::settle;
use super::terminal::Voice;
use super::way;

/// Does what `reglet typeset` was asked for.
pub fn run(args: Typeset, voice: Voice) -> Result<(), Failure> {
    let pdf = settle::wanted("--output", &args.output)?;
    settle::no_terminal(&pdf)?;
    let mut inputs = vec![args.input.clone()];
    inputs.extend(layouts::file(args.setting.look.layout.as_deref()));
    settle::distinct(&inputs, &[&pdf])?;
    let settings = way::setting(args.about, &args.setting)?;
    let layout = layouts::load(args.setting.look.layout.as_deref())?;
    let fonts = fonts::load(args.setting.look.font_dir.as_deref())?;

    let progress = voice.progress();
    progress.stage("reading");
    let issue = edition::issue(&args.input, &settings)?;
    let mistakes = issue.mistakes.clone();
    let folder = args.input.parent().unwrap_or(Path::new(""));
    let shelf = way::Shelf::of(folder);
    let mut draft = Draft::new(pdf.target)?;
    let printed = way::set_into(
        issue, &shelf, &layout, &fonts, &settings, &progress, &mut draft,
    )?;
    drop(progress);
    mistakes.first()?;

    output::commit_with(Some(draft), Vec::new())?;
    if args.setting.remarks {
        way::list_remarks(&printed, voice);
    } else {
        way::list_missing(&printed, voice);
    }
    let summary = Summary {
        articles: printed.articles,
        ..Summary::default()
    };
    way::sum_up(&summary.with_pages(printed.pages, &printed.remarks), voice);
    // The process ends: tidying up word by word would take a hundredth of its time.
    std::mem::forget(fonts);
    Ok(())
}
