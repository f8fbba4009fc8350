//! `reglet impose`: finished pages in, sheets for a press out.

use reglet::pdf::{self, Imposition};
use reglet::report::counted;

use super::args::Impose;
use super::exit::Exit;
use super::failure::{Failure, named};
use super::input::{self, Kind};
use super::output;
use super::settle;
use super::terminal::Voice;
use super::way;

/// Does what `reglet impose` was asked for.
pub fn run(args: &Impose, voice: Voice) -> Result<(), Failure> {
    let pdf = settle::wanted("--output", &args.output)?;
    settle::no_terminal(&pdf)?;
    settle::distinct(std::slice::from_ref(&args.input), &[&pdf])?;
    let imposition = match (args.saddle, args.n_up) {
        (true, _) => Imposition::Saddle,
        (_, Some(grid)) => grid,
        _ => Imposition::Spreads,
    };
    let bytes = input::read(&args.input, Kind::Pdf)?;
    let (sheets, count) = pdf::impose(&bytes, imposition)
        .map_err(|error| Failure::of(Exit::Form, &error).in_file(&named(&args.input)))?;
    output::commit(vec![(pdf.target, sheets)])?;
    way::done(&counted(count, "side"), voice);
    Ok(())
}

/// Reads `2x2`: pages across and down.
pub fn grid(text: &str) -> Result<Imposition, String> {
    let side = |text: &str| {
        text.parse::<u8>()
            .ok()
            .filter(|side| (1..=16).contains(side))
    };
    text.split_once(['x', 'X'])
        .and_then(|(across, down)| Some((side(across)?, side(down)?)))
        .map(|(across, down)| Imposition::Grid { across, down })
        .ok_or_else(|| "give pages across and down, 1 to 16 each, as in `2x2`".to_owned())
}
