//! Blocks whose lines break by right: lists, verse, tables.
//!
//! Knows the shapes of lines alone. Prose in raw lines must not be taken for verse, so that the
//! evidence is what prose cannot show: lines that leave room for the next word.

use super::edges::{Begin, End, begins, ends};
use crate::model::SplitWords as _;

/// What the lines of a block are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Running text, or too little to tell.
    Prose,
    /// One item a line, bulleted or numbered.
    List,
    /// Lines that break where they break.
    Verse,
    /// Rows and columns.
    Table,
}

/// What the lines of a block are.
pub fn kind(text: &str) -> Lines {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    if lines.len() == 1 && lines[0].len() > 240 {
        return Lines::Prose;
    }
    let items = lines.iter().filter(|l| is_item(l)).count();
    let first = lines.first().copied().unwrap_or("");
    // One line that opens with a number or a hyphen may be a date or a speaker.
    let enough = items >= 2 || (items == 1 && has_bullet(first));
    if enough && items * 2 >= lines.len() && is_item(first) {
        return Lines::List;
    }
    let rows = lines.iter().filter(|l| is_row(l)).count();
    if rows * 3 >= lines.len() * 2 && rows >= 1 {
        return Lines::Table;
    }
    if is_verse(&lines) {
        return Lines::Verse;
    }
    Lines::Prose
}

fn has_bullet(line: &str) -> bool {
    line.trim_start()
        .starts_with(['•', '▪', '■', '●', '◆', '◼', '▶', '‣', '✓', '◦', '∙'])
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let bullet = has_bullet(line);
    let number = line.split_once([' ', '\t']).is_some_and(|(mark, rest)| {
        let digits = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
        digits.len() < mark.len()
            && (1..=2).contains(&digits.len())
            && digits.chars().all(|c| c.is_ascii_digit())
            && !rest.trim().is_empty()
    });
    let hour = line.split_once([' ', '\t']).is_some_and(|(mark, rest)| {
        is_hour(mark.trim_end_matches([',', ':'])) && !rest.trim().is_empty()
    });
    let hyphen = (line.starts_with("- ") || line.starts_with("* ")) && line.len() > 2;
    bullet || number || hour || hyphen
}

/// "7:30", "20.15", "7:30pm", as in listings.
fn is_hour(mark: &str) -> bool {
    let clock = mark.trim_end_matches(['a', 'p', 'm', 'h', '.']);
    clock.split_once([':', '.']).is_some_and(|(hour, minute)| {
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        (1..=2).contains(&hour.len()) && minute.len() == 2 && digits(hour) && digits(minute)
    })
}

/// A row: cells parted by tabs, runs of spaces or leaders, or little else than numbers.
fn is_row(line: &str) -> bool {
    /// A row fits a column; what is longer is prose.
    const LONGEST: usize = 240;
    if line.len() > LONGEST {
        return false;
    }
    let leaders = [line.rfind("..."), line.rfind(". . .")]
        .into_iter()
        .flatten()
        .max()
        .is_some_and(|at| {
            let behind = line[at..].trim_start_matches(['.', ' ']);
            behind.contains(|c: char| c.is_ascii_digit()) && behind.split_words().count() <= 4
        });
    let tokens: Vec<&str> = line.split_words().collect();
    let numbers = tokens
        .iter()
        .filter(|t| {
            let digits = t.chars().filter(char::is_ascii_digit).count();
            digits > 0 && t.chars().filter(|c| c.is_alphabetic()).count() <= digits
        })
        .count();
    let cells = line
        .trim()
        .split('\t')
        .flat_map(|part| part.split("   "))
        .filter(|cell| !cell.trim().is_empty())
        .count();
    let gaps = cells >= 3 || (cells == 2 && numbers >= 1);
    let sentence = ends(line) == End::Stop && !leaders;
    leaders || (gaps && !sentence) || (numbers >= 3 && numbers * 2 >= tokens.len() && !sentence)
}

fn is_verse(lines: &[&str]) -> bool {
    if lines.len() < 4 {
        return false;
    }
    let width = |line: &str| line.trim().chars().count();
    let longest = lines.iter().map(|l| width(l)).max().unwrap_or(0);
    let capital = lines
        .iter()
        .filter(|l| matches!(begins(l), Begin::Upper | Begin::Uncased))
        .count();
    let hyphens = lines.iter().filter(|l| ends(l) == End::Hyphen).count();
    let room = lines
        .windows(2)
        .filter(|pair| {
            let next = pair[1].split_words().next().map_or(0, width);
            width(pair[0]) + 1 + next < longest
        })
        .count();
    let punctuated = lines
        .iter()
        .filter(|l| matches!(ends(l), End::Stop | End::Comma | End::Dash | End::Colon))
        .count();
    // Prose breaks only when the next word does not fit; capitals at every line are no accident.
    hyphens == 0
        && longest <= 80
        && capital * 10 >= lines.len() * 9
        && punctuated * 3 >= lines.len()
        && (room * 2 >= lines.len() - 1 || lines.len() >= 6 || punctuated * 4 >= lines.len() * 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (text, lines) in [
            (
                "• Bread\n• Milk\n• A bag of flour from the\nmill",
                Lines::List,
            ),
            ("1. Open the gate\n2. Shut the gate", Lines::List),
            (
                "7:00 (4) The Big Game (7) News\n7:30 (4) Late News",
                Lines::List,
            ),
            (
                "Rovers 3 1 0 10\nUnited 2 2 0 8\nCity 0 1 3 1",
                Lines::Table,
            ),
            ("Wheat ....... 4.20\nRye ....... 3.10", Lines::Table),
            ("Wheat\t4.20\t+1\nRye\t3.10\t-2", Lines::Table),
            (
                "The snow came down upon the hill,\nIt came without a sound,\nAnd all the town \
                 lay white and still,\nAnd white was all the ground.",
                Lines::Verse,
            ),
            (
                "The ram has left the market cross,\n    The ewe has left the square;\nThe town will \
                 hardly feel the loss\n    That is no longer there.",
                Lines::Verse,
            ),
            ("He said . . . that in 1998 it was over.", Lines::Prose),
            (
                "The council met on Monday to talk\nabout the bridge, which has been shut\nsince \
                 March. Nobody could say when\nit will open again.",
                Lines::Prose,
            ),
            ("In 1998, 12 of 40 ships were lost.", Lines::Prose),
            ("1998 was a good year.", Lines::Prose),
            ("One line", Lines::Prose),
        ] {
            assert_eq!(kind(text), lines, "{text:?}");
        }
    }
}
