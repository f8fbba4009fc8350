//! What the file says of itself: the XMP packet, the information dictionary, dates.
//!
//! Knows XMP properties and which standard asks for which.

use std::fmt::Write;

use pdf_writer::types::TrappingStatus;
use pdf_writer::writers::DocumentInfo;
use pdf_writer::{Date, TextStr};

use super::settings::Standards;

/// What made the file.
const PRODUCER: &str = concat!("reglet ", env!("CARGO_PKG_VERSION"));

/// A moment in Coordinated Universal Time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    year: i64,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl Moment {
    /// From seconds since 1970-01-01T00:00:00Z; outside of the years 1 to 9999 the nearest end.
    pub fn from_epoch(seconds: i64) -> Moment {
        let seconds = seconds.clamp(-62_135_596_800, 253_402_300_799);
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // Days since 0000-03-01, so that the leap day ends a year (E. G. Richards, "Calendars", 2013).
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        Moment {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u8,
            day: (of_year - (153 * shifted + 2) / 5 + 1) as u8,
            hour: (rest / 3600) as u8,
            minute: (rest / 60 % 60) as u8,
            second: (rest % 60) as u8,
        }
    }

    /// As PDF dictionaries want it.
    pub fn date(&self) -> Date {
        Date::new(self.year as u16)
            .month(self.month)
            .day(self.day)
            .hour(self.hour)
            .minute(self.minute)
            .second(self.second)
            .utc_offset_hour(0)
    }

    /// As XMP wants it.
    fn xmp(&self) -> String {
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            self.year, self.month, self.day, self.hour, self.minute, self.second
        )
    }
}

/// What the packet and the dictionary say alike.
pub(super) struct About<'a> {
    pub title: &'a str,
    pub language: &'a str,
    pub created: Moment,
    pub standards: Standards,
    pub id: u128,
}

