//! The head of a page: nameplate and date line on the first, the folio line on all others.
//!
//! Knows the layout's rules and styles. Leaves the page's grid behind: where it begins, and how many
//! lines it has.

use super::emit::{Sheet, Structure, label};
use super::setter::{How, Kind};
use crate::frame::ElementRole;
use crate::units::Length;

/// How far round letters go below the baseline, in ems: no more than that is no descender.
const OVERSHOOT: f64 = 0.03;

/// What is printed at the head of pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Imprint {
    /// The newspaper's name.
    pub(super) title: String,
    /// The date.
    pub(super) date: String,
    /// The section that a page belongs to; empty for none.
    pub(super) section: String,
}

/// Sets the head of a page and hangs the grid below it, its last line on the bottom margin.
///
/// `opens` says that a section begins with the page.
pub(super) fn head(
    sheet: &mut Sheet<'_>,
    imprint: &Imprint,
    opens: bool,
    structure: &mut Structure,
) {
    let layout = sheet.setter.layout;
    let under = if sheet.number == 0 && layout.masthead.show && !imprint.title.is_empty() {
        nameplate(sheet, imprint, structure)
    } else if layout.folio.show && (sheet.number > 0 || !layout.masthead.show) {
        folio(sheet, imprint)
    } else {
        layout.page.top
    };
    let under = if opens {
        banner(sheet, imprint, under, structure)
    } else {
        under
    };
    let leading = sheet.setter.leading();
    let bottom = layout.page.size.1 - layout.page.bottom;
    let lines = (bottom - under + leading / 50).steps(leading).max(1);
    sheet.lines = u32::try_from(lines).unwrap_or(1);
    // The same grid on every page: it is counted from the foot.
    sheet.top = bottom - leading * lines;
}

fn nameplate(sheet: &mut Sheet<'_>, imprint: &Imprint, structure: &mut Structure) -> Length {
    let setter = sheet.setter;
    let layout = setter.layout;
    let masthead = &layout.masthead;
    let (x, width) = (sheet.edge(), layout.type_width());
    let mut y = layout.page.top;
    if masthead.rule_top > Length::ZERO {
        sheet.rule(x, y, width, masthead.rule_top);
        y += masthead.rule_top + masthead.space;
    }
    let set = setter.nameplate(&imprint.title, width);
    let element = structure.add(ElementRole::Masthead, None, "");
    let (above, below) = set.ink(setter.fonts);
    // Accents and tall letters may take half of the white under the rule.
    let over = (above - set.capital - masthead.space / 2).max(Length::ZERO);
    let baseline = y + over + set.capital;
    sheet.set(&set, x, baseline, Some(element));
    y = baseline + masthead.space;
    if below > set.size.scale(OVERSHOOT) {
        y += below;
    }
    if layout.folio.show || !imprint.date.is_empty() {
        if masthead.rule_middle > Length::ZERO {
            sheet.rule(x, y, width, masthead.rule_middle);
            y += masthead.rule_middle;
        }
        let number = label(layout, sheet.number);
        y = line_of_three(sheet, y + masthead.space / 2, &imprint.date, "", &number);
        y += masthead.space / 2;
    }
    if masthead.rule_bottom > Length::ZERO {
        sheet.rule(x, y, width, masthead.rule_bottom);
        y += masthead.rule_bottom;
    }
    y + setter.leading().scale(0.6)
}

/// The name of a section over its first page; gives back the place under it.
fn banner(
    sheet: &mut Sheet<'_>,
    imprint: &Imprint,
    under: Length,
    structure: &mut Structure,
) -> Length {
    let setter = sheet.setter;
    let sections = &setter.layout.sections;
    let (x, width) = (sheet.edge(), setter.layout.type_width());
    let space = setter.leading() / 2;
    let mut y = under;
    sheet.rule(x, y, width, sections.rule_above);
    y += sections.rule_above + space;
    let Some(set) = setter.fit(&imprint.section, Kind::Section, width, 1, 0, true) else {
        return under;
    };
    let element = structure.add(ElementRole::Masthead, None, "");
    sheet.set(&set, x, y + set.capital, Some(element));
    y += set.height() + set.depth + space / 2;
    sheet.rule(x, y, width, sections.rule_below);
    y + sections.rule_below + setter.leading().scale(0.6)
}

fn folio(sheet: &mut Sheet<'_>, imprint: &Imprint) -> Length {
    let layout = sheet.setter.layout;
    let number = label(layout, sheet.number);
    let left = layout.page.facing && (sheet.number % 2 == 1) != sheet.setter.leftward;
    // The number stands at the outer edge, the section or else the title in the middle.
    let (middle, inner) = match (&imprint.section, &imprint.title, &imprint.date) {
        (section, title, date) if section.is_empty() => (title.clone(), date.clone()),
        (section, title, date) if title.is_empty() || date.is_empty() => {
            (section.clone(), format!("{title}{date}"))
        }
        (section, title, date) => (section.clone(), format!("{title} \u{b7} {date}")),
    };
    let top = layout.page.top;
    let y = if left != sheet.setter.leftward {
        line_of_three(sheet, top, &number, &middle, &inner)
    } else {
        line_of_three(sheet, top, &inner, &middle, &number)
    };
    let y = y + sheet.setter.leading() / 4;
    sheet.rule(sheet.edge(), y, layout.type_width(), layout.folio.rule);
    y + layout.folio.rule + sheet.setter.leading().scale(0.6)
}

/// A line of the folio's style with something at its start, its middle and its end; gives back the
/// place under it. It belongs to no element: a reader is not told the page number in mid-story.
fn line_of_three(sheet: &mut Sheet<'_>, y: Length, start: &str, middle: &str, end: &str) -> Length {
    let setter = sheet.setter;
    let width = setter.layout.type_width();
    let x = sheet.edge();
    let mut under = y;
    for (text, place) in [(start, 0), (middle, 1), (end, 2)] {
        if text.is_empty() {
            continue;
        }
        let set = setter.set(
            text,
            Kind::Folio,
            width,
            How {
                flush: true,
                ..How::default()
            },
        );
        let Some(line) = set.lines.first() else {
            continue;
        };
        let free = width - line.width;
        let at = x - line.left()
            + match (place, setter.leftward) {
                (1, _) => free / 2,
                (0, false) | (2, true) => Length::ZERO,
                _ => free,
            };
        sheet.line(line, at, y + set.capital, None);
        under = under.max(y + set.capital + set.depth / 2);
    }
    under
}
