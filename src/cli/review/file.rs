//! The decisions file: where it lies, and how it is read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use reglet::review::Decisions;

use super::super::exit::Exit;
use super::super::failure::{Failure, named, reason};

/// What the name of an input's decisions file ends with.
const ENDING: &str = ".decisions.jsonl";

/// The decisions file of an input: beside it, under its whole name.
pub fn beside(input: &Path) -> PathBuf {
    let mut name = input.file_name().unwrap_or_default().to_os_string();
    name.push(ENDING);
    input.with_file_name(name)
}

/// The decisions in a file, and its bytes; none when there is no file.
pub fn read(path: &Path) -> Result<(Decisions, Vec<u8>), Failure> {
    let name = named(path);
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Default::default()),
        Err(error) => {
            return Err(
                Failure::new(Exit::Input, reason(&error), "check the decisions file")
                    .in_file(&name),
            );
        }
    };
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new(
            Exit::Form,
            "this is no decisions file: it is not UTF-8",
            "give the file that `reglet review` wrote",
        )
        .in_file(&name)
    })?;
    let decisions = Decisions::parse(&text).map_err(|fault| {
        Failure::said(
            Exit::Form,
            &format!("{}; correct the line, or take it out", fault.what),
        )
        .at(&name, fault.line, 0)
    })?;
    Ok((decisions, text.into_bytes()))
}
