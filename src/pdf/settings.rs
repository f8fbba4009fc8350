//! What a caller may choose about the file: standards, output intent, date, marks.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::error::Error;
use crate::units::Length;

/// Which standards a file declares and keeps.
///
/// Written as names joined with `+`: `x4+a2a+ua1` (the default), any part of it, or `a4`, `ua2` and
/// `a4+ua2`. The first three are built on PDF 1.6 and 1.7, the last two on PDF 2.0, and one file
/// has one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standards {
    /// PDF/X-4 (ISO 15930-7): complete exchange of printing data.
    pub x4: bool,
    /// PDF/A-2a (ISO 19005-2, level A): an archive that can also be read aloud.
    pub a2a: bool,
    /// PDF/UA-1 (ISO 14289-1): universal accessibility.
    pub ua1: bool,
    /// PDF/A-4 (ISO 19005-4).
    pub a4: bool,
    /// PDF/UA-2 (ISO 14289-2).
    pub ua2: bool,
}

impl Standards {
    /// No standard at all; the base to switch single ones on.
    pub const NONE: Standards = Standards {
        x4: false,
        a2a: false,
        ua1: false,
        a4: false,
        ua2: false,
    };

    /// The PDF version of the file.
    ///
    /// PDF/X-4 is built on PDF 1.6, and PDF/A-2 and PDF/UA-1 accept any version up to 1.7.
    pub fn version(&self) -> (u8, u8) {
        match (self.a4 || self.ua2, self.x4) {
            (true, _) => (2, 0),
            (false, true) => (1, 6),
            (false, false) => (1, 7),
        }
    }

    /// Whether the file is PDF 2.0.
    pub(super) fn second_edition(&self) -> bool {
        self.version().0 == 2
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        [
            (self.x4, "x4"),
            (self.a2a, "a2a"),
            (self.ua1, "ua1"),
            (self.a4, "a4"),
            (self.ua2, "ua2"),
        ]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
    }
}

impl Default for Standards {
    fn default() -> Standards {
        Standards {
            x4: true,
            a2a: true,
            ua1: true,
            ..Standards::NONE
        }
    }
}

impl fmt::Display for Standards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names().collect::<Vec<_>>().join("+"))
    }
}

impl FromStr for Standards {
    type Err = Error;

    /// # Errors
    /// [`Error::Standards`] for an unknown name and for a mixture of PDF 1 and PDF 2.0 standards.
    fn from_str(text: &str) -> Result<Standards, Error> {
        let wrong = |reason: String| Error::Standards {
            asked: text.to_owned(),
            reason,
        };
        let mut standards = Standards::NONE;
        for name in text.split('+').map(str::trim) {
            match name.to_ascii_lowercase().as_str() {
                "x4" => standards.x4 = true,
                "a2a" => standards.a2a = true,
                "ua1" => standards.ua1 = true,
                "a4" => standards.a4 = true,
                "ua2" => standards.ua2 = true,
                _ => {
                    return Err(wrong(format!(
                        "\"{name}\" is none of x4, a2a, ua1, a4, ua2"
                    )));
                }
            }
        }
        standards.check()?;
        Ok(standards)
    }
}

impl Standards {
    /// Whether one file can keep all of them.
    pub(super) fn check(&self) -> Result<(), Error> {
        if (self.x4 || self.a2a || self.ua1) && (self.a4 || self.ua2) {
            return Err(Error::Standards {
                asked: self.to_string(),
                reason: "x4, a2a and ua1 need PDF 1.6, a4 and ua2 need PDF 2.0; write two files"
                    .to_owned(),
            });
        }
        Ok(())
    }
}

/// The printing condition that the file is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputIntent {
    /// Short name of the condition (`OutputConditionIdentifier`).
    pub identifier: String,
    /// The condition in words for a person.
    pub description: String,
    /// An ICC profile of it, CMYK, printer class.
    pub profile: Cow<'static, [u8]>,
    /// Whether the short name is one of the registry at <http://www.color.org>.
    pub registered: bool,
}

