//! A comparison as one file for a browser: no network, nothing beside it.
//!
//! Knows HTML. Every letter of the texts is escaped; characters that steer a terminal or turn the
//! direction of text are shown by their names and steer nothing.

use std::fmt::Write as _;
use std::ops::Range;

use base64::Engine as _;

use super::{Scored, Told};
use crate::compare::{Change, Comparison, Figure, Kind, Scores, explained};

/// Texts longer than this, in bytes, show what changed and its neighbours; the rest is folded away.
const WHOLE: usize = 3 << 20;

/// The most changes that are shown; a browser has its limits.
const MOST: usize = 5000;

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
            escaped(&title)
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

fn put(page: &mut String, text: &str) {
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

/// A stretch of a text that a change or a query speaks of.
struct Mark {
    range: Range<usize>,
    /// Number of the change; `None` for a query.
    change: Option<usize>,
    query: Option<usize>,
    kind: Option<Kind>,
    inner: bool,
    unexplained: bool,
}

fn marks(comparison: &Comparison, own: fn(&Change) -> &Range<usize>, first: bool) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (number, change) in comparison.changes.iter().enumerate().take(MOST) {
        let unexplained = comparison.audited && change.reasons.is_empty();
        for (change, inner) in
            std::iter::once((change, false)).chain(change.edits.iter().map(|edit| (edit, true)))
        {
            marks.push(Mark {
                range: own(change).clone(),
                change: Some(number),
                query: None,
                kind: Some(change.kind),
                inner,
                unexplained,
            });
        }
    }
    if first {
        for (number, query) in comparison.queries.iter().enumerate() {
            marks.push(Mark {
                range: query.before.clone(),
                change: None,
                query: Some(number),
                kind: None,
                inner: false,
                unexplained: false,
            });
        }
    }
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    marks
}

/// Both texts, in rows that stand side by side.
fn texts(page: &mut String, comparison: &Comparison, told: &Told) {
    let left = marks(comparison, |change| &change.before, true);
    let right = marks(comparison, |change| &change.after, false);
    let long = comparison.before.len() + comparison.after.len() > WHOLE;
    put(
        page,
        &format!(
            "<div class=\"texts\" role=\"table\" aria-label=\"Both texts\">\n<div class=\"row head\" role=\"row\"><div role=\"columnheader\"><bdi>{}</bdi></div><div role=\"columnheader\"><bdi>{}</bdi></div></div>\n",
            escaped(told.before),
            escaped(told.after)
        ),
    );
    let touched = |marks: &[Mark], range: &Range<usize>| {
        let end = marks.partition_point(|mark| mark.range.start <= range.end);
        marks[..end]
            .iter()
            .rev()
            .take(64)
            .any(|mark| mark.range.end >= range.start)
    };
    let rows: Vec<bool> = comparison
        .rows
        .iter()
        .map(|(one, two)| touched(&left, one) || touched(&right, two))
        .collect();
    let mut skipped = 0;
    for (number, (one, two)) in comparison.rows.iter().enumerate() {
        let near = rows[number.saturating_sub(1)..(number + 2).min(rows.len())].contains(&true);
        if long && !near {
            skipped += 1;
            continue;
        }
        fold(page, &mut skipped);
        let class = if rows[number] { "row" } else { "row same" };
        put(
            page,
            &format!("<div class=\"{class}\" role=\"row\"><div role=\"cell\" class=\"before\">"),
        );
        side(page, &comparison.before, one, &left, "del");
        page.push_str("</div><div role=\"cell\" class=\"after\">");
        side(page, &comparison.after, two, &right, "ins");
        page.push_str("</div></div>\n");
    }
    fold(page, &mut skipped);
    page.push_str("</div>\n");
}

fn fold(page: &mut String, skipped: &mut usize) {
    if *skipped > 0 {
        put(
            page,
            &format!(
                "<p class=\"note\">… {} without a change left out</p>\n",
                crate::report::counted(*skipped, "paragraph")
            ),
        );
        *skipped = 0;
    }
}

