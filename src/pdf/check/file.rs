//! A PDF file as numbered objects: cross-references, object streams, filters.
//!
//! Knows the file's structure (ISO 32000-1, 7.5), not what the objects mean. Reads what reglet and
//! sound programs write; it does not repair.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::filters::{self, Parameters};
use super::value::{Dict, Lexer, Value};

#[derive(Clone, Copy, Debug)]
enum Place {
    At(usize),
    Packed(u32),
}

/// The objects of an object stream: numbers and values.
type Packed = Rc<Vec<(u32, Value)>>;

/// A PDF file.
pub(in crate::pdf) struct File<'b> {
    bytes: &'b [u8],
    places: HashMap<u32, Place>,
    pub trailer: Dict,
    /// Version in the header, as in (1, 6).
    pub version: (u8, u8),
    packed: RefCell<HashMap<u32, Packed>>,
}

impl<'b> File<'b> {
    /// Opens a file.
    ///
    /// The error says in words what is wrong.
    pub fn open(bytes: &'b [u8]) -> Result<File<'b>, String> {
        // Some bytes may stand before the header, and places count from there (annex H, 12 and 13).
        let start = bytes
            .windows(5)
            .take(1024)
            .position(|window| window == b"%PDF-");
        let bytes = &bytes[start.unwrap_or(0)..];
        let head = bytes.get(..8).ok_or("it is too short to be a PDF")?;
        let digit = |at: usize| (head[at] as char).to_digit(10);
        let version = match (head.starts_with(b"%PDF-"), digit(5), digit(7)) {
            (true, Some(major), Some(minor)) => (major as u8, minor as u8),
            _ => return Err("it does not begin with %PDF- and a version".to_owned()),
        };
        let tail = bytes.len().saturating_sub(2048);
        let start = find_last(&bytes[tail..], b"startxref")
            .ok_or("it has no startxref at its end; it may be cut off")?;
        find_last(&bytes[tail + start..], b"%%EOF")
            .ok_or("it has no %%EOF at its end; it may be cut off")?;
        let mut at = Lexer::new(bytes, tail + start + 9)
            .value()
            .and_then(|value| value.index());
        let mut file = File {
            bytes,
            places: HashMap::new(),
            trailer: Dict::default(),
            version,
            packed: RefCell::default(),
        };
        let mut seen = Vec::new();
        while let Some(section) = at {
            if seen.contains(&section) {
                return Err("its cross-references go round in a circle".to_owned());
            }
            seen.push(section);
            let trailer = file
                .section(section)
                .ok_or_else(|| format!("its cross-references at byte {section} cannot be read"))?;
            // What a table hides from old readers stands in a stream (7.5.8.4).
            if let Some(hidden) = trailer.get("XRefStm").index()
                && !seen.contains(&hidden)
            {
                seen.push(hidden);
                let _ = file.section(hidden);
            }
            at = trailer.get("Prev").index();
            if file.trailer.0.is_empty() {
                file.trailer = trailer;
            }
        }
        if file.trailer.0.is_empty() {
            return Err("it has no trailer".to_owned());
        }
        Ok(file)
    }

    fn section(&mut self, at: usize) -> Option<Dict> {
        let mut lexer = Lexer::new(self.bytes, at);
        match lexer.value()? {
            Value::Word(word) if word == "xref" => self.table(lexer),
            Value::Number(_) => {
                let (dict, data) = match self.object_at(at)?.1 {
                    Value::Stream(dict, start) => {
                        let data = self.unpack(&dict, start)?;
                        (dict, data)
                    }
                    _ => return None,
                };
                self.rows(&dict, &data)?;
                Some(dict)
            }
            _ => None,
        }
    }

    /// An old cross-reference table (7.5.4).
    fn table(&mut self, mut lexer: Lexer<'b>) -> Option<Dict> {
        loop {
            let first = match lexer.value()? {
                Value::Word(word) if word == "trailer" => break,
                value => value.index()?,
            };
            for number in first..first.checked_add(lexer.value()?.index()?)? {
                let at = lexer.value()?.index()?;
                lexer.value()?;
                if lexer.value()? == Value::Word("n".to_owned()) {
                    let number = u32::try_from(number).ok()?;
                    self.places.entry(number).or_insert(Place::At(at));
                }
            }
        }
        match lexer.value()? {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// The rows of a cross-reference stream (7.5.8).
    fn rows(&mut self, dict: &Dict, data: &[u8]) -> Option<()> {
        let Value::Array(widths) = dict.get("W") else {
            return None;
        };
        let widths: Vec<usize> = widths.iter().map(Value::index).collect::<Option<_>>()?;
        let [kind, middle, last] = widths.as_slice() else {
            return None;
        };
        let size = kind.checked_add(*middle)?.checked_add(*last)?;
        if size == 0 || *middle > 8 || *last > 8 || *kind > 8 {
            return None;
        }
        let number = |bytes: &[u8]| {
            bytes
                .iter()
                .fold(0usize, |sum, &b| sum << 8 | usize::from(b))
        };
        let mut rows = data.chunks_exact(size);
        let ranges: Vec<usize> = match dict.get("Index") {
            Value::Array(items) => items.iter().map(Value::index).collect::<Option<_>>()?,
            _ => vec![0, dict.get("Size").index()?],
        };
        for range in ranges.chunks_exact(2) {
            for id in range[0]..range[0].checked_add(range[1])? {
                let Some(row) = rows.next() else {
                    return Some(());
                };
                let what = if *kind == 0 { 1 } else { number(&row[..*kind]) };
                let a = number(&row[*kind..kind + middle]);
                let place = match what {
                    1 => Place::At(a),
                    2 => Place::Packed(a as u32),
                    _ => continue,
                };
                self.places.entry(u32::try_from(id).ok()?).or_insert(place);
            }
        }
        Some(())
    }

    /// The object that begins at a byte: its number and value.
    fn object_at(&self, at: usize) -> Option<(u32, Value)> {
        let mut lexer = Lexer::new(self.bytes, at);
        let number = u32::try_from(lexer.value()?.index()?).ok()?;
        lexer.value()?.index()?;
        if lexer.value()? != Value::Word("obj".to_owned()) {
            return None;
        }
        let mut value = lexer.value()?;
        let mut after = Lexer::new(self.bytes, lexer.at);
        match after.value() {
            Some(Value::Word(word)) if word == "stream" => {
                let mut start = after.at;
                if self.bytes.get(start) == Some(&b'\r') {
                    start += 1;
                }
                if self.bytes.get(start) == Some(&b'\n') {
                    start += 1;
                }
                if let Value::Dict(dict) = value {
                    value = Value::Stream(dict, start);
                }
            }
            // A number that is followed by another and an R is a reference.
            Some(Value::Number(_)) if after.value() == Some(Value::Word("R".to_owned())) => {
                value = Value::Ref(value.index()? as u32);
            }
            _ => {}
        }
        Some((number, value))
    }

    /// An object by its number; `Null` when there is none or it cannot be read.
    pub fn object(&self, number: u32) -> Value {
        match self.places.get(&number) {
            Some(Place::At(at)) => match self.object_at(*at) {
                Some((found, value)) if found == number => value,
                _ => Value::Null,
            },
            Some(Place::Packed(stream)) => self
                .objects_in(*stream)
                .iter()
                .find(|(found, _)| *found == number)
                .map_or(Value::Null, |(_, value)| value.clone()),
            None => Value::Null,
        }
    }

    /// The objects of an object stream; none when it cannot be read.
    fn objects_in(&self, stream: u32) -> Packed {
        if let Some(known) = self.packed.borrow().get(&stream) {
            return Rc::clone(known);
        }
        let found = Rc::new(self.read_objects_in(stream).unwrap_or_default());
        self.packed.borrow_mut().insert(stream, Rc::clone(&found));
        found
    }

    fn read_objects_in(&self, stream: u32) -> Option<Vec<(u32, Value)>> {
        let Some(Place::At(at)) = self.places.get(&stream) else {
            return None;
        };
        let Value::Stream(dict, start) = self.object_at(*at)?.1 else {
            return None;
        };
        let data = self.unpack(&dict, start)?;
        let (count, first) = (dict.get("N").index()?, dict.get("First").index()?);
        let mut head = Lexer::new(&data, 0);
        let mut all = Vec::new();
        for _ in 0..count {
            let number = u32::try_from(head.value()?.index()?).ok()?;
            let at = first.checked_add(head.value()?.index()?)?;
            let mut lexer = Lexer::new(&data, at);
            all.push((number, lexer.value()?));
        }
        Some(all)
    }

    /// A value with references followed.
    pub fn follow(&self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..16 {
            match value {
                Value::Ref(number) => value = self.object(number),
                other => return other,
            }
        }
        Value::Null
    }

    /// The value of a key, followed.
    pub fn get(&self, dict: &Dict, key: &str) -> Value {
        self.follow(dict.get(key))
    }

    /// The dictionary (of a stream, too) under a key, followed; empty when there is none.
    pub fn dict(&self, dict: &Dict, key: &str) -> Dict {
        as_dict(self.get(dict, key))
    }

    /// The array under a key, followed; empty when there is none.
    pub fn array(&self, dict: &Dict, key: &str) -> Vec<Value> {
        match self.get(dict, key) {
            Value::Array(items) => items,
            _ => Vec::new(),
        }
    }

    /// The unpacked data of a stream; `None` when it cannot be unpacked, as pictures cannot here.
    pub fn data(&self, value: &Value) -> Option<Vec<u8>> {
        match self.follow(value) {
            Value::Stream(dict, start) => self.unpack(&dict, start),
            _ => None,
        }
    }

    fn unpack(&self, dict: &Dict, start: usize) -> Option<Vec<u8>> {
        let raw = self.raw(dict, start)?;
        let filters = match self.get(dict, "Filter") {
            Value::Null => Vec::new(),
            Value::Array(filters) => filters.iter().map(|filter| self.follow(filter)).collect(),
            filter => vec![filter],
        };
        let mut parameters = match self.get(dict, "DecodeParms") {
            Value::Array(all) => all,
            one => vec![one],
        };
        parameters.resize(filters.len(), Value::Null);
        let mut data = raw.to_vec();
        for (filter, parameters) in filters.iter().zip(&parameters) {
            let filter = filter.name()?;
            if filter == "Crypt" {
                continue;
            }
            let parameters = self.parameters(&as_dict(self.follow(parameters)));
            data = filters::undo(filter, &data, parameters)?;
        }
        Some(data)
    }

    fn parameters(&self, dict: &Dict) -> Parameters {
        let usual = Parameters::default();
        let number = |key: &str, usual: usize| self.get(dict, key).index().unwrap_or(usual);
        Parameters {
            predictor: number("Predictor", usual.predictor),
            colours: number("Colors", usual.colours).clamp(1, 32),
            bits: number("BitsPerComponent", usual.bits).clamp(1, 32),
            columns: number("Columns", usual.columns).max(1),
            early: number("EarlyChange", 1) != 0,
        }
    }

    /// The packed bytes of a stream. Where its length is wrong, what stands before `endstream`.
    pub fn raw(&self, dict: &Dict, start: usize) -> Option<&'b [u8]> {
        let rest = self.bytes.get(start..)?;
        let told = self.get(dict, "Length").index();
        if let Some(raw) = told.and_then(|length| rest.get(..length)) {
            let after = &rest[raw.len()..];
            let space = after.iter().take_while(|byte| byte.is_ascii_whitespace());
            if after[space.count()..].starts_with(b"endstream") {
                return Some(raw);
            }
        }
        let end = rest.windows(9).position(|window| window == b"endstream")?;
        Some(&rest[..end])
    }

    /// The last filter of a stream, and its data with the others undone: what pictures are packed with.
    pub fn picture_data(&self, value: &Value) -> Option<(String, Vec<u8>)> {
        let Value::Stream(dict, start) = self.follow(value) else {
            return None;
        };
        let filters = match self.get(&dict, "Filter") {
            Value::Array(filters) => filters.iter().map(|filter| self.follow(filter)).collect(),
            Value::Null => Vec::new(),
            filter => vec![filter],
        };
        match filters.split_last() {
            Some((Value::Name(last), before)) if last == "DCTDecode" || last == "DCT" => {
                let mut data = self.raw(&dict, start)?.to_vec();
                for filter in before {
                    data = filters::undo(filter.name()?, &data, Parameters::default())?;
                }
                Some((last.clone(), data))
            }
            _ => Some((String::new(), self.unpack(&dict, start)?)),
        }
    }

    /// The pages with what they inherit (7.7.3.4), in order.
    pub fn pages(&self) -> Vec<Dict> {
        self.numbered_pages()
            .into_iter()
            .map(|(_, page)| page)
            .collect()
    }

    /// The pages, each with the number of its object.
    pub fn numbered_pages(&self) -> Vec<(Option<u32>, Dict)> {
        let catalog = self.dict(&self.trailer, "Root");
        let mut pages = Vec::new();
        let mut seen = Vec::new();
        self.pages_under(
            catalog.get("Pages"),
            &Dict::default(),
            &mut pages,
            &mut seen,
            0,
        );
        pages
    }

    fn pages_under(
        &self,
        node: &Value,
        above: &Dict,
        pages: &mut Vec<(Option<u32>, Dict)>,
        seen: &mut Vec<u32>,
        depth: usize,
    ) {
        let number = match node {
            Value::Ref(number) => Some(*number),
            _ => None,
        };
        // Only inner nodes can make a circle, and they are few.
        let circle = number.is_some_and(|number| seen.contains(&number));
        if circle || depth > 64 {
            return;
        }
        let mut dict = as_dict(self.follow(node));
        for key in ["Resources", "MediaBox", "CropBox", "Rotate"] {
            if dict.get(key).is_null() && !above.get(key).is_null() {
                dict.0.push((key.to_owned(), above.get(key).clone()));
            }
        }
        if dict.get("Kids").is_null() {
            pages.push((number, dict));
            return;
        }
        seen.extend(number);
        for kid in self.array(&dict, "Kids") {
            self.pages_under(&kid, &dict, pages, seen, depth + 1);
        }
    }
}

/// The dictionary of a dictionary or stream; empty for anything else.
pub(in crate::pdf) fn as_dict(value: Value) -> Dict {
    match value {
        Value::Dict(dict) | Value::Stream(dict, _) => dict,
        _ => Dict::default(),
    }
}

fn find_last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}
