//! OCR in XML, in every dialect.

use crate::samples::{TEXT, alto, hocr, page_xml};
use crate::{read, text};
use reglet::job::{self, Settings};
use reglet::model::Unit;
use reglet::repair::Confidence;

const V2: &str = "http://www.loc.gov/standards/alto/ns-v2#";
const V4: &str = "http://www.loc.gov/standards/alto/ns-v4#";

#[test]
fn blocks_are_put_in_order_by_where_they_stand() {
    for (what, file) in [
        ("ALTO 2", alto(V2, "")),
        ("ALTO 4 with a prefix", alto(V4, "a")),
        ("ALTO without a namespace", alto("", "")),
        ("hOCR of tesseract", hocr(true)),
        ("hOCR in sloppy HTML", hocr(false)),
        ("PAGE 2019", page_xml(false)),
        ("PAGE 2010", page_xml(true)),
    ] {
        assert_eq!(text(file.as_bytes()), TEXT, "{what}");
    }
}

#[test]
fn places_confidence_and_names_come_along() {
    let found = read(alto(V2, "").as_bytes()).expect("it is ALTO");
    let page = &found.pages[0];
    let at = page.text.string.find("Monday").expect("it stands there");
    let place = page.source.place(at..at + 6);
    let spot = place.spot.expect("it has a place on the sheet");
    assert_eq!((spot.page, spot.unit), (1, Unit::Pixel));
    assert_eq!(spot.element.as_deref(), Some("S7_2"));
    assert_eq!(spot.area.y, 420.0);
    let table = page.source.geometry.as_ref().expect("it has positions");
    assert!(table.words.iter().all(|word| word.confidence == Some(0.9)));
    assert_eq!(table.words.len(), TEXT.split_whitespace().count());
    for word in &table.words {
        let said = &page.source.bytes[word.bytes.clone()];
        assert!(!said.contains(&b' '), "{word:?}");
    }
    let headline = table.face_of(0..4).expect("a face");
    assert!(headline.relative > 2.0, "{headline:?}");
}

#[test]
fn what_the_file_says_of_a_parted_word_is_proof() {
    let found = read(alto(V2, "").as_bytes()).expect("it is ALTO");
    let repaired = job::repair(found.pages, &Settings::default());
    let row = repaired.audit.rows.iter().find(|row| row.was.contains('-'));
    let row = row.expect("the word is joined");
    assert_eq!(row.confidence, Confidence::Certain, "{row:?}");
    assert!(row.because.contains("the file itself"), "{row:?}");
    assert!(repaired.text().contains("the buyer has not"));
}

#[test]
fn a_mets_file_orders_its_pages() {
    let mets = r##"<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><mets:fileSec><mets:fileGrp>
        <mets:file ID="A" MIMETYPE="text/xml"><mets:FLocat xlink:href="file://./alto/last%20page.xml"/></mets:file>
        <mets:file ID="I" MIMETYPE="image/jpeg"><mets:FLocat xlink:href="1.jpg"/></mets:file>
        <mets:file ID="B" MIMETYPE="text/xml"><mets:FLocat xlink:href="alto/first.xml"/></mets:file>
        </mets:fileGrp></mets:fileSec><mets:structMap TYPE="PHYSICAL"><mets:div><mets:div ORDER="1"><mets:fptr FILEID="I"/><mets:fptr FILEID="B"/></mets:div>
        <mets:div ORDER="2"><mets:fptr FILEID="A"/></mets:div></mets:div></mets:structMap></mets:mets>"##;
    let beside = |name: &str| match name {
        "alto/first.xml" => Some(alto(V2, "").into_bytes()),
        // Moved out of its folder since.
        "last page.xml" => Some(hocr(true).into_bytes()),
        _ => None,
    };
    let found = reglet::read::pages("issue/mets.xml", mets.into(), &beside).expect("two pages");
    let names: Vec<&str> = found
        .pages
        .iter()
        .map(|page| page.source.name.as_str())
        .collect();
    assert_eq!(names, ["issue/alto/first.xml", "issue/last page.xml"]);
    let alone = reglet::read::pages("mets.xml", mets.into(), &|_| None);
    let said = alone.expect_err("its pages are not there").to_string();
    assert!(said.contains("alto/first.xml"), "{said}");
}
