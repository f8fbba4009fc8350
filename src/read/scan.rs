//! Pages of OCR: lines and words in boxes, as ALTO, hOCR and PAGE all have them -> a sheet.
//!
//! Knows how to estimate sizes from the boxes of words; nothing of a format.

use crate::model::{Area, PlacedPicture, Unit};

use super::sheet::{Bounds, MAX_WORDS, Sheet, Word};

/// A page as OCR found it.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub number: u32,
    pub size: (f32, f32),
    pub unit: Unit,
    pub lines: Vec<Line>,
    pub pictures: Vec<(Bounds, Option<String>)>,
}

/// A line of words.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Its box, if it has one.
    pub at: Option<Bounds>,
    /// Height of its baseline, if it is told.
    pub base: Option<f32>,
    /// Size of its type, if it is told, in any unit.
    pub size: Option<f32>,
    /// Which face it is set in, if that is told.
    pub face: u64,
    pub words: Vec<Read>,
}

/// A word as it was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub text: String,
    pub at: Option<Bounds>,
    pub confidence: Option<f32>,
    pub element: Option<String>,
    pub whole: Option<String>,
}

impl Line {
    /// The words of a text, when only the line is known: each as wide as its letters.
    pub(super) fn of_text(at: Option<Bounds>, text: &str, confidence: Option<f32>) -> Line {
        let whole = Read {
            text: text.to_owned(),
            at,
            confidence,
            ..Read::default()
        };
        Line {
            at,
            words: whole.words(),
            ..Line::default()
        }
    }
}

impl Read {
    /// What was read as one word and is several, each as wide as its letters.
    fn words(self) -> Vec<Read> {
        let mut pieces = self.text.split_whitespace();
        if pieces
            .next()
            .is_none_or(|first| first.len() == self.text.len())
        {
            return vec![self];
        }
        let all = self.text.chars().count().max(1) as f32;
        let mut words = Vec::new();
        let mut from = 0;
        for piece in self.text.split(char::is_whitespace) {
            let len = piece.chars().count();
            if len > 0 {
                let at = self.at.map(|at| Bounds {
                    left: at.left + at.width() * from as f32 / all,
                    right: at.left + at.width() * (from + len) as f32 / all,
                    ..at
                });
                words.push(Read {
                    text: piece.to_owned(),
                    at,
                    confidence: self.confidence,
                    element: self.element.clone(),
                    whole: None,
                });
            }
            from += len + 1;
        }
        words
    }
}

/// The box of a word with a descender and an ascender, in ems of common faces.
const TALL: f32 = 0.92;

/// Depth of a descender, in ems.
const DEEP: f32 = 0.22;

/// The sheet of a scan.
pub(super) fn sheet(scan: Scan) -> Sheet {
    let ratio = ratio(&scan.lines);
    let mut groups = vec![Vec::new(); TURNS];
    let mut count = 0;
    let mut last: Option<Bounds> = None;
    for (number, mut line) in scan.lines.into_iter().enumerate() {
        line.words = line.words.into_iter().flat_map(Read::words).collect();
        let known: Vec<Bounds> = line.words.iter().filter_map(|word| word.at).collect();
        let of_words = || {
            let first = *known.first()?;
            Some(known.iter().fold(first, |all, word| all.with(word)))
        };
        // A line that is nowhere stands under the last.
        let around = line.at.or_else(of_words).unwrap_or_else(|| under(last));
        last = Some(around);
        let turn = turn(&line.words, scan.size);
        let mut around = turned(&around, turn, scan.size);
        let areas: Vec<Option<Bounds>> = line.words.iter().map(|word| word.at).collect();
        for word in &mut line.words {
            word.at = word.at.map(|at| turned(&at, turn, scan.size));
        }
        if turn > 0 {
            line.base = None;
            line.size = None;
            around = line
                .words
                .iter()
                .filter_map(|word| word.at)
                .fold(around, |all, at| all.with(&at));
        }
        let em = match (line.size, ratio) {
            (Some(size), Some(ratio)) if size > 0.0 => size * ratio,
            _ => height_of(&line.words, &around),
        };
        let base = line
            .base
            .unwrap_or_else(|| base_of(&line.words, &around, em));
        let step = around.width() / line.words.len().max(1) as f32;
        for (nth, (word, area)) in line.words.into_iter().zip(areas).enumerate() {
            let at = word.at.unwrap_or(Bounds {
                left: around.left + step * nth as f32,
                right: around.left + step * (nth as f32 + 0.95),
                ..around
            });
            if word.text.is_empty() || count >= MAX_WORDS {
                continue;
            }
            count += 1;
            let area = area.unwrap_or(at);
            groups[turn].push(Word {
                text: word.text,
                at,
                base,
                em,
                face: line.face,
                area: Area::new(area.left, area.top, area.right, area.bottom),
                confidence: word.confidence,
                element: word.element,
                whole: word.whole,
                line: Some(number),
            });
        }
    }
    groups.sort_by_key(|words| std::cmp::Reverse(words.len()));
    groups.retain(|words| !words.is_empty());
    let (width, height) = scan.size;
    let mut pictures = scan.pictures;
    pictures.retain(|(at, _)| at.width() * at.height() < 0.6 * width * height || width <= 0.0);
    pictures.truncate(1000);
    Sheet {
        number: scan.number,
        size: scan.size,
        unit: scan.unit,
        groups,
        rules: Vec::new(),
        holes: pictures.iter().map(|(at, _)| *at).collect(),
        pictures: pictures
            .into_iter()
            .map(|(at, element)| PlacedPicture {
                area: Area::new(at.left, at.top, at.right, at.bottom),
                element,
            })
            .collect(),
        scanned: true,
    }
}

