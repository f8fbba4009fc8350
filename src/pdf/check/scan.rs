//! A page's content, run through: what is painted, with which ink, where, and what it says.
//!
//! Knows operators (ISO 32000-1, annex A) and the graphics state; judges nothing but their order.

use super::colours::{Colour, Space, numbers, space_of};
use super::file::{File, as_dict};
use super::fonts::Fonts;
use super::inline;
use super::mark::{Extent, Mark, Paint, Shown};
use super::state::{IDENTITY, Matrix, Part, State, around, at, times};
use super::value::{Dict, Lexer, Value};

/// Forms in forms, deeper than these, are not looked into.
const DEEPEST: usize = 8;

/// More states than these are not kept.
const MOST_STATES: usize = 256;

/// Runs through contents and collects what is on the page.
pub(super) struct Scanner<'f, 'b> {
    file: &'f File<'b>,
    fonts: &'f mut Fonts,
    pub marks: Vec<Mark>,
    state: State,
    saved: Vec<State>,
    /// States beyond those that are kept.
    lost: usize,
    parts: Vec<Part>,
    /// The key of the content in the parent tree.
    key: Option<usize>,
    in_text: bool,
    text: Matrix,
    line: Matrix,
    path: Option<Extent>,
    /// Whether the path becomes a clipping path when it ends.
    clips: bool,
    /// Patterns that have been looked into.
    patterns: Vec<u32>,
}

impl<'f, 'b> Scanner<'f, 'b> {
    /// Begins a page, whose content has a key in the parent tree.
    pub fn new(file: &'f File<'b>, fonts: &'f mut Fonts, key: Option<usize>) -> Self {
        Scanner {
            file,
            fonts,
            marks: Vec::new(),
            state: State::first(),
            saved: Vec::new(),
            lost: 0,
            parts: Vec::new(),
            key,
            in_text: false,
            text: IDENTITY,
            line: IDENTITY,
            path: None,
            clips: false,
            patterns: Vec::new(),
        }
    }

    /// Runs through a content stream with its resources.
    pub fn run(&mut self, content: &[u8], resources: &Dict, depth: usize) {
        let (saved, lost, parts) = (self.saved.len(), self.lost, self.parts.len());
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Value> = Vec::new();
        while let Some(value) = lexer.value() {
            match value {
                Value::Word(word) if word == "BI" => {
                    let mut dict = inline::read(&mut lexer, content);
                    let space = self.named(dict.get("ColorSpace"), resources);
                    dict.0.push(("ColorSpace".to_owned(), space));
                    self.picture(Value::Null, dict);
                    operands.clear();
                }
                Value::Word(word) => {
                    match word.as_str() {
                        "Q" if self.saved.len() + self.lost <= saved + lost => {
                            self.unbalanced("Q", "q")
                        }
                        "EMC" if self.parts.len() <= parts => self.unbalanced("EMC", "BMC"),
                        word => self.operator(word, &operands, resources, depth),
                    }
                    operands.clear();
                }
                other if operands.len() < 64 => operands.push(other),
                _ => {}
            }
        }
        if self.saved.len() + self.lost > saved + lost {
            self.unbalanced("q", "Q");
        }
        if self.parts.len() > parts {
            self.unbalanced("BMC", "EMC");
        }
        if std::mem::take(&mut self.in_text) {
            self.unbalanced("BT", "ET");
        }
        self.saved.truncate(saved);
        self.parts.truncate(parts);
        self.lost = lost;
    }

    fn unbalanced(&mut self, word: &str, other: &str) {
        let words = format!("the page's content is not in balance: {word} without {other}");
        self.marks.push(Mark::Banned(words));
    }

