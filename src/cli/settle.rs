//! Settled arguments: what the words of the command line mean together.

use std::path::{Path, PathBuf};

use super::args::Format;
use super::exit::Exit;
use super::failure::{Failure, named};
use super::output::Target;

/// Checks that a language tag is well formed (BCP 47, by its look and not by its registry).
pub fn language(tag: &str) -> Result<String, String> {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let is_language =
        (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let rest = parts.all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    if is_language && rest {
        Ok(tag.to_owned())
    } else {
        Err("a language tag looks like `en`, `de-AT` or `sr-Latn`".to_owned())
    }
}

/// One output of a run and the option that asks for it.
#[derive(Debug)]
pub struct Wanted {
    /// Where it goes.
    pub target: Target,
    /// `--output`, `--edition`, `--audit`.
    pub option: &'static str,
    /// As it was typed.
    pub name: String,
}

/// Checks an output before the work.
pub fn wanted(option: &'static str, path: &Path) -> Result<Wanted, Failure> {
    Ok(Wanted {
        target: Target::new(path)?,
        option,
        name: named(path),
    })
}

/// Checks that no output is an input, and that no two outputs are one file.
pub fn distinct(inputs: &[PathBuf], outputs: &[&Wanted]) -> Result<(), Failure> {
    if inputs.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new(
            Exit::Usage,
            "standard input (`-`) is named twice",
            "it can be read once only",
        ));
    }
    for (at, output) in outputs.iter().enumerate() {
        if let Some(input) = inputs.iter().find(|path| output.target.overwrites(path)) {
            return Err(Failure::new(
                Exit::Usage,
                format!(
                    "{} would overwrite the input {}",
                    output.option,
                    named(input)
                ),
                "inputs are never changed; choose another name for the output",
            )
            .in_file(&output.name));
        }
        if let Some(other) = outputs[..at]
            .iter()
            .find(|other| other.target.is_same(&output.target))
        {
            let place = if output.target == Target::Stdout {
                "standard output"
            } else {
                "the same file"
            };
            return Err(Failure::new(
                Exit::Usage,
                format!("{} and {} both name {place}", other.option, output.option),
                "give each output a name of its own",
            ));
        }
    }
    Ok(())
}

/// Refuses to send bytes that are no text to a terminal.
pub fn no_terminal(pdf: &Wanted) -> Result<(), Failure> {
    use std::io::IsTerminal as _;
    if pdf.target == Target::Stdout && std::io::stdout().is_terminal() {
        return Err(Failure::new(
            Exit::Usage,
            "a PDF cannot be shown on a terminal",
            "name a file (`-o page.pdf`), or send standard output into one",
        ));
    }
    Ok(())
}

/// The text format that a name asks for.
pub fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "md" | "markdown" => Some(Format::Md),
        "txt" => Some(Format::Txt),
        "json" => Some(Format::Json),
        "html" | "htm" => Some(Format::Html),
        "epub" => Some(Format::Epub),
        "tei" => Some(Format::Tei),
        _ => None,
    }
}

/// The moment that `SOURCE_DATE_EPOCH` names, in seconds since 1970 (reproducible-builds.org).
///
/// The clock itself is never asked: the same input gives the same bytes on every day.
pub fn source_date() -> Result<Option<i64>, Failure> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    // The last second that a PDF date can name, in the year 9999.
    const LAST: i64 = 253_402_300_799;
    value
        .to_str()
        .filter(|text| !text.is_empty())
        .map(|text| {
            text.parse::<i64>()
                .ok()
                .filter(|at| (0..=LAST).contains(at))
        })
        .map(|seconds| {
            seconds.ok_or_else(|| {
                Failure::new(
                    Exit::Usage,
                    format!("SOURCE_DATE_EPOCH is {value:?}, which is no number of seconds"),
                    "set it to seconds since 1970, or unset it",
                )
            })
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_told_from_words() {
        for tag in ["en", "de-AT", "sr-Latn", "zh-Hant-TW", "de-1901"] {
            assert_eq!(language(tag).as_deref(), Ok(tag));
        }
        for word in ["", "e", "english language", "en_US", "-en", "en-", "12"] {
            assert!(language(word).is_err(), "{word:?} was taken for a tag");
        }
    }

    #[test]
    fn formats_go_by_the_ending() {
        assert_eq!(format_of(Path::new("a.JSON")), Some(Format::Json));
        assert_eq!(format_of(Path::new("a.b.txt")), Some(Format::Txt));
        assert_eq!(format_of(Path::new("a.pdf")), None);
        assert_eq!(format_of(Path::new("-")), None);
    }
}
