//! What make-up promises: every word of every article stands on the pages, once and in order, whatever
//! the text and the layout; lines stand on the grid; it always ends.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use reglet::edition::{Article, Block, BlockKind, Edition, Treatment, inline};
use reglet::font::Fonts;
use reglet::frame::{Document, ElementId, ElementRole, ItemKind};
use reglet::layout::{Layout, Overset};
use reglet::makeup::{Options, Remark, RemarkKind, make_up};
use reglet::units::Length;

#[path = "../benches/issues/edition.rs"]
mod generated;
#[path = "../benches/issues/photo.rs"]
mod photo;

const PLAIN: Options<'static> = Options {
    typographic: false,
    pictures: None,
    proof: false,
};

/// Layouts that no newspaper has: tiny pages, one column, many columns.
const ODD: &[&str] = &[
    "[page]\nsize = \"120pt x 160pt\"\ncolumns = 1\ntop = \"8pt\"\nbottom = \"8pt\"\ninner = \"8pt\"\nouter = \"8pt\"",
    "[page]\nsize = \"400pt x 120pt\"\ncolumns = 5\ngutter = \"6pt\"\ntop = \"8pt\"\nbottom = \"8pt\"\ninner = \"8pt\"\nouter = \"8pt\"\n[masthead]\nshow = false",
    "[page]\nsize = \"A3\"\ncolumns = 9\ngutter = \"3mm\"\n[makeup]\nmode = \"flow\"\n[pictures]\nmissing = \"text\"",
    "[page]\nsize = \"A5\"\ncolumns = 2\n[makeup]\ngap = 0\nloose = 0\n[pictures]\nmissing = \"text\"",
];

fn layout(number: usize) -> Layout {
    let embedded = reglet::layout::embedded();
    match embedded.get(number) {
        Some((name, text)) => Layout::parse(name, text).unwrap(),
        None => Layout::parse("odd", ODD[number - embedded.len()]).unwrap(),
    }
}

fn layouts() -> usize {
    reglet::layout::embedded().len() + ODD.len()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The articles that a document's pages hold: of each the texts of its elements; captions and
/// quotations set large, which stand where the page has room, apart.
fn set(document: &Document) -> Vec<(Vec<String>, Vec<String>)> {
    // What make-up says by itself, jump lines and the index, leads to other pages.
    let links = document.pages.iter().flat_map(|page| &page.links);
    let own: BTreeSet<ElementId> = links.map(|link| link.element).collect();
    let mut texts: BTreeMap<ElementId, String> = BTreeMap::new();
    for item in document.pages.iter().flat_map(|page| &page.items) {
        if let (Some(id), ItemKind::Glyphs(run)) = (item.element, &item.kind)
            && !own.contains(&id)
        {
            let text = texts.entry(id).or_default();
            text.push_str(&run.text);
            // Lines that the paragraph does not join end where they end.
            if !run.soft_hyphen && !run.text.ends_with(char::is_whitespace) {
                text.push('\u{1}');
            }
        }
    }
    let root = |mut id: ElementId| {
        while let Some(parent) = document.elements[id.0 as usize].parent {
            id = parent;
        }
        id
    };
    let mut articles: BTreeMap<ElementId, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for (id, text) in texts {
        let role = document.elements[id.0 as usize].role;
        if role == ElementRole::Masthead {
            continue;
        }
        let (body, captions) = articles.entry(root(id)).or_default();
        let text = text.replace('\u{1}', "");
        match role {
            ElementRole::Caption | ElementRole::PullQuote => captions.push(text),
            _ => body.push(text),
        }
    }
    articles.into_values().collect()
}

/// What an article says, without spaces: how a line's end parts words is another test's business.
fn squeezed<'t>(texts: impl IntoIterator<Item = &'t String>) -> String {
    let all: String = texts.into_iter().map(String::as_str).collect();
    all.chars().filter(|c| !c.is_whitespace()).collect()
}

