//! Rules about each page: boxes, colours, ink, overprint, pictures, lines, what lies outside.

use std::collections::HashMap;

use super::super::colour;
use super::file::File;
use super::scan::{Colour, Mark, Shown, Space, space_of};
use super::value::{Dict, Value};
use super::{Findings, Limits};

/// How far boxes may differ by rounding, in points.
const ROUNDING: f64 = 0.01;

/// The boxes of a page: left, bottom, right, top.
pub(in crate::pdf) struct Boxes {
    pub trim: Option<[f64; 4]>,
    pub bleed: Option<[f64; 4]>,
    pub media: Option<[f64; 4]>,
}

/// The page's content, its streams joined.
pub(in crate::pdf) fn content(file: &File<'_>, page: &Dict) -> Option<Vec<u8>> {
    match file.get(page, "Contents") {
        Value::Null => Some(Vec::new()),
        Value::Array(parts) => {
            let mut all = Vec::new();
            for part in &parts {
                all.extend(file.data(part)?);
                all.push(b'\n');
            }
            Some(all)
        }
        _ => file.data(page.get("Contents")),
    }
}

fn read_box(file: &File<'_>, page: &Dict, key: &str) -> Option<[f64; 4]> {
    let items = file.array(page, key);
    let numbers: Vec<f64> = items
        .iter()
        .filter_map(|value| file.follow(value).number())
        .collect();
    let [a, b, c, d] = numbers.try_into().ok()?;
    Some([
        f64::min(a, c),
        f64::min(b, d),
        f64::max(a, c),
        f64::max(b, d),
    ])
}

fn inside(inner: &[f64; 4], outer: &[f64; 4], slack: f64) -> bool {
    inner[0] >= outer[0] - slack
        && inner[1] >= outer[1] - slack
        && inner[2] <= outer[2] + slack
        && inner[3] <= outer[3] + slack
}

pub(super) fn check_boxes(file: &File<'_>, page: &Dict, findings: &mut Findings) -> Boxes {
    let Boxes { trim, bleed, media } = read_boxes(file, page);
    let art = read_box(file, page, "ArtBox");
    if media.is_none() {
        findings.fault("boxes", "the page has no MediaBox, so it has no size");
    }
    match (&trim, &art) {
        (None, None) => findings.fault(
            "boxes",
            "the page has no TrimBox: a press does not know where to cut",
        ),
        (Some(_), Some(_)) => findings.fault(
            "boxes",
            "the page has a TrimBox and an ArtBox; PDF/X allows one",
        ),
        _ => {}
    }
    let page_box = trim.or(art);
    for (inner, inner_name, outer, outer_name) in [
        (&page_box, "TrimBox", &bleed, "BleedBox"),
        (&bleed, "BleedBox", &media, "MediaBox"),
        (&page_box, "TrimBox", &media, "MediaBox"),
    ] {
        if let (Some(inner), Some(outer)) = (inner, outer)
            && !inside(inner, outer, ROUNDING)
        {
            findings.fault(
                "boxes",
                format!("the {inner_name} goes beyond the {outer_name}"),
            );
        }
    }
    Boxes {
        trim: page_box,
        bleed: bleed.or(page_box),
        media,
    }
}

/// The boxes of a page as they are.
pub(in crate::pdf) fn read_boxes(file: &File<'_>, page: &Dict) -> Boxes {
    Boxes {
        trim: read_box(file, page, "TrimBox"),
        bleed: read_box(file, page, "BleedBox"),
        media: read_box(file, page, "MediaBox"),
    }
}

pub(super) fn check_dictionary(file: &File<'_>, page: &Dict, findings: &mut Findings) {
    if !page.get("AA").is_null() {
        findings.fault("action", "the page does something by itself; take that out");
    }
    let group = file.dict(page, "Group");
    if !group.get("CS").is_null() && space_of(file, group.get("CS")) == Space::Rgb {
        findings.fault("transparency", "the page blends transparent things in RGB");
    }
    for annotation in file.array(page, "Annots") {
        let annotation = super::file::as_dict(file.follow(&annotation));
        let kind = file.get(&annotation, "Subtype");
        match kind.name() {
            Some("TrapNet" | "PrinterMark") => {}
            Some("Link") if findings.for_press => findings.fault(
                "annotation",
                "there are links on the page, where PDF/X-4 allows none",
            ),
            Some("Link") => {}
            _ => findings.fault("annotation", "there are annotations on the page"),
        }
    }
}

