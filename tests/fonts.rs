//! The folder `fonts/` keeps its word: the table lists exactly the files that are there, each face is what the table
//! says, may be embedded, can be subset, and has its licence and source beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    family: Vec<Family>,
    face: Vec<Face>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    name: String,
    role: String,
    fallback: Vec<String>,
    #[serde(default)]
    fallback_weight: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Face {
    family: String,
    weight: u16,
    italic: bool,
    optical: String,
    file: String,
}

/// Characters that a body face must have itself.
const BODY: &str = "abcXYZ0189 ‘’“”–—…£€½†§•«»„\u{ad}ąłčřžğışșțőўяΩЖѣ×";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")
}

fn table() -> Table {
    let text = fs::read_to_string(folder().join("fonts.toml")).expect("fonts.toml is there");
    toml::from_str(&text).expect("fonts.toml parses")
}

#[test]
fn table_and_files_agree() {
    let listed: BTreeSet<String> = table().face.into_iter().map(|face| face.file).collect();
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder()).expect("fonts/ is there") {
        let dir = entry.expect("entry").path();
        if !dir.is_dir() {
            continue;
        }
        let licence = fs::read_to_string(dir.join("OFL.txt")).expect("licence beside the files");
        assert!(licence.contains("Copyright"), "{}", dir.display());
        assert!(
            licence.contains("SIL OPEN FONT LICENSE Version 1.1"),
            "{}",
            dir.display()
        );
        let source = fs::read_to_string(dir.join("SOURCE")).expect("source beside the files");
        for file in fs::read_dir(&dir).expect("folder") {
            let name = file
                .expect("entry")
                .file_name()
                .into_string()
                .expect("plain name");
            if name.ends_with(".otf") || name.ends_with(".ttf") {
                assert!(source.contains(&name), "{name} is not in SOURCE");
                let dir = dir
                    .file_name()
                    .and_then(|d| d.to_str())
                    .expect("plain name");
                found.insert(format!("{dir}/{name}"));
            }
        }
    }
    assert_eq!(listed, found);
}

#[test]
fn families_have_faces_and_known_fallbacks() {
    let table = table();
    let names: BTreeSet<&str> = table.family.iter().map(|f| f.name.as_str()).collect();
    let used: BTreeSet<&str> = table.face.iter().map(|f| f.family.as_str()).collect();
    assert_eq!(names, used);
    assert_eq!(names.len(), table.family.len(), "a family twice");
    for family in &table.family {
        let role = family.role.as_str();
        assert!(
            ["body", "headline", "label", "masthead"].contains(&role),
            "{role}"
        );
        assert!(family.fallback_weight <= 900, "{}", family.name);
        for name in &family.fallback {
            assert!(
                names.contains(name.as_str()) && *name != family.name,
                "{name}"
            );
        }
        let styles = |weight, italic| {
            table
                .face
                .iter()
                .any(|f| f.family == family.name && f.weight == weight && f.italic == italic)
        };
        if role == "body" {
            assert!(
                styles(400, false) && styles(400, true) && styles(700, false) && styles(700, true)
            );
        }
    }
}

#[test]
fn faces_are_what_the_table_says() {
    let table = table();
    for face in &table.face {
        let data = fs::read(folder().join(&face.file)).expect("listed file is there");
        let font = FontRef::new(&data).expect("the file is a font");
        let named = |id| {
            font.localized_strings(id)
                .english_or_first()
                .map(|s| s.to_string())
        };
        let family =
            named(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| named(StringId::FAMILY_NAME));
        assert_eq!(
            family.as_deref(),
            Some(face.family.as_str()),
            "{}",
            face.file
        );
        let os2 = font.os2().expect("OS/2");
        assert_eq!(os2.us_weight_class(), face.weight, "{}", face.file);
        assert_eq!(
            os2.fs_selection().bits() & 1 == 1,
            face.italic,
            "{}",
            face.file
        );
        assert_eq!(os2.fs_type(), 0, "{} restricts embedding", face.file);
        assert!(font.axes().is_empty(), "{} is variable", face.file);
        assert!(
            ["text", "display"].contains(&face.optical.as_str()),
            "{}",
            face.file
        );
        let map = font.charmap();
        if table
            .family
            .iter()
            .any(|f| f.name == face.family && f.role == "body")
        {
            for ch in BODY.chars() {
                assert!(map.map(ch).is_some(), "{} lacks {ch:?}", face.file);
            }
        }
        let glyphs: Vec<u16> = "Hamburg fi,’"
            .chars()
            .filter_map(|c| map.map(c))
            .map(|g| g.to_u32() as u16)
            .collect();
        assert_eq!(glyphs.len(), 12, "{}", face.file);
        let subset = subsetter::subset(
            &data,
            0,
            &subsetter::GlyphRemapper::new_from_glyphs(&glyphs),
        );
        let subset = subset.expect("the face can be subset");
        assert!(
            !subset.is_empty() && subset.len() < data.len() / 2,
            "{}: {}",
            face.file,
            subset.len()
        );
    }
}
