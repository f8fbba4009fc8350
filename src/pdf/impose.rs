//! Finished pages onto sheets: a second step, over any PDF of whole pages.
//!
//! Knows sheets, places on them and the order in which they are folded; not what is on a page. Every
//! page goes onto its sheet as it is, a form in its box. Sheets are for a press alone: they keep PDF/X,
//! colours and fonts, and lose tags, links and bookmarks, which would point nowhere.

use std::io::Write;

use pdf_writer::{Name, Ref};

use super::check::file::File;
use super::check::pages::{self, Boxes};
use super::check::scan::text_string;
use super::check::value::{Dict, Value};
use super::error::Error;
use super::metadata::{About, Moment};
use super::settings::Standards;
use super::sink::Sink;

/// How pages stand on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imposition {
    /// Pages that face each other side by side: the first alone at the right, then 2 and 3, …
    Spreads,
    /// Pairs for sheets that lie in each other and are stitched through the fold: the last and the first,
    /// the second and the last but one, … with empty pages at the end to a multiple of four.
    Saddle,
    /// So many across and so many down, in the order of reading.
    Grid {
        /// Pages across, 1 to 16.
        across: u8,
        /// Pages down, 1 to 16.
        down: u8,
    },
}

impl Imposition {
    /// Pages across and down.
    fn cells(self) -> (usize, usize) {
        match self {
            Imposition::Spreads | Imposition::Saddle => (2, 1),
            Imposition::Grid { across, down } => {
                (usize::from(across.max(1)), usize::from(down.max(1)))
            }
        }
    }

    /// The sheets, each with its pages by cell, row by row; `None` for an empty cell.
    fn sheets(self, pages: usize) -> Vec<Vec<Option<usize>>> {
        let page = |at: usize| (at < pages).then_some(at);
        match self {
            Imposition::Spreads => {
                let mut sheets = vec![vec![None, page(0)]];
                sheets.extend(
                    (1..pages)
                        .step_by(2)
                        .map(|left| vec![page(left), page(left + 1)]),
                );
                sheets
            }
            Imposition::Saddle => {
                let last = pages.next_multiple_of(4) - 1;
                (0..=last / 2)
                    .map(|side| match side % 2 {
                        0 => vec![page(last - side), page(side)],
                        _ => vec![page(side), page(last - side)],
                    })
                    .collect()
            }
            Imposition::Grid { .. } => {
                let (across, down) = self.cells();
                (0..pages)
                    .step_by(across * down)
                    .map(|first| (first..first + across * down).map(page).collect())
                    .collect()
            }
        }
    }
}

/// Imposes a PDF. Gives the sheets as a file, and how many sides of sheets there are.
///
/// # Errors
/// [`Error::Impose`] when the file cannot be read, is encrypted, or has no pages.
pub fn impose(bytes: &[u8], imposition: Imposition) -> Result<(Vec<u8>, usize), Error> {
    let wrong = |reason: String| Error::Impose { reason };
    let file = File::open(bytes).map_err(wrong)?;
    if !file.trailer.get("Encrypt").is_null() {
        return Err(wrong("it is encrypted".to_owned()));
    }
    let pages = file.pages();
    if pages.is_empty() {
        return Err(wrong("it has no pages".to_owned()));
    }
    let mut out = Vec::new();
    let catalog = file.dict(&file.trailer, "Root");
    let packet = file.data(catalog.get("Metadata")).unwrap_or_default();
    let is_x4 = String::from_utf8_lossy(&packet).contains("PDF/X-4");
    let mut copier = Copier {
        file: &file,
        sink: Sink::new(&mut out, file.version.min((1, 7)))?,
        known: std::collections::HashMap::new(),
        waiting: Vec::new(),
    };
    let mut forms = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        if file.get(page, "Rotate").number().unwrap_or(0.0) != 0.0 {
            return Err(wrong(format!("page {} is turned", index + 1)));
        }
        let form = Form::new(&file, page).ok_or_else(|| {
            wrong(format!(
                "page {} cannot be unpacked or has no size",
                index + 1
            ))
        })?;
        let id = copier.sink.reserve();
        forms.push((form, id));
    }
    for ((form, id), page) in forms.iter().zip(&pages) {
        copier.form(form, *id, page)?;
    }
    let root = copier.sink.reserve();
    let mut sheets = Vec::new();
    for cells in imposition.sheets(pages.len()) {
        let sheet = Sheet::new(imposition.cells(), &cells, &forms);
        sheets.push(copier.sheet(&sheet, root)?);
    }
    let kids: Vec<String> = sheets
        .iter()
        .map(|id| format!("{} 0 R", id.get()))
        .collect();
    let tree = format!(
        "<</Type/Pages/Count {}/Kids[{}]>>",
        kids.len(),
        kids.join(" ")
    );
    copier.sink.object_bytes(root, tree.as_bytes())?;
    let mut intents = Vec::new();
    copier.value(catalog.get("OutputIntents"), &mut intents);
    copier.wait()?;
    let info = file.dict(&file.trailer, "Info");
    let title = match file.get(&info, "Title") {
        Value::Text(title) => text_string(&title),
        _ => "Untitled".to_owned(),
    };
    finish(copier.sink, root, &intents, &title, is_x4)?;
    Ok((out, sheets.len()))
}

