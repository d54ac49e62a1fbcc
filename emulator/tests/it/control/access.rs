//! Who may use the control API.

use craftgate_emulator::{Emulator, Server};

use super::Controlled;
use crate::common::http::{send, status};

#[test]
fn other_sites_have_no_control() {
    let controlled = Controlled::open();
    let address = controlled.server.address();
    let status_with = |method: &str, headers: &str| {
        status(&send(address, method, "/emulator/clock", headers, r#"{"now":"2026-01-01T00:00:00"}"#)).to_owned()
    };
    for headers in [
        "host: evil.example.com\r\n",
        "host: localhost.evil.example.com\r\n",
        "host: \r\n",
        "origin: https://evil.example.com\r\n",
        "origin: null\r\n",
        "sec-fetch-site: cross-site\r\n",
        "sec-fetch-site: same-site\r\n",
    ] {
        assert_eq!(status_with("PUT", headers), "403", "{headers}");
    }
    assert_eq!(controlled.shop.emulator.events(), []);
    for headers in
        ["host: localhost:4010\r\n", "host: [::1]:4010\r\n", "host: 127.0.0.1\r\n", "sec-fetch-site: none\r\n"]
    {
        assert_eq!(status_with("PUT", headers), "200", "{headers}");
    }
    assert_eq!(status_with("PUT", &format!("origin: http://{address}\r\n")), "200");
    assert_eq!(status_with("GET", "host: evil.example.com\r\n"), "403");
}

#[test]
fn the_public_name_is_one_of_the_emulators_own() {
    let server =
        Server::builder(Emulator::new()).public_url("http://craftgate.test:4010/").bind("127.0.0.1:0").unwrap();
    assert_eq!(server.url(), "http://craftgate.test:4010");
    let get = |host: &str| send(server.address(), "GET", "/emulator", &format!("host: {host}\r\n"), "");
    assert_eq!(status(&get("craftgate.test:4010")), "200");
    assert_eq!(status(&get("craftgate.example")), "403");
}
