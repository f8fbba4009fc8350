//! Text of an edition to Markdown and back, inside a line.
//!
//! An edition's text knows two marks, the asterisk and the backslash before an asterisk or a
//! backslash; both pass as they are. Every other sign that Markdown would take for a mark gets a
//! backslash; what a line of Markdown cannot hold becomes a reference such as `&#32;`.

use super::{is_rule, label};

/// A text on one line of Markdown, line breaks as `<br>`. Its first signs may still be taken for the
/// mark of a block: see [`guarded`].
pub(super) fn encode(text: &str) -> String {
    let mut out = encode_inside(text);
    // Readers trim lines, so a space at an edge needs a form of its own.
    if out.starts_with(' ') {
        out.replace_range(..1, "&#32;");
    }
    if out.ends_with(' ') {
        out.replace_range(out.len() - 1.., "&#32;");
    }
    out
}

/// The same for a text between brackets or quotes, whose edges are safe.
pub(super) fn encode_within(text: &str) -> String {
    let mut out = String::new();
    let mut escaped = false;
    for c in encode_inside(text).chars() {
        if !escaped && matches!(c, '[' | ']' | '"') {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

fn encode_inside(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match c {
            '\\' => match next {
                Some(mark @ ('*' | '\\')) => {
                    out.push('\\');
                    out.push(mark);
                    chars.next();
                }
                Some(letter) if letter.is_alphanumeric() => out.push('\\'),
                _ => out.push_str("&#92;"),
            },
            '\n' => out.push_str("<br>"),
            c if c.is_control() || c == '\u{feff}' => out.push_str(&format!("&#{};", u32::from(c))),
            c => {
                let mark = match c {
                    '_' => {
                        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                        !(letter(before) && letter(next))
                    }
                    '`' => true,
                    '<' => next.is_some_and(|n| n.is_ascii_alphabetic() || "/!?".contains(n)),
                    ']' => matches!(next, Some('(' | '[' | ':')),
                    '~' => before == Some('~') || next == Some('~'),
                    '&' => reference(&text[at..]).is_some(),
                    _ => false,
                };
                if mark {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        before = Some(c);
    }
    out
}

/// A line of Markdown that is to be read as text: the sign at its start that would make it a
/// heading, an item, a quotation, a rule or a label gets a backslash.
pub(super) fn guarded(line: String) -> String {
    match label(&line) {
        Some((_, length)) => format!("{}\\{}", &line[..length], &line[length..]),
        None => guarded_item(line),
    }
}

/// The same for the text of an item, where labels mean nothing.
pub(super) fn guarded_item(line: String) -> String {
    let after = |count: usize| line[count..].chars().next();
    let ends = |c: Option<char>| matches!(c, None | Some(' '));
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if line.starts_with('*') && (ends(after(1)) || is_rule(&line)) {
        // A backslash would stay in the text as the mark of a plain asterisk.
        return format!("&#42;{}", &line[1..]);
    }
    let at = if (hashes > 0 && ends(after(hashes)))
        || line.starts_with(['>', '|'])
        || line.starts_with("![")
        || (line.starts_with(['-', '+']) && (ends(after(1)) || is_rule(&line)))
        || (line.starts_with('=') && line.trim_matches('=').is_empty())
    {
        Some(0)
    } else if (1..=9).contains(&digits)
        && matches!(after(digits), Some('.' | ')'))
        && ends(after(digits + 1))
    {
        Some(digits)
    } else {
        None
    };
    match at {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line,
    }
}

/// The text of an edition that a line of Markdown stands for.
pub(super) fn decode(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    // Where an underscore stands that may be a mark: its place in `out`, and whether it opens.
    let mut open: Vec<usize> = Vec::new();
    let mut marks: Vec<usize> = Vec::new();
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let next = rest[c.len_utf8()..].chars().next();
        if c == '\\'
            && let Some(mark) = next.filter(char::is_ascii_punctuation)
        {
            if matches!(mark, '*' | '\\') {
                out.push('\\');
            }
            out.push(mark);
            before = Some(mark);
            at += 2;
            continue;
        }
        if c == '&'
            && let Some((found, length)) = reference(rest)
            && let Some(found) = found
        {
            out.push(found);
            before = Some(found);
            at += length;
            continue;
        }
        if c == '<'
            && let Some(length) = line_break(rest)
        {
            out.push('\n');
            before = Some('\n');
            at += length;
            continue;
        }
        if c == '_' {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            if !space(before) && !letter(next) && !open.is_empty() {
                marks.extend(open.pop());
                marks.push(out.len());
            } else if !letter(before) && !space(next) {
                open.push(out.len());
            }
        }
        out.push(c);
        before = Some(c);
        at += c.len_utf8();
    }
    if marks.is_empty() {
        return out;
    }
    let mut bytes = out.into_bytes();
    for at in marks {
        bytes[at] = b'*';
    }
    String::from_utf8(bytes).expect("one ASCII sign took the place of another")
}

/// A file name as it is, for the parentheses of a picture.
pub(super) fn encode_file(name: &str) -> String {
    let simple = |c: char| c.is_ascii_alphanumeric() || "._-/~%:,+=@".contains(c);
    if !name.is_empty() && name.chars().all(simple) {
        return name.to_string();
    }
    let mut out = String::from("<");
    for (at, c) in name.char_indices() {
        match c {
            '<' | '>' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '&' if reference(&name[at..]).is_some() => out.push_str("\\&"),
            c if c.is_control() || c == '\u{feff}' => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

/// The file name that `encode_file` wrote, pointed brackets taken off.
pub(super) fn decode_file(name: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = name[at..].chars().next() {
        let rest = &name[at..];
        let next = rest[c.len_utf8()..].chars().next();
        match (c, next, reference(rest)) {
            ('\\', Some(mark), _) if mark.is_ascii_punctuation() => {
                out.push(mark);
                at += 2;
            }
            ('&', _, Some((Some(found), length))) => {
                out.push(found);
                at += length;
            }
            _ => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    out
}

/// The character reference that a text opens with: its character, when it is known here, and its
/// length in bytes.
fn reference(text: &str) -> Option<(Option<char>, usize)> {
    /// Longer than any name of a character.
    const LONGEST: usize = 40;
    let body = text.strip_prefix('&')?;
    let length = body
        .bytes()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
        .count();
    if length == 0 || body.as_bytes().get(length) != Some(&b';') {
        return None;
    }
    let name = &body[..length];
    let found = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        _ => name.strip_prefix('#').and_then(|number| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }),
    };
    Some((found, length + 2))
}

/// The length of the line break that a text opens with: `<br>`, `<br/>`, `<BR />`.
fn line_break(text: &str) -> Option<usize> {
    let body = text.get(..3).filter(|b| b.eq_ignore_ascii_case("<br"))?;
    let rest = text[body.len()..].trim_start_matches(' ');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    rest.strip_prefix('>').map(|after| text.len() - after.len())
}
