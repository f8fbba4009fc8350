//! A story onto its page: head, columns, pictures, in reading order, with its elements and beads.
//!
//! Knows where a story stands; decided elsewhere. Says what a sub-editor would mark.

use super::column::{Cursor, Filling, Fragment};
use super::emit::{Sheet, Structure};
use super::held::Slot;
use super::picture::Quotation;
use super::plan::{Plan, Plans, Stand, filling, heights, rules};
use super::remark::{Remark, RemarkKind};
use super::setter::{Kind, Set};
use super::story::Story;
use crate::frame::{Bead, ElementId, ElementRole, Link};
use crate::units::{Length, Rect};

/// Space between words, over the natural one, from which a line is remarked on.
const LOOSE: f64 = 2.6;

/// Places a story as a rectangle of the page and moves its cursor on.
#[allow(clippy::too_many_arguments)]
pub(super) fn rectangle(
    sheet: &mut Sheet<'_>,
    structure: &mut Structure,
    remarks: &mut Vec<Remark>,
    story: &mut Story,
    plans: &Plans,
    (column, columns): (usize, usize),
    (line, lines): (u32, u32),
) {
    let empty = Plan::default();
    let plan = plans.plan(columns, lines).unwrap_or(&empty);
    let Some(head) = plans
        .heads
        .get(columns - 1)
        .and_then(|heads| heads.get(plan.head))
    else {
        return;
    };
    let element = story.element(structure);
    let leading = sheet.setter.leading();
    let (line, lines) = if story.boxed() {
        sheet.boxed(story.treatment, (column, columns), (line, lines));
        (line + 1, lines.saturating_sub(2))
    } else {
        (line, lines)
    };
    sheet.inset = story.inset;
    let x = sheet.x(column, columns);
    let first = !story.placed;
    if !head.fits && first {
        remarks.push(remark(
            RemarkKind::Headline,
            story,
            sheet,
            story.headline.clone().unwrap_or_default(),
            "the headline does not fit its columns in any size of its style",
        ));
    }
    for part in &head.parts {
        let id = (!part.own).then(|| structure.add(part.role, Some(element), ""));
        let drop = if part.role == ElementRole::Kicker {
            Length::ZERO
        } else {
            head.drop(plan.extra, leading)
        };
        let y = sheet.y(line) + drop + part.baseline;
        if let (Some(page), ElementRole::Jump, Some(id)) = (story.from, part.role, id) {
            sheet.page.links.push(Link {
                rect: Rect {
                    x,
                    y: y - part.set.capital,
                    width: sheet.span(columns),
                    height: part.set.height() + part.set.depth,
                },
                element: id,
                page,
            });
        }
        sheet.set(&part.set, x, y, id);
    }
    let body_line = line + head.lines + plan.extra;
    let body = lines.saturating_sub(head.lines + plan.extra);
    let filled = filling(story, plan, head, columns, lines, rules(sheet.setter));
    let tops: Vec<u32> = (0..columns)
        .map(|c| {
            let above = plan.figures.iter().filter(|f| !f.foot && covers(f, c));
            body_line + above.map(|f| f.whole).sum::<u32>()
        })
        .collect();
    let mut figures: Vec<(usize, usize)> = Vec::new();
    if first {
        figures.extend(
            story
                .figures
                .iter()
                .enumerate()
                .map(|(at, f)| (f.order, at)),
        );
    }
    figures.sort_unstable();
    let mut figures = figures.into_iter().peekable();
    for fragment in &filled.fragments {
        let order = story.pieces[fragment.piece].order;
        while let Some((_, at)) = figures.next_if(|(figure, _)| *figure < order) {
            figure(
                sheet,
                structure,
                story,
                plans,
                plan,
                at,
                (column, body_line),
                element,
            );
        }
        let top = tops[fragment.column];
        fragment_of(
            sheet,
            structure,
            story,
            fragment,
            column + fragment.column,
            top,
        );
    }
    for (_, at) in figures {
        figure(
            sheet,
            structure,
            story,
            plans,
            plan,
            at,
            (column, body_line),
            element,
        );
    }
    let heights = heights(columns, body, &plan.figures);
    column_rules(sheet, column, &tops, &heights);
    for c in 0..columns {
        let top = if c == 0 {
            sheet.y(line)
        } else {
            sheet.y(body_line)
        };
        structure.beads.push(Bead {
            article: element,
            page: sheet.number,
            rect: Rect {
                x: sheet.x(column + c, 1),
                y: top,
                width: sheet.setter.layout.column_width(),
                height: sheet.y(line + lines) - top,
            },
        });
    }
    if plan.goes_on && filled.rest.is_some() {
        turn(sheet, structure, story, plan, column, (&tops, &heights));
    }
    inspect(remarks, sheet, story, &filled, &heights, plan.goes_on);
    if first {
        sheet.begun.extend(pieces_articles(story));
    } else {
        sheet.arrived.push(story.article);
    }
    sheet.inset = Length::ZERO;
    advance(story, &filled);
    if !story.done() {
        story.from = Some(sheet.number);
        let text = format!(
            "{} of its lines stand here, {} words go on",
            filled.fragments.iter().map(|f| f.lines).sum::<u32>(),
            story.words_left()
        );
        let place = story.headline.clone().unwrap_or_default();
        remarks.push(remark(RemarkKind::Jump, story, sheet, place, &text));
    }
}

