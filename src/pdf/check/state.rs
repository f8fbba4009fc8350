//! What operators leave behind for those that follow: places, colours, marked parts.

use std::rc::Rc;

use super::colours::{Colour, Space};
use super::fonts::Font;
use super::mark::{Extent, Paint};

/// A transformation (8.3.3).
pub(super) type Matrix = [f64; 6];

/// One transformation, then another.
pub(super) fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// Where a point comes to stand.
pub(super) fn at(m: Matrix, x: f64, y: f64) -> (f64, f64) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

/// The one that changes nothing.
pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A box that holds a point besides.
pub(super) fn around(extent: Extent, (x, y): (f64, f64)) -> Extent {
    [
        extent[0].min(x),
        extent[1].min(y),
        extent[2].max(x),
        extent[3].max(y),
    ]
}

/// The graphics state (8.4).
#[derive(Clone)]
pub(super) struct State {
    pub ctm: Matrix,
    pub fill: Paint,
    pub stroke: Paint,
    pub clip: Option<Extent>,
    pub weight: f64,
    pub font: Option<Rc<Font>>,
    pub size: f64,
    pub stretch: f64,
    pub spacing: f64,
    pub word_spacing: f64,
    pub leading: f64,
    pub rise: f64,
    /// How text is painted (9.3.6).
    pub mode: usize,
}

impl State {
    /// How a page begins.
    pub fn first() -> State {
        let black = Paint {
            colour: Colour {
                space: Space::Grey,
                parts: vec![0.0],
            },
            overprint: false,
        };
        State {
            ctm: IDENTITY,
            fill: black.clone(),
            stroke: black,
            clip: None,
            weight: 1.0,
            font: None,
            size: 0.0,
            stretch: 1.0,
            spacing: 0.0,
            word_spacing: 0.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }

    /// What text is painted with.
    pub fn paints(&self) -> Vec<Paint> {
        let fill = matches!(self.mode, 0 | 2 | 4 | 6).then(|| self.fill.clone());
        let stroke = matches!(self.mode, 1 | 2 | 5 | 6).then(|| self.stroke.clone());
        fill.into_iter().chain(stroke).collect()
    }

    /// Lets nothing be seen outside of a box besides.
    pub fn clip_to(&mut self, extent: Extent) {
        self.clip = Some(self.clip.map_or(extent, |clip| {
            [
                clip[0].max(extent[0]),
                clip[1].max(extent[1]),
                clip[2].min(extent[2]),
                clip[3].min(extent[3]),
            ]
        }));
    }
}

/// A marked part that is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub mcid: Option<usize>,
    pub artifact: bool,
    /// What is said in place of what is shown.
    pub instead: Option<String>,
    pub said: bool,
}
