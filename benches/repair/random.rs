//! Chance that comes out the same every time: SplitMix64 (Steele, Lea, Flood 2014).

/// A source of chance.
pub struct Random(u64);

impl Random {
    /// One that always gives the same for the same seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `from` up to and without `to`; `from` when there is none.
    pub fn range(&mut self, from: usize, to: usize) -> usize {
        if to <= from {
            return from;
        }
        from + (self.next() % (to - from) as u64) as usize
    }

    /// True so often, of 100 times.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.range(0, 100) < percent
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.range(0, from.len())]
    }
}
