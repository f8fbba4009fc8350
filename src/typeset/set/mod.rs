//! Breaks -> set lines: where every glyph goes.

mod line;
mod pen;

use super::linebreak::Breaks;
use super::prepare::{Atom, List, Space, Stop};
use super::style::{Align, Measure, ParagraphStyle};
use super::words::{Division, Shape};
use super::{Remark, SetParagraph};
use crate::units::Length;
use line::Line;

/// Sets the lines that the breaks make.
pub(super) fn set(
    shape: &mut dyn Shape,
    list: &List,
    style: &ParagraphStyle,
    breaks: &Breaks,
    measure: &Measure,
    start_line: usize,
) -> SetParagraph {
    let mut paragraph = SetParagraph {
        demerits: breaks.demerits,
        ..SetParagraph::default()
    };
    let mut from = Stop {
        atom: 0,
        end: 0,
        next: 0,
        division: None,
    };
    let last = breaks.ends.len().saturating_sub(1);
    for (number, &item) in breaks.ends.iter().enumerate() {
        let end = list.stops.get(item).copied().unwrap_or(Stop {
            atom: list.atoms.len(),
            end: list.text.len(),
            next: list.text.len(),
            division: None,
        });
        let slot = measure.slot(start_line + number);
        let indent = if number == 0 {
            style.indent
        } else {
            Length::ZERO
        };
        let forced = matches!(
            list.atoms.get(end.atom),
            Some(Atom::Space {
                kind: Space::Force,
                ..
            })
        );
        let mut line = Line::new(list, style, from, end);
        line.collect(shape);
        line.justified = style.align == Align::Justified;
        line.is_last = number == last || forced;
        let set = line.set(slot.indent + indent, slot.width - indent, indent);
        if set.overfull > Length::ZERO {
            paragraph.remarks.push(Remark::Overfull {
                line: number,
                by: set.overfull,
            });
        }
        if let Some(Division::Forced(_)) = end.division {
            paragraph.remarks.push(Remark::Divided {
                line: number,
                word: list.word_at(end.atom),
            });
        }
        paragraph.lines.push(set);
        from = end;
    }
    list.remark(&mut paragraph.remarks);
    paragraph
}

impl List {
    fn word_at(&self, atom: usize) -> String {
        match self.atoms.get(atom) {
            Some(Atom::Word { start, end, .. }) => self.text[*start..*end].to_owned(),
            _ => String::new(),
        }
    }

    /// Remarks on the text, however it is broken.
    fn remark(&self, remarks: &mut Vec<Remark>) {
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
