//! Our own preflight: sound files pass, each planted fault is found.

use reglet::font::Fonts;
use reglet::pdf::check::{Limits, Report, Severity, check, compare};
use reglet::pdf::{self, Marks, Settings};

use super::sample::newspaper;

fn printed(settings: &Settings) -> (Vec<u8>, Vec<String>) {
    let fonts = Fonts::default();
    let sample = newspaper(&fonts, 3);
    let mut bytes = Vec::new();
    pdf::write(&sample.document, &fonts, settings, &mut bytes).expect("it is sound");
    (bytes, sample.words)
}

#[test]
fn our_own_files_pass_with_every_word_in_order() {
    for standards in ["x4+a2a+ua1", "x4", "a2a", "ua1", "a4+ua2"] {
        let settings = Settings {
            standards: standards.parse().expect("a known set"),
            marks: standards.starts_with("x4").then(Marks::default),
            ..Settings::default()
        };
        let (bytes, words) = printed(&settings);
        let report = check(&bytes, &Limits::default());
        assert_eq!(report.findings, [], "{standards}");
        assert_eq!(report.pages, 3);
        let text = report.text.iter().map(String::as_str);
        let difference = compare(text, words.iter().map(String::as_str));
        assert_eq!(difference, None, "{standards}");
    }
}

#[test]
fn the_same_input_is_the_same_bytes_and_another_is_another_file() {
    let (one, _) = printed(&Settings::default());
    let (two, _) = printed(&Settings::default());
    assert!(one == two);
    let later = Settings {
        created: 1_700_000_000,
        ..Settings::default()
    };
    let (three, _) = printed(&later);
    let id = |bytes: &[u8]| {
        let at = bytes
            .windows(4)
            .rposition(|window| window == b"/ID[")
            .expect("an identifier");
        bytes[at..at + 40].to_vec()
    };
    assert!(one != three);
    assert_eq!(id(&one).len(), id(&three).len());
}

/// A small sound file, its objects in the open; objects are numbered from 1.
struct Small(Vec<String>);

const PACKET: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>\
    <pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion><pdfaid:part>2</pdfaid:part>\
    <dc:title>Small</dc:title><pdf:Trapped>False</pdf:Trapped>\
    <xmpMM:DocumentID>x</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>\
    <xmpMM:RenditionClass>default</xmpMM:RenditionClass><xmp:CreateDate>2000</xmp:CreateDate>\
    <xmp:ModifyDate>2000</xmp:ModifyDate><xmp:MetadataDate>2000</xmp:MetadataDate></x:xmpmeta>";

fn stream(dict: &str, data: &str) -> String {
    format!("<<{dict}/Length {}>>stream\n{data}\nendstream", data.len())
}

