//! `reglet repair`: damaged text in, articles as text out.

use std::path::PathBuf;

use reglet::report::{self, Summary};

use super::args::{Format, Repair};
use super::failure::Failure;
use super::issue;
use super::output;
use super::settle::{self, Wanted};
use super::terminal::Voice;
use super::way;

/// Does what `reglet repair` was asked for.
pub fn run(args: Repair, voice: Voice) -> Result<(), Failure> {
    let format = args
        .to
        .or_else(|| settle::format_of(args.output.as_deref()?))
        .unwrap_or(Format::Md);
    let output = args.output.unwrap_or_else(|| PathBuf::from("-"));
    let output = settle::wanted("--output", &output)?;
    let audit = way::maybe("--audit", args.record.audit.as_deref())?;
    let outputs: Vec<&Wanted> = [&output].into_iter().chain(&audit).collect();
    let inputs = issue::files(&args.inputs)?;
    let mut kept = inputs.clone();
    kept.extend(args.record.decisions.clone());
    settle::distinct(&kept, &outputs)?;
    let mut settings = way::settings(args.about)?;
    settings.ocr = args.record.ocr;

    let progress = voice.progress();
    let repaired = way::repair(
        &inputs,
        args.record.decisions.as_deref(),
        &settings,
        &progress,
        voice,
    )?;
    drop(progress);

    let mut done = vec![(
        output.target,
        way::text(&repaired, format, &way::names(&inputs))?,
    )];
    if let Some(audit) = audit {
        let lines = report::audit_lines(&repaired.audit);
        done.push((audit.target, lines.into_bytes()));
    }
    output::commit(done)?;

    if args.record.queries {
        way::list_queries(&repaired.audit, voice);
    }
    let summary = Summary {
        articles: repaired.edition.articles.len(),
        ..Summary::default()
    };
    way::sum_up(&summary.with_audit(&repaired.audit), voice);
    Ok(())
}
