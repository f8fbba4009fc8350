//! A page's content, run through: what is painted, with which ink, where, and what it says.
//!
//! Knows operators (ISO 32000-1, annex A) and the graphics state; judges nothing.

use std::collections::HashMap;
use std::rc::Rc;

use super::file::{File, as_dict};
use super::fonts::Font;
use super::value::{Dict, Lexer, Value};

/// A colour: its space in short, and its parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Colour {
    pub space: Space,
    pub parts: Vec<f64>,
}

/// What kind of colour space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Grey,
    Rgb,
    Cmyk,
    /// Under an ICC profile or another measured space, with so many parts.
    Managed(usize),
    /// An ink of its own, or all of them.
    Spot,
    Pattern,
    Other,
}

/// Something on the page.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    Text(Shown),
    Fill {
        colour: Colour,
        overprint: bool,
        extent: [f64; 4],
    },
    Stroke {
        colour: Colour,
        weight: f64,
    },
    Picture {
        /// The stream, or a reference to it.
        value: Value,
        dict: Dict,
        width: f64,
        height: f64,
    },
    /// An operator that PDF does not have.
    Unknown(String),
}

/// A string that was shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub font: Rc<Font>,
    pub codes: Vec<u32>,
    pub colour: Colour,
    pub overprint: bool,
    /// Size on paper, in points.
    pub size: f64,
    /// Start and end of the baseline on paper.
    pub from: (f64, f64),
    pub to: (f64, f64),
    /// The marked part that it is in.
    pub mcid: Option<usize>,
    pub artifact: bool,
    /// What the span around it says instead, once; empty for the rest of the span.
    pub instead: Option<String>,
}

type Matrix = [f64; 6];

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn at(m: Matrix, x: f64, y: f64) -> (f64, f64) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

#[derive(Clone)]
struct State {
    ctm: Matrix,
    fill: Colour,
    stroke: Colour,
    fill_over: bool,
    weight: f64,
    font: Option<Rc<Font>>,
    size: f64,
    stretch: f64,
    spacing: f64,
    word_spacing: f64,
    leading: f64,
    rise: f64,
}

/// A marked part that is open.
#[derive(Clone, Debug, Default)]
struct Part {
    mcid: Option<usize>,
    artifact: bool,
    instead: Option<String>,
    said: bool,
}

/// Runs through contents and collects what is on the page.
pub(super) struct Scanner<'f, 'b> {
    file: &'f File<'b>,
    fonts: &'f mut HashMap<u32, Rc<Font>>,
    pub marks: Vec<Mark>,
    state: State,
    saved: Vec<State>,
    parts: Vec<Part>,
    text: Matrix,
    line: Matrix,
    path: Option<[f64; 4]>,
}

impl<'f, 'b> Scanner<'f, 'b> {
    pub fn new(file: &'f File<'b>, fonts: &'f mut HashMap<u32, Rc<Font>>) -> Self {
        let black = Colour {
            space: Space::Grey,
            parts: vec![0.0],
        };
        Scanner {
            file,
            fonts,
            marks: Vec::new(),
            state: State {
                ctm: IDENTITY,
                fill: black.clone(),
                stroke: black,
                fill_over: false,
                weight: 1.0,
                font: None,
                size: 0.0,
                stretch: 1.0,
                spacing: 0.0,
                word_spacing: 0.0,
                leading: 0.0,
                rise: 0.0,
            },
            saved: Vec::new(),
            parts: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            path: None,
        }
    }

    /// Runs through a content stream with its resources.
    pub fn run(&mut self, content: &[u8], resources: &Dict, depth: usize) {
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Value> = Vec::new();
        while let Some(value) = lexer.value() {
            match value {
                Value::Word(word) if word == "BI" => skip_inline_picture(&mut lexer, content),
                Value::Word(word) => {
                    self.operator(&word, &operands, resources, depth);
                    operands.clear();
                }
                other if operands.len() < 64 => operands.push(other),
                _ => {}
            }
        }
    }

