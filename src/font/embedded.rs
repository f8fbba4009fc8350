//! The faces compiled into the program. Knows `fonts/fonts.toml`, which says what each file is.

use serde::Deserialize;

use super::Family;
use super::face::Face;

macro_rules! files {
    ($($path:literal)*) => {
        &[$(($path, include_bytes!(concat!("../../fonts/", $path)))),*]
    };
}

/// The files, by their path in `fonts/`. A test holds this list and the table to each other.
const FILES: &[(&str, &[u8])] = files! {
    "barlow-condensed/BarlowCondensed_600SemiBold.ttf"
    "barlow-condensed/BarlowCondensed_700Bold.ttf"
    "besley/Besley_600SemiBold.ttf"
    "besley/Besley_600SemiBold_Italic.ttf"
    "besley/Besley_900Black.ttf"
    "instrument-serif/InstrumentSerif_400Regular.ttf"
    "instrument-serif/InstrumentSerif_400Regular_Italic.ttf"
    "league-gothic/LeagueGothic_400Regular.ttf"
    "manufacturing-consent/ManufacturingConsent_400Regular.ttf"
    "oswald/Oswald_600SemiBold.ttf"
    "source-sans-3/SourceSans3-Bold.otf"
    "source-sans-3/SourceSans3-It.otf"
    "source-sans-3/SourceSans3-Regular.otf"
    "source-serif-4/SourceSerif4Display-Bold.otf"
    "source-serif-4/SourceSerif4Display-Regular.otf"
    "source-serif-4/SourceSerif4Display-Semibold.otf"
    "source-serif-4/SourceSerif4Display-SemiboldIt.otf"
    "source-serif-4/SourceSerif4SmText-Bold.otf"
    "source-serif-4/SourceSerif4SmText-BoldIt.otf"
    "source-serif-4/SourceSerif4SmText-It.otf"
    "source-serif-4/SourceSerif4SmText-Regular.otf"
    "stix-two-text/STIXTwoText_400Regular.ttf"
    "stix-two-text/STIXTwoText_400Regular_Italic.ttf"
    "stix-two-text/STIXTwoText_700Bold.ttf"
    "stix-two-text/STIXTwoText_700Bold_Italic.ttf"
};

const TABLE: &str = include_str!("../../fonts/fonts.toml");

#[derive(Deserialize)]
struct Table {
    family: Vec<FamilyRow>,
    face: Vec<FaceRow>,
}

#[derive(Deserialize)]
struct FamilyRow {
    name: String,
    #[serde(default)]
    fallback: Vec<String>,
    #[serde(default)]
    fallback_weight: u16,
}

#[derive(Deserialize)]
struct FaceRow {
    family: String,
    weight: u16,
    italic: bool,
    file: String,
}

/// The embedded families and faces, in the table's order.
pub(super) fn read() -> (Vec<Family>, Vec<Face>) {
    let table: Table = toml::from_str(TABLE).expect("a test reads the same table");
    let families = table.family.into_iter().map(|row| Family {
        name: row.name,
        fallback: row.fallback,
        fallback_weight: row.fallback_weight,
    });
    let faces = table.face.into_iter().map(|row| {
        let (_, bytes) = FILES
            .iter()
            .find(|(path, _)| *path == row.file)
            .expect("a test compares the table with the files");
        Face::unread(row.file, row.family, row.weight, row.italic, bytes)
    });
    (families.collect(), faces.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_the_table_once() {
        let (_, faces) = read();
        let mut named: Vec<&str> = faces.iter().map(Face::file).collect();
        named.sort_unstable();
        let mut held: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        held.sort_unstable();
        assert_eq!(named, held);
    }

    #[test]
    fn every_fallback_is_a_family() {
        let (families, _) = read();
        for family in &families {
            for fallback in &family.fallback {
                assert!(
                    families.iter().any(|known| known.name == *fallback),
                    "{} falls back to {fallback}",
                    family.name
                );
            }
        }
    }
}
