//! Sizes and places that an editor fixes: the rectangle of an advertisement, or of a story.
//!
//! Knows columns, millimetres and page numbers as an editor writes them; knows no grid and no page.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The size of an advertisement, as it is sold: `2 x 80 mm`, or `2 x 80 mm, page 3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Size {
    /// Columns that it is wide, 1 to 16.
    pub columns: u8,
    /// Millimetres that it is high, 5 to 2000.
    pub millimetres: u16,
    /// The page that it was sold for, counted from 1; `None` leaves it to the make-up.
    pub page: Option<u32>,
}

/// Where a story stands when that is not left to the make-up: `page 1, columns 1-4, 0-180 mm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place {
    /// The page, counted from 1.
    pub page: u32,
    /// First and last column, counted from 1.
    pub columns: (u8, u8),
    /// Top and foot in millimetres below the head of the page (nameplate or folio line).
    pub millimetres: (u16, u16),
}

/// A text that is no size or no place: what would be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceError(&'static str);

impl fmt::Display for PlaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for PlaceError {}

const SIZE: PlaceError = PlaceError(
    "a size is columns by millimetres, such as `2 x 80 mm` or `2 x 80 mm, page 3`; at most 16 \
     columns and 2000 mm",
);
const PLACE: PlaceError = PlaceError(
    "a place is written `page 1, columns 1-4, 0-180 mm`; at most 16 columns and 2000 mm",
);

/// The words of a text in small letters, figures parted from letters.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut kind = ' ';
    for c in text.chars().flat_map(char::to_lowercase) {
        let now = match c {
            '0'..='9' => '0',
            '-' | '–' => '-',
            c if c.is_alphabetic() || c == '×' => 'a',
            _ => ' ',
        };
        match tokens.last_mut() {
            Some(last) if now == kind && now != ' ' => last.push(c),
            _ if now != ' ' => tokens.push(c.to_string()),
            _ => {}
        }
        kind = now;
    }
    tokens
}

impl FromStr for Size {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Size, PlaceError> {
        let tokens = tokens(text);
        let words: Vec<&str> = tokens
            .iter()
            .map(String::as_str)
            .filter(|word| !matches!(*word, "columns" | "column"))
            .collect();
        let (columns, millimetres, page) = match words[..] {
            [columns, "x" | "×", high, "mm"] => (columns, high, None),
            [columns, "x" | "×", high, "mm", "page", page] => (columns, high, Some(page)),
            _ => return Err(SIZE),
        };
        let size = Size {
            columns: columns.parse().map_err(|_| SIZE)?,
            millimetres: millimetres.parse().map_err(|_| SIZE)?,
            page: page
                .map(str::parse)
                .transpose()
                .map_err(|_| SIZE)?
                .filter(|page| *page > 0),
        };
        let sound = (1..=16).contains(&size.columns) && (5..=2000).contains(&size.millimetres);
        if sound { Ok(size) } else { Err(SIZE) }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} x {} mm", self.columns, self.millimetres)?;
        match self.page {
            Some(page) => write!(f, ", page {page}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Place, PlaceError> {
        let tokens = tokens(text);
        let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let (page, first, last, top, foot) = match words[..] {
            [
                "page",
                page,
                "columns",
                first,
                "-",
                last,
                top,
                "-",
                foot,
                "mm",
            ] => (page, first, last, top, foot),
            ["page", page, "column", only, top, "-", foot, "mm"] => (page, only, only, top, foot),
            _ => return Err(PLACE),
        };
        let number = |text: &str| text.parse::<u16>().map_err(|_| PLACE);
        let column = |text: &str| text.parse::<u8>().map_err(|_| PLACE);
        let place = Place {
            page: page.parse().map_err(|_| PLACE)?,
            columns: (column(first)?, column(last)?),
            millimetres: (number(top)?, number(foot)?),
        };
        let (first, last) = place.columns;
        let (top, foot) = place.millimetres;
        let sound = place.page > 0 && 0 < first && first <= last && last <= 16;
        if sound && top < foot && foot <= 2000 {
            Ok(place)
        } else {
            Err(PLACE)
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.columns;
        let (top, foot) = self.millimetres;
        write!(f, "page {}, ", self.page)?;
        if first == last {
            write!(f, "column {first}")?;
        } else {
            write!(f, "columns {first}-{last}")?;
        }
        write!(f, ", {top}-{foot} mm")
    }
}

impl TryFrom<String> for Size {
    type Error = PlaceError;

    fn try_from(text: String) -> Result<Size, PlaceError> {
        text.parse()
    }
}

impl From<Size> for String {
    fn from(size: Size) -> String {
        size.to_string()
    }
}

impl TryFrom<String> for Place {
    type Error = PlaceError;

    fn try_from(text: String) -> Result<Place, PlaceError> {
        text.parse()
    }
}

impl From<Place> for String {
    fn from(place: Place) -> String {
        place.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_they_are_written() {
        for text in ["2 x 80 mm", "1 x 45 mm, page 3"] {
            assert_eq!(text.parse::<Size>().map(|s| s.to_string()), Ok(text.into()));
        }
        assert_eq!("2 columns × 80mm".parse::<Size>(), "2x80 mm".parse());
        for text in [
            "",
            "2",
            "0 x 80 mm",
            "2 x 80",
            "2 x 8000 mm",
            "2 x 80 mm, 3",
        ] {
            assert_eq!(text.parse::<Size>(), Err(SIZE), "{text}");
        }
    }

    #[test]
    fn places_are_read_as_they_are_written() {
        for text in [
            "page 1, columns 1-4, 0-180 mm",
            "page 12, column 5, 90-310 mm",
        ] {
            assert_eq!(
                text.parse::<Place>().map(|p| p.to_string()),
                Ok(text.into())
            );
        }
        for text in [
            "page 1",
            "page 1, columns 4-1, 0-180 mm",
            "page 1, columns 1-4, 180-0 mm",
        ] {
            assert_eq!(text.parse::<Place>(), Err(PLACE), "{text}");
        }
    }
}
