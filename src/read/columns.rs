//! Columns that stand side by side in runs of spaces, as extraction that keeps the layout leaves them
//! (`pdftotext -layout`): finds the gutters, and puts the lines into reading order.
//!
//! Knows rows and places on them, and what running text looks like from afar; no word and no
//! damage. A table, a list with tab stops and verse have gutters as well, and stay as they are.

use std::ops::Range;

use crate::model::Encoding;

use super::decode;
use super::lines::{Line, line_of};

/// A gutter is this wide at least, in characters; a river in justified lines hardly ever is, over
/// many rows at one place.
const GUTTER: usize = 2;
/// Rows with text on both sides that show a gutter.
const ROWS: usize = 3;
/// With fewer rows than these the gutter must be wider.
const MANY: usize = 8;
/// How far a line may overhang the edge of its column.
const DRIFT: usize = 5;
/// White space before a line that may be an empty column.
const INDENT: usize = 16;
/// A wider row is no row of a page.
const WIDEST: usize = 600;
/// A page has no more rows; a file that knows no pages is looked at in such pieces.
const PAGE: usize = 400;

/// A word on its row.
struct Word {
    start: usize,
    end: usize,
    bytes: Range<usize>,
    /// Whether its first letter is a small one, or one of a script that has no capitals.
    small: bool,
    letters: usize,
}

/// A row of the page.
struct Row {
    words: Vec<Word>,
    parted: bool,
}

/// Rows from one to another, and of each the words in these places.
#[derive(Clone)]
struct Region {
    rows: Range<usize>,
    /// The first and last word of each row.
    words: Vec<Range<usize>>,
}

/// A gutter that parts some rows of a region.
struct Cut {
    rows: Range<usize>,
    /// The first word right of the gutter, for each of these rows.
    at: Vec<usize>,
    evidence: usize,
}

/// The lines of a page in reading order; `None` where nothing stands side by side.
pub(super) fn in_order(bytes: &[u8], encoding: Encoding, lines: &[Line]) -> Option<Vec<Line>> {
    let mut found = false;
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len()
            && !lines[end].new_page
            && (end - start < PAGE || !lines[end].parted && end - start < PAGE * 2)
        {
            end += 1;
        }
        let page = &lines[start..end];
        match of_page(bytes, encoding, page) {
            Some(ordered) => {
                found = true;
                out.extend(ordered);
            }
            None => out.extend_from_slice(page),
        }
        start = end;
    }
    found.then_some(out)
}

fn of_page(bytes: &[u8], encoding: Encoding, page: &[Line]) -> Option<Vec<Line>> {
    let may_show = |line: &&Line| line.widest_gap >= GUTTER || line.indent >= INDENT;
    if page.iter().filter(may_show).count() < ROWS {
        return None;
    }
    let rows: Vec<Row> = page
        .iter()
        .map(|line| row_of(bytes, encoding, line))
        .collect();
    let whole = Region {
        rows: 0..rows.len(),
        words: rows.iter().map(|row| 0..row.words.len()).collect(),
    };
    let mut leaves = Vec::new();
    split(&rows, whole, &mut leaves, 0);
    if leaves.len() < 2 {
        return None;
    }
    let mut out = Vec::new();
    for leaf in &leaves {
        lines_of(bytes, encoding, &rows, leaf, &mut out);
    }
    Some(out)
}

fn row_of(bytes: &[u8], encoding: Encoding, line: &Line) -> Row {
    let mut words: Vec<Word> = Vec::new();
    let mut column = line.indent;
    let mut at = line.bytes.start;
    let mut inside = false;
    if line.chars <= WIDEST {
        for (found, len) in decode::characters(&bytes[line.bytes.clone()], encoding) {
            let end = (at + len).min(line.bytes.end);
            if found.is_whitespace() {
                inside = false;
                column += if found == '\t' { 8 - column % 8 } else { 1 };
            } else {
                if !inside {
                    words.push(Word {
                        start: column,
                        end: column,
                        bytes: at..end,
                        small: found.is_alphabetic() && !found.is_uppercase(),
                        letters: 0,
                    });
                }
                inside = true;
                column += 1;
                if let Some(word) = words.last_mut() {
                    word.end = column;
                    word.bytes.end = end;
                    word.letters += usize::from(found.is_alphabetic());
                }
            }
            at = end;
        }
    }
    if words.is_empty() {
        words.push(Word {
            start: line.indent,
            end: line.indent + line.chars,
            bytes: line.bytes.clone(),
            small: false,
            letters: 0,
        });
    }
    Row {
        words,
        parted: line.parted,
    }
}

