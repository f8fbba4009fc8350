//! Breaks -> set lines: where every glyph goes.

mod line;
mod pen;

use super::prepare::{Atom, List, Stop};
use super::style::{Align, ParagraphStyle, Slot};
use super::words::Shape;
use super::{Remark, SetLine};
use crate::units::Length;
use line::Line;
pub(super) use line::{FUZZ, looseness};

/// Sets the line that goes from one stop to another. `number` counts the lines of the paragraph; the last
/// one is not justified.
#[allow(clippy::too_many_arguments)]
pub(super) fn line(
    shape: &mut dyn Shape,
    list: &List,
    style: &ParagraphStyle,
    from: Stop,
    end: Stop,
    slot: Slot,
    number: usize,
    is_last: bool,
) -> SetLine {
    let indent = if number == 0 {
        style.indent
    } else {
        Length::ZERO
    };
    let mut line = Line::new(list, style, from, end);
    line.collect(shape);
    line.justified = style.align == Align::Justified;
    line.is_last = is_last;
    // Lines from right to left begin on the right, and are indented there.
    let leftward = line.leftward();
    let start = if leftward {
        slot.indent
    } else {
        slot.indent + indent
    };
    line.set(start, slot.width - indent, indent)
}

impl List {
    /// The word at an atom.
    pub(super) fn word_at(&self, atom: usize) -> String {
        match self.atoms.get(atom) {
            Some(Atom::Word { start, end, .. }) => self.text[*start..*end].to_owned(),
            _ => String::new(),
        }
    }

    /// Remarks on the text, however it is broken.
    pub(super) fn remark(&self, remarks: &mut Vec<Remark>) {
        for atom in &self.atoms {
            let Atom::Word { word, start, .. } = atom else {
                continue;
            };
            for &(at, character) in &word.shaped.missing {
                remarks.push(Remark::MissingCharacter {
                    character,
                    at: start + at as usize,
                });
            }
        }
        if self
            .courses
            .as_ref()
            .is_some_and(|courses| courses.leftward)
        {
            remarks.push(Remark::RightToLeft);
        }
    }
}
