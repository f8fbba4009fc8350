//! `reglet typeset`: an edition file in, a page out.

use std::path::Path;

use reglet::report::Summary;

use super::args::Typeset;
use super::failure::Failure;
use super::fonts;
use super::layouts;
use super::output;
use super::settle;
use super::terminal::Voice;
use super::way;

/// Does what `reglet typeset` was asked for.
pub fn run(args: Typeset, voice: Voice) -> Result<(), Failure> {
    let pdf = settle::wanted("--output", &args.output)?;
    settle::no_terminal(&pdf)?;
    let mut inputs = vec![args.input.clone()];
    inputs.extend(layouts::file(args.setting.layout.as_deref()));
    settle::distinct(&inputs, &[&pdf])?;
    let settings = way::page_settings(args.about, &args.setting)?;
    let layout = layouts::load(args.setting.layout.as_deref())?;
    let fonts = fonts::load(args.setting.font_dir.as_deref())?;

    let progress = voice.progress();
    progress.stage("reading");
    let edition = way::edition(&args.input, &settings)?;
    let folder = args.input.parent().unwrap_or(Path::new(""));
    let mut pressed = way::set(&edition, folder, &layout, &fonts, &settings, &progress)?;
    drop(progress);

    let bytes = std::mem::take(&mut pressed.pdf);
    output::commit(vec![(pdf.target, bytes)])?;
    if args.setting.remarks {
        way::list_remarks(&pressed, voice);
    }
    let summary = Summary {
        articles: edition.articles.len(),
        ..Summary::default()
    };
    way::sum_up(&summary.with_pages(pressed.pages, &pressed.remarks), voice);
    Ok(())
}
