//! Captions: lines under a picture that are not set as running text is, or that are wider than a
//! column. They stand outside the columns, which go on behind the picture.

use super::lines::Line;
use super::{Bounds, Type};

/// A picture's text.
#[derive(Clone, Debug)]
pub(super) struct Float {
    /// Its lines from top to bottom.
    pub lines: Vec<usize>,
    /// The picture with its text.
    pub at: Bounds,
}

/// Lines of a caption, at the most.
const LONGEST: usize = 14;

/// The captions of the pictures, and all other lines.
pub(super) fn apart(lines: &[Line], holes: &[Bounds], type_: Type) -> (Vec<Float>, Vec<usize>) {
    let mut taken = vec![false; lines.len()];
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| lines[*a].base.total_cmp(&lines[*b].base));
    let measure = measure(lines, type_);
    let mut floats = Vec::new();
    for hole in holes {
        if hole.width() < 3.0 * type_.em || hole.height() < 3.0 * type_.em {
            continue;
        }
        let mut found: Vec<usize> = Vec::new();
        let mut at = *hole;
        for &nth in &order {
            let line = &lines[nth];
            if taken[nth] || line.base < hole.bottom || found.len() >= LONGEST {
                continue;
            }
            let inside = line.at.left > hole.left - 1.5 * type_.em
                && line.at.right < hole.right + 1.5 * type_.em;
            if !inside {
                continue;
            }
            let (top, _) = line.core();
            let fits = match found.last().map(|last| &lines[*last]) {
                None => top - hole.bottom < 2.2 * type_.em.max(line.em),
                Some(last) => {
                    let same_row = (line.base - last.base).abs() < 0.3 * last.em;
                    line.base - last.base < 1.6 * last.em.max(line.em) && like(last, line, type_)
                        || same_row
                }
            };
            let wide = line.at.width() > 1.35 * measure;
            let of_its_own = !type_.is_text(line) || wide;
            // Behind the first line a caption's last may be short, so that width tells nothing.
            let fits = fits
                && (of_its_own
                    || found
                        .iter()
                        .any(|first| lines[*first].at.width() > 1.35 * measure));
            if !fits || line.em > 1.35 * type_.em {
                break;
            }
            at = at.with(&line.at);
            found.push(nth);
        }
        if !found.is_empty() {
            for &line in &found {
                taken[line] = true;
            }
            floats.push(Float { lines: found, at });
        }
    }
    let rest = (0..lines.len()).filter(|line| !taken[*line]).collect();
    (floats, rest)
}

/// Whether a line may be the next of a caption: the size stays, the face may turn for the credit.
fn like(last: &Line, line: &Line, type_: Type) -> bool {
    type_.same_size(last.em, line.em) || line.em < last.em
}

/// The measure of the running text: the length of its long lines.
fn measure(lines: &[Line], type_: Type) -> f32 {
    let mut widths: Vec<f32> = lines
        .iter()
        .filter(|line| type_.is_text(line))
        .map(|line| line.at.width())
        .collect();
    widths.sort_by(f32::total_cmp);
    widths
        .get(widths.len() * 3 / 4)
        .copied()
        .unwrap_or(f32::MAX)
}