impl Small {
    fn new() -> Small {
        let text = "/P<</MCID 0>>BDC BT /G gs 0 0 0 1 k /F 10 Tf 20 100 Td (Hi) Tj ET EMC\n\
                    /Figure<</MCID 1>>BDC 0 0 0 .5 k 20 20 30 30 re f EMC";
        // The least that is recognised as a profile: class, space and signature in a header.
        let profile = format!(
            "{}prtrCMYKLab {}acsp{}",
            "x".repeat(12),
            "x".repeat(12),
            "x".repeat(88)
        );
        let map = "1 beginbfchar <48> <0048> endbfchar 1 beginbfchar <69> <0069> endbfchar";
        Small(vec![
            "<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R/Lang(en)/MarkInfo<</Marked true>>\
             /StructTreeRoot 9 0 R/ViewerPreferences<</DisplayDocTitle true>>\
             /OutputIntents[<</S/GTS_PDFX/OutputConditionIdentifier(x)/DestOutputProfile 8 0 R>>\
             <</S/GTS_PDFA1/OutputConditionIdentifier(x)/DestOutputProfile 8 0 R>>]>>"
                .to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/TrimBox[10 10 190 190]/Contents 4 0 R\
             /StructParents 0/Resources<</Font<</F 5 0 R>>/ExtGState<</G<</OP true/op true/OPM 1>>\
             /T<</ca .5>>/M<</BM/Multiply>>/U<</TR<</FunctionType 2>>>>>>\
             /XObject<</I 14 0 R/J 16 0 R>>/Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB>>>>\
             /Pattern<</P 15 0 R>>/ColorSpace<</R[/Separation/Red/DeviceRGB<<>>]\
             /A[/Separation/All/DeviceCMYK<<>>]>>>>>>"
                .to_owned(),
            stream("", text),
            "<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Small/FirstChar 72/Widths[500]\
             /FontDescriptor 6 0 R/ToUnicode 13 0 R>>"
                .to_owned(),
            "<</Type/FontDescriptor/FontName/ABCDEF+Small/FontFile2 8 0 R>>".to_owned(),
            stream("/Type/Metadata/Subtype/XML", PACKET),
            stream("/N 4", &profile),
            "<</Type/StructTreeRoot/K 10 0 R/ParentTree<</Nums[0[11 0 R 12 0 R]]>>>>".to_owned(),
            "<</S/Document/P 9 0 R/K[11 0 R 12 0 R]>>".to_owned(),
            "<</S/H1/P 10 0 R/Pg 3 0 R/K 0>>".to_owned(),
            "<</S/Figure/P 10 0 R/Alt(A grey box)/Pg 3 0 R/K 1>>".to_owned(),
            stream("", map),
            stream(
                "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceRGB",
                "abc",
            ),
            stream(
                "/PatternType 1/PaintType 1/Resources<<>>",
                "1 0 0 rg 0 0 5 5 re f",
            ),
            stream("/Type/XObject/Subtype/PS", "showpage"),
        ])
    }

    /// Replaces a text wherever it stands; it must stand somewhere.
    fn with(mut self, old: &str, new: &str) -> Small {
        assert!(self.0.iter().any(|object| object.contains(old)), "{old}");
        for object in &mut self.0 {
            if object.contains(old) {
                *object = object.replace(old, new);
                // Streams keep their true length.
                if let (Some(start), Some(end)) =
                    (object.find("stream\n"), object.rfind("\nendstream"))
                {
                    let length = end - start - "stream\n".len();
                    let at = object.find("/Length ").expect("streams have one");
                    object.replace_range(at..start, &format!("/Length {length}>>"));
                }
            }
        }
        self
    }

    fn bytes(&self, header: &str, trailer: &str) -> Vec<u8> {
        let mut out = format!("%PDF-{header}\n").into_bytes();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.0.len() + 1);
        for (index, object) in self.0.iter().enumerate() {
            table += &format!("{:010} 00000 n \n", out.len());
            out.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
        }
        let start = out.len();
        out.extend(table.bytes());
        let size = self.0.len() + 1;
        out.extend(
            format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        out
    }

    fn check(&self) -> Report {
        check(&self.bytes("1.6", TRAILER), &Limits::default())
    }
}

const TRAILER: &str = "/ID[<00><00>]/Info<</Trapped/False/Title(Small)>>";

#[test]
fn a_small_file_in_the_open_passes() {
    let report = Small::new().check();
    assert_eq!(report.findings, []);
    assert_eq!(report.text, ["Hi"]);
}

