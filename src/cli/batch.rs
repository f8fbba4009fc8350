//! `reglet batch`: an archive, issue by issue, on all cores; stopped and resumed at will.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anstyle::AnsiColor;
use indicatif::{ProgressBar, ProgressStyle};
use reglet::batch::BatchError;
use reglet::batch::crew::{Crew, Outcome, Task};
use reglet::batch::page::Page;
use reglet::batch::record::{Fault, Record};
use reglet::batch::store::{self, Store};
use reglet::batch::tally::Tally;
use reglet::batch::walk::{Found, Issue, Walk};
use reglet::report;
use serde_json::json;

use super::args::Batch;
use super::exit::Exit;
use super::failure::{Failure, named};
use super::hand::{self, Answer};
use super::output;
use super::terminal::Voice;

/// How often a run without a terminal tells how far it is.
const EVERY: Duration = Duration::from_secs(10);

/// Does what `reglet batch` was asked for.
pub fn run(args: Batch, voice: Voice) -> Result<Exit, Failure> {
    if args.hand {
        return hand::serve(&args).map(|()| Exit::Done);
    }
    if args.inputs.is_empty() && args.files_from.is_none() {
        return Err(Failure::new(
            Exit::Usage,
            "no input is named",
            "name folders, files or patterns, or a list with `--files-from`",
        ));
    }
    // Layout and fonts are looked at before anything is begun, though each hand reads its own.
    let bench = hand::Bench::new(&args)?;
    let unit = args.issue.unit();
    let mut walk = Walk::new(&args.inputs, unit)
        .map_err(fault)?
        .with_shard(args.shard);
    if args.dry_run {
        if let Some(list) = &args.files_from {
            walk = walk.with_list(list.clone());
        }
        return plan(&walk.without(&args.output), &bench, &args);
    }
    let store = Store::open(&args.output).map_err(fault)?;
    if let Some(list) = &args.files_from {
        walk = walk.with_list(spooled(list, &store)?);
    }
    let walk = walk.without(&args.output);
    let mut run = Run {
        args: &args,
        settings: bench.settings().to_owned(),
        store: &store,
        voice,
        tally: Tally::default(),
        begun: Instant::now(),
        said: Instant::now(),
        total: AtomicU64::new(0),
        bar: None,
        is_stopped: false,
    };
    run.all(&walk)?;
    run.close(&walk)
}

/// A run on its way.
struct Run<'a> {
    args: &'a Batch,
    /// The key of what the hands are told.
    settings: String,
    store: &'a Store,
    voice: Voice,
    tally: Tally,
    begun: Instant,
    said: Instant,
    /// How many issues there are; 0 until they have been counted.
    total: AtomicU64,
    bar: Option<ProgressBar>,
    is_stopped: bool,
}

