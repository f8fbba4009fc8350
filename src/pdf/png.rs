//! PNG files -> samples as PDF takes them.
//!
//! A plain file goes in as it is: PDF knows PNG's compression and its filters. Files that PDF does
//! not know (alpha, 16 bits, interlacing) are decoded and packed again; what is transparent becomes
//! paper. Chunks, filters and passes after ISO/IEC 15948:2004.

use std::io::Read;

use flate2::Crc;
use flate2::read::ZlibDecoder;

/// More pixels than these in a file that has to be decoded are refused: 400 million, 1.2 GB.
const MOST_PIXELS: u64 = 400_000_000;

/// A PNG, ready for PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Png {
    pub width: u32,
    pub height: u32,
    /// 1 (grey) or 3.
    pub colours: u8,
    /// Bits a sample.
    pub bits: u8,
    /// The colours that the samples point to, three bytes each.
    pub palette: Option<Vec<u8>>,
    /// The ICC profile in the file.
    pub profile: Option<Vec<u8>>,
    pub data: Data,
}

/// The samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Data {
    /// Deflated, with PNG's filters: as it was in the file.
    Filtered(Vec<u8>),
    /// Plain rows.
    Plain(Vec<u8>),
}

/// The header and what else matters of a file.
struct File {
    width: u32,
    height: u32,
    bits: u8,
    kind: u8,
    interlaced: bool,
    palette: Vec<u8>,
    transparent: Vec<u8>,
    profile: Option<Vec<u8>>,
    packed: Vec<u8>,
}

/// Reads a PNG.
///
/// # Errors
/// In words, for a file that is cut off or damaged, or too large to decode.
pub(super) fn read(bytes: &[u8]) -> Result<Png, String> {
    let file = chunks(bytes)?;
    let simple = !file.interlaced && file.bits <= 8 && file.kind < 4 && file.transparent.is_empty();
    let colours = if matches!(file.kind, 0 | 4) { 1 } else { 3 };
    let mut png = Png {
        width: file.width,
        height: file.height,
        colours,
        bits: 8,
        palette: None,
        profile: None,
        data: Data::Plain(Vec::new()),
    };
    if simple {
        check_samples(&file)?;
        png.bits = file.bits;
        if file.kind == 3 {
            png.palette = Some(file.palette);
        }
        png.data = Data::Filtered(file.packed);
    } else {
        if u64::from(file.width) * u64::from(file.height) > MOST_PIXELS {
            return Err("the PNG file is too large to decode; save it smaller".to_owned());
        }
        png.data = Data::Plain(decode(&file)?);
    }
    png.profile = file.profile;
    Ok(png)
}

/// All pixels of a PNG in colours, three bytes each, on paper where they are transparent.
///
/// # Errors
/// As [`read`].
pub(super) fn pixels(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let file = chunks(bytes)?;
    if u64::from(file.width) * u64::from(file.height) > MOST_PIXELS {
        return Err("the PNG file is too large to decode; save it smaller".to_owned());
    }
    decode(&file)
}

fn cut() -> String {
    "the PNG file is cut off".to_owned()
}

fn chunks(bytes: &[u8]) -> Result<File, String> {
    let mut file: Option<File> = None;
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8).ok_or_else(cut)?;
        let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let name = &head[4..8];
        let end = (at + 8).checked_add(size).ok_or_else(cut)?;
        let data = bytes.get(at + 8..end).ok_or_else(cut)?;
        let sum = bytes.get(end..end + 4).ok_or_else(cut)?;
        let mut crc = Crc::new();
        crc.update(name);
        crc.update(data);
        // Chunks that are not needed may be damaged without harm.
        let needed = name[0].is_ascii_uppercase();
        if needed && crc.sum().to_be_bytes() != *sum {
            return Err(format!(
                "the PNG file is damaged in its {} chunk",
                String::from_utf8_lossy(name)
            ));
        }
        at = end + 4;
        match (name, &mut file) {
            (b"IHDR", None) => file = Some(header(data)?),
            (b"PLTE", Some(file)) => file.palette = data.to_vec(),
            (b"tRNS", Some(file)) => file.transparent = data.to_vec(),
            (b"iCCP", Some(file)) => file.profile = profile(data),
            (b"IDAT", Some(file)) => file.packed.extend_from_slice(data),
            (b"IEND", _) => break,
            _ => {}
        }
    }
    let file = file.ok_or("the PNG file has no header")?;
    if file.kind == 3 && (file.palette.is_empty() || !file.palette.len().is_multiple_of(3)) {
        return Err("the PNG file has no usable palette".to_owned());
    }
    Ok(file)
}

