//! A comparison as one file for a browser: no network, nothing beside it.
//!
//! Knows the frame of the page: counts, filters, scores, queries, pictures, and a card a change.

use base64::Engine as _;

use super::escape::{escaped, escaped_plain};
use super::texts::{MOST, texts};
use super::{Scored, Told};
use crate::compare::{Comparison, Figure, Scores, explained};

const STYLE: &str = include_str!("compare.css");
const SCRIPT: &str = include_str!("compare.js");

/// The comparison as one HTML file.
pub fn html(comparison: &Comparison, told: &Told) -> String {
    let mut page = String::with_capacity(comparison.before.len() * 3 + (32 << 10));
    let title = format!("{} → {}", told.before, told.after);
    let count = comparison.changes.len();
    let heading = match count {
        0 => "No difference".to_owned(),
        1 => "1 change".to_owned(),
        _ => format!("{count} changes"),
    };
    put(
        &mut page,
        &format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            escaped_plain(&title)
        ),
    );
    put(
        &mut page,
        &format!(
            "<header>\n<h1>{heading}</h1>\n<p class=\"names\"><bdi>{}</bdi> <span aria-label=\"became\">→</span> <bdi>{}</bdi></p>\n",
            escaped(told.before),
            escaped(told.after)
        ),
    );
    tools(&mut page, comparison, told);
    page.push_str("</header>\n<main>\n");
    if let Some(scores) = &told.scores {
        self::scores(&mut page, scores);
    }
    queries(&mut page, comparison);
    pictures(&mut page, told);
    if count > MOST {
        put(
            &mut page,
            &format!(
                "<p class=\"note\">The first {MOST} of {count} changes are marked; the JSON has all of them.</p>\n"
            ),
        );
    }
    texts(&mut page, comparison, told);
    page.push_str("</main>\n");
    cards(&mut page, comparison);
    put(
        &mut page,
        &format!("<script>\n{SCRIPT}</script>\n</body>\n</html>\n"),
    );
    page
}

pub(super) fn put(page: &mut String, text: &str) {
    page.push_str(text);
}

/// What a person filters, searches and goes on with.
fn tools(page: &mut String, comparison: &Comparison, told: &Told) {
    page.push_str("<div class=\"tools\" role=\"toolbar\" aria-label=\"Changes\">\n<span class=\"steps\"><button id=\"back\" type=\"button\" title=\"the change before (k)\">‹ back</button><output id=\"where\" aria-live=\"polite\"></output><button id=\"next\" type=\"button\" title=\"next change (j or n)\">next ›</button></span>\n<fieldset class=\"kinds\"><legend>Kinds</legend>\n");
    for (kind, count) in comparison.counts() {
        let name = kind.name();
        put(
            page,
            &format!(
                "<label class=\"k-{name}\"><input type=\"checkbox\" name=\"kind\" value=\"{name}\" checked> {name} <b>{count}</b></label>\n"
            ),
        );
    }
    page.push_str("</fieldset>\n");
    if comparison.audited {
        let (with, without) = explained(comparison);
        put(
            page,
            &format!(
                "<label>Show <select id=\"sure\"><option value=\"\">all</option><option value=\"certain\">certain</option><option value=\"likely\">likely</option><option value=\"none\">not explained ({without})</option><option value=\"some\">explained ({with})</option></select></label>\n"
            ),
        );
    }
    page.push_str("<label>Search <input id=\"search\" type=\"search\" placeholder=\"/\" autocomplete=\"off\"></label>\n");
    page.push_str("<label><input type=\"checkbox\" id=\"only\"> changed paragraphs only</label>\n");
    if told.pictures.iter().any(|side| !side.is_empty()) {
        page.push_str("<a href=\"#pages\">pages</a>\n");
    }
    if !comparison.queries.is_empty() {
        put(
            page,
            &format!(
                "<a href=\"#queries\">queries ({})</a>\n",
                comparison.queries.len()
            ),
        );
    }
    page.push_str("</div>\n");
}

fn scores(page: &mut String, told: &Scored) {
    put(
        page,
        &format!(
            "<details class=\"scores\" open><summary>Against <bdi>{}</bdi></summary>\n<table><thead><tr><th></th><th scope=\"col\">before</th><th scope=\"col\">after</th></tr></thead><tbody>\n",
            escaped(told.reference)
        ),
    );
    let rate = |figure: &Figure| {
        let bound = if figure.exact { "" } else { "≤ " };
        format!("{bound}{:.2} %", figure.rate * 100.0)
    };
    type Row<'r> = (&'r str, &'r dyn Fn(&Scores) -> String);
    let rows: [Row; 6] = [
        ("Character error rate", &|scores| rate(&scores.cer)),
        ("… with what moved put back first", &|scores| {
            rate(&scores.cer_moves_apart)
        }),
        ("Word error rate", &|scores| rate(&scores.wer)),
        ("Words found, in order", &|scores| {
            format!("{:.2} %", scores.word_accuracy * 100.0)
        }),
        ("Paragraphs exactly right (F1)", &|scores| {
            format!("{:.3}", scores.paragraph_f1)
        }),
        ("Stretches out of place", &|scores| scores.moves.to_string()),
    ];
    for (name, of) in rows {
        put(
            page,
            &format!(
                "<tr><th scope=\"row\">{name}</th><td>{}</td><td>{}</td></tr>\n",
                of(&told.before),
                of(&told.after)
            ),
        );
    }
    page.push_str("</tbody></table></details>\n");
}

