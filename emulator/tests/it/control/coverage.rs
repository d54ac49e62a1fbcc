//! What a test does in process, a test in any other language does by the control API.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What the control API has in another form, and what the server does by itself.
const NOT_CALLED: [&str; 6] = [
    // `/clock`, which moves the clocks of all merchants.
    "set_clock",
    "stop_clock",
    "advance_clock",
    // `/events`, and `/webhooks`: the server sends them.
    "events_after",
    "webhook",
    "send_webhook",
];

/// The server takes and sends these.
const SENT_BY_THE_SERVER: &str = "take_checkout_notifications";

/// Returns the sources of a layer, with its subfolders, as one string.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        text += &if path.is_dir() { sources(&path) } else { fs::read_to_string(path).unwrap() };
    }
    text
}

#[test]
fn everything_in_simulate_is_in_the_control_api() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let simulate = sources(&source.join("simulate"));
    let in_impls = simulate.split("impl Emulator {").skip(1).filter_map(|rest| rest.split("\n}").next());
    let functions: BTreeSet<&str> = in_impls
        .flat_map(|implementation| implementation.lines().filter_map(|line| line.strip_prefix("    pub fn ")))
        .filter_map(|line| line.split(['(', '<']).next())
        .collect();
    assert!(functions.len() > 25, "{functions:?}");
    let control = sources(&source.join("control"));
    let missing: BTreeSet<&str> =
        functions.into_iter().filter(|name| !control.contains(&format!(".{name}("))).collect();
    let expected: BTreeSet<&str> = NOT_CALLED.into_iter().chain([SENT_BY_THE_SERVER]).collect();
    assert_eq!(missing, expected);
}

#[test]
fn every_path_of_the_control_api_is_in_the_readme() {
    let readme = include_str!("../../../README.md");
    let control = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/control"));
    let arms = control.lines().filter_map(|line| line.trim().strip_prefix("(&Method::"));
    let mut count = 0;
    for arm in arms {
        let (method, rest) = arm.split_once(", ").unwrap();
        let (pattern, _) = rest.split_once(") =>").unwrap();
        let words: Vec<&str> = pattern.split('"').skip(1).step_by(2).collect();
        let is_documented = readme.lines().any(|line| {
            line.contains(&format!("{method} "))
                && line.contains("/emulator")
                && words.iter().all(|word| line.contains(word))
        });
        assert!(is_documented, "{method} {words:?}");
        count += 1;
    }
    assert!(count > 25, "{count}");
}
