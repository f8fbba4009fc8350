//! HTML: an edition as one page that needs no other file and no network.
//!
//! Articles are `article` elements with headings in order, captions are `figcaption` elements. Pictures
//! that are given stand inside the page; others are named as the edition names them, beside it. Written so that it is XHTML as well: the
//! chapters of an EPUB are made of the same elements.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Pictures;
use super::markup::{escaped, inline};
use crate::edition::{Article, Block, BlockKind, Edition};

/// An edition as an HTML page, its pictures inside it as far as they are known.
pub fn to(edition: &Edition, pictures: Pictures) -> String {
    let title = match (edition.title.as_str(), edition.date.as_str()) {
        ("", "") => "Edition".to_owned(),
        (title, "") => title.to_owned(),
        ("", date) => date.to_owned(),
        (title, date) => format!("{title}, {date}"),
    };
    let mut out = format!(
        "<!DOCTYPE html>\n<html{}>\n<head>\n<meta charset=\"utf-8\"/>\n<title>{}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        language(edition),
        escaped(&title)
    );
    if !(edition.title.is_empty() && edition.date.is_empty()) {
        out.push_str("<header>\n");
        if !edition.title.is_empty() {
            out.push_str(&format!(
                "<p class=\"nameplate\">{}</p>\n",
                escaped(&edition.title)
            ));
        }
        if !edition.date.is_empty() {
            out.push_str(&format!(
                "<p class=\"folio\">{}</p>\n",
                escaped(&edition.date)
            ));
        }
        out.push_str("</header>\n");
    }
    out.push_str("<main>\n");
    let inside = |file: &str| match pictures(file) {
        Some(bytes) => format!("data:{};base64,{}", kind(&bytes), BASE64.encode(&bytes)),
        None => address(file),
    };
    for one in &edition.articles {
        article(one, &inside, &mut out);
    }
    out.push_str("</main>\n");
    if !edition.furniture.is_empty() {
        out.push_str("<footer>\n");
        for piece in &edition.furniture {
            out.push_str(&format!("<p>{}</p>\n", escaped(&piece.text)));
        }
        out.push_str("</footer>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// The language of an edition as an attribute; nothing when it is not known.
pub(super) fn language(edition: &Edition) -> String {
    if edition.language.is_empty() {
        return String::new();
    }
    format!(" lang=\"{}\"", escaped(&edition.language))
}

/// A story; `address` says where a picture is.
pub(super) fn article(article: &Article, address: &dyn Fn(&str) -> String, out: &mut String) {
    out.push_str("<article>\n");
    if let Some(section) = &article.section {
        out.push_str(&format!("<p class=\"section\">{}</p>\n", marked(section)));
    }
    for (piece, element) in [
        (&article.kicker, "p class=\"kicker\""),
        (&article.headline, "h2"),
        (&article.standfirst, "p class=\"standfirst\""),
        (&article.byline, "p class=\"byline\""),
        (&article.jump, "p class=\"jump\""),
    ] {
        if let Some(text) = piece {
            let name = element.split(' ').next().unwrap_or(element);
            out.push_str(&format!("<{element}>{}</{name}>\n", marked(text)));
        }
    }
    article
        .blocks
        .iter()
        .for_each(|one| block(one, address, out));
    out.push_str("</article>\n");
}

fn block(block: &Block, address: &dyn Fn(&str) -> String, out: &mut String) {
    let text = marked(&block.text);
    let lines = || text.split('\n');
    let whole = match block.kind {
        BlockKind::Paragraph => format!("<p>{text}</p>\n"),
        BlockKind::Subhead => format!("<h3>{text}</h3>\n"),
        BlockKind::PullQuote => format!("<blockquote class=\"pull\"><p>{text}</p></blockquote>\n"),
        BlockKind::List => {
            let items: Vec<_> = lines().map(|line| format!("<li>{line}</li>\n")).collect();
            format!("<ul>\n{}</ul>\n", items.concat())
        }
        BlockKind::Verse => {
            format!(
                "<p class=\"verse\">{}</p>\n",
                lines().collect::<Vec<_>>().join("<br/>\n")
            )
        }
        BlockKind::Table => format!("<pre>{text}</pre>\n"),
        BlockKind::Jump => format!("<p class=\"jump\">{text}</p>\n"),
        BlockKind::Note => format!("<p class=\"note\">{text}</p>\n"),
        BlockKind::Advertisement => {
            format!(
                "<aside class=\"advertisement\">{}<p>{text}</p></aside>\n",
                picture(block, address)
            )
        }
        BlockKind::Caption => {
            let credit = block.credit.as_ref().map_or_else(String::new, |credit| {
                format!(" <span class=\"credit\">({})</span>", marked(credit))
            });
            format!(
                "<figure>{}<figcaption>{text}{credit}</figcaption></figure>\n",
                picture(block, address)
            )
        }
    };
    out.push_str(&whole);
}

fn picture(block: &Block, address: &dyn Fn(&str) -> String) -> String {
    // The caption says what is to be seen; said twice it would only be read out twice.
    block.picture.as_ref().map_or_else(String::new, |file| {
        format!("<img src=\"{}\" alt=\"\"/>", escaped(&address(file)))
    })
}

/// The media type of a picture, by its first bytes.
pub(super) fn kind(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\x89PNG") {
        "image/png"
    } else {
        "image/jpeg"
    }
}

/// A file beside the page as an address: no scheme can come of a name.
fn address(file: &str) -> String {
    let mut out = String::from("./");
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn marked(text: &str) -> String {
    inline(text, ("<em>", "</em>"), ("<strong>", "</strong>"))
}

/// The look of a page, and of the chapters of an EPUB.
pub(super) const STYLE: &str = "\
body { font: 1.1em/1.5 Georgia, 'Source Serif 4', serif; margin: 1.5em auto; max-width: 38em; padding: 0 1em; }
header { border-bottom: 3px double; text-align: center; }
.nameplate { font-size: 2.2em; font-weight: bold; margin: 0; }
.folio { margin: 0.2em; }
article { border-bottom: 1px solid; margin: 2em 0; padding-bottom: 1em; }
h2 { line-height: 1.15; margin: 0.2em 0 0.6em; }
.kicker, .byline, .section { font-family: sans-serif; font-size: 0.85em; margin: 0; }
.kicker, .section { font-weight: bold; }
.standfirst { font-style: italic; }
.jump, .note, .credit, figcaption { font-size: 0.9em; }
figure { margin: 1em 0; }
img { max-width: 100%; }
pre { overflow-x: auto; }
.advertisement { border: 1px solid; padding: 0 1em; }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text_and_pictures_stay_files() {
        let mut caption = Block::new(BlockKind::Caption, "<script>a()</script> & *so*");
        caption.picture = Some("javascript:alert(\"1\").png".to_owned());
        caption.credit = Some("PHOTO: A".to_owned());
        let edition = Edition {
            title: "The <b>Post</b>".to_owned(),
            language: "en".to_owned(),
            articles: vec![Article {
                headline: Some("Rain & snow".to_owned()),
                blocks: vec![caption, Block::new(BlockKind::List, "one\ntwo")],
                ..Article::default()
            }],
            ..Edition::default()
        };
        let html = to(&edition, &|_| None);
        assert!(html.contains("<html lang=\"en\">") && html.contains("<h2>Rain &amp; snow</h2>"));
        assert!(html.contains("<li>one</li>\n<li>two</li>"));
        assert!(html.contains(
            "&lt;script&gt;a()&lt;/script&gt; &amp; <em>so</em> <span class=\"credit\">(PHOTO: A)"
        ));
        assert!(
            html.contains("src=\"./javascript%3Aalert%28%221%22%29.png\""),
            "{html}"
        );
        assert!(!html.contains("<script>") && !html.contains("<b>Post"));
        let html = to(&edition, &|_| Some(b"\x89PNG".to_vec()));
        assert!(
            html.contains("<img src=\"data:image/png;base64,iVBORw==\" alt=\"\"/>"),
            "{html}"
        );
    }
}
