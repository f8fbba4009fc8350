//! Glyphs -> words: by the gaps between them, in whichever direction they run.

use std::collections::HashMap;

use hayro_interpret::kurbo::Rect;

use super::codes;
use super::device::{Glyphs, Shown};
use crate::model::{Area, PlacedPicture, Unit};
use crate::read::sheet::{Bounds, MAX_WORDS, Sheet, Word};

/// A gap of this many ems parts words. TeX sets its narrowest spaces at 0.2 em; kerning and
/// rounding stay below half of this.
const GAP: f64 = 0.14;

/// Height above and depth below the baseline, in ems, of the box of a word.
const ABOVE: f64 = 0.74;
const BELOW: f64 = 0.22;

/// Directions of text, each a quarter turn on from the one before.
const TURNS: usize = 4;

/// The sheet that glyphs make, how many of them have no meaning, and how many there are.
pub(super) fn sheet(mut found: Glyphs, number: u32, size: (f32, f32)) -> (Sheet, usize, usize) {
    codes::read(&mut found.shown);
    let all = found.shown.len();
    let unseen = found.shown.iter().filter(|glyph| glyph.unseen).count();
    let lost = found
        .shown
        .iter()
        .filter(|glyph| glyph.text.is_none())
        .count();
    let mut turned: Vec<Vec<Shown>> = vec![Vec::new(); TURNS];
    for glyph in twice_drawn_once(found.shown) {
        turned[turn(&glyph)].push(glyph);
    }
    let mut order: Vec<usize> = (0..TURNS).collect();
    order.sort_by_key(|turn| std::cmp::Reverse(turned[*turn].len()));
    let main = order[0];
    let groups: Vec<Vec<Word>> = order
        .iter()
        .map(|turn| words(&turned[*turn], *turn, size))
        .filter(|words| !words.is_empty() && words.len() <= MAX_WORDS)
        .collect();
    let bounds = |area: &Rect| upright(area, main, size);
    let page = f64::from(size.0) * f64::from(size.1);
    // A scan behind its text is no picture on the page, nor is the tint behind an article.
    let holds_text = |area: &Bounds| {
        let words = groups.first().map_or(&[][..], Vec::as_slice);
        words
            .iter()
            .filter(|word| area.holds(&word.at))
            .take(4)
            .count()
            > 3
    };
    let pictures = || {
        found
            .pictures
            .iter()
            .filter(|picture| picture.area() < 0.6 * page)
    };
    let mut holes: Vec<Bounds> = pictures()
        .chain(&found.tints)
        .map(bounds)
        .filter(|area| !holds_text(area))
        .collect();
    holes.sort_by(|a, b| a.top.total_cmp(&b.top));
    holes.truncate(1000);
    let mut placed: Vec<PlacedPicture> = pictures()
        .filter(|picture| picture.width() > 24.0 && picture.height() > 24.0)
        .map(|area| PlacedPicture {
            area: area_of(area),
            element: None,
        })
        .collect();
    placed.sort_by(|a, b| a.area.y.total_cmp(&b.area.y));
    let sheet = Sheet {
        number,
        size,
        unit: Unit::Point,
        rules: found.rules.iter().take(20_000).map(bounds).collect(),
        holes,
        pictures: placed,
        scanned: unseen * 2 > all,
        groups,
    };
    (sheet, lost, all)
}

/// Drops the second of two equal glyphs in one place, as shadows and false bold have them.
fn twice_drawn_once(shown: Vec<Shown>) -> Vec<Shown> {
    let mut seen: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    let mut kept: Vec<Shown> = Vec::with_capacity(shown.len());
    for glyph in shown {
        if glyph.text.as_deref().is_some_and(str::is_empty) {
            kept.push(glyph);
            continue;
        }
        let em = glyph.up.0.hypot(glyph.up.1);
        let cell = |value: f64| (value / 4.0).floor() as i64;
        let (x, y) = (cell(glyph.origin.x), cell(glyph.origin.y));
        let twin = (x - 1..=x + 1)
            .flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)))
            .any(|at| {
                seen.get(&at).is_some_and(|there| {
                    there.iter().any(|known| {
                        let other: &Shown = &kept[*known];
                        other.text == glyph.text && other.origin.distance(glyph.origin) < 0.12 * em
                    })
                })
            });
        if !twin {
            seen.entry((x, y)).or_default().push(kept.len());
            kept.push(glyph);
        }
    }
    kept
}

/// How many quarter turns a glyph is turned, clockwise.
fn turn(glyph: &Shown) -> usize {
    // The em's upward stroke is known even where a glyph has no width.
    let (x, y) = glyph.up;
    if y.abs() >= x.abs() {
        if y <= 0.0 { 0 } else { 2 }
    } else if x > 0.0 {
        1
    } else {
        3
    }
}

/// A point of the page turned back so that text of this turn runs from left to right.
fn turned_back(x: f64, y: f64, turn: usize, size: (f32, f32)) -> (f64, f64) {
    let (width, height) = (f64::from(size.0), f64::from(size.1));
    match turn {
        0 => (x, y),
        1 => (y, width - x),
        2 => (width - x, height - y),
        _ => (height - y, x),
    }
}

