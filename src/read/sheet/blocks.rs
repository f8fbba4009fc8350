//! The blocks of a column: paragraphs and headings, by indents, gaps, sizes and short lines.

use super::lines::Line;
use super::{Type, Word};

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its lines in order.
    pub lines: Vec<Line>,
    /// Whether it is in the size of running text, and no single line of a heading.
    pub is_text: bool,
    /// Whether its first line is indented.
    pub indented: bool,
    /// Whether its last line fills the measure.
    pub full: bool,
    /// Whether it is the first of its column.
    pub tops: bool,
    /// Whether it is the text of a picture.
    pub caption: bool,
}

/// What the lines of a column have in common.
struct Column {
    /// Where most lines start.
    left: f32,
    /// Where the longest end.
    right: f32,
    /// From baseline to baseline of running text.
    leading: f32,
    /// Lines in the size of running text.
    count: usize,
    /// Whether most lines end at the same place.
    justified: bool,
    /// Whether paragraphs begin left of where their other lines do.
    hanging: bool,
}

/// The blocks of a column whose lines are given from top to bottom.
pub(super) fn of(words: &[Word], lines: &[Line], members: &[usize], type_: Type) -> Vec<Block> {
    let rows = rows(words, lines, members);
    let column = Column::of(&rows, type_);
    let mut blocks: Vec<Block> = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        let goes_on = nth > 0 && !begins(words, &rows, nth, &column, type_);
        match blocks.last_mut() {
            Some(block) if goes_on => block.lines.push(row.clone()),
            _ => blocks.push(Block {
                lines: vec![row.clone()],
                is_text: type_.same_size(row.em, type_.em),
                indented: row.at.left - column.left > 0.6 * row.em,
                full: false,
                tops: blocks.is_empty(),
                caption: false,
            }),
        }
    }
    for block in &mut blocks {
        let last = &block.lines[block.lines.len() - 1];
        block.full = column.right - last.at.right < 1.2 * last.em;
        let heading = block.lines.len() == 1 && last.uniform && last.face != type_.face;
        block.is_text &= !heading || block.full;
    }
    blocks
}

/// The lines of a column, pieces on one baseline put together.
fn rows(words: &[Word], lines: &[Line], members: &[usize]) -> Vec<Line> {
    let mut rows: Vec<Line> = Vec::new();
    for &member in members {
        let line = &lines[member];
        match rows.last_mut() {
            Some(last)
                if (line.base - last.base).abs() < 0.3 * line.em.min(last.em)
                    && last.at.across(&line.at) < 0.5 * line.em =>
            {
                let mut all = last.words.clone();
                all.extend(&line.words);
                all.sort_by(|a, b| words[*a].at.left.total_cmp(&words[*b].at.left));
                *last = Line::new(words, all);
            }
            _ => rows.push(line.clone()),
        }
    }
    rows
}

impl Column {
    fn of(rows: &[Line], type_: Type) -> Column {
        let text: Vec<&Line> = rows
            .iter()
            .filter(|row| type_.same_size(row.em, type_.em))
            .collect();
        let text = if text.is_empty() {
            rows.iter().collect()
        } else {
            text
        };
        let em = type_.em;
        let near = if type_.scanned { 0.5 } else { 0.3 } * em;
        let commonest = text
            .iter()
            .map(|row| row.at.left)
            .max_by_key(|left| {
                let same = text.iter().filter(|row| (row.at.left - left).abs() < near);
                // Of two as common the one to the left.
                (same.count(), -((left * 100.0) as i64))
            })
            .unwrap_or(0.0);
        let mut rights: Vec<f32> = text.iter().map(|row| row.at.right).collect();
        rights.sort_by(f32::total_cmp);
        let right = rights[rights.len() - 1 - rights.len() / 20];
        let at_right = rights.iter().filter(|edge| right - **edge < near).count();
        let mut steps: Vec<f32> = text
            .windows(2)
            .map(|two| two[1].base - two[0].base)
            .filter(|step| *step > 0.5 * em && *step < 3.0 * em)
            .collect();
        steps.sort_by(f32::total_cmp);
        // Of the steps the commonest is that inside paragraphs, which is the smallest too.
        let leading = steps.get(steps.len() * 2 / 5).copied().unwrap_or(1.2 * em);
        let deep = if type_.scanned { 0.6 } else { 0.4 } * em;
        // Two hang out at one place at least, and all that stand out by chance are few.
        let out = |row: &&&Line| (deep..4.0 * em).contains(&(commonest - row.at.left));
        let outs: Vec<f32> = text.iter().filter(out).map(|row| row.at.left).collect();
        let at_one_place = outs.iter().all(|left| (left - outs[0]).abs() < near);
        Column {
            hanging: outs.len() >= 2 && at_one_place,
            left: commonest,
            right,
            leading,
            count: text.len(),
            justified: at_right * 2 > text.len(),
        }
    }
}

/// Whether a block begins with this line.
fn begins(words: &[Word], rows: &[Line], nth: usize, column: &Column, type_: Type) -> bool {
    let (last, line) = (&rows[nth - 1], &rows[nth]);
    if !type_.same_size(last.em, line.em) {
        return true;
    }
    let step = line.base - last.base;
    let em = line.em;
    if !type_.same_size(em, type_.em) {
        // Headings and small print: only white parts them, or another face.
        return step > 1.75 * em || (last.uniform && line.uniform && last.face != line.face);
    }
    let slack = if type_.scanned { 1.45 } else { 1.25 };
    if step > slack * column.leading.max(em) || step < -em {
        return true;
    }
    let room = column.right - last.at.right;
    let short = room > 1.5 * em;
    if last.uniform && line.uniform && last.face != line.face {
        let loose = step > 1.1 * column.leading;
        return loose || short || column.right - line.at.right > 1.5 * em;
    }
    let indent = |row: &Line| row.at.left - column.left;
    let deep = if type_.scanned { 0.9 } else { 0.6 } * em;
    let room_ends = ends_sentence(words, last);
    if indent(line) > deep {
        let new = indent(last) <= deep || (indent(line) - indent(last)).abs() > deep;
        return new || short || room_ends && starts_sentence(words, line);
    }
    if column.hanging && room_ends && indent(line) < -0.4 * em && indent(last) > -0.4 * em {
        return true;
    }
    // Back from an indent that more than one line had: a quotation or a list has ended.
    if nth > 1 && indent(last) > deep && indent(&rows[nth - 2]) > deep && step < -0.1 {
        return true;
    }
    // The first word would have had room on the line before: it was meant to end there.
    let first = &words[line.words[0]];
    let fits = room > first.at.width() + if column.justified { 0.6 } else { 1.0 } * em;
    let wide = if column.justified { 1.5 } else { 3.0 } * em;
    column.count >= 4 && fits && room > wide && room_ends && starts_sentence(words, line)
}

pub(super) fn ends_sentence(words: &[Word], line: &Line) -> bool {
    let text = &words[line.words[line.words.len() - 1]].text;
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', '“', ')', ']', '*']);
    bare.ends_with(['.', '!', '?', '…', ':']) || bare.is_empty()
}

fn starts_sentence(words: &[Word], line: &Line) -> bool {
    let text = &words[line.words[0]].text;
    text.chars()
        .next()
        .is_some_and(|first| !first.is_lowercase() && !",;:.)!?".contains(first))
}
