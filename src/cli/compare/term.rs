//! A comparison on a terminal: change by change, in its context, side by side where there is room.

use std::ops::Range;

use anstyle::{AnsiColor, Style};
use reglet::compare::{Change, Comparison, Kind};
use reglet::repair::Confidence;
use reglet::report;
use unicode_segmentation::UnicodeSegmentation as _;

/// From this width on, before and after stand side by side.
const SIDE_BY_SIDE: usize = 110;

/// Words of context on either side of a change.
const CONTEXT: usize = 7;

/// The longest stretch that is shown whole, in characters.
const LONGEST: usize = 300;

/// What a stretch of a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Same,
    Gone,
    Come,
    Went,
}

impl Look {
    fn style(self) -> Style {
        match self {
            Look::Same => Style::new(),
            Look::Gone => Style::new()
                .fg_color(Some(AnsiColor::Red.into()))
                .strikethrough(),
            Look::Come => Style::new().fg_color(Some(AnsiColor::Green.into())).bold(),
            Look::Went => Style::new().fg_color(Some(AnsiColor::Magenta.into())),
        }
    }

    /// The signs around it where there is no colour.
    fn signs(self) -> (&'static str, &'static str) {
        match self {
            Look::Same => ("", ""),
            Look::Gone => ("[-", "-]"),
            Look::Come => ("{+", "+}"),
            Look::Went => ("<<", ">>"),
        }
    }
}

type Span = (Look, String);

/// Every change, a card each.
pub fn changes(comparison: &Comparison, width: usize, colour: bool) -> String {
    let mut text = String::new();
    for (number, change) in comparison.changes.iter().enumerate() {
        heading(&mut text, comparison, change, number + 1, colour);
        let (left, right) = spans(comparison, change);
        if width >= SIDE_BY_SIDE {
            let column = (width - 5) / 2;
            let (left, right) = (
                wrapped(&left, column, colour),
                wrapped(&right, column, colour),
            );
            for at in 0..left.len().max(right.len()) {
                let (one, used) = left
                    .get(at)
                    .map_or(("", 0), |(line, used)| (line.as_str(), *used));
                let two = right.get(at).map_or("", |(line, _)| line.as_str());
                let line = format!("  {one}{} │ {two}", " ".repeat(column.saturating_sub(used)));
                text.push_str(line.trim_end());
                text.push('\n');
            }
        } else {
            for (line, _) in wrapped(
                &inline(&left, &right),
                width.saturating_sub(4).max(16),
                colour,
            ) {
                text.push_str(&format!("    {line}\n"));
            }
        }
        text.push('\n');
    }
    text
}

fn heading(
    text: &mut String,
    comparison: &Comparison,
    change: &Change,
    number: usize,
    colour: bool,
) {
    let line = comparison.line(change.before.start);
    let bold = if colour {
        Style::new().bold()
    } else {
        Style::new()
    };
    text.push_str(&format!(
        "{bold}{number} {}{bold:#} (line {line})",
        change.kind.name()
    ));
    for reason in &change.reasons {
        let sure = match reason.confidence {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
            Confidence::Query => "query",
        };
        text.push_str(&format!(
            "\n    {} [{sure}]: {}",
            reason.pass,
            report::quoted(&reason.because, LONGEST)
        ));
    }
    if comparison.audited && change.reasons.is_empty() {
        let warn = if colour {
            Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()))
        } else {
            Style::new()
        };
        text.push_str(&format!("\n    {warn}NOT EXPLAINED by the audit{warn:#}"));
    }
    text.push('\n');
}

