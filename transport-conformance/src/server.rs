//! The server of one case: it receives and logs requests, and plays the case's script for each.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::received::{ReceivedRequest, read_body, read_head};

/// What the server does for one request, from its first byte on. The last script of a case serves all further requests.
pub(super) type Script = Vec<Step>;

/// One step of a script.
#[derive(Clone)]
pub(super) enum Step {
    /// Reads the request's head, and leaves its body unread.
    ReceiveHead,
    /// Reads the request's body.
    ReceiveBody,
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Waits this long.
    Wait(Duration),
    /// Sends these bytes again and again, one by one at this interval, until the client closes the connection.
    Drip(Vec<u8>, Duration),
    /// Sends these bytes again and again, until the client closes the connection or [`FLOOD_BYTES`] are sent.
    Flood(Vec<u8>),
    /// Sends nothing until the client closes the connection.
    Stall,
    /// Closes the connection.
    Close,
    /// Resets the connection, by closing it with unread input.
    Reset,
}

/// The length of a flood, in bytes: more than the socket buffers hold.
pub(super) const FLOOD_BYTES: u64 = 32 * 1024 * 1024;

/// How long the connections' threads may take to end.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(500);

pub(super) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

/// What a server has received, and its state.
#[derive(Default)]
pub(super) struct Log {
    pub(super) requests: Vec<ReceivedRequest>,
    /// Whether a flood was sent completely: the client would have read without limit.
    pub(super) flood_completed: bool,
    scripts_taken: usize,
    busy: usize,
    open: Vec<Weak<TcpStream>>,
    over: bool,
}

struct Shared {
    scripts: Vec<Script>,
    log: Mutex<Log>,
    changed: Condvar,
}

impl Log {
    fn has_clients(&mut self) -> bool {
        self.open.iter().any(|stream| stream.strong_count() > 0)
    }
}

impl Server {
    pub(super) fn start(scripts: Vec<Script>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { scripts, log: Mutex::default(), changed: Condvar::new() });
        let accepting = {
            let shared = Arc::clone(&shared);
            spawn(move || accept(&listener, &shared))?
        };
        Ok(Self { address, shared, accepting })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns a function that waits until the server has played the scripts of all requests so far.
    pub(super) fn until_idle(&self, time_limit: Duration) -> impl Fn() + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || shared.wait_while(time_limit, |log| log.busy > 0)
    }

    /// Receives what is still in transit, closes all connections and returns the log. Clients whose calls have
    /// returned may close their connections first.
    pub(super) fn finish(self, calls_returned: bool) -> Log {
        if calls_returned {
            self.shared.wait_while(CLOSE_TIMEOUT, Log::has_clients);
        }
        self.shared.log().over = true;
        // Wakes the accepting thread.
        drop(TcpStream::connect(self.address));
        drop(self.accepting.join());
        for stream in self.shared.log().open.iter().filter_map(Weak::upgrade) {
            drop(stream.shutdown(Shutdown::Both));
        }
        self.shared.wait_while(CLOSE_TIMEOUT, Log::has_clients);
        std::mem::take(&mut *self.shared.log())
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("conformance-server".to_owned()).spawn(work)
}

/// Serves every connection. Once the case is over, serves those in the accept queue and returns.
fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept() {
        if shared.log().over && listener.set_nonblocking(true).is_err() || stream.set_nonblocking(false).is_err() {
            return;
        }
        let stream = Arc::new(stream);
        let number = shared.register(&stream);
        let connection = Connection { shared: Arc::clone(shared), stream: Some(stream), number };
        drop(spawn(move || connection.serve()));
    }
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Log)) {
        change(&mut self.log());
        self.changed.notify_all();
    }

    fn wait_while(&self, time_limit: Duration, condition: impl FnMut(&mut Log) -> bool) {
        drop(self.changed.wait_timeout_while(self.log(), time_limit, condition));
    }

    /// Registers a connection without keeping it open, and returns its number.
    fn register(&self, stream: &Arc<TcpStream>) -> usize {
        let mut log = self.log();
        log.open.push(Arc::downgrade(stream));
        log.open.len()
    }

    fn next_script(&self) -> Script {
        let mut log = self.log();
        let script = self.scripts.get(log.scripts_taken).or(self.scripts.last()).cloned().unwrap_or_default();
        log.scripts_taken += 1;
        log.busy += 1;
        script
    }
}

