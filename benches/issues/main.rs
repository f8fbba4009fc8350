//! Makes seven issues up, and says what came of them: pages, jumps, holes, time; then one page of ten
//! articles, many times.
//!
//! ```text
//! cargo bench --bench issues -- [--seed N] [--out FOLDER] [--only NAME] [--md] [--page]
//! ```
//!
//! `--out` keeps the PDFs, `--md` the editions, to be looked at; `--page` does the page alone.

use std::path::PathBuf;
use std::time::Instant;

use reglet::font::Fonts;
use reglet::job::{self, Settings};
use reglet::layout::Layout;
use reglet::makeup::{Options, PictureSource, RemarkKind, make_up};

mod edition;
mod photo;

use edition::{Wish, edition};
use photo::Photos;

/// Name, layout, changes to the layout, and the wish.
const ISSUES: &[(&str, &str, &str, Wish)] = &[
    (
        "broadsheet",
        "broadsheet",
        "[jumps]\nfront = true\n[inside]\nentries = 5\n[page]\nfacing = true\n",
        Wish {
            title: "The Harbour Post",
            articles: 150,
            longest: 760,
            page: 12,
            sections: &["The Region", "Sport"],
            adverts: 14,
            boxes: 13,
        },
    ),
    (
        "tabloid",
        "tabloid",
        "[inside]\nentries = 4\n",
        Wish {
            title: "Evening Lines",
            articles: 130,
            longest: 520,
            page: 7,
            sections: &["City", "Stage", "Sport"],
            adverts: 9,
            boxes: 8,
        },
    ),
    (
        "berliner",
        "berliner",
        "[page]\nfacing = true\n",
        Wish {
            title: "La Mer du Nord",
            articles: 112,
            longest: 620,
            page: 9,
            sections: &["World", "Letters"],
            adverts: 0,
            boxes: 0,
        },
    ),
    (
        "weekly",
        "weekly",
        "[makeup]\ndrop_cap = 3\n[inside]\nentries = 4\n",
        Wish {
            title: "The Tamside Observer",
            articles: 72,
            longest: 460,
            page: 7,
            sections: &["Farm and Garden"],
            adverts: 8,
            boxes: 9,
        },
    ),
    (
        "a4",
        "a4",
        "",
        Wish {
            title: "Quay News",
            articles: 42,
            longest: 330,
            page: 4,
            sections: &[],
            adverts: 0,
            boxes: 8,
        },
    ),
    (
        "letter",
        "letter",
        "",
        Wish {
            title: "Bulletin",
            articles: 24,
            longest: 300,
            page: 3,
            sections: &[],
            adverts: 0,
            boxes: 6,
        },
    ),
    (
        "reader",
        "reader",
        "",
        Wish {
            title: "Quay News",
            articles: 8,
            longest: 500,
            page: 8,
            sections: &[],
            adverts: 0,
            boxes: 0,
        },
    ),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut seed, mut out, mut only, mut md, mut page) = (1, None, None, false, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seed" => {
                seed = arguments
                    .next()
                    .and_then(|n| n.parse().ok())
                    .unwrap_or(seed)
            }
            "--out" => out = arguments.next().map(PathBuf::from),
            "--only" => only = arguments.next(),
            "--md" => md = true,
            "--page" => page = true,
            _ => {}
        }
    }
    let fonts = Fonts::embedded();
    if page {
        for number in 0..6 {
            Photos
                .picture(&format!("{number}.png"))
                .expect("it is painted");
        }
        ten_articles(&fonts);
        return;
    }
    for number in 0..6 {
        Photos
            .picture(&format!("{number}.png"))
            .expect("it is painted");
    }
    println!(
        "| issue | pages | articles | a page | jumps | pages with a hole | lines of white | down the columns | ms a page |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for (name, base, changes, wish) in ISSUES {
        if only.as_deref().is_some_and(|only| only != *name) {
            continue;
        }
        let layout =
            Layout::parse(name, &format!("extends = \"{base}\"\n{changes}")).expect("a layout");
        let issue = edition(wish, seed);
        let options = Options {
            pictures: Some(&Photos),
            ..Options::default()
        };
        let begin = (Instant::now(), processor());
        let (document, remarks) = make_up(&issue, &layout, &fonts, &options);
        let took = match (begin.1, processor()) {
            (Some(from), Some(to)) => (to - from) as f64 / 1e6,
            _ => begin.0.elapsed().as_secs_f64() * 1000.0,
        };
        let count = |kind: RemarkKind| remarks.iter().filter(|r| r.kind == kind).count();
        let holed: std::collections::BTreeSet<_> = remarks
            .iter()
            .filter(|r| r.kind == RemarkKind::Hole)
            .map(|r| r.page)
            .collect();
        let pages = document.pages.len();
        println!(
            "| {name} | {pages} | {} | {:.1} | {} | {} | {} | {} | {:.0} |",
            issue.articles.len(),
            issue.articles.len() as f64 / pages as f64,
            count(RemarkKind::Jump),
            holed.len(),
            count(RemarkKind::Hole),
            count(RemarkKind::Down),
            took / pages as f64,
        );
        for remark in &remarks {
            let quiet = [RemarkKind::LooseLine, RemarkKind::Jump];
            if !quiet.contains(&remark.kind) {
                println!("    {remark}");
            }
        }
        if let Some(folder) = &out {
            let pressed = job::set(&issue, &layout, &fonts, Some(&Photos), &Settings::default())
                .expect("a PDF");
            std::fs::write(folder.join(format!("{name}.pdf")), pressed.pdf).expect("a file");
            if md {
                let text = reglet::write::markdown::to(&issue);
                std::fs::write(folder.join(format!("{name}.md")), text).expect("a file");
            }
        }
    }
}

