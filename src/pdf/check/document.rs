//! Rules about the whole file: version, identifiers, standards declared, output intent, actions.

use super::actions;
use super::file::File;
use super::packet::{is_balanced, property, same_moment};
use super::scan::text_string;
use super::value::{Dict, Value};
use super::{Findings, Severity};

/// What the information dictionary and the packet both say, and what that is; dates are read as dates.
const SAID_TWICE: [(&str, &str, &str); 4] = [
    ("CreationDate", "xmp:CreateDate", "the date of making"),
    ("ModDate", "xmp:ModifyDate", "the date of the last change"),
    (
        "Creator",
        "xmp:CreatorTool",
        "the program that wrote the text",
    ),
    ("Producer", "pdf:Producer", "the program that made the file"),
];

pub(super) fn check(file: &File<'_>, findings: &mut Findings) {
    let catalog = file.dict(&file.trailer, "Root");
    actions::check(file, &catalog, findings);
    if !file
        .array(&file.dict(&catalog, "OCProperties"), "OCGs")
        .is_empty()
    {
        findings.remark(
            "layers",
            "the file has layers; look which of them are to be printed",
        );
    }
    match file.get(&file.trailer, "ID") {
        Value::Array(ids) if ids.len() == 2 => {}
        _ => findings.fault(
            "identifier",
            "the file has no identifier (ID) in its trailer",
        ),
    }
    let packet =
        file.data(catalog.get("Metadata"))
            .map(|data| match data.starts_with(&[0xFE, 0xFF]) {
                true => text_string(&data),
                false => String::from_utf8_lossy(&data).into_owned(),
            });
    let Some(packet) = packet else {
        findings.fault(
            "metadata",
            "the file has no XMP metadata, so it declares no standard and no title",
        );
        intents(file, &catalog, Claims::default(), findings);
        return;
    };
    let claims = Claims::read(&packet);
    findings.for_press = claims.x4;
    findings.press_alone = claims.x4 && !claims.archive && !claims.accessible;
    if claims == Claims::default() {
        findings.fault(
            "standard",
            "the file declares none of PDF/X-4, PDF/A and PDF/UA",
        );
    }
    if claims.x4 && file.version > (1, 6) {
        let (major, minor) = file.version;
        findings.fault(
            "version",
            format!("the file is PDF {major}.{minor}, but PDF/X-4 is built on PDF 1.6"),
        );
    }
    if claims.x4 {
        for (key, why) in [
            ("xmpMM:DocumentID", "an identifier of the document"),
            ("xmpMM:VersionID", "a version of the document"),
            ("xmpMM:RenditionClass", "a class of the rendition"),
            ("xmp:CreateDate", "a date of making"),
            ("xmp:ModifyDate", "a date of the last change"),
            ("xmp:MetadataDate", "a date of the metadata"),
        ] {
            if property(&packet, key).is_none_or(str::is_empty) {
                findings.fault(
                    "metadata",
                    format!("the XMP metadata lacks {why}, which PDF/X-4 wants"),
                );
            }
        }
        trapped(file, &packet, findings);
    }
    if !is_balanced(&packet) {
        findings.fault("metadata", "the XMP metadata is not well-formed XML");
    }
    if !packet.contains("<dc:title") {
        findings.fault("title", "the file has no title in its metadata");
    }
    let info = file.dict(&file.trailer, "Info");
    if let Value::Text(title) = file.get(&info, "Title") {
        let title = text_string(&title);
        if !packet.contains(&escaped(&title)) && !packet.contains(title.trim()) {
            findings.fault(
                "title",
                "the title in the metadata and that in the information dictionary differ",
            );
        }
    }
    said_twice(file, &info, &packet, claims, findings);
    intents(file, &catalog, claims, findings);
}

/// What the information dictionary says must be what the packet says (ISO 19005-2, 6.6.3).
fn said_twice(file: &File<'_>, info: &Dict, packet: &str, claims: Claims, findings: &mut Findings) {
    let severity = match claims == Claims::default() {
        true => Severity::Remark,
        false => Severity::Fault,
    };
    for (key, name, what) in SAID_TWICE {
        let (Value::Text(said), Some(packed)) = (file.get(info, key), property(packet, name))
        else {
            continue;
        };
        let said = text_string(&said);
        let same = match key.ends_with("Date") {
            true => same_moment(&said, packed),
            false => escaped(&said) == packed || said.trim() == packed,
        };
        if !same {
            let words = format!("the metadata and the information dictionary differ about {what}");
            findings.add(severity, "metadata", words);
        }
    }
}

