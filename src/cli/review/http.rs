//! As much of HTTP as a page on the same machine needs: one request a connection, and a guard at the
//! door.
//!
//! Knows requests, answers and who may ask; nothing of repairs. Every page that a browser has open may
//! try to reach a server on the same machine: so a request must name this server (against DNS
//! rebinding), must come from its own page (against cross-site requests), and must know its token.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The largest request, in bytes: an editor's words and their frame.
const LARGEST: usize = 1 << 20;

/// How long a request may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request that passed the guard.
#[derive(Debug)]
pub struct Request {
    /// `GET` or `POST`.
    pub post: bool,
    /// The path after the token, without the question mark.
    pub path: String,
    /// What stands behind the question mark.
    pub query: String,
    /// The body.
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Status and its words.
    pub status: &'static str,
    /// Type of the body.
    pub kind: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A good answer.
    pub fn of(kind: &'static str, body: impl Into<Vec<u8>>) -> Answer {
        Answer {
            status: "200 OK",
            kind,
            body: body.into(),
        }
    }

    /// A refusal, in plain words.
    pub fn refusal(status: &'static str, words: &str) -> Answer {
        Answer {
            status,
            kind: "text/plain; charset=utf-8",
            body: format!("{words}\n").into_bytes(),
        }
    }

    /// Sends it and closes.
    pub fn send(&self, stream: &mut TcpStream) -> io::Result<()> {
        let head = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\
             Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n\
             Referrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\n\
             Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; \
             img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'\r\n\r\n",
            self.status,
            self.kind,
            self.body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body)?;
        stream.flush()
    }
}

/// The door: its port and its token.
#[derive(Clone, Debug)]
pub struct Door {
    /// The port on 127.0.0.1.
    pub port: u16,
    /// What the address must begin with.
    pub token: String,
}

impl Door {
    /// The address of the page.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// Reads a request. What must not come in is answered with a refusal.
    pub fn receive(&self, stream: &mut TcpStream) -> io::Result<Result<Request, Answer>> {
        let until = Instant::now() + PATIENCE;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut bytes = Vec::new();
        let mut chunk = [0; 8192];
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            stream.set_read_timeout(Some(left))?;
            let mut headers = [httparse::EMPTY_HEADER; 64];
            let mut head = httparse::Request::new(&mut headers);
            let end = match head.parse(&bytes) {
                Ok(httparse::Status::Complete(end)) => Some(end),
                Ok(httparse::Status::Partial) => None,
                Err(_) => return Ok(Err(bad("this is no request that a browser would send"))),
            };
            if let Some(end) = end {
                let length = match self.checked(&head) {
                    Ok(length) => length,
                    Err(answer) => return Ok(Err(answer)),
                };
                if bytes.len() >= end + length {
                    return Ok(Ok(self.request(&head, &bytes[end..end + length])));
                }
            }
            if bytes.len() > LARGEST {
                return Ok(Err(Answer::refusal(
                    "413 Content Too Large",
                    "this is too much",
                )));
            }
            match stream.read(&mut chunk)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => bytes.extend_from_slice(&chunk[..count]),
            }
        }
    }

    /// The length of the body of a request that may come in.
    fn checked(&self, head: &httparse::Request) -> Result<usize, Answer> {
        let forbidden = |words| Answer::refusal("403 Forbidden", words);
        let all = |name: &str| -> Vec<&[u8]> {
            let mine = head
                .headers
                .iter()
                .filter(|header| header.name.eq_ignore_ascii_case(name));
            mine.map(|header| header.value).collect()
        };
        let ours = [
            format!("127.0.0.1:{}", self.port),
            format!("localhost:{}", self.port),
        ];
        let is_ours = |value: &[u8], before: &str| {
            ours.iter()
                .any(|host| value == format!("{before}{host}").as_bytes())
        };
        match &all("host")[..] {
            [host] if is_ours(host, "") => {}
            _ => {
                return Err(forbidden(
                    "this desk is reached as 127.0.0.1 alone; open the address that reglet printed",
                ));
            }
        }
        let origins = all("origin");
        if !origins.iter().all(|origin| is_ours(origin, "http://")) {
            return Err(forbidden("another site may not speak to this desk"));
        }
        let sites = all("sec-fetch-site");
        if sites
            .iter()
            .any(|site| !matches!(*site, b"same-origin" | b"none"))
        {
            return Err(forbidden("another site may not speak to this desk"));
        }
        let path = head.path.unwrap_or_default();
        if !same(
            path.get(1..1 + self.token.len()).unwrap_or_default(),
            &self.token,
        ) || !path
            .get(1 + self.token.len()..)
            .unwrap_or_default()
            .starts_with('/')
        {
            return Err(forbidden(
                "the address lacks its token; open the address that reglet printed",
            ));
        }
        match head.method {
            Some("GET") => Ok(0),
            Some("POST") => {
                if origins.is_empty() {
                    return Err(forbidden("a decision comes from the desk's own page"));
                }
                // A form of another site cannot send this without being asked first.
                if !all("content-type")
                    .iter()
                    .all(|kind| kind.starts_with(b"application/json"))
                {
                    return Err(forbidden("a decision is JSON"));
                }
                let length = match &all("content-length")[..] {
                    [length] => std::str::from_utf8(length)
                        .ok()
                        .and_then(|length| length.parse().ok()),
                    _ => None,
                };
                match length {
                    Some(length) if length <= LARGEST => Ok(length),
                    Some(_) => Err(Answer::refusal("413 Content Too Large", "this is too much")),
                    None => Err(bad("the length of the body is missing")),
                }
            }
            _ => Err(Answer::refusal("405 Method Not Allowed", "GET or POST")),
        }
    }

    fn request(&self, head: &httparse::Request, body: &[u8]) -> Request {
        let path = head.path.unwrap_or_default();
        let path = path.get(2 + self.token.len()..).unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Request {
            post: head.method == Some("POST"),
            path: path.to_owned(),
            query: query.to_owned(),
            body: body.to_vec(),
        }
    }
}

fn bad(words: &str) -> Answer {
    Answer::refusal("400 Bad Request", words)
}

/// Whether two texts are the same, in a time that does not tell how far they are.
fn same(one: &str, two: &str) -> bool {
    let differ = one
        .bytes()
        .zip(two.bytes())
        .fold(0, |differ, (a, b)| differ | (a ^ b));
    one.len() == two.len() && differ == 0
}
