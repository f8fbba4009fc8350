//! Edition to Markdown.

use super::escape::{encode, encode_file, encode_within, guarded, guarded_item};
use super::{front, is_rule, item_number};
use crate::edition::{Article, Block, BlockKind, Edition};

/// An edition as Markdown, closed by a line end; empty for an empty edition.
pub fn to(edition: &Edition) -> String {
    let mut out = Out {
        text: front::to(edition),
    };
    for (at, article) in edition.articles.iter().enumerate() {
        let next = edition.articles.get(at + 1);
        out.article(article, at == 0, next);
    }
    out.text
}

struct Out {
    text: String,
}

impl Out {
    fn paragraph(&mut self, paragraph: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(paragraph);
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn article(&mut self, article: &Article, first: bool, next: Option<&Article>) {
        let empty = *article == Article::default();
        match &article.headline {
            Some(headline) => self.paragraph(&heading("#", headline)),
            None if first && !empty => {}
            None => self.paragraph("* * *"),
        }
        if empty && next.is_none_or(|next| next.headline.is_some()) {
            // One rule before a headline, or at the end, only parts; two hold an empty story.
            self.paragraph("* * *");
        }
        let labels = [
            ("Kicker", &article.kicker),
            ("Standfirst", &article.standfirst),
            ("Byline", &article.byline),
            ("Jump", &article.jump),
        ];
        let mut last = "";
        for (name, value) in labels {
            if let Some(value) = value {
                self.paragraph(&labelled(name, value));
                last = name;
            }
        }
        if let Some(section) = &article.section {
            self.paragraph(&labelled("Section", section));
            last = "Section";
        }
        if !article.treatment.is_plain() {
            self.paragraph(&labelled("Treatment", article.treatment.name()));
            last = "Treatment";
        }
        if let Some(place) = &article.place {
            self.paragraph(&format!("Place: {place}"));
            last = "Place";
        }
        if last == "Kicker" && article.blocks.is_empty() {
            // Or the kicker would belong to the headline that follows.
            self.paragraph("<!-- -->");
        }
        let mut before: Option<BlockKind> = None;
        for block in &article.blocks {
            if before == Some(BlockKind::List) && block.kind == BlockKind::List {
                self.paragraph("<!-- -->");
            }
            self.block(block);
            before = Some(block.kind);
        }
    }

    fn block(&mut self, block: &Block) {
        let text = block.text.as_str();
        match block.kind {
            BlockKind::Paragraph if text.is_empty() => self.paragraph("Paragraph:"),
            BlockKind::Paragraph => self.paragraph(&guarded(encode(text))),
            BlockKind::Subhead => self.paragraph(&heading("##", text)),
            BlockKind::Caption => {
                self.caption(block);
                self.size(block);
                return;
            }
            BlockKind::PullQuote => self.paragraph(&quotation(text)),
            BlockKind::List => self.list(text),
            BlockKind::Verse => match broken(text).filter(|lines| lines.len() > 1) {
                Some(lines) => self.paragraph(&lines.join("\\\n")),
                None => self.paragraph(&labelled("Verse", text)),
            },
            BlockKind::Table => self.table(text),
            BlockKind::Jump => self.paragraph(&labelled("Turn", text)),
            BlockKind::Note => self.paragraph(&labelled("Note", text)),
            BlockKind::Advertisement => self.paragraph(&labelled("Advertisement", text)),
        }
        if let Some(credit) = &block.credit {
            self.paragraph(&labelled("Credit", credit));
        }
        if let Some(picture) = &block.picture {
            self.paragraph(&format!("Picture: {}", encode_file(picture)));
        }
        self.size(block);
    }

    fn size(&mut self, block: &Block) {
        if let Some(size) = &block.size {
            self.paragraph(&format!("Size: {size}"));
        }
    }

    fn caption(&mut self, block: &Block) {
        match &block.picture {
            Some(picture) => {
                let title = block.credit.as_ref().map_or_else(String::new, |credit| {
                    format!(" \"{}\"", encode_within(credit))
                });
                self.paragraph(&format!(
                    "![{}]({}{title})",
                    encode_within(&block.text),
                    encode_file(picture)
                ));
            }
            None => {
                self.paragraph(&labelled("Caption", &block.text));
                if let Some(credit) = &block.credit {
                    self.line(&labelled("Credit", credit));
                }
            }
        }
    }

    fn list(&mut self, text: &str) {
        let items: Vec<String> = text
            .split('\n')
            .map(|item| {
                let encoded = encode(item);
                if item_number(&encoded, 3).is_some() {
                    return encoded;
                }
                let line = format!("- {}", guarded_item(encoded));
                if is_rule(&line) {
                    // "- --" would be a rule.
                    return format!("- \\{}", &line[2..]);
                }
                line.trim_end_matches(' ').to_string()
            })
            .collect();
        self.paragraph(&items.join("\n"));
    }

    fn table(&mut self, text: &str) {
        // Between fences nothing can be escaped.
        if text
            .chars()
            .any(|c| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{feff}')
        {
            return self.paragraph(&labelled("Table", text));
        }
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.paragraph(&format!("{fence}\n{text}\n{fence}"));
    }
}

fn heading(marks: &str, text: &str) -> String {
    let mut encoded = encode(text);
    if encoded.ends_with('#') {
        // Hashes at the end of a heading belong to its marks.
        encoded.insert(encoded.len() - 1, '\\');
    }
    format!("{marks} {encoded}")
        .trim_end_matches(' ')
        .to_string()
}

fn labelled(name: &str, value: &str) -> String {
    format!("{name}: {}", encode(value))
        .trim_end_matches(' ')
        .to_string()
}

fn quotation(text: &str) -> String {
    match broken(text) {
        Some(lines) => format!("> {}", lines.join("\\\n> ")),
        None => format!("> {}", guarded(encode(text)))
            .trim_end_matches(' ')
            .to_string(),
    }
}

/// The lines of a text that can stand on lines of their own; `None` when one is empty.
fn broken(text: &str) -> Option<Vec<String>> {
    text.split('\n')
        .map(|line| (!line.is_empty()).then(|| guarded(encode(line))))
        .collect()
}
