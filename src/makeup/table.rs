//! Tables: lines of cells that stand under each other.
//!
//! Knows text that was typed in columns, and the width of one column of the page. Knows no rules and no
//! heads; what does not fit is for others to set.

use super::setter::{How, Kind, Set, Setter};
use crate::units::Length;

/// Room for a cell to be measured in, in points.
const WIDE: f64 = 10_000.0;
/// Space between columns at least and at most, of the size of type.
const GAP: (f64, f64) = (0.6, 3.0);

/// Sets the lines of a table with their cells under each other; `None` where it has no columns, or is
/// wider than its place.
pub(super) fn set(setter: &Setter<'_>, text: &str, width: Length) -> Option<Vec<Set>> {
    let rows = rows(text)?;
    let count = rows[0].len();
    let how = How {
        flush: true,
        ragged: true,
        ..How::default()
    };
    let sets: Vec<Vec<Set>> = rows
        .iter()
        .map(|row| {
            let cells = row.iter();
            cells
                .map(|cell| setter.set(cell, Kind::Body, Length::pt(WIDE), how))
                .collect()
        })
        .collect();
    let wide = |set: &Set| {
        let line = set.lines.first();
        line.map_or(Length::ZERO, |line| line.width)
    };
    let widths: Vec<Length> = (0..count)
        .map(|column| {
            let cells = sets.iter().map(|row| wide(&row[column]));
            cells.max().unwrap_or(Length::ZERO)
        })
        .collect();
    let sum = widths.iter().fold(Length::ZERO, |sum, width| sum + *width);
    let size = setter.size(Kind::Body);
    let gap = (width - sum) / (count as i64 - 1).max(1);
    if gap < size.scale(GAP.0) {
        return None;
    }
    let gap = gap.min(size.scale(GAP.1));
    let right: Vec<bool> = (0..count)
        .map(|column| {
            column > 0 && rows.iter().filter(|row| counts(row[column])).count() * 2 > rows.len()
        })
        .collect();
    let all = sets.into_iter().map(|row| {
        let mut whole = Set::default();
        let mut from = Length::ZERO;
        for (column, cell) in row.into_iter().enumerate() {
            let spare = widths[column] - wide(&cell);
            let x = if right[column] { from + spare } else { from };
            from += widths[column] + gap;
            whole.beside(cell, x, setter.leftward.then_some(width));
        }
        whole
    });
    Some(all.collect())
}

/// The cells of every line, as many in each; `None` for what has no columns.
fn rows(text: &str) -> Option<Vec<Vec<&str>>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let parted: Vec<Vec<&str>> = lines.clone().map(cells).collect();
    let count = parted.first()?.len();
    if count > 1 && parted.iter().all(|row| row.len() == count) {
        return Some(parted);
    }
    let lines: Vec<&str> = lines.collect();
    let starts = gutters(&lines);
    if starts.is_empty() {
        return None;
    }
    Some(lines.iter().map(|line| parts(line, &starts)).collect())
}

/// The cells of a line that tabs or two spaces part.
fn cells(line: &str) -> Vec<&str> {
    let parts = line.split('\t').flat_map(|part| part.split("  "));
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Where columns begin, in characters: after two spaces or more that all lines have.
fn gutters(lines: &[&str]) -> Vec<usize> {
    let longest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let mut white = vec![true; longest];
    for line in lines {
        for (at, character) in line.chars().enumerate() {
            white[at] &= character == ' ';
        }
    }
    (2..longest)
        .filter(|&at| !white[at] && white[at - 1] && white[at - 2])
        .filter(|&at| white[..at].contains(&false))
        .collect()
}

fn parts<'l>(line: &'l str, starts: &[usize]) -> Vec<&'l str> {
    let byte = |at: usize| {
        line.char_indices()
            .nth(at)
            .map_or(line.len(), |(byte, _)| byte)
    };
    let mut bounds = vec![0];
    bounds.extend(starts.iter().map(|&at| byte(at)));
    bounds.push(line.len());
    bounds
        .windows(2)
        .map(|pair| line[pair[0]..pair[1]].trim())
        .collect()
}

/// Whether a cell is a number, as results, prices and hours are.
fn counts(cell: &str) -> bool {
    cell.chars().any(|c| c.is_numeric()) && !cell.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spaces_part_cells() {
        let found = rows("Ashford  12  9\nBurnley Road  8  11").expect("a table");
        assert_eq!(found, [["Ashford", "12", "9"], ["Burnley Road", "8", "11"]]);
    }

    #[test]
    fn a_cell_may_be_empty() {
        let found = rows("Ashford   12   9\nCastle         7").expect("a table");
        assert_eq!(found, [["Ashford", "12", "9"], ["Castle", "", "7"]]);
    }

    #[test]
    fn running_text_is_no_table() {
        assert_eq!(rows("It rained on Monday.\nThe sun shone again."), None);
        assert_eq!(rows(""), None);
    }

    #[test]
    fn numbers_are_told_from_names() {
        assert!(counts("12") && counts("3.50") && counts("1-0"));
        assert!(!counts("3rd") && !counts("-") && !counts("Total"));
    }
}