fn check(edition: &Edition, layout: &Layout) -> (Document, Vec<Remark>) {
    let fonts = Fonts::embedded();
    let options = Options {
        pictures: Some(&photo::Photos),
        ..PLAIN
    };
    let (document, remarks) = make_up(edition, layout, &fonts, &options);
    let set = set(&document);
    let given: Vec<(usize, &Article)> = edition
        .articles
        .iter()
        .enumerate()
        .filter(|(_, article)| {
            let head = [&article.kicker, &article.headline, &article.standfirst];
            head.iter().any(|text| text.is_some())
                || article.byline.is_some()
                || !article.blocks.is_empty()
        })
        .collect();
    let lost = remarks
        .iter()
        .any(|r| r.kind == RemarkKind::Overset && r.text.contains("no column"));
    if lost {
        return (document, remarks);
    }
    // Stories may change places on the pages: each is known by its headline.
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (body, captions) in &set {
        let mut sorted: Vec<String> = captions.iter().map(|c| squeezed([c])).collect();
        sorted.sort();
        let body = squeezed(body);
        let id: String = body.chars().take(8).collect();
        found.insert(id, (body, sorted.concat()));
    }
    // What is left out by choice of the layout is told, article by article.
    let told = remarks
        .iter()
        .filter(|r| r.text.contains("beyond the last page"));
    let told: BTreeSet<usize> = told.filter_map(|r| r.article).collect();
    for (at, article) in given {
        let mut body: Vec<String> = Vec::new();
        for head in [&article.kicker, &article.headline, &article.standfirst] {
            body.extend(head.iter().map(|text| inline::plain(text)));
        }
        for head in [&article.jump, &article.byline] {
            body.extend(head.iter().map(|text| inline::plain(text)));
        }
        let mut captions = Vec::new();
        for block in &article.blocks {
            let text = inline::plain(&block.text);
            if block.size.is_some() {
                // It stands by itself, at the foot of a page.
                continue;
            }
            if block.kind == BlockKind::Caption {
                let credit = block.credit.clone().unwrap_or_default();
                captions.push(squeezed([&text, &credit]));
            } else if block.kind == BlockKind::PullQuote {
                captions.push(squeezed([&text]));
            } else {
                body.push(text);
            }
        }
        captions.sort();
        let body = squeezed(&body);
        let id: String = body.chars().take(8).collect();
        if told.contains(&at) {
            // What stands is its beginning.
            let set_body = found.get(&id).map_or("", |(set_body, _)| set_body);
            assert!(
                words(&body).starts_with(&words(set_body)),
                "{id}: {set_body}"
            );
            continue;
        }
        let Some((set_body, set_captions)) = found.get(&id) else {
            panic!("{}: article {id} is not on the pages", layout.name);
        };
        assert_eq!(
            words(set_body),
            words(&body),
            "{}: article {id}",
            layout.name
        );
        assert_eq!(
            *set_captions,
            captions.concat(),
            "{}: captions of {id}",
            layout.name
        );
    }
    (document, remarks)
}

fn text(words: usize, seed: usize) -> String {
    const WORDS: &[&str] = &[
        "the",
        "press",
        "of",
        "a",
        "morning",
        "paper",
        "runs",
        "before",
        "dawn",
        "and",
        "compositors",
        "wait",
        "in",
        "Fleet",
        "Street",
        "for",
        "late",
        "news",
        "from",
        "Parliament",
        "reporting",
        "extraordinary",
        "correspondence",
    ];
    let word = |at: usize| WORDS[(at * 7 + seed * 13 + at * at) % WORDS.len()];
    let mut text: Vec<&str> = (0..words.max(1)).map(word).collect();
    text.push("indeed.");
    text.join(" ")
}

fn article(number: usize, paragraphs: usize, length: usize) -> Article {
    Article {
        headline: Some(format!("N{number:07} Compositors wait for late news")),
        byline: Some("By A. Printer".into()),
        blocks: (0..paragraphs)
            .map(|at| Block::new(BlockKind::Paragraph, text(length + at % 5 * 9, number + at)))
            .collect(),
        ..Article::default()
    }
}

fn edition(articles: Vec<Article>) -> Edition {
    Edition {
        title: "The Test".into(),
        language: "en".into(),
        articles,
        ..Edition::default()
    }
}

#[test]
fn an_edition_without_articles_has_one_page() {
    for number in 0..layouts() {
        let (document, _) = check(&edition(Vec::new()), &layout(number));
        assert_eq!(document.pages.len(), 1);
    }
}

