//! The file as it grows: object numbers, object streams, the cross-reference stream.
//!
//! Knows bytes and places in the file, not what any object means. `pdf-writer` writes the objects;
//! it keeps a whole file in memory and packs nothing, so their way into the file is here. Streams go
//! out at once, other objects gather in object streams (ISO 32000-1, 7.5.7) of a few hundred, and
//! what stays in memory is eight bytes an object.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::Predictor;
use pdf_writer::{Chunk, Filter, Name, Obj, Ref, Settings, Str, Stream};

/// Objects in one object stream: enough to compress well, few enough that a reader that wants one
/// object unpacks little else.
const PACKED_OBJECTS: usize = 256;

/// Compact objects, no indents.
const COMPACT: Settings = Settings { pretty: false };

/// Where an object lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Reserved and never written: free.
    Nowhere,
    /// At a byte of the file.
    At(u64),
    /// In an object stream: its number, and the place in it.
    Packed(u32, u16),
}

/// A place in eight bytes: there are some seventy for every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kept(u64);

impl From<Place> for Kept {
    fn from(place: Place) -> Kept {
        Kept(match place {
            Place::Nowhere => 0,
            Place::At(at) => at << 1,
            Place::Packed(stream, index) => u64::from(stream) << 17 | u64::from(index) << 1 | 1,
        })
    }
}

impl From<Kept> for Place {
    fn from(Kept(place): Kept) -> Place {
        match (place & 1, place >> 1) {
            // No object lies at the first byte, where the header is.
            (0, 0) => Place::Nowhere,
            (0, at) => Place::At(at),
            (_, packed) => Place::Packed((packed >> 16) as u32, packed as u16),
        }
    }
}

/// The file as it grows.
pub(super) struct Sink<W: Write> {
    out: W,
    at: u64,
    places: Vec<Kept>,
    packed: Vec<(u32, usize)>,
    body: Vec<u8>,
    hash: u128,
}

/// FNV-1a with 128 bits (Fowler, Noll, Vo; offset and prime of the published parameters). The file
/// identifier only has to differ between files, not to withstand anybody.
const HASH_START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const HASH_PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// Goes on with a hash that starts as [`HASH_START`].
fn hash_on(hash: u128, bytes: &[u8]) -> u128 {
    // Eight bytes a step instead of one: same spirit, an eighth of the time.
    bytes.chunks(8).fold(hash, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash ^ u128::from(u64::from_le_bytes(word))).wrapping_mul(HASH_PRIME)
    })
}

/// A 128-bit fingerprint of some bytes, the same on every machine.
pub(super) fn fingerprint(bytes: &[u8]) -> u128 {
    hash_on(HASH_START, bytes)
}

/// How hard to deflate: 9 saves another hundredth and takes twice as long.
const LEVEL: u32 = 6;

/// `data`, deflated; the same bytes on every machine.
pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(
        Vec::with_capacity(data.len() / 2 + 64),
        Compression::new(LEVEL),
    );
    encoder
        .write_all(data)
        .expect("writing into memory does not fail");
    encoder.finish().expect("writing into memory does not fail")
}

impl<W: Write> Sink<W> {
    /// Starts a file of a PDF version, as in (1, 6).
    pub fn new(out: W, version: (u8, u8)) -> io::Result<Sink<W>> {
        let mut sink = Sink {
            out,
            at: 0,
            places: vec![Place::Nowhere.into()],
            packed: Vec::new(),
            body: Vec::new(),
            hash: HASH_START,
        };
        sink.put(format!("%PDF-{}.{}\n", version.0, version.1).as_bytes())?;
        // Four bytes above 127 tell transfer programs that the file is binary (7.5.2).
        sink.put(b"%\xE2\xE3\xCF\xD3\n")?;
        Ok(sink)
    }

    /// How many object numbers have been given out.
    pub fn objects(&self) -> usize {
        self.places.len() - 1
    }

    /// A new object number.
    pub fn reserve(&mut self) -> Ref {
        let number =
            i32::try_from(self.places.len()).expect("fewer than 2^31 objects fit in memory");
        self.places.push(Place::Nowhere.into());
        Ref::new(number)
    }

