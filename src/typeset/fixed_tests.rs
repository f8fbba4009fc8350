//! The cases of `tests/typeset/*.txt`: paragraphs set in letters that are all one unit wide, so that
//! the lines can be read as they stand.

use std::path::Path;

use super::*;
use crate::font::{Features, Shaped, ShapedGlyph, ShapedPart};
use crate::frame::Ink;
use words::WordStore;

/// A face whose characters are all one em wide.
struct FixedWidth;

impl Shape for FixedWidth {
    fn shape(&mut self, face: FaceId, _: Features, _: &str, text: &str) -> Shaped {
        let glyphs: Vec<ShapedGlyph> = text
            .char_indices()
            .map(|(at, character)| ShapedGlyph {
                id: 1,
                divisible: true,
                cluster: at as u32,
                advance: if character == '\u{AD}' { 0 } else { 65_536 },
                dx: 0,
                dy: 0,
            })
            .collect();
        Shaped {
            parts: vec![ShapedPart {
                face,
                start: 0,
                end: glyphs.len() as u32,
            }],
            width: glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum(),
            glyphs,
            ..Shaped::default()
        }
    }

    fn space(&self, _: FaceId) -> i32 {
        65_536
    }

    fn space_glyph(&self, _: FaceId) -> u16 {
        1
    }
}

/// A case: settings, a text, the lines that are expected.
struct Case {
    settings: Vec<(String, String)>,
    text: String,
    lines: Vec<String>,
}

fn read(file: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in file.split("\n===\n").skip(1) {
        let mut sections = part.split("\n---\n");
        let settings = sections.next().unwrap().lines();
        let settings = settings.filter_map(|line| line.split_once(": "));
        cases.push(Case {
            settings: settings
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .collect(),
            text: sections.next().unwrap().replace('\n', " "),
            lines: sections
                .next()
                .unwrap()
                .trim_end_matches('\n')
                .lines()
                .map(|line| line.trim_end_matches('|').to_owned())
                .collect(),
        });
    }
    cases
}

fn set_fixed(case: &Case) -> Vec<String> {
    let faces = FaceSet {
        regular: FaceId(0),
        italic: FaceId(0),
        bold: FaceId(0),
        bold_italic: FaceId(0),
    };
    let mut style = ParagraphStyle {
        text: TextStyle {
            faces,
            size: Length::pt(1.0),
            tracking: 0,
            capitals: false,
            small_capitals: false,
            ink: Ink::Black(1.0),
        },
        align: Align::Justified,
        indent: Length::ZERO,
        hyphenate: true,
        language: "en".to_owned(),
        breaking: Breaking {
            tolerance: 9999,
            pretolerance: -1,
            ..Breaking::plain()
        },
    };
    let mut widths = Vec::new();
    for (key, value) in &case.settings {
        match key.as_str() {
            "widths" => widths = value.split(' ').map(|w| w.parse().unwrap()).collect(),
            "language" => style.language = value.clone(),
            "align" if value == "left" => style.align = Align::Left,
            "hyphens" => style.hyphenate = value == "yes",
            "looseness" => style.breaking.looseness = value.parse().unwrap(),
            other => panic!("unknown setting {other}"),
        }
    }
    let slot = |width: f64| Slot {
        indent: Length::ZERO,
        width: Length::pt(width),
    };
    let rest = slot(widths.pop().unwrap());
    let measure = Measure::uneven(widths.into_iter().map(slot).collect(), rest);
    let (shape, store) = (&mut FixedWidth, &mut WordStore::default());
    let spans = [Span::plain(&case.text)];
    let set = set_in(shape, store, &spans, &style, &measure, 0);
    let lines = set.lines.iter().map(|line| {
        let runs = line.runs.iter().map(|run| run.text.as_str());
        let text: String = runs.collect();
        let hyphen = if line.hyphenated { "-" } else { "" };
        format!(
            "{}{hyphen}",
            text.trim_end_matches([' ', '\u{2028}', '\u{AD}'])
        )
    });
    lines.collect()
}

#[test]
fn lines_are_those_in_the_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/typeset");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "txt"))
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for path in files {
        let file = std::fs::read_to_string(&path).unwrap();
        for case in read(&file) {
            let lines = set_fixed(&case);
            count += 1;
            if lines != case.lines {
                let name = path.file_name().unwrap().to_string_lossy();
                wrong += &format!(
                    "{name}, case {:?}:\n{}\n\n",
                    case.settings,
                    lines.join("\n")
                );
            }
        }
    }
    assert!(count >= 12, "{count} cases found");
    assert!(wrong.is_empty(), "\n{wrong}");
}
