//! Both ways, kindly, and with the line of every mistake.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{from, to};
use crate::edition::{Article, Block, BlockKind, Edition, Furniture, Place, Size, Treatment};

fn caption(text: &str, credit: Option<&str>, picture: Option<&str>) -> Block {
    let mut block = Block::new(BlockKind::Caption, text);
    block.credit = credit.map(str::to_string);
    block.picture = picture.map(str::to_string);
    block
}

fn sample() -> Edition {
    Edition {
        title: "The Harbour Post".into(),
        date: "Monday, March 4, 2024".into(),
        language: "en".into(),
        articles: vec![
            Article {
                kicker: Some("Transport".into()),
                headline: Some("Bridge Shut for Repairs".into()),
                standfirst: Some("The council has no money.".into()),
                byline: Some("By Ann Lee".into()),
                jump: Some("From page 1".into()),
                blocks: vec![
                    Block::new(BlockKind::Paragraph, "The *Post* learned of 5 * 3 ships."),
                    Block::new(BlockKind::Subhead, "Nobody to pay"),
                    Block::new(
                        BlockKind::Paragraph,
                        "Note: this is text, and - so - is this.",
                    ),
                    caption("Lorries wait.", Some("Photo: Tom Roe"), None),
                    caption("The ferry [left].", Some("A \"B\" C"), Some("my ferry.jpg")),
                    Block::new(BlockKind::PullQuote, "Such a queue!\n— Joan Hale"),
                    Block::new(BlockKind::List, "quay\nferry"),
                    Block::new(BlockKind::List, "1. one\n2. two"),
                    Block::new(BlockKind::Verse, "The snow came down,\nIt made no sound."),
                    Block::new(BlockKind::Table, "Rovers   3  1\nUnited   2  2"),
                    Block::new(BlockKind::Note, "Tom Roe contributed."),
                    Block::new(BlockKind::Advertisement, "Sofas!"),
                    Block::new(BlockKind::Jump, "See BRIDGE, page 4"),
                ],
                ..Article::default()
            },
            Article {
                blocks: vec![Block::new(BlockKind::Paragraph, "# no heading")],
                ..Article::default()
            },
        ],
        furniture: vec![Furniture {
            text: "A3".into(),
            ..Furniture::default()
        }],
    }
}

const SAMPLE: &str = r##"---
title: The Harbour Post
date: Monday, March 4, 2024
language: en
furniture:
  - A3
---

# Bridge Shut for Repairs

Kicker: Transport

Standfirst: The council has no money.

Byline: By Ann Lee

Jump: From page 1

The *Post* learned of 5 * 3 ships.

## Nobody to pay

Note\: this is text, and - so - is this.

Caption: Lorries wait.
Credit: Photo: Tom Roe

![The ferry \[left\].](<my ferry.jpg> "A \"B\" C")

> Such a queue!\
> — Joan Hale

- quay
- ferry

<!-- -->

1. one
2. two

The snow came down,\
It made no sound.

```
Rovers   3  1
United   2  2
```

Note: Tom Roe contributed.

Advertisement: Sofas!

Turn: See BRIDGE, page 4

* * *

\# no heading
"##;

#[test]
fn every_part_has_its_form() {
    assert_eq!(to(&sample()), SAMPLE);
    assert_eq!(from(SAMPLE), Ok(sample()));
}

