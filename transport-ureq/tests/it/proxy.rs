//! A request that a proxy does not let through is reported as not sent.

use craftgate_core::id::PaymentId;
#[cfg(feature = "socks-proxy")]
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use crate::peer::{Interruption, Peer, ReceivedRequest, Script, pay, protocol, read_head, receive, response};
use craftgate_core::{Error, Outcome};
#[cfg(not(feature = "socks-proxy"))]
use craftgate_ureq::ureq::Agent;
use craftgate_ureq::ureq::Proxy;
use craftgate_ureq::{Client, UreqTransport, client_with_transport};

const PAYMENT: &str = r#"{"data":{"id":17,"paymentStatus":"SUCCESS"}}"#;
const ESTABLISHED: &str = "HTTP/1.1 200 Connection established\r\nvia: kasa\r\n\r\n";
const LONG: Duration = Duration::from_secs(60);

fn client(target: &str, proxy: &str, connect_timeout: Duration) -> Client {
    let proxy = Proxy::new(&proxy.replace("http://", "http://kasa:proxy-password@")).unwrap();
    let transport = UreqTransport::builder().connect_timeout(connect_timeout).proxy(proxy).unwrap().build();
    client_with_transport(protocol(target), transport)
}

/// Pays through one proxy per script, and returns the outcomes.
fn outcomes(target: &str, connect_timeout: Duration, scripts: Vec<Script<()>>) -> Vec<Outcome> {
    let count = scripts.len();
    let proxy = Peer::start(scripts);
    let client = client(target, &proxy.url, connect_timeout);
    let pay = |_| match pay(&client) {
        Err(error @ Error::Transport(_)) => error.outcome(),
        other => panic!("{other:?}"),
    };
    let outcomes = (0..count).map(pay).collect();
    drop(client);
    proxy.finish();
    outcomes
}

/// Receives a `CONNECT` request, sends these bytes and continues with `then`.
fn sends(bytes: impl Into<Vec<u8>>, then: impl FnOnce(&mut TcpStream) + Send + 'static) -> Script<()> {
    let bytes = bytes.into();
    Box::new(move |stream| {
        assert!(receive_connect(stream), "the client closed the connection");
        stream.write_all(&bytes).unwrap();
        then(stream);
    })
}

/// Like [`sends`], for a client that may time out at any moment.
fn sends_in_vain(bytes: impl Into<Vec<u8>>, then: impl FnOnce(&mut TcpStream) + Send + 'static) -> Script<()> {
    let bytes = bytes.into();
    Box::new(move |stream| {
        if receive_connect(stream) && stream.write_all(&bytes).is_ok() {
            then(stream);
        }
    })
}

/// Receives a `CONNECT` request, which must not hold what is meant for Craftgate. Returns false if the client closed.
fn receive_connect(stream: &mut TcpStream) -> bool {
    read_head(stream).is_some_and(|ReceivedRequest { head, .. }| {
        assert!(head.starts_with("CONNECT ") && !head.contains("api-key"), "{head}");
        true
    })
}

fn stall(stream: &mut TcpStream) {
    Interruption::Stall.end(stream);
}

const TARGETS: [&str; 2] = ["https://api.craftgate.io", "http://127.0.0.1:1"];

#[test]
fn a_tunnel_carries_the_payment() {
    let proxy = Peer::start(vec![sends(ESTABLISHED, |stream| {
        receive(stream).unwrap();
        stream.write_all(response("200 OK", PAYMENT).as_bytes()).unwrap();
    })]);
    let client = client("http://127.0.0.1:1", &proxy.url, LONG);
    assert_eq!(pay(&client).unwrap().id, PaymentId::new(17));
    proxy.finish();
}

/// ureq would bypass such a proxy of the environment, and panic in the thread that pays on any other.
#[cfg(not(feature = "socks-proxy"))]
#[test]
fn a_socks_proxy_without_the_feature_is_an_error_when_the_transport_is_made() {
    for scheme in ["socks4", "socks4a", "socks5", "socks5h", "socks"] {
        let proxy = Proxy::new(&format!("{scheme}://kasa:proxy-password@127.0.0.1:1")).unwrap();
        let config = Agent::config_builder().proxy(Some(proxy.clone())).build();
        let errors = [
            UreqTransport::builder().proxy(proxy.clone()).map(|builder| builder.build()).unwrap_err(),
            UreqTransport::from_config(config.clone()).unwrap_err(),
            UreqTransport::from_agent(Agent::from(config)).unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.protocol, proxy.protocol());
            assert!(error.to_string().contains("socks-proxy"), "{error}");
            assert!(!craftgate_test_support::shown(&error).contains("proxy-password"), "{error:?}");
        }
    }
}

