//! Markdown to edition, kindly: what an editor may have typed in haste is understood where it can
//! be; what cannot be is an error with its line.

use super::escape::{decode, decode_file};
use super::{Label, front, is_rule, item_number, label};
use crate::edition::{Article, Block, BlockKind, Edition, PlaceError, Treatment};
use crate::write::error::WriteError;

/// Reads an edition from Markdown; see the module's own description for the form.
///
/// # Errors
/// [`WriteError::Markdown`] with the line: a head or a fence that is not closed, an unknown key in
/// the head, a credit without a caption, a second byline, a picture that is not written as one.
///
/// ```
/// let edition = reglet::write::markdown::from("# Rain\nByline: By Ann Lee\nIt rained.\n")?;
/// assert_eq!(edition.articles[0].byline.as_deref(), Some("By Ann Lee"));
/// assert_eq!(edition.articles[0].blocks[0].text, "It rained.");
/// # Ok::<(), reglet::write::WriteError>(())
/// ```
pub fn from(text: &str) -> Result<Edition, WriteError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let mut edition = Edition::default();
    let start = front::from(&lines, &mut edition)?;
    let mut reader = Reader::default().with(lines, start);
    reader.read()?;
    edition.articles = reader.end()?;
    Ok(edition)
}

/// What a line begins.
enum Start {
    Blank,
    Comment,
    Fence(char, usize),
    Heading(usize),
    Rule,
    Quotation,
    Item,
    Label(Label, usize),
    Picture,
    Text,
}

fn start(line: &str) -> Start {
    let line = trim(line);
    if line.is_empty() {
        return Start::Blank;
    }
    if line.starts_with("<!--") {
        return Start::Comment;
    }
    for sign in ['`', '~'] {
        let count = line.chars().take_while(|c| *c == sign).count();
        if count >= 3 {
            return Start::Fence(sign, count);
        }
    }
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && line[hashes..].chars().next().is_none_or(is_space) {
        return Start::Heading(hashes);
    }
    if is_rule(line) {
        return Start::Rule;
    }
    if line.starts_with('>') {
        return Start::Quotation;
    }
    if bullet(line).is_some() || item_number(line, 3).is_some() {
        return Start::Item;
    }
    if let Some((label, length)) = label(line) {
        return Start::Label(label, length);
    }
    if line.starts_with("![") {
        return Start::Picture;
    }
    Start::Text
}

/// The text of an item behind its bullet.
fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '*', '+'])?;
    rest.chars().next().is_none_or(is_space).then(|| trim(rest))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Whether a line underlines a headline: `===` and longer.
fn is_underline(line: &str) -> bool {
    let line = trim(line);
    line.len() >= 3 && line.bytes().all(|b| b == b'=')
}

/// Without blanks at the ends. Other white space of Unicode is text.
fn trim(line: &str) -> &str {
    line.trim_matches(is_space)
}

/// How a line of a paragraph ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    None,
    Backslash,
    Spaces,
}

/// A line without its hard break.
fn broken(line: &str) -> (&str, Break) {
    let spaces = line.ends_with("  ");
    let line = trim(line);
    let backslashes = line.bytes().rev().take_while(|b| *b == b'\\').count();
    if backslashes % 2 == 1 {
        (&line[..line.len() - 1], Break::Backslash)
    } else if spaces {
        (line, Break::Spaces)
    } else {
        (line, Break::None)
    }
}

/// Lines that were read as one text.
struct Joined {
    text: String,
    /// Whether every line but the last was broken on purpose.
    verse: bool,
}

/// Joins the lines of a paragraph: a space between two, `\n` at a hard break. Two spaces at a line
/// end are a hard break only where all lines have them; elsewhere they were left by accident.
fn joined(lines: &[&str]) -> Joined {
    let broken: Vec<(&str, Break)> = lines.iter().map(|line| broken(line)).collect();
    let inner = broken.len().saturating_sub(1);
    let slashes = broken[..inner]
        .iter()
        .filter(|(_, b)| *b == Break::Backslash)
        .count();
    let spaces = broken[..inner]
        .iter()
        .filter(|(_, b)| *b == Break::Spaces)
        .count();
    let spaced = spaces >= 2 && spaces == inner;
    let mut text = String::new();
    for (at, (line, end)) in broken.iter().enumerate() {
        text.push_str(line);
        if at < inner {
            let hard = *end == Break::Backslash || (spaced && *end == Break::Spaces);
            text.push(if hard { '\n' } else { ' ' });
        } else if *end == Break::Backslash {
            text.push('\\');
        }
    }
    Joined {
        text: decode(&text),
        verse: inner > 0 && (slashes == inner || spaced),
    }
}

