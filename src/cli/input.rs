//! Reading inputs: whole, but never more than is sane to hold.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use reglet::read::{MAX_LINE, has_lines};

use super::exit::Exit;
use super::failure::{Failure, named, reason};

/// The largest text that is read, in bytes. A newspaper page is some 20 kB, an issue 1 MB.
pub const MAX_INPUT: usize = 64 << 20;

/// The largest input of another format that is read, in bytes: a PDF holds the scans of its pages.
const MAX_FILE: usize = 1 << 30;

/// What an input is, for the words of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text of a page.
    Text,
    /// An edition file.
    Edition,
    /// A layout file.
    Layout,
    /// A font.
    Font,
    /// A picture.
    Picture,
    /// A colour profile.
    Profile,
    /// A finished PDF.
    Pdf,
    /// An audit.
    Audit,
}

/// Reads a file or standard input (`-`).
///
/// Stops at the first line that is too long, so that a file of one endless line costs no more
/// memory than the longest line allowed.
pub fn read(path: &Path, kind: Kind) -> Result<Vec<u8>, Failure> {
    let name = named(path);
    let wrong = |error: io::Error| {
        let advice = match error.kind() {
            io::ErrorKind::NotFound if kind == Kind::Layout => {
                "check the name; `reglet layouts` lists the layouts that need no file"
            }
            io::ErrorKind::NotFound => "check the name; `-` reads standard input",
            io::ErrorKind::IsADirectory => "name the files in it one by one",
            _ => "",
        };
        Failure::new(Exit::Input, reason(&error), advice).in_file(&name)
    };
    if path == Path::new("-") {
        return bounded(&mut io::stdin().lock(), &name, kind, &wrong);
    }
    let mut file = File::open(path).map_err(wrong)?;
    let known = file.metadata().map_err(wrong)?;
    if known.is_dir() {
        return Err(wrong(io::ErrorKind::IsADirectory.into()));
    }
    if known.is_file() && known.len() > MAX_FILE as u64 {
        return Err(too_large(&name, MAX_FILE));
    }
    bounded(&mut file, &name, kind, &wrong)
}

fn bounded(
    from: &mut dyn Read,
    name: &str,
    kind: Kind,
    wrong: &dyn Fn(io::Error) -> Failure,
) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut chunk = vec![0; 64 << 10];
    let (mut line, mut line_start) = (1, 0);
    let mut in_lines = None;
    loop {
        let count = match from.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(wrong(error)),
        };
        let lines_of = if kind == Kind::Text { count } else { 0 };
        for (at, &byte) in chunk[..lines_of].iter().enumerate() {
            if byte == b'\n' || byte == b'\r' {
                line += usize::from(byte == b'\n');
                line_start = bytes.len() + at + 1;
            }
        }
        bytes.extend_from_slice(&chunk[..count]);
        let lines = *in_lines.get_or_insert_with(|| kind != Kind::Text || has_lines(&bytes));
        if kind == Kind::Text && lines && bytes.len() - line_start > MAX_LINE {
            return Err(long_line(name, line));
        }
        let most = if lines && kind != Kind::Pdf {
            MAX_INPUT
        } else {
            MAX_FILE
        };
        if bytes.len() > most {
            return Err(too_large(name, most));
        }
    }
}

/// A file beyond the limit.
fn too_large(name: &str, most: usize) -> Failure {
    Failure::new(
        Exit::Text,
        format!(
            "larger than {} MiB, the most that is read at once",
            most >> 20
        ),
        "give one page or one issue a file",
    )
    .in_file(name)
}

/// A line beyond the limit.
pub fn long_line(name: &str, line: usize) -> Failure {
    Failure::new(
        Exit::Text,
        format!("this line is longer than {} MiB", MAX_LINE >> 20),
        "this is hardly the text of a page; break its lines where its paragraphs end",
    )
    .at(name, line, 1)
}