    fn operator(&mut self, word: &str, operands: &[Value], resources: &Dict, depth: usize) {
        let n = |index: usize| operands.get(index).and_then(Value::number).unwrap_or(0.0);
        let matrix = || [n(0), n(1), n(2), n(3), n(4), n(5)];
        match word {
            "q" if self.saved.len() < MOST_STATES => self.saved.push(self.state.clone()),
            "q" => self.lost += 1,
            "Q" if self.lost > 0 => self.lost -= 1,
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.ctm = times(matrix(), self.state.ctm),
            "w" => self.state.weight = n(0),
            "gs" => self.graphics_state(operands, resources),
            "g" | "rg" | "k" => self.state.fill.colour = Colour::device(word, operands),
            "G" | "RG" | "K" => self.state.stroke.colour = Colour::device(word, operands),
            "cs" => self.state.fill.colour = self.space(operands, resources),
            "CS" => self.state.stroke.colour = self.space(operands, resources),
            "sc" | "scn" => {
                let pattern = self.pattern(operands, resources, depth);
                self.state.fill.colour.parts = numbers(operands);
                self.state.fill.colour.space = pattern.unwrap_or(self.state.fill.colour.space);
            }
            "SC" | "SCN" => {
                let pattern = self.pattern(operands, resources, depth);
                self.state.stroke.colour.parts = numbers(operands);
                self.state.stroke.colour.space = pattern.unwrap_or(self.state.stroke.colour.space);
            }
            "sh" => self.shade(operands, resources),
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
            "W" | "W*" => self.clips = true,
            "f" | "F" | "f*" => self.paint(true, false),
            "S" | "s" => self.paint(false, true),
            "B" | "B*" | "b" | "b*" => self.paint(true, true),
            "n" => self.paint(false, false),
            "BT" => {
                if std::mem::replace(&mut self.in_text, true) {
                    self.unbalanced("BT", "ET");
                }
                self.text = IDENTITY;
                self.line = IDENTITY;
            }
            "ET" => {
                if !std::mem::take(&mut self.in_text) {
                    self.unbalanced("ET", "BT");
                }
            }
            "Tf" => {
                self.state.size = n(1);
                let name = operands.first().and_then(Value::name).unwrap_or_default();
                let fonts = self.file.dict(resources, "Font");
                self.state.font = Some(self.fonts.read(self.file, fonts.get(name)));
            }
            "Tz" => self.state.stretch = n(0) / 100.0,
            "Tc" => self.state.spacing = n(0),
            "Tw" => self.state.word_spacing = n(0),
            "TL" => self.state.leading = n(0),
            "Ts" => self.state.rise = n(0),
            "Tr" => self.state.mode = operands.first().and_then(Value::index).unwrap_or(0),
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
                if let ("\"", [word, letter, _]) = (word, operands) {
                    self.state.word_spacing = word.number().unwrap_or(0.0);
                    self.state.spacing = letter.number().unwrap_or(0.0);
                }
                self.next_line(0.0, -self.state.leading);
                self.show(operands.last());
            }
            "BMC" | "BDC" => self.begin(operands, resources),
            "EMC" => {
                self.parts.pop();
            }
            "Do" => self.object(operands, resources, depth),
            "h" | "J" | "j" | "M" | "d" | "ri" | "i" | "MP" | "DP" | "BX" | "EX" | "d0" | "d1" => {}
            _ => self.marks.push(Mark::Banned(format!(
                "the page's content has the unknown operator \"{}\"",
                word.escape_debug()
            ))),
        }
    }

    fn graphics_state(&mut self, operands: &[Value], resources: &Dict) {
        let name = operands.first().and_then(Value::name).unwrap_or_default();
        let file = self.file;
        let state = file.dict(&file.dict(resources, "ExtGState"), name);
        let is = |key: &str| match file.get(&state, key) {
            Value::Bool(on) => Some(on),
            _ => None,
        };
        if let Some(on) = is("OP") {
            self.state.stroke.overprint = on;
        }
        // OP alone sets both (8.6.7).
        if let Some(on) = is("op").or(is("OP")) {
            self.state.fill.overprint = on;
        }
        if let Some(weight) = file.get(&state, "LW").number() {
            self.state.weight = weight;
        }
        let thin = |key: &str| {
            file.get(&state, key)
                .number()
                .is_some_and(|part| part < 1.0)
        };
        let usual = |value: &Value| matches!(value.name(), Some("Normal" | "Compatible" | "None"));
        let mode = match file.get(&state, "BM") {
            Value::Array(modes) => modes.first().is_some_and(|mode| !usual(mode)),
            mode => !mode.is_null() && !usual(&mode),
        };
        let mask = file.get(&state, "SMask");
        if thin("ca") || thin("CA") || mode || !(mask.is_null() || usual(&mask)) {
            self.marks.push(Mark::Blend);
        }
        let changes = |key: &str| match file.get(&state, key) {
            Value::Null => false,
            function => !matches!(function.name(), Some("Identity" | "Default")),
        };
        if ["TR", "TR2", "HTP"].into_iter().any(changes) {
            self.ban("a function that changes its inks on the press (TR, HTP)");
        }
    }

    fn ban(&mut self, what: &str) {
        let words = format!("the page has {what}, which PDF/X does not allow");
        self.marks.push(Mark::Banned(words));
    }

    /// A colour space by its name among the resources, else itself.
    fn named(&self, value: &Value, resources: &Dict) -> Value {
        let named = self.file.dict(resources, "ColorSpace");
        match named.get(value.name().unwrap_or_default()) {
            Value::Null => value.clone(),
            found => found.clone(),
        }
    }

    fn space(&self, operands: &[Value], resources: &Dict) -> Colour {
        let value = operands.first().unwrap_or(&Value::Null);
        Colour::in_space(space_of(self.file, &self.named(value, resources)))
    }

    /// Looks into a pattern that is chosen as a colour; for a shading, gives the space of its colours.
    fn pattern(&mut self, operands: &[Value], resources: &Dict, depth: usize) -> Option<Space> {
        let name = operands.last()?.name()?;
        let patterns = self.file.dict(resources, "Pattern");
        let reference = patterns.get(name);
        let value = self.file.follow(reference);
        let pattern = as_dict(value.clone());
        if self.file.get(&pattern, "PatternType").index() == Some(2) {
            let shading = self.file.dict(&pattern, "Shading");
            return Some(space_of(self.file, shading.get("ColorSpace")));
        }
        let known = matches!(reference, Value::Ref(number) if self.patterns.contains(number));
        if known || depth >= DEEPEST {
            return Some(Space::Pattern);
        }
        if let Value::Ref(number) = reference {
            self.patterns.push(*number);
        }
        let content = self.file.data(&value)?;
        // A pattern is a page of its own: nothing around it holds inside, and nobody reads it.
        let kept = std::mem::replace(&mut self.state, State::first());
        let place = (
            self.text,
            self.line,
            self.path.take(),
            self.in_text,
            self.clips,
        );
        (self.in_text, self.clips) = (false, false);
        self.parts.push(Part {
            artifact: true,
            ..Part::default()
        });
        self.run(&content, &self.file.dict(&pattern, "Resources"), depth + 1);
        self.parts.pop();
        (self.text, self.line, self.path, self.in_text, self.clips) = place;
        self.state = kept;
        Some(Space::Pattern)
    }

    /// Fills what can be seen with a shading.
    fn shade(&mut self, operands: &[Value], resources: &Dict) {
        let name = operands.first().and_then(Value::name).unwrap_or_default();
        let shadings = self.file.dict(resources, "Shading");
        let shading = self.file.dict(&shadings, name);
        let space = space_of(self.file, shading.get("ColorSpace"));
        self.marks.push(Mark::Fill {
            paint: Paint {
                colour: Colour::in_space(space),
                overprint: false,
            },
            extent: Extent::default(),
            told: self.told(),
        });
    }

    fn extend(&mut self, x: f64, y: f64) {
        let point = at(self.state.ctm, x, y);
        let path = self.path.unwrap_or([point.0, point.1, point.0, point.1]);
        self.path = Some(around(path, point));
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        let clips = std::mem::take(&mut self.clips);
        let Some(extent) = self.path.take() else {
            return;
        };
        let told = self.told();
        if fill {
            self.marks.push(Mark::Fill {
                paint: self.state.fill.clone(),
                extent,
                told,
            });
        }
        if stroke {
            let m = self.state.ctm;
            let scale = (m[0] * m[3] - m[1] * m[2]).abs().sqrt();
            self.marks.push(Mark::Stroke {
                paint: self.state.stroke.clone(),
                weight: self.state.weight * scale,
                told,
            });
        }
        if clips {
            self.state.clip_to(extent);
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn show(&mut self, operand: Option<&Value>) {
        if !self.in_text {
            self.unbalanced("Tj", "BT");
        }
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
        let from = self.pen(0.0);
        let state = &self.state;
        let advance = |code: u32| {
            let word = code == 32 && !font.composite;
            let spacing = state.spacing + if word { state.word_spacing } else { 0.0 };
            font.width(code) / 1000.0 * state.size + spacing
        };
        let mut codes = Vec::new();
        let mut length = 0.0;
        for item in items {
            match item {
                Value::Number(number) => length -= number / 1000.0 * state.size,
                Value::Text(bytes) => {
                    let shown = font.codes(bytes);
                    length += shown.iter().map(|&code| advance(code)).sum::<f64>();
                    codes.extend(shown);
                }
                _ => {}
            }
        }
        let blank = |code: &&u32| font.text(**code).is_some_and(|text| text.trim().is_empty());
        let spaces = codes.iter().rev().take_while(blank);
        let spaces: f64 = spaces.map(|&code| advance(code)).sum();
        let step = [1.0, 0.0, 0.0, 1.0, length * state.stretch, 0.0];
        self.text = times(step, self.text);
        let to = self.pen(-spaces * self.state.stretch);
        let m = times(self.text, self.state.ctm);
        let up = (m[2] * self.state.size, m[3] * self.state.size);
        let instead = self.instead();
        let mcid = self.parts.iter().rev().find_map(|part| part.mcid);
        self.marks.push(Mark::Text(Shown {
            font,
            codes,
            paints: self.state.paints(),
            size: up.0.hypot(up.1),
            from,
            to,
            up,
            clip: self.state.clip,
            part: mcid.map(|mcid| (self.key, mcid)),
            artifact: self.parts.iter().any(|part| part.artifact),
            instead,
        }));
    }

    /// Where text goes on, moved along the line.
    fn pen(&self, along: f64) -> (f64, f64) {
        at(times(self.text, self.state.ctm), along, self.state.rise)
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

    /// Whether what stands here belongs to a logical element or is an artifact.
    fn told(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| part.artifact || part.mcid.is_some())
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
        let kind = self.file.get(dict, "Subtype");
        let second = self.file.get(dict, "Subtype2");
        if kind.name() == Some("PS") || second.name() == Some("PS") || !dict.get("PS").is_null() {
            self.ban("PostScript code");
            return;
        }
        for (key, what) in [
            (
                "OPI",
                "a comment that puts another picture in its place (OPI)",
            ),
            ("Ref", "a reference to another file"),
            ("Alternates", "a picture with others to take in its stead"),
        ] {
            if !dict.get(key).is_null() {
                self.ban(what);
            }
        }
        if kind.name() == Some("Image") {
            self.picture(objects.get(name).clone(), dict.clone());
            return;
        }
        if depth >= DEEPEST {
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
        if let [a, b, c, d] = numbers(&self.file.array(dict, "BBox"))[..] {
            let corner = |x, y| at(self.state.ctm, x, y);
            let first = corner(a, b);
            let others = [corner(c, b), corner(c, d), corner(a, d)];
            let start = [first.0, first.1, first.0, first.1];
            self.state.clip_to(others.into_iter().fold(start, around));
        }
        let key = self.file.get(dict, "StructParents").index();
        let key_outside = self.key;
        self.key = key.or(key_outside);
        let in_text = std::mem::take(&mut self.in_text);
        let resources = if own.0.is_empty() { resources } else { &own };
        self.run(&content, resources, depth + 1);
        self.in_text = in_text;
        self.key = key_outside;
        self.state = kept;
    }

    fn picture(&mut self, value: Value, dict: Dict) {
        if !dict.get("SMask").is_null() {
            self.marks.push(Mark::Blend);
        }
        let m = self.state.ctm;
        self.marks.push(Mark::Picture {
            value,
            dict,
            width: m[0].hypot(m[1]),
            height: m[2].hypot(m[3]),
            told: self.told(),
        });
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
