//! The JSON form of an edition: loses nothing, for programs.
//!
//! ```json
//! {
//!   "version": 1,
//!   "title": "The Harbour Post",
//!   "date": "Monday, March 4, 2024",
//!   "language": "en",
//!   "articles": [
//!     {
//!       "kicker": null,
//!       "headline": "Bridge Shut for Repairs",
//!       "standfirst": "The council has no money for the work.",
//!       "byline": "By Ann Lee",
//!       "jump": null,
//!       "blocks": [
//!         {
//!           "kind": "paragraph",
//!           "text": "The *Post* learned on Monday that …",
//!           "source": [{ "file": "page.txt", "bytes": [31, 204] }]
//!         },
//!         { "kind": "caption", "text": "Lorries wait.", "credit": "Photo: Tom Roe", "picture": "quay.jpg" }
//!       ]
//!     }
//!   ],
//!   "furniture": [{ "text": "A3" }]
//! }
//! ```
//!
//! - `version` is 1; a file without it is read as version 1.
//! - `title`, `date`, `language` (a BCP 47 tag), `furniture` (what stood on the pages outside the
//!   stories) and an article's `standfirst` are left out when there is none.
//! - An article always has `kicker`, `headline`, `byline` and `jump`; `null` says that there is none.
//! - `kind` is `paragraph`, `subhead`, `caption`, `pull-quote`, `list`, `verse`, `table`, `jump`,
//!   `note` or `advertisement`. `text` is plain but for `*emphasis*`, `**strong**` and the backslash
//!   that takes their meaning away; the items of a list and the lines of verse and tables are parted
//!   by `\n`.
//! - An article may have a `section` that begins with it, a `treatment` (`brief`, `box` or `tint`) and
//!   a `place` (`"page 1, columns 1-4, 0-180 mm"`).
//! - `credit` and `picture` belong to captions, `picture` and `size` (`"2 x 80 mm, page 3"`) to
//!   advertisements. `source` says where the text came from, in bytes of
//!   the input; text typed by an editor has none.
//!
//! In a file that is read, everything but `kind` and `text` of a block may be left out. A key that
//! is not listed here is an error.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::{WriteError, nearest};
use crate::edition::{Article, Edition, Furniture};

/// The version of the JSON form that is written.
pub const VERSION: u64 = 1;

#[derive(Serialize)]
struct Versioned<'a> {
    version: u64,
    #[serde(flatten)]
    edition: &'a Edition,
}

/// An edition as JSON, indented by two spaces and closed by a line end.
pub fn to(edition: &Edition) -> String {
    let versioned = Versioned {
        version: VERSION,
        edition,
    };
    let mut out = serde_json::to_string_pretty(&versioned)
        .expect("an edition holds text, numbers and lists, which are all JSON");
    out.push('\n');
    out
}

/// Reads the JSON form.
///
/// # Errors
/// [`WriteError::Json`] with line and column when the text is no JSON or a value has the wrong
/// type, [`WriteError::Key`] for an unknown key, [`WriteError::Version`] for a newer version.
///
/// ```
/// let edition = reglet::write::json::from(r#"{"articles": [{"headline": "Rain"}]}"#)?;
/// assert_eq!(edition.articles[0].headline.as_deref(), Some("Rain"));
/// # Ok::<(), reglet::write::WriteError>(())
/// ```
pub fn from(text: &str) -> Result<Edition, WriteError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).map_err(|error| in_json(&error))?;
    check(&value, EDITION, "")?;
    // Types are checked on the text, not on the value, so that an error has a line and a column.
    let found: Found = serde_json::from_str(text).map_err(|error| in_json(&error))?;
    match found.version.unwrap_or(VERSION) {
        VERSION => Ok(Edition {
            title: found.title,
            date: found.date,
            language: found.language,
            articles: found.articles,
            furniture: found.furniture,
        }),
        other => Err(WriteError::Version(other)),
    }
}

fn in_json(error: &serde_json::Error) -> WriteError {
    let what = error.to_string();
    // serde_json closes its message with the place, which is kept apart here.
    let what = what
        .rsplit_once(" at line ")
        .map_or(what.as_str(), |(what, _)| what);
    WriteError::Json {
        line: error.line().max(1),
        column: error.column().max(1),
        what: what.to_string(),
    }
}

