#![doc = include_str!("misread.md")]

use crate::repair::{Pass, misread};

/// The pass.
pub const PASS: Pass = Pass {
    name: "misread",
    doc: include_str!("misread.md"),
    is_asked_for: true,
    run: misread::run,
};
