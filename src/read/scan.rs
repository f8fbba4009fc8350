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
    pub(super) fn of_text(at: Bounds, text: &str, confidence: Option<f32>) -> Line {
        let all = text.chars().count().max(1) as f32;
        let step = at.width() / all;
        let mut words = Vec::new();
        let mut from = 0;
        for piece in text.split(char::is_whitespace) {
            let len = piece.chars().count();
            if len > 0 {
                words.push(Read {
                    text: piece.to_owned(),
                    at: Some(Bounds {
                        left: at.left + from as f32 * step,
                        right: at.left + (from + len) as f32 * step,
                        ..at
                    }),
                    confidence,
                    ..Read::default()
                });
            }
            from += len + 1;
        }
        Line {
            at: Some(at),
            words,
            ..Line::default()
        }
    }
}

/// The box of a word with a descender and an ascender, in ems of common faces.
const TALL: f32 = 0.92;

/// Depth of a descender, in ems.
const DEEP: f32 = 0.22;

/// The sheet of a scan.
pub(super) fn sheet(scan: Scan) -> Sheet {
    let mut words = Vec::new();
    let ratio = ratio(&scan.lines);
    for (number, line) in scan.lines.into_iter().enumerate() {
        // Where even the box of its line is not known, a word cannot be placed; it follows the last.
        let known: Vec<Bounds> = line.words.iter().filter_map(|word| word.at).collect();
        let Some(around) = line.at.or_else(|| {
            let first = *known.first()?;
            Some(known.iter().fold(first, |all, word| all.with(word)))
        }) else {
            continue;
        };
        let em = match (line.size, ratio) {
            (Some(size), Some(ratio)) if size > 0.0 => size * ratio,
            _ => height_of(&line.words, &around),
        };
        let base = line
            .base
            .unwrap_or_else(|| base_of(&line.words, &around, em));
        let count = line.words.len().max(1) as f32;
        for (nth, word) in line.words.into_iter().enumerate() {
            let step = around.width() / count;
            let at = word.at.unwrap_or(Bounds {
                left: around.left + step * nth as f32,
                right: around.left + step * (nth as f32 + 0.95),
                ..around
            });
            let text: String = word.text.split_whitespace().collect();
            if text.is_empty() || words.len() >= MAX_WORDS {
                continue;
            }
            words.push(Word {
                text,
                at,
                base,
                em,
                face: line.face,
                area: Area::new(at.left, at.top, at.right, at.bottom),
                confidence: word.confidence,
                element: word.element,
                whole: word.whole,
                line: Some(number),
            });
        }
    }
    let (width, height) = scan.size;
    let mut pictures = scan.pictures;
    pictures.retain(|(at, _)| at.width() * at.height() < 0.6 * width * height || width <= 0.0);
    pictures.truncate(1000);
    Sheet {
        number: scan.number,
        size: scan.size,
        unit: scan.unit,
        groups: vec![words],
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