#[test]
fn five_stories_in_every_layout() {
    let mut articles: Vec<Article> = (0..5).map(|n| article(n, 8, 40)).collect();
    let mut caption = Block::new(
        BlockKind::Caption,
        "Printers at the stone in the small hours.",
    );
    caption.credit = Some("PHOTO: A. NONYMOUS".into());
    articles[0].blocks.insert(3, caption.clone());
    articles[2].blocks.push(caption);
    articles[1].kicker = Some("N0000001 Kicker".into());
    articles[3]
        .blocks
        .insert(4, Block::new(BlockKind::Subhead, "A subhead of some words"));
    for number in 0..layouts() {
        let layout = layout(number);
        let (document, remarks) = check(&edition(articles.clone()), &layout);
        if number < reglet::layout::embedded().len() {
            let bad = [
                RemarkKind::Overset,
                RemarkKind::Hole,
                RemarkKind::Widow,
                RemarkKind::Overfull,
            ];
            let bad: Vec<&Remark> = remarks.iter().filter(|r| bad.contains(&r.kind)).collect();
            assert!(bad.is_empty(), "{}: {bad:?}", layout.name);
            assert!(!document.beads.is_empty());
        }
    }
}

#[test]
fn lines_of_running_text_stand_on_one_grid() {
    let layout = Layout::embedded("berliner").unwrap();
    let (document, _) = check(
        &edition((0..5).map(|n| article(n, 9, 45)).collect()),
        &layout,
    );
    for page in &document.pages {
        let mut baselines: Vec<i64> = Vec::new();
        for item in &page.items {
            let Some(id) = item.element else { continue };
            if document.elements[id.0 as usize].role != ElementRole::Paragraph {
                continue;
            }
            if let ItemKind::Glyphs(run) = &item.kind {
                baselines.push(run.at.y.0);
            }
        }
        baselines.sort_unstable();
        baselines.dedup();
        let steps: Vec<i64> = baselines.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let least = *steps.iter().min().unwrap();
        assert!(steps.iter().all(|step| step % least == 0), "{steps:?}");
    }
}

/// A picture that stands in a column is never parted from its caption by the column's foot, nor drawn
/// over what stands below.
#[test]
fn pictures_in_columns_stand_whole() {
    for (name, lengths) in [("berliner", 20..24), ("weekly", 30..34), ("letter", 40..43)] {
        let layout = Layout::embedded(name).unwrap();
        for length in lengths {
            let mut story = article(0, 14, length);
            for at in 0..6 {
                let mut caption = Block::new(BlockKind::Caption, "Printers at the stone.");
                caption.picture = Some(format!("{at}.png"));
                story.blocks.insert(at * 2 + 1, caption);
            }
            let (document, remarks) = check(&edition(vec![story, article(1, 5, 40)]), &layout);
            let holes = remarks.iter().filter(|r| r.kind == RemarkKind::Hole);
            assert_eq!(holes.count(), 0, "{name}, {length}: {remarks:?}");
            for page in &document.pages {
                let pictures = page.items.iter().filter_map(|item| match item.kind {
                    ItemKind::Picture { rect, .. } => Some(rect),
                    _ => None,
                });
                let pictures: Vec<_> = pictures.collect();
                let foot = layout.page.size.1 - layout.page.bottom;
                for (at, one) in pictures.iter().enumerate() {
                    assert!(one.y + one.height <= foot, "{name}, {length}: {one:?}");
                    for other in &pictures[at + 1..] {
                        let apart = one.x + one.width <= other.x
                            || other.x + other.width <= one.x
                            || one.y + one.height <= other.y
                            || other.y + other.height <= one.y;
                        assert!(apart, "{name}, {length}: {one:?} {other:?}");
                    }
                    for item in &page.items {
                        if let ItemKind::Glyphs(run) = &item.kind {
                            let (x, y) = (run.at.x, run.at.y);
                            let inside = x >= one.x && x < one.x + one.width;
                            let covered = inside && y > one.y && y < one.y + one.height;
                            assert!(!covered, "{name}, {length}: {} in {one:?}", run.text);
                        }
                    }
                }
            }
        }
    }
}

