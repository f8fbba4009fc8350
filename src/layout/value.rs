//! Values as a layout file writes them: lengths with units, paper formats, words, and the nearest
//! valid name to a misspelt one.

use toml::de::DeValue;

use crate::units::Length;

/// Paper and newspaper formats by name, width and height in millimetres.
///
/// A and letter sizes: ISO 216 and ANSI Y14.1. Newspaper formats vary from press to press; these
/// are the common ones (Nordic broadsheet, Berliner, half of it, and the US web of 44 inches).
const PAPERS: &[(&str, f64, f64)] = &[
    ("A3", 297.0, 420.0),
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("B4", 250.0, 353.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
    ("ledger", 279.4, 431.8),
    ("broadsheet", 350.0, 510.0),
    ("nordic", 400.0, 570.0),
    ("us-broadsheet", 279.4, 533.4),
    ("berliner", 315.0, 470.0),
    ("tabloid", 280.0, 400.0),
    ("half-berliner", 235.0, 315.0),
];

/// Reads `12pt`, `3.5 mm`, `1in` or `2cm`, and checks it against a range in points.
pub(super) fn length(value: &DeValue<'_>, range: (f64, f64)) -> Result<Length, String> {
    let text = value.as_str().ok_or_else(String::new)?;
    let length = measure(text)?;
    let points = length.to_pt();
    if points < range.0 - 1e-6 || points > range.1 + 1e-6 {
        return Err(format!(
            "{text} is out of range; {} to {} are allowed",
            Length::pt(range.0),
            Length::pt(range.1)
        ));
    }
    Ok(length)
}

fn measure(text: &str) -> Result<Length, String> {
    let text = text.trim();
    let split = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 = number
        .trim()
        .parse()
        .map_err(|_| format!("`{text}` is no length; write a number and pt, mm, cm or in"))?;
    if !number.is_finite() || number.abs() > 1e5 {
        return Err(format!("`{text}` is no length that a page can have"));
    }
    match unit {
        "pt" => Ok(Length::pt(number)),
        "mm" => Ok(Length::mm(number)),
        "cm" => Ok(Length::mm(number * 10.0)),
        "in" => Ok(Length::inch(number)),
        "" => Err(format!("`{text}` lacks its unit: pt, mm, cm or in")),
        other => {
            let hint = did_you_mean(other, &["pt", "mm", "cm", "in"]);
            Err(format!("`{other}` is no unit of length{hint}"))
        }
    }
}

/// Reads a format by name, or `WIDTH x HEIGHT`.
pub(super) fn paper(text: &str) -> Result<(Length, Length), String> {
    if let Some((_, width, height)) = PAPERS
        .iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(text.trim()))
    {
        return Ok((Length::mm(*width), Length::mm(*height)));
    }
    let names: Vec<&str> = PAPERS.iter().map(|(name, ..)| *name).collect();
    let Some((width, height)) = text
        .split_once(['x', '×'])
        .filter(|(width, _)| width.trim().starts_with(|c: char| c.is_ascii_digit()))
    else {
        let hint = did_you_mean(text, &names);
        return Err(format!(
            "`{text}` is no format{hint}; known: {}, or write \"280mm x 400mm\"",
            listed(&names)
        ));
    };
    let (width, height) = (measure(width)?, measure(height)?);
    for side in [width, height] {
        if !(72.0..=14_400.0).contains(&side.to_pt()) {
            return Err(format!("`{text}`: a side must be 72pt to 14400pt long"));
        }
    }
    Ok((width, height))
}

/// Reads a number and checks its range.
pub(super) fn number(value: &DeValue<'_>, range: (f64, f64)) -> Result<f64, String> {
    let number: f64 = match value {
        DeValue::Float(float) => float.as_str().parse().map_err(|_| String::new())?,
        DeValue::Integer(integer) => integer.as_str().parse().map_err(|_| String::new())?,
        _ => return Err(String::new()),
    };
    if number.is_nan() || number < range.0 || number > range.1 {
        return Err(format!(
            "{number} is out of range; {} to {} are allowed",
            range.0, range.1
        ));
    }
    Ok(number)
}

/// Reads a whole number and checks its range.
pub(super) fn whole(value: &DeValue<'_>, range: (i32, i32)) -> Result<i32, String> {
    let integer = value.as_integer().ok_or_else(String::new)?;
    let number: i64 = integer.as_str().parse().map_err(|_| String::new())?;
    i32::try_from(number)
        .ok()
        .filter(|number| (range.0..=range.1).contains(number))
        .ok_or_else(|| {
            format!(
                "{number} is out of range; {} to {} are allowed",
                range.0, range.1
            )
        })
}

/// What a value is, in words.
pub(super) fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text `{text}`"),
        DeValue::Integer(number) => format!("the number {}", number.as_str()),
        DeValue::Float(number) => format!("the number {}", number.as_str()),
        DeValue::Boolean(yes) => format!("{yes}"),
        DeValue::Datetime(_) => "a date".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

/// Names in a sentence.
pub(super) fn listed(names: &[&str]) -> String {
    names.join(", ")
}

/// `; did you mean ...?` with the nearest name, when one is near enough; nothing otherwise.
pub(super) fn did_you_mean(text: &str, names: &[&str]) -> String {
    nearest(text, names).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// The name nearest to a misspelt one: a third of its letters may differ.
pub fn nearest<'n>(text: &str, names: &[&'n str]) -> Option<&'n str> {
    let wanted = text.to_lowercase();
    names
        .iter()
        .map(|name| (distance(&wanted, &name.to_lowercase()), *name))
        .filter(|(distance, name)| {
            *distance <= (name.chars().count().max(wanted.chars().count()) / 3).max(1)
        })
        .min()
        .map(|(_, name)| name)
}

/// Edit distance with neighbouring letters swapped as one edit (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1)
                .min(rows[i][j - 1] + 1)
                .min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("gutterr", &["gutter", "columns"]), Some("gutter"));
        assert_eq!(nearest("colunms", &["gutter", "columns"]), Some("columns"));
        assert_eq!(nearest("zebra", &["gutter", "columns"]), None);
    }

    #[test]
    fn papers_by_name_and_by_size() {
        assert_eq!(paper("a4"), paper("210mm x 297 mm"));
        assert!(paper("brodsheet").is_err_and(|e| e.contains("did you mean `broadsheet`")));
        assert!(paper("1mm x 9mm").is_err());
        assert!(paper("banana").is_err());
    }
}
