//! Standard error as people and programs see it: errors, progress, the summary.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Color, Manners};
use super::failure::Failure;

/// Work shorter than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(400);

/// How to speak on standard error.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// Errors only.
    pub quiet: bool,
    /// JSON Lines instead of words.
    pub json: bool,
    /// Colour.
    pub color: ColorChoice,
}

impl Voice {
    /// The voice that the options ask for.
    pub fn new(manners: &Manners) -> Voice {
        Voice {
            quiet: manners.quiet,
            json: manners.json,
            color: choice(manners.color),
        }
    }

    /// The voice before the options are understood: for errors in the options themselves.
    pub fn guess(line: &[std::ffi::OsString]) -> Voice {
        let has = |word: &str| line.iter().any(|arg| arg == word);
        let color = |when: &str| {
            has(&format!("--color={when}"))
                || line
                    .windows(2)
                    .any(|pair| pair[0] == "--color" && pair[1] == *when)
        };
        Voice {
            quiet: has("--quiet") || has("-q"),
            json: has("--json"),
            color: match (color("always"), color("never")) {
                (true, _) => ColorChoice::AlwaysAnsi,
                (_, true) => ColorChoice::Never,
                _ => ColorChoice::Auto,
            },
        }
    }

    /// Whether what goes to standard output is coloured.
    pub fn colours_output(&self) -> bool {
        match self.color {
            ColorChoice::Never => false,
            ColorChoice::Always | ColorChoice::AlwaysAnsi => true,
            ColorChoice::Auto => {
                std::io::stdout().is_terminal()
                    && AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
            }
        }
    }

    /// A voice that says nothing: for work whose outcome another process tells.
    pub fn silent() -> Voice {
        Voice {
            quiet: true,
            json: false,
            color: ColorChoice::Never,
        }
    }

    /// Says a line on standard error. A closed standard error is no reason to stop.
    pub fn say(&self, line: &str) {
        let mut stream = AutoStream::new(std::io::stderr().lock(), self.color);
        let _ = writeln!(stream, "{line}");
    }

    /// Says a line with a coloured word before it.
    pub fn say_tagged(&self, color: AnsiColor, tag: &str, line: &str) {
        let style = Style::new().bold().fg_color(Some(color.into()));
        self.say(&format!("{style}{tag}{style:#}{line}"));
    }

    /// Reports the failure that ends the run.
    pub fn fail(&self, failure: &Failure) {
        for failure in std::iter::once(failure).chain(&failure.others) {
            self.fail_once(failure);
        }
    }

    fn fail_once(&self, failure: &Failure) {
        if self.json {
            self.say(&failure.to_json());
            return;
        }
        let Failure {
            message, advice, ..
        } = failure;
        self.say_tagged(
            AnsiColor::Red,
            "error",
            &format!(": {}{message}", failure.place()),
        );
        if !advice.is_empty() {
            self.say_tagged(AnsiColor::Cyan, " help", &format!(": {advice}"));
        }
    }

    /// Starts to show progress, should the work become long and a person be watching.
    pub fn progress(&self) -> Progress {
        if self.quiet || self.json || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
            .with_style(ProgressStyle::default_spinner());
        let (stop, stopped) = mpsc::channel::<()>();
        let shown = bar.clone();
        let thread = thread::spawn(move || {
            if stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
                // Until the work is done, and the sender with it.
                let _ = stopped.recv();
            }
            shown.finish_and_clear();
        });
        Progress(Some((bar, stop, thread)))
    }
}

/// Progress of a run; shown only when it takes long. Gone when dropped.
pub struct Progress(Option<(ProgressBar, Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Progress that nobody sees.
    pub fn none() -> Progress {
        Progress(None)
    }

    /// Tells what is being done.
    pub fn stage(&self, what: impl Into<String>) {
        if let Some((bar, ..)) = &self.0 {
            bar.set_message(what.into());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((_, stop, thread)) = self.0.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}

fn choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::AlwaysAnsi,
        Color::Never => ColorChoice::Never,
    }
}