/// Ways in which a line may run: from left to right, downward, and upward.
const TURNS: usize = 3;

/// Which way a line runs, by where its words stand: 0 from left to right, 1 downward, 2 upward.
fn turn(words: &[Read], size: (f32, f32)) -> usize {
    let known: Vec<&Bounds> = words.iter().filter_map(|word| word.at.as_ref()).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return 0;
    };
    let stacked = known.windows(2).all(|two| {
        let (a, b) = (two[0], two[1]);
        let beside = a.right.min(b.right) - a.left.max(b.left);
        let over = a.bottom.min(b.bottom) - a.top.max(b.top);
        beside > 0.5 * a.width().min(b.width()) && over < 0.2 * a.height().min(b.height())
    });
    let upright = known.iter().filter(|at| at.height() > 1.2 * at.width());
    let sized = size.0 > 0.0 && size.1 > 0.0;
    if known.len() < 2 || !stacked || upright.count() * 2 <= known.len() || !sized {
        return 0;
    }
    if first.top < last.top { 1 } else { 2 }
}

/// A box turned so that its line runs from left to right.
fn turned(at: &Bounds, turn: usize, (width, height): (f32, f32)) -> Bounds {
    match turn {
        1 => Bounds {
            left: at.top,
            top: width - at.right,
            right: at.bottom,
            bottom: width - at.left,
        },
        2 => Bounds {
            left: height - at.bottom,
            top: at.left,
            right: height - at.top,
            bottom: at.right,
        },
        _ => *at,
    }
}

/// Where a line of which nothing is known is put: under the one before it.
fn under(last: Option<Bounds>) -> Bounds {
    let last = last.unwrap_or(Bounds {
        left: 0.0,
        top: 0.0,
        right: 400.0,
        bottom: 10.0,
    });
    let step = 1.25 * last.height().max(1.0);
    Bounds {
        top: last.top + step,
        bottom: last.bottom + step,
        ..last
    }
}

/// Sizes as told -> ems in the unit of the page: the middle of what the boxes say.
fn ratio(lines: &[Line]) -> Option<f32> {
    let mut ratios: Vec<f32> = lines
        .iter()
        .filter_map(|line| {
            let size = line.size.filter(|size| *size > 0.0)?;
            let around = line.at.or_else(|| line.words.first()?.at)?;
            Some(height_of(&line.words, &around) / size)
        })
        .collect();
    ratios.sort_by(f32::total_cmp);
    ratios.get(ratios.len() / 2).copied()
}

/// The em of a line, from its tallest words.
fn height_of(words: &[Read], around: &Bounds) -> f32 {
    let mut heights: Vec<f32> = words
        .iter()
        .filter_map(|word| word.at.map(|at| at.height()))
        .collect();
    heights.sort_by(f32::total_cmp);
    let tall = heights.get(heights.len() * 9 / 10).copied();
    (tall.unwrap_or(around.height()) / TALL).max(0.01)
}

/// The baseline of a line: the foot of words without descenders, which is most of them.
fn base_of(words: &[Read], around: &Bounds, em: f32) -> f32 {
    let mut feet: Vec<f32> = words
        .iter()
        .filter(|word| {
            !word
                .text
                .contains(['g', 'j', 'p', 'q', 'y', ',', ';', 'Q', '_'])
        })
        .filter_map(|word| word.at.map(|at| at.bottom))
        .collect();
    feet.sort_by(f32::total_cmp);
    let middle = feet.get(feet.len() / 2).copied();
    middle.unwrap_or(around.bottom - DEEP * em)
}
