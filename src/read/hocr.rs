//! hOCR: OCR inside HTML, its findings in `class` and `title` (hOCR specification 1.2).

use crate::model::Unit;

use super::scan::{Line, Read, Scan};
use super::sheet::Bounds;
use super::xml::{Node, Tree};
use super::{Found, ReadError};

const WHAT: &str = "an hOCR file";

/// Classes of lines.
const LINES: &[&str] = &[
    "ocr_line",
    "ocrx_line",
    "ocr_header",
    "ocr_footer",
    "ocr_caption",
    "ocr_textfloat",
];

/// Classes of what is no text.
const PICTURES: &[&str] = &["ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_float"];

/// Reads the pages of an hOCR file.
///
/// # Errors
/// [`ReadError::Damaged`] when its tags make no sense, [`ReadError::NeedsOcr`] when it has no words.
pub(super) fn pages(name: &str, bytes: &[u8]) -> Result<Found, ReadError> {
    let tree = Tree::parse(bytes, WHAT, true)?;
    let mut pages = tree.pick(0, &|node| is(node, &["ocr_page"]));
    if pages.is_empty() {
        pages.push(0);
    }
    let scans = pages.into_iter().enumerate().map(|(nth, page)| {
        let at = bbox(&tree.nodes[page]).unwrap_or_default();
        Scan {
            number: nth as u32 + 1,
            size: (at.right, at.bottom),
            unit: Unit::Pixel,
            lines: lines(&tree, page),
            pictures: tree
                .pick(page, &|node| is(node, PICTURES))
                .into_iter()
                .filter_map(|nth| {
                    let node = &tree.nodes[nth];
                    Some((bbox(node)?, node.get("id").map(str::to_owned)))
                })
                .collect(),
        }
    });
    super::of_scans(name, scans.collect())
}

fn lines(tree: &Tree, page: usize) -> Vec<Line> {
    let mut found = Vec::new();
    let is_line = |node: &Node| is(node, LINES);
    for line in tree.pick(page, &is_line) {
        // A caption or a running head may be a line, or hold lines.
        if !tree.pick(line, &is_line).is_empty() {
            continue;
        }
        let node = &tree.nodes[line];
        let at = bbox(node);
        let words = words(tree, line);
        if words.is_empty() {
            found.push(Line::of_text(at, &tree.text(line), None));
            continue;
        }
        // `baseline slope offset`: from the bottom left corner of the line's box.
        let base = numbers(node, "baseline").and_then(|of| Some(at?.bottom + of.get(1)?));
        found.push(Line {
            at,
            base,
            size: numbers(node, "x_size").and_then(|of| of.first().copied()),
            face: 0,
            words,
        });
    }
    if found.is_empty() {
        // Words that no line holds.
        found.extend(words(tree, page).into_iter().map(|word| Line {
            at: word.at,
            words: vec![word],
            ..Line::default()
        }));
    }
    found
}

fn words(tree: &Tree, line: usize) -> Vec<Read> {
    let words = tree.pick(line, &|node| is(node, &["ocrx_word", "ocr_word"]));
    words
        .into_iter()
        .map(|nth| {
            let node = &tree.nodes[nth];
            let sure = numbers(node, "x_wconf").and_then(|of| of.first().copied());
            Read {
                text: tree.text(nth),
                at: bbox(node),
                confidence: sure.map(|sure| (sure / 100.0).clamp(0.0, 1.0)),
                element: node.get("id").map(str::to_owned),
                whole: None,
            }
        })
        .collect()
}

fn is(node: &Node, classes: &[&str]) -> bool {
    node.get("class")
        .is_some_and(|all| all.split_whitespace().any(|class| classes.contains(&class)))
}

/// The numbers of a property in a `title`.
fn numbers(node: &Node, property: &str) -> Option<Vec<f32>> {
    node.get("title")?.split(';').find_map(|part| {
        let (name, rest) = part.trim().split_once(char::is_whitespace)?;
        (name == property).then(|| {
            let numbers = rest.split_whitespace().map_while(|word| word.parse().ok());
            numbers.filter(|number: &f32| number.is_finite()).collect()
        })
    })
}

fn bbox(node: &Node) -> Option<Bounds> {
    match numbers(node, "bbox")?[..] {
        [left, top, right, bottom] if left <= right && top <= bottom => Some(Bounds {
            left,
            top,
            right,
            bottom,
        }),
        _ => None,
    }
}
