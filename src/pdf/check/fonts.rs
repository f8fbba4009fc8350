//! Fonts as a file has them: codes, widths, what each code says.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::file::{File, as_dict};
use super::value::{Dict, Lexer, Value};

/// The fonts with letters that every reader has (9.6.2.2).
const STANDARD: [&str; 12] = [
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Times-BoldItalic",
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-Oblique",
    "Helvetica-BoldOblique",
    "Courier",
    "Courier-Bold",
    "Courier-Oblique",
    "Courier-BoldOblique",
];

/// A font of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Font {
    pub name: String,
    /// Whether its codes have two bytes.
    pub composite: bool,
    pub embedded: bool,
    /// Whether it says what its codes stand for.
    pub speaks: bool,
    widths: HashMap<u32, f64>,
    default_width: f64,
    texts: HashMap<u32, String>,
}

/// The fonts of a file as pages come to use them.
#[derive(Default)]
pub(super) struct Fonts {
    by_object: HashMap<u32, Rc<Font>>,
    /// Names of fonts that are no objects of their own.
    loose: HashSet<String>,
    /// Those that were met for the first time since this was last emptied.
    pub met: Vec<Rc<Font>>,
}

impl Fonts {
    /// A font by its dictionary, or a reference to it.
    pub fn read(&mut self, file: &File<'_>, value: &Value) -> Rc<Font> {
        if let Value::Ref(number) = value
            && let Some(known) = self.by_object.get(number)
        {
            return Rc::clone(known);
        }
        let font = Rc::new(Font::read(file, &as_dict(file.follow(value))));
        let new = match value {
            Value::Ref(number) => self.by_object.insert(*number, Rc::clone(&font)).is_none(),
            _ => self.loose.insert(font.name.clone()),
        };
        if new {
            self.met.push(Rc::clone(&font));
        }
        font
    }
}

impl Font {
    fn read(file: &File<'_>, dict: &Dict) -> Font {
        let mut font = Font {
            name: file.get(dict, "BaseFont").name().unwrap_or("?").to_owned(),
            ..Font::default()
        };
        font.composite = file.get(dict, "Subtype").name() == Some("Type0");
        let type3 = file.get(dict, "Subtype").name() == Some("Type3");
        let descendants = file.array(dict, "DescendantFonts");
        let inner = match descendants.first() {
            Some(first) => as_dict(file.follow(first)),
            None => dict.clone(),
        };
        let descriptor = file.dict(&inner, "FontDescriptor");
        font.embedded = type3
            || ["FontFile", "FontFile2", "FontFile3"]
                .iter()
                .any(|key| !descriptor.get(key).is_null());
        font.read_widths(file, &inner);
        if let Some(map) = file.data(dict.get("ToUnicode")) {
            font.speaks = true;
            font.read_texts(&map);
        } else {
            font.read_encoding(file, dict);
        }
        font
    }

    /// What the codes of a simple font say by its encoding (9.10.2): the letters of ASCII, and what a
    /// table of differences names by one letter or by number. Composite fonts with an encoding of
    /// their own say nothing; those with a registered one do.
    fn read_encoding(&mut self, file: &File<'_>, dict: &Dict) {
        let encoding = file.get(dict, "Encoding");
        if self.composite {
            let named = encoding
                .name()
                .is_some_and(|name| !name.starts_with("Identity"));
            self.speaks = named;
            return;
        }
        let (base, differences) = match &encoding {
            Value::Name(_) => (true, Vec::new()),
            Value::Dict(encoding) => (
                !encoding.get("BaseEncoding").is_null(),
                file.array(encoding, "Differences"),
            ),
            _ => (STANDARD.contains(&self.name.as_str()), Vec::new()),
        };
        self.speaks = base || !differences.is_empty();
        if base {
            self.texts
                .extend((32..127).map(|code| (code, char::from(code as u8).to_string())));
        }
        let mut code = 0;
        for item in &differences {
            match item {
                Value::Number(number) => code = *number as u32,
                Value::Name(name) => {
                    if let Some(text) = text_of_name(name) {
                        self.texts.insert(code, text);
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }

    fn read_widths(&mut self, file: &File<'_>, dict: &Dict) {
        if self.composite {
            self.default_width = file.get(dict, "DW").number().unwrap_or(1000.0);
            let items = file.array(dict, "W");
            let mut at = 0;
            while let Some(first) = items.get(at).and_then(Value::index) {
                match items.get(at + 1).map(|value| file.follow(value)) {
                    Some(Value::Array(widths)) => {
                        for (code, width) in (first as u32..).zip(&widths) {
                            self.widths.insert(code, width.number().unwrap_or(0.0));
                        }
                        at += 2;
                    }
                    Some(Value::Number(last)) => {
                        let width = items.get(at + 2).and_then(Value::number).unwrap_or(0.0);
                        for code in first as u32..=(last as u32).min(first as u32 + 65_535) {
                            self.widths.insert(code, width);
                        }
                        at += 3;
                    }
                    _ => break,
                }
            }
        } else {
            let first = file.get(dict, "FirstChar").index().unwrap_or(0) as u32;
            for (code, width) in (first..).zip(file.array(dict, "Widths")) {
                self.widths
                    .insert(code, file.follow(&width).number().unwrap_or(0.0));
            }
        }
    }

    /// Reads `bfchar` and `bfrange` of a `ToUnicode` map (9.10.3).
    fn read_texts(&mut self, map: &[u8]) {
        let mut lexer = Lexer::new(map, 0);
        let mut operands: Vec<Value> = Vec::new();
        while let Some(value) = lexer.value() {
            let Value::Word(word) = &value else {
                operands.push(value);
                continue;
            };
            match word.as_str() {
                "endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let (Value::Text(code), Value::Text(text)) = (&pair[0], &pair[1]) {
                            self.texts.insert(number(code), utf16(text, 0));
                        }
                    }
                }
                "endbfrange" => {
                    for triple in operands.chunks_exact(3) {
                        self.range(triple);
                    }
                }
                _ => {}
            }
            operands.clear();
        }
    }

    fn range(&mut self, triple: &[Value]) {
        let [Value::Text(first), Value::Text(last), target] = triple else {
            return;
        };
        let (first, last) = (number(first), number(last));
        for (step, code) in (first..=last.min(first.saturating_add(65_535))).enumerate() {
            let text = match target {
                Value::Text(text) => utf16(text, step as u16),
                Value::Array(items) => match items.get(step) {
                    Some(Value::Text(text)) => utf16(text, 0),
                    _ => continue,
                },
                _ => return,
            };
            self.texts.insert(code, text);
        }
    }

    /// The codes in a string.
    pub fn codes(&self, bytes: &[u8]) -> Vec<u32> {
        if self.composite {
            bytes.chunks(2).map(number).collect()
        } else {
            bytes.iter().map(|&byte| u32::from(byte)).collect()
        }
    }

    /// Advance of a code in thousandths of the em.
    pub fn width(&self, code: u32) -> f64 {
        self.widths
            .get(&code)
            .copied()
            .unwrap_or(self.default_width)
    }

    /// What a code stands for; `None` when the font does not say.
    pub fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }
}

/// What a glyph's name stands for, of those names that say it themselves (Adobe Glyph List, 2).
fn text_of_name(name: &str) -> Option<String> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter.to_string());
    }
    let digits = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    char::from_u32(code).map(String::from)
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |sum, &byte| sum << 8 | u32::from(byte))
}

/// UTF-16 with its last unit raised by `step`.
fn utf16(bytes: &[u8], step: u16) -> String {
    let mut units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(step);
    }
    String::from_utf16_lossy(&units)
}