impl OutputIntent {
    /// Coldset newsprint after ISO 12647-3:2004, 26 % tone value increase.
    pub fn newsprint() -> OutputIntent {
        OutputIntent {
            identifier: "IFRA26S_2004".to_owned(),
            description: "Newsprint, coldset offset, ISO 12647-3:2004, 26 % tone value increase"
                .to_owned(),
            profile: Cow::Borrowed(include_bytes!("icc/IFRA26S_2004_newsprint.icc")),
            registered: false,
        }
    }

    /// Sheetfed offset on coated paper after ISO 12647-2:2004, paper types 1 and 2.
    pub fn coated() -> OutputIntent {
        OutputIntent {
            identifier: "FOGRA39".to_owned(),
            description: "Coated paper, offset, ISO 12647-2:2004, paper types 1 and 2, 115 g/m2"
                .to_owned(),
            profile: Cow::Borrowed(include_bytes!("icc/FOGRA39L_coated.icc")),
            registered: true,
        }
    }

    /// A printing condition with a profile of the caller's.
    ///
    /// # Errors
    /// [`Error::Profile`] when the bytes are not an ICC profile of a CMYK printer: ISO 15930-7 wants
    /// class `prtr`, and a black-only text needs a black ink.
    pub fn new(identifier: &str, description: &str, profile: Vec<u8>) -> Result<Self, Error> {
        let wrong = |reason| Err(Error::Profile { reason });
        let at = |range| profile.get::<std::ops::Range<usize>>(range);
        // ICC.1:2010, 7.2: size, class, colour space and signature at their places in the header.
        if at(36..40) != Some(b"acsp") {
            return wrong("it is not an ICC profile");
        }
        if at(0..4).map(|size| {
            size.iter()
                .fold(0, |sum, &byte| sum << 8 | usize::from(byte))
        }) != Some(profile.len())
        {
            return wrong("its length is not the one that it declares");
        }
        if at(12..16) != Some(b"prtr") {
            return wrong("it is not of the printer class (\"prtr\")");
        }
        if at(16..20) != Some(b"CMYK") {
            return wrong("its colours are not CMYK");
        }
        Ok(OutputIntent {
            identifier: identifier.to_owned(),
            description: description.to_owned(),
            profile: Cow::Owned(profile),
            registered: false,
        })
    }

    /// The printing condition that a profile describes, named as the profile names itself.
    ///
    /// # Errors
    /// As [`OutputIntent::new`].
    pub fn of_profile(profile: Vec<u8>) -> Result<Self, Error> {
        let name = profile_name(&profile).unwrap_or_else(|| "Custom".to_owned());
        OutputIntent::new(&name, &name, profile)
    }
}

/// What a profile calls itself: its tag `desc`, a text of version 2 or the first of version 4's texts
/// (ICC.1:2010, 9.2.41 and 10.13; ICC.1:2001-04, 6.5.17).
fn profile_name(profile: &[u8]) -> Option<String> {
    let number = |at: usize| -> Option<usize> {
        let bytes = profile.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok()
    };
    let entry = (0..number(128)?.min(100))
        .map(|tag| 132 + 12 * tag)
        .find(|&entry| profile.get(entry..entry + 4) == Some(b"desc"))?;
    let start = number(entry + 4)?;
    let text: String = match profile.get(start..start.checked_add(4)?)? {
        b"desc" => {
            let length = number(start + 8)?;
            let text = profile.get(start + 12..(start + 12).checked_add(length)?)?;
            text.iter().map(|&byte| char::from(byte)).collect()
        }
        b"mluc" => {
            let (length, at) = (number(start + 20)?, number(start + 24)?);
            let from = start.checked_add(at)?;
            let text = profile.get(from..from.checked_add(length)?)?;
            let units = text
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).filter_map(Result::ok).collect()
        }
        _ => return None,
    };
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Printer's marks around the trimmed page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Crop marks at the four corners.
    pub crop: bool,
    /// Registration marks in the middle of the four sides.
    pub registration: bool,
    /// A bar of the four inks at the foot.
    pub colour_bar: bool,
    /// What the slug line says besides the page and the printing condition: name and date of the issue.
    pub slug: String,
    /// How far the sheet goes beyond the bleed to hold them; at least 10 mm look right.
    pub margin: Length,
}

