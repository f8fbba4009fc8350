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

/// Two words in one box, a letter that HTML names, a caption that holds its line, a line without a box.
#[test]
fn what_a_file_does_not_say_costs_no_word() {
    let line = |class: &str, title: &str, body: &str| {
        format!("<span class='{class}' title='{title}'>{body}</span>")
    };
    let word = |at: &str, text: &str| line("ocrx_word", at, text);
    let hocr = format!(
        "<html><body><div class='ocr_page' title='bbox 0 0 900 600'>{}{}{}</div></body></html>",
        line(
            "ocr_line",
            "bbox 100 100 400 126",
            &(word("bbox 100 100 240 126", "New York")
                + &word("bbox 254 100 310 126", "caf&eacute;"))
        ),
        line("ocr_line", "", &word("", "placeless")),
        line(
            "ocr_caption",
            "bbox 100 300 400 326",
            &line(
                "ocr_line",
                "bbox 100 300 400 326",
                &word("bbox 100 300 200 326", "Quay.")
            )
        ),
    );
    let found = text(hocr.as_bytes());
    let words: Vec<&str> = found.split_whitespace().collect();
    assert_eq!(words, ["New", "York", "café", "placeless", "Quay."]);

    let bare = "<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT='First'/><String CONTENT='line'/>\
        </TextLine><TextLine><String CONTENT='second.'/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>";
    assert_eq!(text(bare.as_bytes()), "First line\nsecond.");

    let region =
        |at: &str, inner: &str| format!("<TextRegion><Coords points='{at}'/>{inner}</TextRegion>");
    let said = |text: &str| format!("<TextEquiv><Unicode>{text}</Unicode></TextEquiv>");
    let at = "100,100 400,100 400,126 100,126";
    // A region that repeats what its parts say, and a line of which one word alone was read.
    let page = format!(
        "<PcGts><Page imageWidth='900' imageHeight='600'>{}{}</Page></PcGts>",
        region(
            at,
            &(region(at, &said("Harbour shut")) + &said("Harbour shut"))
        ),
        region(
            "100,200 400,200 400,226 100,226",
            &format!(
                "<TextLine><Coords points='100,200 400,200 400,226 100,226'/><Baseline points='100,220 400,222'/>\
                 <Word><Coords points='100,200 200,200 200,226 100,226'/>{}</Word><Word/>{}</TextLine>",
                said("until"),
                said("until spring")
            )
        ),
    );
    let found = text(page.as_bytes());
    let words: Vec<&str> = found.split_whitespace().collect();
    assert_eq!(words, ["Harbour", "shut", "until", "spring"]);
}

/// A line up the margin, whose words stand one above the other, is no part of the lines beside it.
#[test]
fn a_line_that_runs_upward_stands_for_itself() {
    let mut margin = String::from("<TextBlock><TextLine>");
    for (nth, word) in ["Printed", "at", "the", "works"].iter().enumerate() {
        let height = 14 * word.len();
        let top = 420 - 110 * nth - height;
        margin += &format!(
            "<String HPOS=\"30\" VPOS=\"{top}\" WIDTH=\"26\" HEIGHT=\"{height}\" CONTENT=\"{word}\"/>"
        );
    }
    margin += "</TextLine></TextBlock></PrintSpace>";
    let file = alto(V4, "").replace("</PrintSpace>", &margin);
    assert_eq!(
        text(file.as_bytes()),
        format!("{TEXT}\n\nPrinted at the works")
    );
}
