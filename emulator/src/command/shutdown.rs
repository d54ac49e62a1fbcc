//! Ctrl-C, and the operating system's request to end.

use std::io;

use tokio::runtime::{self, Runtime};

/// Listens for the signals that end a process.
pub(crate) struct Shutdown {
    runtime: Runtime,
    signals: Signals,
}

impl Shutdown {
    /// Starts listening. From now on the signals no longer kill the process.
    pub(crate) fn listen() -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
        let signals = {
            let _in_runtime = runtime.enter();
            Signals::listen()?
        };
        Ok(Self { runtime, signals })
    }

    /// Returns once a signal came.
    pub(crate) fn wait(mut self) {
        self.runtime.block_on(self.signals.next());
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        std::future::poll_fn(|context| {
            let is_interrupted = self.interrupt.poll_recv(context).is_ready();
            match is_interrupted || self.terminate.poll_recv(context).is_ready() {
                true => std::task::Poll::Ready(()),
                false => std::task::Poll::Pending,
            }
        })
        .await;
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self(tokio::signal::windows::ctrl_c()?))
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
