//! `reglet check`: a finished PDF in, what is not as it should be out.

use reglet::job::{self, Settings};
use reglet::pdf::check::{Finding, Limits, Severity};
use reglet::report::counted;

use super::args::Check;
use super::edition;
use super::exit::Exit;
use super::failure::{Failure, named};
use super::input::{self, Kind};
use super::output::{self, Target};
use super::terminal::Voice;
use super::way;

/// Does what `reglet check` was asked for.
pub fn run(args: &Check, voice: Voice) -> Result<(), Failure> {
    let bytes = input::read(&args.input, Kind::Pdf)?;
    let edition = match &args.edition {
        Some(path) => Some(edition::whole(path, &Settings::default())?),
        None => None,
    };
    let limits = Limits {
        ink: args.ink,
        resolution: args.resolution,
        ..Limits::default()
    };
    let report = job::check(&bytes, edition.as_ref(), &limits);
    let lines: Vec<String> = report
        .findings
        .iter()
        .map(|finding| said(finding, voice.json))
        .collect();
    output::commit(vec![(Target::Stdout, lines.concat().into_bytes())])?;

    let faults = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Fault)
        .count();
    let remarks = report.findings.len() - faults;
    if faults > 0 {
        let message = format!(
            "{}, {}: the file must not go out as it is",
            counted(faults, "fault"),
            counted(remarks, "remark")
        );
        let advice = "each finding says what is wrong; `reglet help exit-codes` explains code 1";
        return Err(Failure::new(Exit::Found, message, advice).in_file(&named(&args.input)));
    }
    let words = format!(
        "{}, no fault, {}",
        counted(report.pages, "page"),
        counted(remarks, "remark")
    );
    way::done(&words, voice);
    Ok(())
}

/// A finding as a line.
fn said(finding: &Finding, json: bool) -> String {
    if !json {
        return format!("{finding}\n");
    }
    let event = serde_json::json!({
        "event": "finding",
        "severity": finding.severity.name(),
        "rule": finding.rule,
        "page": finding.page,
        "text": finding.text,
    });
    format!("{event}\n")
}