/// Cuts a region at its longest gutter, and its parts in turn: what stands above, the left, the
/// right, what stands below.
fn split(rows: &[Row], region: Region, leaves: &mut Vec<Region>, depth: usize) {
    let cut = if depth < 24 {
        best_cut(rows, &region)
    } else {
        None
    };
    let Some(cut) = cut else {
        if region.words.iter().any(|words| !words.is_empty()) {
            leaves.push(region);
        }
        return;
    };
    let part = |rows: Range<usize>| Region {
        words: region.words[rows.start - region.rows.start..rows.end - region.rows.start].to_vec(),
        rows,
    };
    let above = part(region.rows.start..cut.rows.start);
    let (mut left, mut right) = (part(cut.rows.clone()), part(cut.rows.clone()));
    let below = part(cut.rows.end..region.rows.end);
    for (nth, at) in cut.at.iter().enumerate() {
        left.words[nth].end = *at;
        right.words[nth].start = *at;
    }
    for part in [above, left, right, below] {
        if !part.rows.is_empty() {
            split(rows, part, leaves, depth + 1);
        }
    }
}

/// The gutter with the most rows that have text on both sides.
fn best_cut(rows: &[Row], region: &Region) -> Option<Cut> {
    let mut starts = vec![0usize; WIDEST * 2];
    for (row, words) in each(rows, region) {
        let words = &row.words[words];
        if let Some(first) = words.first().filter(|word| word.start < starts.len()) {
            starts[first.start] += 1;
        }
        for pair in words.windows(2) {
            if pair[1].start >= pair[0].end + GUTTER && pair[1].start < starts.len() {
                starts[pair[1].start] += 1;
            }
        }
    }
    let mut best: Option<Cut> = None;
    for edge in 0..starts.len() {
        if starts[edge] < ROWS.min(2) {
            continue;
        }
        let places: Vec<Option<usize>> = each(rows, region)
            .map(|(row, words)| place(row, words, edge))
            .collect();
        for run in runs(&places) {
            let most = best.as_ref().map_or(ROWS - 1, |best| best.evidence);
            let Some(cut) = checked(rows, region, &places, run, edge, &starts) else {
                continue;
            };
            if cut.evidence > most {
                best = Some(cut);
            }
        }
    }
    best
}

