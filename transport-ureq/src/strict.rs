//! A connection that is stricter than ureq's own in two things.
//!
//! ureq takes a reset, and TLS that ends without saying so, for the end of a body that has no length: half a file
//! would pass for the whole. And it gives a proxy all the time for connecting anew with each byte.

use std::io::ErrorKind;
use std::time::Instant;

use ureq::Error;
use ureq::unversioned::transport::time::Duration;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

/// A connection whose breaking is an error, and whose time is over when it is over.
#[derive(Debug)]
pub(crate) struct Strict {
    connection: Box<dyn Transport>,
    /// The time that was given last since something was sent, and since when.
    budget: Option<(NextTimeout, Instant)>,
}

impl Strict {
    pub(crate) fn new(connection: Box<dyn Transport>) -> Self {
        Self { connection, budget: None }
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
}

impl Transport for Strict {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.connection.buffers()
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
        self.connection.is_open()
    }

    fn is_tls(&self) -> bool {
        self.connection.is_tls()
    }
}

fn is_breaking(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
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
        let mut connection = Strict::new(Box::new(timed));
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
}