fn header(data: &[u8]) -> Result<File, String> {
    let [w1, w2, w3, w4, h1, h2, h3, h4, bits, kind, _, _, interlace] = *data else {
        return Err("the PNG file has a damaged header".to_owned());
    };
    let (width, height) = (
        u32::from_be_bytes([w1, w2, w3, w4]),
        u32::from_be_bytes([h1, h2, h3, h4]),
    );
    let allowed: &[u8] = match kind {
        0 => &[1, 2, 4, 8, 16],
        2 | 4 | 6 => &[8, 16],
        3 => &[1, 2, 4, 8],
        _ => &[],
    };
    let side = 1..=i32::MAX as u32;
    if !allowed.contains(&bits)
        || interlace > 1
        || !side.contains(&width)
        || !side.contains(&height)
    {
        return Err("the PNG file has a damaged header".to_owned());
    }
    Ok(File {
        width,
        height,
        bits,
        kind,
        interlaced: interlace == 1,
        palette: Vec::new(),
        transparent: Vec::new(),
        profile: None,
        packed: Vec::new(),
    })
}

/// The profile of an `iCCP` chunk, at most 16 MB of it.
fn profile(data: &[u8]) -> Option<Vec<u8>> {
    let name_end = data.iter().position(|&byte| byte == 0)?;
    let mut out = Vec::new();
    ZlibDecoder::new(data.get(name_end + 2..)?)
        .take(1 << 24)
        .read_to_end(&mut out)
        .ok()?;
    Some(out)
}

impl File {
    fn samples(&self) -> usize {
        match self.kind {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        }
    }

    /// Bytes of a row of `width` pixels.
    fn row(&self, width: u32) -> usize {
        (u64::from(width) * self.samples() as u64 * u64::from(self.bits)).div_ceil(8) as usize
    }

    /// Bytes from a sample to that of the pixel before it, for the filters.
    fn step(&self) -> usize {
        (self.samples() * usize::from(self.bits)).div_ceil(8)
    }
}

/// Looks through the samples of a file that goes in as it is: a reader of the PDF must find as many
/// as it expects.
fn check_samples(file: &File) -> Result<(), String> {
    let damaged = || "the PNG file's samples are damaged or cut off".to_owned();
    let mut row = vec![0; file.row(file.width) + 1];
    let mut samples = ZlibDecoder::new(&file.packed[..]);
    for _ in 0..file.height {
        samples.read_exact(&mut row).map_err(|_| damaged())?;
        if row[0] > 4 {
            return Err(damaged());
        }
    }
    match samples.read(&mut [0]) {
        Ok(0) => Ok(()),
        _ => Err(damaged()),
    }
}

/// The seven passes of an interlaced file: first column and row, and steps (8.2).
const PASSES: [[u32; 4]; 7] = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
];