fn each<'a>(
    rows: &'a [Row],
    region: &'a Region,
) -> impl Iterator<Item = (&'a Row, Range<usize>)> + 'a {
    let words = region.words.iter().cloned();
    rows[region.rows.clone()].iter().zip(words)
}

/// The number of the first word right of a gutter that ends before `edge`; `None` where a word
/// stands in its way.
fn place(row: &Row, words: Range<usize>, edge: usize) -> Option<usize> {
    let inside = &row.words[words.clone()];
    let right = inside.partition_point(|word| word.start < edge);
    let free = right == 0 || inside[right - 1].end + 1 < edge;
    if free {
        return Some(words.start + right);
    }
    if inside[right - 1].end + 1 == edge {
        // One space is a gutter where the line beside it fills its column.
        return Some(words.start + right);
    }
    // A line that overhangs the edge, with its own gap nearby.
    let near = |word: &Word| word.start + DRIFT >= edge && word.start <= edge + DRIFT;
    (1..inside.len())
        .filter(|&at| near(&inside[at]) && inside[at].start >= inside[at - 1].end + GUTTER)
        .min_by_key(|&at| inside[at].start.abs_diff(edge))
        .map(|at| words.start + at)
}

/// The stretches of rows that nothing stands in the way of.
fn runs(places: &[Option<usize>]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for at in 0..=places.len() {
        match (start, places.get(at).is_some_and(Option::is_some)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// One side of a gutter, as far as it shows running text.
#[derive(Default)]
struct Side {
    widths: Vec<usize>,
    small: usize,
    words: usize,
    letters: usize,
    signs: usize,
}

impl Side {
    fn add(&mut self, words: &[Word]) {
        let [first, ..] = words else { return };
        let last = words.last().unwrap_or(first);
        self.widths.push(last.end - first.start);
        self.small += usize::from(first.small);
        self.words += words.len();
        for word in words {
            self.letters += word.letters;
            self.signs += word.end - word.start;
        }
    }

    /// Lines of several words, mostly letters, that fill their measure, and that begin as the middle of
    /// a sentence does as often as they would by chance.
    fn is_running_text(&mut self) -> bool {
        let lines = self.widths.len();
        if lines < ROWS {
            return false;
        }
        self.widths.sort_unstable();
        let measure = self.widths[(lines * 9 / 10).min(lines - 1)];
        let full = self
            .widths
            .iter()
            .filter(|width| **width * 10 >= measure * 7);
        let enough = if lines < MANY {
            lines * 2 / 3 + 1
        } else {
            lines / 2
        };
        full.count() >= enough
            && measure >= 12
            && self.words >= lines * 2
            && self.letters * 10 >= self.signs * 7
            && self.small * 10 >= lines * 3
    }
}

/// The cut along a run of rows, when both sides are running text and the right one has a straight
/// left edge.
fn checked(
    rows: &[Row],
    region: &Region,
    places: &[Option<usize>],
    run: Range<usize>,
    edge: usize,
    starts: &[usize],
) -> Option<Cut> {
    let sides = |nth: usize| {
        let words = &region.words[nth];
        let at = places[nth].unwrap_or(words.end);
        let row = &rows[region.rows.start + nth].words;
        (&row[words.start..at], &row[at..words.end])
    };
    // Columns whose lines lie on different heights stand side by side in rows that take turns.
    let has = |nth: usize| {
        let (left, right) = sides(nth);
        (!left.is_empty(), !right.is_empty())
    };
    let joined = |nth: usize| !rows[region.rows.start + nth].parted;
    let beside = |nth: usize, right: bool| {
        let before = (nth > run.start && joined(nth)).then(|| has(nth - 1));
        let after = (nth + 1 < run.end && joined(nth + 1)).then(|| has(nth + 1));
        let mut near = before.into_iter().chain(after);
        near.any(|(l, r)| if right { r } else { l })
    };
    let mut evidence: Vec<usize> = run
        .clone()
        .filter(|&nth| match has(nth) {
            (true, true) => true,
            (true, false) => beside(nth, true),
            (false, true) => beside(nth, false),
            (false, false) => false,
        })
        .collect();
    // What stands over and under the columns, and keeps to none of their edges, is no part of them.
    let lefts = evidence.iter().filter_map(|nth| sides(*nth).0.first());
    let left_edge = lefts.map(|word| word.start).min()?;
    let strange = |words: &[Word], edge: usize| {
        words
            .first()
            .is_some_and(|word| word.start > edge + DRIFT || word.start + 1 < edge)
    };
    let belongs = |nth: usize| {
        let (left, right) = sides(nth);
        !strange(left, left_edge) && !strange(right, edge)
    };
    let heads = evidence.iter().take_while(|nth| !belongs(**nth)).count();
    evidence.drain(..heads);
    while evidence.last().is_some_and(|nth| !belongs(*nth)) {
        evidence.pop();
    }
    if evidence.len() < ROWS {
        return None;
    }
    let (first, last) = (evidence[0], evidence[evidence.len() - 1]);
    let mut start = first;
    while start > run.start && belongs(start - 1) {
        start -= 1;
    }
    let mut end = last + 1;
    while end < run.end && belongs(end) {
        end += 1;
    }
    let (mut left, mut right) = (Side::default(), Side::default());
    let (mut flush, mut rights, mut wide) = (0, 0, 0);
    for nth in &evidence {
        let (a, b) = sides(*nth);
        let gap = match (a.last(), b.first()) {
            (Some(last), Some(first)) => first.start.saturating_sub(last.end),
            _ => GUTTER + 1,
        };
        wide += usize::from(gap > GUTTER);
        if let Some(first) = b.first() {
            rights += 1;
            flush += usize::from(first.start == edge);
        }
        // Of several columns those beside the gutter tell.
        left.add(&a[columns(a, starts).last().unwrap_or(0)..]);
        right.add(&b[..columns(b, starts).next().unwrap_or(b.len())]);
    }
    let all = evidence.len();
    let straight = flush * 2 >= rights;
    let sure = all >= MANY || wide * 10 >= all * 8;
    let gaps = wide * 2 >= all;
    (straight && sure && gaps && left.is_running_text() && right.is_running_text()).then(|| Cut {
        rows: region.rows.start + start..region.rows.start + end,
        at: (start..end)
            .map(|nth| places[nth].unwrap_or(region.words[nth].end))
            .collect(),
        evidence: all,
    })
}

/// The words after the first of a row at which further columns may begin: behind a gap, where other
/// rows begin as well.
fn columns<'a>(words: &'a [Word], starts: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    (1..words.len()).filter(|&at| {
        let start = words[at].start;
        start >= words[at - 1].end + GUTTER && starts.get(start).is_some_and(|n| *n >= MANY)
    })
}

/// The lines of a column. Rows on which only other columns have text are no gap of this one, when
/// its lines lie on other heights than theirs.
fn lines_of(bytes: &[u8], encoding: Encoding, rows: &[Row], leaf: &Region, out: &mut Vec<Line>) {
    let held: Vec<usize> = (0..leaf.words.len())
        .filter(|nth| !leaf.words[*nth].is_empty())
        .collect();
    let Some(margin) = held
        .iter()
        .map(|nth| rows[leaf.rows.start + nth].words[leaf.words[*nth].start].start)
        .min()
    else {
        return;
    };
    for (place, nth) in held.iter().enumerate() {
        let row = &rows[leaf.rows.start + nth].words;
        let words = &row[leaf.words[*nth].clone()];
        let (first, last) = (&words[0], &words[words.len() - 1]);
        let mut line = line_of(bytes, encoding, first.bytes.start..last.bytes.end);
        line.indent = first.start - margin;
        line.parted = match place.checked_sub(1) {
            None => true,
            Some(before) => {
                let between = leaf.rows.start + held[before] + 1..=leaf.rows.start + nth;
                let pitch = held[before.saturating_sub(2)..(place + 3).min(held.len())]
                    .windows(2)
                    .map(|pair| pair[1] - pair[0])
                    .min()
                    .unwrap_or(1);
                rows[between].iter().any(|row| row.parted) || nth - held[before] > pitch + 1
            }
        };
        out.push(line);
    }
}

#[cfg(test)]
mod tests {
    use crate::read::text;

    fn read(page: &str) -> String {
        text("t", page.as_bytes().to_vec())
            .expect("it is text")
            .text
            .string
    }

    const TWO: &str = "\
          The Ferry and the Bridge

The ferry has been out of service     A crowd came to the meeting of the
since the storm of last week, and     council, and most of it had to stay
nobody can say when it will sail      outside. The windows were opened, so
again. The owner is waiting for a     that those in the street could hear
part that is made in one town only.   what was said about the bridge.

               Page 4
";

    #[test]
    fn columns_come_one_after_the_other() {
        let read = read(TWO);
        let at = |text: &str| read.find(text).expect("it is kept");
        assert!(at("The Ferry and") < at("The ferry has"));
        assert!(at("one town only.") < at("A crowd came"));
        assert!(at("about the bridge.") < at("Page 4"));
        assert!(read.contains("since the storm of last week, and\nnobody"));
        assert!(read.contains("only.\n\nA crowd came to the meeting of the\ncouncil"));
    }

    #[test]
    fn every_byte_is_there_once() {
        let page = text("t", TWO.as_bytes().to_vec()).expect("it is text");
        let mut held = vec![0; TWO.len()];
        for piece in &page.text.pieces {
            held[piece.from.clone()].iter_mut().for_each(|n| *n += 1);
        }
        assert!(held.iter().all(|n| *n == 1));
    }

    #[test]
    fn a_heading_over_some_columns_stays_over_them() {
        let read = read("\
The mill was sold last Friday to a     The school will have a new roof by    The harbour master has counted the
company from the coast, which has      the autumn, if the builder keeps to   boats again, and there are more of
not said what it will do with the      his word. The old one let the rain    them than there have ever been in
old wheel and the house beside it.     in at four places last winter.        the years since he took the office.
      A Wheel Without a Mill Over Two Columns of Text                        Most of them are small, and belong
nobody in the town remembers when      children are taught in the hall of    to people who live far away and
the wheel was turning for the last     the inn for as long as it takes to    come for the summer. They pay for
time. It must have been before the     put the tiles on. Their parents do    the moorings all the year, and so
war, says the miller\u{2019}s daughter.       not like it, but the innkeeper does.   the town has no reason to complain.
");
        let at = |text: &str| read.find(text).unwrap_or_else(|| panic!("{text}\n{read}"));
        assert!(at("winter.") < at("A Wheel"));
        assert!(at("innkeeper") < at("The harbour"));
        assert!(read.contains("in the office.") || read.contains("took the office.\nMost of them"));
    }

    #[test]
    fn tables_lists_and_justified_lines_stay() {
        for page in [
            "Station          High   Low   Rain\nPenmarrick         14     6    0.2\nOvercombe          12     4    0.0\nTellingham         12     4    0.0\nHollin Moor         9    -1    2.6\n",
            "Apples from the county      Pears from abroad\nPlums, if there are any     Figs and dates\nCherries in a basket        Nuts of all kinds\nBerries by the pound        Honey in the comb\n",
            "The  ferry  has  been  out of service\nsince the storm of last week and now\nnobody  can  say  when  it  will sail\nagain.  The  owner  is waiting for  a\npart that is made in one town of all.\n",
            "to take a train early     prendre le train\nto be late                être en retard de peu\nto miss                   manquer\nto arrive at last         arriver enfin au but\n",
        ] {
            let rows = page.lines().map(str::trim_end);
            let read = read(page).replace("\n\n", "\n");
            assert!(rows.eq(read.lines()), "{read}");
        }
    }
}
