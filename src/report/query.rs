//! A query in words: what a person has to decide, and where.

use crate::repair::Row;

use super::quoted;

/// Longest quotation of the text, in characters.
const QUOTE: usize = 60;

/// A row of an audit as one line, in the form that editors and terminals can jump to:
/// `page.txt:12:3: query[hyphen]: why ("what stands there"; perhaps "this")`.
pub fn query(row: &Row) -> String {
    let at = &row.at;
    let file = if at.file == "-" {
        "standard input"
    } else {
        &at.file
    };
    let mut line = format!(
        "{}:{}:{}: query[{}]: {}",
        quoted(file, usize::MAX),
        at.line,
        at.column,
        row.pass,
        row.because
    );
    let was = quoted(&row.was, QUOTE);
    let now = quoted(&row.now, QUOTE);
    match (was.is_empty(), now.is_empty() || now == was) {
        (true, true) => {}
        (true, false) => line.push_str(&format!(" (perhaps \"{now}\")")),
        (false, true) => line.push_str(&format!(" (\"{was}\")")),
        (false, false) => line.push_str(&format!(" (\"{was}\"; perhaps \"{now}\")")),
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use crate::repair::{Confidence, Status};

    fn row(was: &str, now: &str) -> Row {
        Row {
            pass: "hyphen".to_owned(),
            status: Status::Query,
            at: Place {
                file: "page.txt".to_owned(),
                line: 3,
                column: 7,
                bytes: [40, 44],
                spot: None,
            },
            was: was.to_owned(),
            now: now.to_owned(),
            confidence: Confidence::Query,
            because: "the word may be two".to_owned(),
            also: Vec::new(),
            moved: None,
            seen: Vec::new(),
        }
    }

    #[test]
    fn a_query_names_place_pass_and_suggestion() {
        assert_eq!(
            query(&row("seabed", "sea bed")),
            "page.txt:3:7: query[hyphen]: the word may be two (\"seabed\"; perhaps \"sea bed\")"
        );
    }

    #[test]
    fn a_query_without_suggestion_quotes_what_stands_there() {
        assert_eq!(
            query(&row("seabed", "")),
            "page.txt:3:7: query[hyphen]: the word may be two (\"seabed\")"
        );
    }
}