pub(super) fn check_marks(
    file: &File<'_>,
    marks: &[Mark],
    boxes: &Boxes,
    limits: &Limits,
    pictures: &mut Pictures,
    findings: &mut Findings,
) {
    for mark in marks {
        match mark {
            Mark::Text(shown) => text(shown, boxes, findings),
            Mark::Fill {
                colour,
                overprint,
                extent,
            } => {
                space(colour, "a tint or rule", findings);
                ink(colour, limits, findings);
                white(colour, *overprint, findings);
                let [left, bottom, right, top] = extent;
                let thin = (right - left).min(top - bottom);
                if thin > 0.0 && thin < limits.hairline - ROUNDING {
                    hairline(thin, limits, findings);
                }
            }
            Mark::Stroke { colour, weight } => {
                space(colour, "a line", findings);
                if colour.space != Space::Spot {
                    ink(colour, limits, findings);
                }
                if *weight < limits.hairline - ROUNDING {
                    hairline(*weight, limits, findings);
                }
            }
            Mark::Picture {
                value,
                dict,
                width,
                height,
            } => {
                picture(file, dict, *width, *height, limits, findings);
                if let Some(sum) = pictures.ink(file, value, dict)
                    && sum > limits.ink
                {
                    findings.fault(
                        "ink-limit",
                        format!(
                            "a picture takes {sum} % ink where it is darkest; the paper holds {} %",
                            limits.ink
                        ),
                    );
                }
            }
            Mark::Unknown(word) => findings.fault(
                "content",
                format!(
                    "the page's content has the unknown operator \"{}\"",
                    word.escape_debug()
                ),
            ),
        }
    }
}

fn hairline(weight: f64, limits: &Limits, findings: &mut Findings) {
    findings.remark(
        "hairline",
        format!(
            "a line is {weight:.2} pt thin; below {:.2} pt it may break up in print",
            limits.hairline
        ),
    );
}

fn space(colour: &Colour, what: &str, findings: &mut Findings) {
    if colour.space == Space::Rgb {
        findings.fault(
            "rgb",
            format!("{what} is in RGB, which no ink is; give it in CMYK or black"),
        );
    }
}

fn ink(colour: &Colour, limits: &Limits, findings: &mut Findings) {
    if colour.space != Space::Cmyk {
        return;
    }
    let sum = (colour.parts.iter().sum::<f64>() * 100.0).round() as u32;
    if sum > limits.ink {
        findings.fault(
            "ink-limit",
            format!("a tint takes {sum} % ink; the paper holds {} %", limits.ink),
        );
    }
}

fn white(colour: &Colour, overprint: bool, findings: &mut Findings) {
    let nothing = match colour.space {
        Space::Cmyk => colour.parts.iter().all(|&part| part == 0.0),
        Space::Grey => colour.parts.first() == Some(&1.0),
        _ => false,
    };
    if overprint && nothing {
        findings.fault(
            "white-overprint",
            "something white overprints, so it vanishes in print",
        );
    }
}

