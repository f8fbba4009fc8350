//! A desk that is served: `reglet review` in a folder of its own, and requests to it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A running desk; it is killed when this goes.
pub struct Served {
    child: Child,
    pub address: String,
    pub port: u16,
    pub token: String,
}

impl Served {
    /// Opens the desk of a file.
    pub fn open(file: &Path) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_reglet"))
            .arg("review")
            .arg(file)
            .args(["--layout", "a4", "--quiet"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("reglet can be run");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("it is piped"))
            .read_line(&mut address)
            .expect("it prints its address");
        let address = address.trim().to_owned();
        let rest = address
            .strip_prefix("http://127.0.0.1:")
            .expect("a loopback address");
        let (port, token) = rest.split_once('/').expect("a port and a token");
        Served {
            child,
            port: port.parse().expect("a port"),
            token: token.trim_end_matches('/').to_owned(),
            address,
        }
    }

    /// Ends the process at once, as a crash would.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Sends a request as it stands and gives status and body.
    pub fn send(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream
            .write_all(request.as_bytes())
            .expect("it takes a request");
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .unwrap_or(0);
        let body = text
            .split_once("\r\n\r\n")
            .map_or("", |(_, body)| body)
            .to_owned();
        (status, body)
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        let (port, token) = (self.port, &self.token);
        self.send(&format!(
            "GET /{token}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        ))
    }

    pub fn state(&self) -> Value {
        let (status, body) = self.get("state");
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("the state is JSON")
    }

    /// Does something at the version that is known.
    pub fn act(&self, revision: &Value, act: Value) -> (u16, String) {
        let body = json!({ "revision": revision, "act": act }).to_string();
        let (port, token) = (self.port, &self.token);
        self.send(&format!(
            "POST /{token}/act HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder with a copy of the sample page in it.
pub fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("page.txt");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/page.txt");
    fs::copy(sample, &file).expect("the sample can be copied");
    (folder, file)
}

/// The item whose text begins so.
pub fn item<'s>(state: &'s Value, was: &str) -> &'s Value {
    let items = state["items"].as_array().expect("there are items");
    let mut mine = items.iter().filter(|item| {
        item["was"]
            .as_str()
            .is_some_and(|text| text.trim().starts_with(was))
    });
    mine.next()
        .unwrap_or_else(|| panic!("there is no item {was:?}"))
}

/// What `reglet repair` makes of a file, decisions beside it and all: the text and standard error.
pub fn repaired(file: &Path) -> (String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_reglet"))
        .args(["repair", "--to", "txt"])
        .arg(file)
        .output()
        .expect("reglet can be run");
    assert!(done.status.success(), "{done:?}");
    let text = |bytes| String::from_utf8(bytes).expect("it is text");
    (text(done.stdout), text(done.stderr))
}
