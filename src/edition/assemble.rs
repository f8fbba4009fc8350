//! Articles from the blocks of repaired pages.
//!
//! Knows in which order newspapers put the parts of a story. Whatever has no place in a story is
//! kept as furniture; nothing is dropped.

use std::ops::Range;

use super::flow::{self, Flow};
use super::inline;
use super::{Article, Block, BlockKind, Edition, Furniture, SourceRange};
use crate::model::{Issue, Origins, Page};
use crate::roles::{Begin, Direction, End, Role, begins, ends, words_of};

/// Builds an edition from repaired pages, in the order of the pages.
///
/// A headline starts a story, with the kicker before or after it, its byline, its standfirst and
/// its jump line. Text before any headline becomes a story without one. Captions stay where they
/// stand among the paragraphs, their credits split off. The title and the date are taken from the
/// head of the first page when it shows them; the language is the one that the small words show,
/// and empty when they show none clearly. Backslashes of the text are kept from being read as
/// marks; pairs of asterisks are emphasis.
pub fn assemble(pages: &[Page]) -> Edition {
    let mut builder = Builder::default();
    for page in pages {
        builder.page(page, &flow::of_page(page));
    }
    builder.finish()
}

/// Builds an edition from an issue whose pages were put together, so that a story that goes on on
/// another page is one article. `pages` are those it was put together from.
pub fn assemble_issue(pages: &[Page], issue: &Issue) -> Edition {
    let mut builder = Builder::default();
    let flows = flow::of_issue(pages, issue);
    for page in flows.chunk_by(|one, next| one.0 == next.0) {
        let flows: Vec<Flow> = page.iter().map(|(_, flow)| flow.clone()).collect();
        builder.page(&issue.whole, &flows);
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    edition: Edition,
    /// The story under way; `None` before the first block.
    story: Option<Article>,
    /// Whether the story's heading may still grow.
    heading: bool,
    /// Whether the last block was a caption that a lone credit may belong to.
    bare_caption: bool,
    /// A credit that came before its caption.
    waiting_credit: Option<(String, Vec<SourceRange>)>,
    pages: usize,
}

impl Builder {
    fn page(&mut self, page: &Page, flows: &[Flow]) {
        let origins = Origins::of(&page.text);
        for at in 0..flows.len() {
            let next = flows[at + 1..].iter().map(|flow| &flow.role).find(|role| {
                !matches!(role, Role::Folio | Role::RunningHead | Role::Advertisement)
            });
            self.take(page, &origins, &flows[at], next);
        }
        self.page_ends();
    }

    fn take(&mut self, page: &Page, origins: &Origins, flow: &Flow, next: Option<&Role>) {
        let text = inline::found(&flow.text);
        let source = || sources(page, origins, flow.range.clone());
        let was_bare = std::mem::take(&mut self.bare_caption);
        match &flow.role {
            Role::Headline => {
                let story = self.heading_part(|story| {
                    // A standfirst, byline or jump line closes the headline.
                    story.standfirst.is_none() && story.byline.is_none() && story.jump.is_none()
                });
                extend(&mut story.headline, &text);
            }
            Role::Kicker => {
                let before = matches!(next, Some(Role::Headline));
                let story = self.heading_part(|story| {
                    story.kicker.is_none() && !(before && story.headline.is_some())
                });
                story.kicker = Some(text);
            }
            Role::Standfirst => {
                let story = self.heading_part(|story| story.headline.is_some());
                extend(&mut story.standfirst, &text);
            }
            Role::Byline => self.byline(inline::found(&posts(page, flow)), next),
            Role::Jump(Direction::From) => {
                let taken = self.story.as_ref().is_none_or(|story| story.jump.is_some());
                if self.heading && !taken {
                    self.story().jump = Some(text);
                } else {
                    self.block(BlockKind::Jump, text, source());
                }
            }
            Role::Jump(Direction::To) => self.block(BlockKind::Jump, text, source()),
            Role::Caption { credit } => {
                // Ranges are of the block as found, before its lines were joined.
                let block = &page.text.string[flow.range.clone()];
                let (caption, credit) = match credit {
                    Some(range) => (
                        flow::join(&block[..range.start]),
                        Some(flow::join(&block[range.clone()])),
                    ),
                    None => (flow.text.clone(), None),
                };
                let mut piece = Block::new(BlockKind::Caption, inline::found(&caption));
                piece.credit = credit.map(|credit| inline::found(unbracketed(&credit)));
                piece.source = source();
                if piece.credit.is_none()
                    && let Some((credit, from)) = self.waiting_credit.take()
                {
                    piece.credit = Some(credit);
                    piece.source.splice(0..0, from);
                }
                self.bare_caption = piece.credit.is_none();
                self.push(piece);
            }
            Role::Credit => {
                let credit = inline::found(unbracketed(&flow.text));
                if was_bare && let Some(last) = self.story().blocks.last_mut() {
                    last.credit = Some(credit);
                    last.source.extend(source());
                } else {
                    self.settle_credit();
                    self.waiting_credit = Some((credit, source()));
                    if !matches!(next, Some(Role::Caption { credit: None })) {
                        self.settle_credit();
                    }
                }
            }
            Role::RunningHead | Role::Folio => self.furniture(flow, source()),
            Role::List => self.list(&text, source()),
            Role::Subhead => self.block(BlockKind::Subhead, text, source()),
            Role::PullQuote => self.block(BlockKind::PullQuote, text, source()),
            Role::Advertisement => self.block(BlockKind::Advertisement, text, source()),
            Role::Verse => self.block(BlockKind::Verse, text, source()),
            Role::Table => self.block(BlockKind::Table, text, source()),
            Role::Note => self.block(BlockKind::Note, text, source()),
            Role::Dateline | Role::Paragraph => self.block(BlockKind::Paragraph, text, source()),
        }
    }

    /// The story under way.
    fn story(&mut self) -> &mut Article {
        self.story.get_or_insert_default()
    }

    /// The story that a part of a heading belongs to: the one under way while its heading may grow
    /// and `fits`, else a new one.
    fn heading_part(&mut self, fits: impl Fn(&Article) -> bool) -> &mut Article {
        let goes_on = self.heading && self.story.as_ref().is_some_and(fits);
        if !goes_on {
            self.close();
        }
        self.heading = true;
        self.story()
    }

    fn byline(&mut self, text: String, next: Option<&Role>) {
        let heading = self.heading;
        let ends_story = matches!(next, None | Some(Role::Headline | Role::Kicker));
        let story = self.story();
        let unsigned = story.byline.is_none();
        if heading {
            // Name and post on two lines.
            match &mut story.byline {
                Some(byline) => {
                    byline.push_str(", ");
                    byline.push_str(&text);
                }
                None => story.byline = Some(text),
            }
        } else if ends_story && unsigned && !story.blocks.is_empty() {
            story.byline = Some(text);
        } else {
            self.close();
            self.heading = true;
            self.story().byline = Some(text);
        }
    }

    fn block(&mut self, kind: BlockKind, text: String, source: Vec<SourceRange>) {
        let mut block = Block::new(kind, text);
        block.source = source;
        self.push(block);
    }

    fn push(&mut self, block: Block) {
        self.settle_credit();
        // A picture may stand between a headline and its byline.
        let aside = matches!(
            block.kind,
            BlockKind::Caption | BlockKind::Advertisement | BlockKind::PullQuote
        );
        self.heading &= aside;
        self.story().blocks.push(block);
    }

    /// A list goes on in the next block of items.
    fn list(&mut self, text: &str, source: Vec<SourceRange>) {
        let items: Vec<&str> = text.lines().map(without_bullet).collect();
        let items = items.join("\n");
        match self.story().blocks.last_mut() {
            Some(last) if last.kind == BlockKind::List => {
                last.text.push('\n');
                last.text.push_str(&items);
                last.source.extend(source);
            }
            _ => self.block(BlockKind::List, items, source),
        }
    }

    /// The nameplate and the date of the first page; everything else outside the stories.
    fn furniture(&mut self, flow: &Flow, source: Vec<SourceRange>) {
        let first = self.pages == 0 && self.story.is_none() && self.edition.articles.is_empty();
        let dated = crate::roles::names_date(&flow.text);
        let head = flow.role == Role::RunningHead && first;
        if head && dated && self.edition.date.is_empty() && !flow.text.contains('|') {
            self.edition.date = flow.text.clone();
        } else if head && !dated && self.edition.title.is_empty() {
            self.edition.title = flow.text.clone();
        } else {
            self.edition.furniture.push(Furniture {
                text: flow.text.clone(),
                source,
            });
        }
    }

    /// A credit that found no caption stands for one.
    fn settle_credit(&mut self) {
        if let Some((credit, source)) = self.waiting_credit.take() {
            let mut block = Block::new(BlockKind::Caption, "");
            block.credit = Some(credit);
            block.source = source;
            self.story().blocks.push(block);
        }
    }

    fn close(&mut self) {
        self.settle_credit();
        self.heading = false;
        if let Some(story) = self.story.take()
            && story != Article::default()
        {
            self.edition.articles.push(story);
        }
    }

    fn page_ends(&mut self) {
        self.pages += 1;
        self.settle_credit();
    }

    fn finish(mut self) -> Edition {
        self.close();
        let prose = self
            .edition
            .articles
            .iter()
            .flat_map(|article| &article.blocks)
            .map(|block| block.text.as_str());
        self.edition.language = words_of(prose).language.clone();
        self.edition
    }
}

/// A byline in one line; a post on a line of its own follows the name after a comma.
fn posts(page: &Page, flow: &Flow) -> String {
    let lines: Vec<&str> = page.text.string[flow.range.clone()]
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    match lines[..] {
        // Names over two lines go on with "and" or after a comma; a post does neither.
        [name, post] if ends(name) == End::Open && begins(post) == Begin::Upper => {
            let joins = name.split_whitespace().next_back();
            if joins.is_some_and(|word| word == "&" || !word.starts_with(char::is_uppercase)) {
                flow.text.clone()
            } else {
                format!("{name}, {post}")
            }
        }
        _ => flow.text.clone(),
    }
}

/// Adds a line to a part of a heading.
fn extend(part: &mut Option<String>, text: &str) {
    *part = Some(match part.take() {
        Some(before) => flow::join(&format!("{before}\n{text}")),
        None => text.to_string(),
    });
}

fn sources(page: &Page, origins: &Origins, range: Range<usize>) -> Vec<SourceRange> {
    let from = origins.get(range).into_iter();
    from.flat_map(|from| page.source.split(from))
        .map(|from| {
            let (file, bytes) = page.source.in_file(from);
            SourceRange {
                file: file.to_owned(),
                bytes,
            }
        })
        .collect()
}

/// A credit without its brackets.
fn unbracketed(credit: &str) -> &str {
    let trimmed = credit.trim();
    let inner = trimmed.strip_suffix('.').unwrap_or(trimmed);
    let pair = [('(', ')'), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| inner.strip_prefix(open)?.strip_suffix(close));
    pair.map_or(trimmed, str::trim)
}

/// An item without its bullet; numbers stay.
fn without_bullet(line: &str) -> &str {
    let line = line.trim();
    let bullet = line.chars().next().filter(|c| {
        matches!(
            c,
            '•' | '▪'
                | '■'
                | '●'
                | '◆'
                | '◼'
                | '▶'
                | '‣'
                | '✓'
                | '◦'
                | '∙'
                | '-'
                | '*'
        )
    });
    bullet.map_or(line, |c| line[c.len_utf8()..].trim_start())
}
