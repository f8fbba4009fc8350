//! Any text as a layout file: it is a layout or it is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reglet::layout::Layout;

fuzz_target!(|text: &str| {
    if let Ok(layout) = Layout::parse("case.toml", text) {
        assert!(layout.column_width().to_pt() > 0.0, "columns of no width");
    }
});
