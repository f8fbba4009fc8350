//! Which format an input is in, by its content.

/// A format of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Plain text, or nothing that is known.
    Text,
    /// PDF, of any version.
    Pdf,
    /// A zip archive.
    Zip,
    /// OCR in ALTO.
    Alto,
    /// OCR in PAGE XML.
    PageXml,
    /// METS: which files make an issue, and in which order.
    Mets,
    /// OCR in hOCR, which is HTML.
    Hocr,
}

/// How far into a file a PDF's head is looked for, as PDF readers do (ISO 32000-1, annex H.3.4.1).
const PDF_HEAD: usize = 1024;

/// How far into a file its first element is looked for.
const FIRST_ELEMENT: usize = 64 << 10;

/// The format of an input that is not gzip (any more).
pub(super) fn of(bytes: &[u8]) -> Format {
    if bytes.starts_with(b"PK\x03\x04") {
        return Format::Zip;
    }
    let head = &bytes[..bytes.len().min(PDF_HEAD)];
    if head.windows(5).any(|five| five == b"%PDF-") {
        return Format::Pdf;
    }
    let start = &bytes[..bytes.len().min(FIRST_ELEMENT)];
    let start = match start {
        // Enough to see names in UTF-16, whichever byte comes first.
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => start.iter().copied().filter(|b| *b != 0).collect(),
        _ => start.to_vec(),
    };
    let start = String::from_utf8_lossy(&start);
    let start = start.trim_start_matches(|c: char| !c.is_ascii() || c.is_whitespace());
    if !start.starts_with('<') {
        return Format::Text;
    }
    match first_element(start).to_ascii_lowercase().as_str() {
        "alto" => Format::Alto,
        "pcgts" => Format::PageXml,
        "mets" => Format::Mets,
        "html" if start.contains("ocr_") || start.contains("ocrx_") => Format::Hocr,
        // A piece of hOCR without a head.
        _ if start.contains("\"ocr_page\"") || start.contains("'ocr_page'") => Format::Hocr,
        _ => Format::Text,
    }
}

/// The local name of the first element of an XML file, behind declarations and comments.
fn first_element(mut rest: &str) -> &str {
    loop {
        rest = rest.trim_start();
        let skip = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.find("-->").map(|at| at + 7)
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest.find('>').map(|at| at + 1)
        } else {
            None
        };
        match skip.and_then(|at| rest.get(at..)) {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    let name = rest.strip_prefix('<').unwrap_or("");
    let end = name
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .unwrap_or(name.len());
    let name = &name[..end];
    name.rsplit(':').next().unwrap_or(name)
}

/// Whether an input that begins so is read line by line, so that a limit on lines holds for it.
/// PDF, archives and markup may be one line from end to end.
pub fn has_lines(start: &[u8]) -> bool {
    !start.starts_with(b"\x1f\x8b") && of(start) == Format::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_what_is_inside() {
        for (bytes, format) in [
            (&b"junk\n%PDF-1.4\n"[..], Format::Pdf),
            (b"PK\x03\x04...", Format::Zip),
            (
                b"<?xml version='1.0'?>\n<!-- <x> --><a:alto xmlns:a='x'>",
                Format::Alto,
            ),
            (b"\xef\xbb\xbf<alto>", Format::Alto),
            (b"\xff\xfe<\0a\0l\0t\0o\0>\0", Format::Alto),
            (b"<PcGts xmlns='p'>", Format::PageXml),
            (b"<mets:mets>", Format::Mets),
            (
                b"<!DOCTYPE html>\n<html><body><div class='ocr_page'>",
                Format::Hocr,
            ),
            (b"<div class=\"ocr_page\">", Format::Hocr),
            (b"<html><body>A page about ALTO</body>", Format::Text),
            (b"< 5 per cent of the vote", Format::Text),
            (b"", Format::Text),
        ] {
            assert_eq!(of(bytes), format, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
