//! From the hand-made repair of the sample page, as plain blocks, to its articles.

use std::sync::Arc;

use reglet::edition::{Article, Block, BlockKind, Edition, assemble};
use reglet::model::{Encoding, Page, Source, Text};

const EXPECTED: &str = include_str!("pages/seed/expected.txt");

/// A page of the given text, blocks parted by an empty line.
fn page(text: &str) -> Page {
    if text.is_empty() {
        return Page {
            source: Arc::new(Source::new("page.txt", Vec::new(), Encoding::Utf8)),
            text: Text::default(),
        };
    }
    reglet::read::text("page.txt", text.as_bytes().to_vec()).expect("it is text")
}

/// The articles of the notation of `expected.txt`.
fn expected() -> Vec<Article> {
    let mut articles: Vec<Article> = Vec::new();
    for line in EXPECTED.lines().filter(|line| !line.is_empty()) {
        if line == "=== article" {
            articles.push(Article::default());
            continue;
        }
        let (key, value) = line.split_once(": ").expect("key: value");
        let article = articles.last_mut().expect("an article before its parts");
        let value = value.to_string();
        match key {
            "kicker" => article.kicker = Some(value),
            "headline" => article.headline = Some(value),
            "byline" => article.byline = Some(value),
            "jump" => article.jump = Some(value),
            "p" => article.blocks.push(Block::new(BlockKind::Paragraph, value)),
            "subhead" => article.blocks.push(Block::new(BlockKind::Subhead, value)),
            "caption" => article.blocks.push(Block::new(BlockKind::Caption, value)),
            "credit" => article.blocks.last_mut().expect("a caption").credit = Some(value),
            other => panic!("unknown key {other}"),
        }
    }
    articles
}

/// The articles as blocks of a page: the credit in brackets, the kicker on the side asked for.
fn blocks(articles: &[Article], kicker_first: bool) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for article in articles {
        let mut heading = vec![article.kicker.clone(), article.headline.clone()];
        if !kicker_first {
            heading.reverse();
        }
        heading.push(article.byline.clone());
        heading.push(article.jump.clone());
        blocks.extend(heading.into_iter().flatten());
        for block in &article.blocks {
            blocks.push(match &block.credit {
                Some(credit) => format!("{} ({credit})", block.text),
                None => block.text.clone(),
            });
        }
    }
    blocks.join("\n\n")
}

fn without_sources(mut edition: Edition) -> Edition {
    for block in edition.articles.iter_mut().flat_map(|a| &mut a.blocks) {
        block.source.clear();
    }
    edition
}

#[test]
fn the_sample_page_repaired_by_hand() {
    for kicker_first in [true, false] {
        let found = assemble(&[page(&blocks(&expected(), kicker_first))]);
        let found = without_sources(found);
        assert_eq!(found.articles.len(), expected().len());
        for (article, wanted) in found.articles.iter().zip(expected()) {
            assert_eq!(*article, wanted);
        }
        assert_eq!(found.language, "en");
        assert!(found.furniture.is_empty());
    }
}

#[test]
fn every_block_knows_its_source() {
    let text = blocks(&expected(), true);
    let found = assemble(&[page(&text)]);
    for block in found.articles.iter().flat_map(|article| &article.blocks) {
        let [range] = &block.source[..] else {
            panic!("one range of bytes: {:?}", block.source);
        };
        let bytes = &text[range.bytes[0]..range.bytes[1]];
        assert!(bytes.starts_with(&block.text), "{bytes}");
        assert_eq!(range.file, "page.txt");
    }
}

#[test]
fn nothing_is_dropped() {
    let text = "The Harbour Post\n\nMonday, March 4, 2024\n\nText that began on an earlier page, and \
                ends here.\n\nBridge Shut for Repairs\n\nBy Ann Lee\n\nStaff Writer\n\nThe old \
                bridge over the well-\nknown harbour was shut on Monday.\n\n• quay\n• ferry\n\n\
                • lorries\n\nLorries wait on the quay.\nPhoto: Tom Roe\n\nSee BRIDGE, page 4\n\n\
                The Harbour Post | Monday, March 4, 2024 | A3\n\n3";
    let found = without_sources(assemble(&[page(text)]));
    assert_eq!(found.title, "The Harbour Post");
    assert_eq!(found.date, "Monday, March 4, 2024");
    let [first, second] = &found.articles[..] else {
        panic!("two articles: {:#?}", found.articles);
    };
    assert_eq!(first.headline, None);
    assert_eq!(second.byline.as_deref(), Some("By Ann Lee, Staff Writer"));
    let blocks: Vec<(BlockKind, &str)> = second
        .blocks
        .iter()
        .map(|block| (block.kind, block.text.as_str()))
        .collect();
    assert_eq!(
        blocks,
        [
            (
                BlockKind::Paragraph,
                "The old bridge over the well-known harbour was shut on Monday."
            ),
            (BlockKind::List, "quay\nferry\nlorries"),
            (BlockKind::Caption, "Lorries wait on the quay."),
            (BlockKind::Jump, "See BRIDGE, page 4"),
        ]
    );
    assert_eq!(second.blocks[2].credit.as_deref(), Some("Photo: Tom Roe"));
    let furniture: Vec<&str> = found.furniture.iter().map(|f| f.text.as_str()).collect();
    assert_eq!(
        furniture,
        ["The Harbour Post | Monday, March 4, 2024 | A3", "3"]
    );
}

#[test]
fn a_credit_alone_finds_its_caption() {
    let text = "Bridge Shut for Repairs\n\nBy Ann Lee\n\nThe old bridge was shut on Monday, and it \
                will stay so.\n\nAbove: lorries wait on the quay.\n\n(PHOTO: TOM ROE)\n\n\
                The council meets on Tuesday.\n\nPhoto: Eve Short/AP\n\nThe harbour is closed.";
    let found = without_sources(assemble(&[page(text)]));
    let captions: Vec<(&str, Option<&str>)> = found.articles[0]
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Caption)
        .map(|block| (block.text.as_str(), block.credit.as_deref()))
        .collect();
    assert_eq!(
        captions,
        [
            ("Above: lorries wait on the quay.", Some("PHOTO: TOM ROE")),
            ("", Some("Photo: Eve Short/AP")),
        ]
    );
}

#[test]
fn no_pages_are_an_empty_edition() {
    assert_eq!(assemble(&[]), Edition::default());
}
