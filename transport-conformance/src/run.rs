//! Runs a case: its server, its calls on a thread of their own, and an end to both.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use craftgate_core::{Request, Transport};

use super::case::{Call, Case, Host};
use super::judge::{self, Called};
use super::report::{Row, Verdict};
use super::server::Server;

/// A case that is under way.
pub(super) struct Running {
    case: Case,
    server: Server,
    calls: Receiver<Vec<Called>>,
    until: Instant,
}

impl Running {
    /// Starts the server and the calls.
    ///
    /// # Errors
    ///
    /// The row of a case that can't be run on this machine.
    pub(super) fn start(
        mut case: Case,
        transport: impl Transport + Send + 'static,
        ceiling: Duration,
    ) -> Result<Self, Row> {
        let started = (|| {
            let server = Server::start(std::mem::take(&mut case.acts))?;
            let requests = requests(&case, &server.url()).map_err(std::io::Error::other)?;
            let quiet = server.quiet(ceiling);
            let (report, calls) = mpsc::channel();
            let work = move || drop(report.send(make_calls(transport, requests, quiet)));
            thread::Builder::new().name("conformance-case".to_owned()).spawn(work)?;
            std::io::Result::Ok((server, calls))
        })();
        match started {
            Ok((server, calls)) => Ok(Self { case, server, calls, until: Instant::now() + ceiling }),
            Err(error) => Err(row(case, error.to_string(), Verdict::Broken, Some("the case did not run".to_owned()))),
        }
    }

    /// Waits for the calls to end, or gives them up.
    pub(super) fn finish(self) -> Row {
        let Self { case, server, calls, until } = self;
        let calls = calls.recv_timeout(until.saturating_duration_since(Instant::now()));
        let log = server.finish(calls.is_ok());
        match calls {
            Ok(calls) => {
                let (verdict, fault) = judge::verdict(&case, &calls, &log);
                row(case, judge::account(&calls, &log), verdict, fault)
            }
            Err(RecvTimeoutError::Timeout) => broken(case, "hung", "it does not end by itself"),
            Err(RecvTimeoutError::Disconnected) => {
                broken(case, "panicked", "whatever comes, it is an answer or an error")
            }
        }
    }
}

fn broken(case: Case, did: &str, fault: &str) -> Row {
    row(case, did.to_owned(), Verdict::Broken, Some(fault.to_owned()))
}

fn row(case: Case, did: String, verdict: Verdict, fault: Option<String>) -> Row {
    Row { rule: case.rule, case: case.name, did, fault, verdict }
}

fn requests(case: &Case, server: &str) -> craftgate_core::http::Result<Vec<Request>> {
    let base = match case.host {
        Host::Server => server,
        // A port that needs more rights than a server for TCP's port service would be given.
        Host::Nobody => "http://127.0.0.1:1",
        Host::Nowhere => "http://no-such-host.invalid",
    };
    let request = |(place, call): (usize, &Call)| call.request(base, place);
    case.calls.iter().enumerate().map(request).collect()
}

/// Makes one call after another, each when the server is done with those before.
fn make_calls(transport: impl Transport, requests: Vec<Request>, quiet: impl Fn()) -> Vec<Called> {
    let call = |request: Request| {
        quiet();
        let started = Instant::now();
        let result = transport.send(request.clone());
        Called { request, result, took: started.elapsed() }
    };
    requests.into_iter().map(call).collect()
}
