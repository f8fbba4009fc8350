//! Rules about what is on a page: colours, ink, overprint, lines, what lies outside or is cut off.

use super::colours::{Colour, Space};
use super::file::File;
use super::mark::{Extent, Mark, Paint, Shown};
use super::pages::{Boxes, ROUNDING, inside};
use super::pictures::{self, Pictures};
use super::tree::Owners;
use super::{Findings, Limits};

/// Type below this size, in points, is small: inks that do not quite meet show at its edges.
const SMALL: f64 = 24.0;

/// Composite inks this near to each other make a grey.
const NEARLY_GREY: f64 = 0.2;

/// What a page's marks are judged by.
pub(super) struct Rules<'r, 'b> {
    pub file: &'r File<'b>,
    pub boxes: &'r Boxes,
    pub limits: &'r Limits,
    pub owners: &'r Owners,
}

impl Rules<'_, '_> {
    pub fn check(&self, marks: &[Mark], seen: &mut Pictures, findings: &mut Findings) {
        for mark in marks {
            match mark {
                Mark::Text(shown) => self.text(shown, findings),
                Mark::Fill {
                    paint,
                    extent,
                    told,
                } => {
                    self.shape(paint, "a tint or rule", findings);
                    if paint.colour.space == Space::AllPlates && self.on_the_page(extent) {
                        let words = "a tint or rule is on every plate, as only marks may be";
                        self.too_much(words, findings);
                    }
                    let [left, bottom, right, top] = extent;
                    self.hairline((right - left).min(top - bottom), true, findings);
                    unmarked(*told, "a tint or rule", findings);
                }
                Mark::Stroke {
                    paint,
                    weight,
                    told,
                } => {
                    self.shape(paint, "a line", findings);
                    self.hairline(*weight, false, findings);
                    unmarked(*told, "a line", findings);
                }
                Mark::Picture {
                    value,
                    dict,
                    width,
                    height,
                    told,
                } => {
                    pictures::check(self.file, dict, *width, *height, self.limits, findings);
                    if let Some(sum) = seen.ink(self.file, value, dict)
                        && sum > self.limits.ink
                    {
                        let words = format!("a picture takes {sum} % ink where it is darkest");
                        self.too_much(&words, findings);
                    }
                    unmarked(*told, "a picture", findings);
                }
                Mark::Blend => findings.remark(
                    "transparency",
                    "something lets what lies below show through; the press has to blend it",
                ),
                Mark::Banned(words) => findings.fault("content", words.clone()),
            }
        }
    }

    fn shape(&self, paint: &Paint, what: &str, findings: &mut Findings) {
        match paint.colour.space {
            Space::Rgb => findings.fault(
                "rgb",
                format!("{what} is in RGB, which no ink is; give it in CMYK or black"),
            ),
            Space::SpotInRgb => spot_in_rgb(what, findings),
            _ => {}
        }
        self.ink(&paint.colour, "a tint", findings);
        white(paint, findings);
    }

    /// Whether some of a box is on the trimmed page.
    fn on_the_page(&self, extent: &Extent) -> bool {
        self.boxes.trim.is_none_or(|trim| {
            extent[0] < trim[2] - ROUNDING
                && extent[2] > trim[0] + ROUNDING
                && extent[1] < trim[3] - ROUNDING
                && extent[3] > trim[1] + ROUNDING
        })
    }

    fn hairline(&self, weight: f64, filled: bool, findings: &mut Findings) {
        let limit = self.limits.hairline;
        // A box without any width is no line.
        if weight >= limit - ROUNDING || (filled && weight <= 0.0) {
            return;
        }
        findings.remark(
            "hairline",
            format!("a line is {weight:.2} pt thin; below {limit:.2} pt it may break up in print"),
        );
    }

    fn ink(&self, colour: &Colour, what: &str, findings: &mut Findings) {
        let sum = colour.inks().map_or(0.0, |inks| inks.iter().sum());
        let sum = (sum * 100.0).round() as u32;
        if sum > self.limits.ink {
            self.too_much(&format!("{what} takes {sum} % ink"), findings);
        }
    }

    fn too_much(&self, words: &str, findings: &mut Findings) {
        let most = self.limits.ink;
        findings.fault("ink-limit", format!("{words}; the paper holds {most} %"));
    }

