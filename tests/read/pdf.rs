//! PDF with a text layer.

use crate::samples::{LINES, TEXT, pdf, stream};
use crate::{read, text};
use reglet::read::{Defect, ReadError};

#[test]
fn text_seen_and_unseen_is_read_in_its_order() {
    for mode in [0, 3] {
        assert_eq!(
            text(&pdf(&[stream(mode, "")], "")),
            TEXT,
            "rendering mode {mode}"
        );
    }
}

#[test]
fn rows_across_the_columns_are_no_order() {
    let mut rows: Vec<_> = LINES.to_vec();
    rows.sort_by_key(|(left, top, _)| (*top, *left));
    let mut content = "BT\n".to_owned();
    for (left, top, line) in rows {
        let size = if top == 100 { 60 } else { 28 };
        // Letter by letter, as some programs set.
        content += &format!("/F {size} Tf 1 0 0 1 {left} {} Tm [", 600 - top - 26);
        for letter in line.chars() {
            content += &format!("({letter}) 0 ");
        }
        content += "] TJ\n";
    }
    assert_eq!(text(&pdf(&[content + "ET"], "")), TEXT);
}

#[test]
fn turned_pages_and_turned_text_are_turned_back() {
    assert_eq!(text(&pdf(&[stream(0, "")], "/Rotate 90")), TEXT);
    assert_eq!(
        text(&pdf(
            &[stream(0, "0 1 -1 0 1000 0 cm")],
            "/MediaBox[0 0 1000 1200]"
        )),
        TEXT
    );
}

#[test]
fn a_shadow_is_no_second_text() {
    let twice = stream(0, "") + &stream(0, "1 0 0 1 0.5 -0.5 cm");
    assert_eq!(text(&pdf(&[twice], "")), TEXT);
}

#[test]
fn pages_without_text_or_meaning_are_named() {
    let nameless = "BT /N 28 Tf 100 300 Td <000100020003> Tj ET".to_owned();
    let found = read(&pdf(&[String::new(), stream(0, ""), nameless.clone()], ""))
        .expect("one page has text");
    assert_eq!(found.pages.len(), 1);
    assert_eq!(found.pages[0].source.name, "in#page=2");
    let table = found.pages[0].source.geometry.as_ref().expect("positions");
    assert_eq!(table.page, 2);
    let said: Vec<_> = found
        .remarks
        .iter()
        .map(|remark| (remark.page.as_str(), &remark.what))
        .collect();
    assert_eq!(
        said,
        [
            ("in#page=1", &Defect::NeedsOcr),
            ("in#page=3", &Defect::Unmapped { lost: 3, of: 3 })
        ]
    );
    assert_eq!(
        read(&pdf(&[String::new(), nameless], "")).err(),
        Some(ReadError::NeedsOcr { pages: 2 })
    );
}

#[test]
fn an_encrypted_file_says_so() {
    let plain = String::from_utf8(pdf(&[stream(0, "")], "")).expect("it is ASCII");
    let id = "00112233445566778899aabbccddeeff";
    let locked = plain.replace(
        "/Root 1 0 R>>\nstartxref",
        &format!(
            "/Root 1 0 R/ID[<{id}><{id}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{}>/U<{}>>>>>\nstartxref",
            "41".repeat(32),
            "42".repeat(32)
        ),
    );
    assert_eq!(read(locked.as_bytes()).err(), Some(ReadError::Encrypted));
}

/// Lines of few words in a narrow column, drawn out to its edge so that their spaces stand one above the
/// other, beside another column: a page whose words are placed one by one.
#[test]
fn spaces_one_above_the_other_are_no_gutter() {
    let left = [
        "the works had shown the town some",
        "unbelievable    abundance:",
        "extraordinary   paychecks,",
        "and all of it was gone by the end",
        "of the year, as those who had to",
        "pay for it had always said it was",
    ];
    let right = [
        "other people of the same town saw",
        "nothing of what had been promised",
        "to them, and they said so at once",
        "to anyone who had time to hear it",
        "on the quay or on the way to work",
        "in the fog of the early mornings.",
    ];
    let mut content = "BT /F 28 Tf\n".to_owned();
    for (column, lines) in [(60, left), (560, right)] {
        for (row, line) in lines.iter().enumerate() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let natural: usize = words.iter().map(|word| width(word)).sum();
            let space = (460 - natural) / (words.len() - 1);
            let mut x = column;
            for word in words {
                content += &format!("1 0 0 1 {x} {} Tm ({word}) Tj\n", 500 - 34 * row);
                x += width(word) + space;
            }
        }
    }
    let found = text(&pdf(&[content + "ET"], ""));
    let wanted: Vec<String> = left
        .iter()
        .chain(&right)
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(found.lines().collect::<Vec<_>>(), wanted);
}

/// The width of a word in Helvetica at 28 points, near enough.
fn width(word: &str) -> usize {
    word.chars()
        .map(|c| match c {
            'i' | 'l' | 't' | 'f' | ',' | '.' | ':' | 'r' => 8,
            'm' | 'w' => 22,
            _ => 15,
        })
        .sum()
}