/// One client's connection.
struct Connection {
    shared: Arc<Shared>,
    stream: Option<Arc<TcpStream>>,
    number: usize,
}

impl Connection {
    /// Plays a script for each request, until a script or the client ends the connection.
    fn serve(mut self) {
        while let Some(stream) = self.stream.clone().filter(|stream| await_byte(stream)) {
            let script = self.shared.next_script();
            let result = script.into_iter().try_for_each(|step| self.play(&stream, step));
            // Closes an ended connection before the server counts as idle.
            drop(stream);
            if result.is_err() {
                self.stream = None;
            }
            self.shared.change(|log| log.busy = log.busy.saturating_sub(1));
        }
        self.stream = None;
        self.shared.change(|_| ());
    }

    /// Plays a step. An error ends the connection: the client closed it, or the step does.
    fn play(&self, stream: &TcpStream, step: Step) -> io::Result<()> {
        match step {
            Step::ReceiveHead => self.receive_head(stream),
            Step::ReceiveBody => self.receive_body(stream),
            Step::Send(bytes) => (&*stream).write_all(&bytes),
            Step::Wait(time) => wait_unless_closed(stream, time),
            Step::Drip(bytes, pause) => bytes.iter().cycle().try_for_each(|byte| {
                wait_unless_closed(stream, pause)?;
                (&*stream).write_all(&[*byte])
            }),
            Step::Flood(bytes) => self.flood(stream, &bytes),
            Step::Stall => self.stall(stream),
            Step::Close => Err(connection_ended()),
            Step::Reset => {
                await_byte(stream);
                Err(connection_ended())
            }
        }
    }

    fn receive_head(&self, mut stream: &TcpStream) -> io::Result<()> {
        let request = ReceivedRequest::parse(self.number, &read_head(&mut stream)?);
        self.shared.change(|log| log.requests.push(request));
        Ok(())
    }

    fn receive_body(&self, mut stream: &TcpStream) -> io::Result<()> {
        let framing = self.last_request(|request| request.framing()).unwrap_or_default();
        let body = read_body(&mut stream, framing)?;
        self.last_request(|request| request.body = body);
        Ok(())
    }

    fn last_request<T>(&self, visit: impl FnOnce(&mut ReceivedRequest) -> T) -> Option<T> {
        let mut log = self.shared.log();
        log.requests.iter_mut().rev().find(|request| request.connection == self.number).map(visit)
    }

    fn flood(&self, mut stream: &TcpStream, bytes: &[u8]) -> io::Result<()> {
        let mut sent = 0;
        while sent < FLOOD_BYTES {
            stream.write_all(bytes)?;
            sent += bytes.len() as u64;
        }
        self.shared.change(|log| log.flood_completed = true);
        Err(connection_ended())
    }

    /// Responds to nothing, but logs further requests: a repeated request arrives here too.
    fn stall(&self, stream: &TcpStream) -> io::Result<()> {
        self.shared.change(|log| log.busy = log.busy.saturating_sub(1));
        let ended = loop {
            if let Err(error) = self.receive_head(stream).and_then(|()| self.receive_body(stream)) {
                break error;
            }
        };
        self.shared.change(|log| log.busy += 1);
        Err(ended)
    }
}

fn connection_ended() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

/// Waits for a byte and leaves it unread. Returns false at the end of the connection.
fn await_byte(stream: &TcpStream) -> bool {
    matches!(stream.peek(&mut [0]), Ok(1..))
}

/// Waits for `time`. Fails if the client closes the connection before.
fn wait_unless_closed(mut stream: &TcpStream, time: Duration) -> io::Result<()> {
    stream.set_read_timeout(Some(time))?;
    let read = stream.read(&mut [0]);
    stream.set_read_timeout(None)?;
    match read {
        Ok(_) => Err(connection_ended()),
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => Ok(()),
        Err(error) => Err(error),
    }
}
