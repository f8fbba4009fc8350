//! Any text: it is read and repaired without a panic, and the laws of repair hold.
#![no_main]

#[path = "../../tests/laws/mod.rs"]
mod laws;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // What cannot be read is the reader's to refuse.
    if let Ok(outcome) = laws::run(bytes, None) {
        let broken = laws::broken(bytes, None, &outcome);
        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }
});