    fn text(&self, shown: &Shown, findings: &mut Findings) {
        let line = shown.line();
        for paint in &shown.paints {
            self.text_colour(paint, shown.size, &line, findings);
        }
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
        if shown.paints.is_empty() {
            findings.remark(
                "invisible-text",
                "some text is invisible: it is not printed",
            );
            return;
        }
        self.place(shown, &line, findings);
        let owned = shown.part.is_some_and(|(key, mcid)| {
            key.is_some_and(|key| self.owners.owner(key, mcid).is_some())
        });
        unmarked(shown.artifact || owned, "some text", findings);
    }

    fn text_colour(&self, paint: &Paint, size: f64, line: &Extent, findings: &mut Findings) {
        let colour = &paint.colour;
        match colour.space {
            Space::Rgb | Space::Managed(3) => findings.fault(
                "rgb-text",
                "text is in RGB; it would be printed in four inks that never quite meet",
            ),
            Space::SpotInRgb => spot_in_rgb("text", findings),
            Space::AllPlates if self.on_the_page(line) => findings.fault(
                "rich-black",
                "text is printed on every plate, as only marks may be",
            ),
            _ => {}
        }
        self.ink(colour, "text", findings);
        if let Some([c, m, y, k]) = colour.inks() {
            let (least, most) = (c.min(m).min(y), c.max(m).max(y));
            let composite = least > 0.0 && most - least <= NEARLY_GREY;
            if size < SMALL && (composite || (most > 0.0 && k > 0.0)) {
                findings.fault(
                    "rich-black",
                    "small text is printed in more than black ink; its edges will be coloured",
                );
            }
            if k == 1.0 && most == 0.0 && !paint.overprint {
                findings.remark(
                    "overprint",
                    "black text knocks out what lies below it; white edges may show",
                );
            }
        }
        white(paint, findings);
    }

    /// Whether text is where it will be seen whole.
    fn place(&self, shown: &Shown, line: &Extent, findings: &mut Findings) {
        // Hanging punctuation may lean out a little.
        let slack = shown.size / 4.0;
        let trim = self.boxes.trim;
        let cut = trim.is_some_and(|trim| !inside(line, &trim, slack));
        // What is no part of the text may stand beside the page, in the slug; on its edge it is cut too.
        if cut && (!shown.artifact || self.on_the_page(line)) {
            let bleed = self.boxes.bleed;
            let words = match bleed.is_some_and(|bleed| !inside(line, &bleed, slack)) {
                true => "outside of the page and its bleed",
                false => "outside of the trimmed page",
            };
            findings.fault(
                "clipped-text",
                format!("some text lies {words} and will be cut off"),
            );
        }
        let hidden = shown
            .clip
            .is_some_and(|clip| !inside(line, &clip, 2.0 * slack));
        if hidden && !shown.artifact {
            findings.fault("clipped-text", "some text is cut off by a clipping path");
        }
    }
}

impl Shown {
    /// The box of its letters, as high as the small ones are.
    fn line(&self) -> Extent {
        let rise = (self.up.0 / 2.0, self.up.1 / 2.0);
        let ends = [self.from, self.to];
        let heads = ends.map(|(x, y)| (x + rise.0, y + rise.1));
        let xs = ends.iter().chain(&heads).map(|point| point.0);
        let ys = ends.iter().chain(&heads).map(|point| point.1);
        [
            xs.clone().fold(f64::INFINITY, f64::min),
            ys.clone().fold(f64::INFINITY, f64::min),
            xs.fold(f64::NEG_INFINITY, f64::max),
            ys.fold(f64::NEG_INFINITY, f64::max),
        ]
    }
}

fn spot_in_rgb(what: &str, findings: &mut Findings) {
    findings.fault(
        "rgb",
        format!("the colour that stands for the own ink of {what} is in RGB; give it in CMYK"),
    );
}

fn white(paint: &Paint, findings: &mut Findings) {
    if paint.overprint && paint.colour.is_white() {
        findings.fault(
            "white-overprint",
            "something white overprints, so it vanishes in print",
        );
    }
}

fn unmarked(told: bool, what: &str, findings: &mut Findings) {
    if !told && findings.tagged {
        findings.fault(
            "unmarked",
            format!("{what} belongs to no logical element and is no artifact"),
        );
    }
}
