//! The command: its options, what it prints, and how it ends.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;

use craftgate_core::{Credentials, Environment, Protocol, RandomKey};
use craftgate_emulator::TestCard;
use rust_decimal_macros::dec;

use crate::common::command::{Process, command, output};
use crate::common::http::{call, connect, exchange, read_message, status, to_bytes};
use crate::common::payment;

/// Pays with the keys that the emulator printed, and returns the response.
fn pay(emulator: &Process) -> String {
    pay_with(emulator, (&emulator.field("apiKey"), &emulator.field("secretKey")))
}

/// Pays with an API key and a secret key.
fn pay_with(emulator: &Process, (api_key, secret_key): (&str, &str)) -> String {
    let credentials = Credentials::new(api_key, secret_key).unwrap();
    let protocol = Protocol::new(credentials, Environment::custom(&emulator.url()).unwrap());
    let operation = payment(&[dec!(100)]);
    let request = protocol.exchange(&operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
    exchange(&mut connect(emulator.address()), &to_bytes(&request))
}

#[test]
fn a_client_can_pay_with_what_is_printed() {
    let emulator = Process::start(&[]);
    assert_eq!(status(&pay(&emulator)), "200");
    assert_eq!(emulator.field("callbackKey"), craftgate_emulator::CALLBACK_KEY);
}

#[test]
fn options_can_be_environment_variables() {
    let mut command = command(&["--secret-key", "an option"]);
    command.env("CRAFTGATE_EMULATOR_API_KEY", "api-key").env("CRAFTGATE_EMULATOR_SECRET_KEY", "overridden");
    let emulator = Process::spawn(command);
    assert_eq!((emulator.field("apiKey").as_str(), emulator.field("secretKey").as_str()), ("api-key", "an option"));
    assert_eq!(status(&pay(&emulator)), "200");
}

#[cfg(unix)]
#[test]
fn flags_in_the_environment_are_words_for_yes_and_no() {
    for (value, is_logged) in [("1", false), ("yes", false), ("true", false), ("0", true), ("off", true), ("", true)] {
        let mut command = command(&[]);
        command.env("CRAFTGATE_EMULATOR_QUIET", value);
        let emulator = Process::spawn(command);
        pay(&emulator);
        assert_eq!(!emulator.log().is_empty(), is_logged, "{value}");
    }
    let error = command(&[]).env("CRAFTGATE_EMULATOR_QUIET", "belki").output().unwrap();
    assert_eq!(error.status.code(), Some(2));
}

#[test]
fn an_empty_environment_variable_is_absent() {
    let mut command = command(&[]);
    for name in ["API_KEY", "WEBHOOK_URL", "LISTEN", "CLOCK", "SEED", "STATE", "LENIENT", "WEBHOOK_SCHEDULE"] {
        command.env(format!("CRAFTGATE_EMULATOR_{name}"), "");
    }
    let emulator = Process::spawn(command);
    assert_eq!(emulator.field("apiKey"), craftgate_emulator::API_KEY);
    assert_eq!(status(&pay(&emulator)), "200");
}

#[test]
fn people_get_the_url_and_every_key() {
    let emulator = Process::start_for_people(&["--webhook-key", "kanca"]);
    for expected in ["http://127.0.0.1:", "emulator-api-key", "emulator-secret-key", "emulator-callback-key", "kanca"] {
        assert!(emulator.text.contains(expected), "{}", emulator.text);
    }
}

#[test]
fn people_get_ten_test_cards() {
    let emulator = Process::start_for_people(&[]);
    let is_number = |word: &&str| word.len() >= 14 && word.bytes().all(|byte| byte.is_ascii_digit());
    let numbers: Vec<&str> = emulator.text.split_whitespace().filter(is_number).collect();
    assert_eq!(numbers.len(), 10);
    assert!(numbers.iter().all(|number| TestCard::find(number).is_some()), "{numbers:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_termination_end_it_cleanly() {
    for signal in ["INT", "TERM"] {
        let emulator = Process::start(&[]);
        // An open connection does not hold it up.
        let _idle = connect(emulator.address());
        assert_eq!(emulator.end(signal).code(), Some(0), "{signal}");
    }
}

#[test]
fn a_taken_address_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = output(&["--listen", &address]);
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with(&format!("error: the address {address} is in use")), "{error}");
    assert_eq!(output.stdout, b"");
}

