//! Cut short, mangled, hostile: every file ends in pages or in a named error.

use std::io::Write as _;

use crate::read;
use crate::samples::{alto, hocr, page_xml, pdf, stream};
use reglet::read::ReadError;

const V3: &str = "http://www.loc.gov/standards/alto/ns-v3#";

fn zipped() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    for (name, body) in [
        ("p10.xml", alto(V3, "")),
        ("p2.hocr", hocr(true)),
        ("scan.jpg", "x".into()),
    ] {
        zip.start_file(name, plain).expect("a name");
        zip.write_all(body.as_bytes())
            .expect("it is written to memory");
    }
    zip.finish().expect("it is written to memory").into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).expect("it is written to memory");
    gzip.finish().expect("it is written to memory")
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("pdf", pdf(&[stream(0, ""), stream(3, "")], "")),
        ("alto", alto(V3, "").into_bytes()),
        ("hocr", hocr(true).into_bytes()),
        ("page", page_xml(false).into_bytes()),
        ("zip", zipped()),
        ("gzip", gzipped(alto(V3, "").as_bytes())),
    ]
}

/// A number that looks random, the same in every run (xorshift, G. Marsaglia 2003).
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) as usize
}

#[test]
fn no_cut_and_no_mangled_byte_stops_a_reader() {
    // What stops the library inside is caught; its messages would fill the screen.
    std::panic::set_hook(Box::new(|_| {}));
    let mut state = 0x5eed_1234_5678_9abc;
    let mut refused = 0;
    for (what, whole) in files() {
        for _ in 0..120 {
            let mut bytes = whole.clone();
            if next(&mut state).is_multiple_of(2) {
                bytes.truncate(next(&mut state) % whole.len());
            }
            for _ in 0..next(&mut state) % 12 {
                let len = bytes.len().max(1);
                if let Some(byte) = bytes.get_mut(next(&mut state) % len) {
                    *byte = next(&mut state) as u8;
                }
            }
            let read = std::panic::catch_unwind(|| read(&bytes));
            let Ok(read) = read else {
                let _ = std::panic::take_hook();
                panic!("a mangled {what} file stopped the reader");
            };
            if let Err(error) = read {
                refused += 1;
                assert!(error.to_string().len() > 20, "{what}: {error}");
            }
        }
    }
    let _ = std::panic::take_hook();
    assert!(
        refused > 100,
        "only {refused} of 720 broken files were refused"
    );
}

#[test]
fn a_cut_file_is_called_so() {
    for (what, whole) in files() {
        if matches!(what, "pdf" | "hocr") {
            // A PDF is put together from what is left of it, and HTML has no end.
            continue;
        }
        let half = &whole[..whole.len() / 2];
        let error = read(half).expect_err("half a file is none");
        let named = matches!(error, ReadError::Damaged { .. } | ReadError::Unpack { .. });
        assert!(named, "{what}: {error}");
    }
}

#[test]
fn hostile_markup_ends_soon() {
    let deep = "<alto>".to_owned() + &"<a>".repeat(1_000_000);
    let bomb = "<?xml version='1.0'?><!DOCTYPE alto [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>\
                <!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><alto><Layout><Page><TextBlock><TextLine><String CONTENT='&c;' HPOS='1' VPOS='1' \
                WIDTH='9' HEIGHT='9'/></TextLine></TextBlock></Page></Layout></alto>";
    let outside = bomb
        .replace("'aaaaaaaaaa'", "SYSTEM 'file:///etc/passwd'")
        .replace("&c;", "&a;");
    let huge = alto(V3, "")
        .replace("HPOS=\"100\"", "HPOS=\"1e38\"")
        .replace("WC=\"0.9\"", "WC=\"NaN\"");
    for (what, file) in [
        ("deep", deep),
        ("bomb", bomb.to_owned()),
        ("outside", outside),
        ("huge", huge),
    ] {
        match read(file.as_bytes()) {
            Ok(found) => {
                let text: String = found
                    .pages
                    .iter()
                    .map(|page| page.text.string.as_str())
                    .collect();
                assert!(
                    text.len() < 2000 && !text.contains("root:"),
                    "{what}: {text}"
                );
            }
            Err(error) => assert!(
                matches!(error, ReadError::Damaged { .. }),
                "{what}: {error}"
            ),
        }
    }
}

#[test]
fn a_stream_that_unpacks_to_all_memory_is_not_unpacked() {
    let zeros = vec![b' '; 1 << 20];
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..600 {
        packed.write_all(&zeros).expect("it is written to memory");
    }
    let packed = packed.finish().expect("it is written to memory");
    let mut bytes = b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode/Length ".to_vec();
    bytes.extend(format!("{}>>\nstream\n", packed.len()).bytes());
    bytes.extend(&packed);
    bytes.extend(b"\nendstream\nendobj\n");
    assert!(matches!(read(&bytes), Err(ReadError::Bomb { .. })));
}

#[test]
fn an_archive_is_read_in_natural_order() {
    let found = read(&zipped()).expect("two pages");
    let names: Vec<&str> = found
        .pages
        .iter()
        .map(|page| page.source.name.as_str())
        .collect();
    assert_eq!(names, ["in/p2.hocr", "in/p10.xml"]);
}

#[test]
fn an_archive_of_more_pages_than_an_issue_has_is_refused() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    for nth in 0..20_001 {
        zip.start_file(format!("p{nth}.txt"), plain)
            .expect("a name");
    }
    let file = zip.finish().expect("it is written to memory").into_inner();
    let error = read(&file).expect_err("it is no issue");
    assert!(
        error.to_string().contains("more pages than any issue"),
        "{error}"
    );
}
