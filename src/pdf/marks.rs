//! Printer's marks in the margin of the sheet: crop marks, registration marks, a bar of the inks.
//!
//! Knows lengths in thousandths of a point; all of it is outside of the bleed, and nothing to read.

use super::content::{BLACK, Content, Shown};
use super::faces::Faces;
use super::page::Sheet;
use super::settings::Marks;
use crate::font::FaceId;

/// Thickness of the lines: a quarter of a point, as presses ask.
const LINE: i64 = 250;
/// Distance of the marks from the bleed, 1 mm: a trimmer's error must not leave any on the page.
const GAP: i64 = 2_835;
/// Length of the crop marks, 5 mm, as far as the margin takes them.
const CROP: i64 = 14_173;
/// Radius of the registration marks, 2 mm.
const RADIUS: i64 = 5_669;
/// Side of a patch of the colour bar, 5 mm, as far as the margin takes it.
const PATCH: i64 = 14_173;

/// Size of the slug line, 7 pt.
const SLUG: i64 = 7_000;

/// Paints the slug line above the page: what the sheet is, for the people at the press.
pub(super) fn slug(content: &mut Content, faces: &mut Faces<'_>, sheet: &Sheet, text: &str) {
    if sheet.bleed[0] <= GAP + SLUG {
        return;
    }
    let face = FaceId(0);
    content.begin_artifact();
    content.fill_ink(BLACK);
    let mut shown = Shown::new();
    let mut font = None;
    for letter in text.chars() {
        let Some(glyph) = faces.face(face).glyph(letter) else {
            continue;
        };
        let shape = faces.shape(face, glyph, letter.encode_utf8(&mut [0; 4]));
        if font != Some(shape.font) {
            content.show(&shown);
            shown.clear();
            match font {
                // Between the crop marks, a little above the bleed.
                None => {
                    let (x, y) = (sheet.trim[0] + CROP, sheet.bleed[3] + GAP + SLUG / 4);
                    content.line(x, y, shape.font, SLUG, 1000);
                }
                Some(_) => content.set_font(shape.font, SLUG),
            }
            font = Some(shape.font);
        }
        shown.glyph(shape.code);
    }
    content.show(&shown);
    content.end_text();
    content.end_marked();
}

/// Paints the marks of a sheet.
pub(super) fn paint(content: &mut Content, sheet: &Sheet, marks: &Marks) {
    let margin = sheet.bleed[0];
    if margin <= GAP {
        return;
    }
    content.end_text();
    content.begin_artifact();
    if marks.crop || marks.registration {
        content.registration_ink();
    }
    if marks.crop {
        crop(content, sheet, (margin - GAP).min(CROP));
    }
    if marks.registration {
        register(content, sheet, RADIUS.min((margin - GAP) / 2));
    }
    if marks.colour_bar {
        bar(content, sheet, PATCH.min(margin - GAP));
    }
    content.end_marked();
}

fn crop(content: &mut Content, sheet: &Sheet, length: i64) {
    let [left, bottom, right, top] = sheet.trim;
    let [out_left, out_bottom, out_right, out_top] = sheet.bleed;
    for y in [bottom, top] {
        content.rule((out_left - GAP - length, y), (out_left - GAP, y), LINE);
        content.rule((out_right + GAP, y), (out_right + GAP + length, y), LINE);
    }
    for x in [left, right] {
        content.rule((x, out_bottom - GAP - length), (x, out_bottom - GAP), LINE);
        content.rule((x, out_top + GAP), (x, out_top + GAP + length), LINE);
    }
}

fn register(content: &mut Content, sheet: &Sheet, radius: i64) {
    let [left, bottom, right, top] = sheet.bleed;
    let (middle, centre) = ((bottom + top) / 2, (left + right) / 2);
    let away = GAP + radius;
    for (x, y) in [
        (left - away, middle),
        (right + away, middle),
        (centre, bottom - away),
        (centre, top + away),
    ] {
        content.circle(x, y, radius * 2 / 3, LINE);
        content.rule((x - radius, y), (x + radius, y), LINE);
        content.rule((x, y - radius), (x, y + radius), LINE);
    }
}

/// Solids of the four inks and their halves, beside the foot's registration mark.
fn bar(content: &mut Content, sheet: &Sheet, side: i64) {
    let [left, bottom, right, _] = sheet.bleed;
    let start = (left + right) / 2 + 2 * RADIUS;
    for (at, amount) in [1000, 500].into_iter().enumerate() {
        for ink in 0..4 {
            let mut inks = [0; 4];
            inks[ink] = amount;
            content.knocked_out(inks);
            let x = start + side * (at * 4 + ink) as i64;
            content.fill(x, bottom - GAP - side, side, side);
        }
    }
}