fn finish<W: Write>(
    mut sink: Sink<W>,
    root: Ref,
    intents: &[u8],
    title: &str,
    x4: bool,
) -> Result<(), Error> {
    let about = About {
        title,
        language: "und",
        created: Moment::from_epoch(946_684_800),
        standards: Standards {
            x4,
            ..Standards::NONE
        },
        id: sink.fingerprint(),
    };
    let metadata = sink.reserve();
    sink.stream(metadata, about.packet().as_bytes(), |stream| {
        stream.pair(Name(b"Type"), Name(b"Metadata"));
        stream.pair(Name(b"Subtype"), Name(b"XML"));
    })?;
    let info = sink.reserve();
    sink.object(info, |obj| about.write_info(obj.start()))?;
    let catalog = sink.reserve();
    let mut dict = format!(
        "<</Type/Catalog/Pages {} 0 R/Metadata {} 0 R/ViewerPreferences<</DisplayDocTitle true>>",
        root.get(),
        metadata.get()
    )
    .into_bytes();
    if intents != b"null" {
        dict.extend(b"/OutputIntents ");
        dict.extend(intents);
    }
    dict.extend(b">>");
    sink.object_bytes(catalog, &dict)?;
    sink.finish(catalog, Some(info), about.id)?;
    Ok(())
}

/// A page as a form.
struct Form {
    content: Vec<u8>,
    /// Left, bottom, right, top, in points.
    trim: [f64; 4],
    bleed: [f64; 4],
    media: [f64; 4],
}

impl Form {
    fn new(file: &File<'_>, page: &Dict) -> Option<Form> {
        let Boxes { trim, bleed, media } = pages::read_boxes(file, page);
        let media = media?;
        let trim = trim.unwrap_or(media);
        Some(Form {
            content: pages::content(file, page)?,
            trim,
            bleed: bleed.unwrap_or(trim),
            media,
        })
    }

    fn size(&self) -> (f64, f64) {
        (self.trim[2] - self.trim[0], self.trim[3] - self.trim[1])
    }
}

/// A sheet: its size, its boxes, and where each page goes.
struct Sheet {
    media: [f64; 4],
    trim: [f64; 4],
    bleed: [f64; 4],
    /// By page: its form, how far it is moved, and what of it shows.
    placed: Vec<(Ref, (f64, f64), [f64; 4])>,
}

impl Sheet {
    /// Trimmed pages stand edge to edge, each in a cell of the largest's size; bleed and margin are the
    /// first page's, and only at the sheet's edges does a page bleed.
    fn new(
        (across, down): (usize, usize),
        cells: &[Option<usize>],
        forms: &[(Form, Ref)],
    ) -> Sheet {
        let size =
            |pick: fn(&Form) -> f64| forms.iter().map(|(form, _)| pick(form)).fold(0.0, f64::max);
        let (width, height) = (size(|form| form.size().0), size(|form| form.size().1));
        let first = &forms[0].0;
        let bleed = (first.trim[0] - first.bleed[0]).max(0.0);
        let margin = (first.bleed[0] - first.media[0]).max(0.0);
        let edge = bleed + margin;
        let (right, top) = (edge + width * across as f64, edge + height * down as f64);
        let mut placed = Vec::new();
        for (cell, page) in cells.iter().enumerate() {
            let Some((form, id)) = page.and_then(|page| forms.get(page)) else {
                continue;
            };
            let (column, row) = (cell % across, cell / across);
            let left = edge + width * column as f64;
            let bottom = top - height * (row + 1) as f64;
            let moved = (left - form.trim[0], bottom - form.trim[1]);
            let at_edge = |edge: bool| if edge { bleed } else { 0.0 };
            let shown = [
                left - at_edge(column == 0),
                bottom - at_edge(row + 1 == down),
                left + width + at_edge(column + 1 == across),
                bottom + height + at_edge(row == 0),
            ];
            placed.push((*id, moved, shown));
        }
        Sheet {
            media: [0.0, 0.0, right + edge, top + edge],
            trim: [edge, edge, right, top],
            bleed: [margin, margin, right + bleed, top + bleed],
            placed,
        }
    }
}

/// Copies what pages need, each object once.
struct Copier<'f, 'b, W: Write> {
    file: &'f File<'b>,
    sink: Sink<W>,
    known: std::collections::HashMap<u32, Ref>,
    waiting: Vec<(u32, Ref)>,
}

impl<W: Write> Copier<'_, '_, W> {
    fn form(&mut self, form: &Form, id: Ref, page: &Dict) -> Result<(), Error> {
        let mut dict = b"/Type/XObject/Subtype/Form/BBox".to_vec();
        dict.extend(bracketed(&form.media));
        for (key, name) in [("Resources", "/Resources "), ("Group", "/Group ")] {
            if !page.get(key).is_null() {
                dict.extend(name.bytes());
                self.value(page.get(key), &mut dict);
            }
        }
        dict.extend(b"/Filter/FlateDecode");
        self.sink
            .stream_bytes(id, &dict, &super::sink::deflate(&form.content))?;
        self.wait()
    }