/// All samples, eight bits each, on paper where they are transparent.
fn decode(file: &File) -> Result<Vec<u8>, String> {
    let colours = if matches!(file.kind, 0 | 4) { 1 } else { 3 };
    let mut out = vec![255; file.width as usize * file.height as usize * colours];
    let mut samples = ZlibDecoder::new(&file.packed[..]);
    let passes: &[[u32; 4]] = if file.interlaced {
        &PASSES
    } else {
        &[[0, 0, 1, 1]]
    };
    for &[left, top, across, down] in passes {
        let width = file.width.saturating_sub(left).div_ceil(across);
        if width == 0 {
            continue;
        }
        let mut above = vec![0; file.row(width)];
        let mut row = vec![0; file.row(width) + 1];
        for y in (top..file.height).step_by(down as usize) {
            samples
                .read_exact(&mut row)
                .map_err(|_| "the PNG file's samples are damaged or cut off".to_owned())?;
            unfilter(&mut row, &above, file.step())?;
            for x in 0..width {
                let pixel = pixel(file, &row[1..], x as usize);
                let place = y as usize * file.width as usize + (left + x * across) as usize;
                out[place * colours..(place + 1) * colours].copy_from_slice(&pixel[..colours]);
            }
            above.copy_from_slice(&row[1..]);
        }
    }
    Ok(out)
}

/// Undoes the filter of a row (9.2); its kind is the row's first byte.
fn unfilter(row: &mut [u8], above: &[u8], step: usize) -> Result<(), String> {
    let Some((&mut kind, row)) = row.split_first_mut() else {
        return Ok(());
    };
    for at in 0..row.len() {
        let left = if at >= step { row[at - step] } else { 0 };
        let up = above[at];
        let corner = if at >= step { above[at - step] } else { 0 };
        let guess = match kind {
            0 => 0,
            1 => left,
            2 => up,
            3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
            4 => paeth(left, up, corner),
            _ => return Err("the PNG file's samples are damaged".to_owned()),
        };
        row[at] = row[at].wrapping_add(guess);
    }
    Ok(())
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i16::from);
    let guess = a + b - c;
    let [from_a, from_b, from_c] = [a, b, c].map(|near| (guess - near).abs());
    if from_a <= from_b && from_a <= from_c {
        left
    } else if from_b <= from_c {
        up
    } else {
        corner
    }
}

/// A pixel, grey in its first or colours in its three bytes, laid on paper.
fn pixel(file: &File, row: &[u8], x: usize) -> [u8; 3] {
    let raw = |sample: usize| -> u16 {
        let index = x * file.samples() + sample;
        match file.bits {
            16 => u16::from_be_bytes([row[index * 2], row[index * 2 + 1]]),
            8 => u16::from(row[index]),
            bits => {
                let bit = index * usize::from(bits);
                let shift = 8 - usize::from(bits) - bit % 8;
                u16::from(row[bit / 8] >> shift) & ((1 << bits) - 1)
            }
        }
    };
    let to_byte = |value: u16| match file.bits {
        16 => ((u32::from(value) * 255 + 32_767) / 65_535) as u8,
        8 => value as u8,
        bits => (u32::from(value) * 255 / ((1 << bits) - 1)) as u8,
    };
    // The one value that a file without alpha may call transparent (11.3.2).
    let named = |sample: usize| {
        file.transparent
            .get(sample * 2..sample * 2 + 2)
            .map(|bytes| u16::from_be_bytes([bytes[0], bytes[1]]))
    };
    let (colour, alpha) = match file.kind {
        0 => {
            let clear = named(0) == Some(raw(0));
            ([to_byte(raw(0)); 3], if clear { 0 } else { 255 })
        }
        2 => {
            let clear = (0..3).all(|sample| named(sample) == Some(raw(sample)));
            (
                [raw(0), raw(1), raw(2)].map(to_byte),
                if clear { 0 } else { 255 },
            )
        }
        3 => {
            let index = usize::from(raw(0));
            let colour = file.palette.get(index * 3..index * 3 + 3);
            let alpha = file.transparent.get(index).copied().unwrap_or(255);
            (colour.map_or([0; 3], |c| [c[0], c[1], c[2]]), alpha)
        }
        4 => ([to_byte(raw(0)); 3], to_byte(raw(1))),
        _ => ([raw(0), raw(1), raw(2)].map(to_byte), to_byte(raw(3))),
    };
    let alpha = u32::from(alpha);
    colour.map(|part| ((u32::from(part) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
}