#[test]
fn every_planted_fault_is_found() {
    let faults = [
        ("0 0 0 1 k", "0 0 0 rg", "rgb-text"),
        ("0 0 0 1 k", ".4 .3 .3 1 k", "rich-black"),
        ("0 0 0 1 k", "0 0 0 0 k", "white-overprint"),
        ("0 0 0 .5 k", "1 .9 .8 .5 k", "ink-limit"),
        ("0 0 0 .5 k", "1 0 0 rg", "rgb"),
        ("20 20 30 30 re f", "q 30 0 0 30 20 20 cm /I Do Q", "rgb"),
        ("/TrimBox[10 10 190 190]", "", "boxes"),
        (
            "/TrimBox[10 10 190 190]",
            "/TrimBox[10 10 210 190]",
            "boxes",
        ),
        ("/FontFile2 8 0 R", "", "font-embedded"),
        ("/ToUnicode 13 0 R", "", "font-text"),
        ("/Alt(A grey box)", "", "figure-alt"),
        ("/Lang(en)", "", "language"),
        ("/Marked true", "/Marked false", "tags"),
        ("/DisplayDocTitle true", "", "title"),
        ("/S/H1", "/S/H3", "headings"),
        ("20 100 Td", "195 100 Td", "clipped-text"),
        ("20 100 Td", "20 100 Tx", "content"),
        ("/P<</MCID 0>>BDC", "/P BMC", "unmarked"),
        ("/S/GTS_PDFX/", "/S/GTS_PDFY/", "output-intent"),
        ("prtrCMYK", "mntrRGB ", "output-intent"),
        (
            "/DestOutputProfile",
            "/DestinationOutputProfile",
            "output-intent",
        ),
        ("PDF/X-4<", "PDF/X-1a<", "standard"),
        ("/Metadata 7 0 R", "", "metadata"),
        ("<xmpMM:VersionID>1</xmpMM:VersionID>", "", "metadata"),
        ("/Lang(en)", "/Lang(en)/AA<</WC 3 0 R>>", "action"),
        (
            "/StructParents 0",
            "/StructParents 0/Annots[<</Subtype/Movie>>]",
            "annotation",
        ),
        (
            "/StructParents 0",
            "/StructParents 0/Annots[<</Subtype/Link>>]",
            "annotation",
        ),
        (
            "/StructParents 0",
            "/StructParents 0/Group<</S/Transparency/CS/DeviceRGB>>",
            "transparency",
        ),
    ];
    for (old, new, rule) in faults.into_iter().chain(MORE_FAULTS) {
        let mut small = Small::new().with(old, new);
        if rule == "standard" {
            small = small.with("<pdfaid:part>2</pdfaid:part>", "");
        }
        let report = small.check();
        let found = report
            .findings
            .iter()
            .any(|finding| finding.rule == rule && finding.severity == Severity::Fault);
        assert!(found, "{old} -> {new}: no {rule} in {:?}", report.findings);
        let (code, said) = command(&small.bytes("1.6", TRAILER), &[]);
        let line = format!("fault [{rule}]");
        assert_eq!(code, Some(1), "{old} -> {new}: {said}");
        assert!(said.contains(&line), "{old} -> {new}: no {line} in {said}");
    }
}

const GREY_BOX: &str = "20 20 30 30 re f";
const VERSION: &str = "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>";

