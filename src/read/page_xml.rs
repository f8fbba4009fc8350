//! PAGE XML (PRImA), any version: regions, lines and words in polygons.

use crate::model::Unit;

use super::scan::{Line, Read, Scan};
use super::sheet::Bounds;
use super::xml::Tree;
use super::{Found, ReadError};

const WHAT: &str = "a PAGE XML file";

/// Reads the page of a PAGE XML file. The order that it gives its regions is not asked.
///
/// # Errors
/// [`ReadError::Damaged`] when it is no XML, [`ReadError::NeedsOcr`] when it has no words.
pub(super) fn pages(name: &str, bytes: &[u8]) -> Result<Found, ReadError> {
    let tree = Tree::parse(bytes, WHAT, false)?;
    let scans = tree
        .find(0, "Page")
        .into_iter()
        .enumerate()
        .map(|(nth, page)| {
            let node = &tree.nodes[page];
            Scan {
                number: nth as u32 + 1,
                size: (
                    node.number("imageWidth").unwrap_or(0.0),
                    node.number("imageHeight").unwrap_or(0.0),
                ),
                unit: Unit::Pixel,
                lines: lines(&tree, page),
                pictures: tree
                    .pick(page, &|node| {
                        matches!(
                            node.name.as_str(),
                            "ImageRegion" | "GraphicRegion" | "LineDrawingRegion"
                        )
                    })
                    .into_iter()
                    .filter_map(|nth| {
                        Some((
                            polygon(&tree, nth)?,
                            tree.nodes[nth].get("id").map(str::to_owned),
                        ))
                    })
                    .collect(),
            }
        });
    super::of_scans(name, scans.collect())
}

fn lines(tree: &Tree, page: usize) -> Vec<Line> {
    let mut found = Vec::new();
    for region in tree.find(page, "TextRegion") {
        let lines: Vec<usize> = tree.children(region, "TextLine").collect();
        if lines.is_empty() && tree.find(region, "TextRegion").is_empty() {
            // Text that is known by region only: its lines share the region's height.
            if let (Some(at), Some((text, sure))) = (polygon(tree, region), reading(tree, region)) {
                let all: Vec<&str> = text.lines().collect();
                let step = at.height() / all.len().max(1) as f32;
                for (nth, text) in all.into_iter().enumerate() {
                    let top = at.top + step * nth as f32;
                    let at = Bounds {
                        top,
                        bottom: top + 0.85 * step,
                        ..at
                    };
                    found.push(Line::of_text(Some(at), text, sure));
                }
            }
            continue;
        }
        for line in lines {
            let at = polygon(tree, line);
            let base = baseline(tree, line);
            let words: Vec<usize> = tree.children(line, "Word").collect();
            let read: Vec<Read> = words
                .iter()
                .filter_map(|&word| {
                    let (text, confidence) = reading(tree, word)?;
                    Some(Read {
                        text,
                        at: polygon(tree, word),
                        confidence,
                        element: tree.nodes[word].get("id").map(str::to_owned),
                        whole: None,
                    })
                })
                .collect();
            // Where not every word was read by itself, the line tells more.
            let of_line = reading(tree, line).filter(|_| read.len() < words.len().max(1));
            found.push(match of_line {
                Some((text, sure)) => {
                    let mut of_text = Line::of_text(at, &text, sure);
                    for word in &mut of_text.words {
                        word.element = tree.nodes[line].get("id").map(str::to_owned);
                    }
                    Line { base, ..of_text }
                }
                None => Line {
                    at,
                    base,
                    words: read,
                    ..Line::default()
                },
            });
        }
    }
    found
}

/// What was read of an element: of several readings the one with the lowest index.
fn reading(tree: &Tree, of: usize) -> Option<(String, Option<f32>)> {
    let index = |nth: usize| tree.nodes[nth].number("index").unwrap_or(0.0);
    let best = tree
        .children(of, "TextEquiv")
        .min_by(|a, b| index(*a).total_cmp(&index(*b)))?;
    let text = tree
        .children(best, "Unicode")
        .next()
        .map(|nth| tree.text(nth))?;
    let sure = tree.nodes[best]
        .number("conf")
        .map(|sure| sure.clamp(0.0, 1.0));
    (!text.trim().is_empty()).then_some((text, sure))
}

/// Height of the baseline of a line, if it is told: the middle of its points.
fn baseline(tree: &Tree, line: usize) -> Option<f32> {
    let at = tree.children(line, "Baseline").next()?;
    let points = points(tree, at);
    let sum: f32 = points.iter().map(|(_, y)| y).sum();
    (!points.is_empty()).then(|| sum / points.len() as f32)
}

/// The box around the polygon of an element.
fn polygon(tree: &Tree, of: usize) -> Option<Bounds> {
    let coords = tree.children(of, "Coords").next()?;
    let points = points(tree, coords);
    let (x, y) = *points.first()?;
    let first = Bounds {
        left: x,
        top: y,
        right: x,
        bottom: y,
    };
    Some(points.iter().fold(first, |all, (x, y)| {
        all.with(&Bounds {
            left: *x,
            top: *y,
            right: *x,
            bottom: *y,
        })
    }))
}

/// Points as `points="x,y x,y"`, or one element a point.
fn points(tree: &Tree, of: usize) -> Vec<(f32, f32)> {
    let mut points: Vec<(f32, f32)> = tree.nodes[of]
        .get("points")
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(|pair| {
            let (x, y) = pair.split_once(',')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        })
        .collect();
    points.extend(tree.children(of, "Point").filter_map(|nth| {
        let point = &tree.nodes[nth];
        Some((point.number("x")?, point.number("y")?))
    }));
    points.retain(|(x, y)| x.is_finite() && y.is_finite());
    points
}
