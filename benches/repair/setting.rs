//! Sets paragraphs in narrow lines as a printer would: greedy, hyphenated.

use hypher::Lang;

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Between two words, or at the end of the paragraph.
    Word,
    /// Inside a word, with a hyphen that the printer put there.
    Soft,
    /// At a hyphen of the word's own.
    Hard,
}

/// A printed line.
#[derive(Clone, Debug)]
pub struct Line {
    /// What is printed, a hyphen at its end included.
    pub text: String,
    /// How it ends.
    pub ending: Ending,
}

/// Sets a paragraph to a measure in characters.
pub fn set(paragraph: &str, measure: usize, language: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut rest: Vec<String> = paragraph
        .split_whitespace()
        .rev()
        .map(str::to_owned)
        .collect();
    while let Some(word) = rest.pop() {
        let used = line.chars().count();
        let gap = usize::from(used > 0);
        if used + gap + word.chars().count() <= measure {
            if gap > 0 {
                line.push(' ');
            }
            line.push_str(&word);
            continue;
        }
        let room = measure.saturating_sub(used + gap);
        match broken(&word, room, language) {
            Some((head, tail, ending)) => {
                if gap > 0 {
                    line.push(' ');
                }
                line.push_str(&head);
                rest.push(tail);
                push(&mut lines, &mut line, ending);
            }
            None if used == 0 => line.push_str(&word),
            None => {
                rest.push(word);
                push(&mut lines, &mut line, Ending::Word);
            }
        }
    }
    if !line.is_empty() {
        push(&mut lines, &mut line, Ending::Word);
    }
    lines
}

fn push(lines: &mut Vec<Line>, line: &mut String, ending: Ending) {
    let text = std::mem::take(line);
    lines.push(Line { text, ending });
}

/// The longest head of a word, hyphen included, that fits into the room.
fn broken(word: &str, room: usize, language: Lang) -> Option<(String, String, Ending)> {
    let own = word.char_indices().filter(|&(at, c)| {
        let before = word[..at].chars().next_back();
        let after = word[at + c.len_utf8()..].chars().next();
        c == '-'
            && before.is_some_and(char::is_alphanumeric)
            && after.is_some_and(char::is_alphanumeric)
    });
    let own = own.map(|(at, _)| (at + 1, Ending::Hard));
    let core_start = word.find(char::is_alphabetic)?;
    let core_end = word
        .rfind(char::is_alphabetic)
        .map(|at| at + word[at..].chars().next().map_or(0, char::len_utf8))?;
    let core = &word[core_start..core_end];
    let mut points: Vec<(usize, Ending)> = own.collect();
    if core.chars().all(char::is_alphabetic) && core.chars().count() >= 5 {
        let mut at = core_start;
        for syllable in hypher::hyphenate(core, language) {
            at += syllable.len();
            let head = word[core_start..at].chars().count();
            let tail = word[at..core_end].chars().count();
            if head >= 2 && tail >= 2 {
                points.push((at, Ending::Soft));
            }
        }
    }
    let width = |at: usize, ending: Ending| {
        word[..at].chars().count() + usize::from(ending == Ending::Soft)
    };
    let (at, ending) = points
        .into_iter()
        .filter(|&(at, ending)| width(at, ending) <= room)
        .max_by_key(|&(at, _)| at)?;
    let mut head = word[..at].to_owned();
    if ending == Ending::Soft {
        head.push('-');
    }
    Some((head, word[at..].to_owned(), ending))
}

/// The lines as running text again, all hyphens right.
pub fn joined(lines: &[Line]) -> String {
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        let last = number + 1 == lines.len();
        match line.ending {
            Ending::Soft if !last => text.push_str(&line.text[..line.text.len() - 1]),
            Ending::Hard if !last => text.push_str(&line.text),
            _ => {
                text.push_str(&line.text);
                if !last {
                    text.push(' ');
                }
            }
        }
    }
    text
}
