//! The command line of reglet.

fn main() {}