#[test]
fn wrong_options_are_named() {
    let cases = [
        (&["--lisen", "127.0.0.1:0"][..], 2, "unexpected argument '--lisen'"),
        (&["--api-key"], 2, "a value is required for '--api-key <KEY>'"),
        (&["--listen", "nowhere"], 2, "not an address with a port, such as 127.0.0.1:4010"),
        (&["--listen", ":4010"], 2, "not an address with a port"),
        (&["--listen", "127.0.0.1:65536"], 2, "not an address with a port"),
        (&["--listen", "nowhere.invalid:0"], 3, "can't listen on nowhere.invalid:0"),
        (&["--api-key", "iki\nsatır"], 2, "API key"),
        (&["--webhook-key", ""], 2, "webhook key"),
    ];
    for (options, code, expected) in cases {
        let output = output(options);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{error}");
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("iki"), "{error}");
    }
}

/// A folder of a test's own, which is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("craftgate-emulator-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Returns the path of a file in it.
    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_seed_brings_merchants_with_their_keys() {
    let folder = Folder::new("seed");
    let seed = folder.file("tohum.json");
    fs::write(&seed, r#"{"merchants": [{"apiKey": "a", "secretKey": "b"}, {"apiKey": "c", "secretKey": "d"}]}"#)
        .unwrap();
    let emulator = Process::start(&["--seed", &seed]);
    assert_eq!((emulator.field("apiKey").as_str(), emulator.field("secretKey").as_str()), ("a", "b"));
    for keys in [("a", "b"), ("c", "d")] {
        let response = pay_with(&emulator, keys);
        assert!(response.contains(r#"{"data":{"id":1,"paymentStatus":"SUCCESS""#), "{response}");
    }
    assert_eq!(status(&pay_with(&emulator, ("a", "d"))), "401");
}

#[cfg(unix)]
#[test]
fn the_state_is_kept_between_runs() {
    let folder = Folder::new("state");
    let state = folder.file("durum.json");
    for id in 1..=3 {
        let emulator = Process::start(&["--state", &state]);
        let response = pay(&emulator);
        assert!(response.contains(&format!(r#"{{"data":{{"id":{id},"paymentStatus":"SUCCESS""#)), "{response}");
        assert_eq!(emulator.end("TERM").code(), Some(0));
    }
    // No partial file is left.
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&state).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn webhooks_that_wait_outlive_the_process() {
    let folder = Folder::new("webhooks");
    let state = folder.file("durum.json");
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhook", receiver.local_addr().unwrap());
    let options = ["--state", &state, "--webhook-url", &url];
    let receive = |status: &str| {
        let (mut stream, _) = receiver.accept().unwrap();
        let webhook = read_message(&mut stream);
        stream
            .write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").as_bytes())
            .unwrap();
        webhook
    };
    let emulator = Process::start(&options);
    pay(&emulator);
    let first = receive("503 Service Unavailable");
    assert_eq!(emulator.end("TERM").code(), Some(0));

    let emulator = Process::start(&options);
    assert_eq!(call(emulator.address(), "POST", "/emulator/clock/advance", r#"{"seconds": 60}"#).0, 200);
    let again = receive("200 OK");
    let body = |webhook: &str| webhook.split_once("\r\n\r\n").unwrap().1.to_owned();
    assert_eq!(body(&again), body(&first));
    let deliveries = || call(emulator.address(), "GET", "/emulator/webhooks", "").1;
    while !deliveries().contains("DELIVERED") {
        std::thread::yield_now();
    }
    assert_eq!(emulator.end("TERM").code(), Some(0));
    let state: serde_json::Value = serde_json::from_str(&fs::read_to_string(&state).unwrap()).unwrap();
    assert_eq!(state["merchants"][0]["records"]["webhooks"], serde_json::json!({"notified": 1, "waiting": []}));
}

#[test]
fn a_seed_that_can_not_be_used_is_named() {
    let folder = Folder::new("wrong-seed");
    let seed = folder.file("tohum.json");
    let cases = [
        ("{\"merchants\": [{\n\"apiKy\": 1}]}", "line 2: merchants[0].apiKy: unknown field"),
        (r#"{"merchants": []}"#, "tohum.json: line 1: merchants: must not be empty"),
        (r#"{"merchants": [{"apiKey": "x"}]}"#, "merchants[0].apiKey: differs from --api-key"),
    ];
    for (json, expected) in cases {
        fs::write(&seed, json).unwrap();
        let output = output(&["--listen", "127.0.0.1:0", "--seed", &seed, "--api-key", "y"]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(4), "{error}");
        assert!(error.contains(expected), "{error}");
    }
    let output = output(&["--seed", &folder.file("yok.json")]);
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stderr).unwrap().contains("yok.json: "));
}

#[cfg(unix)]
#[test]
fn every_request_is_logged_on_a_line_without_a_secret() {
    let emulator = Process::start(&[]);
    pay(&emulator);
    pay_with(&emulator, (craftgate_emulator::API_KEY, "wrong"));
    let token = "/payment/v1/checkout-payments/bb2ae5f1-token?cardUserKey=4111111111111111";
    exchange(&mut connect(emulator.address()), format!("GET {token} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes());
    let log = emulator.log();
    let lines: Vec<&str> = log.lines().map(|line| line.rsplitn(3, ' ').last().unwrap()).collect();
    let expected = [
        "POST /payment/v1/card-payments 200",
        "POST /payment/v1/card-payments 401 error 1004",
        "GET /payment/v1/checkout-payments/*** 401 error 1001",
    ];
    assert_eq!(lines, expected, "{log}");
    assert!(log.lines().all(|line| line.ends_with(" ms")), "{log}");
    for secret in ["5258640000000001", "4111111111111111", "emulator-secret-key", "bb2ae5f1"] {
        assert!(!log.contains(secret), "{log}");
    }

    let quiet = Process::start(&["--quiet"]);
    pay(&quiet);
    assert_eq!(quiet.log(), "");
}

#[cfg(unix)]
#[test]
fn the_clock_starts_at_the_time_given() {
    let emulator = Process::start(&["--clock", "2031-05-06T07:08"]);
    let response = pay(&emulator);
    assert!(response.contains(r#""createdDate":"2031-05-06T07:08:"#), "{response}");
}

#[test]
fn wrong_values_of_options_are_explained() {
    for (options, expected) in [
        (["--clock", "yarın"], "not a time such as 2026-11-26T14:30:00"),
        (["--webhook-url", "https://shop.example.com/hook"], "not an http:// URL"),
        (["--public-url", "emulator"], "not an http:// or https:// URL"),
        (["--public-url", "https://emulator.example.com/?a=1"], "not an http:// or https:// URL"),
        (["--public-url", "https://emulator.example.com/#a"], "not an http:// or https:// URL"),
        (["--webhook-schedule", "slow"], "[possible values: real, fast]"),
        (["--three-ds", "none"], "[possible values: full, half]"),
    ] {
        let output = output(&options);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && error.contains(expected), "{error}");
    }
}

/// Returns true if this machine has the programs that the README's first payment needs besides a shell.
#[cfg(unix)]
fn has_programs() -> bool {
    let runs = |program: &str, option: &str| std::process::Command::new(program).arg(option).output().is_ok();
    runs("curl", "--version") && runs("openssl", "version") && runs("base64", "--version")
}

/// The script of the README that starts like this.
#[cfg(unix)]
fn readme_script(start: &str) -> &'static str {
    let readme = include_str!("../../README.md");
    readme.split("```sh\n").find(|block| block.starts_with(start)).unwrap().split("```").next().unwrap()
}

/// Runs a script against the emulator, and returns what it printed.
#[cfg(unix)]
fn run_script(script: &str, emulator: &Process, folder: &std::path::Path) -> String {
    let script = script.replace("http://127.0.0.1:4010", &emulator.url());
    let output = std::process::Command::new("sh").args(["-e", "-c", &script]).current_dir(folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The function of the README's scripts.
#[cfg(unix)]
fn readme_function() -> &'static str {
    readme_script("call() {").split_inclusive("\n}\n").next().unwrap()
}

#[cfg(unix)]
#[test]
fn the_first_payment_of_the_readme_is_clicked_to_its_end() {
    if !has_programs() {
        return;
    }
    let folder = Folder::new("readme-first");
    let emulator = Process::start(&[]);
    let page = run_script(readme_script("call() {"), &emulator, &folder.0);
    let post = |path: &str, form: &str| call(emulator.address(), "POST", path, form);
    let path = page.trim().strip_prefix(&emulator.url()).unwrap_or_else(|| panic!("{page}"));
    let card = "action=pay&number=5258640000000001&holder=Haluk+Demir&expiry=07/44&cvc=000&threeDs=on";
    assert_eq!(post(path, card).0, 303);
    let state = call(emulator.address(), "GET", "/emulator/state", "").1;
    let state: serde_json::Value = serde_json::from_str(&state).unwrap();
    let (bank, _) =
        state["merchants"][0]["records"]["threeDsPages"]["records"].as_object().unwrap().iter().next().unwrap();
    let (_, paid) = post(&format!("/pages/1/three-ds/{bank}"), "action=approve&code=123456");
    let form = craftgate_emulator::CallbackForm::parse(&paid).unwrap_or_else(|| panic!("{paid}"));
    let callback = form.action().strip_prefix(&emulator.url()).unwrap();
    let (status, shop) = post(callback, &form.form_body());
    assert!(status == 200 && shop.contains("<dt>token</dt>"), "{shop}");
    let state = call(emulator.address(), "GET", "/emulator/state", "").1;
    assert!(state.contains(r#""paymentStatus": "SUCCESS""#), "{state}");
}

#[cfg(unix)]
#[test]
fn the_payments_of_the_readme_succeed() {
    if !has_programs() {
        return;
    }
    let folder = Folder::new("readme");
    let emulator = Process::start(&[]);
    let run = |start| run_script(readme_script(start), &emulator, &folder.0);

    let response = run("URL=");
    assert!(response.starts_with(r#"{"data":{"id":1,"paymentStatus":"SUCCESS""#), "{response}");

    let script = format!("{}{}", readme_function(), readme_script("call /payment/v1/card-payments/3ds-init"));
    let response = run_script(&script, &emulator, &folder.0);
    assert!(response.starts_with(r#"{"body":"status=SUCCESS&"#), "{response}");
    assert!(response.contains(r#"{"data":{"id":2,"paymentStatus":"SUCCESS""#), "{response}");
    assert!(fs::read_to_string(folder.file("pay.html")).unwrap().contains("/pages/1/three-ds/"));
}

#[cfg(unix)]
#[test]
fn the_pages_of_the_readme_exist() {
    if !has_programs() {
        return;
    }
    let folder = Folder::new("readme-pages");
    let emulator = Process::start(&[]);
    let script = format!("{}{}", readme_script("call() {"), readme_script("call /craftlink"));
    let response = run_script(&script, &emulator, &folder.0);
    for page in ["/pages/1/checkout/", "/pages/1/link/"] {
        assert!(response.contains(page), "{response}");
    }
}