impl Run<'_> {
    fn all(&mut self, walk: &Walk) -> Result<(), Failure> {
        let bar = self.bar();
        let counted = |total: u64| {
            if let Some(bar) = &bar {
                bar.set_length(total);
            }
        };
        self.bar.clone_from(&bar);
        let program = std::env::current_exe().map_err(|error| fault(BatchError::Hand(error)))?;
        let line: Vec<_> = std::env::args_os().skip(1).collect();
        let command = || {
            let mut command = Command::new(&program);
            command.args(&line).arg("--hand");
            command
        };
        let crew = Crew {
            hands: self.args.jobs.unwrap_or_else(|| {
                thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
            }),
            limit: Duration::from_secs_f64(self.args.time_limit),
            command: &command,
        };
        let mut passed_over = 0;
        let mut lost = Vec::new();
        let total = std::mem::take(&mut self.total);
        thread::scope(|scope| {
            // Counting only opens folders, and is done long before the work is.
            scope.spawn(|| {
                let count = walk
                    .all()
                    .filter(|found| !matches!(found, Found::Passed(_)))
                    .count();
                total.store(count as u64, Ordering::Relaxed);
                counted(count as u64);
            });
            let (lost, passed_over) = (&mut lost, &mut passed_over);
            let tasks = walk.all().filter_map(move |found| match found {
                Found::Issue(issue) => Some(Task {
                    line: hand::ask(&issue),
                    files: u32::try_from(issue.files.len()).unwrap_or(u32::MAX),
                    of: issue,
                }),
                Found::Passed(_) => {
                    *passed_over += 1;
                    None
                }
                Found::Lost(name, why) => {
                    lost.push((name, why));
                    None
                }
            });
            crew.run(tasks, |issue, outcome| {
                let done = self.take(&issue, outcome);
                self.tell(total.load(Ordering::Relaxed));
                done
            })
            .map_err(|error| fault(BatchError::Hand(error)))
        })?;
        self.total = total;
        self.tally.passed_over = passed_over;
        for (name, why) in lost {
            let fault = Fault {
                kind: Exit::Input.name().to_owned(),
                message: why,
                help: String::new(),
                again: true,
            };
            self.fail(&name, fault);
        }
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        Ok(())
    }

    /// Takes the outcome of an issue.
    fn take(&mut self, issue: &Issue, outcome: Outcome) -> ControlFlow<()> {
        let failures = self.tally.failed;
        match outcome {
            Outcome::Answer(line) => match serde_json::from_str::<Answer>(&line) {
                Ok(answer) => self.add(&answer.record, answer.is_unchanged),
                Err(_) => self.fail(
                    &issue.name,
                    machine(
                        "died",
                        "the answer of its process makes no sense".to_owned(),
                    ),
                ),
            },
            Outcome::TookTooLong => {
                let limit = self.args.time_limit;
                let message = format!("took longer than {limit} s a file, and was stopped");
                self.fail(&issue.name, machine("time", message));
            }
            Outcome::Died(how) => {
                let message = format!("its process ended ({how})");
                self.fail(&issue.name, machine("died", message));
            }
        }
        let is_over = self
            .args
            .most_failures()
            .is_some_and(|most| self.tally.failed > most);
        if is_over && self.tally.failed > failures {
            self.is_stopped = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Puts an issue on record that a hand could not.
    fn fail(&mut self, issue: &str, fault: Fault) {
        let mut record = Record::of(issue).with_fault(fault);
        record.settings.clone_from(&self.settings);
        if let Err(error) = self.store.put(record.clone(), &[]) {
            self.voice.fail(&Failure::new(
                Exit::Output,
                format!("the record of {issue} cannot be written: {error}"),
                "free some space, or choose another folder",
            ));
        }
        self.add(&record, false);
    }

    fn add(&mut self, record: &Record, is_unchanged: bool) {
        self.tally.add(record, is_unchanged);
        if self.voice.json {
            let event = json!({"event": "issue", "unchanged": is_unchanged, "record": record});
            self.voice.say(&event.to_string());
        } else if let Some(fault) = &record.fault {
            let speak = || {
                let line = format!(
                    ": {}: {}",
                    report::quoted(&record.issue, usize::MAX),
                    fault.message
                );
                self.voice.say_tagged(AnsiColor::Red, "failed", &line);
            };
            match &self.bar {
                Some(bar) => bar.suspend(speak),
                None => speak(),
            }
        }
    }

    /// Tells how far the run is, if it is time.
    fn tell(&mut self, total: u64) {
        let done = self.tally.issues;
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
            bar.set_message(match self.tally.failed {
                0 => String::new(),
                failed => format!("{failed} failed"),
            });
            return;
        }
        if self.voice.quiet || self.said.elapsed() < EVERY {
            return;
        }
        self.said = Instant::now();
        let rate = done as f64 / self.begun.elapsed().as_secs_f64();
        let left = (total > 0).then(|| (total as f64 - done as f64).max(0.0) / rate.max(1e-9));
        if self.voice.json {
            let event = json!({
                "event": "progress", "done": done, "failed": self.tally.failed,
                "of": (total > 0).then_some(total), "rate": rate, "left": left,
            });
            self.voice.say(&event.to_string());
        } else {
            let of = if total > 0 {
                format!(" of {total}")
            } else {
                String::new()
            };
            let left = left.map_or_else(String::new, |left| format!(", {left:.0} s left"));
            let failed = match self.tally.failed {
                0 => String::new(),
                failed => format!(", {failed} failed"),
            };
            self.voice.say(&format!(
                "{done}{of} issues, {rate:.1} a second{left}{failed}"
            ));
        }
    }

    fn bar(&self) -> Option<ProgressBar> {
        let wanted = !self.voice.quiet && !self.voice.json && io::stderr().is_terminal();
        wanted.then(|| {
            let bar = ProgressBar::new(0);
            let style = "{bar:30} {pos}/{len} {per_sec} {eta} left {msg}";
            if let Ok(style) = ProgressStyle::with_template(style) {
                bar.set_style(style);
            }
            bar
        })
    }

    /// Writes the reports, sums up, and says how it ended.
    fn close(mut self, walk: &Walk) -> Result<Exit, Failure> {
        if self.is_stopped {
            let total = self.total.load(Ordering::Relaxed);
            let total = usize::try_from(total).unwrap_or(usize::MAX);
            self.tally.left = total.saturating_sub(self.tally.issues);
        }
        self.report(walk).map_err(|error| {
            Failure::new(
                Exit::Output,
                format!("the report cannot be written: {error}"),
                "the outputs are in place; run it again to get the report",
            )
            .in_file(&named(&self.args.output))
        })?;
        if self.voice.json {
            let seconds = self.begun.elapsed().as_secs_f64();
            let event = json!({"event": "summary", "summary": self.tally, "seconds": seconds});
            self.voice.say(&event.to_string());
        } else if !self.voice.quiet {
            self.voice
                .say_tagged(AnsiColor::Green, "done", &format!(": {}", self.tally));
        }
        Ok(if self.is_stopped {
            Exit::Aborted
        } else if self.tally.failed > 0 {
            Exit::Failures
        } else if self.tally.queries > 0 {
            Exit::Findings
        } else {
            Exit::Done
        })
    }

    /// Writes `report.jsonl` and `report.html`, from what is on record of every issue of the run: in
    /// the order of the walk, whatever order they were done in.
    fn report(&self, walk: &Walk) -> io::Result<()> {
        let mut lines = io::BufWriter::new(self.store.own()?);
        let mut page = Page::default();
        let mut tally = Tally::default();
        for found in walk.all() {
            let name = match found {
                Found::Issue(issue) => issue.name,
                Found::Lost(name, _) => name,
                Found::Passed(_) => {
                    tally.passed_over += 1;
                    continue;
                }
            };
            let record = self.store.record(&name);
            let Some(record) = record.filter(|record| record.settings == self.settings) else {
                continue;
            };
            writeln!(lines, "{}", record.line())?;
            tally.add(&record, false);
            page.add(&record);
        }
        let mut html = io::BufWriter::new(self.store.own()?);
        page.write(&tally, &mut html)?;
        let shard = self.args.shard.map_or_else(String::new, |shard| {
            format!("-{}-of-{}", shard.part, shard.of)
        });
        for (file, ending) in [(lines, "jsonl"), (html, "html")] {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            self.store
                .put_own(&format!("report{shard}.{ending}"), file)?;
        }
        Ok(())
    }
}