/// An edition and its version, as read.
#[derive(Deserialize)]
struct Found {
    version: Option<u64>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    articles: Vec<Article>,
    #[serde(default)]
    furniture: Vec<Furniture>,
}

/// The keys of an object, and the objects in lists under them.
struct Shape {
    keys: &'static [&'static str],
    lists: &'static [(&'static str, &'static Shape)],
}

const EDITION: &Shape = &Shape {
    keys: &[
        "version",
        "title",
        "date",
        "language",
        "articles",
        "furniture",
    ],
    lists: &[("articles", ARTICLE), ("furniture", FURNITURE)],
};
const ARTICLE: &Shape = &Shape {
    keys: &[
        "kicker",
        "headline",
        "standfirst",
        "byline",
        "jump",
        "section",
        "treatment",
        "place",
        "blocks",
    ],
    lists: &[("blocks", BLOCK)],
};
const BLOCK: &Shape = &Shape {
    keys: &["kind", "text", "credit", "picture", "size", "source"],
    lists: &[("source", SOURCE)],
};
const FURNITURE: &Shape = &Shape {
    keys: &["text", "source"],
    lists: &[("source", SOURCE)],
};
const SOURCE: &Shape = &Shape {
    keys: &["file", "bytes"],
    lists: &[],
};

fn check(value: &Value, shape: &Shape, place: &str) -> Result<(), WriteError> {
    let Some(object) = value.as_object() else {
        return Ok(());
    };
    check_keys(object, shape, place)?;
    for (key, shape) in shape.lists {
        let items = object.get(*key).and_then(Value::as_array);
        for (at, item) in items.into_iter().flatten().enumerate() {
            let dot = if place.is_empty() { "" } else { "." };
            check(item, shape, &format!("{place}{dot}{key}[{at}]"))?;
        }
    }
    Ok(())
}

fn check_keys(object: &Map<String, Value>, shape: &Shape, place: &str) -> Result<(), WriteError> {
    match object
        .keys()
        .find(|key| !shape.keys.contains(&key.as_str()))
    {
        Some(key) => Err(WriteError::Key {
            place: place.to_string(),
            key: key.clone(),
            nearest: nearest(key, shape.keys),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{Block, BlockKind};

    #[test]
    fn the_keys_are_always_there() {
        let mut edition = Edition::default();
        edition.articles.push(Article {
            headline: Some("Rain".into()),
            blocks: vec![Block::new(BlockKind::PullQuote, "It rained.")],
            ..Article::default()
        });
        let value: Value = serde_json::from_str(&to(&edition)).expect("JSON");
        assert_eq!(
            value,
            serde_json::json!({"version": 1, "articles": [{
                "kicker": null, "headline": "Rain", "byline": null, "jump": null,
                "blocks": [{"kind": "pull-quote", "text": "It rained."}],
            }]})
        );
    }

    #[test]
    fn mistakes_have_a_place() {
        for (json, message) in [
            (
                r#"{"articles": [{}, {"headlin": "Rain"}]}"#,
                "unknown key `headlin` in articles[1]: did you mean `headline`?",
            ),
            (
                r#"{"article": []}"#,
                "unknown key `article` in the edition: did you mean `articles`?",
            ),
            (
                r#"{"articles": [{"blocks": [{"kind": "note", "txt": ""}]}]}"#,
                "unknown key `txt` in articles[0].blocks[0]: did you mean `text`?",
            ),
            (
                "{\n\"articles\": 3}",
                "line 2, column 13: invalid type: integer `3`, expected a sequence",
            ),
            ("{", "line 1, column 1: EOF while parsing an object"),
            (
                r#"{"version": 7}"#,
                "an edition of version 7: this program knows version 1",
            ),
        ] {
            let error = from(json).expect_err(json);
            assert_eq!(error.to_string(), message);
        }
        for json in ["", "[]", "3", "null", "\"x\""] {
            assert!(from(json).is_err(), "{json}");
        }
    }
}
