//! The desk in a real browser: Chromium without a window, driven by chromedriver, where both are
//! installed. Decisions clicked and typed, the page loaded again, the process killed and started
//! again: nothing lost.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::served::{Served, folder, repaired};

/// A browser and its driver; both go when this does.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// A browser, or why there is none.
    fn open(width: u32, height: u32, dark: bool) -> Option<Browser> {
        let chromium = ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find(|name| {
                Command::new(name)
                    .arg("--version")
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
                    .is_ok()
            })?;
        let port = TcpListener::bind("127.0.0.1:0")
            .ok()?
            .local_addr()
            .ok()?
            .port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut browser = Browser {
            driver,
            port,
            session: String::new(),
        };
        let until = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "chromedriver does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": which(chromium),
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                         format!("--window-size={width},{height}"),
                         format!("--blink-settings=preferredColorScheme={}", u8::from(!dark))],
            },
        } } });
        // Many browsers that start at once may take so long that a driver gives up on its own.
        let mut opened = browser.asked("POST", "/session", &wanted);
        while opened.is_err() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(500));
            opened = browser.asked("POST", "/session", &wanted);
        }
        let opened = opened.expect("the driver opens a session");
        browser.session = opened["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session: {opened}"))
            .to_owned();
        Some(browser)
    }

    /// A call of WebDriver (W3C), and its value.
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        self.asked(method, path, body)
            .unwrap_or_else(|fault| panic!("{method} {path}: {fault}"))
    }

    /// The same, or what went wrong on the way.
    fn asked(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if method == "GET" {
            String::new()
        } else {
            body.to_string()
        };
        let path = if path == "/session" {
            path.to_owned()
        } else {
            format!("/session/{}{path}", self.session)
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))
            .map_err(|fault| format!("the driver does not listen: {fault}"))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .map_err(|fault| format!("the driver takes no call: {fault}"))?;
        let mut bytes = Vec::new();
        let mut chunk = [0; 65536];
        // The driver may keep the connection open: the length tells where the answer ends.
        loop {
            let text = String::from_utf8_lossy(&bytes);
            if let Some((head, rest)) = text.split_once("\r\n\r\n") {
                let length = head
                    .lines()
                    .find_map(|line| {
                        line.to_ascii_lowercase()
                            .strip_prefix("content-length:")
                            .map(|n| n.trim().parse::<usize>())
                    })
                    .and_then(Result::ok)
                    .unwrap_or(0);
                if rest.len() >= length {
                    let value: Value = serde_json::from_str(rest).unwrap_or(Value::Null);
                    return Ok(value["value"].clone());
                }
            }
            match stream.read(&mut chunk) {
                Ok(0) => {
                    let said = String::from_utf8_lossy(&bytes);
                    return Err(format!("the driver hung up after \"{said}\""));
                }
                Err(fault) => return Err(format!("the driver does not answer: {fault}")),
                Ok(count) => bytes.extend_from_slice(&chunk[..count]),
            }
        }
    }

    fn go(&self, address: &str) {
        self.call("POST", "/url", &json!({ "url": address }));
        self.until("return !!document.querySelector('#card .acts')");
    }

    fn run(&self, script: &str) -> Value {
        self.call(
            "POST",
            "/execute/sync",
            &json!({ "script": script, "args": [] }),
        )
    }

    fn until(&self, script: &str) {
        let until = Instant::now() + Duration::from_secs(30);
        while self.run(script) != json!(true) {
            assert!(
                Instant::now() < until,
                "never became true: {script}\n{}",
                self.run("return document.body.innerText")
            );
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Types as at a keyboard, into whatever has the focus.
    fn keys(&self, text: &str) {
        let mut actions = Vec::new();
        for letter in text.chars() {
            actions.push(json!({ "type": "keyDown", "value": letter.to_string() }));
            actions.push(json!({ "type": "keyUp", "value": letter.to_string() }));
        }
        self.call(
            "POST",
            "/actions",
            &json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] }),
        );
    }

    /// Clicks with the mouse on the first element that a selector finds.
    fn click(&self, selector: &str) {
        let found = self.call(
            "POST",
            "/element",
            &json!({ "using": "css selector", "value": selector }),
        );
        let id = found
            .as_object()
            .and_then(|found| found.values().next())
            .and_then(Value::as_str);
        let id = id.unwrap_or_else(|| panic!("there is no {selector}: {found}"));
        let done = self.call("POST", &format!("/element/{id}/click"), &json!({}));
        assert!(done.is_null(), "{selector}: {done}");
    }

    /// What stands on the console: nothing ought to.
    fn console(&self) -> Value {
        self.call("POST", "/se/log", &json!({ "type": "browser" }))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            self.call("DELETE", "", &json!({}));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn which(name: &str) -> String {
    let paths = std::env::var("PATH").unwrap_or_default();
    let mut found = paths.split(':').map(|folder| format!("{folder}/{name}"));
    found
        .find(|path| std::path::Path::new(path).exists())
        .unwrap_or_else(|| name.to_owned())
}

/// A browser, or a word that there is none.
fn browser(width: u32, height: u32, dark: bool) -> Option<Browser> {
    let found = Browser::open(width, height, dark);
    if found.is_none() {
        eprintln!("skipped: chromium and chromedriver are not both installed");
    }
    found
}

const DECIDED: &str = "return document.querySelector('#counts').textContent";

#[test]
fn decisions_clicked_and_typed_are_never_lost() {
    let Some(browser) = browser(1600, 900, false) else {
        return;
    };
    let (_folder, file) = folder();
    let desk = Served::open(&file);
    browser.go(&desk.address);
    // Queries stand first, and the first of them has no suggestion: it can be rejected or edited.
    assert_eq!(
        browser.run("return document.querySelector('#card .tag').textContent"),
        "query"
    );
    assert_eq!(
        browser.run("return document.querySelector('#card .acts button').disabled"),
        true
    );
    browser.keys("e");
    browser.until("return document.activeElement.id === 'words-edit'");
    browser.keys("had developed 116 by 2023.");
    // Control and Enter, held together.
    let keys = [
        "keyDown \u{e009}",
        "keyDown \u{e007}",
        "keyUp \u{e007}",
        "keyUp \u{e009}",
    ]
    .map(|key| {
        let (kind, value) = key.split_once(' ').expect("two words");
        json!({ "type": kind, "value": value })
    });
    let keys = json!({ "actions": [{ "type": "key", "id": "keys", "actions": keys }] });
    browser.call("POST", "/actions", &keys);
    browser.until("return document.querySelector('#counts').textContent.startsWith('1 of')");
    // The next open query comes by itself; it is agreed to with a key.
    browser.keys("a");
    browser.until("return document.querySelector('#counts').textContent.startsWith('2 of')");
    browser.click("#card .acts button:nth-child(2)");
    browser.until("return document.querySelector('#counts').textContent.startsWith('3 of')");
    browser.keys("u");
    browser.until("return document.querySelector('#counts').textContent.startsWith('2 of')");
    let before = browser.run(DECIDED);
    browser.call("POST", "/refresh", &json!({}));
    browser.until("return !!document.querySelector('#card .acts')");
    assert_eq!(browser.run(DECIDED), before, "loaded again");
    // A preview that is under way would be cut off, and the browser would say so.
    browser.until("return !!document.querySelector('.sheets img')?.complete");
    desk.kill();
    let desk = Served::open(&file);
    browser.go(&desk.address);
    assert_eq!(browser.run(DECIDED), before, "killed and started again");
    assert!(
        browser
            .run("return document.querySelector('#result .text').textContent")
            .as_str()
            .is_some_and(|text| text.contains("had developed 116 by 2023."))
    );
    let (text, _) = repaired(&file);
    assert!(
        text.contains("had developed 116 by 2023.\n")
            && text.contains("competitive in the market.\n"),
        "{text}"
    );
    assert_eq!(browser.console(), json!([]), "the console is silent");
}

/// From the decision to the new page on the screen; the limit is far off, for slow machines.
#[test]
fn the_preview_is_set_again_after_a_decision() {
    let Some(browser) = browser(1600, 900, false) else {
        return;
    };
    let (_folder, file) = folder();
    let desk = Served::open(&file);
    browser.go(&desk.address);
    let sheet = "document.querySelector('.sheets img')";
    browser.until(&format!(
        "return !!{sheet} && {sheet}.complete && {sheet}.naturalWidth > 100"
    ));
    let first = browser.run(&format!("return {sheet}.src"));
    let start = Instant::now();
    browser.keys("r");
    browser.until(&format!(
        "return {sheet}.src !== '{}' && {sheet}.complete",
        first.as_str().unwrap_or_default()
    ));
    let took = start.elapsed();
    println!("the preview was set again in {} ms", took.as_millis());
    assert!(took < Duration::from_secs(10));
    assert_eq!(browser.console(), json!([]));
}

#[test]
fn a_stale_tab_is_told_so() {
    let Some(browser) = browser(1600, 900, false) else {
        return;
    };
    let (_folder, file) = folder();
    let desk = Served::open(&file);
    browser.go(&desk.address);
    let state = desk.state();
    let last = state["items"]
        .as_array()
        .and_then(|items| items.last())
        .map(|item| item["id"].clone());
    assert_eq!(
        desk.act(&state["revision"], json!({ "do": "reject", "ids": [last] }))
            .0,
        200
    );
    browser.keys("r");
    browser.until("return !document.querySelector('#alert').hidden");
    assert!(
        browser
            .run("return document.querySelector('#alert').textContent")
            .as_str()
            .is_some_and(|words| words.contains("Somebody decided"))
    );
    assert!(
        browser
            .run(DECIDED)
            .as_str()
            .is_some_and(|words| words.starts_with("1 of")),
        "the other's decision, and not ours"
    );
}

/// What a person who does not see, or has no mouse, needs: names, focus, contrast.
#[test]
fn the_desk_is_accessible() {
    for (width, height, dark) in [(1600, 900, false), (1600, 900, true), (420, 800, false)] {
        let Some(browser) = browser(width, height, dark) else {
            return;
        };
        let (_folder, file) = folder();
        let desk = Served::open(&file);
        browser.go(&desk.address);
        let is_dark = browser.run("return matchMedia('(prefers-color-scheme: dark)').matches");
        assert_eq!(is_dark, dark);
        // One is decided, one is being edited, and the list shows all.
        browser.keys("r");
        browser.until("return document.querySelector('#counts').textContent.startsWith('1 of')");
        browser.run("const all = document.querySelector('#filter'); all.value = 'all'; all.dispatchEvent(new Event('change'))");
        browser.keys("e?");
        let unnamed = browser.run(
            "return [...document.querySelectorAll('button, input, select, textarea, [role], section, img')].filter((one) => {
               const label = one.id && document.querySelector(`label[for=\"${one.id}\"]`);
               return !(one.textContent.trim() || one.getAttribute('aria-label') || one.alt || label || one.id === 'alert');
             }).map((one) => one.outerHTML.slice(0, 120))",
        );
        assert_eq!(unnamed, json!([]), "every control has a name");
        let faint = browser.run(CONTRAST);
        assert_eq!(
            faint,
            json!([]),
            "every text stands out from its ground (WCAG 2.2, 1.4.3)"
        );
        assert_eq!(browser.run("return document.documentElement.lang"), "en");
        assert_eq!(
            browser.run("return document.documentElement.scrollWidth <= innerWidth"),
            true,
            "nothing sticks out at {width}"
        );
        browser.keys("\u{e004}");
        let focus = browser.run("const s = getComputedStyle(document.activeElement); return document.activeElement !== document.body && s.outlineStyle !== 'none'");
        assert_eq!(focus, true, "the focus can be seen");
    }
}

