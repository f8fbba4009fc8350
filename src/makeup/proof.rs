//! What a proof shows beside the page: the grid, the columns, and how well every line is set.
//!
//! Knows finished lines and the sheet; decides nothing. Its colours are drawn under the text:
//! yellow, orange and red for spaces that grow, blue for tight ones; good lines have none.

use super::emit::Sheet;
use crate::frame::{Ink, Item, ItemKind};
use crate::typeset::SetLine;
use crate::units::{Length, Rect};

/// Thickness of the lines of the grid.
const HAIR: f64 = 0.15;
/// The grid and the columns: a pale cyan.
const GRID: Ink = Ink::Cmyk([0.35, 0.0, 0.0, 0.0]);

/// From which space between words, over the natural one, a line has which colour.
const SHADES: [(f64, [f32; 4]); 3] = [
    (2.6, [0.0, 0.55, 0.5, 0.0]),
    (2.0, [0.0, 0.3, 0.6, 0.0]),
    (1.5, [0.0, 0.05, 0.5, 0.0]),
];
/// Below which space a line is tight, and its colour.
const TIGHT: (f64, [f32; 4]) = (0.8, [0.4, 0.15, 0.0, 0.0]);

fn fill(sheet: &mut Sheet<'_>, rect: Rect, ink: Ink) {
    sheet.page.items.push(Item {
        element: None,
        kind: ItemKind::Fill { rect, ink },
    });
}

/// Draws the baselines of the page's grid and the edges of its columns.
pub(super) fn grid(sheet: &mut Sheet<'_>) {
    let layout = sheet.setter.layout;
    let hair = Length::pt(HAIR);
    let (left, width) = (sheet.edge(), layout.type_width());
    for line in 0..sheet.lines {
        let rect = Rect {
            x: left,
            y: sheet.baseline(line),
            width,
            height: hair,
        };
        fill(sheet, rect, GRID);
    }
    let (top, height) = (sheet.y(0), sheet.y(sheet.lines) - sheet.y(0));
    for column in 0..layout.page.columns {
        let left = sheet.x(column, 1);
        for x in [left, left + layout.column_width()] {
            let rect = Rect {
                x,
                y: top,
                width: hair,
                height,
            };
            fill(sheet, rect, GRID);
        }
    }
}

/// Shows how well a line is set.
pub(super) fn line(sheet: &mut Sheet<'_>, line: &SetLine, x: Length, grid: u32) {
    let loose = SHADES.iter().find(|(from, _)| line.space >= *from);
    let tight = line.space > 0.0 && line.space < TIGHT.0;
    let shade = match loose {
        Some((_, shade)) => *shade,
        None if line.overfull > Length::ZERO => SHADES[0].1,
        None if tight => TIGHT.1,
        None => return,
    };
    let start = line.left();
    let rect = Rect {
        x: x + start,
        y: sheet.y(grid),
        width: line.width - start,
        height: sheet.setter.leading(),
    };
    fill(sheet, rect, Ink::Cmyk(shade));
}
