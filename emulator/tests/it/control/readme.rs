//! The calls that the README shows.

use super::Controlled;
use crate::common::http::call;

/// Returns the method, the path and the body of every control call in the README.
fn calls_of_the_readme() -> Vec<(String, String, String)> {
    let readme = include_str!("../../../README.md");
    let calls = readme.lines().filter_map(|line| line.strip_prefix("curl -X "));
    calls
        .map(|call| {
            let (method, rest) = call.split_once(' ').unwrap();
            let (url, body) = rest.split_once(" -d '").unwrap_or((rest, "'"));
            let path = url.strip_prefix("http://127.0.0.1:4010").unwrap();
            (method.to_owned(), path.to_owned(), body.strip_suffix('\'').unwrap().to_owned())
        })
        .collect()
}

#[test]
fn every_call_of_the_readme_succeeds() {
    let controlled = Controlled::open();
    let calls = calls_of_the_readme();
    assert!(calls.len() > 10);
    for (method, path, body) in calls {
        let (status, response) = call(controlled.server.address(), &method, &path, &body);
        assert!((200..300).contains(&status), "{method} {path} {body}: {status} {response}");
    }
}
