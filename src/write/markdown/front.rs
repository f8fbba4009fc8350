//! The head of a Markdown edition: title, date, language, furniture.
//!
//! A small part of YAML: `key: value` lines, values in double quotes as in JSON where they need it,
//! and one list.

use crate::edition::{Edition, Furniture};
use crate::write::error::{WriteError, nearest};

const KEYS: [&str; 4] = ["title", "date", "language", "furniture"];

/// The head of an edition; empty when there is nothing to say.
pub(super) fn to(edition: &Edition) -> String {
    let mut out = String::new();
    let values = [&edition.title, &edition.date, &edition.language];
    for (key, value) in KEYS.iter().zip(values) {
        if !value.is_empty() {
            out.push_str(&format!("{key}: {}\n", quoted(value)));
        }
    }
    if !edition.furniture.is_empty() {
        out.push_str("furniture:\n");
        for piece in &edition.furniture {
            out.push_str(&format!("  - {}\n", quoted(&piece.text)));
        }
    }
    if out.is_empty() {
        out
    } else {
        format!("---\n{out}---\n")
    }
}

/// A value as it is when every reader of YAML takes it for plain text, else in quotes.
fn quoted(value: &str) -> String {
    let plain = value.chars().next().is_some_and(char::is_alphanumeric)
        && !value.ends_with([' ', ':'])
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.chars().any(|c| c.is_control() || c == '\u{feff}');
    if plain {
        value.to_string()
    } else {
        serde_json::to_string(value).expect("a string is JSON")
    }
}

/// Reads the head into an edition; the index of the first line behind it.
pub(super) fn from(lines: &[&str], edition: &mut Edition) -> Result<usize, WriteError> {
    let Some(open) = lines.iter().position(|line| !line.trim().is_empty()) else {
        return Ok(0);
    };
    if lines[open].trim_end() != "---" {
        return Ok(0);
    }
    let close = lines[open + 1..]
        .iter()
        .position(|line| matches!(line.trim_end(), "---" | "..."))
        .map(|at| open + 1 + at);
    let is_head = |line: &&str| {
        let line = line.trim();
        line.is_empty()
            || line.starts_with('#')
            || line.starts_with("- ")
            || line
                .split_once(':')
                .is_some_and(|(key, _)| !key.contains(' '))
    };
    let Some(close) = close else {
        // A rule at the top of a file without a head is only a rule.
        let keyed = lines
            .get(open + 1)
            .is_some_and(|line| key_of(line).is_some());
        return if keyed {
            Err(WriteError::Markdown {
                line: open + 1,
                what: "the head of the file is not closed: put a line `---` behind it".into(),
            })
        } else {
            Ok(0)
        };
    };
    if !lines[open + 1..close].iter().all(is_head) {
        return Ok(0);
    }
    let mut in_list = false;
    let mut seen: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate().take(close).skip(open + 1) {
        let line = line.trim_matches([' ', '\t']);
        let mistake = |what: String| Err(WriteError::Markdown { line: at + 1, what });
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(item) = line.strip_prefix("- ").or((line == "-").then_some("")) {
            if !in_list {
                return mistake("an item of no list: only `furniture:` has items".into());
            }
            let text = value(item, at)?;
            let piece = Furniture {
                text,
                ..Furniture::default()
            };
            edition.furniture.push(piece);
            continue;
        }
        let (word, text) = line.split_once(':').unwrap_or((line, ""));
        let Some(key) = key_of(line) else {
            let near = nearest(word.trim(), &KEYS);
            return mistake(format!(
                "unknown key `{}` in the head of the file: did you mean `{near}`?",
                word.trim()
            ));
        };
        if seen.contains(&key) {
            return mistake(format!("a second `{key}`: an edition has one"));
        }
        seen.push(key);
        let text = value(text, at)?;
        in_list = key == "furniture";
        match key {
            "title" => edition.title = text,
            "date" => edition.date = text,
            "language" => edition.language = text,
            _ if text.is_empty() => {}
            _ => {
                return mistake("`furniture:` is a list: put `- ` items on the lines below".into());
            }
        }
    }
    Ok(close + 1)
}

fn key_of(line: &str) -> Option<&'static str> {
    let (word, _) = line.split_once(':')?;
    KEYS.into_iter()
        .find(|key| word.trim().eq_ignore_ascii_case(key))
}

fn value(text: &str, at: usize) -> Result<String, WriteError> {
    let text = text.trim_matches([' ', '\t']);
    if text.starts_with('"') {
        return serde_json::from_str(text).map_err(|_| WriteError::Markdown {
            line: at + 1,
            what: "a value in quotes that does not end in them: close the quotes, and put a \
                   backslash before quotes inside"
                .into(),
        });
    }
    let single = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\''));
    Ok(match single {
        Some(inner) => inner.replace("''", "'"),
        None => text.to_string(),
    })
}