/// What is too high for a page is parted between its lines, each of which takes several of the grid.
#[test]
fn lines_higher_than_the_grid_are_parted_once() {
    let form = "[page]\nsize = \"187pt x 136pt\"\ncolumns = 1\ntop = \"20pt\"\nbottom = \"20pt\"\ninner = \"20pt\"\n\
                outer = \"20pt\"\n[grid]\nleading = \"4pt\"\n[makeup]\nmode = \"flow\"\n[masthead]\nshow = false\n\
                [style.body]\nsize = \"2pt\"\n";
    let layout = Layout::parse("odd", form).unwrap();
    for words in 60..75 {
        let mut story = article(1, 2, 40);
        let subhead = Block::new(BlockKind::Subhead, text(words, 3));
        story.blocks.insert(1, subhead);
        check(&edition(vec![article(0, 3, 60), story]), &layout);
    }
}

#[test]
fn a_table_keeps_its_columns() {
    let mut story = article(0, 3, 30);
    let text = "Team  Won  Lost  Points\nAshford  12  9  1030\nBurnley Road  8  11  25";
    story.blocks.push(Block::new(BlockKind::Table, text));
    let (document, _) = check(&edition(vec![story]), &Layout::embedded("letter").unwrap());
    let ends = |cell: &str| {
        let mut runs = document.pages[0]
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Glyphs(run) if run.text.trim() == cell => Some(run),
                _ => None,
            });
        let run = runs.next().unwrap();
        let wide: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        ((run.at.x + wide).to_pt(), run.at.x.to_pt())
    };
    let near = |one: f64, other: f64| (one - other).abs() < 0.5;
    assert!(near(ends("1030").0, ends("25").0) && near(ends("12").0, ends("8").0));
    assert!(near(ends("Ashford").1, ends("Burnley Road").1));
    assert!(!near(ends("12").0, ends("9").0));
}

/// Columns, and the pages' articles in them, go the way that the edition's language does.
#[test]
fn what_is_read_from_right_to_left_begins_on_the_right() {
    for name in ["tabloid", "weekly"] {
        let layout = Layout::parse(
            name,
            &format!("extends = \"{name}\"\n[page]\nfacing = true"),
        )
        .unwrap();
        let stories = || edition((0..9).map(|n| article(n, 9, 45)).collect());
        let places = |language: &str| -> Vec<(u32, Length, Length)> {
            let edition = Edition {
                language: language.into(),
                ..stories()
            };
            let (document, _) = check(&edition, &layout);
            let beads = document.beads.iter();
            beads
                .map(|bead| (bead.page, bead.rect.x, bead.rect.y))
                .collect()
        };
        let (rightward, leftward) = (places("und-Latn"), places("und-Arab"));
        assert_eq!(rightward.len(), leftward.len());
        let (width, column) = (layout.page.size.0, layout.column_width());
        for (one, other) in rightward.iter().zip(&leftward) {
            assert_eq!((one.0, one.2), (other.0, other.2), "{name}");
            let mirrored = width - other.1 - column;
            assert!(
                (one.1 - mirrored).to_pt().abs() < 0.1,
                "{name}: {one:?} {other:?}"
            );
        }
    }
}

#[test]
fn two_hundred_short_stories() {
    let layout = Layout::embedded("tabloid").unwrap();
    check(
        &edition((0..200).map(|n| article(n, 1, 25)).collect()),
        &layout,
    );
}

#[test]
fn one_story_of_a_hundred_thousand_words() {
    for name in ["tabloid", "bench"] {
        let layout = Layout::embedded(name).unwrap();
        let (document, _) = check(&edition(vec![article(1, 1200, 80)]), &layout);
        assert!(document.pages.len() > 20);
    }
}

#[test]
fn a_limit_of_pages_cuts_and_says_so() {
    let text = "extends = \"a4\"\n[makeup]\npages = 1\noverset = \"cut\"";
    let layout = Layout::parse("cut", text).unwrap();
    let fonts = Fonts::embedded();
    let long = edition((0..4).map(|n| article(n, 20, 60)).collect());
    let (document, remarks) = make_up(&long, &layout, &fonts, &PLAIN);
    assert_eq!(document.pages.len(), 1);
    assert!(remarks.iter().any(|r| r.kind == RemarkKind::Overset));
}

