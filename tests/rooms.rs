//! The room table in `src/lib.rs` is the law: this test reads it, and the sources, and fails on
//! every path into a room, every outside crate and every door to the system that a row does not
//! allow.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What of `std` no library room may use whose row does not name it: the library gets bytes and gives
/// bytes.
const DOORS: [&str; 6] = ["fs", "env", "time", "thread", "process", "net"];

/// One row of the table.
#[derive(Debug, Default)]
struct Row {
    rooms: BTreeSet<String>,
    crates: BTreeSet<String>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The table, by room.
fn table() -> BTreeMap<String, Row> {
    let words = |cell: &str| cell.split_whitespace().map(str::to_owned).collect();
    let text = read(&root().join("src/lib.rs"));
    let mut table = BTreeMap::new();
    for line in text.lines() {
        let Some(line) = line.strip_prefix("//! | `") else {
            continue;
        };
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [room, _knows, rooms, crates, ..] = cells[..] else {
            panic!("a row of the room table has too few cells: {line}");
        };
        let row = Row {
            rooms: words(rooms),
            crates: words(crates),
        };
        let room = room.trim_end_matches('`').to_owned();
        assert!(
            table.insert(room.clone(), row).is_none(),
            "`{room}` stands twice in the room table"
        );
    }
    table
}

/// The sources of a room: `src/ROOM.rs` and everything in `src/ROOM/`.
fn sources(room: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let file = root().join(format!("src/{room}.rs"));
    if file.is_file() {
        found.push(file);
    }
    let mut folders = vec![root().join("src").join(room)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry
                .expect("a folder that was opened can be listed")
                .path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !is_test(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Whether a file is a room's tests, which may use what they like.
fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem == "tests" || stem.ends_with("_tests")
}

/// The source without comments, strings, character literals and test modules, all on one line, with
/// no space around `::`, braces and commas.
fn bare(source: &str) -> String {
    let mut bare = String::with_capacity(source.len());
    let bytes: Vec<char> = source.chars().collect();
    let mut at = 0;
    while at < bytes.len() {
        let rest = |n: usize| bytes.get(at + n).copied().unwrap_or('\0');
        match bytes[at] {
            '/' if rest(1) == '/' => {
                while at < bytes.len() && bytes[at] != '\n' {
                    at += 1;
                }
            }
            '/' if rest(1) == '*' => {
                let mut depth = 0;
                while at < bytes.len() {
                    match (bytes[at], bytes.get(at + 1)) {
                        ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
                        ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
                        _ => at += 1,
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            'r' if matches!(rest(1), '"' | '#')
                && !bare.ends_with(|c: char| c.is_alphanumeric() || c == '_') =>
            {
                let hashes = bytes[at + 1..].iter().take_while(|c| **c == '#').count();
                if rest(1 + hashes) != '"' {
                    bare.push('r');
                    at += 1;
                    continue;
                }
                let end: String = std::iter::once('"')
                    .chain(std::iter::repeat_n('#', hashes))
                    .collect();
                at += 2 + hashes;
                while at < bytes.len()
                    && !bytes[at..].iter().copied().take(end.len()).eq(end.chars())
                {
                    at += 1;
                }
                at += end.len();
                bare.push_str("\"\"");
            }
            '"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != '"' {
                    at += 1 + usize::from(bytes[at] == '\\');
                }
                at += 1;
                bare.push_str("\"\"");
            }
            // A character literal, and not a lifetime.
            '\'' if rest(1) == '\\' || rest(2) == '\'' => {
                at += if rest(1) == '\\' { 3 } else { 2 };
                while at < bytes.len() && bytes[at] != '\'' {
                    at += 1;
                }
                at += 1;
                bare.push_str("' '");
            }
            other => {
                bare.push(other);
                at += 1;
            }
        }
    }
    let bare = without_tests(&bare);
    let mut tight = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["::", "{", "}", ","] {
        for loose in [format!(" {mark}"), format!("{mark} ")] {
            tight = tight.replace(&loose, mark);
        }
    }
    tight
}

/// The source without `#[cfg(test)] mod ... { ... }`.
fn without_tests(source: &str) -> String {
    let mut kept = String::new();
    let mut rest = source;
    while let Some(at) = rest.find("#[cfg(test)]") {
        let (before, after) = rest.split_at(at);
        kept.push_str(before);
        let open = after.find('{').unwrap_or(after.len());
        let semicolon = after.find(';').unwrap_or(after.len());
        if semicolon < open {
            rest = &after[semicolon + 1..];
            continue;
        }
        let mut depth = 0;
        let mut end = after.len();
        for (at, letter) in after.char_indices().skip(open) {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => continue,
            }
            if depth == 0 {
                end = at + 1;
                break;
            }
        }
        rest = &after[end..];
    }
    kept + rest
}

/// The names that follow `prefix` in a path: `crate::{a::b, c}` and `crate::d` give a, c, d.
fn names_after(source: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in source.match_indices(prefix) {
        // `crate::x`, but neither `mycrate::x` nor, in the search for `toml::`, `self::toml::x`.
        let before = &source[..at];
        let before = before.strip_suffix("::").unwrap_or(before);
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &source[at + prefix.len()..];
        match rest.strip_prefix('{') {
            None => names.extend(name(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut start = true;
                for (at, letter) in group.char_indices() {
                    if start && depth == 0 {
                        names.extend(name(&group[at..]));
                    }
                    start = letter == ',';
                    match letter {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        _ => {}
                    }
                }
            }
        }
    }
    names
}

fn name(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// The outside crates that `Cargo.toml` names, as paths spell them.
fn outside() -> BTreeSet<String> {
    let text = read(&root().join("Cargo.toml"));
    let file: toml::Table = text
        .parse()
        .expect("Cargo.toml is TOML, or this would not run");
    file["dependencies"]
        .as_table()
        .expect("there are dependencies")
        .keys()
        .map(|name| name.replace('-', "_"))
        .collect()
}

/// Every breach of the table in a source, in words.
fn breaches(room: &str, row: &Row, source: &str, rooms: &BTreeSet<String>) -> Vec<String> {
    let source = bare(source);
    let mut found = Vec::new();
    for other in names_after(&source, "crate::") {
        if rooms.contains(&other) && other != room && !row.rooms.contains(&other) {
            found.push(format!("uses room `{other}`"));
        }
    }
    for other in outside() {
        let used = !names_after(&source, &format!("{other}::")).is_empty()
            || source.contains(&format!("use {other};"));
        // A room may have the name of a crate's module; a path from `crate::` or `self::` is ours.
        if used && !row.crates.contains(&other) && !rooms.contains(&other) {
            found.push(format!("uses crate `{other}`"));
        }
    }
    for door in names_after(&source, "std::") {
        if DOORS.contains(&door.as_str()) && !row.crates.contains(&format!("std::{door}")) {
            found.push(format!("uses `std::{door}`"));
        }
    }
    found
}

#[test]
fn every_room_stands_in_the_table_and_every_row_is_a_room() {
    let table = table();
    assert!(
        !table.is_empty(),
        "the room table in src/lib.rs was not found"
    );
    let library = bare(&read(&root().join("src/lib.rs")));
    let mut declared = names_after(&library.replace("mod ", "mod::"), "mod::");
    declared.remove("cli");
    let rows: BTreeSet<String> = table.keys().cloned().collect();
    assert_eq!(
        declared, rows,
        "left: modules of the library; right: rows of the table"
    );
    for room in &rows {
        assert!(!sources(room).is_empty(), "`{room}` has no source");
    }
}

#[test]
fn no_source_stands_outside_a_room() {
    let table = table();
    for entry in fs::read_dir(root().join("src")).expect("src can be listed") {
        let path = entry.expect("src can be listed").path();
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        assert!(
            table.contains_key(&stem) || ["lib", "main", "cli"].contains(&stem.as_str()),
            "{} belongs to no room",
            path.display()
        );
    }
}

#[test]
fn rooms_use_only_what_their_row_allows() {
    let table = table();
    let rooms: BTreeSet<String> = table.keys().cloned().collect();
    let mut wrong = Vec::new();
    for (room, row) in &table {
        for path in sources(room) {
            for breach in breaches(room, row, &read(&path), &rooms) {
                wrong.push(format!("{}: {breach}", path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "the room table forbids:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn rows_name_rooms_and_crates_that_exist() {
    let table = table();
    let outside = outside();
    for (room, row) in &table {
        for other in &row.rooms {
            assert!(
                table.contains_key(other),
                "`{room}` may use `{other}`, which is no room"
            );
        }
        for name in &row.crates {
            let is_door = name
                .strip_prefix("std::")
                .is_some_and(|door| DOORS.contains(&door));
            assert!(
                is_door || outside.contains(name),
                "`{room}` may use `{name}`, which Cargo.toml lacks"
            );
        }
    }
}

#[test]
fn no_rooms_use_each_other_in_a_circle() {
    let table = table();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    while done.len() < table.len() {
        let ready: Vec<&str> = table
            .iter()
            .filter(|(room, row)| {
                !done.contains(room.as_str()) && row.rooms.iter().all(|r| done.contains(r.as_str()))
            })
            .map(|(room, _)| room.as_str())
            .collect();
        let left: Vec<_> = table
            .keys()
            .filter(|room| !done.contains(room.as_str()))
            .collect();
        assert!(
            !ready.is_empty(),
            "these rooms use each other in a circle: {left:?}"
        );
        done.extend(ready);
    }
}

#[test]
fn the_binary_uses_the_public_library_alone() {
    for path in sources("cli") {
        let source = bare(&read(&path));
        // `SystemTime`: the same input gives the same bytes on every day.
        for word in ["#[path", "include!(\"\")", "SystemTime"] {
            assert!(!source.contains(word), "{}: {word}", path.display());
        }
    }
}

/// The test itself can fail: a made-up room that breaks every rule is caught.
#[test]
fn breaches_are_seen() {
    let rooms = BTreeSet::from(["pdf", "font", "units"].map(str::to_owned));
    let row = Row {
        rooms: BTreeSet::from(["units".to_owned()]),
        crates: BTreeSet::new(),
    };
    let source = r##"
        //! crate::font::said in a comment
        use crate::{units::Length, pdf};
        use std::{fmt, fs::File};
        use crate::font
            ::FaceId;
        const SAID: &str = "std::net::TcpStream, crate::font";
        const RAW: &str = r#"std::env" "#;
        fn quote<'a>(c: &'a char) -> bool { *c == '"' || *c == '\'' }
        fn work() { let x: serde_json::Value; std::thread::sleep(a) }
        #[cfg(test)]
        mod tests { use std::process; fn f() { { } } }
    "##;
    assert_eq!(
        breaches("layout", &row, source, &rooms),
        [
            "uses room `font`",
            "uses room `pdf`",
            "uses crate `serde_json`",
            "uses `std::fs`",
            "uses `std::thread`"
        ]
    );
    assert!(breaches("layout", &row, "use crate::units::Length;", &rooms).is_empty());
}