fn queries(page: &mut String, comparison: &Comparison) {
    if comparison.queries.is_empty() {
        return;
    }
    put(
        page,
        &format!(
            "<details class=\"queries\" id=\"queries\" open><summary>{} for a person to decide</summary>\n<ol>\n",
            crate::report::counted(comparison.queries.len(), "query")
        ),
    );
    for (number, query) in comparison.queries.iter().enumerate() {
        let row = &query.row;
        let suggestion = if row.now.trim().is_empty() || row.now == row.was {
            String::new()
        } else {
            format!(
                "; perhaps <ins><bdi>{}</bdi></ins>",
                escaped(row.now.trim())
            )
        };
        put(
            page,
            &format!(
                "<li><a href=\"#q{number}\">line {}</a>: {} <q><bdi>{}</bdi></q>{suggestion} <small>{}</small></li>\n",
                row.at.line,
                escaped(&row.because),
                escaped(row.was.trim()),
                escaped(&row.pass)
            ),
        );
    }
    page.push_str("</ol></details>\n");
}

fn pictures(page: &mut String, told: &Told) {
    let [before, after] = &told.pictures;
    if before.is_empty() && after.is_empty() {
        return;
    }
    page.push_str("<section id=\"pages\" aria-label=\"Pages\">\n");
    for number in 0..before.len().max(after.len()) {
        page.push_str("<div class=\"row pages\">");
        for (side, name) in [(before, told.before), (after, told.after)] {
            page.push_str("<figure>");
            match side.get(number) {
                Some(picture) => put(
                    page,
                    &format!(
                        "<img alt=\"Page {} of {}\" width=\"{}\" height=\"{}\" loading=\"lazy\" src=\"data:image/png;base64,{}\">",
                        number + 1,
                        escaped_plain(name),
                        picture.size.0,
                        picture.size.1,
                        base64::engine::general_purpose::STANDARD.encode(&picture.png)
                    ),
                ),
                None => page.push_str("<p class=\"none\">no page</p>"),
            }
            page.push_str("</figure>");
        }
        page.push_str("</div>\n");
    }
    page.push_str("</section>\n");
}

/// What is known of every change, for the card at the foot of the page.
fn cards(page: &mut String, comparison: &Comparison) {
    page.push_str("<footer id=\"card\" aria-live=\"polite\" hidden></footer>\n<div hidden>\n");
    for (number, change) in comparison.changes.iter().enumerate().take(MOST) {
        let (before, after) = comparison.shown(change);
        let sure =
            change
                .reasons
                .first()
                .map_or(
                    if comparison.audited { "none" } else { "" },
                    |reason| match reason.confidence {
                        crate::repair::Confidence::Certain => "certain",
                        crate::repair::Confidence::Likely => "likely",
                        crate::repair::Confidence::Query => "query",
                    },
                );
        put(
            page,
            &format!(
                "<template data-c=\"{number}\" data-kind=\"{kind}\" data-sure=\"{sure}\"><p class=\"what\"><b class=\"k-{kind}\">{kind}</b>",
                kind = change.kind.name()
            ),
        );
        for reason in &change.reasons {
            put(
                page,
                &format!(
                    " <span>{} <em>({sure})</em>: {}</span>",
                    escaped(&reason.pass),
                    escaped(&reason.because)
                ),
            );
        }
        if change.reasons.is_empty() && comparison.audited {
            page.push_str(" <strong>no row of the audit explains this</strong>");
        }
        put(
            page,
            &format!(
                "</p><p dir=\"auto\"><del>{}</del> <span aria-label=\"became\">→</span> <ins>{}</ins></p></template>\n",
                escaped(&brief(&before)),
                escaped(&brief(&after))
            ),
        );
    }
    page.push_str("</div>\n");
}

/// The text with its middle left out when it is long; paragraph boundaries as their sign.
fn brief(text: &str) -> String {
    const MOST: usize = 240;
    let text = text.trim().replace("\n\n", " ¶ ");
    let count = text.chars().count();
    if count <= MOST {
        return text;
    }
    let head: String = text.chars().take(MOST / 2).collect();
    let tail: String = text.chars().skip(count - MOST / 2).collect();
    format!("{head} … {tail}")
}
