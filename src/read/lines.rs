//! Which white space parts blocks, and which only lines: paragraphs a line, or raw lines.

use std::ops::Range;

use crate::model::Encoding;

use super::decode;

/// A line that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its bytes, without white space at either end.
    pub bytes: Range<usize>,
    /// Characters between the ends.
    pub chars: usize,
    /// Characters of white space before it; a tab reaches to the next eighth.
    pub indent: usize,
    /// Characters of the widest white space inside it; a tab counts eight.
    pub widest_gap: usize,
    /// Whether a blank line or a page break stands before it.
    pub parted: bool,
    /// Whether a page break stands before it.
    pub new_page: bool,
    /// Characters of its first word.
    pub first_word: usize,
    /// Whether it starts as a sentence may: with a capital, a digit, a quote or a dash.
    pub starts_sentence: bool,
    /// Whether it ends as a sentence does.
    pub ends_sentence: bool,
    /// Whether it ends in a letter or a figure.
    pub ends_word: bool,
    /// Whether it ends in a colon.
    pub ends_colon: bool,
    /// Whether it starts as an item of a list does: with a bullet or a number by itself.
    pub starts_item: bool,
}

/// A line longer than this is a whole paragraph: no column and few screens are as wide.
const PARAGRAPH: usize = 120;

/// The lines of a file that are not blank.
pub(super) fn split(bytes: &[u8], encoding: Encoding, mark: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line: Option<Line> = None;
    let (mut indent, mut parted, mut empty, mut new_page) = (0, true, true, false);
    // What has been seen of the current line beyond the last character that is not white space.
    let (mut pending, mut gap, mut in_first_word, mut last) = (0, 0, true, [' '; 2]);
    let mut first = FirstWord::default();
    let (mut at, mut previous) = (mark, ' ');
    for (found, len) in decode::characters(&bytes[mark..], encoding) {
        let end = (at + len).min(bytes.len());
        match found {
            '\n' | '\r' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if let Some(done) = line.take() {
                    lines.push(ended(done, std::mem::take(&mut first), last));
                    (parted, new_page) = (false, false);
                } else if empty && !(found == '\n' && previous == '\r') {
                    parted = true;
                }
                parted |= matches!(found, '\x0c' | '\u{2029}');
                new_page |= found == '\x0c';
                (indent, pending, gap, in_first_word, last) = (0, 0, 0, true, [' '; 2]);
                empty = true;
            }
            _ if found.is_whitespace() => {
                if line.is_none() {
                    indent += if found == '\t' { 8 - indent % 8 } else { 1 };
                } else {
                    pending += 1;
                    gap += if found == '\t' { 8 } else { 1 };
                    in_first_word = false;
                }
            }
            _ => {
                empty = false;
                let line = line.get_or_insert_with(|| Line {
                    bytes: at..at,
                    chars: 0,
                    indent,
                    widest_gap: 0,
                    parted,
                    new_page,
                    first_word: 0,
                    starts_sentence: !found.is_lowercase() && !",;:.)!?".contains(found),
                    ends_sentence: false,
                    ends_word: false,
                    ends_colon: false,
                    starts_item: false,
                });
                if in_first_word {
                    first.push(found);
                }
                line.bytes.end = end;
                line.chars += pending + 1;
                line.first_word += usize::from(in_first_word);
                line.widest_gap = line.widest_gap.max(gap);
                (pending, gap) = (0, 0);
                last = [last[1], found];
            }
        }
        (at, previous) = (end, found);
    }
    if let Some(done) = line {
        lines.push(ended(done, first, last));
    }
    lines
}

/// The first characters of a line's first word, as far as they may mark an item.
#[derive(Debug, Default)]
struct FirstWord {
    shown: [char; 3],
    chars: usize,
}

impl FirstWord {
    fn push(&mut self, found: char) {
        if let Some(place) = self.shown.get_mut(self.chars) {
            *place = found;
        }
        self.chars += 1;
    }

    /// A bullet or a hyphen, or one or two figures with a point or a bracket.
    fn marks_item(&self) -> bool {
        match self.shown.get(..self.chars) {
            Some([mark]) => "•▪■●◆◼▶‣◦∙-*".contains(*mark),
            Some([figures @ .., '.' | ')']) => {
                !figures.is_empty() && figures.iter().all(char::is_ascii_digit)
            }
            _ => false,
        }
    }
}

/// The line that stands in a range of bytes, which begins and ends with a character that is not white
/// space and holds no line end.
pub(super) fn line_of(bytes: &[u8], encoding: Encoding, range: Range<usize>) -> Line {
    let found = split(&bytes[range.clone()], encoding, 0).into_iter().next();
    let mut line = found.unwrap_or(Line {
        bytes: 0..range.len(),
        chars: 0,
        indent: 0,
        widest_gap: 0,
        parted: false,
        new_page: false,
        first_word: 0,
        starts_sentence: false,
        ends_sentence: false,
        ends_word: false,
        ends_colon: false,
        starts_item: false,
    });
    line.bytes = range;
    line
}

