//! Emphasis inside a text: `*italic*`, `**bold**`, and the backslash that takes it back.
//!
//! Knows asterisks and backslashes; every other sign stands for itself. The rules are CommonMark's
//! for asterisks (0.31, section 6.2): a run of asterisks opens before a word and closes after one,
//! so that `5 * 3 * 2` and a lone asterisk stay as they are. A backslash takes the meaning from an
//! asterisk or a backslash behind it, and is a plain backslash before anything else.

/// A stretch of text in one face.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The characters to be set, marks removed.
    pub text: String,
    /// Whether they are emphasised.
    pub italic: bool,
    /// Whether they are strong.
    pub bold: bool,
}

/// A run of asterisks that may open or close emphasis.
struct Run {
    /// Index of its first character among the pieces' starts, as a byte of the text.
    at: usize,
    /// How many asterisks there were.
    length: usize,
    /// How many closed something, from the run's left.
    closing: usize,
    /// How many opened something, from the run's right.
    opening: usize,
    opens: bool,
    closes: bool,
}

impl Run {
    fn left(&self) -> usize {
        self.length - self.closing - self.opening
    }
}

/// The spans of a text, in order; neighbours differ in face. Empty for an empty text.
///
/// ```
/// use reglet::edition::inline::spans;
/// let spans = spans("told the *Daily* that 5 * 3 * 2 is 30");
/// assert_eq!(spans.len(), 3);
/// assert!(spans[1].italic && spans[1].text == "Daily");
/// assert_eq!(spans[2].text, " that 5 * 3 * 2 is 30");
/// ```
pub fn spans(text: &str) -> Vec<Span> {
    if !text.is_empty() && !text.contains(['*', '\\']) {
        let text = text.to_owned();
        return vec![Span {
            text,
            ..Span::default()
        }];
    }
    let mut runs = runs(text);
    let pairs = pair(&mut runs);
    build(text, &runs, &pairs)
}

/// A text without its marks of emphasis: the characters that a reader sees.
pub fn plain(text: &str) -> String {
    if !text.contains(['*', '\\']) {
        return text.to_string();
    }
    spans(text).into_iter().map(|span| span.text).collect()
}

/// Text that is to be read as it stands, with asterisks and backslashes made harmless.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text as it was found, in which emphasis is meant but a backslash never is.
pub fn found(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '\\' && matches!(chars.peek(), Some('*' | '\\')) {
            out.push('\\');
        }
    }
    out
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            if let Some((_, escaped @ ('*' | '\\'))) = chars.peek().copied() {
                chars.next();
                before = Some(escaped);
                continue;
            }
        } else if c == '*' {
            let mut length = 1;
            while chars.next_if(|(_, next)| *next == '*').is_some() {
                length += 1;
            }
            let after = chars.peek().map(|(_, next)| *next);
            let (opens, closes) = flanks(before, after);
            runs.push(Run {
                at,
                length,
                closing: 0,
                opening: 0,
                opens,
                closes,
            });
        }
        before = Some(c);
    }
    runs
}

fn flanks(before: Option<char>, after: Option<char>) -> (bool, bool) {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    let left = !space(after) && (!mark(after) || space(before) || mark(before));
    let right = !space(before) && (!mark(before) || space(after) || mark(after));
    (left, right)
}

/// A pair of marks: the runs it joins, and whether it is strong.
struct Pair {
    from: usize,
    to: usize,
    strong: bool,
}

fn pair(runs: &mut [Run]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    // Where a search for an opener has failed before, by the closer's length modulo three and by
    // whether it may open: without it a hostile text takes quadratic time.
    let mut bottom = [0usize; 6];
    for closer in 0..runs.len() {
        while runs[closer].closes && runs[closer].left() > 0 {
            let kind = runs[closer].length % 3 + 3 * usize::from(runs[closer].opens);
            let found = open
                .iter()
                .enumerate()
                .rev()
                .take_while(|&(_, &i)| i >= bottom[kind])
                .find(|&(_, &i)| matches_up(&runs[i], &runs[closer]));
            let Some((place, &opener)) = found else {
                bottom[kind] = closer;
                break;
            };
            let strong = runs[opener].left() >= 2 && runs[closer].left() >= 2;
            let marks = if strong { 2 } else { 1 };
            runs[opener].opening += marks;
            runs[closer].closing += marks;
            pairs.push(Pair {
                from: opener,
                to: closer,
                strong,
            });
            open.truncate(if runs[opener].left() > 0 {
                place + 1
            } else {
                place
            });
        }
        if runs[closer].opens && runs[closer].left() > 0 {
            open.push(closer);
        }
    }
    pairs
}

