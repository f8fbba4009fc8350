//! `reglet press`: damaged text in, a page out.

use reglet::report::{self, Summary};

use super::args::{Format, Press};
use super::edition::Issue;
use super::failure::Failure;
use super::fonts;
use super::issue;
use super::layouts;
use super::output::{self, Draft};
use super::settle::{self, Wanted};
use super::terminal::Voice;
use super::way;

/// Does what `reglet press` was asked for.
pub fn run(args: Press, voice: Voice) -> Result<(), Failure> {
    let pdf = settle::wanted("--output", &args.output)?;
    settle::no_terminal(&pdf)?;
    let text = way::maybe("--edition", args.edition.as_deref())?;
    let audit = way::maybe("--audit", args.record.audit.as_deref())?;
    let outputs: Vec<&Wanted> = [&pdf].into_iter().chain(&text).chain(&audit).collect();
    let inputs = issue::files(&args.inputs)?;
    let mut kept = inputs.clone();
    kept.extend(layouts::file(args.setting.look.layout.as_deref()));
    kept.extend(args.record.decisions.clone());
    settle::distinct(&kept, &outputs)?;
    let mut settings = way::setting(args.about, &args.setting)?;
    settings.ocr = args.record.ocr;
    let layout = layouts::load(args.setting.look.layout.as_deref())?;
    let fonts = fonts::load(args.setting.look.font_dir.as_deref())?;

    let progress = voice.progress();
    let repaired = way::repair(
        &inputs,
        args.record.decisions.as_deref(),
        &settings,
        &progress,
        voice,
    )?;
    let names = way::names(&inputs);
    let (edition, pictures) = way::illustrated(&repaired, &names);
    let mut draft = Draft::new(pdf.target)?;
    let issue = Issue::from(edition);
    let printed = way::set_into(
        issue, &pictures, &layout, &fonts, &settings, &progress, &mut draft,
    )?;
    drop(progress);

    let summary = Summary {
        articles: repaired.edition.articles.len(),
        ..Summary::default()
    }
    .with_audit(&repaired.audit)
    .with_pages(printed.pages, &printed.remarks);
    let mut done = Vec::new();
    if let (Some(text), Some(path)) = (text, &args.edition) {
        let format = settle::format_of(path).unwrap_or(Format::Md);
        done.push((text.target, way::text(&repaired, format, &names)?));
    }
    if let Some(audit) = audit {
        let lines = report::audit_lines(&repaired.audit);
        done.push((audit.target, lines.into_bytes()));
    }
    output::commit_with(Some(draft), done)?;

    if args.record.queries {
        way::list_queries(&repaired.audit, voice);
    }
    if args.setting.remarks {
        way::list_remarks(&printed, voice);
    } else {
        way::list_missing(&printed, voice);
    }
    way::sum_up(&summary, voice);
    Ok(())
}
