//! The rules of PDF/X-4 (ISO 15930-7), looked at from outside: on the objects as qpdf gives them. Nothing of ours
//! reads the file, so that a fault of the writer and one of our own preflight cannot agree.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reglet::font::Fonts;
use reglet::frame::{ElementRole, Ink, ItemKind, Picture};
use reglet::pdf::{self, Accent, Marks, ScreenColours, Settings};
use reglet::units::{Length, Rect};
use serde_json::Value;

use super::sample::newspaper;
use super::tools::run;

/// A file as qpdf sees it.
struct Seen {
    version: String,
    encrypted: bool,
    objects: Value,
}

impl Seen {
    /// `None` when qpdf is not installed.
    fn of(path: &Path) -> Option<Seen> {
        let options = [
            "--json",
            "--json-stream-data=inline",
            "--decode-level=generalized",
        ];
        let (_, text) = run("qpdf", &options, Some(path))?;
        let all: Value = serde_json::from_str(&text).expect("qpdf writes JSON");
        Some(Seen {
            version: all["qpdf"][0]["pdfversion"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            encrypted: all["encrypt"]["encrypted"] != Value::Bool(false),
            objects: all["qpdf"][1].clone(),
        })
    }

    /// What a value stands for, once followed.
    fn get<'v>(&'v self, value: &'v Value) -> &'v Value {
        match value.as_str().filter(|text| text.ends_with(" R")) {
            Some(at) => {
                let object = &self.objects[format!("obj:{at}")];
                let stream = &object["stream"]["dict"];
                if stream.is_null() {
                    &object["value"]
                } else {
                    stream
                }
            }
            None => value,
        }
    }

    fn data(&self, reference: &Value) -> Vec<u8> {
        let at = reference.as_str().unwrap_or_default();
        let data = self.objects[format!("obj:{at}")]["stream"]["data"].as_str();
        BASE64_STANDARD
            .decode(data.unwrap_or_default())
            .expect("qpdf writes base64")
    }

    fn catalog(&self) -> &Value {
        self.get(&self.objects["trailer"]["value"]["/Root"])
    }

    /// All dictionaries of a type or, where it has none, with a key.
    fn all(&self, wanted: impl Fn(&Value) -> bool) -> Vec<&Value> {
        let objects = self.objects.as_object().expect("objects by name");
        let dicts = objects
            .values()
            .map(|object| match &object["stream"]["dict"] {
                Value::Null => &object["value"],
                dict => dict,
            });
        dicts
            .filter(|dict| dict.is_object() && wanted(dict))
            .collect()
    }

    fn pages(&self) -> Vec<&Value> {
        self.all(|dict| dict["/Type"] == "/Page")
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_f64).collect()
}

/// Whether a box lies in another.
fn within(inner: &[f64], outer: &[f64]) -> bool {
    let (&[a, b, c, d], &[e, f, g, h]) = (inner, outer) else {
        return false;
    };
    a < c && b < d && a >= e && b >= f && c <= g && d <= h
}

/// What breaks a rule.
fn faults(seen: &Seen) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, rule: &str| {
        if !holds {
            faults.push(rule.to_owned());
        }
    };
    must(seen.version.as_str() <= "1.6", "6.1 header at most 1.6");
    must(!seen.encrypted, "6.3 not encrypted");
    let trailer = &seen.objects["trailer"]["value"];
    must(
        trailer["/ID"].as_array().is_some_and(|id| id.len() == 2),
        "6.3 file identifier",
    );
    let info = seen.get(&trailer["/Info"]);
    must(
        info["/Trapped"] == "/False" || info["/Trapped"] == "/True",
        "6.13 Trapped is True or False",
    );
    must(info["/Title"].is_string(), "6.3 a title");