/// Reads lines; those that follow may come later ([`Reader::with`]), if no block goes on from one part to the
/// next.
#[derive(Default)]
pub(super) struct Reader<'a> {
    lines: Vec<&'a str>,
    at: usize,
    /// How many lines there were before these.
    before: usize,
    pub(super) articles: Vec<Article>,
    current: Option<Article>,
    /// A rule was read and nothing since: the next text starts a story without headline.
    rule: bool,
    /// A kicker that belongs to the headline behind it, or else to the story under way; its line among all.
    kicker: Option<(usize, String)>,
    /// Whether the last block is a list that may go on.
    list_open: bool,
}

impl Reader<'_> {
    /// What has been read, and more lines; of those, reading begins at `at`.
    pub(super) fn with<'b>(self, lines: Vec<&'b str>, at: usize) -> Reader<'b> {
        Reader {
            before: self.before + self.lines.len(),
            lines,
            at,
            articles: self.articles,
            current: self.current,
            rule: self.rule,
            kicker: self.kicker,
            list_open: self.list_open,
        }
    }

    /// The articles that are left when there are no more lines.
    pub(super) fn end(mut self) -> Result<Vec<Article>, WriteError> {
        self.settle_kicker()?;
        self.articles.extend(self.current.take());
        Ok(self.articles)
    }

    pub(super) fn read(&mut self) -> Result<(), WriteError> {
        while let Some(line) = self.lines.get(self.at).copied() {
            let what = start(line);
            if matches!(what, Start::Blank) {
                self.at += 1;
                continue;
            }
            let underlined = matches!(what, Start::Text)
                && self
                    .lines
                    .get(self.at + 1)
                    .is_some_and(|next| is_underline(next));
            if !underlined && !matches!(what, Start::Heading(1)) {
                self.settle_kicker()?;
            }
            if !matches!(what, Start::Item) {
                self.list_open = false;
            }
            match what {
                Start::Blank => {}
                Start::Comment => self.comment()?,
                Start::Fence(sign, count) => self.fence(sign, count)?,
                Start::Heading(level) => self.heading(level),
                Start::Rule => self.rule(),
                Start::Quotation => self.quotation(),
                Start::Item => self.items(),
                Start::Label(label, length) => self.label(label, length)?,
                Start::Picture => self.picture()?,
                Start::Text => self.paragraph(),
            }
        }
        Ok(())
    }

    fn mistake<T>(&self, line: usize, what: &str) -> Result<T, WriteError> {
        Err(WriteError::Markdown {
            line: self.before + line + 1,
            what: what.to_string(),
        })
    }

    /// The story under way; a rule before it began a new one.
    fn article(&mut self) -> &mut Article {
        self.rule = false;
        self.current.get_or_insert_default()
    }

    fn push(&mut self, kind: BlockKind, text: String) {
        self.article().blocks.push(Block::new(kind, text));
    }

    fn settle_kicker(&mut self) -> Result<(), WriteError> {
        let Some((line, kicker)) = self.kicker.take() else {
            return Ok(());
        };
        if self.article().kicker.is_some() {
            return Err(WriteError::Markdown {
                line: line + 1,
                what: "a second kicker: an article has one".to_string(),
            });
        }
        self.article().kicker = Some(kicker);
        Ok(())
    }

    fn comment(&mut self) -> Result<(), WriteError> {
        let open = self.at;
        let Some(close) = (open..self.lines.len()).find(|&at| self.lines[at].contains("-->"))
        else {
            return self.mistake(open, "a remark that is not closed: put `-->` behind it");
        };
        if !self.lines[close].trim_end().ends_with("-->") {
            return self.mistake(close, "text behind a remark: put it on a line of its own");
        }
        self.at = close + 1;
        Ok(())
    }

    fn fence(&mut self, sign: char, count: usize) -> Result<(), WriteError> {
        let open = self.at;
        let closes = |line: &str| {
            let line = trim(line);
            line.chars().all(|c| c == sign) && line.chars().count() >= count
        };
        let Some(close) = (open + 1..self.lines.len()).find(|&at| closes(self.lines[at])) else {
            let what = "a table that is not closed: put three backticks on the line behind it";
            return self.mistake(open, what);
        };
        let text = self.lines[open + 1..close].join("\n");
        self.push(BlockKind::Table, text);
        self.at = close + 1;
        Ok(())
    }

    fn heading(&mut self, level: usize) {
        let line = trim(&trim(self.lines[self.at])[level..]);
        self.at += 1;
        let bare = line.trim_end_matches('#');
        // Hashes may close a heading, after a space.
        let line = if bare.is_empty() || bare.ends_with(is_space) {
            trim(bare)
        } else {
            line
        };
        let text = decode(line);
        if level == 1 {
            self.headline(text);
        } else {
            self.push(BlockKind::Subhead, text);
        }
    }

    fn headline(&mut self, text: String) {
        self.rule = false;
        self.articles.extend(self.current.take());
        self.current = Some(Article {
            kicker: self.kicker.take().map(|(_, kicker)| kicker),
            headline: Some(text),
            ..Article::default()
        });
    }

    fn rule(&mut self) {
        self.at += 1;
        if self.rule {
            self.articles.push(Article::default());
        }
        self.articles.extend(self.current.take());
        self.rule = true;
    }

    fn quotation(&mut self) {
        let mut lines = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            let Some(rest) = line.trim_start_matches(is_space).strip_prefix('>') else {
                break;
            };
            lines.push(rest);
            self.at += 1;
        }
        // An empty line of the quotation parts its paragraphs.
        let parts: Vec<String> = lines
            .split(|line| trim(line).is_empty())
            .filter(|part| !part.is_empty())
            .map(|part| joined(part).text)
            .collect();
        self.push(BlockKind::PullQuote, parts.join("\n"));
    }

    fn items(&mut self) {
        let mut items: Vec<String> = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            let trimmed = trim(line);
            match start(line) {
                Start::Item => {
                    let text = bullet(trimmed).unwrap_or(trimmed);
                    items.push(text.to_string());
                }
                // A long item over several lines.
                Start::Text => {
                    if let Some(item) = items.last_mut() {
                        item.push(' ');
                        item.push_str(trimmed);
                    }
                }
                _ => break,
            }
            self.at += 1;
        }
        let text = items
            .iter()
            .map(|item| decode(item))
            .collect::<Vec<_>>()
            .join("\n");
        let goes_on = std::mem::replace(&mut self.list_open, true);
        match self.article().blocks.last_mut().filter(|_| goes_on) {
            Some(list) => {
                list.text.push('\n');
                list.text.push_str(&text);
            }
            None => self.push(BlockKind::List, text),
        }
    }

    /// The lines of the paragraph that starts here, up to a blank line or another block.
    fn gather(&mut self) -> Vec<&str> {
        let from = self.at;
        self.at += 1;
        while let Some(line) = self.lines.get(self.at) {
            let goes_on = match start(line) {
                Start::Text => true,
                // A line of prose may begin with a number and a stop; a list begins with 1.
                Start::Item => {
                    let line = trim(line);
                    bullet(line).is_none() && !line.starts_with("1.") && !line.starts_with("1)")
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            self.at += 1;
            if is_underline(line) {
                break;
            }
        }
        self.lines[from..self.at].to_vec()
    }

    fn paragraph(&mut self) {
        let lines = self.gather();
        if let [text @ .., underline] = &lines[..]
            && !text.is_empty()
            && is_underline(underline)
        {
            let text = joined(text).text;
            return self.headline(text);
        }
        if lines.len() >= 2 && lines.iter().all(|line| trim(line).starts_with('|')) {
            let rows: Vec<String> = lines.iter().filter_map(|line| row(line)).collect();
            return self.push(BlockKind::Table, rows.join("\n"));
        }
        let joined = joined(&lines);
        let kind = if joined.verse {
            BlockKind::Verse
        } else {
            BlockKind::Paragraph
        };
        self.push(kind, joined.text);
    }

    fn label(&mut self, label: Label, length: usize) -> Result<(), WriteError> {
        let line = self.at;
        let head = matches!(
            label,
            Label::Kicker
                | Label::Byline
                | Label::Jump
                | Label::Credit
                | Label::Picture
                | Label::Section
                | Label::Treatment
                | Label::Place
                | Label::Size
        );
        // What follows a byline without a blank line is the story; a caption may be long.
        let mut lines = if head {
            self.at += 1;
            vec![self.lines[line]]
        } else {
            self.gather()
        };
        let lead = lines[0].len() - lines[0].trim_start_matches(is_space).len();
        lines[0] = &lines[0][lead + length + 1..];
        let file = trim(lines[0]).to_string();
        let text = joined(&lines).text;
        match label {
            Label::Kicker => self.kicker = Some((self.before + line, text)),
            Label::Standfirst => {
                if self.article().standfirst.replace(text).is_some() {
                    return self.mistake(line, "a second standfirst: an article has one");
                }
            }
            Label::Byline => {
                if self.article().byline.replace(text).is_some() {
                    return self.mistake(line, "a second byline: put both names on one line");
                }
            }
            Label::Jump if self.article().jump.is_some() || !self.article().blocks.is_empty() => {
                self.push(BlockKind::Jump, text);
            }
            Label::Jump => self.article().jump = Some(text),
            Label::Section => {
                if self.article().section.replace(text).is_some() {
                    return self.mistake(line, "a second section: a story begins one at most");
                }
            }
            Label::Treatment => {
                let Some(treatment) = Treatment::named(&text) else {
                    let what = "no such treatment: write plain, brief, box or tint";
                    return self.mistake(line, what);
                };
                self.article().treatment = treatment;
            }
            Label::Place => match text.parse() {
                Ok(place) => self.article().place = Some(place),
                Err(error) => return self.mistake(line, &PlaceError::to_string(&error)),
            },
            Label::Size => {
                let size = text.parse();
                let Some(block) = self.article().blocks.last_mut() else {
                    let what = "a size without an advertisement: put `Advertisement:` before it";
                    return self.mistake(line, what);
                };
                match size {
                    Ok(size) => block.size = Some(size),
                    Err(error) => return self.mistake(line, &PlaceError::to_string(&error)),
                }
            }
            Label::Caption => self.push(BlockKind::Caption, text),
            Label::Note => self.push(BlockKind::Note, text),
            Label::Advertisement => self.push(BlockKind::Advertisement, text),
            Label::Turn => self.push(BlockKind::Jump, text),
            Label::Paragraph => self.push(BlockKind::Paragraph, text),
            Label::Verse => self.push(BlockKind::Verse, text),
            Label::Table => self.push(BlockKind::Table, text),
            Label::Credit | Label::Picture => {
                let is_credit = label == Label::Credit;
                let Some(block) = self.article().blocks.last_mut() else {
                    let what = if is_credit {
                        "a credit without a caption: put `Caption:` before it"
                    } else {
                        "a picture without a caption: put `Caption:` before it"
                    };
                    return self.mistake(line, what);
                };
                let (place, value) = if is_credit {
                    (&mut block.credit, text)
                } else {
                    (&mut block.picture, decode_file(unpointed(&file)))
                };
                if place.replace(value).is_some() {
                    return self.mistake(line, "a second one for the same caption: keep one");
                }
            }
        }
        Ok(())
    }

    fn picture(&mut self) -> Result<(), WriteError> {
        let line = self.at;
        let lines = self.gather();
        let text = lines
            .iter()
            .map(|line| trim(line))
            .collect::<Vec<_>>()
            .join(" ");
        // A picture ends on its line, or its caption runs over several.
        let first = trim(lines[0]);
        let whole = parse_picture(first).map(|picture| (picture, 1));
        let found = whole.or_else(|| parse_picture(&text).map(|picture| (picture, lines.len())));
        let Some((block, count)) = found else {
            let what = "a picture that is not written `![caption](file \"credit\")`: correct it, or \
                        put a backslash before the `!`";
            return self.mistake(line, what);
        };
        self.at = line + count;
        self.article().blocks.push(block);
        Ok(())
    }
}

/// The cells of a row of a table in `|` columns, parted by tabs; `None` for the line under the head.
fn row(line: &str) -> Option<String> {
    let line = trim(line);
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells: Vec<&str> = inner.split('|').map(trim).collect();
    let ruled = |cell: &&str| cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':'));
    if cells.iter().all(ruled) {
        return None;
    }
    let cells: Vec<String> = cells.into_iter().map(decode).collect();
    Some(cells.join("\t"))
}