impl About<'_> {
    /// Fills the information dictionary; equal to the packet, as ISO 19005-2, 6.6.3 wants.
    pub fn write_info(&self, mut info: DocumentInfo<'_>) {
        info.title(TextStr(self.title));
        info.creator(TextStr("reglet"));
        info.producer(TextStr(PRODUCER));
        info.creation_date(self.created.date());
        info.modified_date(self.created.date());
        info.trapped(TrappingStatus::NotTrapped);
    }

    /// The XMP packet.
    pub fn packet(&self) -> String {
        let date = self.created.xmp();
        let title = escape(self.title);
        let language = escape(self.language);
        let id = uuid(self.id);
        let mut out = String::from(
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
             <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n",
        );
        self.open(&mut out);
        let _ = writeln!(
            out,
            "<dc:format>application/pdf</dc:format>\
             <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
             <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
             <xmp:CreatorTool>reglet</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate>\
             <xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>\n\
             <pdf:Producer>{PRODUCER}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>\n\
             <xmpMM:DocumentID>{id}</xmpMM:DocumentID><xmpMM:InstanceID>{id}</xmpMM:InstanceID>\
             <xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>"
        );
        self.declarations(&mut out);
        out.push_str("</rdf:Description>\n");
        if self.standards.a2a {
            self.extensions(&mut out);
        }
        out.push_str("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
        out
    }

    fn open(&self, out: &mut String) {
        out.push_str("<rdf:Description rdf:about=\"\"");
        for (prefix, namespace, used) in self.namespaces() {
            if used {
                let _ = write!(out, "\n xmlns:{prefix}=\"{namespace}\"");
            }
        }
        out.push_str(">\n");
    }

    fn namespaces(&self) -> [(&'static str, &'static str, bool); 7] {
        let standards = self.standards;
        [
            ("dc", "http://purl.org/dc/elements/1.1/", true),
            ("xmp", "http://ns.adobe.com/xap/1.0/", true),
            ("pdf", PDF_NAMESPACE, true),
            ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/", true),
            ("pdfxid", X_NAMESPACE, standards.x4),
            (
                "pdfaid",
                "http://www.aiim.org/pdfa/ns/id/",
                standards.a2a || standards.a4,
            ),
            ("pdfuaid", UA_NAMESPACE, standards.ua1 || standards.ua2),
        ]
    }

    /// Which standards the file claims to keep.
    fn declarations(&self, out: &mut String) {
        let standards = self.standards;
        let claims = [
            (
                standards.x4,
                "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
            ),
            (
                standards.a2a,
                "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
            ),
            (
                standards.a4,
                "<pdfaid:part>4</pdfaid:part><pdfaid:rev>2020</pdfaid:rev>",
            ),
            (standards.ua1, "<pdfuaid:part>1</pdfuaid:part>"),
            (
                standards.ua2,
                "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>",
            ),
        ];
        for (_, claim) in claims.iter().filter(|(on, _)| *on) {
            out.push('\n');
            out.push_str(claim);
        }
    }

    /// Descriptions of the properties that PDF/A-2 does not know by itself (ISO 19005-2, 6.6.2.3).
    fn extensions(&self, out: &mut String) {
        let mut schemas = vec![(
            "Adobe PDF",
            PDF_NAMESPACE,
            "pdf",
            "Trapped",
            "Text",
            "Whether the document has been trapped",
        )];
        if self.standards.x4 {
            schemas.push((
                "PDF/X identification",
                X_NAMESPACE,
                "pdfxid",
                "GTS_PDFXVersion",
                "Text",
                "Version of PDF/X that the file conforms to",
            ));
        }
        if self.standards.ua1 {
            schemas.push((
                "PDF/UA identification",
                UA_NAMESPACE,
                "pdfuaid",
                "part",
                "Integer",
                "Part of ISO 14289 that the file conforms to",
            ));
        }
        out.push_str(
            "<rdf:Description rdf:about=\"\"\n \
             xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n \
             xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n \
             xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n\
             <pdfaExtension:schemas><rdf:Bag>",
        );
        for (schema, namespace, prefix, name, kind, description) in schemas {
            let _ = write!(
                out,
                "\n<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{schema}</pdfaSchema:schema>\
                 <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>\
                 <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\
                 <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
                 <pdfaProperty:name>{name}</pdfaProperty:name>\
                 <pdfaProperty:valueType>{kind}</pdfaProperty:valueType>\
                 <pdfaProperty:category>internal</pdfaProperty:category>\
                 <pdfaProperty:description>{description}</pdfaProperty:description>\
                 </rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"
            );
        }
        out.push_str("</rdf:Bag></pdfaExtension:schemas></rdf:Description>\n");
    }
}

const PDF_NAMESPACE: &str = "http://ns.adobe.com/pdf/1.3/";
const X_NAMESPACE: &str = "http://www.npes.org/pdfx/ns/id/";
const UA_NAMESPACE: &str = "http://www.aiim.org/pdfua/ns/id/";

/// Text in XML, without the characters that XML cannot hold.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// A fingerprint in the form of a name-based identifier (RFC 9562, version 8: made in one's own way).
fn uuid(id: u128) -> String {
    let id = id & !(0xF << 76) | 0x8 << 76;
    let id = id & !(0x3 << 62) | 0x2 << 62;
    let digits = format!("{id:032x}");
    format!(
        "uuid:{}-{}-{}-{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_agree_with_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_704_067_199, "2023-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (i64::MAX, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(Moment::from_epoch(seconds).xmp(), text);
        }
    }

    #[test]
    fn titles_cannot_break_the_packet() {
        assert_eq!(escape("a<b & \u{0}\"c\""), "a&lt;b &amp;  &quot;c&quot;");
    }

    #[test]
    fn identifiers_have_their_form() {
        let id = uuid(u128::MAX);
        assert_eq!(id, "uuid:ffffffff-ffff-8fff-bfff-ffffffffffff");
    }
}
