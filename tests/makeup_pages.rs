//! Pages as text: who stands where, where stories go on, what is blank (`tests/makeup`).
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use reglet::edition::Edition;
use reglet::font::Fonts;
use reglet::frame::{Document, ElementId, ElementRole, ItemKind};
use reglet::layout::Layout;
use reglet::makeup::{Options, make_up};
use reglet::write::markdown;

/// The text of every element.
fn texts(document: &Document) -> BTreeMap<ElementId, String> {
    let mut texts: BTreeMap<ElementId, String> = BTreeMap::new();
    for item in document.pages.iter().flat_map(|page| &page.items) {
        if let (Some(id), ItemKind::Glyphs(run)) = (item.element, &item.kind) {
            texts.entry(id).or_default().push_str(&run.text);
        }
    }
    texts
}

fn dump(document: &Document, edition: &Edition, layout: &Layout) -> String {
    let texts = texts(document);
    let role = |id: &ElementId| document.elements[id.0 as usize].role;
    let parent = |id: &ElementId| document.elements[id.0 as usize].parent;
    let headline = |article: ElementId| {
        let mut own = texts.iter().filter(|(id, _)| parent(id) == Some(article));
        let found = own.find(|(id, _)| role(id) == ElementRole::Headline);
        found.map_or("", |(_, text)| text.trim())
    };
    let step = layout.column_width() + layout.page.gutter;
    let mut out = String::new();
    for (at, page) in document.pages.iter().enumerate() {
        writeln!(out, "page {}", page.label).unwrap();
        let mut articles: Vec<ElementId> = Vec::new();
        let mine = |article: &ElementId| {
            let beads = document.beads.iter();
            beads
                .filter(|b| b.page as usize == at && b.article == *article)
                .collect::<Vec<_>>()
        };
        for item in &page.items {
            let Some(id) = item.element else { continue };
            if role(&id) == ElementRole::Masthead {
                let line = format!("  head: {}\n", texts[&id].trim());
                if !out.ends_with(&line) {
                    out.push_str(&line);
                }
            }
            let article = parent(&id).unwrap_or(id);
            if !articles.contains(&article) && !mine(&article).is_empty() {
                articles.push(article);
            }
        }
        for article in articles {
            let beads = mine(&article);
            let left = if layout.page.facing && at % 2 == 1 {
                layout.page.outer
            } else {
                layout.page.inner
            };
            let column =
                |x: reglet::units::Length| ((x - left).to_pt() / step.to_pt()).round() as i64 + 1;
            let (first, last) = (
                column(beads[0].rect.x),
                column(beads[beads.len() - 1].rect.x),
            );
            write!(out, "  {}: columns {first}-{last}", headline(article)).unwrap();
            let fixed = edition
                .articles
                .iter()
                .find(|a| a.headline.as_deref() == Some(headline(article)))
                .and_then(|a| a.place);
            if fixed.is_some_and(|place| place.page as usize == at + 1) {
                let high = beads[0].rect.height.to_pt() / 72.0 * 25.4;
                write!(out, ", {:.0} mm high", (high / 10.0).round() * 10.0).unwrap();
            }
            out.push('\n');
        }
        for link in &page.links {
            let text = texts.get(&link.element).map_or("", |text| text.trim());
            writeln!(
                out,
                "  \u{201c}{text}\u{201d} leads to page {}",
                document.pages[link.page as usize].label
            )
            .unwrap();
        }
    }
    out
}

#[test]
fn pages_are_as_they_are_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/makeup");
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        if !case.is_dir() {
            continue;
        }
        cases += 1;
        let read = |name: &str| fs::read_to_string(case.join(name)).unwrap();
        let edition = markdown::from(&read("edition.md")).unwrap();
        let layout = Layout::parse("layout.toml", &read("layout.toml")).unwrap();
        let options = Options::default();
        let (document, _) = make_up(&edition, &layout, &Fonts::embedded(), &options);
        let made = dump(&document, &edition, &layout);
        let wanted = read("pages.txt");
        assert!(
            made == wanted,
            "{}:\n{made}\nwanted:\n{wanted}",
            case.display()
        );
    }
    assert!(cases >= 2);
}
