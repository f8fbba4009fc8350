//! Any bytes as an input of any format: they are read or refused, and the places of what was read are
//! those of its source.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(found) = reglet::read::pages("case", bytes.to_vec(), &|_| None) else {
        return;
    };
    for page in &found.pages {
        let text: usize = page.text.pieces.iter().map(|piece| piece.len).sum();
        assert_eq!(text, page.text.string.len(), "a character has no piece");
        let end = page.source.bytes.len();
        for piece in &page.text.pieces {
            assert!(piece.from.end <= end, "a piece is from outside its source");
        }
    }
});
