//! The XMP packet, as far as rules ask for it: simple properties, dates, whether it is XML at all.
//!
//! Knows the spelling that all writers share; it is no reader of XML.

/// What a simple property says, as an element or as an attribute.
pub(super) fn property<'p>(packet: &'p str, name: &str) -> Option<&'p str> {
    let mut rest = packet;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = &rest[at + name.len()..];
        let value = match (before, after.chars().next()) {
            (Some('<'), Some('>')) => after[1..].split('<').next(),
            (Some(space), Some('=')) if space.is_whitespace() => {
                let quote = after[1..]
                    .chars()
                    .next()
                    .filter(|c| matches!(c, '"' | '\''));
                quote.and_then(|quote| after[2..].split(quote).next())
            }
            _ => None,
        };
        if let Some(value) = value {
            return Some(value.trim());
        }
        rest = after;
    }
    None
}

/// Whether elements open and close in pairs.
pub(super) fn is_balanced(packet: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = packet;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = match rest {
            _ if rest.starts_with("!--") => "-->",
            _ if rest.starts_with('?') => "?>",
            _ => ">",
        };
        let Some(length) = rest.find(end) else {
            return false;
        };
        let tag = &rest[..length];
        rest = &rest[length + end.len()..];
        let name = |tag: &'_ str| tag.find(char::is_whitespace).unwrap_or(tag.len());
        if tag.starts_with(['!', '?']) || (end == ">" && tag.ends_with('/')) {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(closed) => {
                if open.pop() != Some(&closed[..name(closed)]) {
                    return false;
                }
            }
            None => open.push(&tag[..name(tag)]),
        }
    }
    open.is_empty()
}

/// Whether two dates are the same moment, each written as PDF or as XMP has it, and as exactly as the
/// less exact of them; also when one of them cannot be read.
pub(super) fn same_moment(one: &str, other: &str) -> bool {
    let (Some((a, a_zone)), Some((b, b_zone))) = (moment(one), moment(other)) else {
        return true;
    };
    let apart = (a - b).abs();
    let hours_apart = apart % 900 < 60 && apart <= 14 * 3600;
    apart < 60 || (!(a_zone && b_zone) && hours_apart)
}

/// Seconds since 1970, and whether the zone is said.
fn moment(text: &str) -> Option<(i64, bool)> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let zone_at = text.find(['Z', '+']).or_else(|| {
        // The hyphens of a date are no sign of a zone.
        text.rfind('-')
            .filter(|&at| text[..at].contains('T') || !text[..at].contains('-') && at >= 8)
    });
    let (clock, zone) = text.split_at(zone_at.unwrap_or(text.len()));
    let digits: String = clock.chars().filter(char::is_ascii_digit).collect();
    let field = |at: usize, length: usize| digits.get(at..at + length)?.parse::<i64>().ok();
    let (year, month, day) = (
        field(0, 4)?,
        field(4, 2).unwrap_or(1),
        field(6, 2).unwrap_or(1),
    );
    // Days of the civil calendar, its years begun in March so that the leap day is the last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = 365 * year + leaps + (153 * month + 2) / 5 + day;
    let seconds = [8, 10, 12].map(|at| field(at, 2).unwrap_or(0));
    let local = days * 86_400 + seconds[0] * 3600 + seconds[1] * 60 + seconds[2];
    let offset: String = zone.chars().filter(char::is_ascii_digit).collect();
    let part = |at: usize| {
        offset
            .get(at..at + 2)
            .and_then(|part| part.parse::<i64>().ok())
    };
    let offset = part(0).unwrap_or(0) * 3600 + part(2).unwrap_or(0) * 60;
    let east = if zone.starts_with('-') {
        -offset
    } else {
        offset
    };
    Some((local - east, !zone.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_as_elements_and_as_attributes() {
        let packet = "<a x:B='1' c:Dd=\"2\"><x:E> 3 </x:E><x:F/></a>";
        let read = |name| property(packet, name);
        assert_eq!(
            [
                read("x:B"),
                read("c:Dd"),
                read("x:E"),
                read("c:D"),
                read("x:F")
            ],
            [Some("1"), Some("2"), Some("3"), None, None]
        );
    }

    #[test]
    fn elements_must_close_in_order() {
        assert!(is_balanced("<?p x?><a b='c'><!-- <d> --><e/><f>g</f></a>"));
        for broken in ["<a>", "<a><b></a></b>", "</a>", "<a", "<a></b>"] {
            assert!(!is_balanced(broken), "{broken}");
        }
    }

    #[test]
    fn moments_are_compared_in_one_zone() {
        for (one, other, same) in [
            ("D:20240304120000Z", "2024-03-04T12:00:00Z", true),
            ("D:20240304120000+01'00'", "2024-03-04T11:00:00Z", true),
            ("D:20240304120000-05'00", "2024-03-04T12:00:00-05:00", true),
            ("D:20240304120030+00'00'", "2024-03-04T12:00Z", true),
            ("D:20240304120000", "2024-03-04T10:00:00+02:00", true),
            ("D:20240301000000Z", "2024-02-29T24:00:00Z", true),
            ("D:19990304120000Z", "2024-03-04T12:00:00Z", false),
            ("D:20240304120000Z", "2024-03-04T13:00:00Z", false),
            ("yesterday", "2024-03-04T13:00:00Z", true),
        ] {
            assert_eq!(same_moment(one, other), same, "{one} {other}");
        }
    }
}
