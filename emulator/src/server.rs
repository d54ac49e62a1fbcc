//! The emulator behind a socket, for clients that have to be tested with their own HTTP stack.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener, ToSocketAddrs};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use craftgate_core::{Body, Response};
use http::StatusCode;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;

use crate::emulator::{Emulator, MAX_BODY};
use crate::webhooks::Event;

/// An emulator on loopback, in a thread of its own until it is dropped.
///
/// ```
/// use craftgate_emulator::{Emulator, Server};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = Server::start(Emulator::new())?;
/// let environment = craftgate_core::Environment::custom(&server.url())?;
/// # let _ = environment;
/// # Ok(())
/// # }
/// ```
pub struct Server {
    emulator: Emulator,
    address: SocketAddr,
    /// Dropping it stops the thread.
    running: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// Those of the operating system.
    pub fn start(emulator: Emulator) -> io::Result<Self> {
        Self::bind((Ipv4Addr::LOCALHOST, 0), emulator)
    }

    /// Serves on an address of your own. It speaks plain HTTP: keep it on this machine.
    ///
    /// # Errors
    ///
    /// Those of the operating system.
    pub fn bind(address: impl ToSocketAddrs, emulator: Emulator) -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let listener = StdListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = {
            let _in_runtime = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let (running, stopped) = oneshot::channel();
        let served = emulator.clone();
        let thread = thread::Builder::new()
            .name("craftgate-emulator".to_owned())
            .spawn(move || run(&runtime, listener, served, stopped))?;
        Ok(Self { emulator, address, running: Some(running), thread: Some(thread) })
    }

    /// The base URL, such as `http://127.0.0.1:49152`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The emulator that it serves.
    #[must_use]
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }
}

/// Stops listening, closes every connection, and waits for the thread.
impl Drop for Server {
    fn drop(&mut self) {
        drop(self.running.take());
        if let Some(thread) = self.thread.take() {
            // Its panic, if it had one, has been reported by the thread itself.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Serves until the other end of `stopped` is gone. The connections go with the runtime.
fn run(runtime: &Runtime, listener: TcpListener, emulator: Emulator, stopped: oneshot::Receiver<Infallible>) {
    runtime.spawn(accept(listener, emulator));
    let _ = runtime.block_on(stopped);
}

async fn accept(listener: TcpListener, emulator: Emulator) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, perhaps: others will be closed.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let emulator = emulator.clone();
        let service = service_fn(move |request| answer(emulator.clone(), request));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // A connection that breaks is the client's business.
        tokio::spawn(async { drop(connection.await) });
    }
}

async fn answer(
    emulator: Emulator,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Full<Bytes>>, hyper::Error> {
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    let response: Response = emulator.handle(http::Request::from_parts(parts, body));
    Ok(response.map(|body| Full::new(body.into_bytes().into())))
}

/// Reads a body, as much of it as the emulator takes and a little more; the rest is read and forgotten,
/// so that the client is there to hear that it was too much.
async fn read(mut body: Incoming) -> Result<Body, hyper::Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data()
            && bytes.len() <= MAX_BODY
        {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.into())
}

impl Emulator {
    /// Tells the server at `url` of an event, and gives the status that it answers with. Repeating it
    /// is left to the caller.
    ///
    /// Plain HTTP only, without a proxy: the emulator is for one machine.
    ///
    /// # Errors
    ///
    /// If `url` is not one, or no answer came within ten seconds.
    pub fn send_webhook(&self, event: &Event, url: &str) -> io::Result<StatusCode> {
        let request = self.webhook(event, url).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(10)))
            .build()
            .into();
        let response = agent.run(request.map(Body::into_bytes)).map_err(ureq::Error::into_io)?;
        Ok(response.status())
    }
}
