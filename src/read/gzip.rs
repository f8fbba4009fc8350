//! Gzip, taken off before anything else looks at an input.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::{MAX_UNPACKED, ReadError};

const WHAT: &str = "a gzip file";

/// Gzip around gzip around gzip is still somebody's mistake; more is somebody's joke.
const LAYERS: usize = 3;

/// The bytes without gzip around them.
///
/// # Errors
/// [`ReadError::Unpack`] when they are cut short or damaged, [`ReadError::Bomb`] when they are too
/// many.
pub(super) fn unpacked(mut bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    for _ in 0..LAYERS {
        if !bytes.starts_with(b"\x1f\x8b\x08") {
            break;
        }
        let mut found = Vec::new();
        MultiGzDecoder::new(bytes.as_slice())
            .take(MAX_UNPACKED as u64 + 1)
            .read_to_end(&mut found)
            .map_err(|error| ReadError::Unpack {
                what: WHAT,
                why: error.to_string(),
            })?;
        if found.len() > MAX_UNPACKED {
            return Err(ReadError::Bomb { what: WHAT });
        }
        bytes = found;
    }
    Ok(bytes)
}
