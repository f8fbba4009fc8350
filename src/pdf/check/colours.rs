//! Colours of a page, by the kind of space that they are given in (ISO 32000-1, 8.6).

use super::file::{File, as_dict};
use super::value::Value;

/// A colour: its space in short, and its parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Colour {
    pub space: Space,
    /// None where they are many, as in a shading.
    pub parts: Vec<f64>,
}

/// What kind of colour space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Grey,
    Rgb,
    Cmyk,
    /// Under an ICC profile or another measured space, with so many parts.
    Managed(usize),
    /// An ink of its own, or several.
    Spot,
    /// An ink of its own whose stand-in is in RGB.
    SpotInRgb,
    /// Every plate there is, for registration marks.
    AllPlates,
    Pattern,
    Other,
}

impl Colour {
    /// One that a space is known of, and no more.
    pub fn in_space(space: Space) -> Colour {
        let parts = Vec::new();
        Colour { space, parts }
    }

    /// One that an operator for a device's colours chooses.
    pub fn device(word: &str, operands: &[Value]) -> Colour {
        let space = match word {
            "g" | "G" => Space::Grey,
            "k" | "K" => Space::Cmyk,
            _ => Space::Rgb,
        };
        Colour {
            space,
            parts: numbers(operands),
        }
    }

    /// The four inks, where it is given in them.
    pub fn inks(&self) -> Option<[f64; 4]> {
        matches!(self.space, Space::Cmyk | Space::Managed(4))
            .then(|| self.parts.as_slice().try_into().ok())
            .flatten()
    }

    /// Whether it is paper-white.
    pub fn is_white(&self) -> bool {
        match self.space {
            Space::Grey => self.parts.first() == Some(&1.0),
            Space::Cmyk => self.inks() == Some([0.0; 4]),
            _ => false,
        }
    }
}

/// The numbers among some values.
pub(super) fn numbers(values: &[Value]) -> Vec<f64> {
    values.iter().filter_map(Value::number).collect()
}

/// What kind of space a colour space is.
pub(super) fn space_of(file: &File<'_>, value: &Value) -> Space {
    let value = file.follow(value);
    let (name, rest) = match &value {
        Value::Name(name) => (name.clone(), &[][..]),
        Value::Array(items) => match items.split_first() {
            Some((first, rest)) => match file.follow(first) {
                Value::Name(name) => (name, rest),
                _ => return Space::Other,
            },
            None => return Space::Other,
        },
        _ => return Space::Other,
    };
    match name.as_str() {
        "DeviceGray" | "G" => Space::Grey,
        "DeviceRGB" | "RGB" => Space::Rgb,
        "DeviceCMYK" | "CMYK" => Space::Cmyk,
        "ICCBased" => {
            let profile = rest.first().map(|value| as_dict(file.follow(value)));
            let parts = profile.and_then(|profile| file.get(&profile, "N").index());
            Space::Managed(parts.unwrap_or(0))
        }
        "CalGray" => Space::Managed(1),
        "CalRGB" | "Lab" => Space::Managed(3),
        "Indexed" | "I" => rest.first().map_or(Space::Other, |base| match base {
            // One level: the base of an indexed space is never indexed (8.6.6.3).
            Value::Array(items) if items.first() == Some(&Value::Name("Indexed".into())) => {
                Space::Other
            }
            base => space_of(file, base),
        }),
        "Separation" | "DeviceN" => spot(file, rest),
        "Pattern" => Space::Pattern,
        _ => Space::Other,
    }
}

/// An ink of its own: its name, and what stands for it on screens and proofs.
fn spot(file: &File<'_>, rest: &[Value]) -> Space {
    if rest.first().and_then(Value::name) == Some("All") {
        return Space::AllPlates;
    }
    match rest.get(1).map(|stand_in| file.follow(stand_in)) {
        Some(Value::Name(name)) if name == "DeviceRGB" => Space::SpotInRgb,
        _ => Space::Spot,
    }
}