/// A broadsheet page of ten articles made up again and again: every time from the text, with nothing
/// known of it but the words that the fonts have shaped. Once as it stands in an issue, and once with
/// copy-fitting, which makes a small edition up on trial at other sizes of type.
fn ten_articles(fonts: &Fonts) {
    let fitted = Layout::embedded("broadsheet").expect("a layout");
    let text = "extends = \"broadsheet\"\n[grid]\ncopyfit = [1.0, 1.0]\n";
    let plain = Layout::parse("plain", text).expect("a layout");
    let wish = Wish {
        title: "The Harbour Post",
        articles: 10,
        longest: 220,
        page: 13,
        sections: &[],
        adverts: 0,
        boxes: 0,
    };
    let options = Options {
        pictures: Some(&Photos),
        ..Options::default()
    };
    println!(
        "| seed | articles | words | pictures | pages | holes | ms, median of 15 | fitted: pages | holes | ms |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for seed in 1..=5 {
        let issue = edition(&wish, seed);
        let blocks = || issue.articles.iter().flat_map(|article| &article.blocks);
        let words: usize = blocks().map(|b| b.text.split_whitespace().count()).sum();
        let pictures = blocks().filter(|b| b.picture.is_some()).count();
        let count = issue.articles.len();
        print!("| {seed} | {count} | {words} | {pictures} |");
        for layout in [&plain, &fitted] {
            let mut times = Vec::new();
            let (mut pages, mut holes) = (0, 0);
            for _ in 0..15 {
                let begin = (Instant::now(), processor());
                let (document, remarks) = make_up(&issue, layout, fonts, &options);
                times.push(match (begin.1, processor()) {
                    (Some(from), Some(to)) => (to - from) as f64 / 1e6,
                    _ => begin.0.elapsed().as_secs_f64() * 1000.0,
                });
                pages = document.pages.len();
                holes = remarks
                    .iter()
                    .filter(|r| r.kind == RemarkKind::Hole)
                    .count();
            }
            times.sort_by(f64::total_cmp);
            print!(" {pages} | {holes} | {:.1} |", times[times.len() / 2]);
        }
        println!();
    }
}

/// Nanoseconds of processor time that this thread has had, where the system tells.
fn processor() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok()
}
