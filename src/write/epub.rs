//! EPUB 3.3: an edition for readers of books, a chapter a story.
//!
//! The same edition gives the same bytes: times are fixed, the identifier is made of the text.
//! Pictures that are given are taken along; without its picture a caption stands alone.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Pictures;
use super::html;
use super::markup::escaped;
use crate::edition::{Article, Edition, inline};

/// An edition as an EPUB, with its pictures as far as they are known.
pub fn to(edition: &Edition, pictures: Pictures) -> Vec<u8> {
    pack(&files(edition, pictures))
        .expect("a Vec takes all, and no file of an edition is too long for a zip")
}

/// The files of the book, in order.
fn files(edition: &Edition, pictures: Pictures) -> Vec<(String, Vec<u8>)> {
    let empty = [Article::default()];
    let articles = match edition.articles.as_slice() {
        [] => &empty,
        articles => articles,
    };
    let mut chapters = Vec::new();
    let mut images: Vec<(String, &'static str, Vec<u8>)> = Vec::new();
    for (at, article) in articles.iter().enumerate() {
        let mut shown = article.clone();
        for block in &mut shown.blocks {
            let file = block.picture.take().and_then(|name| pictures(&name));
            if let Some(file) = file {
                let kind = html::kind(&file);
                let ending = kind.trim_start_matches("image/");
                let name = format!("picture{}.{ending}", images.len() + 1);
                block.picture = Some(name.clone());
                images.push((name, kind, file));
            }
        }
        let mut body = String::new();
        html::article(&shown, &|name| name.to_owned(), &mut body);
        if article.headline.is_none() && article.blocks.is_empty() {
            body = "<p></p>\n".to_owned();
        }
        chapters.push((
            format!("OEBPS/{}", chapter(at)),
            page(edition, &name(article, at), &body),
        ));
    }
    let head = [
        ("mimetype", "application/epub+zip".to_owned()),
        ("META-INF/container.xml", CONTAINER.to_owned()),
        ("OEBPS/style.css", html::STYLE.to_owned()),
        ("OEBPS/content.opf", package(edition, articles, &images)),
        ("OEBPS/nav.xhtml", contents(edition, articles)),
    ];
    let head = head.map(|(name, text)| (name.to_owned(), text));
    let texts = head.into_iter().chain(chapters);
    texts
        .map(|(name, text)| (name, text.into_bytes()))
        .chain(
            images
                .into_iter()
                .map(|(name, _, file)| (format!("OEBPS/{name}"), file)),
        )
        .collect()
}

fn pack(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, bytes)) in files.iter().enumerate() {
        // The first file tells what the others are, and must be readable as it is (OCF 3.3, 4.3).
        let method = if at == 0 {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default());
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn chapter(at: usize) -> String {
    format!("article{}.xhtml", at + 1)
}

fn name(article: &Article, at: usize) -> String {
    let headline = article.headline.as_deref().map(inline::plain);
    headline
        .filter(|text| !text.trim().is_empty())
        .unwrap_or_else(|| (at + 1).to_string())
}

fn title(edition: &Edition) -> String {
    let named = [edition.title.as_str(), edition.date.as_str()];
    let named: Vec<&str> = named.into_iter().filter(|text| !text.is_empty()).collect();
    if named.is_empty() {
        "Edition".to_owned()
    } else {
        named.join(", ")
    }
}

fn language(edition: &Edition) -> &str {
    match edition.language.as_str() {
        "" => "und",
        tag => tag,
    }
}

fn page(edition: &Edition, title: &str, body: &str) -> String {
    let tag = escaped(language(edition));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" xml:lang=\"{tag}\" lang=\"{tag}\">\n<head>\n<title>{}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

fn contents(edition: &Edition, articles: &[Article]) -> String {
    let mut body = String::from("<nav epub:type=\"toc\">\n<ol>\n");
    for (at, article) in articles.iter().enumerate() {
        let name = escaped(&name(article, at));
        body.push_str(&format!(
            "<li><a href=\"{}\">{name}</a></li>\n",
            chapter(at)
        ));
    }
    body.push_str("</ol>\n</nav>\n");
    page(edition, &title(edition), &body)
}

fn package(
    edition: &Edition,
    articles: &[Article],
    images: &[(String, &'static str, Vec<u8>)],
) -> String {
    let mut items = String::new();
    let mut spine = String::new();
    for at in 0..articles.len() {
        let file = chapter(at);
        items.push_str(&format!(
            "<item id=\"a{at}\" href=\"{file}\" media-type=\"application/xhtml+xml\"/>\n"
        ));
        spine.push_str(&format!("<itemref idref=\"a{at}\"/>\n"));
    }
    for (at, (name, kind, _)) in images.iter().enumerate() {
        items.push_str(&format!(
            "<item id=\"p{at}\" href=\"{name}\" media-type=\"{kind}\"/>\n"
        ));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"id\">urn:x-reglet:{:016x}</dc:identifier>\n\
         <dc:title>{}</dc:title>\n<dc:language>{}</dc:language>\n<meta property=\"dcterms:modified\">2000-01-01T00:00:00Z</meta>\n</metadata>\n\
         <manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n{items}</manifest>\n<spine>\n{spine}</spine>\n</package>\n",
        fingerprint(&format!("{}\n{}", title(edition), edition.plain_text())),
        escaped(&title(edition)),
        escaped(language(edition)),
    )
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): a name for a text, no proof of it.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
<rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{Block, BlockKind};

    #[test]
    fn the_first_file_can_be_read_as_it_is_and_every_story_is_a_chapter() {
        let edition = Edition {
            title: "The Post & Mail".to_owned(),
            articles: vec![
                Article {
                    headline: Some("*Rain*".to_owned()),
                    blocks: vec![Block::new(BlockKind::Paragraph, "It rained.")],
                    ..Article::default()
                },
                Article::default(),
            ],
            ..Edition::default()
        };
        let book = to(&edition, &|_| None);
        assert_eq!(&book[30..58], b"mimetypeapplication/epub+zip");
        assert_eq!(book, to(&edition, &|_| None));
        let mut zip = zip::ZipArchive::new(Cursor::new(book)).expect("it is a zip");
        let chapter = zip.by_name("OEBPS/article2.xhtml");
        assert!(chapter.is_ok(), "every story is a chapter");
        drop(chapter);
        let mut nav = String::new();
        let mut file = zip
            .by_name("OEBPS/nav.xhtml")
            .expect("there is a list of contents");
        std::io::Read::read_to_string(&mut file, &mut nav).expect("it is text");
        assert!(nav.contains("<a href=\"article1.xhtml\">Rain</a>"), "{nav}");
    }
}