fn text(shown: &Shown, boxes: &Boxes, findings: &mut Findings) {
    let colour = &shown.colour;
    if colour.space == Space::Rgb || colour.space == Space::Managed(3) {
        findings.fault(
            "rgb-text",
            "text is in RGB; it would be printed in four inks that never quite meet",
        );
    }
    if let (Space::Cmyk, [c, m, y, k]) = (colour.space, colour.parts.as_slice()) {
        let inks = [c, m, y].iter().filter(|part| ***part > 0.0).count();
        if inks > 0 && *k > 0.0 && shown.size < 24.0 {
            findings.fault(
                "rich-black",
                "small text is printed in more than black ink; its edges will be coloured",
            );
        }
        let solid = *k == 1.0 && inks == 0;
        if solid && !shown.overprint {
            findings.remark(
                "overprint",
                "black text knocks out what lies below it; white edges may show",
            );
        }
    }
    white(colour, shown.overprint, findings);
    if shown
        .codes
        .iter()
        .any(|&code| code == 0 && shown.font.composite)
    {
        findings.fault(
            "notdef",
            format!("a character has no glyph in {}", shown.font.name),
        );
    }
    if shown.artifact {
        return;
    }
    if shown.mcid.is_none() {
        findings.fault(
            "unmarked",
            "some text belongs to no logical element and is no artifact",
        );
    }
    let slack = shown.size;
    let (from, to) = (shown.from, shown.to);
    let line = [
        from.0.min(to.0),
        from.1.min(to.1),
        from.0.max(to.0),
        from.1.max(to.1),
    ];
    // Hanging punctuation and trailing spaces may lean out a little.
    if boxes
        .trim
        .is_some_and(|trim| !inside(&line, &trim, slack / 2.0))
    {
        let beyond = boxes
            .bleed
            .is_some_and(|bleed| !inside(&line, &bleed, slack / 2.0));
        let words = if beyond {
            "outside of the page and its bleed"
        } else {
            "outside of the trimmed page"
        };
        findings.fault(
            "clipped-text",
            format!("some text lies {words} and will be cut off"),
        );
    }
}

/// The ink of pictures that have been looked at, by object.
#[derive(Default)]
pub(super) struct Pictures {
    known: HashMap<u32, Option<u32>>,
}

impl Pictures {
    /// The ink of the heaviest parts of a picture in inks; `None` for others, and where it cannot be told.
    fn ink(&mut self, file: &File<'_>, value: &Value, dict: &Dict) -> Option<u32> {
        match value {
            Value::Ref(number) => *self
                .known
                .entry(*number)
                .or_insert_with(|| ink_of(file, value, dict)),
            _ => ink_of(file, value, dict),
        }
    }
}

fn ink_of(file: &File<'_>, value: &Value, dict: &Dict) -> Option<u32> {
    let space = space_of(file, dict.get("ColorSpace"));
    let in_inks = matches!(space, Space::Cmyk | Space::Managed(4));
    let eight = file.get(dict, "BitsPerComponent").index().unwrap_or(8) == 8;
    let indexed = matches!(file.get(dict, "ColorSpace"), Value::Array(space)
        if matches!(space.first().and_then(Value::name), Some("Indexed" | "I")));
    if !in_inks || !eight || indexed {
        return None;
    }
    let (filter, data) = file.picture_data(value)?;
    let upside_down = file.array(dict, "Decode").first().and_then(Value::number) == Some(1.0);
    if !filter.is_empty() {
        // A file of Adobe's is upside down, and so is its `Decode`: together they are the right way up.
        return Some(colour::heaviest(&colour::of_jpeg(&data, 4).ok()?));
    }
    let inks = if upside_down {
        data.iter().map(|&ink| 255 - ink).collect()
    } else {
        data
    };
    Some(colour::heaviest(&inks))
}

fn picture(
    file: &File<'_>,
    dict: &Dict,
    width: f64,
    height: f64,
    limits: &Limits,
    findings: &mut Findings,
) {
    let mask = file.get(dict, "ImageMask") == Value::Bool(true);
    if !mask && space_of(file, dict.get("ColorSpace")) == Space::Rgb {
        findings.fault(
            "rgb",
            "a picture is in RGB without a profile; no press knows its colours",
        );
    }
    let pixels = |key: &str| file.get(dict, key).number().unwrap_or(0.0);
    let across = pixels("Width") * 72.0 / width.max(0.001);
    let down = pixels("Height") * 72.0 / height.max(0.001);
    let resolution = across.min(down).round() as u32;
    if resolution < limits.resolution {
        findings.remark(
            "resolution",
            format!(
                "a picture is printed with {resolution} pixels to the inch; {} look sharp",
                limits.resolution
            ),
        );
    }
}
