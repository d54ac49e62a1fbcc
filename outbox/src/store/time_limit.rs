//! A time limit for work that can't be cancelled.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel, sync_channel};
use std::thread;
use std::time::Duration;

/// How many threads may work beyond the limit. Each keeps a connection.
const MAX_LATE: usize = 16;

type Work = Box<dyn FnOnce() + Send>;

/// A limit for the time that work may take, and the thread that does it.
pub(crate) struct TimeLimit {
    limit: Duration,
    thread: Option<Sender<Work>>,
    /// One reference here, and one in each thread.
    threads: Arc<()>,
}

impl TimeLimit {
    pub(crate) fn new(limit: Duration) -> Self {
        Self { limit, thread: None, threads: Arc::new(()) }
    }

    /// Returns what `work` returns, from another thread. After the limit that thread is left behind: it ends with the work,
    /// and what the work returns is dropped.
    ///
    /// # Errors
    ///
    /// If the work takes longer, or if too many threads were left behind.
    pub(crate) fn run<T: Send + 'static>(&mut self, work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
        let thread = match self.thread.take() {
            Some(thread) => thread,
            None => self.start()?,
        };
        let (sender, receiver) = sync_channel(1);
        // A thread that has ended drops the work, and with it the sender.
        thread.send(Box::new(move || drop(sender.send(work())))).ok();
        let value = receiver.recv_timeout(self.limit).map_err(|error| match error {
            RecvTimeoutError::Timeout => timed_out(format!("no response within {:?}", self.limit)),
            RecvTimeoutError::Disconnected => io::Error::other("the database's client panicked"),
        })?;
        self.thread = Some(thread);
        Ok(value)
    }

    /// Starts a thread in place of one that was left behind.
    fn start(&self) -> io::Result<Sender<Work>> {
        if Arc::strong_count(&self.threads) > MAX_LATE {
            return Err(timed_out(format!("{MAX_LATE} connections don't respond")));
        }
        let reference = Arc::clone(&self.threads);
        let (sender, receiver) = channel::<Work>();
        thread::Builder::new().name("craftgate-outbox".to_owned()).spawn(move || {
            receiver.into_iter().for_each(|work| work());
            drop(reference);
        })?;
        Ok(sender)
    }
}

fn timed_out(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_within_the_limit_returns_its_value() {
        let mut limit = TimeLimit::new(Duration::from_secs(60));
        let thread = limit.run(|| thread::current().id()).unwrap();
        assert_eq!(limit.run(|| thread::current().id()).unwrap(), thread, "it is used again");
        assert_ne!(thread, thread::current().id());
    }

    #[test]
    fn work_that_does_not_end_is_left_behind_until_there_is_too_much_of_it() {
        let mut limit = TimeLimit::new(Duration::from_millis(1));
        let mut ends = Vec::new();
        for _ in 0..MAX_LATE {
            let (end, wait) = channel::<()>();
            let error = limit.run(move || wait.recv()).unwrap_err();
            assert_eq!((error.kind(), &*error.to_string()), (io::ErrorKind::TimedOut, "no response within 1ms"));
            ends.push(end);
        }
        let error = limit.run(|| panic!("more work is started")).unwrap_err();
        assert_eq!((error.kind(), &*error.to_string()), (io::ErrorKind::TimedOut, "16 connections don't respond"));
        drop(ends);
        while Arc::strong_count(&limit.threads) > 1 {
            thread::yield_now();
        }
        limit.limit = Duration::from_secs(60);
        assert_eq!(limit.run(|| 17).unwrap(), 17);
    }

    #[test]
    fn a_panic_is_an_error_and_ends_nothing_else() {
        let mut limit = TimeLimit::new(Duration::from_secs(60));
        let error = limit.run(|| panic!("as a test")).unwrap_err();
        assert_eq!(error.to_string(), "the database's client panicked");
        assert_eq!(limit.run(|| 17).unwrap(), 17);
    }
}
