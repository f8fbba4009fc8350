//! What streams are packed with, but for pictures' own ways (ISO 32000-1, 7.4).
//!
//! Knows bytes and the few numbers of a filter's parameters. Damage in the middle gives what came before
//! it: a reader of foreign files sees more that way, and the rules say what is lacking.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// More than these of one stream are not unpacked: 512 MiB.
const MOST_UNPACKED: usize = 1 << 29;

/// The parameters of a filter, with what they are when they are not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parameters {
    pub predictor: usize,
    pub colours: usize,
    pub bits: usize,
    pub columns: usize,
    /// Whether LZW's codes grow one code early.
    pub early: bool,
}

impl Default for Parameters {
    fn default() -> Parameters {
        Parameters {
            predictor: 1,
            colours: 1,
            bits: 8,
            columns: 1,
            early: true,
        }
    }
}

/// Undoes one filter; `None` for one that is not known here.
pub(super) fn undo(filter: &str, data: &[u8], parameters: Parameters) -> Option<Vec<u8>> {
    match filter {
        "FlateDecode" | "Fl" => unpredict(inflate(data)?, parameters),
        "LZWDecode" | "LZW" => unpredict(unlzw(data, parameters.early), parameters),
        "ASCIIHexDecode" | "AHx" => Some(unhex(data)),
        "ASCII85Decode" | "A85" => Some(unascii85(data)),
        "RunLengthDecode" | "RL" => Some(unrun(data)),
        _ => None,
    }
}

fn inflate(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let end = ZlibDecoder::new(data)
        .take(MOST_UNPACKED as u64)
        .read_to_end(&mut out);
    // A stream without any data says that it is deflated, too.
    (end.is_ok() || !out.is_empty() || data.is_empty()).then_some(out)
}

/// LZW as TIFF has it, codes of 9 to 12 bits (7.4.4).
fn unlzw(data: &[u8], early: bool) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut out: Vec<u8> = Vec::new();
    // Every entry is a stretch of what has been put out.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    let (mut held, mut count, mut width) = (0u32, 0, 9);
    for &byte in data {
        held = held << 8 | u32::from(byte);
        count += 8;
        if count < width {
            continue;
        }
        count -= width;
        let code = (held >> count) as usize & ((1 << width) - 1);
        held &= (1 << count) - 1;
        if code == END || out.len() > MOST_UNPACKED {
            break;
        }
        if code == CLEAR {
            table.clear();
            before = None;
            width = 9;
            continue;
        }
        let start = out.len();
        match (code, before) {
            (0..=255, _) => out.push(code as u8),
            (_, Some((from, length))) => {
                let (from, length) = match table.get(code - 258) {
                    Some(&entry) => entry,
                    None if code - 258 == table.len() => (from, length + 1),
                    None => break,
                };
                for at in from..from + length {
                    let byte = out[at];
                    out.push(byte);
                }
            }
            _ => break,
        }
        if let Some((from, length)) = before
            && table.len() < 4096 - 258
        {
            // The entry before and the first byte of this one: they stand one after the other.
            table.push((from, length + 1));
        }
        before = Some((start, out.len() - start));
        width = match table.len() + 258 + usize::from(early) {
            ..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
    }
    out
}

fn unhex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|&&byte| byte != b'>');
    let digits: Vec<u8> = digits
        .filter_map(|&byte| char::from(byte).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

fn unascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4);
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for &byte in data {
        match byte {
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            out.extend_from_slice(&value_of(&group).to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let bytes = group.len() - 1;
        group.resize(5, 84);
        out.extend_from_slice(&value_of(&group).to_be_bytes()[..bytes]);
    }
    out
}

fn value_of(group: &[u8]) -> u32 {
    group.iter().fold(0u32, |sum, &digit| {
        sum.wrapping_mul(85).wrapping_add(u32::from(digit))
    })
}

fn unrun(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = data;
    while let Some((&length, after)) = rest.split_first() {
        let count = match length {
            0..=127 => {
                let count = (usize::from(length) + 1).min(after.len());
                out.extend_from_slice(&after[..count]);
                count
            }
            128 => break,
            _ => {
                let Some(&byte) = after.first() else { break };
                out.extend(std::iter::repeat_n(byte, 257 - usize::from(length)));
                1
            }
        };
        rest = &after[count..];
    }
    out
}

/// Undoes PNG's filters (ISO 15948, 9) and TIFF's differences (TIFF 6.0, section 14).
fn unpredict(data: Vec<u8>, parameters: Parameters) -> Option<Vec<u8>> {
    let Parameters {
        predictor,
        colours,
        bits,
        columns,
        ..
    } = parameters;
    let pixel = colours.checked_mul(bits)?;
    let row = pixel.checked_mul(columns)?.div_ceil(8).max(1);
    let step = pixel.div_ceil(8).max(1);
    match predictor {
        0 | 1 => Some(data),
        2 if bits == 8 => {
            let mut data = data;
            for row in data.chunks_mut(row) {
                for at in step..row.len() {
                    row[at] = row[at].wrapping_add(row[at - step]);
                }
            }
            Some(data)
        }
        10..=15 => {
            let mut above = vec![0u8; row];
            let mut out = Vec::with_capacity(data.len());
            for line in data.chunks(row.checked_add(1)?) {
                let (kind, line) = line.split_first()?;
                let mut new = vec![0u8; row];
                for (at, &byte) in line.iter().enumerate() {
                    let left = if at < step { 0 } else { new[at - step] };
                    let corner = if at < step { 0 } else { above[at - step] };
                    let guess = match kind {
                        0 => 0,
                        1 => left,
                        2 => above[at],
                        3 => ((u16::from(left) + u16::from(above[at])) / 2) as u8,
                        4 => paeth(left, above[at], corner),
                        _ => return None,
                    };
                    new[at] = byte.wrapping_add(guess);
                }
                out.extend_from_slice(&new[..line.len()]);
                above = new;
            }
            Some(out)
        }
        _ => None,
    }
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let far = |from: u8| (guess - i16::from(from)).abs();
    if far(left) <= far(above) && far(left) <= far(corner) {
        left
    } else if far(above) <= far(corner) {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(filter: &str, data: &[u8]) -> Vec<u8> {
        undo(filter, data, Parameters::default()).expect("a filter that is known")
    }

    #[test]
    fn each_way_of_packing_is_undone() {
        assert_eq!(undone("AHx", b"48 69 2>"), b"Hi ");
        assert_eq!(undone("A85", b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(undone("A85", b"87cURDZ~>"), b"Hello");
        assert_eq!(
            undone("RL", &[2, b'a', b'b', b'c', 254, b'd', 128]),
            b"abcddd"
        );
        // The example of ISO 32000-1, 7.4.4.2.
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(
            undone("LZW", &packed),
            [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]
        );
        assert!(undo("JBIG2Decode", b"", Parameters::default()).is_none());
    }

    #[test]
    fn predictors_are_undone() {
        let parameters = |predictor, colours| Parameters {
            predictor,
            colours,
            columns: 3,
            ..Parameters::default()
        };
        let up = [0, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1, 4, 1, 1, 1];
        let rows = unpredict(up.to_vec(), parameters(12, 1)).expect("sound rows");
        assert_eq!(rows, [1, 2, 3, 2, 3, 4, 5, 6, 7, 6, 7, 8]);
        let tiff = unpredict(vec![1, 1, 1, 2, 2, 2], parameters(2, 1)).expect("sound rows");
        assert_eq!(tiff, [1, 2, 3, 2, 4, 6]);
    }
}
