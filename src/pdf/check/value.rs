//! PDF's tokens and values (ISO 32000-1, 7.2 and 7.3). Knows no file.

/// More levels of arrays and dictionaries than these are taken for damage.
const DEEPEST: usize = 64;

/// A PDF object.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::pdf) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Name(String),
    Text(Vec<u8>),
    Array(Vec<Value>),
    Dict(Dict),
    /// A dictionary and where its data begins in the file.
    Stream(Dict, usize),
    Ref(u32),
    /// An operator, or another bare word.
    Word(String),
}

/// A dictionary; few have more than a dozen entries, so they are searched in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::pdf) struct Dict(pub Vec<(String, Value)>);

impl Dict {
    /// The value of a key, `Null` when there is none.
    pub fn get(&self, key: &str) -> &Value {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map_or(&Value::Null, |(_, value)| value)
    }
}

impl Value {
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn index(&self) -> Option<usize> {
        let number = self.number()?;
        (number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0)
            .then_some(number as usize)
    }

    pub fn name(&self) -> Option<&str> {
        match self {
            Value::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        *self == Value::Null
    }
}

/// Reads tokens from some bytes.
pub(in crate::pdf) struct Lexer<'b> {
    bytes: &'b [u8],
    pub at: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

impl<'b> Lexer<'b> {
    pub fn new(bytes: &'b [u8], at: usize) -> Lexer<'b> {
        Lexer { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self
                    .peek()
                    .is_some_and(|byte| byte != b'\n' && byte != b'\r')
                {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// The next value; `None` at the end and where nothing can be read.
    pub fn value(&mut self) -> Option<Value> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            b'/' => {
                self.at += 1;
                Some(Value::Name(self.name()))
            }
            b'(' => Some(Value::Text(self.literal())),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.dict(depth),
            b'<' => Some(Value::Text(self.hexadecimal())),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.skip_space();
                    if self.peek()? == b']' {
                        self.at += 1;
                        return Some(Value::Array(items));
                    }
                    let item = self.nested(depth + 1)?;
                    push_or_refer(&mut items, item);
                }
            }
            b')' | b'>' | b']' | b'{' | b'}' => {
                self.at += 1;
                Some(Value::Word(String::new()))
            }
            _ => Some(self.word()),
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Value> {
        self.at += 2;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.bytes[self.at.min(self.bytes.len())..].starts_with(b">>") {
                self.at += 2;
                break;
            }
            let item = self.nested(depth + 1)?;
            push_or_refer(&mut items, item);
        }
        let mut dict = Dict::default();
        let mut items = items.into_iter();
        while let Some(Value::Name(key)) = items.next() {
            dict.0.push((key, items.next().unwrap_or(Value::Null)));
        }
        Some(Value::Dict(dict))
    }

    fn regular(&mut self) -> &'b [u8] {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| !is_space(byte) && !is_delimiter(byte))
        {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn name(&mut self) -> String {
        let raw = self.regular();
        let mut out = Vec::with_capacity(raw.len());
        let mut at = 0;
        while at < raw.len() {
            let digits = raw
                .get(at + 1..at + 3)
                .and_then(|d| std::str::from_utf8(d).ok());
            match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(byte) if raw[at] == b'#' => {
                    out.push(byte);
                    at += 3;
                }
                _ => {
                    out.push(raw[at]);
                    at += 1;
                }
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    fn word(&mut self) -> Value {
        let start = self.at;
        let word = self.regular();
        if word.is_empty() {
            // Never stand still, whatever the byte.
            self.at = start + 1;
            return Value::Word(String::new());
        }
        let word = String::from_utf8_lossy(word).into_owned();
        match word.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => {
                let numeric = |b: u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.');
                match word.parse::<f64>() {
                    Ok(number) if word.bytes().all(numeric) => Value::Number(number),
                    _ => Value::Word(word),
                }
            }
        }
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\n' => {}
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            code = code * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                out.push(code as u8);
            }
            other => out.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            match char::from(byte).to_digit(16) {
                Some(digit) => digits.push(digit as u8),
                None if byte == b'>' => break,
                None => {}
            }
        }
        if digits.len() % 2 == 1 {
            digits.push(0);
        }
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    }
}

/// Adds a value; the word `R` makes a reference of the two numbers before it.
fn push_or_refer(items: &mut Vec<Value>, item: Value) {
    if item == Value::Word("R".to_owned())
        && let [.., number, generation] = items.as_slice()
        && let (Some(number), Some(_)) = (number.index(), generation.index())
    {
        items.truncate(items.len() - 2);
        items.push(Value::Ref(number as u32));
        return;
    }
    items.push(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Option<Value> {
        Lexer::new(text, 0).value()
    }

    #[test]
    fn values_of_every_kind_are_read() {
        let value = read(b"<</A#20B [1 -.5 true null (a\\(\\051(b)\\n) <4a4> 7 0 R] /C<</D/E>>>>");
        let Some(Value::Dict(dict)) = value else {
            panic!("{value:?}");
        };
        let expected = vec![
            Value::Number(1.0),
            Value::Number(-0.5),
            Value::Bool(true),
            Value::Null,
            Value::Text(b"a()(b)\n".to_vec()),
            Value::Text(b"J@".to_vec()),
            Value::Ref(7),
        ];
        assert_eq!(dict.get("A B"), &Value::Array(expected));
        let inner = Dict(vec![("D".to_owned(), Value::Name("E".to_owned()))]);
        assert_eq!(dict.get("C"), &Value::Dict(inner));
    }

    #[test]
    fn damage_ends_and_never_hangs() {
        for text in [
            &b"<<"[..],
            b"[[[",
            b"(",
            b"<4",
            b"<</A",
            b"\xFF\xFE",
            b"",
            b")",
            b"<</A>",
        ] {
            let mut lexer = Lexer::new(text, 0);
            for _ in 0..20 {
                let _ = lexer.value();
            }
            assert!(lexer.at <= text.len() + 2);
        }
        assert_eq!(read(&b"[".repeat(1000)), None);
    }
}
