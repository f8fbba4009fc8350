//! Breaks -> set lines: where every glyph goes.

mod line;
mod pen;

use super::prepare::{Atom, List, Stop};
use super::style::{Align, ParagraphStyle, Slot};
use super::words::Shape;
use super::{Remark, SetLine};
use crate::units::Length;
pub(super) use line::FUZZ;
use line::Line;

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
    line.set(slot.indent + indent, slot.width - indent, indent)
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
        let mut right_to_left = false;
        for atom in &self.atoms {
            let Atom::Word { word, start, .. } = atom else {
                continue;
            };
            right_to_left |= word.shaped.right_to_left;
            for &(at, character) in &word.shaped.missing {
                remarks.push(Remark::MissingCharacter {
                    character,
                    at: start + at as usize,
                });
            }
        }
        if right_to_left {
            remarks.push(Remark::RightToLeft);
        }
    }
}
