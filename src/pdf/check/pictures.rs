//! Rules about pictures: colours, ink, resolution.

use std::collections::HashMap;

use super::super::colour;
use super::colours::{Space, space_of};
use super::file::File;
use super::value::{Dict, Value};
use super::{Findings, Limits};

/// The ink of pictures that have been looked at, by object.
#[derive(Default)]
pub(super) struct Pictures {
    known: HashMap<u32, Option<u32>>,
}

impl Pictures {
    /// The ink of the heaviest parts of a picture in inks; `None` for others, and where it cannot be told.
    pub fn ink(&mut self, file: &File<'_>, value: &Value, dict: &Dict) -> Option<u32> {
        match value {
            Value::Ref(number) => *self
                .known
                .entry(*number)
                .or_insert_with(|| ink_of(file, value, dict)),
            _ => ink_of(file, value, dict),
        }
    }
}

fn ink_of(file: &File<'_>, value: &Value, dict: &Dict) -> Option<u32> {
    let space = space_of(file, dict.get("ColorSpace"));
    let in_inks = matches!(space, Space::Cmyk | Space::Managed(4));
    let eight = file.get(dict, "BitsPerComponent").index().unwrap_or(8) == 8;
    let indexed = matches!(file.get(dict, "ColorSpace"), Value::Array(space)
        if matches!(space.first().and_then(Value::name), Some("Indexed" | "I")));
    if !in_inks || !eight || indexed {
        return None;
    }
    let (filter, data) = file.picture_data(value)?;
    let upside_down = file.array(dict, "Decode").first().and_then(Value::number) == Some(1.0);
    if !filter.is_empty() {
        // A file of Adobe's is upside down, and so is its `Decode`: together they are the right way up.
        return Some(colour::heaviest(&colour::of_jpeg(&data, 4).ok()?));
    }
    let inks = if upside_down {
        data.iter().map(|&ink| 255 - ink).collect()
    } else {
        data
    };
    Some(colour::heaviest(&inks))
}

pub(super) fn check(
    file: &File<'_>,
    dict: &Dict,
    width: f64,
    height: f64,
    limits: &Limits,
    findings: &mut Findings,
) {
    let mask = file.get(dict, "ImageMask") == Value::Bool(true);
    match space_of(file, dict.get("ColorSpace")) {
        Space::Rgb if !mask => findings.fault(
            "rgb",
            "a picture is in RGB without a profile; no press knows its colours",
        ),
        Space::SpotInRgb if !mask => findings.fault(
            "rgb",
            "the colour that stands for a picture's own ink is in RGB; give it in CMYK",
        ),
        _ => {}
    }
    let pixels = |key: &str| file.get(dict, key).number().unwrap_or(0.0);
    let across = pixels("Width") * 72.0 / width.max(0.001);
    let down = pixels("Height") * 72.0 / height.max(0.001);
    let resolution = across.min(down).round() as u32;
    if resolution < limits.resolution {
        findings.remark(
            "resolution",
            format!(
                "a picture is printed with {resolution} pixels to the inch; {} look sharp",
                limits.resolution
            ),
        );
    }
}