fn ended(mut line: Line, first: FirstWord, last: [char; 2]) -> Line {
    // A mark alone is no item.
    line.starts_item = first.marks_item() && line.chars > first.chars;
    line.ends_colon = last[1] == ':';
    line.ends_sentence = ends_sentence(last);
    line.ends_word = last[1].is_alphanumeric();
    line
}

fn ends_sentence([before, last]: [char; 2]) -> bool {
    let stop = |c: char| ".!?…。！？".contains(c);
    stop(last) || ("\"'”’»“)]*".contains(last) && stop(before))
}

/// Which gaps between neighbouring lines part blocks; the others part lines of one block.
pub(super) fn breaks(lines: &[Line]) -> Vec<bool> {
    let measure = measure(lines);
    let mut parted: Vec<bool> = Vec::with_capacity(lines.len());
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && !lines[end].parted {
            end += 1;
        }
        let group = &lines[start..end];
        if each_is_a_paragraph(group) {
            parted.extend(std::iter::repeat_n(true, group.len()));
        } else {
            wrapped(group, measure, &mut parted);
            parted.push(true);
        }
        start = end;
    }
    parted.pop();
    parted
}

/// The measure of the page's raw lines in characters: nine in ten lines are no longer.
fn measure(lines: &[Line]) -> usize {
    let mut lengths: Vec<usize> = lines
        .windows(2)
        .filter(|pair| !pair[1].parted)
        .map(|pair| pair[0].chars)
        .collect();
    if lengths.is_empty() {
        return 0;
    }
    lengths.sort_unstable();
    lengths[(lengths.len() * 9 / 10).min(lengths.len() - 1)]
}

/// Whether the lines of a group are whole paragraphs: most of its text is in lines too long for a
/// column, or nearly all its lines are long for one and end a sentence.
fn each_is_a_paragraph(group: &[Line]) -> bool {
    let mut lengths: Vec<usize> = group.iter().map(|line| line.chars).collect();
    let all: usize = lengths.iter().sum();
    let long: usize = lengths.iter().filter(|chars| **chars > PARAGRAPH).sum();
    let ended = group.iter().filter(|line| line.ends_sentence).count();
    lengths.sort_unstable();
    let sentences =
        group.len() >= 3 && ended * 10 >= group.len() * 7 && lengths[lengths.len() / 2] > 60;
    long * 2 > all || sentences
}

/// The gaps inside a group of raw lines.
fn wrapped(group: &[Line], page_measure: usize, parted: &mut Vec<bool>) {
    let longest = group.iter().map(|line| line.chars).max().unwrap_or(0);
    // A group of two or three lines says little of its own measure.
    let measure = if longest * 10 <= page_measure * 13 {
        longest.max(page_measure)
    } else {
        longest
    };
    // Headings stand before the first full line, and what does not belong to the text behind the
    // last one: what lies between tells whether this is running text.
    let is_full = |line: &Line| line.chars * 4 >= measure * 3;
    let first = group.iter().position(is_full).unwrap_or(0);
    let last = group.iter().rposition(is_full).unwrap_or(0);
    let inner = &group[first..=last];
    let full = inner.iter().filter(|line| is_full(line)).count();
    let prose = full >= 2 && full * 10 >= inner.len() * 6;
    // A headline over its byline, a name over a date: short lines that are no verse, for verse has
    // its stops and commas.
    let headings = page_measure > 0
        && group.len() <= 3
        && group
            .iter()
            .all(|line| line.chars * 5 < measure * 4 && line.ends_word);
    let margin = group.iter().map(|line| line.indent).min().unwrap_or(0);
    let indented = group.iter().filter(|line| line.indent > margin).count();
    // Indents mark paragraphs when they are the exception; otherwise they are verse or a table.
    let indents_mark = indented * 2 <= group.len() && prose;
    // One and the same indent again and again is the column's own.
    let indent_of = |line: &Line| line.indent - margin;
    let usual = group
        .iter()
        .map(indent_of)
        .filter(|indent| *indent > 0)
        .find(|indent| {
            group
                .iter()
                .filter(|line| indent_of(line) == *indent)
                .count()
                >= 3
        });
    let items = group.iter().filter(|line| line.starts_item).count();
    for pair in group.windows(2) {
        let (line, next) = (&pair[0], &pair[1]);
        let fits = (line.chars + 1 + next.first_word) * 100;
        let short = fits < measure * 85;
        // A line that had room for the next word ended there by intent.
        let intended = short && line.ends_sentence || fits < measure * 75 && line.ends_word;
        let new_paragraph = (prose && intended || headings) && next.starts_sentence;
        let indent = next.indent.saturating_sub(margin);
        let by_indent = indents_mark
            && (1..=8).contains(&indent)
            && next.starts_sentence
            && (line.ends_sentence || short || usual == Some(indent) && line.indent == margin);
        let whole = line.chars > PARAGRAPH || next.chars > PARAGRAPH;
        let leads_in = items >= 2 && line.ends_colon && !line.starts_item && next.starts_item;
        parted.push(new_paragraph || by_indent || whole || leads_in);
    }
}