    fn sheet(&mut self, sheet: &Sheet, root: Ref) -> Result<Ref, Error> {
        let mut content = String::new();
        let mut forms = String::new();
        for (index, (form, (x, y), [left, bottom, right, top])) in sheet.placed.iter().enumerate() {
            content += &format!(
                "q {left:.3} {bottom:.3} {:.3} {:.3} re W n 1 0 0 1 {x:.3} {y:.3} cm/F{index} Do Q\n",
                right - left,
                top - bottom
            );
            forms += &format!("/F{index} {} 0 R", form.get());
        }
        let stream = self.sink.reserve();
        self.sink.deflated(stream, content.as_bytes(), |_| ())?;
        let id = self.sink.reserve();
        let mut dict = format!("<</Type/Page/Parent {} 0 R", root.get()).into_bytes();
        for (name, extent) in [
            ("/MediaBox", &sheet.media),
            ("/TrimBox", &sheet.trim),
            ("/BleedBox", &sheet.bleed),
        ] {
            dict.extend(name.bytes());
            dict.extend(bracketed(extent));
        }
        dict.extend(
            format!(
                "/Contents {} 0 R/Resources<</XObject<<{forms}>>>>>>",
                stream.get()
            )
            .bytes(),
        );
        self.sink.object_bytes(id, &dict)?;
        Ok(id)
    }

    /// Writes the objects that others have named.
    fn wait(&mut self) -> Result<(), Error> {
        while let Some((number, id)) = self.waiting.pop() {
            let mut out = Vec::new();
            match self.file.object(number) {
                Value::Stream(dict, start) => {
                    let Some(raw) = self.file.raw(&dict, start) else {
                        self.sink.object_bytes(id, b"null")?;
                        continue;
                    };
                    for (key, value) in dict.0.iter().filter(|(key, _)| key != "Length") {
                        name(key, &mut out);
                        out.push(b' ');
                        self.value(value, &mut out);
                    }
                    self.sink.stream_bytes(id, &out, raw)?;
                }
                value => {
                    self.value(&value, &mut out);
                    self.sink.object_bytes(id, &out)?;
                }
            }
        }
        Ok(())
    }

    /// Writes a value with its references to the copies.
    fn value(&mut self, value: &Value, out: &mut Vec<u8>) {
        match value {
            Value::Null | Value::Word(_) | Value::Stream(..) => out.extend(b"null"),
            Value::Bool(on) => out.extend(on.to_string().bytes()),
            Value::Number(number) => out.extend(number.to_string().bytes()),
            Value::Name(text) => name(text, out),
            Value::Text(text) => {
                out.push(b'<');
                for byte in text {
                    out.extend(format!("{byte:02X}").bytes());
                }
                out.push(b'>');
            }
            Value::Array(items) => {
                out.push(b'[');
                for item in items {
                    self.value(item, out);
                    out.push(b' ');
                }
                out.push(b']');
            }
            Value::Dict(dict) => {
                out.extend(b"<<");
                for (key, value) in &dict.0 {
                    // What leads back to pages and tags would bring the whole file along.
                    if matches!(
                        key.as_str(),
                        "Parent" | "StructParent" | "StructParents" | "Pg"
                    ) {
                        continue;
                    }
                    name(key, out);
                    out.push(b' ');
                    self.value(value, out);
                }
                out.extend(b">>");
            }
            Value::Ref(number) => {
                let id = match self.known.get(number) {
                    Some(&id) => id,
                    None => {
                        let id = self.sink.reserve();
                        self.known.insert(*number, id);
                        self.waiting.push((*number, id));
                        id
                    }
                };
                out.extend(format!("{} 0 R", id.get()).bytes());
            }
        }
    }
}

fn name(text: &str, out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.+*:@,'\"!&=?^`|~$;".contains(&byte) {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

fn bracketed(extent: &[f64; 4]) -> Vec<u8> {
    let [a, b, c, d] = extent;
    format!("[{a:.3} {b:.3} {c:.3} {d:.3}]").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets(imposition: Imposition, pages: usize) -> Vec<String> {
        let sheets = imposition.sheets(pages);
        let said =
            |page: &Option<usize>| page.map_or("-".to_owned(), |page| (page + 1).to_string());
        sheets
            .iter()
            .map(|cells| cells.iter().map(said).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn pages_fall_where_a_folder_expects_them() {
        assert_eq!(sheets(Imposition::Spreads, 4), ["- 1", "2 3", "4 -"]);
        assert_eq!(sheets(Imposition::Saddle, 8), ["8 1", "2 7", "6 3", "4 5"]);
        assert_eq!(sheets(Imposition::Saddle, 5), ["- 1", "2 -", "- 3", "4 5"]);
        assert_eq!(sheets(Imposition::Saddle, 1), ["- 1", "- -"]);
        let four = Imposition::Grid { across: 2, down: 2 };
        assert_eq!(sheets(four, 5), ["1 2 3 4", "5 - - -"]);
    }
}
