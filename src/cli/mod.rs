//! Arguments, paths, the terminal and exit codes: typed arguments -> settled arguments -> a run.

mod args;
mod batch;
mod check;
mod compare;
mod edition;
mod exit;
mod explain;
mod failure;
mod fonts;
mod guard;
mod hand;
mod help;
mod impose;
mod input;
mod issue;
mod layouts;
mod output;
mod press;
mod repair;
mod review;
mod schema;
mod settle;
mod terminal;
mod typeset;
mod way;
mod worker;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory as _, FromArgMatches as _};

use args::{Command, Line};
use exit::Exit;
use failure::Failure;
use terminal::Voice;

/// Runs the command line that the process was given.
pub fn main() -> ExitCode {
    let line: Vec<OsString> = std::env::args_os().collect();
    let voice = Voice::guess(&line);
    let done = guard::guarded(|| run(line, voice));
    if let Err(failure) = &done {
        voice.fail(failure);
    }
    ExitCode::from(done.unwrap_or_else(|failure| failure.exit).code())
}

fn run(line: Vec<OsString>, voice: Voice) -> Result<Exit, Failure> {
    let line = match parse(line, voice) {
        Ok(line) => line,
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            output::commit(vec![(
                output::Target::Stdout,
                help::rendered(&error, voice).into_bytes(),
            )])?;
            return Ok(Exit::Done);
        }
        Err(error) => return Err(usage(&error)),
    };
    let voice = Voice::new(&line.manners);
    match line.command {
        Command::Press(args) => press::run(args, voice)?,
        Command::Repair(args) => repair::run(args, voice)?,
        Command::Typeset(args) => typeset::run(args, voice)?,
        Command::Review(args) => review::run(args, voice)?,
        Command::Batch(args) => return batch::run(args, voice),
        Command::Worker(args) => worker::run(&args)?,
        Command::Compare(args) => return compare::run(&args, voice),
        Command::Check(args) => check::run(&args, voice)?,
        Command::Impose(args) => impose::run(&args, voice)?,
        Command::Explain(args) => explain::run(&args)?,
        Command::Layouts(args) => layouts::run(&args)?,
        Command::Schema(args) => schema::run(&args)?,
        Command::Help(args) => help::run(&args, voice)?,
    }
    Ok(Exit::Done)
}

fn parse(line: Vec<OsString>, voice: Voice) -> Result<Line, clap::Error> {
    let matches = Line::command()
        .color(match voice.color {
            anstream::ColorChoice::Never => ColorChoice::Never,
            anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => {
                ColorChoice::Always
            }
            anstream::ColorChoice::Auto => ColorChoice::Auto,
        })
        .try_get_matches_from(line)?;
    Line::from_arg_matches(&matches)
}

/// An error in the options, from clap's words into ours: the first line says what is wrong, the
/// rest what to do.
fn usage(error: &clap::Error) -> Failure {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let line = Line::command();
        let names: Vec<_> = line
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        return Failure::new(
            Exit::Usage,
            "no command is given",
            format!(
                "the commands are {}; `reglet --help` tells more",
                names.join(", ")
            ),
        );
    }
    let text = error.render().to_string().replace("subcommand", "command");
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let (what, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let advice: Vec<_> = rest
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| line.strip_prefix("tip: ").unwrap_or(line))
        .map(|line| line.strip_prefix("For more information, ").unwrap_or(line))
        .map(|line| line.trim_end_matches('.'))
        .collect();
    Failure::new(
        Exit::Usage,
        what.split_whitespace().collect::<Vec<_>>().join(" "),
        advice.join("; "),
    )
}