fn upright(area: &Rect, turn: usize, size: (f32, f32)) -> Bounds {
    let (a, b) = turned_back(area.x0, area.y0, turn, size);
    let (c, d) = turned_back(area.x1, area.y1, turn, size);
    Bounds {
        left: a.min(c) as f32,
        top: b.min(d) as f32,
        right: a.max(c) as f32,
        bottom: b.max(d) as f32,
    }
}

pub(super) fn area_of(area: &Rect) -> Area {
    Area::new(
        area.x0 as f32,
        area.y0 as f32,
        area.x1 as f32,
        area.y1 as f32,
    )
}

/// A glyph turned back.
struct Flat<'a> {
    glyph: &'a Shown,
    /// Where it begins and ends, and its baseline.
    x: f64,
    end: f64,
    y: f64,
    em: f64,
}

/// The words of glyphs that run in one direction.
fn words(shown: &[Shown], turn: usize, size: (f32, f32)) -> Vec<Word> {
    let mut flat: Vec<Flat> = shown
        .iter()
        .filter(|glyph| glyph.text.is_some())
        .map(|glyph| {
            let (x, y) = turned_back(glyph.origin.x, glyph.origin.y, turn, size);
            let (end, _) = turned_back(glyph.end.x, glyph.end.y, turn, size);
            Flat {
                glyph,
                x,
                end: end.max(x),
                y,
                em: glyph.up.0.hypot(glyph.up.1),
            }
        })
        .collect();
    flat.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut words = Vec::new();
    let mut from = 0;
    while from < flat.len() {
        let mut to = from + 1;
        while to < flat.len() && flat[to].y - flat[to - 1].y < 0.08 * flat[to].em.min(flat[from].em)
        {
            to += 1;
        }
        let row = &mut flat[from..to];
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        row_words(row, turn, size, &mut words);
        from = to;
    }
    words
}

/// The words of a row of glyphs from left to right.
fn row_words(row: &[Flat], turn: usize, size: (f32, f32), words: &mut Vec<Word>) {
    let tracking = tracking(row);
    let mut from = 0;
    for at in 0..row.len() {
        let is_space = |glyph: &Flat| glyph.glyph.text.as_deref().is_none_or(str::is_empty);
        if is_space(&row[at]) {
            push(&row[from..at], turn, size, words);
            from = at + 1;
            continue;
        }
        if at > from {
            let (last, next) = (&row[at - 1], &row[at]);
            let em = last.em.min(next.em);
            let resized = last.em.max(next.em) > 1.6 * em;
            if next.x - last.end > tracking + GAP * em || resized {
                push(&row[from..at], turn, size, words);
                from = at;
            }
        }
    }
    push(&row[from..], turn, size, words);
}

/// The space that stands between all letters of a row, when it is tracked out.
fn tracking(row: &[Flat]) -> f64 {
    let mut gaps: Vec<f64> = row
        .windows(2)
        .filter(|two| {
            let letters = |glyph: &Flat| glyph.glyph.text.as_deref().is_some_and(|t| !t.is_empty());
            letters(&two[0]) && letters(&two[1])
        })
        .map(|two| (two[1].x - two[0].end) / two[0].em)
        .filter(|gap| (-0.5..1.0).contains(gap))
        .collect();
    if gaps.len() < 6 {
        return 0.0;
    }
    gaps.sort_by(f64::total_cmp);
    let (low, middle) = (gaps[gaps.len() / 5], gaps[gaps.len() / 2]);
    // Most gaps alike and wide: letters set apart, and not a row of single letters.
    if low > 0.05 && middle < 0.6 {
        middle * row[0].em
    } else {
        0.0
    }
}

fn push(glyphs: &[Flat], turn: usize, size: (f32, f32), words: &mut Vec<Word>) {
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else {
        return;
    };
    let text: String = glyphs
        .iter()
        .filter_map(|flat| flat.glyph.text.as_deref())
        .collect();
    if text.is_empty() {
        return;
    }
    let em = glyphs.iter().map(|flat| flat.em).fold(0.0, f64::max);
    let end = glyphs.iter().map(|flat| flat.end).fold(last.end, f64::max);
    let at = Bounds {
        left: first.x as f32,
        top: (first.y - ABOVE * em) as f32,
        right: end as f32,
        bottom: (first.y + BELOW * em) as f32,
    };
    words.push(Word {
        text,
        at,
        base: first.y as f32,
        em: em as f32,
        face: first.glyph.face,
        area: laid_back(&at, turn, size),
        ..Word::default()
    });
}

/// The box on the page as it lies in the file.
fn laid_back(at: &Bounds, turn: usize, size: (f32, f32)) -> Area {
    let (width, height) = size;
    let point = |x: f32, y: f32| match turn {
        0 => (x, y),
        1 => (width - y, x),
        2 => (width - x, height - y),
        _ => (y, height - x),
    };
    let (a, b) = point(at.left, at.top);
    let (c, d) = point(at.right, at.bottom);
    Area::new(a, b, c, d)
}
