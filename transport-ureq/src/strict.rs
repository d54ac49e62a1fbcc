//! A connection that is stricter than ureq's own in three things.
//!
//! ureq takes a reset, and TLS that ends without saying so, for the end of a body that has no length: half a file
//! would pass for the whole. It gives a proxy all the time for connecting anew with each byte. And before it uses a
//! connection again it asks the operating system alone whether something came unasked: what TLS has already read, or a
//! body that comes later than it should, would be the answer to the next request.

use std::io::ErrorKind;
use std::time::Instant;

use ureq::Error;
use ureq::tls::TlsProvider;
use ureq::unversioned::transport::time::Duration;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

/// A connection whose breaking is an error, whose time is over when it is over, and that is used again only when empty.
#[derive(Debug)]
pub(crate) struct Strict {
    connection: Box<dyn Transport>,
    /// Whose TLS it speaks, if it does.
    tls: TlsProvider,
    /// The time that was given last since something was sent, and since when.
    budget: Option<(NextTimeout, Instant)>,
    /// An answer that can't have a body has spoken of one.
    awaits_a_body: bool,
}

impl Strict {
    pub(crate) fn new(connection: Box<dyn Transport>, tls: TlsProvider) -> Self {
        Self { connection, tls, budget: None, awaits_a_body: false }
    }

    /// What is left of a time that is given not for the first time. Where ureq counts itself, no two are the same.
    fn left(&mut self, mut timeout: NextTimeout) -> NextTimeout {
        let since = match self.budget {
            Some((given, since)) if given == timeout => since,
            _ => Instant::now(),
        };
        self.budget = Some((timeout, since));
        if let Duration::Exact(time) = &mut timeout.after {
            *time = time.saturating_sub(since.elapsed());
        }
        timeout
    }

    /// Whether all that came was asked for. Half a TLS record is not seen: who sends it can as well send it later.
    ///
    /// Without time nothing is read that is not there, neither by ureq nor by rustls; other kinds of TLS may take that
    /// for the end of the connection.
    fn is_empty(&mut self) -> bool {
        let at_once = NextTimeout { after: Duration::from_secs(0), ..NextTimeout::default() };
        self.tls != TlsProvider::Rustls || matches!(self.connection.await_input(at_once), Err(Error::Timeout(_)))
    }
}

impl Transport for Strict {
    fn buffers(&mut self) -> &mut dyn Buffers {
        let buffers = self.connection.buffers();
        self.awaits_a_body |= speaks_of_a_body_without_one(buffers.input());
        buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.budget = None;
        self.connection.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let timeout = self.left(timeout);
        self.connection.await_input(timeout).map_err(|error| match error {
            Error::Io(error) if is_breaking(error.kind()) => Error::Other(Box::new(error)),
            error => error,
        })
    }

    fn is_open(&mut self) -> bool {
        !self.awaits_a_body && self.connection.is_open() && self.is_empty()
    }

    fn is_tls(&self) -> bool {
        self.connection.is_tls()
    }
}

fn is_breaking(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// Whether this is the head of an answer that has no body by its status (RFC 9112, section 6.3), and speaks of one. ureq
/// shows each head before it reads on.
fn speaks_of_a_body_without_one(input: &[u8]) -> bool {
    let input = input.trim_ascii_start();
    let is_bodiless = |status: &[u8]| status.starts_with(b"204") || status.starts_with(b"304");
    if !input.starts_with(b"HTTP/1.") || !input.get(9..).is_some_and(is_bodiless) {
        return false;
    }
    let head = String::from_utf8_lossy(input).to_ascii_lowercase();
    let mut fields = head.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
    fields.any(|(name, value)| match name {
        "content-length" => value.trim().parse() != Ok(0_u64),
        "transfer-encoding" => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, PoisonError};
    use std::{thread, time};

    use ureq::unversioned::transport::LazyBuffers;

    use super::*;

    /// Remembers the times that it is given.
    #[derive(Debug)]
    struct Timed {
        buffers: LazyBuffers,
        times: Arc<Mutex<Vec<time::Duration>>>,
    }

    impl Transport for Timed {
        fn buffers(&mut self) -> &mut dyn Buffers {
            &mut self.buffers
        }

        fn transmit_output(&mut self, _: usize, _: NextTimeout) -> Result<(), Error> {
            Ok(())
        }

        fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
            self.times.lock().unwrap_or_else(PoisonError::into_inner).push(*timeout.after);
            thread::sleep(time::Duration::from_millis(2));
            Ok(true)
        }

        fn is_open(&mut self) -> bool {
            true
        }
    }

    #[test]
    fn a_time_runs_from_when_it_was_first_given() {
        let times = Arc::new(Mutex::new(Vec::new()));
        let timed = Timed { buffers: LazyBuffers::new(1, 1), times: Arc::clone(&times) };
        let mut connection = Strict::new(Box::new(timed), TlsProvider::Rustls);
        let minute = NextTimeout { after: Duration::from_secs(60), ..NextTimeout::default() };

        for _ in 0..2 {
            connection.transmit_output(0, minute).unwrap();
            connection.await_input(minute).unwrap();
            connection.await_input(minute).unwrap();
        }
        connection.await_input(NextTimeout::default()).unwrap();

        let times = times.lock().unwrap();
        let (whole, shorter) = (time::Duration::from_secs(59), time::Duration::from_millis(2));
        assert!(times[0] > whole && times[1] + shorter <= times[0], "{times:?}");
        assert!(times[2] > whole && times[3] + shorter <= times[2], "{times:?}");
        assert!(times[4] > time::Duration::from_secs(1_000_000), "{times:?}");
    }

    #[test]
    fn a_body_is_spoken_of_where_there_is_none() {
        for (head, speaks) in [
            ("HTTP/1.1 204 No Content\r\n\r\n", false),
            ("HTTP/1.1 204 No Content\r\nserver: x\r\nCONTENT-LENGTH: 0\r\n\r\n", false),
            ("HTTP/1.1 204 No Content\r\nserver: x\r\nCONTENT-LENGTH: 7\r\n\r\n", true),
            ("HTTP/1.0 304 Not Modified\r\ncontent-length:7\r\n\r\n", true),
            ("\r\nHTTP/1.1 204\nTransfer-Encoding: chunked\n\n", true),
            ("HTTP/1.1 204 No Content\r\n\r\ncontent-length: 7\r\n\r\n", false),
            ("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n", false),
            ("HTTP/1.1 20", false),
            ("{}", false),
        ] {
            assert_eq!(speaks_of_a_body_without_one(head.as_bytes()), speaks, "{head}");
        }
    }
}