/// CommonMark's rule of three, which tells `*a**b*` from `*a* *b*`.
fn matches_up(opener: &Run, closer: &Run) -> bool {
    let both = (opener.opens && opener.closes) || (closer.opens && closer.closes);
    !both
        || !(opener.length + closer.length).is_multiple_of(3)
        || (opener.length.is_multiple_of(3) && closer.length.is_multiple_of(3))
}

fn build(text: &str, runs: &[Run], pairs: &[Pair]) -> Vec<Span> {
    // Changes of depth at each run; marks between the closing and the opening ones are literal.
    let mut closes = vec![(0i32, 0i32); runs.len()];
    let mut opens = vec![(0i32, 0i32); runs.len()];
    for pair in pairs {
        let (open, close) = (&mut opens[pair.from], &mut closes[pair.to]);
        if pair.strong {
            open.1 += 1;
            close.1 += 1;
        } else {
            open.0 += 1;
            close.0 += 1;
        }
    }
    let mut out: Vec<Span> = Vec::new();
    let (mut italic, mut bold) = (0, 0);
    let mut at = 0;
    for (i, run) in runs.iter().enumerate() {
        push(&mut out, &unescape(&text[at..run.at]), italic, bold);
        italic -= closes[i].0;
        bold -= closes[i].1;
        push(&mut out, &"*".repeat(run.left()), italic, bold);
        italic += opens[i].0;
        bold += opens[i].1;
        at = run.at + run.length;
    }
    push(&mut out, &unescape(&text[at..]), italic, bold);
    out
}

fn push(out: &mut Vec<Span>, text: &str, italic: i32, bold: i32) {
    if text.is_empty() {
        return;
    }
    let (italic, bold) = (italic > 0, bold > 0);
    match out.last_mut() {
        Some(last) if last.italic == italic && last.bold == bold => last.text.push_str(text),
        _ => out.push(Span {
            text: text.to_string(),
            italic,
            bold,
        }),
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next @ ('*' | '\\')) if c == '\\' => {
                out.push(next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Spans in a notation of their own: `i[...]`, `b[...]`, `ib[...]`.
    fn shown(text: &str) -> String {
        let show = |s: Span| match (s.italic, s.bold) {
            (false, false) => s.text,
            (true, false) => format!("i[{}]", s.text),
            (false, true) => format!("b[{}]", s.text),
            (true, true) => format!("ib[{}]", s.text),
        };
        spans(text).into_iter().map(show).collect()
    }

    #[test]
    fn emphasis_and_what_is_none() {
        for (text, wanted) in [
            ("plain", "plain"),
            ("the *Post* said", "the i[Post] said"),
            ("**Post:** said", "b[Post:] said"),
            ("***both***", "ib[both]"),
            ("*a **b** c*", "i[a ]ib[b]i[ c]"),
            ("**a *b***", "b[a ]ib[b]"),
            ("5 * 3 * 2", "5 * 3 * 2"),
            ("*Terms apply", "*Terms apply"),
            ("apply*", "apply*"),
            ("un*frigging*believable", "uni[frigging]believable"),
            (r"\*not\*", "*not*"),
            (r"\\*yes*", r"\i[yes]"),
            (r"C:\dir\*", r"C:\dir*"),
            (r"a\b", r"a\b"),
            ("(*Post*)", "(i[Post])"),
            ("“*Post*”", "“i[Post]”"),
            ("*a*b*", "i[a]b*"),
            ("****", "****"),
            ("**a*", "*i[a]"),
            ("*a**", "i[a]*"),
            ("* a *", "* a *"),
            ("*Über*straße", "i[Über]straße"),
            ("_a_", "_a_"),
            ("", ""),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn many_asterisks_take_no_time() {
        for unit in ["*a ", "a* ", "*a**b", "**a *"] {
            let text = unit.repeat(60_000);
            assert!(!spans(&text).is_empty());
        }
    }

    proptest! {
        #[test]
        fn escaped_text_is_read_as_it_stands(text in "[a*\\\\ .é]{0,20}") {
            prop_assert_eq!(plain(&escape(&text)), text);
        }

        #[test]
        fn found_backslashes_stay(text in "[a\\\\ .]{0,20}") {
            prop_assert_eq!(plain(&found(&text)), text);
        }

        #[test]
        fn neighbours_differ(text in "[ab*\\\\ ]{0,24}") {
            let spans = spans(&text);
            for pair in spans.windows(2) {
                prop_assert!((pair[0].italic, pair[0].bold) != (pair[1].italic, pair[1].bold));
            }
            prop_assert!(spans.iter().all(|span| !span.text.is_empty()));
        }
    }
}