fn escaped(text: &str) -> String {
    let text = text.trim().replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// The standards that a file declares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Claims {
    x4: bool,
    archive: bool,
    accessible: bool,
}

impl Claims {
    fn read(packet: &str) -> Claims {
        let version = property(packet, "pdfxid:GTS_PDFXVersion");
        let x4 = version.is_some_and(|version| version.starts_with("PDF/X-4"));
        Claims {
            x4,
            archive: packet.contains("<pdfaid:part") || packet.contains(" pdfaid:part"),
            accessible: packet.contains("<pdfuaid:part") || packet.contains(" pdfuaid:part"),
        }
    }
}

fn trapped(file: &File<'_>, packet: &str, findings: &mut Findings) {
    let info = file.dict(&file.trailer, "Info");
    let said = file.get(&info, "Trapped");
    let packed = property(packet, "pdf:Trapped");
    let known = |word: &str| matches!(word, "True" | "False");
    match (&said, packed) {
        (Value::Null, None) => findings.fault(
            "trapped",
            "the file does not say whether it has been trapped (Trapped must be True or False)",
        ),
        (Value::Null, Some(packed)) if known(packed) => findings.remark(
            "trapped",
            "only the metadata says whether the file has been trapped; presses look in the \
             information dictionary, too",
        ),
        (Value::Null, Some(_)) => findings.fault("trapped", "Trapped must be True or False"),
        (said, packed) => match said.name().filter(|said| known(said)) {
            None => findings.fault("trapped", "Trapped must be the name True or False"),
            Some(said) if packed.is_some_and(|packed| packed != said) => findings.fault(
                "trapped",
                "the metadata and the information dictionary differ about trapping",
            ),
            Some(_) => {}
        },
    }
}

fn intents(file: &File<'_>, catalog: &Dict, claims: Claims, findings: &mut Findings) {
    let mut profiles = Vec::new();
    let mut press = 0;
    let mut archive = 0;
    for intent in file.array(catalog, "OutputIntents") {
        let Value::Dict(intent) = file.follow(&intent) else {
            continue;
        };
        let kind = file.get(&intent, "S");
        press += usize::from(kind.name() == Some("GTS_PDFX"));
        archive += usize::from(kind.name() == Some("GTS_PDFA1"));
        if file.get(&intent, "OutputConditionIdentifier").is_null() {
            findings.fault(
                "output-intent",
                "the output intent does not name its printing condition",
            );
        }
        match file.data(intent.get("DestOutputProfile")) {
            Some(profile) => {
                profile_is_for_print(&profile, findings);
                let parts = file.dict(&intent, "DestOutputProfile");
                if file.get(&parts, "N").index() != Some(4) {
                    findings.fault(
                        "output-intent",
                        "the output intent's profile is not said to have four inks (N)",
                    );
                }
            }
            None => findings.fault(
                "output-intent",
                "the output intent has no ICC profile in the file",
            ),
        }
        profiles.push(intent.get("DestOutputProfile").clone());
    }
    if press > 0 && !claims.x4 {
        findings.fault(
            "standard",
            "the file has an output intent of PDF/X, but its metadata does not say PDF/X-4",
        );
    }
    if profiles.is_empty() && !claims.x4 && !claims.archive {
        findings.remark(
            "output-intent",
            "the file does not say for which press and paper its colours are meant",
        );
    }
    if claims.x4 && press != 1 {
        findings.fault(
            "output-intent",
            format!(
                "PDF/X-4 wants exactly one output intent for print (GTS_PDFX); the file has {press}"
            ),
        );
    }
    if claims.archive && archive != 1 && press == 0 {
        findings.fault(
            "output-intent",
            "PDF/A wants an output intent (GTS_PDFA1) for its colours",
        );
    }
    if profiles.windows(2).any(|pair| pair[0] != pair[1]) {
        findings.fault(
            "output-intent",
            "the output intents name different profiles; PDF/A wants one",
        );
    }
}

fn profile_is_for_print(profile: &[u8], findings: &mut Findings) {
    let at = |range| profile.get::<std::ops::Range<usize>>(range);
    if at(36..40) != Some(b"acsp") {
        findings.fault(
            "output-intent",
            "the output intent's profile is not an ICC profile",
        );
    } else if at(12..16) != Some(b"prtr") || at(16..20) != Some(b"CMYK") {
        findings.fault(
            "output-intent",
            "the output intent's profile is not that of a CMYK printer",
        );
    }
}