    fn operator(&mut self, word: &str, operands: &[Value], resources: &Dict, depth: usize) {
        let n = |index: usize| operands.get(index).and_then(Value::number).unwrap_or(0.0);
        let matrix = || [n(0), n(1), n(2), n(3), n(4), n(5)];
        match word {
            "q" if self.saved.len() < 256 => self.saved.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.ctm = times(matrix(), self.state.ctm),
            "w" => self.state.weight = n(0),
            "gs" => self.graphics_state(operands, resources),
            "g" | "rg" | "k" => self.state.fill = device(word, operands),
            "G" | "RG" | "K" => self.state.stroke = device(word, operands),
            "cs" => self.state.fill = self.space(operands, resources),
            "CS" => self.state.stroke = self.space(operands, resources),
            "sc" | "scn" => self.state.fill.parts = numbers(operands),
            "SC" | "SCN" => self.state.stroke.parts = numbers(operands),
            "re" => {
                self.extend(n(0), n(1));
                self.extend(n(0) + n(2), n(1) + n(3));
            }
            "m" | "l" => self.extend(n(0), n(1)),
            "c" => {
                self.extend(n(0), n(1));
                self.extend(n(2), n(3));
                self.extend(n(4), n(5));
            }
            "v" | "y" => {
                self.extend(n(0), n(1));
                self.extend(n(2), n(3));
            }
            "f" | "F" | "f*" => self.paint(true, false),
            "S" | "s" => self.paint(false, true),
            "B" | "B*" | "b" | "b*" => self.paint(true, true),
            "n" => self.path = None,
            "BT" => {
                self.text = IDENTITY;
                self.line = IDENTITY;
            }
            "Tf" => {
                self.state.size = n(1);
                let name = operands.first().and_then(Value::name).unwrap_or_default();
                let fonts = self.file.dict(resources, "Font");
                self.state.font = Some(self.font(fonts.get(name)));
            }
            "Tz" => self.state.stretch = n(0) / 100.0,
            "Tc" => self.state.spacing = n(0),
            "Tw" => self.state.word_spacing = n(0),
            "TL" => self.state.leading = n(0),
            "Ts" => self.state.rise = n(0),
            "Td" => self.next_line(n(0), n(1)),
            "TD" => {
                self.state.leading = -n(1);
                self.next_line(n(0), n(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tm" => {
                self.line = matrix();
                self.text = self.line;
            }
            "Tj" | "TJ" => self.show(operands.first()),
            "'" | "\"" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.last());
            }
            "BMC" | "BDC" => self.begin(operands, resources),
            "EMC" => {
                self.parts.pop();
            }
            "Do" => self.object(operands, resources, depth),
            "ET" | "h" | "W" | "W*" | "J" | "j" | "M" | "d" | "ri" | "i" | "Tr" | "sh" | "MP"
            | "DP" | "BX" | "EX" | "d0" | "d1" => {}
            _ => self.marks.push(Mark::Unknown(word.to_owned())),
        }
    }

    fn graphics_state(&mut self, operands: &[Value], resources: &Dict) {
        let name = operands.first().and_then(Value::name).unwrap_or_default();
        let state = self
            .file
            .dict(&self.file.dict(resources, "ExtGState"), name);
        let is = |key: &str| match self.file.get(&state, key) {
            Value::Bool(on) => Some(on),
            _ => None,
        };
        // OP alone sets both (8.6.7).
        if let Some(on) = is("op").or(is("OP")) {
            self.state.fill_over = on;
        }
        if let Some(weight) = self.file.get(&state, "LW").number() {
            self.state.weight = weight;
        }
    }

    fn space(&self, operands: &[Value], resources: &Dict) -> Colour {
        let name = operands.first().and_then(Value::name).unwrap_or_default();
        let named = self.file.dict(resources, "ColorSpace");
        let value = match named.get(name) {
            Value::Null => Value::Name(name.to_owned()),
            found => found.clone(),
        };
        Colour {
            space: space_of(self.file, &value),
            parts: Vec::new(),
        }
    }