/// A limit of pages with every choice of what becomes of the rest: each does something of its own.
#[test]
fn what_is_overset_continues_is_cut_or_adds_a_page() {
    let fonts = Fonts::embedded();
    let long = edition((0..7).map(|n| article(n, 14, 60)).collect());
    let words = |document: &Document| -> usize {
        let texts = said(document);
        texts.values().map(|t| t.split_whitespace().count()).sum()
    };
    let run = |overset: &str| {
        let text = format!(
            "extends = \"a4\"\n[makeup]\npages = 2\noverset = \"{overset}\"\n[grid]\ncopyfit = [1.0, 1.0]"
        );
        let layout = Layout::parse(overset, &text).unwrap();
        let (document, remarks) = make_up(&long, &layout, &fonts, &PLAIN);
        if overset != "cut" {
            check(&long, &layout);
        }
        let overset = remarks.iter().filter(|r| r.kind == RemarkKind::Overset);
        let overset: Vec<String> = overset.map(|r| r.text.clone()).collect();
        assert!(
            overset.iter().all(|text| text.contains("words")),
            "{overset:?}"
        );
        (document, overset)
    };
    let (cut, lost) = run("cut");
    assert_eq!(cut.pages.len(), 2);
    let (added, more) = run("add-page");
    assert!(added.pages.len() > 2 && words(&added) > words(&cut));
    let (on, galleys) = run("continue");
    assert!(on.pages.len() > 2);
    // The pages wanted are the same, whatever becomes of the rest; those behind them differ.
    let first = |document: &Document| format!("{:?}", document.pages[0].items);
    assert_eq!(first(&added), first(&on));
    assert_ne!(
        format!("{:?}", added.pages[2]),
        format!("{:?}", on.pages[2])
    );
    for (remarks, how) in [(lost, "beyond"), (more, "more"), (galleys, "behind")] {
        assert!(remarks.iter().any(|text| text.contains(how)), "{remarks:?}");
    }
}

#[test]
fn the_same_edition_gives_the_same_pages() {
    let layout = Layout::embedded("weekly").unwrap();
    let edition = edition((0..4).map(|n| article(n, 7, 50)).collect());
    let (one, _) = check(&edition, &layout);
    let (two, _) = check(&edition, &layout);
    assert_eq!(format!("{:?}", one.pages), format!("{:?}", two.pages));
}

/// What the text of every link's element says.
fn said(document: &Document) -> BTreeMap<ElementId, String> {
    let mut texts: BTreeMap<ElementId, String> = BTreeMap::new();
    for item in document.pages.iter().flat_map(|page| &page.items) {
        if let (Some(id), ItemKind::Glyphs(run)) = (item.element, &item.kind) {
            texts.entry(id).or_default().push_str(&run.text);
        }
    }
    texts
}

/// Every jump line names the page where the story goes on, and that page the one it comes from.
fn check_jumps(document: &Document) -> usize {
    let texts = said(document);
    let parent = |id: ElementId| document.elements[id.0 as usize].parent;
    let jumps: Vec<(usize, usize, ElementId)> = document
        .pages
        .iter()
        .enumerate()
        .flat_map(|(at, page)| page.links.iter().map(move |link| (at, link)))
        .filter(|(_, link)| document.elements[link.element.0 as usize].role == ElementRole::Jump)
        .map(|(at, link)| (at, link.page as usize, link.element))
        .collect();
    for (at, to, element) in &jumps {
        let back = jumps
            .iter()
            .any(|(other, from, id)| other == to && from == at && parent(*id) == parent(*element));
        assert!(
            back,
            "nothing on page {} leads back to page {}",
            to + 1,
            at + 1
        );
        let label = &document.pages[*to].label;
        let named = jumps.iter().any(|(other, target, id)| {
            let mine = other == at && target == to && parent(*id) == parent(*element);
            let text = texts.get(id).map_or("", String::as_str);
            mine && text.split_whitespace().any(|word| word == label)
        });
        assert!(
            named,
            "a jump from page {} does not name page {label}",
            at + 1
        );
    }
    jumps.iter().filter(|(at, to, _)| to > at).count()
}

