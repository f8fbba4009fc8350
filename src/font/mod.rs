//! Faces, shaping and widths. Knows glyphs and font files; not lines, columns or PDF.

/// Number of a face in [`Fonts`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// All faces at hand: the embedded ones and those that the user brought.
#[derive(Debug, Default)]
pub struct Fonts {}