/// Faults in the by-ways: inside pictures, patterns and states, at the second bookmark, out of balance.
const MORE_FAULTS: [(&str, &str, &str); 33] = [
    (
        GREY_BOX,
        "q 30 0 0 30 20 20 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q",
        "rgb",
    ),
    (GREY_BOX, "/S sh", "rgb"),
    ("0 0 0 .5 k", "/R cs 1 scn", "rgb"),
    ("0 0 0 .5 k", "/Pattern cs /P scn", "rgb"),
    ("0 0 0 .5 k", "/A cs 1 scn", "ink-limit"),
    ("0 0 0 1 k", "/A cs 1 scn", "rich-black"),
    ("0 0 0 1 k", ".5 .5 .4 0 k", "rich-black"),
    ("0 0 0 1 k", "1 .9 0 .6 k", "ink-limit"),
    ("0 0 0 1 k", "0 0 0 1 k 2 Tr 1 0 0 RG", "rgb-text"),
    (
        GREY_BOX,
        "/G gs 0 0 0 0 K 20 20 30 30 re S",
        "white-overprint",
    ),
    ("/TrimBox[10 10 190 190]", "/TrimBox[10 10 10 10]", "boxes"),
    ("/FontFile2 8 0 R", "/FontFile9 8 0 R", "font-embedded"),
    (
        "/Font<</F 5 0 R>>",
        "/Font<</F<</Subtype/Type1/BaseFont/Times-Roman>>>>",
        "font-embedded",
    ),
    ("BT /G gs", "0 0 9 9 re W n BT /G gs", "clipped-text"),
    (
        GREY_BOX,
        "20 20 30 30 re f EMC /Artifact BMC BT 5 50 Td (HH) Tj ET",
        "clipped-text",
    ),
    ("/Figure<</MCID 1>>BDC", "/Figure BMC", "unmarked"),
    ("/P<</MCID 0>>BDC", "/P<</MCID 7>>BDC", "unmarked"),
    ("Tj ET", "Tj", "content"),
    (GREY_BOX, "20 20 30 30 re f ET", "content"),
    (GREY_BOX, "q 20 20 30 30 re f", "content"),
    (GREY_BOX, "20 20 30 30 re f Q", "content"),
    ("BT /G gs", "/G gs", "content"),
    (GREY_BOX, "/J Do", "content"),
    (GREY_BOX, "/U gs 20 20 30 30 re f", "content"),
    (
        "/Lang(en)",
        "/Lang(en)/OpenAction<</S/GoTo/Next<</S/JavaScript>>>>",
        "action",
    ),
    (
        "/Lang(en)",
        "/Lang(en)/Outlines<</First<</Next<</A<</S/Launch>>>>>>>>",
        "action",
    ),
    (
        "/Lang(en)",
        "/Lang(en)/AcroForm<</Fields[1 0 R]>>",
        "action",
    ),
    (VERSION, "", "standard"),
    (
        VERSION,
        "<pdfxid:GTS_PDFXVersion>PDF/X-3</pdfxid:GTS_PDFXVersion>",
        "standard",
    ),
    ("/N 4", "/N 3", "output-intent"),
    ("</x:xmpmeta>", "</x:xmpmeta", "metadata"),
    (
        "<xmp:ModifyDate>2000</xmp:ModifyDate>",
        "<xmp:ModifyDate/>",
        "metadata",
    ),
    (
        "<pdf:Trapped>False</pdf:Trapped>",
        "<pdf:Trapped>True</pdf:Trapped>",
        "trapped",
    ),
];

#[test]
fn a_finding_names_its_page() {
    for (old, new, rule) in [
        ("/FontFile2 8 0 R", "", "font-embedded"),
        ("/ToUnicode 13 0 R", "", "font-text"),
        ("/Alt(A grey box)", "", "figure-alt"),
        ("/S/H1", "/S/H3", "headings"),
    ] {
        let findings = Small::new().with(old, new).check().findings;
        let found = findings.iter().find(|finding| finding.rule == rule);
        let page = found.and_then(|finding| finding.page);
        assert_eq!(page, Some(1), "{rule}: {findings:?}");
    }
}

#[test]
fn what_a_person_should_look_at_is_a_remark() {
    for (old, new, rule) in [
        (GREY_BOX, ".1 w 20 20 m 50 20 l S", "hairline"),
        (GREY_BOX, "20 20 30 .1 re f", "hairline"),
        (
            GREY_BOX,
            "q 30 0 0 30 20 20 cm BI /W 1 /H 1 /BPC 8 /CS /G ID E EI Q",
            "resolution",
        ),
        (GREY_BOX, "/T gs 20 20 30 30 re f", "transparency"),
        (GREY_BOX, "/M gs 20 20 30 30 re f", "transparency"),
        ("0 0 0 1 k", "3 Tr 0 0 0 1 k", "invisible-text"),
        ("BT /G gs", "BT", "overprint"),
        (
            "/Lang(en)",
            "/Lang(en)/OCProperties<</OCGs[1 0 R]>>",
            "layers",
        ),
        (
            "/StructParents 0",
            "/StructParents 0/CropBox[20 20 100 100]",
            "boxes",
        ),
    ] {
        let report = Small::new().with(old, new).check();
        assert!(report.good(), "{old} -> {new}: {:?}", report.findings);
        let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [rule], "{old} -> {new}");
    }
}

