//! Small pages in every dialect, made here: two columns, a headline over both, a word that a line end
//! parts; the file names its blocks in the wrong order.

/// Lines of a page: left and top in pixels, words.
pub const LINES: &[(u32, u32, &str)] = &[
    (600, 300, "second column here starts with"),
    (600, 340, "words that go on from the first"),
    (600, 380, "and then the story of the mill"),
    (600, 420, "comes to its end at last."),
    (100, 300, "The old mill was sold for half"),
    (100, 340, "of what it cost, and the buy-"),
    (100, 380, "er has not been named. It was"),
    (100, 420, "said on Monday that the"),
    (100, 100, "MILL SOLD AT LAST"),
];

/// What the page says.
pub const TEXT: &str = "MILL SOLD AT LAST\n\nThe old mill was sold for half\nof what it cost, and the buy-\n\
er has not been named. It was\nsaid on Monday that the\nsecond column here starts with\nwords that go on from the first\n\
and then the story of the mill\ncomes to its end at last.";

/// Width of a letter and height of a line: the headline is set larger.
fn size(top: u32) -> (u32, u32) {
    if top == 100 { (40, 70) } else { (14, 26) }
}

fn words((left, top, text): (u32, u32, &str)) -> Vec<(u32, u32, u32, u32, String)> {
    let (letter, height) = size(top);
    let mut at = left;
    text.split(' ')
        .map(|word| {
            let width = letter * word.len() as u32;
            let from = at;
            at += width + letter;
            (from, top, width, height, word.to_owned())
        })
        .collect()
}

/// ALTO with this namespace and prefix; hyphens as `HYP`, the parted word told in `SUBS_CONTENT`.
pub fn alto(namespace: &str, prefix: &str) -> String {
    let mut strings = String::new();
    for (nth, line) in LINES.iter().enumerate() {
        let (letter, height) = size(line.1);
        let width = letter * line.2.len() as u32;
        strings += &format!(
            "<p:TextBlock ID=\"B{nth}\" HPOS=\"{0}\" VPOS=\"{1}\" WIDTH=\"{width}\" HEIGHT=\"{height}\">\n\
             <p:TextLine ID=\"L{nth}\" HPOS=\"{0}\" VPOS=\"{1}\" WIDTH=\"{width}\" HEIGHT=\"{height}\">",
            line.0, line.1
        );
        for (at, (x, y, w, h, word)) in words(*line).into_iter().enumerate() {
            let told = match word.as_str() {
                "buy-" => " SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"buyer\"",
                "er" => " SUBS_TYPE=\"HypPart2\" SUBS_CONTENT=\"buyer\"",
                _ => "",
            };
            let bare = word.trim_end_matches('-');
            strings += &format!(
                "<p:String ID=\"S{nth}_{at}\" HPOS=\"{x}\" VPOS=\"{y}\" WIDTH=\"{w}\" HEIGHT=\"{h}\" WC=\"0.9\" CONTENT=\"{bare}\"{told}/>"
            );
            if bare != word {
                strings += "<p:HYP CONTENT=\"-\" HPOS=\"0\" VPOS=\"0\" WIDTH=\"9\"/>";
            }
        }
        strings += "</p:TextLine></p:TextBlock>\n";
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<p:alto xmlns:p=\"{namespace}\">\n<p:Description>\
         <p:MeasurementUnit>pixel</p:MeasurementUnit><p:OCRProcessing ID=\"OCR0\"><p:ocrProcessingStep/>\
         </p:OCRProcessing></p:Description>\n<p:Layout><p:Page ID=\"P1\" PHYSICAL_IMG_NR=\"1\" WIDTH=\"1100\" HEIGHT=\"600\">\
         <p:PrintSpace HPOS=\"0\" VPOS=\"0\" WIDTH=\"1100\" HEIGHT=\"600\">\n{strings}</p:PrintSpace></p:Page></p:Layout>\n</p:alto>\n"
    );
    if prefix.is_empty() {
        text.replace("<p:", "<")
            .replace("</p:", "</")
            .replace("xmlns:p", "xmlns")
    } else {
        text.replace("p:", &format!("{prefix}:"))
            .replace("xmlnsp", "xmlns:p")
    }
}