/// A fault that may lie with the machine.
fn machine(kind: &str, message: String) -> Fault {
    Fault {
        kind: kind.to_owned(),
        message,
        help: "it is tried again in the next run".to_owned(),
        again: true,
    }
}

/// Says what a run would do, and does nothing.
fn plan(walk: &Walk, bench: &hand::Bench, args: &Batch) -> Result<Exit, Failure> {
    let mut text = String::new();
    for found in walk.all() {
        match found {
            Found::Issue(issue) => {
                let is_done = !args.again
                    && hand::content(&issue).is_ok_and(|content| {
                        store::is_done(&args.output, &issue.name, &content, bench.settings())
                            .is_some()
                    });
                let what = if is_done { "unchanged" } else { "to do" };
                text.push_str(&format!("{what:9}  {}\n", issue.name));
            }
            Found::Lost(name, why) => text.push_str(&format!("lost       {name}: {why}\n")),
            Found::Passed(path) => text.push_str(&format!("passed     {}\n", named(&path))),
        }
    }
    output::commit(vec![(output::Target::Stdout, text.into_bytes())])?;
    Ok(Exit::Done)
}

/// A list of names as a file that can be read again: standard input cannot.
fn spooled(list: &Path, store: &Store) -> Result<PathBuf, Failure> {
    if list != Path::new("-") {
        return Ok(list.to_owned());
    }
    let spool = store.aside().join("list");
    let write = || -> io::Result<()> {
        let mut file = io::BufWriter::new(std::fs::File::create(&spool)?);
        let mut from = io::stdin().lock();
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line)? > 0 {
            file.write_all(&line)?;
            line.clear();
        }
        file.flush()
    };
    write().map_err(|error| fault(BatchError::Store(spool.clone(), error)))?;
    Ok(spool)
}

fn fault(error: BatchError) -> Failure {
    let exit = match &error {
        BatchError::Pattern(..) => Exit::Usage,
        BatchError::Input(..) => Exit::Input,
        BatchError::Store(..) => Exit::Output,
        _ => Exit::Internal,
    };
    Failure::of(exit, &error)
}
