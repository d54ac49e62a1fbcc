//! HTTP/1.1 on a socket, in a thread of its own.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener as StdListener, ToSocketAddrs};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use craftgate_core::{Body, Request};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;

use super::outgoing::{Ending, OutgoingBody, OutgoingResponse};
use super::request::MAX_BODY;

/// The address that a request came from, among its extensions.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(any(feature = "control", feature = "pages")),
    allow(dead_code, reason = "the API is open to whoever can sign a request")
)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// A listening socket and the thread that serves it, until it is dropped.
pub(crate) struct Listener {
    address: SocketAddr,
    /// Dropping it stops the thread.
    running: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// Listens on an address and serves what `service` returns for it.
    pub(crate) fn bind<F>(
        address: impl ToSocketAddrs,
        service: impl FnOnce(SocketAddr) -> io::Result<F>,
    ) -> io::Result<Self>
    where
        F: Fn(Request) -> OutgoingResponse + Clone + Send + Sync + 'static,
    {
        let runtime = runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let listener = StdListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = {
            let _in_runtime = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let respond = service(address)?;
        let (running, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("craftgate-emulator".to_owned())
            .spawn(move || run(&runtime, listener, respond, stopped))?;
        Ok(Self { address, running: Some(running), thread: Some(thread) })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Stops listening, closes every connection and waits for the thread.
impl Drop for Listener {
    fn drop(&mut self) {
        drop(self.running.take());
        if let Some(thread) = self.thread.take() {
            // The thread has reported its own panic, if there was one.
            let _ = thread.join();
        }
    }
}

/// Serves until the sender of `stopped` is dropped. The connections end with the runtime.
fn run<F>(runtime: &Runtime, listener: TcpListener, respond: F, stopped: oneshot::Receiver<Infallible>)
where
    F: Fn(Request) -> OutgoingResponse + Clone + Send + Sync + 'static,
{
    runtime.spawn(accept(listener, respond));
    let _ = runtime.block_on(stopped);
}

async fn accept<F>(listener: TcpListener, respond: F)
where
    F: Fn(Request) -> OutgoingResponse + Clone + Send + Sync + 'static,
{
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Possibly too many open files: wait until some are closed.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let respond = respond.clone();
        let service = service_fn(move |mut request| {
            request.extensions_mut().insert(Peer(peer));
            exchange(request, respond.clone())
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // A broken connection concerns its client alone.
        tokio::spawn(async { drop(connection.await) });
    }
}

async fn exchange(
    request: hyper::Request<Incoming>,
    respond: impl Fn(Request) -> OutgoingResponse,
) -> io::Result<hyper::Response<OutgoingBody>> {
    let (parts, body) = request.into_parts();
    let body = read_body(body).await.map_err(io::Error::other)?;
    let OutgoingResponse { response, delay, ending } = respond(http::Request::from_parts(parts, body));
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match ending {
        // The connection is closed without a byte.
        Ending::Dropped => Err(io::ErrorKind::ConnectionAborted.into()),
        Ending::Truncated => Ok(response.map(|body| OutgoingBody::truncated(body.into_bytes()))),
        Ending::Whole => Ok(response.map(|body| OutgoingBody::whole(body.into_bytes()))),
    }
}

/// Reads a body to its end, so that the client receives the response. What exceeds the maximum by more than a frame is
/// discarded.
async fn read_body(mut body: Incoming) -> Result<Body, hyper::Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame?.into_data() {
            Ok(data) if bytes.len() <= MAX_BODY => bytes.extend_from_slice(&data),
            _ => {}
        }
    }
    Ok(bytes.into())
}