#[test]
fn haste_is_understood() {
    let sloppy = "\u{feff}\r\n  # Rain  \r\nKicker: Weather\t\r\nbyline: By Ann Lee\r\nIt rained\r\n\
                  all day.  \r\n## Floods ##\r\nMore _rain_ fell on snake_case.\r\n* one\r\n\r\n* two\r\n\
                  on two lines\r\n\r\nCaption: Lorries\r\nwait.\r\n\r\ncredit: AP\r\n\
                  | a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n\r\nKicker: Sport\r\nUnited Win\r\n==========\r\nYes.";
    let found = from(sloppy).expect("no mistake");
    let wanted = Edition {
        articles: vec![
            Article {
                kicker: Some("Weather".into()),
                headline: Some("Rain".into()),
                byline: Some("By Ann Lee".into()),
                blocks: vec![
                    Block::new(BlockKind::Paragraph, "It rained all day."),
                    Block::new(BlockKind::Subhead, "Floods"),
                    Block::new(BlockKind::Paragraph, "More *rain* fell on snake_case."),
                    Block::new(BlockKind::List, "one\ntwo on two lines"),
                    caption("Lorries wait.", Some("AP"), None),
                    Block::new(BlockKind::Table, "a\tb\n1\t2"),
                ],
                ..Article::default()
            },
            Article {
                kicker: Some("Sport".into()),
                headline: Some("United Win".into()),
                blocks: vec![Block::new(BlockKind::Paragraph, "Yes.")],
                ..Article::default()
            },
        ],
        ..Edition::default()
    };
    assert_eq!(found, wanted);
}

#[test]
fn text_without_headline_is_a_story() {
    let found = from("One.\n\nTwo.\n\n---\n\nThree.").expect("no mistake");
    assert_eq!(found.articles.len(), 2);
    assert_eq!(found.articles[0].blocks.len(), 2);
    assert_eq!(from("").expect("no mistake"), Edition::default());
    assert_eq!(from(" \n\t\n").expect("no mistake"), Edition::default());
    // A rule at the top is not the head of the file, and rules only part headlines.
    let found = from("---\n\nOne.\n\n---\n\n# Two\n\n---\n").expect("no mistake");
    assert_eq!(found.articles.len(), 2);
}

#[test]
fn text_that_looks_like_marks_stays_text() {
    for (kind, text, written) in [
        (
            BlockKind::List,
            "--\n* * *\n#\n12. x",
            "- \\--\n- &#42; * *\n- \\#\n12. x\n",
        ),
        (
            BlockKind::Paragraph,
            "1986. A good year",
            "1986\\. A good year\n",
        ),
        (
            BlockKind::Paragraph,
            "R&D <b> [a](b) a_b _c_",
            "R&D \\<b> [a\\](b) a_b \\_c\\_\n",
        ),
        (
            BlockKind::Paragraph,
            "C:\\dir *is* \\*not\\*",
            "C:\\dir *is* \\*not\\*\n",
        ),
        (BlockKind::Subhead, "We're #1 #", "## We're #1 \\#\n"),
        (BlockKind::Paragraph, "---", "\\---\n"),
        (BlockKind::Paragraph, " a ", "&#32;a&#32;\n"),
        (BlockKind::Verse, "alone", "Verse: alone\n"),
        (BlockKind::Table, "``` x", "````\n``` x\n````\n"),
    ] {
        let edition = Edition {
            articles: vec![Article {
                blocks: vec![Block::new(kind, text)],
                ..Article::default()
            }],
            ..Edition::default()
        };
        assert_eq!(to(&edition), written);
        assert_eq!(from(written), Ok(edition));
    }
}

#[test]
fn mistakes_have_a_line() {
    for (text, line, word) in [
        ("---\ntitle: Post\n\n# Rain\n", 1, "not closed"),
        ("---\ntitel: Post\n---\n", 2, "`title`"),
        ("---\ntitle: a\ntitle: b\n---\n", 3, "second"),
        ("---\ntitle: \"Post\n---\n", 2, "quotes"),
        ("# Rain\n\n```\na b\n", 3, "not closed"),
        ("# Rain\n\n<!-- left out\n", 3, "not closed"),
        ("# Rain\nByline: A\n\nByline: B\n", 4, "second byline"),
        ("# Rain\nCredit: AP\n", 2, "without a caption"),
        ("# Rain\n\n![wet](rain.jpg\n", 3, "picture"),
    ] {
        let error = from(text).expect_err(text).to_string();
        assert!(
            error.starts_with(&format!("line {line}: ")),
            "{text:?}: {error}"
        );
        assert!(error.contains(word), "{text:?}: {error}");
    }
}

