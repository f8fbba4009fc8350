//! Fonts that tell the widths of more characters than there can be, found before they are read.
//!
//! The PDF library keeps a width for every code in a range. A file of some bytes can name a range of
//! four thousand million.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Number, Object};

/// The most codes in a range of widths: codes of a font have two bytes, as a rule, and the characters
/// of Unicode are some 150,000.
const MOST: f64 = 1_048_576.0;

/// Objects inside objects are looked through so deep.
const DEEPEST: usize = 8;

/// Whether a font of the file has widths for more codes than there are characters.
pub(super) fn are_too_wide(pdf: &Pdf) -> bool {
    pdf.objects().into_iter().any(|object| match &object {
        Object::Dict(dict) => in_dict(dict, DEEPEST),
        Object::Stream(stream) => in_dict(stream.dict(), DEEPEST),
        _ => false,
    })
}

fn in_dict(dict: &Dict, depth: usize) -> bool {
    let ranges = |key: &[u8], step: usize| {
        let array = dict.get::<Array>(key);
        array.is_some_and(|array| is_too_wide(&array, step))
    };
    let first = dict.get::<Number>(b"FirstChar");
    if ranges(b"W", 3) || ranges(b"W2", 5) || first.is_some_and(|first| first.as_f64() > MOST) {
        return true;
    }
    // What is only referred to is an object of its own, and comes by itself.
    depth > 0
        && dict.entries().any(|(_, value)| match value {
            MaybeRef::NotRef(Object::Dict(inner)) => in_dict(&inner, depth - 1),
            _ => false,
        })
}

/// Whether the ranges of an array of widths are too wide. A range is first code, last code and `step`
/// less two numbers; a code and a list of widths stand between them.
fn is_too_wide(array: &Array, step: usize) -> bool {
    let mut numbers: Vec<f64> = Vec::new();
    let mut all = 0.0;
    for object in array.iter::<Object>() {
        match object {
            Object::Number(number) => numbers.push(number.as_f64()),
            _ => numbers.clear(),
        }
        if numbers.len() == step {
            all += (numbers[1] - numbers[0]).max(0.0);
            numbers.clear();
        }
        if all > MOST {
            return true;
        }
    }
    false
}
