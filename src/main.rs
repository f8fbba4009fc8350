//! The command line of reglet: the only place that knows arguments, paths, the terminal and exit
//! codes. Everything else is done by the public library.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