/// hOCR as tesseract writes it (`tidy`), or as HTML is found in the wild.
pub fn hocr(tidy: bool) -> String {
    let mut body = String::new();
    for (nth, line) in LINES.iter().enumerate() {
        let (letter, height) = size(line.1);
        let right = line.0 + letter * line.2.len() as u32;
        body += &format!(
            "<span class='ocr_line' id='l{nth}' title=\"bbox {} {} {right} {}; baseline 0 -5\">",
            line.0,
            line.1,
            line.1 + height
        );
        for (x, y, w, h, word) in words(*line) {
            body += &format!(
                "<span class='ocrx_word' title='bbox {x} {y} {} {}; x_wconf 91'>{word}</span> ",
                x + w,
                y + h
            );
        }
        body += "</span>\n";
    }
    let (start, end) = if tidy {
        (
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \
             \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><meta charset=\"utf-8\"/></head><body>",
            "</body></html>",
        )
    } else {
        (
            "<HTML><head><meta charset=utf-8><title>a & b</title><body><br>",
            "</p>",
        )
    };
    format!(
        "{start}<div class='ocr_page' id='p1' title='image \"x.png\"; bbox 0 0 1100 600'>{body}</div>{end}"
    )
}

/// PAGE XML, points as an attribute or as elements.
pub fn page_xml(old: bool) -> String {
    let coords = |x: u32, y: u32, w: u32, h: u32| {
        let points = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
        if old {
            let all = points.map(|(x, y)| format!("<Point x=\"{x}\" y=\"{y}\"/>"));
            format!("<Coords>{}</Coords>", all.concat())
        } else {
            let all = points.map(|(x, y)| format!("{x},{y}"));
            format!("<Coords points=\"{}\"/>", all.join(" "))
        }
    };
    let mut regions = String::new();
    for (nth, line) in LINES.iter().enumerate() {
        let (letter, height) = size(line.1);
        let at = coords(line.0, line.1, letter * line.2.len() as u32, height);
        regions += &format!("<TextRegion id=\"r{nth}\">{at}<TextLine id=\"l{nth}\">{at}");
        for (x, y, w, h, word) in words(*line) {
            regions += &format!(
                "<Word>{}<TextEquiv conf=\"0.8\"><Unicode>{word}</Unicode></TextEquiv></Word>",
                coords(x, y, w, h)
            );
        }
        regions += &format!(
            "<TextEquiv><Unicode>{}</Unicode></TextEquiv></TextLine></TextRegion>\n",
            line.2
        );
    }
    format!(
        "<?xml version=\"1.0\"?>\n<PcGts xmlns=\"http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15\"><Page imageFilename=\"x.png\" \
         imageWidth=\"1100\" imageHeight=\"600\">{regions}</Page></PcGts>"
    )
}

/// A PDF of pages with these content streams, this page dictionary entry, and Helvetica as `F`.
pub fn pdf(streams: &[String], entry: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut starts = Vec::new();
    let mut object = |out: &mut Vec<u8>, body: &str| {
        starts.push(out.len());
        out.extend(format!("{} 0 obj\n{body}\nendobj\n", starts.len()).bytes());
    };
    let kids: Vec<String> = (0..streams.len())
        .map(|nth| format!("{} 0 R", 5 + 2 * nth))
        .collect();
    object(&mut out, "<</Type/Catalog/Pages 2 0 R>>");
    object(
        &mut out,
        &format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            streams.len(),
            kids.join(" ")
        ),
    );
    object(
        &mut out,
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    );
    object(
        &mut out,
        "<</Type/Font/Subtype/Type0/BaseFont/Nameless/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Nameless\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/Nameless/Flags 4>>>>]>>",
    );
    for (nth, stream) in streams.iter().enumerate() {
        object(
            &mut out,
            &format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1100 600]{entry}/Contents {} 0 R/Resources<</Font<</F 3 0 R/N 4 0 R>>>>>>",
                6 + 2 * nth
            ),
        );
        object(
            &mut out,
            &format!("<</Length {}>>\nstream\n{stream}\nendstream", stream.len()),
        );
    }
    let at = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", starts.len() + 1).bytes());
    for start in &starts {
        out.extend(format!("{start:010} 00000 n \n").bytes());
    }
    out.extend(
        format!(
            "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n",
            starts.len() + 1
        )
        .bytes(),
    );
    out
}

/// The page as a content stream; `mode` is the text rendering mode, `before` what comes first.
pub fn stream(mode: u32, before: &str) -> String {
    let mut out = format!("{before}\nBT {mode} Tr\n");
    for (left, top, line) in LINES {
        let size = if *top == 100 { 60 } else { 28 };
        out += &format!(
            "/F {size} Tf 1 0 0 1 {left} {} Tm ({line}) Tj\n",
            600 - top - 26
        );
    }
    out + "ET"
}