    /// Writes an object that is not a stream; it goes into the next object stream.
    pub fn object(&mut self, id: Ref, write: impl FnOnce(Obj<'_>)) -> io::Result<()> {
        let mut chunk = Chunk::with_settings(COMPACT);
        write(chunk.indirect(id));
        self.object_bytes(id, bare(chunk.as_bytes()))
    }

    /// Writes a stream as it is; `dict` adds to its dictionary, which has its length already.
    pub fn stream(
        &mut self,
        id: Ref,
        data: &[u8],
        dict: impl FnOnce(&mut Stream<'_>),
    ) -> io::Result<()> {
        if i32::try_from(data.len()).is_err() {
            let what = "a stream of more than 2 GiB cannot be written";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        }
        let mut chunk = Chunk::with_settings_and_capacity(COMPACT, data.len() + 256);
        let mut stream = chunk.stream(id, data);
        dict(&mut stream);
        drop(stream);
        self.place(id, Place::At(self.at));
        self.put(chunk.as_bytes())
    }

    /// Writes an object that is not a stream and comes as it is to stand in the file.
    pub fn object_bytes(&mut self, id: Ref, bytes: &[u8]) -> io::Result<()> {
        self.packed.push((id.get() as u32, self.body.len()));
        self.body.extend_from_slice(bytes);
        self.body.push(b'\n');
        if self.packed.len() >= PACKED_OBJECTS {
            self.pack()?;
        }
        Ok(())
    }

    /// Writes a stream whose dictionary comes as it is to stand in the file, without its length.
    pub fn stream_bytes(&mut self, id: Ref, dict: &[u8], data: &[u8]) -> io::Result<()> {
        self.place(id, Place::At(self.at));
        self.put(format!("{} 0 obj\n<<", id.get()).as_bytes())?;
        self.put(dict)?;
        self.put(format!("/Length {}>>\nstream\n", data.len()).as_bytes())?;
        self.put(data)?;
        self.put(b"\nendstream\nendobj\n")
    }

    /// Writes a stream, deflated.
    pub fn deflated(
        &mut self,
        id: Ref,
        data: &[u8],
        dict: impl FnOnce(&mut Stream<'_>),
    ) -> io::Result<()> {
        self.stream(id, &deflate(data), |stream| {
            stream.filter(Filter::FlateDecode);
            dict(stream);
        })
    }

    /// A fingerprint of all that has been written so far, made now.
    pub fn fingerprint(&self) -> u128 {
        hash_on(self.hash, &self.body)
    }

    /// Ends the file: packs what waits, writes the cross-reference stream (7.5.8) and the trailer.
    /// Gives the length of the file.
    pub fn finish(
        mut self,
        catalog: Ref,
        info: Option<Ref>,
        file_id: u128,
    ) -> io::Result<(W, u64)> {
        self.pack()?;
        let id = self.reserve();
        let start = self.at;
        self.place(id, Place::At(start));
        let size = self.places.len() as i32;
        let width = width_of(start.max(self.places.len() as u64));
        let rows = cross_reference(&self.places, width);
        let file_id = file_id.to_be_bytes();
        self.stream(id, &rows, |stream| {
            stream.filter(Filter::FlateDecode);
            // Each row as its difference to the row above: runs of objects become runs of bytes.
            stream
                .decode_parms()
                .predictor(Predictor::PngUp)
                .columns((1 + width + 2) as i32);
            stream.pair(Name(b"Type"), Name(b"XRef"));
            stream.pair(Name(b"Size"), size);
            stream
                .insert(Name(b"W"))
                .array()
                .items([1, width as i32, 2]);
            stream.pair(Name(b"Root"), catalog);
            if let Some(info) = info {
                stream.pair(Name(b"Info"), info);
            }
            let mut ids = stream.insert(Name(b"ID")).array();
            ids.item(Str(&file_id)).item(Str(&file_id));
        })?;
        self.put(format!("startxref\n{start}\n%%EOF\n").as_bytes())?;
        self.out.flush()?;
        Ok((self.out, self.at))
    }

    fn place(&mut self, id: Ref, place: Place) {
        if let Some(slot) = self.places.get_mut(id.get() as usize) {
            *slot = place.into();
        }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash = hash_on(self.hash, bytes);
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Writes the objects that wait as one object stream.
    fn pack(&mut self) -> io::Result<()> {
        if self.packed.is_empty() {
            return Ok(());
        }
        let id = self.reserve();
        let mut data = Vec::with_capacity(self.body.len() + self.packed.len() * 10);
        let packed = std::mem::take(&mut self.packed);
        for (index, (number, offset)) in packed.iter().enumerate() {
            let _ = write!(data, "{number} {offset} ");
            self.place(
                Ref::new(*number as i32),
                Place::Packed(id.get() as u32, index as u16),
            );
        }
        let first = data.len() as i32;
        data.append(&mut self.body);
        self.deflated(id, &data, |stream| {
            stream.pair(Name(b"Type"), Name(b"ObjStm"));
            stream.pair(Name(b"N"), packed.len() as i32);
            stream.pair(Name(b"First"), first);
        })
    }
}

/// An object without the frame that `pdf-writer` puts around it: object streams have none.
fn bare(object: &[u8]) -> &[u8] {
    let start = object
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    let inner = &object[start..];
    inner.strip_suffix(b"\nendobj\n").unwrap_or(inner)
}

/// How many bytes a number takes.
fn width_of(number: u64) -> usize {
    (8 - number.leading_zeros() as usize / 8).max(1)
}

/// The rows of a cross-reference stream, each after the byte of PNG's Up filter (ISO 15948, 9.2), deflated.
fn cross_reference(places: &[Kept], width: usize) -> Vec<u8> {
    let mut rows = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    let mut above = vec![0; width + 3];
    for (number, place) in places.iter().enumerate() {
        let (kind, middle, last) = match Place::from(*place) {
            // Generation 65535 marks the head of the list of free objects, and objects never used.
            Place::Nowhere => (0, 0, if number == 0 { u16::MAX } else { 0 }),
            Place::At(at) => (1, at, 0),
            Place::Packed(stream, index) => (2, u64::from(stream), index),
        };
        let mut row = vec![kind];
        row.extend_from_slice(&middle.to_be_bytes()[8 - width..]);
        row.extend_from_slice(&last.to_be_bytes());
        let step = row
            .iter()
            .zip(&above)
            .map(|(new, old)| new.wrapping_sub(*old));
        let step: Vec<u8> = [2].into_iter().chain(step).collect();
        rows.write_all(&step)
            .expect("writing into memory does not fail");
        above = row;
    }
    rows.finish().expect("writing into memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_kept_whole() {
        let far = [Place::At(1 << 40), Place::Packed(u32::MAX, u16::MAX)];
        for place in far
            .into_iter()
            .chain([Place::Nowhere, Place::At(9), Place::Packed(1, 0)])
        {
            assert_eq!(Place::from(Kept::from(place)), place);
        }
    }
}
