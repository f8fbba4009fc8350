//! `reglet review`: the proof desk, a page in the browser of the same machine.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use reglet::font::Fonts;
use reglet::job::{self, Settings};
use reglet::layout::Layout;
use reglet::raster;
use reglet::repair::Audit;
use reglet::review::{self, Act, Desk};
use serde::Deserialize;
use serde_json::json;

use super::args::Review;
use super::exit::Exit;
use super::failure::{Failure, named};
use super::fonts;
use super::layouts;
use super::output::{self, Target};
use super::settle;
use super::terminal::Voice;
use super::way;

pub mod file;
mod http;

use http::{Answer, Door, Request};

/// Width of a page of the preview, in pixels.
const PREVIEW: u32 = 900;

/// Opens the desk and serves it until it is stopped.
pub fn run(args: Review, voice: Voice) -> Result<(), Failure> {
    if args.input == Path::new("-") {
        return Err(Failure::new(
            Exit::Usage,
            "decisions are kept beside the input, and standard input has no place",
            "give a file",
        ));
    }
    let settings = way::setting(args.about, &args.setting)?;
    let layout = layouts::load(args.setting.look.layout.as_deref())?;
    let fonts = fonts::load(args.setting.look.font_dir.as_deref())?;
    let path = args.decisions.unwrap_or_else(|| file::beside(&args.input));
    settle::distinct(
        std::slice::from_ref(&args.input),
        &[&settle::wanted("--decisions", &path)?],
    )?;
    let (decisions, known) = file::read(&path)?;
    let progress = voice.progress();
    progress.stage("reading");
    let pages = way::pages(&args.input, voice)?;
    progress.stage("repairing");
    // The desk shows a page at a time; what was put together from several is not on it.
    let (_, audits) = job::repair_apart(&pages, &settings);
    let audit = Audit {
        rows: audits.into_iter().flat_map(|audit| audit.rows).collect(),
    };
    drop(progress);
    let desk = Desk::new(pages, &audit, decisions);

    let wrong = |error: std::io::Error| {
        Failure::new(
            Exit::Output,
            format!("the desk cannot be opened: {error}"),
            "choose another --port, or none",
        )
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).map_err(wrong)?;
    let door = Door {
        port: listener.local_addr().map_err(wrong)?.port(),
        token: token()?,
    };
    output::commit(vec![(
        Target::Stdout,
        format!("{}\n", door.address()).into_bytes(),
    )])?;
    if !voice.quiet && !voice.json {
        voice.say(&format!(
            "The proof desk of {} is open at the address above; decisions go to {}. Ctrl+C closes it.",
            named(&args.input),
            named(&path)
        ));
    }
    let room = Arc::new(Room {
        name: named(&args.input),
        path,
        settings,
        layout,
        fonts,
        desk: Mutex::new(Kept { desk, known }),
        sheets: Mutex::new(Sheets::default()),
    });
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let (room, door) = (Arc::clone(&room), door.clone());
        // A connection that idles holds up nobody else.
        let started = thread::Builder::new()
            .stack_size(16 << 20)
            .spawn(move || room.attend(&door, stream));
        drop(started);
    }
    Ok(())
}

/// A token that nobody guesses: 128 bits from the system.
fn token() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Failure::new(
            Exit::Internal,
            format!("the system gives no random numbers: {error}"),
            "try again",
        )
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The desk, and the file as it was last read or written.
struct Kept {
    desk: Desk,
    known: Vec<u8>,
}

/// The pages as they would be printed, by what was decided.
#[derive(Default)]
struct Sheets {
    revision: String,
    pages: Vec<Vec<u8>>,
    note: String,
}

struct Room {
    name: String,
    path: PathBuf,
    settings: Settings,
    layout: Layout,
    fonts: Fonts,
    desk: Mutex<Kept>,
    sheets: Mutex<Sheets>,
}

/// What the page sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    revision: String,
    act: Act,
}

impl Room {
    fn attend(&self, door: &Door, mut stream: TcpStream) {
        // A browser that hung up is nobody's fault.
        let Ok(received) = door.receive(&mut stream) else {
            return;
        };
        let answer = match received {
            Err(refusal) => refusal,
            Ok(request) => self.answer(&request),
        };
        let _ = answer.send(&mut stream);
    }

