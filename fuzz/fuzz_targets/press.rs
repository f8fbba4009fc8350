//! Any edition on small pages: it is set, every word of it, and the PDF is good.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use reglet::font::Fonts;
use reglet::job::{self, Settings};
use reglet::layout::Layout;
use reglet::write::markdown;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);
static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    let layout = "extends = \"tabloid\"\n[page]\ncolumns = 3\n";
    Layout::parse("case.toml", layout).expect("it is a layout")
});

fuzz_target!(|text: &str| {
    if let Ok(edition) = markdown::from(text)
        && !edition.articles.is_empty()
    {
        // In this build setting checks the file itself: it panics when a word is missing.
        let _ = job::set(&edition, &LAYOUT, &FONTS, None, &Settings::default());
    }
});
