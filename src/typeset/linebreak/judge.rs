//! How good or bad a line is: badness and fitness, with and without glyphs that give.

use super::{INFINITELY_BAD, Width, badness};

pub(super) const VERY_LOOSE: u8 = 0;
pub(super) const LOOSE: u8 = 1;
pub(super) const DECENT: u8 = 2;
pub(super) const TIGHT: u8 = 3;

/// How well a line can be set.
#[derive(Clone, Copy)]
pub(super) struct Judged {
    pub(super) badness: i32,
    pub(super) fitness: u8,
    /// How much of what is even the line has to give, in 1/100; below zero where it is tight. Zero
    /// where glyphs do not give.
    pub(super) tension: i16,
}

/// Up to here a line is decent (section 817).
const DECENT_BADNESS: i32 = 12;

/// What a line can give before it looks anything but even: its glyphs all they have, and its spaces at
/// the same time half of what they have. So a line's looseness is spread over both, and neighbouring
/// lines do not differ in one of them alone.
pub(in crate::typeset) fn even_give(flex: Width, spaces: Width) -> Width {
    flex + spaces / 2
}

impl Judged {
    /// A line whose glyphs do not give.
    pub(super) fn plain(badness: i32, fitness: u8) -> Judged {
        Judged {
            badness,
            fitness,
            tension: 0,
        }
    }
}

/// Judges a line that is `short` of its measure (section 852). Where glyphs give, half of what is even is
/// decent, and the rest as bad as it would be for spaces alone.
pub(super) fn loose(short: Width, flex: Width, stretch: Width) -> Judged {
    if flex <= 0 {
        // No badness function is needed to see that this is hopeless.
        if short > 7_230_584 && stretch < 1_663_497 {
            return Judged::plain(INFINITELY_BAD, VERY_LOOSE);
        }
        let badness = badness(short, stretch);
        let fitness = if badness <= DECENT_BADNESS {
            DECENT
        } else if badness <= 99 {
            LOOSE
        } else {
            VERY_LOOSE
        };
        return Judged::plain(badness, fitness);
    }
    let even = even_give(flex, stretch);
    let tension = (short * 100 / even).min(200) as i16;
    if short <= even {
        return Judged {
            badness: badness(short, even) / 4,
            fitness: if tension > 50 { LOOSE } else { DECENT },
            tension,
        };
    }
    let badness = badness(short - flex, stretch) + DECENT_BADNESS;
    Judged {
        badness: badness.min(INFINITELY_BAD),
        fitness: if badness > 99 { VERY_LOOSE } else { LOOSE },
        tension,
    }
}

/// Judges a line that is `long` beyond its measure (section 853).
pub(super) fn tight(long: Width, flex: Width, shrink: Width) -> Judged {
    if long > flex.max(0) + shrink {
        return Judged::plain(INFINITELY_BAD + 1, TIGHT);
    }
    if flex <= 0 {
        let badness = badness(long, shrink);
        let decent = badness <= DECENT_BADNESS;
        return Judged::plain(badness, if decent { DECENT } else { TIGHT });
    }
    let even = even_give(flex, shrink);
    let tension = -(long * 100 / even).min(200) as i16;
    if long <= even {
        return Judged {
            badness: badness(long, even) / 4,
            fitness: if tension < -50 { TIGHT } else { DECENT },
            tension,
        };
    }
    Judged {
        badness: badness(long - flex, shrink) + DECENT_BADNESS,
        fitness: TIGHT,
        tension,
    }
}