    fn answer(&self, request: &Request) -> Answer {
        match (request.post, request.path.as_str()) {
            (false, "") => Answer::of("text/html; charset=utf-8", review::PAGE),
            (false, "desk.css") => Answer::of("text/css; charset=utf-8", review::STYLE),
            (false, "desk.js") => Answer::of("text/javascript; charset=utf-8", review::SCRIPT),
            (false, "state") => {
                let mut kept = self.kept();
                if let Err(words) = self.look(&mut kept) {
                    return Answer::refusal("500 Internal Server Error", &words);
                }
                self.state(&kept)
            }
            (false, "sheets") => self.sheets(),
            (false, "sheet") => self.sheet(&request.query),
            (true, "act") => self.act(&request.body),
            _ => Answer::refusal("404 Not Found", "there is nothing here"),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in what somebody else wrote into the file; whether somebody did.
    fn look(&self, kept: &mut Kept) -> Result<bool, String> {
        let now = fs::read(&self.path).unwrap_or_default();
        if now == kept.known {
            return Ok(false);
        }
        let (decisions, known) = file::read(&self.path).map_err(|failure| {
            format!("{}{}: {}", failure.place(), failure.message, failure.advice)
        })?;
        kept.desk.adopt(decisions);
        kept.known = known;
        Ok(true)
    }

    fn state(&self, kept: &Kept) -> Answer {
        Answer::of("application/json", self.state_of(kept).to_string())
    }

    fn state_of(&self, kept: &Kept) -> serde_json::Value {
        let mut state = kept.desk.state();
        state["revision"] = json!(kept.desk.revision());
        state["file"] = json!(self.name);
        state
    }

    fn act(&self, body: &[u8]) -> Answer {
        let Ok(sent) = serde_json::from_slice::<Sent>(body) else {
            return Answer::refusal(
                "400 Bad Request",
                "this is no decision that the desk knows; load the page again",
            );
        };
        let mut kept = self.kept();
        let changed = match self.look(&mut kept) {
            Ok(changed) => changed,
            Err(words) => return Answer::refusal("500 Internal Server Error", &words),
        };
        if changed || sent.revision != kept.desk.revision() {
            let told = json!({
                "message": "Somebody decided something meanwhile, in another window or in the file. \
                            This was not done; here is how things stand now.",
                "state": self.state_of(&kept),
            });
            return Answer {
                status: "409 Conflict",
                ..Answer::of("application/json", told.to_string())
            };
        }
        let mut next = kept.desk.clone();
        if let Err(words) = next.act(&sent.act) {
            return Answer::refusal("422 Unprocessable Content", &words);
        }
        // First the file, then the desk: what the page shows as decided is on the disk.
        let lines = next.decisions().to_lines().into_bytes();
        if let Err(failure) = output::commit(vec![(Target::File(self.path.clone()), lines.clone())])
        {
            let words = format!("not decided: {}{}", failure.place(), failure.message);
            return Answer::refusal("500 Internal Server Error", &words);
        }
        kept.desk = next;
        kept.known = lines;
        self.state(&kept)
    }

    /// Sets the pages as decided, unless they are set already.
    fn sheets(&self) -> Answer {
        let (pages, revision) = {
            let kept = self.kept();
            (kept.desk.pages(), kept.desk.revision())
        };
        let mut sheets = self.sheets.lock().unwrap_or_else(PoisonError::into_inner);
        if sheets.revision != revision {
            let edition = job::edition_of(&pages, &self.settings);
            let set = job::set(&edition, &self.layout, &self.fonts, None, &self.settings);
            let pressed = match set {
                Ok(pressed) => pressed,
                Err(error) => {
                    return Answer::refusal("500 Internal Server Error", &error.to_string());
                }
            };
            let pictures = match raster::pages(&pressed.pdf, PREVIEW) {
                Ok(pictures) => pictures,
                Err(error) => {
                    return Answer::refusal("500 Internal Server Error", &error.to_string());
                }
            };
            *sheets = Sheets {
                revision,
                note: format!(
                    "{} with the layout {}",
                    reglet::report::counted(pressed.pages, "page"),
                    self.layout.name
                ),
                pages: pictures.into_iter().map(|picture| picture.png).collect(),
            };
        }
        let told = json!({ "pages": sheets.pages.len(), "note": sheets.note });
        Answer::of("application/json", told.to_string())
    }

    fn sheet(&self, query: &str) -> Answer {
        let number = query.split('&').find_map(|part| part.strip_prefix("n="));
        let number = number.and_then(|number| number.parse::<usize>().ok());
        let sheets = self.sheets.lock().unwrap_or_else(PoisonError::into_inner);
        match number.and_then(|number| sheets.pages.get(number)) {
            Some(png) => Answer::of("image/png", png.clone()),
            None => Answer::refusal("404 Not Found", "there is no such page"),
        }
    }
}
