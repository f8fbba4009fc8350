//! The command line of reglet: the only place that knows arguments, paths, the terminal and exit
//! codes. Everything else is done by the public library.

mod cli;

use std::process::ExitCode;

/// Gives the memory of finished pages back, where the system's allocator keeps what small things that stay
/// lie between.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
