//! Makes five issues up, and says what came of them: pages, jumps, holes, time.
//!
//! ```text
//! cargo bench --bench issues -- [--seed N] [--out FOLDER] [--only NAME] [--md]
//! ```
//!
//! `--out` keeps the PDFs, `--md` the editions, to be looked at.

use std::path::PathBuf;
use std::time::Instant;

use reglet::font::Fonts;
use reglet::job::{self, Settings};
use reglet::layout::Layout;
use reglet::makeup::{Options, RemarkKind, make_up};

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
            articles: 62,
            longest: 1900,
            sections: &["The Region", "Sport"],
            adverts: 9,
            boxes: 7,
        },
    ),
    (
        "tabloid",
        "tabloid",
        "[makeup]\narticles = 7\n[inside]\nentries = 4\n",
        Wish {
            title: "Evening Lines",
            articles: 90,
            longest: 900,
            sections: &["City", "Stage", "Sport"],
            adverts: 6,
            boxes: 6,
        },
    ),
    (
        "berliner",
        "berliner",
        "[page]\nfacing = true\n",
        Wish {
            title: "La Mer du Nord",
            articles: 64,
            longest: 1300,
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
            articles: 44,
            longest: 900,
            sections: &["Farm and Garden"],
            adverts: 5,
            boxes: 9,
        },
    ),
    (
        "a4",
        "a4",
        "",
        Wish {
            title: "Quay News",
            articles: 30,
            longest: 700,
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
            articles: 18,
            longest: 600,
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
            sections: &[],
            adverts: 0,
            boxes: 0,
        },
    ),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut seed, mut out, mut only, mut md) = (1, None, None, false);
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
            _ => {}
        }
    }
    let fonts = Fonts::embedded();
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

/// Nanoseconds of processor time that this thread has had, where the system tells.
fn processor() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok()
}
