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