/// Text that tries to be taken for marks.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9é\u{a0}\u{3000}]{1,4}",
        4 => "[ #>*_+=|~`<>&;:.!\\\\\\[\\]()\"'{}$%^-]{1,3}",
        1 => prop::sample::select(vec![
            "\n", "\r", "\t", "\u{feff}", "\0", "\u{85}", "\u{2028}", "  ", "Kicker:", "note: ",
            "Credit:", "---", "***", "* * *", "===", "```", "~~~", "1. ", "23) ", "- ", "+ ", "> ",
            "# ", "## ", "<!--", "-->", "<br>", "<b>", "&#32;", "&amp;", "![a](b)", "](", "\\", "\\*",
            "\\\\", "**", "_a_", "title: ", "|", "| ", "<", ">",
        ]).prop_map(str::to_string),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn kind() -> impl Strategy<Value = BlockKind> {
    use BlockKind::*;
    prop::sample::select(vec![
        Paragraph,
        Subhead,
        Caption,
        PullQuote,
        List,
        Verse,
        Table,
        Jump,
        Note,
        Advertisement,
    ])
}

fn block() -> impl Strategy<Value = Block> {
    let extra = || option::weighted(0.2, nasty());
    let size = option::weighted(0.1, (1u8..17, 5u16..2001, option::of(1u32..99)));
    (kind(), nasty(), extra(), extra(), size).prop_map(|(kind, text, credit, picture, size)| {
        Block {
            credit,
            picture,
            size: size.map(|(columns, millimetres, page)| Size {
                columns,
                millimetres,
                page,
            }),
            ..Block::new(kind, text)
        }
    })
}

fn article() -> impl Strategy<Value = Article> {
    let part = || option::weighted(0.3, nasty());
    let parts = (part(), option::of(nasty()), part(), part(), part());
    let treatment = proptest::sample::select(vec![
        Treatment::Plain,
        Treatment::Brief,
        Treatment::Box,
        Treatment::Tint,
    ]);
    let place = option::weighted(0.1, (1u32..99, 1u8..9, 0u8..8, 0u16..900, 1u16..900));
    let shown = (part(), treatment, place);
    (parts, shown, vec(block(), 0..4)).prop_map(
        |((kicker, headline, standfirst, byline, jump), (section, treatment, place), blocks)| {
            Article {
                section,
                treatment,
                place: place.map(|(page, first, more, top, high)| Place {
                    page,
                    columns: (first, first + more),
                    millimetres: (top, top + high),
                }),
                kicker,
                headline,
                standfirst,
                byline,
                jump,
                blocks,
            }
        },
    )
}

fn edition() -> impl Strategy<Value = Edition> {
    let value = || prop_oneof![2 => Just(String::new()), 1 => nasty()];
    let furniture = nasty().prop_map(|text| Furniture {
        text,
        ..Furniture::default()
    });
    let heads = (value(), value(), value());
    (heads, vec(article(), 0..4), vec(furniture, 0..2)).prop_map(
        |((title, date, language), articles, furniture)| Edition {
            title,
            date,
            language,
            articles,
            furniture,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn editions_come_back_from_markdown(edition in edition()) {
        let written = to(&edition);
        prop_assert_eq!(from(&written), Ok(edition), "{}", written);
    }

    #[test]
    fn editions_come_back_from_json(edition in edition()) {
        let written = crate::write::json::to(&edition);
        prop_assert_eq!(crate::write::json::from(&written), Ok(edition));
    }

    #[test]
    fn any_markdown_settles(lines in vec(nasty(), 0..8)) {
        let text = lines.join("\n");
        if let Ok(edition) = from(&text) {
            let written = to(&edition);
            let again = from(&written).map_err(|e| TestCaseError::fail(e.to_string()))?;
            prop_assert_eq!(to(&again), written.clone());
            prop_assert_eq!(again, edition, "{}", written);
        }
    }
}