/// Issues of many pages: no holes, true jumps, every word once and in order.
#[test]
fn issues_of_many_pages() {
    const CASES: &[(&str, &str, usize, usize)] = &[
        (
            "tabloid",
            "[inside]\nentries = 3\n[makeup]\narticles = 8\nbriefs = 60",
            50,
            900,
        ),
        (
            "broadsheet",
            "[jumps]\nfront = true\n[page]\nfacing = true",
            46,
            1500,
        ),
        (
            "weekly",
            "[makeup]\ndrop_cap = 3\npull_quotes = 300\n[sections]\nstart = \"right\"\nmultiple = 4",
            36,
            800,
        ),
        ("letter", "[sections]\nstart = \"run\"", 20, 600),
    ];
    let (mut all, mut holes, mut pages) = (0, Vec::new(), 0);
    for (number, (name, changes, articles, longest)) in CASES.iter().enumerate() {
        let layout = Layout::parse(name, &format!("extends = \"{name}\"\n{changes}")).unwrap();
        let wish = generated::Wish {
            title: "The Test",
            articles: *articles,
            longest: *longest,
            page: 6,
            sections: &["Sport"],
            adverts: 7,
            boxes: 5,
        };
        let mut edition = generated::edition(&wish, number as u64 + 3);
        for (at, article) in edition.articles.iter_mut().enumerate() {
            let headline = article.headline.take().unwrap_or_default();
            match &mut article.kicker {
                Some(kicker) => *kicker = format!("N{at:07} {kicker}"),
                None => article.headline = Some(format!("N{at:07} {headline}")),
            }
            article.headline.get_or_insert(headline);
        }
        let (document, remarks) = check(&edition, &layout);
        let jumps = check_jumps(&document);
        all += jumps;
        let bad = [RemarkKind::Down, RemarkKind::Overset, RemarkKind::Widow];
        let bad: Vec<&Remark> = remarks.iter().filter(|r| bad.contains(&r.kind)).collect();
        assert!(bad.is_empty(), "{name}: {bad:?}");
        let found = remarks.iter().filter(|r| r.kind == RemarkKind::Hole);
        holes.extend(found.map(|remark| format!("{name}: {remark}")));
        pages += document.pages.len();
        let texts: String = said(&document).values().map(String::as_str).collect();
        let sold = edition.articles.iter().flat_map(|a| &a.blocks);
        let sold = sold.filter(|block| block.size.is_some()).count();
        let found = generated::ADVERTS.iter();
        let found = found.map(|words| {
            squeezed([&texts])
                .matches(&squeezed([&(*words).to_owned()]))
                .count()
        });
        let found: usize = found.sum();
        assert_eq!(found, sold, "{name}: advertisements");
        if layout.sections.multiple > 1 {
            assert_eq!(document.pages.len() as i32 % layout.sections.multiple, 0);
        }
    }
    assert!(all > 5, "{all} jumps");
    assert!(holes.is_empty(), "on {pages} pages: {holes:#?}");
}

#[test]
fn a_page_is_made_up_as_the_edition_fixes_it() {
    let layout = Layout::parse("fixed", "extends = \"tabloid\"").unwrap();
    let mut articles: Vec<Article> = (0..4).map(|n| article(n, 24, 60)).collect();
    let places = [
        "page 1, columns 1-3, 0-200 mm",
        "page 1, columns 4-5, 0-200 mm",
        "page 1, columns 1-5, 210-300 mm",
    ];
    for (article, place) in articles.iter_mut().zip(places) {
        article.place = Some(place.parse().unwrap());
    }
    let (document, _) = check(&edition(articles), &layout);
    check_jumps(&document);
    let columns: Vec<(usize, f64)> = document
        .beads
        .iter()
        .filter(|bead| bead.page == 0)
        .map(|bead| {
            let step = layout.column_width() + layout.page.gutter;
            let column = (bead.rect.x - layout.page.inner).to_pt() / step.to_pt();
            (column.round() as usize, bead.rect.y.to_pt())
        })
        .collect();
    let order: Vec<usize> = columns.iter().map(|(column, _)| *column).collect();
    assert_eq!(order, [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    assert!(columns[5].1 - columns[0].1 > Length::mm(190.0).to_pt());
}

fn block() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        6 => Just(BlockKind::Paragraph),
        1 => Just(BlockKind::Subhead),
        1 => Just(BlockKind::Caption),
        1 => Just(BlockKind::PullQuote),
        1 => Just(BlockKind::Verse),
        1 => Just(BlockKind::List),
        1 => Just(BlockKind::Jump),
        1 => Just(BlockKind::Note),
        1 => Just(BlockKind::Advertisement),
        1 => Just(BlockKind::Table),
    ];
    let words = prop_oneof![
        8 => (1usize..90, 0usize..50).prop_map(|(n, seed)| text(n, seed)),
        1 => (1usize..400).prop_map(|n| "x".repeat(n)),
        1 => Just("one line\nanother line\nand a third".to_owned()),
        1 => Just("Team  Won  Points\nAshford  12   29\nBurnley Road  8  25".to_owned()),
        1 => "[a-zA-Z0-9 ,.;:'()-]{1,80}".prop_map(|t| format!("t{t}")),
        1 => "[ א-תء-ي0-9()a-zàéşğĐłñἀ-ὗа-яก-ฮะ-ๅक-हा-ौぁ-ん一-龯、。「」가-힣\u{300}-\u{308}\u{200B}-\u{200F}\u{1F600}-\u{1F64F}]{1,120}"
            .prop_map(|t| format!("t{t}")),
    ];
    (kind, words).prop_map(|(kind, text)| Block::new(kind, text))
}

