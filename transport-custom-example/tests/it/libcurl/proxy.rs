//! Proxies of the environment are ignored.

use std::env;
use std::process::Command;

use craftgate_core::http::Request;
use craftgate_core::{Body, Transport as _};
use craftgate_custom_transports::libcurl::Libcurl;
use craftgate_emulator::{Emulator, Server};

const PROXIED: &str = "CRAFTGATE_TEST_BEHIND_A_PROXY";

/// Runs itself again in a process with other environment variables.
#[test]
fn a_proxy_of_the_environment_is_ignored() {
    if let Ok(url) = env::var(PROXIED) {
        Libcurl::new().send(Request::get(url).body(Body::default()).unwrap()).unwrap();
        return;
    }
    let server = Server::start(Emulator::new()).unwrap();
    // A privileged port, on which nothing listens.
    let closed = "127.0.0.1:1";
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "libcurl::proxy::a_proxy_of_the_environment_is_ignored", "--nocapture"]);
    child.env_remove("no_proxy").env_remove("NO_PROXY").env(PROXIED, server.url());
    for name in ["http_proxy", "all_proxy", "ALL_PROXY"] {
        child.env(name, format!("http://{closed}"));
    }
    let output = child.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
