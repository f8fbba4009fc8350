//! `reglet help`: a command's help, and the table of exit codes.

use clap::CommandFactory as _;
use reglet::layout::nearest;

use super::args::{Help, Line};
use super::exit::{self, Exit};
use super::failure::Failure;
use super::output::{self, Target};
use super::terminal::Voice;

/// Prints the help that was asked for.
pub fn run(args: &Help, voice: Voice) -> Result<(), Failure> {
    let mut line = Line::command();
    line.build();
    let text = match args.topic.as_deref() {
        None => paint(&line.render_long_help(), voice),
        Some("exit-codes") => format!("Exit codes:\n{}\n{}\n", exit::table(), exit::PROMISE),
        Some(topic) => match line.find_subcommand_mut(topic) {
            Some(command) => paint(&command.render_long_help(), voice),
            None => return Err(unknown(&line, topic)),
        },
    };
    output::commit(vec![(Target::Stdout, text.into_bytes())])
}

/// The help or version that clap wants shown.
pub fn rendered(error: &clap::Error, voice: Voice) -> String {
    paint(&error.render(), voice)
}

fn paint(text: &clap::builder::StyledStr, voice: Voice) -> String {
    if voice.colours_output() {
        text.ansi().to_string()
    } else {
        text.to_string()
    }
}

fn unknown(line: &clap::Command, topic: &str) -> Failure {
    let mut topics: Vec<&str> = line
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    topics.push("exit-codes");
    let mut advice = format!("there is help on {}", topics.join(", "));
    if let Some(name) = nearest(topic, &topics) {
        advice = format!("did you mean `{name}`? {advice}");
    }
    Failure::new(
        Exit::Usage,
        format!("there is no help on `{}`", topic.escape_debug()),
        advice,
    )
}
