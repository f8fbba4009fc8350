//! Pictures for issues made up from a seed: hills under a sky, in grey, as PNG files.

use std::io::Write;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use reglet::makeup::PictureSource;

/// Width and height of the pictures by number, in pixels.
const SIZES: [(u32, u32); 6] = [
    (900, 600),
    (600, 800),
    (900, 560),
    (800, 800),
    (640, 860),
    (1000, 580),
];

/// Gives a picture for every name that begins with a number.
pub struct Photos;

impl PictureSource for Photos {
    fn picture(&self, name: &str) -> Result<Vec<u8>, String> {
        let number: usize = name
            .split('.')
            .next()
            .and_then(|stem| stem.parse().ok())
            .ok_or_else(|| format!("there is no picture {name}"))?;
        // Painted once: to paint one takes longer than to make a page up.
        static PAINTED: [OnceLock<Vec<u8>>; SIZES.len()] = [const { OnceLock::new() }; SIZES.len()];
        let number = number % SIZES.len();
        Ok(PAINTED[number].get_or_init(|| png(number)).clone())
    }
}

fn grey(number: usize, x: f64, y: f64) -> u8 {
    let n = number as f64;
    let hill = |k: f64| {
        0.55 + 0.09 * k
            + 0.12
                * ((x * (2.0 + k) + n * 1.7 + k).sin() * 0.6 + (x * 7.0 + n + k * 2.0).sin() * 0.18)
    };
    let mut shade = 235.0 - 70.0 * y - 12.0 * (y * 40.0 + (x * 9.0).sin()).sin().max(0.0);
    for k in 0..4 {
        let k = f64::from(k);
        if y > hill(k) {
            shade = 175.0 - 38.0 * k - 30.0 * (y - hill(k))
                + 6.0 * ((x * 90.0 + k).sin() * (y * 110.0).cos());
        }
    }
    shade.clamp(10.0, 250.0) as u8
}

fn png(number: usize) -> Vec<u8> {
    let (width, height) = SIZES[number % SIZES.len()];
    let mut rows = Vec::with_capacity(((width + 1) * height) as usize);
    for row in 0..height {
        rows.push(0);
        for column in 0..width {
            let (x, y) = (
                f64::from(column) / f64::from(width),
                f64::from(row) / f64::from(height),
            );
            rows.push(grey(number, x * 2.0, y));
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&rows).expect("a list takes all bytes");
    let packed = packed.finish().expect("a list takes all bytes");
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", &head), (b"IDAT", &packed), (b"IEND", &Vec::new())] {
        let mut chunk = name.to_vec();
        chunk.extend(data);
        png.extend((data.len() as u32).to_be_bytes());
        png.extend(&chunk);
        let mut crc = flate2::Crc::new();
        crc.update(&chunk);
        png.extend(crc.sum().to_be_bytes());
    }
    png
}