/// One side of a row: its paragraphs, with what changed marked.
fn side(page: &mut String, text: &str, range: &Range<usize>, marks: &[Mark], tag: &str) {
    if range.is_empty() {
        // A place where something stood: the marks of empty ranges still want to be found.
        let here = marks
            .iter()
            .filter(|mark| mark.range.is_empty() && mark.range.start == range.start);
        for mark in here.take(16) {
            open(page, mark, tag, true);
            put(page, &format!("</{tag}>"));
        }
        return;
    }
    let end = marks.partition_point(|mark| mark.range.start <= range.end);
    let mut start = end;
    // Marks that begin far before may reach in: those of stretches that moved.
    for (at, mark) in marks[..end].iter().enumerate().rev().take(256) {
        if mark.range.end >= range.start {
            start = at;
        }
    }
    let here: Vec<&Mark> = marks[start..end]
        .iter()
        .filter(|mark| mark.range.end >= range.start)
        .collect();
    let mut cuts: Vec<usize> = vec![range.start, range.end];
    for mark in &here {
        cuts.extend([mark.range.start, mark.range.end].map(|at| at.clamp(range.start, range.end)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut seen: Vec<*const Mark> = Vec::new();
    page.push_str("<p dir=\"auto\">");
    for (nth, &from) in cuts.iter().enumerate() {
        for mark in here
            .iter()
            .filter(|mark| mark.range.is_empty() && mark.range.start == from)
        {
            open(page, mark, tag, true);
            put(page, &format!("</{tag}>"));
        }
        let Some(&to) = cuts.get(nth + 1) else {
            break;
        };
        // The smallest mark over a stretch is the one that says most.
        let over = here
            .iter()
            .filter(|mark| mark.range.start <= from && mark.range.end >= to)
            .min_by_key(|mark| (mark.change.is_none(), mark.range.len()));
        let asked = here
            .iter()
            .find(|mark| mark.query.is_some() && mark.range.start <= from && mark.range.end >= to);
        if let Some(mark) = asked {
            let id = mark.query.unwrap_or_default();
            let first = !seen.contains(&std::ptr::from_ref(*mark));
            seen.push(std::ptr::from_ref(*mark));
            let id = if first {
                format!(" id=\"q{id}\"")
            } else {
                String::new()
            };
            put(page, &format!("<span class=\"query\"{id}>"));
        }
        match over.filter(|mark| mark.change.is_some()) {
            None => paragraphs(page, &text[from..to], None),
            Some(mark) => {
                let first = !seen.contains(&std::ptr::from_ref(*mark));
                seen.push(std::ptr::from_ref(*mark));
                let mut opening = String::new();
                open(&mut opening, mark, tag, first);
                paragraphs(page, &text[from..to], Some((&opening, tag)));
            }
        }
        if asked.is_some() {
            page.push_str("</span>");
        }
    }
    page.push_str("</p>");
}

/// Text of one or more paragraphs; the boundaries between them are marked with it.
fn paragraphs(page: &mut String, text: &str, mark: Option<(&str, &str)>) {
    let (open, close) = match mark {
        None => ("", String::new()),
        Some((open, tag)) => (open, format!("</{tag}>")),
    };
    // Not cut at every blank line: a run of them is one boundary.
    let mut rest = text;
    page.push_str(open);
    while let Some((at, len)) = boundary(rest) {
        page.push_str(&escaped(&rest[..at]));
        let sign = if mark.is_some() {
            "<i class=\"para\" aria-label=\"paragraph\">¶</i>"
        } else {
            ""
        };
        put(
            page,
            &format!("{sign}{close}<span class=\"parted\"></span>{open}"),
        );
        rest = &rest[at + len..];
    }
    if !rest.is_empty() && rest.trim().is_empty() && mark.is_some() {
        page.push_str("<i class=\"seam\" aria-label=\"joined here\"> </i>");
    } else {
        page.push_str(&escaped(rest));
    }
    page.push_str(&close);
}

/// The first white space with a blank line in it.
fn boundary(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find('\n') {
        let start = from + at;
        let head = text[..start].trim_end().len();
        let rest = &text[head..];
        let len = rest.len() - rest.trim_start().len();
        if rest[..len].matches('\n').count() > 1 {
            return Some((head, len));
        }
        from = (head + len).max(start + 1);
        if from >= text.len() {
            break;
        }
    }
    None
}

fn open(page: &mut String, mark: &Mark, tag: &str, first: bool) {
    let (Some(change), Some(kind)) = (mark.change, mark.kind) else {
        page.push_str(&format!("<{tag} hidden>"));
        return;
    };
    let mut class = format!("k-{}", kind.name());
    for (is, name) in [
        (mark.inner, " inner"),
        (mark.unexplained, " unexplained"),
        (mark.range.is_empty(), " gap"),
    ] {
        if is {
            class.push_str(name);
        }
    }
    let focus = if first && !mark.inner {
        " tabindex=\"0\""
    } else {
        ""
    };
    write!(page, "<{tag} class=\"{class}\" data-c=\"{change}\"{focus}>")
        .expect("a string takes it");
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

/// Text for HTML, attributes included. What steers is shown by its number.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match steering(letter) {
            true => {
                write!(out, "<bdi class=\"sign\">U+{:04X}</bdi>", letter as u32)
                    .expect("a string takes it");
            }
            false => plain(&mut out, letter),
        }
    }
    out
}

/// Text for an attribute: no element inside.
pub(crate) fn escaped_plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| !steering(*letter)) {
        plain(&mut out, letter);
    }
    out
}

fn plain(out: &mut String, letter: char) {
    match letter {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        other => out.push(other),
    }
}

/// Controls, and what turns or hides the direction of text.
fn steering(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t')
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_letters() {
        assert_eq!(
            escaped("<a href='x'>\"&"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;"
        );
        assert_eq!(escaped("a\u{202e}b"), "a<bdi class=\"sign\">U+202E</bdi>b");
        assert_eq!(
            escaped("\u{1b}[31m"),
            "<bdi class=\"sign\">U+001B</bdi>[31m"
        );
        assert_eq!(escaped_plain("a\u{202e}\"b"), "a&quot;b");
    }

    #[test]
    fn boundaries_are_blank_lines() {
        assert_eq!(boundary("a\nb\n \n\nc"), Some((3, 4)));
        assert_eq!(boundary("a\nb"), None);
        assert_eq!(boundary("a\n\n"), Some((1, 2)));
        assert_eq!(boundary("\n\n"), Some((0, 2)));
    }
}
