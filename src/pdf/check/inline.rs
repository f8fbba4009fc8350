//! Pictures that stand in the content itself (ISO 32000-1, 8.9.7).

use super::value::{Dict, Lexer, Value};

/// Keys as they may be shortened, and in full.
const SHORT: [(&str, &str); 8] = [
    ("W", "Width"),
    ("H", "Height"),
    ("BPC", "BitsPerComponent"),
    ("CS", "ColorSpace"),
    ("D", "Decode"),
    ("F", "Filter"),
    ("IM", "ImageMask"),
    ("I", "Interpolate"),
];

/// Reads past a picture whose `BI` has been read; gives its dictionary, keys in full.
pub(super) fn read(lexer: &mut Lexer<'_>, content: &[u8]) -> Dict {
    let mut dict = Dict::default();
    while let Some(Value::Name(key)) = lexer.value() {
        let Some(value) = lexer.value() else { break };
        let full = SHORT.iter().find(|(short, _)| *short == key);
        let key = full.map_or(key, |(_, full)| (*full).to_owned());
        dict.0.push((key, value));
    }
    // `ID` has been read; one space parts it from the data.
    let start = (lexer.at + 1).min(content.len());
    let data = &content[start..];
    let after = plain_length(&dict).filter(|&length| {
        let rest = data.get(length..).unwrap_or_default();
        rest.trim_ascii_start().starts_with(b"EI")
    });
    let after = after.unwrap_or(0);
    let space = |at: usize| data.get(at).is_none_or(u8::is_ascii_whitespace);
    let end = (after..data.len()).find(|&at| {
        data[at..].starts_with(b"EI") && (at == 0 || at == after || space(at - 1)) && space(at + 2)
    });
    lexer.at = end.map_or(content.len(), |end| start + end + 2);
    dict
}

/// How many bytes the data of a picture without a filter has, where its space tells.
fn plain_length(dict: &Dict) -> Option<usize> {
    if !dict.get("Filter").is_null() {
        return None;
    }
    let parts = match dict.get("ColorSpace").name() {
        Some("RGB" | "DeviceRGB") => 3,
        Some("CMYK" | "DeviceCMYK") => 4,
        Some("G" | "DeviceGray") => 1,
        _ if dict.get("ImageMask") == &Value::Bool(true) => 1,
        _ => return None,
    };
    let bits = dict.get("BitsPerComponent").index().unwrap_or(1);
    let row = dict.get("Width").index()?.checked_mul(parts * bits)?;
    row.div_ceil(8).checked_mul(dict.get("Height").index()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_that_looks_like_its_end_is_passed_over() {
        let content = b" /W 2 /H 1 /BPC 8 /CS /RGB ID  EI ab EI Q";
        let mut lexer = Lexer::new(content, 0);
        let dict = read(&mut lexer, content);
        assert_eq!(dict.get("Width"), &Value::Number(2.0));
        assert_eq!(lexer.value(), Some(Value::Word("Q".to_owned())));
    }

    #[test]
    fn packed_data_ends_where_ei_stands_alone() {
        let content = b" /W 9 /H 9 /F /Fl ID xEIx EI";
        let mut lexer = Lexer::new(content, 0);
        assert_eq!(read(&mut lexer, content).get("Filter").name(), Some("Fl"));
        assert_eq!(lexer.value(), None);
    }
}
