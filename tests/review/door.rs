//! Who may come in: the desk's own page, and nobody else.

use super::served::{Served, folder};

#[test]
fn strangers_get_403() {
    let (_folder, file) = folder();
    let desk = Served::open(&file);
    let (port, token) = (desk.port, desk.token.clone());
    let body = "{\"revision\":\"\",\"act\":{\"do\":\"undo\"}}";
    let post = |host: &str, headers: &str| {
        format!(
            "POST /{token}/act HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let get = |host: &str, path: &str, headers: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n")
    };
    let ours = format!("127.0.0.1:{port}");
    let own = format!("/{token}/state");
    let wrong_token = format!("/{}/state", "0".repeat(token.len()));
    for (what, request) in [
        (
            "DNS rebinding",
            get(&format!("evil.example:{port}"), &own, ""),
        ),
        ("another port", get("127.0.0.1:1", &own, "")),
        ("no token", get(&ours, "/state", "")),
        ("a wrong token", get(&ours, &wrong_token, "")),
        (
            "a token with more behind it",
            get(&ours, &format!("/{token}x/state"), ""),
        ),
        (
            "another site reads",
            get(&ours, &own, "Origin: http://evil.example\r\n"),
        ),
        (
            "another site, as the browser says",
            get(&ours, &own, "Sec-Fetch-Site: cross-site\r\n"),
        ),
        (
            "no origin",
            post(&ours, "Content-Type: application/json\r\n"),
        ),
        (
            "another site decides",
            post(
                &ours,
                "Origin: http://evil.example\r\nContent-Type: application/json\r\n",
            ),
        ),
        (
            "a file decides",
            post(&ours, "Origin: null\r\nContent-Type: application/json\r\n"),
        ),
        (
            "a form decides",
            post(
                &ours,
                &format!("Origin: http://{ours}\r\nContent-Type: text/plain\r\n"),
            ),
        ),
        (
            "two hosts",
            format!("GET {own} HTTP/1.1\r\nHost: {ours}\r\nHost: evil.example\r\n\r\n"),
        ),
        ("no host", format!("GET {own} HTTP/1.1\r\n\r\n")),
    ] {
        let (status, body) = desk.send(&request);
        assert_eq!(status, 403, "{what}: {body}");
        assert!(!body.contains("items"), "{what}: {body}");
    }
    assert_eq!(desk.get("state").0, 200);
    assert_eq!(
        desk.send(&get(&format!("localhost:{port}"), &own, "")).0,
        200
    );
    assert_eq!(desk.get("../Cargo.toml").0, 404);
}

#[test]
fn what_is_no_request_does_no_harm() {
    let (_folder, file) = folder();
    let desk = Served::open(&file);
    for request in ["\0\0\0\r\n\r\n", "GET\r\n\r\n", "PUT / HTTP/1.1\r\n\r\n"] {
        let (status, _) = desk.send(request);
        assert!((400..500).contains(&status), "{request:?}: {status}");
    }
    // Many connections that say nothing hold up nobody.
    let idle: Vec<_> = (0..40)
        .map(|_| std::net::TcpStream::connect(("127.0.0.1", desk.port)))
        .collect();
    assert_eq!(desk.get("state").0, 200);
    drop(idle);
}

#[test]
fn it_listens_on_this_machine_alone() {
    let (_folder, file) = folder();
    let desk = Served::open(&file);
    assert!(desk.address.starts_with("http://127.0.0.1:"));
    assert!(desk.token.len() >= 32, "{}", desk.token);
    let other = Served::open(&file);
    assert_ne!(desk.token, other.token);
}