/// The articles of a story: one, or those of the column of short news.
fn pieces_articles(story: &Story) -> Vec<usize> {
    let mut articles: Vec<usize> = story.pieces.iter().map(|piece| piece.article).collect();
    articles.insert(0, story.article);
    articles.dedup();
    articles
}

/// Keeps the lines at the foot of a story's last column for the jump line.
fn turn(
    sheet: &mut Sheet<'_>,
    structure: &mut Structure,
    story: &mut Story,
    plan: &Plan,
    column: usize,
    (tops, heights): (&[u32], &[u32]),
) {
    let Some(last) = heights.iter().rposition(|height| *height > 0) else {
        return;
    };
    let article = story.element(structure);
    let element = structure.add(ElementRole::Jump, Some(article), "");
    let line = (tops[last] + heights[last]).saturating_sub(plan.jump);
    sheet.slots.push(Slot {
        article: Some(story.article),
        at: sheet.page.items.len(),
        from: (sheet.x(column + last, 1), sheet.baseline(line)),
        width: sheet.span(1),
        lines: plan.jump,
        element,
        word: story.keyword.clone(),
    });
}

/// Moves a story's cursor behind what a filling placed.
pub(super) fn advance(story: &mut Story, filled: &Filling) {
    story.placed = true;
    story.cursor = filled.rest.unwrap_or(Cursor {
        piece: story.pieces.len(),
        form: 0,
        line: 0,
    });
}

fn covers(stand: &Stand, column: usize) -> bool {
    (stand.column..stand.column + stand.columns).contains(&column)
}

