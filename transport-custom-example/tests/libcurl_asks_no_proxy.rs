//! Whatever the environment says of proxies, requests go straight to Craftgate.
#![cfg(feature = "libcurl")]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::env;
use std::net::TcpListener;
use std::process::Command;

use craftgate_core::http::Request;
use craftgate_core::{Body, Transport as _};
use craftgate_custom_transports::libcurl::Libcurl;
use craftgate_emulator::{Emulator, Server};

const PROXIED: &str = "CRAFTGATE_TEST_BEHIND_A_PROXY";

/// A process of its own has an environment of its own: the test runs itself once more.
#[test]
fn a_proxy_of_the_environment_hears_of_nothing() {
    if let Ok(url) = env::var(PROXIED) {
        Libcurl::new().send(Request::get(url).body(Body::default()).unwrap()).unwrap();
        return;
    }
    let server = Server::start(Emulator::new()).unwrap();
    // Nobody listens there: the port was free a moment ago.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut again = Command::new(env::current_exe().unwrap());
    again.args(["--exact", "a_proxy_of_the_environment_hears_of_nothing", "--nocapture"]);
    again.env_remove("no_proxy").env_remove("NO_PROXY").env(PROXIED, server.url());
    for name in ["http_proxy", "all_proxy", "ALL_PROXY"] {
        again.env(name, format!("http://{nobody}"));
    }
    let output = again.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