    let catalog = seen.catalog();
    let packet = String::from_utf8_lossy(&seen.data(&catalog["/Metadata"])).into_owned();
    for key in [
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</",
        "xmpMM:DocumentID",
        "xmpMM:VersionID",
        "xmpMM:RenditionClass",
        "xmp:CreateDate",
        "xmp:ModifyDate",
        "xmp:MetadataDate",
        "<pdf:Trapped>False</",
        "dc:title",
    ] {
        must(packet.contains(key), &format!("6.3 metadata: {key}"));
    }
    let intents: Vec<&Value> = catalog["/OutputIntents"]
        .as_array()
        .map(|all| all.iter().map(|one| seen.get(one)).collect())
        .unwrap_or_default();
    let press: Vec<&&Value> = intents
        .iter()
        .filter(|one| one["/S"] == "/GTS_PDFX")
        .collect();
    must(press.len() == 1, "6.2.2 one output intent of PDF/X");
    for intent in press {
        must(
            intent["/OutputConditionIdentifier"].is_string(),
            "6.2.2 the condition is named",
        );
        let profile = seen.data(&intent["/DestOutputProfile"]);
        let header = |at: usize, text: &[u8]| profile.get(at..at + text.len()) == Some(text);
        must(
            header(12, b"prtr") && header(16, b"CMYK") && header(36, b"acsp"),
            "6.2.2 the profile is embedded, a printer's, in four inks",
        );
        must(
            seen.get(&intent["/DestOutputProfile"])["/N"] == 4,
            "6.2.2 four components",
        );
    }

    let pages = seen.pages();
    must(!pages.is_empty(), "pages");
    for page in pages {
        let (media, trim) = (numbers(&page["/MediaBox"]), numbers(&page["/TrimBox"]));
        let bleed = numbers(&page["/BleedBox"]);
        must(
            page["/ArtBox"].is_null(),
            "6.12 TrimBox or ArtBox, not both",
        );
        must(
            within(&trim, &bleed) && within(&bleed, &media),
            "6.12 boxes lie in each other",
        );
        must(page["/Annots"].is_null(), "6.14 no annotation on the page");
        must(
            page["/AA"].is_null() && page["/PresSteps"].is_null(),
            "6.16 no actions",
        );
        let content = seen.data(&page["/Contents"]);
        must(
            !has_screen_colour(&content),
            "6.2.3 no DeviceRGB in the content",
        );
    }
    for key in [
        "/AA",
        "/OpenAction",
        "/AcroForm",
        "/Names",
        "/Requirements",
        "/Collection",
    ] {
        must(catalog[key].is_null(), "6.16 no actions, scripts, forms");
    }
    for font in seen.all(|dict| dict["/Type"] == "/FontDescriptor") {
        let embedded = ["/FontFile", "/FontFile2", "/FontFile3"].iter().any(|key| {
            let program = seen.data(&font[*key]);
            !program.is_empty()
        });
        must(embedded, "6.4 every font is embedded");
    }
    for font in seen.all(|dict| dict["/Type"] == "/Font" && dict["/Subtype"] != "/Type0") {
        must(
            !font["/FontDescriptor"].is_null(),
            "6.4 every font is described",
        );
    }
    for state in seen.all(|dict| !dict["/OPM"].is_null() || dict["/Type"] == "/ExtGState") {
        for key in ["/TR", "/TR2", "/HT", "/HTP"] {
            must(state[key].is_null(), "6.6 no transfer, no halftone");
        }
    }
    for form in seen.all(|dict| !dict["/Subtype"].is_null()) {
        must(
            form["/Subtype"] != "/PS" && form["/PS"].is_null(),
            "6.7 no PostScript",
        );
        must(
            form["/OPI"].is_null() && form["/Ref"].is_null(),
            "6.8 nothing from outside",
        );
        must(form["/Alternates"].is_null(), "6.9 no alternates");
        if form["/Subtype"] == "/Image" {
            let space = seen.get(&form["/ColorSpace"]);
            must(space != "/DeviceRGB", "6.2.3 no DeviceRGB in pictures");
            if let Some("/ICCBased") = space[0].as_str() {
                must(
                    !seen.data(&space[1]).is_empty(),
                    "6.2.3 the picture's profile is embedded",
                );
            }
        }
    }
    for file in seen.all(|dict| !dict["/F"].is_null() && !dict["/Length"].is_null()) {
        must(file["/F"].is_null(), "6.8 no stream outside of the file");
    }
    for key in seen.all(|dict| dict["/S"] == "/JavaScript" || dict["/S"] == "/Launch") {
        must(key.is_null(), "6.16 no scripts");
    }
    faults
}

/// Whether an operator of a content stream chooses red, green and blue. Strings are skipped.
fn has_screen_colour(content: &[u8]) -> bool {
    let (mut depth, mut escaped) = (0, false);
    let mut plain = Vec::new();
    for &byte in content {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if depth > 0 => escaped = true,
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            _ if depth == 0 => plain.push(byte),
            _ => {}
        }
    }
    let plain = String::from_utf8_lossy(&plain).into_owned();
    let mut words = plain.split_ascii_whitespace();
    words.any(|word| matches!(word, "rg" | "RG" | "/DeviceRGB" | "/CalRGB"))
}