/// One fragment, with the element of its piece.
pub(super) fn fragment_of(
    sheet: &mut Sheet<'_>,
    structure: &mut Structure,
    story: &mut Story,
    fragment: &Fragment,
    column: usize,
    top: u32,
) {
    let repeated = story.pieces[fragment.piece].repeated;
    let id = if repeated {
        story.element(structure)
    } else {
        story.piece_element(structure, fragment.piece)
    };
    let before = sheet.page.items.len();
    let shape = &story.shapes[fragment.piece];
    let whole = shape.forms.get(fragment.form).map_or(0, |form| form.lines);
    let piece = &story.pieces[fragment.piece];
    sheet.fragment(piece, fragment, whole, column, top + fragment.at, id);
    if repeated {
        for item in &mut sheet.page.items[before..] {
            item.element = None;
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn figure(
    sheet: &mut Sheet<'_>,
    structure: &mut Structure,
    story: &Story,
    plans: &Plans,
    plan: &Plan,
    at: usize,
    (column, body_line): (usize, u32),
    article: ElementId,
) {
    let (Some(stand), Some(what)) = (plan.figures.get(at), story.figures.get(at)) else {
        return;
    };
    let caption = &plans.captions[stand.columns - 1][at];
    if let Some(quote) = what.quote {
        let id = (quote == Quotation::Own)
            .then(|| structure.add(ElementRole::PullQuote, Some(article), ""));
        let from = sheet.x(column + stand.column, stand.columns);
        let wide = sheet.span(stand.columns);
        let line = body_line + stand.at;
        quotation(sheet, &caption.set, (from, wide), (line, caption.lines), id);
        return;
    }
    let alt = crate::edition::inline::plain(&what.caption);
    let id = structure.add(ElementRole::Figure, Some(article), &alt);
    let line = body_line + stand.at;
    let x = sheet.x(column + stand.column, stand.columns);
    let top = sheet.capitals(line);
    let width = sheet.span(stand.columns);
    let foot = sheet.baseline(line + stand.lines - 1);
    let rect = Rect {
        x,
        y: top,
        width,
        height: foot - top,
    };
    sheet.figure(rect, what.picture, id);
    let text = structure.add(ElementRole::Caption, Some(id), "");
    let first = line + stand.lines;
    for (grid, set_line) in (first..).zip(&caption.set.lines) {
        sheet.line(set_line, x, sheet.baseline(grid), Some(text));
    }
    if let Some(credit) = &caption.credit {
        sheet.credit(credit, &caption.set, caption.lines, x, first, Some(text));
    }
}

/// A quotation over some columns, between its rules.
fn quotation(
    sheet: &mut Sheet<'_>,
    set: &Set,
    (x, width): (Length, Length),
    (line, lines): (u32, u32),
    element: Option<ElementId>,
) {
    let style = sheet.setter.style_of(Kind::PullQuote);
    let (above, below) = (style.rule_above, style.rule_below);
    let top = sheet.capitals(line);
    let foot = sheet.baseline((line + lines).saturating_sub(1));
    let spare = foot - top - set.height();
    sheet.rule(x, top, width, above);
    sheet.rule(x, foot - below, width, below);
    sheet.set(set, x, top + spare.ratio(11, 20) + set.capital, element);
}

fn column_rules(sheet: &mut Sheet<'_>, column: usize, tops: &[u32], heights: &[u32]) {
    let weight = sheet.setter.layout.makeup.column_rule;
    if weight <= Length::ZERO {
        return;
    }
    for c in 1..tops.len() {
        if heights[c] == 0 || heights[c - 1] == 0 {
            continue;
        }
        let line = tops[c].max(tops[c - 1]);
        let end = (tops[c] + heights[c]).min(tops[c - 1] + heights[c - 1]);
        if end > line {
            let top = sheet.capitals(line);
            let foot = sheet.baseline(end - 1);
            sheet.rule(sheet.gutter(column + c, weight), top, weight, foot - top);
        }
    }
}

/// What a sub-editor would mark in a story's columns.
pub(super) fn inspect(
    remarks: &mut Vec<Remark>,
    sheet: &Sheet<'_>,
    story: &Story,
    filled: &Filling,
    heights: &[u32],
    goes_on: bool,
) {
    for fragment in &filled.fragments {
        let shape = &story.shapes[fragment.piece];
        let whole = shape.forms.get(fragment.form).map_or(0, |form| form.lines);
        let place = || story.place(fragment.piece);
        let ends = fragment.from + fragment.lines == whole;
        if !shape.whole && whole > 1 && fragment.lines == 1 {
            if fragment.from > 0 && ends {
                let text = "the last line of the paragraph stands alone at a column's head";
                remarks.push(remark(RemarkKind::Widow, story, sheet, place(), text));
            } else if fragment.from == 0 {
                let text = "the first line of the paragraph stands alone at a column's foot";
                remarks.push(remark(RemarkKind::Club, story, sheet, place(), text));
            }
        }
        let set = &story.pieces[fragment.piece].forms;
        let lines = set.get(fragment.form).map_or(&[][..], |set| &set.lines[..]);
        let mine = fragment.from as usize..(fragment.from + fragment.lines) as usize;
        for (at, line) in lines.iter().enumerate() {
            if mine.contains(&at) && at + 1 < lines.len() && line.space > LOOSE {
                let text = format!(
                    "the spaces of line {} are {:.1} times the natural ones",
                    at + 1,
                    line.space
                );
                remarks.push(remark(RemarkKind::LooseLine, story, sheet, place(), &text));
            }
        }
    }
    for pair in filled.fragments.windows(2) {
        if story.shapes[pair[0].piece].heads && pair[0].column != pair[1].column {
            let text = "the heading stands at a column's foot, its text in the next";
            let place = story.place(pair[0].piece);
            remarks.push(remark(RemarkKind::PartedHeading, story, sheet, place, text));
        }
    }
    let overset = overset_lines(filled, heights);
    if overset > 0 {
        let text = format!("{overset} lines do not fit into their columns");
        remarks.push(remark(
            RemarkKind::Overset,
            story,
            sheet,
            String::new(),
            &text,
        ));
    }
    for (column, height) in heights.iter().enumerate() {
        let last = filled.fragments.iter().filter(|f| f.column == column);
        let end = last.map(|f| f.at + f.lines).max().unwrap_or(0);
        let hole = height.saturating_sub(end);
        if hole > 2 && !filled.fragments.is_empty() && !goes_on {
            let text = format!("{hole} lines of white at the foot of column {}", column + 1);
            remarks.push(remark(RemarkKind::Hole, story, sheet, String::new(), &text));
        }
    }
}

fn overset_lines(filled: &Filling, heights: &[u32]) -> u32 {
    let beyond = |f: &Fragment| {
        let height = heights.get(f.column).copied().unwrap_or(u32::MAX);
        (f.at + f.lines).saturating_sub(height.max(f.at))
    };
    filled.fragments.iter().map(beyond).sum()
}

pub(super) fn remark(
    kind: RemarkKind,
    story: &Story,
    sheet: &Sheet<'_>,
    place: String,
    text: &str,
) -> Remark {
    Remark {
        kind,
        article: Some(story.article),
        page: Some(sheet.number),
        place,
        text: text.to_owned(),
    }
}
