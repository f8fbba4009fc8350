//! Any bytes as a PDF: it is looked over, and put onto sheets, or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reglet::pdf::{Imposition, check, impose};

fuzz_target!(|bytes: &[u8]| {
    check::check(bytes, &check::Limits::default());
    let _ = impose(bytes, Imposition::Saddle);
});
