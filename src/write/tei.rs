//! TEI P5: an edition for those who study it. Articles are divisions; what stood outside them is `fw`.

use super::markup::{escaped, inline};
use crate::edition::{Article, Block, BlockKind, Edition};

/// An edition as a TEI document.
pub fn to(edition: &Edition) -> String {
    let language = match edition.language.as_str() {
        "" => String::new(),
        tag => format!(" xml:lang=\"{}\"", escaped(tag)),
    };
    let title = if edition.title.is_empty() {
        "Newspaper"
    } else {
        &edition.title
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"{language}>\n<teiHeader>\n<fileDesc>\n\
         <titleStmt><title>{}</title></titleStmt>\n<publicationStmt><p>Repaired by reglet {}.</p></publicationStmt>\n\
         <sourceDesc><bibl><title level=\"j\">{}</title>{}</bibl></sourceDesc>\n</fileDesc>\n</teiHeader>\n<text>\n<body>\n",
        escaped(title),
        env!("CARGO_PKG_VERSION"),
        escaped(title),
        match edition.date.as_str() {
            "" => String::new(),
            date => format!("<date>{}</date>", escaped(date)),
        },
    );
    if edition.articles.is_empty() {
        out.push_str("<p/>\n");
    }
    for one in &edition.articles {
        article(one, &mut out);
    }
    for piece in &edition.furniture {
        out.push_str(&format!("<fw>{}</fw>\n", escaped(&piece.text)));
    }
    out.push_str("</body>\n</text>\n</TEI>\n");
    out
}

fn article(article: &Article, out: &mut String) {
    out.push_str("<div type=\"article\">\n");
    for (piece, element) in [
        (&article.section, "head type=\"section\""),
        (&article.kicker, "head type=\"kicker\""),
        (&article.headline, "head"),
        (&article.standfirst, "head type=\"standfirst\""),
        (&article.byline, "byline"),
    ] {
        if let Some(text) = piece {
            let name = element.split(' ').next().unwrap_or(element);
            out.push_str(&format!("<{element}>{}</{name}>\n", marked(text)));
        }
    }
    if let Some(jump) = &article.jump {
        out.push_str(&format!("<note type=\"jump\">{}</note>\n", marked(jump)));
    }
    // A division holds text first and divisions after it: a subhead opens one.
    let mut is_open = false;
    let mut is_empty = true;
    for one in &article.blocks {
        if one.kind == BlockKind::Subhead {
            if is_empty {
                out.push_str("<p/>\n");
            }
            if is_open {
                out.push_str("</div>\n");
            }
            out.push_str(&format!(
                "<div type=\"part\">\n<head>{}</head>\n",
                marked(&one.text)
            ));
            (is_open, is_empty) = (true, true);
        } else {
            block(one, out);
            is_empty = false;
        }
    }
    if is_empty {
        out.push_str("<p/>\n");
    }
    if is_open {
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
}

fn block(block: &Block, out: &mut String) {
    let text = marked(&block.text);
    let lines = |start: &str, end: &str| -> String {
        text.split('\n')
            .map(|line| format!("{start}{line}{end}\n"))
            .collect()
    };
    let whole = match block.kind {
        BlockKind::Paragraph | BlockKind::Subhead => format!("<p>{text}</p>\n"),
        BlockKind::PullQuote => format!("<quote rend=\"pull\">{text}</quote>\n"),
        BlockKind::List => format!("<list>\n{}</list>\n", lines("<item>", "</item>")),
        BlockKind::Verse => format!("<lg>\n{}</lg>\n", lines("<l>", "</l>")),
        BlockKind::Table => {
            format!(
                "<table>\n{}</table>\n",
                lines("<row><cell>", "</cell></row>")
            )
        }
        BlockKind::Jump => format!("<note type=\"jump\">{text}</note>\n"),
        BlockKind::Note => format!("<note>{text}</note>\n"),
        BlockKind::Advertisement => format!(
            "<floatingText type=\"advertisement\"><body><p>{text}</p></body></floatingText>\n"
        ),
        BlockKind::Caption => {
            let picture = block.picture.as_ref().map_or_else(String::new, |file| {
                format!("<graphic url=\"{}\"/>", escaped(file))
            });
            let credit = block.credit.as_ref().map_or_else(String::new, |credit| {
                format!("<p rend=\"credit\">{}</p>", marked(credit))
            });
            format!("<figure>{picture}<head>{text}</head>{credit}</figure>\n")
        }
    };
    out.push_str(&whole);
}

fn marked(text: &str) -> String {
    inline(
        text,
        ("<hi rend=\"italic\">", "</hi>"),
        ("<hi rend=\"bold\">", "</hi>"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subhead_opens_a_part() {
        let edition = Edition {
            articles: vec![Article {
                headline: Some("Rain".to_owned()),
                blocks: vec![
                    Block::new(BlockKind::Paragraph, "It rained."),
                    Block::new(BlockKind::Subhead, "More"),
                    Block::new(BlockKind::Verse, "one & all\ntwo"),
                    Block::new(BlockKind::Subhead, "Most"),
                ],
                ..Article::default()
            }],
            ..Edition::default()
        };
        let tei = to(&edition);
        let body = tei.split("<body>\n").nth(1).expect("there is a body");
        assert!(body.starts_with(
            "<div type=\"article\">\n<head>Rain</head>\n<p>It rained.</p>\n<div type=\"part\">\n<head>More</head>\n<lg>\n\
             <l>one &amp; all</l>\n<l>two</l>\n</lg>\n</div>\n<div type=\"part\">\n<head>Most</head>\n<p/>\n</div>\n</div>\n"
        ), "{body}");
    }
}