/// Runs itself again in a process with a proxy variable.
#[cfg(not(feature = "socks-proxy"))]
#[test]
fn a_socks_proxy_of_the_environment_is_an_error_when_the_transport_is_made() {
    const PROXIED: &str = "CRAFTGATE_TEST_BEHIND_A_SOCKS_PROXY";
    if std::env::var_os(PROXIED).is_some() {
        UreqTransport::from_config(Agent::config_builder().build()).unwrap_err();
        UreqTransport::from_agent(Agent::new_with_defaults()).unwrap_err();
        UreqTransport::builder().proxy(Proxy::try_from_env().unwrap()).unwrap_err();
        assert!(
            format!("{:?}", UreqTransport::new()).contains("proxy: None"),
            "the environment does not choose the proxy"
        );
        return;
    }
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args([
        "--exact",
        "proxy::a_socks_proxy_of_the_environment_is_an_error_when_the_transport_is_made",
        "--nocapture",
    ]);
    let output = child.env(PROXIED, "1").env("ALL_PROXY", "socks5://127.0.0.1:1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[cfg(feature = "socks-proxy")]
#[test]
fn a_socks_proxy_carries_the_payment() {
    let proxy = Peer::start(vec![Box::new(|stream: &mut TcpStream| {
        let mut greeting = [0; 3];
        stream.read_exact(&mut greeting).unwrap();
        assert_eq!(greeting, [5, 1, 0], "version 5, one method: no authentication");
        stream.write_all(&[5, 0]).unwrap();
        let mut target = [0; 10];
        stream.read_exact(&mut target).unwrap();
        assert_eq!(target, [5, 1, 0, 1, 127, 0, 0, 1, 0, 1], "connect to 127.0.0.1:1");
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        receive(stream).unwrap();
        stream.write_all(response("200 OK", PAYMENT).as_bytes()).unwrap();
    }) as Script<()>]);
    let socks = Proxy::new(&proxy.url.replace("http", "socks5")).unwrap();
    let transport = UreqTransport::builder().proxy(socks).unwrap().build();
    let client = client_with_transport(protocol("http://127.0.0.1:1"), transport);
    assert_eq!(pay(&client).unwrap().id, PaymentId::new(17));
    proxy.finish();
}

#[test]
fn an_unreachable_proxy_is_not_sent() {
    for proxy in ["http://127.0.0.1:1", "http://no-such-host.invalid:3128"] {
        for target in TARGETS {
            let error = pay(&client(target, proxy, LONG)).unwrap_err();
            assert_eq!(error.outcome(), Outcome::NotSent, "{error:?}");
        }
    }
}

#[test]
fn a_rejection_by_the_proxy_is_not_sent() {
    for target in TARGETS {
        let rejections = [
            "407 Proxy Authentication Required\r\nproxy-authenticate: Basic",
            "403 Forbidden",
            "502 Bad Gateway",
            "302 Found\r\nlocation: http://127.0.0.1:1/giris",
            "204 No Content",
        ];
        let rejects = |rejection: &str| sends(format!("HTTP/1.1 {rejection}\r\ncontent-length: 0\r\n\r\n"), stall);
        let outcomes = outcomes(target, LONG, rejections.map(rejects).into());
        assert_eq!(outcomes, [Outcome::NotSent; 5]);
    }
}

#[test]
fn a_proxy_without_http_is_not_sent() {
    let scripts =
        ["\0\u{1}\r\n\r\n", "220 posta.example ESMTP\r\n", "HTTP/1.1 abc\r\n\r\n"].map(|bytes| sends(bytes, stall));
    assert_eq!(outcomes(TARGETS[0], LONG, scripts.into()), [Outcome::NotSent; 3]);
}

#[test]
fn a_truncated_response_of_the_proxy_is_not_sent() {
    for interruption in [Interruption::Close, Interruption::Reset, Interruption::HalfClose] {
        let truncates = |length| sends(&ESTABLISHED.as_bytes()[..length], move |stream| interruption.end(stream));
        let outcomes = outcomes(TARGETS[0], LONG, (0..ESTABLISHED.len()).map(truncates).collect());
        assert!(outcomes.iter().all(|outcome| *outcome == Outcome::NotSent), "{interruption:?}: {outcomes:?}");
    }
}

/// The tunnel is established, and interrupted before the TLS handshake.
#[test]
fn a_tunnel_interrupted_before_tls_is_not_sent() {
    let scripts = [Interruption::Close, Interruption::Reset, Interruption::HalfClose]
        .map(|interruption| sends(ESTABLISHED, move |stream| interruption.end(stream)));
    assert_eq!(outcomes(TARGETS[0], LONG, scripts.into()), [Outcome::NotSent; 3]);
}

#[test]
fn a_stalled_proxy_times_out_as_not_sent() {
    let scripts = [0, 1, 20].map(|length| sends_in_vain(&ESTABLISHED.as_bytes()[..length], stall)).into();
    assert_eq!(outcomes(TARGETS[0], Duration::from_millis(100), scripts), [Outcome::NotSent; 3]);
}

/// Each byte arrives within the timeout, and the response does not.
#[test]
fn a_proxy_that_drips_times_out_as_not_sent() {
    let scripts = vec![sends_in_vain("HTTP/1.1 200 OK\r\nvia: ", |stream| {
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    })];
    assert_eq!(outcomes(TARGETS[0], Duration::from_millis(200), scripts), [Outcome::NotSent]);
}

#[test]
fn an_endless_response_of_the_proxy_is_not_sent() {
    let scripts = vec![sends("HTTP/1.1 200 OK\r\n", |stream| while stream.write_all(b"via: kasa\r\n").is_ok() {})];
    assert_eq!(outcomes(TARGETS[0], LONG, scripts), [Outcome::NotSent]);
}

/// Once the tunnel is established, the request may have arrived.
#[test]
fn a_tunnel_interrupted_after_the_request_is_maybe_sent() {
    let interrupts = |interruption: Interruption| {
        sends(ESTABLISHED, move |stream| {
            receive(stream).unwrap();
            interruption.end(stream);
        })
    };
    let scripts = [Interruption::Close, Interruption::Reset, Interruption::HalfClose].map(interrupts);
    assert_eq!(outcomes("http://127.0.0.1:1", LONG, scripts.into()), [Outcome::Unknown; 3]);
}
