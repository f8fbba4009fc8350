//! Rules about a page as an object: its boxes, its transparency group, its annotations.

use super::Findings;
use super::actions;
use super::colours::{Space, space_of};
use super::file::{File, as_dict};
use super::value::{Dict, Value};

/// How far boxes may differ by rounding, in points.
pub(super) const ROUNDING: f64 = 0.01;

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

pub(super) fn inside(inner: &[f64; 4], outer: &[f64; 4], slack: f64) -> bool {
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
    if page_box.is_some_and(|[left, bottom, right, top]| right - left < 1.0 || top - bottom < 1.0) {
        findings.fault("boxes", "the TrimBox is empty: nothing is left of the page");
    }
    let shown = read_box(file, page, "CropBox");
    if let (Some(shown), Some(trim)) = (&shown, &page_box)
        && !inside(trim, shown, ROUNDING)
    {
        findings.remark(
            "boxes",
            "a screen shows less than the trimmed page: the CropBox cuts into it",
        );
    }
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
    let whole = page_box.or(shown).or(media);
    Boxes {
        trim: whole,
        bleed: bleed.or(whole),
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
        let annotation = as_dict(file.follow(&annotation));
        actions::of(file, &annotation, findings);
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