/// Texts whose contrast with their ground is below 4.5.
const CONTRAST: &str = "
const part = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
const colour = (text) => text.match(/[\\d.]+/g).map(Number);
const ground = (one) => { for (; one; one = one.parentElement) { const c = colour(getComputedStyle(one).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
return [...document.querySelectorAll('body *')].filter((one) => {
  const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !one.offsetParent || one.closest('script, :disabled')) return false;
  const [a, b] = [light(colour(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05) < 4.5;
}).map((one) => one.outerHTML.slice(0, 100));";

/// Text that would be a page is text: nothing in it runs, and nothing is asked of any network.
#[test]
fn hostile_text_stays_text() {
    let Some(browser) = browser(1600, 900, false) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("page.txt");
    let text = format!(
        "The <script>document.title='owned'</script> mill of <img src=x onerror=\"document.title='owned'\"> fame \
         was \u{202e}to yad\u{202c} sold.\n\n\
         The old mill on the river was sold for half its price, and the buy-\n\n\
         er has not been named. The town council will meet on Monday.\n\n\
         The word {} is very long.\n",
        "w".repeat(3000)
    );
    std::fs::write(&file, text).expect("it can be written");
    let desk = Served::open(&file);
    browser.go(&desk.address);
    let checks = "return [document.title.includes('owned'), document.querySelectorAll('main script, main img[src=x]').length,
        document.documentElement.scrollWidth <= innerWidth, document.querySelectorAll('.sign').length > 0,
        performance.getEntriesByType('resource').every((one) => one.name.startsWith(location.origin))]";
    assert_eq!(browser.run(checks), json!([false, 0, true, true, true]));
    assert_eq!(browser.console(), json!([]));
    // The comparison of the same text, as a file.
    let out = folder.path().join("out.html");
    let done = Command::new(env!("CARGO_BIN_EXE_reglet"))
        .arg("compare")
        .arg(&file)
        .args(["--quiet", "-o"])
        .arg(&out)
        .status()
        .expect("reglet can be run");
    assert_eq!(done.code(), Some(1));
    browser.call(
        "POST",
        "/url",
        &json!({ "url": format!("file://{}", out.display()) }),
    );
    let checks = "return [document.title.includes('owned'), document.querySelectorAll('main script, main img').length,
        document.documentElement.scrollWidth <= innerWidth, document.querySelectorAll('.sign').length > 0,
        performance.getEntriesByType('resource').filter((one) => !one.name.startsWith('data:')).length]";
    assert_eq!(browser.run(checks), json!([false, 0, true, true, 0]));
    browser.keys("j");
    browser.until(
        "return !document.querySelector('#card').hidden && !!document.querySelector('.now')",
    );
    browser.keys("/");
    browser.keys("buyer");
    browser.until("return document.querySelector('#where').textContent.includes('of 1')");
    assert_eq!(browser.console(), json!([]));
}
