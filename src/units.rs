//! Lengths, points and boxes. Knows nothing of pages, fonts or files.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// A length in fixed point: 1/65536 of a big point (1/72 inch), the unit of PDF.
///
/// Fixed point keeps every sum exact and every page byte-identical on every machine. TeX's scaled
/// points are the same fraction of a printer's point (1/72.27 inch); line breaking works on the
/// bare numbers and does not care which point they count (TeXbook, chapter 10).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Length(pub i64);

/// Fixed-point units in one big point.
pub const UNITS_PER_POINT: i64 = 65_536;

impl Length {
    /// No length at all.
    pub const ZERO: Length = Length(0);

    /// A length of `points` big points (1/72 inch). Not-a-number counts as zero.
    pub fn pt(points: f64) -> Length {
        Length((points * UNITS_PER_POINT as f64).round() as i64)
    }

    /// A length of `millimetres` (25.4 mm are 72 big points).
    pub fn mm(millimetres: f64) -> Length {
        Length::pt(millimetres * 72.0 / 25.4)
    }

    /// A length of `inches` (72 big points each).
    pub fn inch(inches: f64) -> Length {
        Length::pt(inches * 72.0)
    }

    /// This length in big points.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / UNITS_PER_POINT as f64
    }

    /// This length in millimetres.
    pub fn to_mm(self) -> f64 {
        self.to_pt() * 25.4 / 72.0
    }

    /// This length times a plain factor, rounded to the nearest unit.
    pub fn scale(self, factor: f64) -> Length {
        Length((self.0 as f64 * factor).round() as i64)
    }

    /// This length times `numerator / denominator` in integers, rounded towards zero.
    ///
    /// # Panics
    /// Never, but a zero denominator gives zero.
    pub fn ratio(self, numerator: i64, denominator: i64) -> Length {
        if denominator == 0 {
            return Length::ZERO;
        }
        Length((i128::from(self.0) * i128::from(numerator) / i128::from(denominator)) as i64)
    }

    /// The size of this length, without its sign.
    pub fn abs(self) -> Length {
        Length(self.0.abs())
    }

    /// How many whole `step`s fit into this length; zero when `step` is not above zero.
    pub fn steps(self, step: Length) -> i64 {
        if step.0 <= 0 {
            0
        } else {
            self.0.div_euclid(step.0)
        }
    }
}

impl fmt::Display for Length {
    /// Big points with up to three decimals, as in `9.6pt`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.3}", self.to_pt());
        write!(f, "{}pt", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Length) {
        self.0 -= other.0;
    }
}

impl Neg for Length {
    type Output = Length;
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Length;
    fn mul(self, factor: i64) -> Length {
        Length(self.0 * factor)
    }
}

impl Div<i64> for Length {
    type Output = Length;
    fn div(self, divisor: i64) -> Length {
        Length(self.0 / divisor)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Length>>(lengths: I) -> Length {
        Length(lengths.map(|length| length.0).sum())
    }
}

/// A place on a page: `x` to the right and `y` downward from the top left corner of the trim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Distance from the left edge of the trimmed page.
    pub x: Length,
    /// Distance from the top edge of the trimmed page.
    pub y: Length,
}

/// A box on a page, measured like [`Point`] from the top left corner of the trim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x: Length,
    /// Top edge.
    pub y: Length,
    /// Extent to the right.
    pub width: Length,
    /// Extent downward.
    pub height: Length,
}

impl Rect {
    /// The right edge.
    pub fn right(&self) -> Length {
        self.x + self.width
    }

    /// The bottom edge.
    pub fn bottom(&self) -> Length {
        self.y + self.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_millimetre_and_an_inch_agree() {
        assert_eq!(Length::mm(25.4), Length::inch(1.0));
        assert_eq!(Length::inch(1.0), Length::pt(72.0));
    }

    #[test]
    fn lengths_print_short() {
        assert_eq!(Length::pt(9.6).to_string(), "9.6pt");
        assert_eq!(Length::pt(12.0).to_string(), "12pt");
    }
}
