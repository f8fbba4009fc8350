//! Articles in a plain notation, a line a part, as people write them down in `expected.txt`.

use std::fmt::Write as _;

use serde_json::Value;

/// The articles in the notation of `expected.txt`.
pub fn of(articles: &Value) -> String {
    let mut out = String::new();
    for article in articles["articles"].as_array().into_iter().flatten() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str("=== article\n");
        let mut line = |key: &str, value: &Value| {
            if let Some(text) = value.as_str() {
                let _ = writeln!(out, "{key}: {}", text.replace('\n', "\\n"));
            }
        };
        for key in ["kicker", "headline", "standfirst", "byline", "jump"] {
            line(key, &article[key]);
        }
        for block in article["blocks"].as_array().into_iter().flatten() {
            let kind = block["kind"].as_str().unwrap_or("?");
            line(if kind == "paragraph" { "p" } else { kind }, &block["text"]);
            line("credit", &block["credit"]);
        }
    }
    out
}
