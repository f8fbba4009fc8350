//! Any text as an edition file, Markdown or JSON: what can be read comes back from JSON as it was, and
//! can be written in every format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reglet::write::{epub, html, json, markdown, tei};

fuzz_target!(|text: &str| {
    for edition in [markdown::from(text), json::from(text)]
        .into_iter()
        .flatten()
    {
        let again = json::from(&json::to(&edition)).expect("what was written can be read");
        assert_eq!(again, edition, "JSON loses something");
        let written = markdown::to(&edition);
        let again = markdown::from(&written).expect("what was written can be read");
        assert_eq!(markdown::to(&again), written, "Markdown changes when written again");
        html::to(&edition);
        tei::to(&edition);
        epub::to(&edition);
    }
});