/// A file name without its pointed brackets.
fn unpointed(file: &str) -> &str {
    let inner = file.strip_prefix('<').and_then(|f| f.strip_suffix('>'));
    inner.unwrap_or(file)
}

/// A caption from `![caption](file "credit")`, when the text is that and no more.
fn parse_picture(text: &str) -> Option<Block> {
    let rest = text.strip_prefix("![")?;
    let (caption, rest) = until(rest, ']')?;
    let rest = trim(rest.strip_prefix('(')?);
    let (file, rest) = match rest.strip_prefix('<') {
        Some(pointed) => until(pointed, '>')?,
        None => {
            let end = rest.find([' ', '\t', ')'])?;
            rest.split_at(end)
        }
    };
    let rest = trim(rest);
    let (credit, rest) = match rest.chars().next()? {
        quote @ ('"' | '\'') => {
            let (credit, rest) = until(&rest[1..], quote)?;
            (Some(decode(credit)), trim(rest))
        }
        _ => (None, rest),
    };
    if rest != ")" {
        return None;
    }
    let mut block = Block::new(BlockKind::Caption, decode(caption));
    block.credit = credit;
    block.picture = Some(decode_file(file));
    Some(block)
}

/// The text before an unescaped sign, and the text behind it. Brackets inside brackets are counted.
fn until(text: &str, sign: char) -> Option<(&str, &str)> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' => escaped = true,
            '[' if sign == ']' => depth += 1,
            c if c == sign && depth == 0 => return Some((&text[..at], &text[at + c.len_utf8()..])),
            ']' if sign == ']' => depth -= 1,
            _ => {}
        }
    }
    None
}