#[test]
fn a_file_without_tags_or_content_is_not_scolded_for_each_word() {
    let report = Small::new().with("/StructTreeRoot 9 0 R", "").check();
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["tags"]);
    let empty = Small::new().with("/Contents 4 0 R", "/Contents 17 0 R");
    let mut empty = empty.with("/Font<</F 5 0 R>>", "");
    empty
        .0
        .push("<</Filter/FlateDecode/Length 0>>stream\n\nendstream".to_owned());
    assert_eq!(empty.check().findings, []);
}

/// What `reglet check` ends with and says of a file.
fn command(bytes: &[u8], options: &[&str]) -> (Option<i32>, String) {
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    std::fs::write(file.path(), bytes).expect("it can be written");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_reglet"))
        .arg("check")
        .arg(file.path())
        .args(options)
        .output()
        .expect("reglet can be run");
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    (done.status.code(), said)
}

#[test]
fn the_command_passes_a_sound_file_and_heeds_its_limits() {
    let sound = Small::new().bytes("1.6", TRAILER);
    assert_eq!(command(&sound, &[]), (Some(0), String::new()));
    let inky = Small::new()
        .with("0 0 0 .5 k", ".9 .8 .7 .2 k")
        .bytes("1.6", TRAILER);
    assert_eq!(command(&inky, &["--ink", "300"]).0, Some(0));
    assert_eq!(command(&inky, &["--ink", "250"]).0, Some(1));
}

#[test]
fn faults_of_the_trailer_and_header_are_found() {
    let small = Small::new();
    let id = "/ID[<00><00>]";
    let trapped = "/Info<</Trapped/False>>";
    let cases = [
        ("1.7", format!("{id}{trapped}"), "version"),
        ("1.6", trapped.to_owned(), "identifier"),
        ("1.6", format!("{id}{trapped}/Encrypt<<>>"), "encryption"),
        ("1.6", format!("{id}/Info<</Trapped/Unknown>>"), "trapped"),
        ("1.6", format!("{id}/Info<</Trapped/True>>"), "trapped"),
        ("1.6", format!("{id}/Info<</Trapped(False)>>"), "trapped"),
        ("1.6", format!("{id}/Info<<>>"), "trapped"),
        (
            "1.6",
            format!("{id}/Info<</Trapped/False/Title(Large)>>"),
            "title",
        ),
        (
            "1.6",
            format!("{id}/Info<</Trapped/False/CreationDate(D:19990101)>>"),
            "metadata",
        ),
    ];
    for (header, trailer, rule) in cases {
        let report = check(&small.bytes(header, &trailer), &Limits::default());
        let found = report.findings.iter().any(|finding| finding.rule == rule);
        assert!(found, "no {rule} in {:?}", report.findings);
    }
}

#[test]
fn damage_is_a_fault_and_never_a_panic() {
    let (bytes, _) = printed(&Settings::default());
    let step = bytes.len() / 60;
    // Without the last line end a file is as good.
    for cut in (0..bytes.len() - 1).step_by(step) {
        assert!(
            !check(&bytes[..cut], &Limits::default()).good(),
            "cut at {cut}"
        );
    }
    // A byte changed anywhere must not bring the reader down.
    let small = Small::new().bytes("1.6", "/ID[<00><00>]/Info<</Trapped/False>>");
    for at in 0..small.len() {
        let mut changed = small.clone();
        changed[at] = changed[at].wrapping_add(37);
        let _ = check(&changed, &Limits::default());
    }
}

#[test]
fn a_missing_word_is_found() {
    let (bytes, mut words) = printed(&Settings::default());
    let report = check(&bytes, &Limits::default());
    let gone = words.remove(100);
    let text = report.text.iter().map(String::as_str);
    let finding = compare(text, words.iter().map(String::as_str)).expect("a word is missing");
    assert!(
        finding.text.contains("word 101") && finding.text.contains(&gone),
        "{finding}"
    );
}