impl Default for Marks {
    fn default() -> Marks {
        Marks {
            crop: true,
            registration: true,
            colour_bar: true,
            slug: String::new(),
            margin: Length::mm(12.0),
        }
    }
}

/// What becomes of pictures in the colours of a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScreenColours {
    /// They keep their profile, and the press converts them: nothing is lost, and JPEG stays JPEG.
    #[default]
    Managed,
    /// They are converted to the inks of the output intent, for a press that wants inks alone.
    Converted,
}

/// The accent colour of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accent {
    /// Cyan, magenta, yellow, black, each in thousandths: the colour, or what stands for the spot colour
    /// where there is no plate for it.
    pub inks: [u16; 4],
    /// Name of the spot colour, as printers know it; `None` to mix it of the four inks.
    pub spot: Option<String>,
}

impl Default for Accent {
    /// Solid black.
    fn default() -> Accent {
        Accent {
            inks: [0, 0, 0, 1000],
            spot: None,
        }
    }
}

/// What a caller may choose about the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The standards to keep.
    pub standards: Standards,
    /// The printing condition.
    pub intent: OutputIntent,
    /// When the document was made, in seconds since 1970-01-01T00:00:00Z (`SOURCE_DATE_EPOCH`).
    /// The default is the first second of 2000: no clock is read, so the same pages are the
    /// same bytes.
    pub created: i64,
    /// Marks around the page; `None` for none.
    pub marks: Option<Marks>,
    /// The accent colour of rules and tints.
    pub accent: Accent,
    /// What becomes of pictures in the colours of a screen.
    pub screen_colours: ScreenColours,
    /// The most ink that the paper holds, in percent of one solid ink; 240 for newsprint
    /// (ISO 12647-3), 300 to 330 for coated paper.
    pub ink_limit: u32,
    /// The fewest pixels to the inch that a picture may print with before it is remarked on; 0 for
    /// any.
    pub least_resolution: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            standards: Standards::default(),
            intent: OutputIntent::newsprint(),
            // 2000-01-01T00:00:00Z
            created: 946_684_800,
            marks: None,
            accent: Accent::default(),
            screen_colours: ScreenColours::default(),
            ink_limit: 240,
            least_resolution: 120,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standards_read_and_print_the_same() {
        for text in [
            "x4+a2a+ua1",
            "x4",
            "a2a",
            "ua1",
            "x4+ua1",
            "a4",
            "ua2",
            "a4+ua2",
        ] {
            let read: Standards = text.parse().expect("a known set");
            assert_eq!(read.to_string(), text);
        }
        assert_eq!(Standards::default().to_string(), "x4+a2a+ua1");
    }

    #[test]
    fn mixtures_and_unknown_names_are_errors() {
        assert!("x4+a4".parse::<Standards>().is_err());
        assert!("ua1+ua2".parse::<Standards>().is_err());
        let unknown = "x4+a9".parse::<Standards>().expect_err("a9 is no standard");
        assert!(unknown.to_string().contains("a9"), "{unknown}");
    }

    #[test]
    fn a_profile_must_be_of_a_cmyk_printer() {
        let good = OutputIntent::newsprint().profile.into_owned();
        assert!(OutputIntent::new("x", "y", good.clone()).is_ok());
        let mut screen = good.clone();
        screen[12..16].copy_from_slice(b"mntr");
        assert!(OutputIntent::new("x", "y", screen).is_err());
        let mut short = good.clone();
        short.pop();
        assert!(OutputIntent::new("x", "y", short).is_err());
        assert!(OutputIntent::new("x", "y", b"nothing".to_vec()).is_err());
    }

    #[test]
    fn a_profile_names_itself() {
        for (intent, name) in [
            (OutputIntent::newsprint(), "IFRA26S 2004 Newsprint"),
            (OutputIntent::coated(), "FOGRA39L Coated"),
        ] {
            let own =
                OutputIntent::of_profile(intent.profile.into_owned()).expect("a good profile");
            assert_eq!(own.identifier, name);
        }
        for end in 128..400 {
            let profile = &OutputIntent::coated().profile[..end];
            let _ = profile_name(profile);
        }
    }
}
