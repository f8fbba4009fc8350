//! Exit codes, and the one table that documents them.

use std::fmt::Write as _;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything that was asked for is done.
    Done = 0,
    /// A command that looks has found something.
    Found = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// An input cannot be read.
    Input = 3,
    /// An input was read, but is no text that can be worked on.
    Text = 4,
    /// A layout, an edition file or a font is wrong.
    Form = 5,
    /// An output cannot be written.
    Output = 6,
    /// A batch is done, and has found places that a person has to decide.
    Findings = 7,
    /// A batch is done, but for the issues that could not be.
    Failures = 8,
    /// A batch was broken off.
    Aborted = 9,
    /// A fault of reglet itself.
    Internal = 70,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The name in `--json` errors.
    pub fn name(self) -> &'static str {
        TABLE
            .iter()
            .find(|row| row.0 == self)
            .map_or("unknown", |row| row.1)
    }
}

/// The table of exit codes: code, name, meaning. `reglet help exit-codes` prints it; a test holds
/// the README to it.
pub const TABLE: &[(Exit, &str, &str)] = &[
    (
        Exit::Done,
        "done",
        "done; also when the reader of standard output left early",
    ),
    (
        Exit::Found,
        "found",
        "`reglet compare` found differences, or `reglet check` a fault: the file must not go out as it is",
    ),
    (
        Exit::Usage,
        "usage",
        "the command line is wrong: an unknown option, layout name or pass, or an output that is an input",
    ),
    (
        Exit::Input,
        "input",
        "an input is missing, is a folder without pages, or cannot be read",
    ),
    (
        Exit::Text,
        "text",
        "an input is empty, is not text, or has a line or a size beyond the limit",
    ),
    (
        Exit::Form,
        "form",
        "a layout file, an edition file or a font is wrong",
    ),
    (Exit::Output, "output", "an output cannot be written"),
    (
        Exit::Findings,
        "findings",
        "a batch is done, and there are queries to look at",
    ),
    (
        Exit::Failures,
        "failures",
        "a batch is done, but for the issues that failed; the report names them",
    ),
    (
        Exit::Aborted,
        "aborted",
        "a batch was broken off after too many failures; run it again to go on",
    ),
    (
        Exit::Internal,
        "internal",
        "a fault of reglet itself; please report it",
    ),
];

/// What the table does not say row by row.
pub const PROMISE: &str = "Unless the code is 0, no \
output file has been written or changed, not even in part; a batch (7, 8, 9) has put \
every issue that it did into place as a whole. Treat every other code above 1 as a failure.";

/// The table as text, one row a line.
pub fn table() -> String {
    let mut text = String::new();
    for (exit, name, meaning) in TABLE {
        writeln!(text, "{:>4}  {name:<9} {meaning}", exit.code())
            .expect("writing to a string cannot fail");
    }
    text
}