/// A newspaper with all that a press has to heed: marks, a spot colour, tints, pictures of every kind.
fn pressed(name: &str, settings: &Settings) -> std::path::PathBuf {
    let fonts = Fonts::default();
    let mut sample = newspaper(&fonts, 2);
    let article = sample.element(ElementRole::Article, None);
    for (at, ink) in [
        Ink::Accent(1.0),
        Ink::Accent(0.2),
        Ink::Cmyk([0.1, 0.0, 0.3, 0.0]),
    ]
    .into_iter()
    .enumerate()
    {
        let x = Length::mm(20.0 + 30.0 * at as f64);
        let (y, side) = (Length::mm(200.0), Length::mm(20.0));
        let rect = Rect {
            x,
            y,
            width: side,
            height: side,
        };
        sample.item(None, ItemKind::Fill { rect, ink });
    }
    for (at, file) in [
        "colour.jpg",
        "grey.jpg",
        "inks.jpg",
        "alpha.png",
        "palette.png",
        "deep.png",
    ]
    .into_iter()
    .enumerate()
    {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pdf/pictures");
        let bytes = fs::read(Path::new(folder).join(file)).expect("a picture of the tests");
        sample.document.pictures.push(Picture { bytes });
        let picture = sample.document.pictures.len() - 1;
        let figure = sample.element(ElementRole::Figure, Some(article));
        let x = Length::mm(20.0 + 30.0 * at as f64);
        let (y, side) = (Length::mm(240.0), Length::mm(20.0));
        let rect = Rect {
            x,
            y,
            width: side,
            height: side,
        };
        let whole = rect;
        sample.item(
            Some(figure),
            ItemKind::Picture {
                rect,
                whole,
                picture,
            },
        );
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut bytes = Vec::new();
    pdf::write(&sample.document, &fonts, settings, &mut bytes).expect("it is sound");
    fs::write(&path, bytes).expect("the test folder takes files");
    path
}

fn for_a_press(screen_colours: ScreenColours) -> Settings {
    Settings {
        marks: Some(Marks::default()),
        accent: Accent {
            inks: [0, 900, 800, 0],
            spot: Some("PANTONE 485 C".to_owned()),
        },
        screen_colours,
        ..Settings::default()
    }
}

#[test]
fn files_for_a_press_keep_its_rules() {
    for colours in [ScreenColours::Managed, ScreenColours::Converted] {
        let path = pressed(&format!("press-{colours:?}.pdf"), &for_a_press(colours));
        let Some(seen) = Seen::of(&path) else { return };
        assert_eq!(faults(&seen), Vec::<String>::new(), "{colours:?}");
    }
}

/// The rules themselves can fail.
#[test]
fn a_file_for_an_archive_alone_does_not() {
    let settings = Settings {
        standards: "a2a+ua1".parse().expect("a known set"),
        ..Settings::default()
    };
    let path = pressed("archive.pdf", &settings);
    let Some(mut seen) = Seen::of(&path) else {
        return;
    };
    let found = faults(&seen).join("; ");
    assert!(found.contains("6.2.2 one output intent"), "{found}");
    assert!(found.contains("GTS_PDFXVersion"), "{found}");
    let objects = seen.objects.as_object_mut().expect("objects by name");
    for object in objects.values_mut() {
        if object["value"]["/Type"] == "/Page" {
            object["value"]["/TrimBox"] = serde_json::json!([-9, 0, 100, 100]);
        }
        if object["value"]["/Type"] == "/FontDescriptor" {
            object["value"]["/FontFile3"] = Value::Null;
            object["value"]["/FontFile2"] = Value::Null;
        }
    }
    seen.version = "1.7".to_owned();
    let found = faults(&seen).join("; ");
    for rule in ["6.1 header", "6.12 boxes lie", "6.4 every font is embedded"] {
        assert!(found.contains(rule), "{rule}: {found}");
    }
    assert!(has_screen_colour(b"BT (0 0 0 rg) Tj 0 0 0 rg ET"));
    assert!(!has_screen_colour(b"BT (0 0 0 rg) Tj 0 0 0 1 k ET"));
}
