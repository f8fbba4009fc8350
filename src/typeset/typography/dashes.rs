//! Dashes and ellipses. Knows which dash a language takes.

use super::{Cell, character, primary};

/// Replaces `--`, `---`, ` - `, hyphens between years, `...` and `. . .`.
pub(super) fn convert(cells: &mut Vec<Cell>, language: &str) {
    let sign = |at: usize| character(cells, Some(at));
    let any = (0..cells.len()).any(|at| match cells[at].character {
        '-' => true,
        '.' => sign(at + 1) == Some('.') || (sign(at + 1), sign(at + 2)) == (Some(' '), Some('.')),
        _ => false,
    });
    if !any {
        return;
    }
    let dash = dash(language);
    let mut done: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut at = 0;
    while let Some(&cell) = cells.get(at) {
        let run = cells[at..]
            .iter()
            .take_while(|next| next.character == cell.character)
            .count();
        let before = done.last().map(|cell| cell.character);
        let after = character(cells, Some(at + run));
        let (put, taken) = match cell.character {
            '-' if run == 2 && before != Some('-') => (Some(dash), 2),
            '-' if run == 3 => (Some('\u{2014}'), 3),
            '-' if run > 3 => (None, run),
            '-' if before == Some(' ') && after == Some(' ') && !list_item(&done) => {
                (Some(dash), 1)
            }
            '-' if between_years(&done, &cells[at + 1..]) => (Some('\u{2013}'), 1),
            '.' if (3..=4).contains(&run) => (Some('\u{2026}'), 3),
            '.' if run > 4 => (None, run),
            '.' if run == 1 && spaced_dots(&cells[at..]) => (Some('\u{2026}'), 5),
            _ => (None, 1),
        };
        match put {
            Some(character) => done.push(Cell { character, ..cell }),
            None => done.extend_from_slice(&cells[at..at + taken]),
        }
        at += taken;
    }
    *cells = done;
}

/// The dash between phrases. American and French papers set the em dash; most others the en dash.
fn dash(language: &str) -> char {
    let british = ["en-GB", "en-IE", "en-AU", "en-NZ", "en-ZA", "en-IN"];
    if british
        .iter()
        .any(|known| known.eq_ignore_ascii_case(language))
    {
        return '\u{2013}';
    }
    match primary(language).as_str() {
        "" | "en" | "fr" | "es" | "ca" | "gl" | "eu" | "pt" | "ru" | "uk" | "be" | "bg" => {
            '\u{2014}'
        }
        _ => '\u{2013}',
    }
}

/// Whether a hyphen with a space before it starts the text: then it marks an item of a list.
fn list_item(done: &[Cell]) -> bool {
    done.iter().all(|cell| cell.character == ' ')
}

/// Whether a hyphen stands between two years, as in 1914-1918 or 1998-99.
fn between_years(done: &[Cell], rest: &[Cell]) -> bool {
    let digits = |cells: &mut dyn Iterator<Item = &Cell>| -> String {
        let characters = cells.map(|cell| cell.character);
        characters.take_while(char::is_ascii_digit).collect()
    };
    let first: String = digits(&mut done.iter().rev()).chars().rev().collect();
    let second = digits(&mut rest.iter());
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '/');
    let outside = joined(character(done, done.len().checked_sub(first.len() + 1)))
        || joined(character(rest, Some(second.len())));
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let is_year = |year: u32| (1000..2100).contains(&year);
    let later = match second.len() {
        4 => number(&second),
        2 => number(&first) / 100 * 100 + number(&second),
        _ => 0,
    };
    first.len() == 4
        && !outside
        && is_year(number(&first))
        && is_year(later)
        && later > number(&first)
}

/// Whether three dots with single spaces between them start here.
fn spaced_dots(cells: &[Cell]) -> bool {
    let start: Vec<char> = cells.iter().take(7).map(|cell| cell.character).collect();
    start.starts_with(&['.', ' ', '.', ' ', '.']) && start[5..] != [' ', '.']
}
