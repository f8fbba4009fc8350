//! Rules about the whole file: version, identifiers, standards declared, output intent, actions.

use super::Findings;
use super::file::File;
use super::scan::text_string;
use super::value::{Dict, Value};

pub(super) fn check(file: &File<'_>, findings: &mut Findings) {
    let catalog = file.dict(&file.trailer, "Root");
    match file.get(&file.trailer, "ID") {
        Value::Array(ids) if ids.len() == 2 => {}
        _ => findings.fault(
            "identifier",
            "the file has no identifier (ID) in its trailer",
        ),
    }
    let packet = file
        .data(catalog.get("Metadata"))
        .map(|data| String::from_utf8_lossy(&data).into_owned());
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
            ("<xmpMM:DocumentID", "an identifier of the document"),
            ("<xmpMM:VersionID", "a version of the document"),
            ("<xmpMM:RenditionClass", "a class of the rendition"),
            ("<xmp:CreateDate", "a date of making"),
            ("<xmp:ModifyDate", "a date of the last change"),
            ("<xmp:MetadataDate", "a date of the metadata"),
        ] {
            let attribute = key.replacen('<', " ", 1);
            if !packet.contains(key) && !packet.contains(&attribute) {
                findings.fault(
                    "metadata",
                    format!("the XMP metadata lacks {why}, which PDF/X-4 wants"),
                );
            }
        }
        trapped(file, &packet, findings);
    }
    if !packet.contains("<dc:title") {
        findings.fault("title", "the file has no title in its metadata");
    }
    let info = file.dict(&file.trailer, "Info");
    if let Value::Text(title) = file.get(&info, "Title") {
        let title = text_string(&title);
        let escaped = title
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let escaped = escaped.replace('"', "&quot;");
        if !packet.contains(&escaped) && !packet.contains(&title) {
            findings.fault(
                "title",
                "the title in the metadata and that in the information dictionary differ",
            );
        }
    }
    intents(file, &catalog, claims, findings);
    actions(file, &catalog, findings);
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
        let x4 = packet.contains("GTS_PDFXVersion") && packet.contains("PDF/X-4");
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
    let in_packet = ["True", "False"]
        .iter()
        .find(|value| packet.contains(&format!("<pdf:Trapped>{value}<")));
    match (said.name(), in_packet) {
        (None, None) => findings.fault(
            "trapped",
            "the file does not say whether it has been trapped (Trapped must be True or False)",
        ),
        (Some("Unknown"), _) => {
            findings.fault("trapped", "Trapped is Unknown; it must be True or False")
        }
        (Some(said), Some(packet)) if said != *packet => {
            findings.fault(
                "trapped",
                "the metadata and the information dictionary differ about trapping",
            );
        }
        _ => {}
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
            Some(profile) => profile_is_for_print(&profile, findings),
            None => findings.fault(
                "output-intent",
                "the output intent has no ICC profile in the file",
            ),
        }
        profiles.push(intent.get("DestOutputProfile").clone());
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

fn actions(file: &File<'_>, catalog: &Dict, findings: &mut Findings) {
    let names = file.dict(catalog, "Names");
    if !names.get("JavaScript").is_null() || !catalog.get("AA").is_null() {
        findings.fault("action", "the file runs scripts of its own; take them out");
    }
    if let Value::Dict(action) = file.get(catalog, "OpenAction") {
        let kind = file.get(&action, "S");
        if kind.name() != Some("GoTo") {
            findings.fault(
                "action",
                "the file does something when it is opened; take that out",
            );
        }
    }
    if !names.get("EmbeddedFiles").is_null() {
        findings.remark("attachment", "other files are packed into this one");
    }
}