    fn font(&mut self, value: &Value) -> Rc<Font> {
        let Value::Ref(number) = value else {
            return Rc::new(Font::read(self.file, &as_dict(self.file.follow(value))));
        };
        if let Some(known) = self.fonts.get(number) {
            return Rc::clone(known);
        }
        let font = Rc::new(Font::read(self.file, &as_dict(self.file.follow(value))));
        self.fonts.insert(*number, Rc::clone(&font));
        font
    }

    fn extend(&mut self, x: f64, y: f64) {
        let (x, y) = at(self.state.ctm, x, y);
        let path = self.path.get_or_insert([x, y, x, y]);
        *path = [
            path[0].min(x),
            path[1].min(y),
            path[2].max(x),
            path[3].max(y),
        ];
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        let Some(extent) = self.path.take() else {
            return;
        };
        if fill {
            self.marks.push(Mark::Fill {
                colour: self.state.fill.clone(),
                overprint: self.state.fill_over,
                extent,
            });
        }
        if stroke {
            let m = self.state.ctm;
            let scale = (m[0] * m[3] - m[1] * m[2]).abs().sqrt();
            self.marks.push(Mark::Stroke {
                colour: self.state.stroke.clone(),
                weight: self.state.weight * scale,
            });
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn show(&mut self, operand: Option<&Value>) {
        let Some(font) = self.state.font.clone() else {
            return;
        };
        let single;
        let items = match operand {
            Some(Value::Array(items)) => items.as_slice(),
            Some(value) => {
                single = [value.clone()];
                &single
            }
            None => return,
        };
        let from = self.pen();
        let state = &self.state;
        let mut codes = Vec::new();
        for item in items {
            let mut advance = 0.0;
            match item {
                Value::Number(number) => advance -= number / 1000.0 * state.size,
                Value::Text(bytes) => {
                    for code in font.codes(bytes) {
                        advance += font.width(code) / 1000.0 * state.size + state.spacing;
                        if code == 32 && !font.composite {
                            advance += state.word_spacing;
                        }
                        codes.push(code);
                    }
                }
                _ => {}
            }
            let step = [1.0, 0.0, 0.0, 1.0, advance * state.stretch, 0.0];
            self.text = times(step, self.text);
        }
        let to = self.pen();
        let m = times(self.text, self.state.ctm);
        let size = self.state.size * (m[2] * m[2] + m[3] * m[3]).sqrt();
        let instead = self.instead();
        self.marks.push(Mark::Text(Shown {
            font,
            codes,
            colour: self.state.fill.clone(),
            overprint: self.state.fill_over,
            size,
            from,
            to,
            mcid: self.parts.iter().rev().find_map(|part| part.mcid),
            artifact: self.parts.iter().any(|part| part.artifact),
            instead,
        }));
    }

    fn pen(&self) -> (f64, f64) {
        at(times(self.text, self.state.ctm), 0.0, self.state.rise)
    }

    /// What the innermost span that says anything says, the first time it is asked.
    fn instead(&mut self) -> Option<String> {
        let part = self
            .parts
            .iter_mut()
            .rev()
            .find(|part| part.instead.is_some())?;
        let text = part.instead.clone()?;
        Some(if std::mem::replace(&mut part.said, true) {
            String::new()
        } else {
            text
        })
    }

    fn begin(&mut self, operands: &[Value], resources: &Dict) {
        let tag = operands.first().and_then(Value::name).unwrap_or_default();
        let properties = match operands.get(1) {
            Some(Value::Dict(dict)) => dict.clone(),
            Some(Value::Name(name)) => self
                .file
                .dict(&self.file.dict(resources, "Properties"), name),
            _ => Dict::default(),
        };
        let instead = match self.file.get(&properties, "ActualText") {
            Value::Text(bytes) => Some(text_string(&bytes)),
            _ => None,
        };
        self.parts.push(Part {
            mcid: properties.get("MCID").index(),
            artifact: tag == "Artifact",
            instead,
            said: false,
        });
    }

    fn object(&mut self, operands: &[Value], resources: &Dict, depth: usize) {
        let name = operands.first().and_then(Value::name).unwrap_or_default();
        let objects = self.file.dict(resources, "XObject");
        let value = self.file.get(&objects, name);
        let Value::Stream(dict, _) = &value else {
            return;
        };
        if self.file.get(dict, "Subtype") == Value::Name("Image".to_owned()) {
            let m = self.state.ctm;
            self.marks.push(Mark::Picture {
                value: objects.get(name).clone(),
                dict: dict.clone(),
                width: m[0].hypot(m[1]),
                height: m[2].hypot(m[3]),
            });
            return;
        }
        if depth >= 8 {
            return;
        }
        let Some(content) = self.file.data(&value) else {
            return;
        };
        let own = self.file.dict(dict, "Resources");
        let kept = self.state.clone();
        let matrix = numbers(&self.file.array(dict, "Matrix"));
        if let Ok(matrix) = Matrix::try_from(matrix.as_slice()) {
            self.state.ctm = times(matrix, self.state.ctm);
        }
        let resources = if own.0.is_empty() { resources } else { &own };
        self.run(&content, resources, depth + 1);
        self.state = kept;
    }
}

fn numbers(values: &[Value]) -> Vec<f64> {
    values.iter().filter_map(Value::number).collect()
}

fn device(word: &str, operands: &[Value]) -> Colour {
    let space = match word {
        "g" | "G" => Space::Grey,
        "k" | "K" => Space::Cmyk,
        _ => Space::Rgb,
    };
    Colour {
        space,
        parts: numbers(operands),
    }
}

/// What kind of space a colour space is.
pub(super) fn space_of(file: &File<'_>, value: &Value) -> Space {
    let value = file.follow(value);
    let (name, rest) = match &value {
        Value::Name(name) => (name.clone(), &[][..]),
        Value::Array(items) => match items.split_first() {
            Some((first, rest)) => match file.follow(first) {
                Value::Name(name) => (name, rest),
                _ => return Space::Other,
            },
            None => return Space::Other,
        },
        _ => return Space::Other,
    };
    match name.as_str() {
        "DeviceGray" | "G" => Space::Grey,
        "DeviceRGB" | "RGB" => Space::Rgb,
        "DeviceCMYK" | "CMYK" => Space::Cmyk,
        "ICCBased" => {
            let profile = rest.first().map(|value| as_dict(file.follow(value)));
            let parts = profile.and_then(|profile| file.get(&profile, "N").index());
            Space::Managed(parts.unwrap_or(0))
        }
        "CalGray" => Space::Managed(1),
        "CalRGB" | "Lab" => Space::Managed(3),
        "Indexed" | "I" => rest.first().map_or(Space::Other, |base| match base {
            // One level: the base of an indexed space is never indexed (8.6.6.3).
            Value::Array(items) if items.first() == Some(&Value::Name("Indexed".into())) => {
                Space::Other
            }
            base => space_of(file, base),
        }),
        "Separation" | "DeviceN" => Space::Spot,
        "Pattern" => Space::Pattern,
        _ => Space::Other,
    }
}

/// A text string (7.9.2.2): UTF-16 with its mark, UTF-8 with its mark, else taken as Latin-1, which
/// agrees with PDFDocEncoding for letters.
pub(in crate::pdf) fn text_string(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units = rest
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units)
            .map(|c| c.unwrap_or('\u{FFFD}'))
            .collect();
    }
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return String::from_utf8_lossy(rest).into_owned();
    }
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

/// Passes over a picture in the content: to `EI` between spaces.
fn skip_inline_picture(lexer: &mut Lexer<'_>, content: &[u8]) {
    let rest = &content[lexer.at.min(content.len())..];
    let end = rest.windows(4).position(|window| {
        window[0].is_ascii_whitespace() && &window[1..3] == b"EI" && window[3].is_ascii_whitespace()
    });
    lexer.at = end.map_or(content.len(), |end| lexer.at + end + 3);
}