/// A layout that nobody would draw.
fn odd_layout() -> impl Strategy<Value = String> {
    let page = (40..900i32, 40..900i32, 1..9i32, 0..30i32, 0..40i32);
    let type_of = (2..60i32, 0..20i32, 0..60i32, any::<bool>(), any::<bool>());
    let breaking = (0..6i32, 0..6i32, 0..10_000i32, 1..6i32);
    (page, type_of, breaking).prop_map(|(page, type_of, breaking)| {
        let (width, height, columns, gutter, margin) = page;
        let (size, lead, indent, modular, masthead) = type_of;
        let leading = size + lead;
        let (stretch, tracking, hyphen, letters) = breaking;
        let mode = if modular { "modular" } else { "flow" };
        let margins: String = ["top", "bottom", "inner", "outer"]
            .iter()
            .map(|edge| format!("{edge} = \"{margin}pt\"\n"))
            .collect();
        format!(
            "[page]\nsize = \"{width}pt x {height}pt\"\ncolumns = {columns}\ngutter = \"{gutter}pt\"\n{margins}\
             [grid]\nleading = \"{leading}pt\"\n[makeup]\nmode = \"{mode}\"\ndrop_cap = {letters}\n\
             [masthead]\nshow = {masthead}\n[breaking]\nstretch_limit = {stretch}\n\
             tracking_limit = {tracking}\nhyphen_penalty = {hyphen}\nhyphen_before = {letters}\n\
             [style.body]\nsize = \"{size}pt\"\nindent = \"{indent}pt\"\n"
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_layout_is_refused_or_filled(
        text in odd_layout(),
        stories in prop::collection::vec(prop::collection::vec(block(), 0..5), 0..4),
    ) {
        let articles = stories.into_iter().enumerate().map(|(at, blocks)| Article {
            headline: Some(format!("N{at:07} Compositors wait")),
            blocks,
            ..Article::default()
        });
        if let Ok(layout) = Layout::parse("odd", &text) {
            check(&edition(articles.collect()), &layout);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_word_once_in_any_layout(
        stories in prop::collection::vec((prop::collection::vec(block(), 0..14), any::<bool>(), any::<bool>(), 0u8..9), 0..13),
        number in 0..layouts(),
        limit in 0usize..4,
        leftward in any::<bool>(),
        pictures in any::<bool>(),
    ) {
        let articles = stories.into_iter().enumerate().map(|(at, (blocks, kicker, byline, how))| Article {
            kicker: kicker.then(|| format!("K{at:07}")),
            headline: Some(format!("N{at:07} Compositors wait")),
            byline: byline.then(|| "By A. Printer".to_owned()),
            treatment: match how {
                0 | 1 => Treatment::Brief,
                2 => Treatment::Box,
                3 => Treatment::Tint,
                _ => Treatment::Plain,
            },
            section: (how == 4).then(|| format!("S{at}")),
            blocks: blocks.into_iter().enumerate().map(|(number, block)| Block {
                picture: (pictures && block.kind == BlockKind::Caption).then(|| format!("{}.png", number % 6)),
                ..block
            }).collect(),
            ..Article::default()
        });
        let mut layout = layout(number);
        if limit > 0 {
            layout.makeup.pages = 1;
            layout.makeup.overset = [Overset::AddPage, Overset::Continue, Overset::Cut][limit - 1];
        }
        let language = if leftward { "fa" } else { "en" };
        check(&Edition { language: language.into(), ..edition(articles.collect()) }, &layout);
    }
}
