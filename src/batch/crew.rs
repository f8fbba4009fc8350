//! The hands: other processes of the same program that do one issue after the other.
//!
//! Knows processes, threads and time, and the one rule between a crew and a hand: a line in, a line
//! out. A process of its own is the only thing that can be stopped whatever it is doing, and that
//! can die alone.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::ops::ControlFlow;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How an issue ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The hand's answer, a line without its end.
    Answer(String),
    /// It took longer than it may.
    TookTooLong,
    /// The hand died of it; how.
    Died(String),
}

/// A crew.
pub struct Crew<'a> {
    /// How many hands.
    pub hands: usize,
    /// How long one issue may take a hand, for every file that it has.
    pub limit: Duration,
    /// The command that starts a hand.
    pub command: &'a (dyn Fn() -> Command + Sync),
}

/// An issue on its way through the crew: what the hand is told in one line, and how many files it is.
pub struct Task<T> {
    /// What `done` gets back.
    pub of: T,
    /// The line.
    pub line: String,
    /// The files, each of which may take the limit.
    pub files: u32,
}

impl Crew<'_> {
    /// Has all tasks done. `done` is called on this thread for every task, in the order in which they
    /// end; when it breaks, tasks at hand are finished and no new one is begun.
    ///
    /// # Errors
    /// When a hand cannot be started.
    pub fn run<T: Send>(
        &self,
        tasks: impl Iterator<Item = Task<T>> + Send,
        mut done: impl FnMut(T, Outcome) -> ControlFlow<()>,
    ) -> io::Result<()> {
        let tasks = Mutex::new(Some(tasks));
        let stop = || *tasks.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let next = || {
            let mut tasks = tasks.lock().unwrap_or_else(PoisonError::into_inner);
            tasks.as_mut()?.next()
        };
        let (report, reports) = mpsc::sync_channel(self.hands);
        thread::scope(|scope| {
            for _ in 0..self.hands {
                let report = report.clone();
                scope.spawn(|| {
                    let report = report;
                    let mut hand = None;
                    while let Some(task) = next() {
                        let outcome = self.do_one(&mut hand, &task);
                        if report
                            .send(outcome.map(|outcome| (task.of, outcome)))
                            .is_err()
                        {
                            break;
                        }
                    }
                });
            }
            drop(report);
            let mut end = Ok(());
            for reported in reports {
                match reported {
                    Ok((of, outcome)) => {
                        if done(of, outcome).is_break() {
                            stop();
                        }
                    }
                    Err(error) => {
                        stop();
                        end = Err(error);
                    }
                }
            }
            end
        })
    }

    fn do_one<T>(&self, hand: &mut Option<Hand>, task: &Task<T>) -> io::Result<Outcome> {
        let mut living = match hand.take() {
            Some(hand) => hand,
            None => Hand::start((self.command)())?,
        };
        if living.tell(&task.line).is_err() {
            return Ok(Outcome::Died(living.end()));
        }
        match living.answers.recv_timeout(self.limit * task.files.max(1)) {
            Ok(answer) => {
                *hand = Some(living);
                Ok(Outcome::Answer(answer))
            }
            Err(RecvTimeoutError::Timeout) => {
                living.stop();
                Ok(Outcome::TookTooLong)
            }
            Err(RecvTimeoutError::Disconnected) => Ok(Outcome::Died(living.end())),
        }
    }
}

/// One hand at work.
struct Hand {
    child: Child,
    ear: ChildStdin,
    answers: Receiver<String>,
}

impl Hand {
    fn start(mut command: Command) -> io::Result<Hand> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let ear = child.stdin.take().expect("its standard input is a pipe");
        let mouth = child.stdout.take().expect("its standard output is a pipe");
        let (say, answers) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(mouth).lines() {
                let Ok(line) = line else { break };
                if say.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Hand {
            child,
            ear,
            answers,
        })
    }

    fn tell(&mut self, line: &str) -> io::Result<()> {
        self.ear.write_all(line.as_bytes())?;
        self.ear.write_all(b"\n")?;
        self.ear.flush()
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// How a hand ended that ended by itself.
    fn end(mut self) -> String {
        match self.child.wait() {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A crew whose hands are a shell script that answers each line in its own way.
    fn outcomes(lines: &[&str], hands: usize) -> Vec<(usize, Outcome)> {
        let script = r#"while read line; do case $line in
            slow) sleep 60 ;;
            die) kill -9 $$ ;;
            *) echo "done $line" ;;
        esac; done"#;
        let command = || {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        };
        let crew = Crew {
            hands,
            limit: Duration::from_millis(1500),
            command: &command,
        };
        let tasks = lines.iter().enumerate().map(|(of, line)| Task {
            of,
            line: (*line).to_owned(),
            files: 1,
        });
        let mut all = Vec::new();
        crew.run(tasks, |of, outcome| {
            all.push((of, outcome));
            ControlFlow::Continue(())
        })
        .expect("there is a shell");
        all.sort_by_key(|(of, _)| *of);
        all
    }

    #[test]
    fn one_failure_stops_nobody() {
        let all = outcomes(&["a", "die", "b", "slow", "c", "d"], 2);
        let answer = |text: &str| Outcome::Answer(format!("done {text}"));
        assert_eq!(all.len(), 6);
        assert_eq!(all[0].1, answer("a"));
        assert!(matches!(&all[1].1, Outcome::Died(how) if how.contains('9')));
        assert_eq!(all[2].1, answer("b"));
        assert_eq!(all[3].1, Outcome::TookTooLong);
        assert_eq!(all[4].1, answer("c"));
        assert_eq!(all[5].1, answer("d"));
    }

    #[test]
    fn a_run_that_is_broken_off_begins_nothing_new() {
        let command = || Command::new("cat");
        let crew = Crew {
            hands: 1,
            limit: Duration::from_secs(60),
            command: &command,
        };
        let tasks = (0..1000).map(|of| Task {
            of,
            line: of.to_string(),
            files: 1,
        });
        let mut count = 0;
        crew.run(tasks, |_, _| {
            count += 1;
            ControlFlow::Break(())
        })
        .expect("there is a `cat`");
        assert!(count < 10, "{count} were done");
    }
}
