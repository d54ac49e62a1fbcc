//! The server of one case: it reads real requests, keeps them, and does to each what the case wants.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::received::{Received, read_body, read_head};

/// What the server does to one request, from its first byte on. The last act of a case serves all that come after.
pub(super) type Act = Vec<Step>;

/// One thing the server does.
#[derive(Clone)]
pub(super) enum Step {
    /// Reads the request's head, and leaves its body where it is.
    ReceiveHead,
    /// Reads the request's body.
    ReceiveBody,
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Waits this long.
    Wait(Duration),
    /// Sends these bytes with this long before each, over and over, until the client leaves.
    Drip(Vec<u8>, Duration),
    /// Sends these bytes over and over, until the client leaves or [`FLOOD`] is through.
    Flood(Vec<u8>),
    /// Says nothing more, until the client leaves.
    Stall,
    /// Ends the connection in good order.
    Close,
    /// Ends the connection with a reset: what closing does where something was left unread.
    Reset,
}

/// Where a flood ends by itself: more than the buffers on the way can swallow.
pub(super) const FLOOD: u64 = 32 * 1024 * 1024;

/// How long threads get to notice that their client has gone.
const PARTING: Duration = Duration::from_millis(500);

pub(super) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

/// What a server has seen.
#[derive(Default)]
pub(super) struct Log {
    pub(super) requests: Vec<Received>,
    /// Whether a flood came to its own end: the client would have read for ever.
    pub(super) swallowed_the_flood: bool,
    acts_taken: usize,
    busy: usize,
    open: Vec<Weak<TcpStream>>,
    over: bool,
}

struct Shared {
    acts: Vec<Act>,
    log: Mutex<Log>,
    changed: Condvar,
}

impl Log {
    fn has_clients(&mut self) -> bool {
        self.open.iter().any(|stream| stream.strong_count() > 0)
    }
}

impl Server {
    pub(super) fn start(acts: Vec<Act>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { acts, log: Mutex::default(), changed: Condvar::new() });
        let accepting = {
            let shared = Arc::clone(&shared);
            spawn(move || accept(&listener, &shared))?
        };
        Ok(Self { address, shared, accepting })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns a wait for the moment when the server has done all that the requests so far ask for.
    pub(super) fn quiet(&self, patience: Duration) -> impl Fn() + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || shared.wait(patience, |log| log.busy > 0)
    }

    /// Reads what is still on its way, closes everything and gives what was seen. Clients that are done get a
    /// moment to leave by themselves.
    pub(super) fn finish(self, clients_are_done: bool) -> Log {
        if clients_are_done {
            self.shared.wait(PARTING, Log::has_clients);
        }
        self.shared.log().over = true;
        // Wakes the thread that accepts.
        drop(TcpStream::connect(self.address));
        drop(self.accepting.join());
        for stream in self.shared.log().open.iter().filter_map(Weak::upgrade) {
            drop(stream.shutdown(Shutdown::Both));
        }
        self.shared.wait(PARTING, Log::has_clients);
        std::mem::take(&mut *self.shared.log())
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("conformance-server".to_owned()).spawn(work)
}

/// Serves whoever connects. Once it is over, those that still wait in the queue, and then no more.
fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept() {
        if shared.log().over && listener.set_nonblocking(true).is_err() || stream.set_nonblocking(false).is_err() {
            return;
        }
        let stream = Arc::new(stream);
        let number = shared.enter(&stream);
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

    fn wait(&self, patience: Duration, not_yet: impl FnMut(&mut Log) -> bool) {
        drop(self.changed.wait_timeout_while(self.log(), patience, not_yet));
    }

    /// Numbers a connection, and remembers it without keeping it open.
    fn enter(&self, stream: &Arc<TcpStream>) -> usize {
        let mut log = self.log();
        log.open.push(Arc::downgrade(stream));
        log.open.len()
    }

    fn next_act(&self) -> Act {
        let mut log = self.log();
        let act = self.acts.get(log.acts_taken).or(self.acts.last()).cloned().unwrap_or_default();
        log.acts_taken += 1;
        log.busy += 1;
        act
    }
}

/// One client's connection.
struct Connection {
    shared: Arc<Shared>,
    stream: Option<Arc<TcpStream>>,
    number: usize,
}

impl Connection {
    /// Plays an act for each request, until an act or the client ends the connection.
    fn serve(mut self) {
        while let Some(stream) = self.stream.clone()
            && await_byte(&stream)
        {
            let act = self.shared.next_act();
            let played = act.into_iter().try_for_each(|step| self.play(&stream, step));
            // Whoever waits for quiet must find a connection that was to be closed closed.
            drop(stream);
            if played.is_err() {
                self.stream = None;
            }
            self.shared.change(|log| log.busy = log.busy.saturating_sub(1));
        }
        self.stream = None;
        self.shared.change(|_| ());
    }

    /// An error ends the connection: the client's doing, or the step's purpose.
    fn play(&self, stream: &TcpStream, step: Step) -> io::Result<()> {
        match step {
            Step::ReceiveHead => self.receive_head(stream),
            Step::ReceiveBody => self.receive_body(stream),
            Step::Send(bytes) => (&*stream).write_all(&bytes),
            Step::Wait(time) => is_still_there_after(stream, time),
            Step::Drip(bytes, pause) => bytes.iter().cycle().try_for_each(|byte| {
                is_still_there_after(stream, pause)?;
                (&*stream).write_all(&[*byte])
            }),
            Step::Flood(bytes) => self.flood(stream, &bytes),
            Step::Stall => self.stall(stream),
            Step::Close => Err(ending()),
            Step::Reset => {
                await_byte(stream);
                Err(ending())
            }
        }
    }

    fn receive_head(&self, mut stream: &TcpStream) -> io::Result<()> {
        let request = Received::parse(self.number, &read_head(&mut stream)?);
        self.shared.change(|log| log.requests.push(request));
        Ok(())
    }

    fn receive_body(&self, mut stream: &TcpStream) -> io::Result<()> {
        let framing = self.last_request(|request| request.framing()).unwrap_or_default();
        let body = read_body(&mut stream, framing)?;
        self.last_request(|request| request.body = body);
        Ok(())
    }

    fn last_request<T>(&self, visit: impl FnOnce(&mut Received) -> T) -> Option<T> {
        let mut log = self.shared.log();
        log.requests.iter_mut().rev().find(|request| request.connection == self.number).map(visit)
    }

    fn flood(&self, mut stream: &TcpStream, bytes: &[u8]) -> io::Result<()> {
        let mut sent = 0;
        while sent < FLOOD {
            stream.write_all(bytes)?;
            sent += bytes.len() as u64;
        }
        self.shared.change(|log| log.swallowed_the_flood = true);
        Err(ending())
    }

    /// Answers nothing, but keeps what comes: a request that is sent again comes here too.
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

fn ending() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

/// Whether another byte came, rather than the end. It is left unread.
fn await_byte(stream: &TcpStream) -> bool {
    matches!(stream.peek(&mut [0]), Ok(1..))
}

/// Waits, unless the client leaves before.
fn is_still_there_after(mut stream: &TcpStream, time: Duration) -> io::Result<()> {
    stream.set_read_timeout(Some(time))?;
    let read = stream.read(&mut [0]);
    stream.set_read_timeout(None)?;
    match read {
        Ok(_) => Err(ending()),
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => Ok(()),
        Err(error) => Err(error),
    }
}