/// A change in its context, as the first text has it and as the second has it.
fn spans(comparison: &Comparison, change: &Change) -> (Vec<Span>, Vec<Span>) {
    let moved = matches!(change.kind, Kind::Moved | Kind::Unmixed) && !change.after.is_empty();
    let side = |text: &str, range: &Range<usize>, look: Look| -> Vec<Span> {
        let look = if moved { Look::Went } else { look };
        let head = context(text[..range.start].split_whitespace().rev(), true);
        let tail = context(text[range.end..].split_whitespace(), false);
        let gap = |at: &str, after: bool| {
            let letter = if after {
                at.chars().next()
            } else {
                at.chars().next_back()
            };
            letter.is_some_and(char::is_whitespace)
        };
        let inner = &text[range.clone()];
        let inner = match inner.trim().is_empty() {
            true if inner.contains('\n') => "¶".to_owned(),
            true => inner.to_owned(),
            false => report::quoted(&inner.replace("\n\n", " ¶ "), LONGEST),
        };
        let before = if gap(&text[..range.start], false) {
            " "
        } else {
            ""
        };
        let after = if gap(&text[range.end..], true) {
            " "
        } else {
            ""
        };
        vec![
            (Look::Same, format!("{head}{before}")),
            (look, inner),
            (Look::Same, format!("{after}{tail}")),
        ]
    };
    (
        side(&comparison.before, &change.before, Look::Gone),
        side(&comparison.after, &change.after, Look::Come),
    )
}

/// Some words around a change, in the order of the text.
fn context<'t>(words: impl Iterator<Item = &'t str>, before: bool) -> String {
    let mut words: Vec<&str> = words.take(CONTEXT + 1).collect();
    let more = words.len() > CONTEXT;
    words.truncate(CONTEXT);
    if before {
        words.reverse();
    }
    let text = report::quoted(&words.join(" "), LONGEST);
    match (more, before) {
        (false, _) => text,
        (true, true) => format!("… {text}"),
        (true, false) => format!("{text} …"),
    }
}

/// Both sides of a change in one line.
fn inline(left: &[Span], right: &[Span]) -> Vec<Span> {
    // The side that has the text has the spaces around it, too.
    let frame = if left[1].1.is_empty() { right } else { left };
    let mut line = vec![frame[0].clone()];
    match left[1].0 {
        Look::Went => line.push(left[1].clone()),
        _ => line.extend(
            [&left[1], &right[1]]
                .into_iter()
                .filter(|span| !span.1.is_empty())
                .cloned(),
        ),
    }
    line.push(frame[2].clone());
    line
}

/// Lines of at most `width` columns, each with the columns that it takes.
fn wrapped(spans: &[Span], width: usize, colour: bool) -> Vec<(String, usize)> {
    // Words may run on from one span into the next; a line ends at white space alone.
    let mut letters: Vec<(Look, &str)> = Vec::new();
    for (look, text) in spans {
        let (open, close) = if colour || text.is_empty() {
            ("", "")
        } else {
            look.signs()
        };
        for part in [open, text, close] {
            letters.extend(part.graphemes(true).map(|letter| (*look, letter)));
        }
    }
    let mut lines = Vec::new();
    let mut rest = &letters[..];
    while !rest.is_empty() {
        let mut end = 0;
        let (mut used, mut space) = (0, None);
        while end < rest.len() && used + columns(rest[end].1) <= width {
            used += columns(rest[end].1);
            if rest[end].1 == " " {
                space = Some(end);
            }
            end += 1;
        }
        let (line, next) = match (end < rest.len(), space) {
            (true, Some(space)) if space > 0 => (&rest[..space], space + 1),
            _ => (&rest[..end.max(1)], end.max(1)),
        };
        lines.push(painted(line, colour));
        rest = &rest[next..];
    }
    lines
}

fn painted(letters: &[(Look, &str)], colour: bool) -> (String, usize) {
    let mut line = String::new();
    let mut look = Look::Same;
    for (next, letter) in letters {
        if colour && *next != look {
            line.push_str(&format!("{:#}{}", look.style(), next.style()));
            look = *next;
        }
        line.push_str(letter);
    }
    if colour {
        line.push_str(&format!("{:#}", look.style()));
    }
    (
        line,
        letters.iter().map(|(_, letter)| columns(letter)).sum(),
    )
}

/// Columns of a terminal that a letter takes: two for those of East Asia.
fn columns(letter: &str) -> usize {
    match letter.chars().next() {
        Some(
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{1f300}'..='\u{1faff}'
            | '\u{20000}'..='\u{3fffd}',
        ) => 2,
        _ => 1,
    }
}
