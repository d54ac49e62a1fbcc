//! No HTTP in the process at all: requests and answers are files, and somebody else sends them.
//!
//! For a machine that may not reach the internet, for a queue between two systems, for a batch at night. One process
//! (the merchant's) holds the keys, signs, and writes requests down. Another (the sender) has a connection and no keys:
//! it takes each request, sends it as it is, and writes down what came back. The first one, perhaps after a restart,
//! reads the answer as the result of the operation.
//!
//! ```
//! use craftgate_core::payment::RetrievePayment;
//! use craftgate_core::{Protocol, Credentials, Environment, RandomKey};
//! use craftgate_custom_transports::spool::{Intent, Spool, State};
//! # use craftgate_core::{Body, Response, transport::from_fn};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = std::env::temp_dir().join(format!("craftgate-spool-doc-{}", std::process::id()));
//! # let transport = from_fn(|_| Ok(Response::new(Body::from(r#"{"data":{"id":17,"paymentStatus":"SUCCESS"}}"#))));
//! # let (merchants, senders) = (&folder, &folder);
//! // The merchant:
//! let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
//! let spool = Spool::open(merchants)?;
//! let intent = Intent::new(RetrievePayment::new(17), "siparis-17/sorgu");
//! spool.submit(&protocol, &intent, &RandomKey::new("Xa15Fp11T")?)?;
//!
//! // The sender, over any transport:
//! let spool = Spool::open(senders)?;
//! while let Some(claim) = spool.claim()? {
//!     claim.send(&transport)?;
//! }
//!
//! // The merchant, whenever it looks again:
//! let spool = Spool::open(merchants)?;
//! match spool.state::<RetrievePayment>(&protocol, "siparis-17/sorgu")? {
//!     State::Answered(result) => assert_eq!(result?.id, 17),
//!     State::Stored | State::Waiting | State::Claimed => println!("later"),
//!     # _ => {}
//! }
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok(())
//! # }
//! ```
//!
//! # The life of a call
//!
//! ```text
//! calls/siparis-17.json       the operation and its idempotency key: written first, kept until `forget`
//! outbox/siparis-17.1.json    the first attempt, signed, waiting     → State::Waiting: nothing was sent
//! claimed/siparis-17.1.json   a sender took it                       → State::Claimed: it may have been sent
//! answers/siparis-17.1.json   what came of it                        → State::Answered
//! ```
//!
//! Every file is written whole or not at all: beside its place at first, down to the disk, then moved there, never over
//! another file. A sender claims an attempt by moving it from `outbox` to `claimed`; of several that try, one succeeds,
//! and the claim is on the disk before a byte is sent. So each attempt is sent at most once, also if the power fails.
//!
//! # When no answer comes
//!
//! `Claimed` and no answer means that the attempt is on its way or that the sender died, before sending or after.
//! Nobody can tell these apart, so the call's outcome is unknown. It is never sent again by itself.
//! Wait for as long as the sender's transport may take (`craftgate-ureq`: some minutes), then [`Spool::repeat`]: it makes
//! another attempt under the *same idempotency key*, signed anew with a *fresh random key*. Craftgate does what the
//! key stands for once, so whichever attempt arrived, and be it both, the money moves once. That is why the key is on the
//! disk before the first attempt. A late answer to the first attempt counts as well as one to the second.
//!
//! Two limits. Craftgate ignores the key on `PUT`: [`Spool::repeat`] refuses where such a call may have arrived. And no
//! source of ours says for how long Craftgate remembers a key: after days, retrieve the payment (by its
//! `conversationId` or `externalId`) before repeating it.
//!
//! # How old a request may be
//!
//! The signature covers the URL, the keys, the random key and the body, and no time. Craftgate's documents ask for a
//! signature of each request's own and name no age at which it expires. They don't promise that there is none either: an
//! attempt that was refused for its signature was not done, and can be submitted again under another key.
//! What does grow old is the customer's wish to pay: [`Spool::withdraw`] takes back what nobody has claimed.
//!
//! # The files hold card data
//!
//! A request's body is in its file as it will be sent, the card's number and security code with it, and so is
//! the operation. Base64 hides nothing. What this module does: the folders are their owner's alone (mode 0700), the files
//! too (0600), and [`Spool::open`] refuses a folder that others can look into. On a system without modes, set the
//! folder's permissions yourself. What is left to you:
//!
//! - Best, put no card there: pay with a stored card's token, with Craftgate's secure fields, or on its checkout page.
//! - Else keep the spool on an encrypted file system. Deleting a file does not wipe the disk.
//! - Or on a `tmpfs`. But a power cut then takes the idempotency keys too: keep those elsewhere as well.
//! - The card schemes forbid keeping a security code once the payment is authorized, encrypted or not (PCI DSS,
//!   requirement 3.3.1): call [`Spool::forget`] as soon as the result is in your books, and keep the spool out of backups.
//! - Whoever can write into the folder can invent answers: they are not signed. Its permissions are all there is.
//!
//! # Between two machines
//!
//! The claim holds within one file system. Between machines, have one courier carry `outbox` out and `answers` back, and
//! each file once. `calls` stays with the merchant.

mod disk;
mod entry;
mod error;
mod merchant;
mod sender;
mod state;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use craftgate_core::{Body, percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use error::{EntryProblem, SpoolError};
pub use merchant::Intent;
pub use sender::Claim;
pub use state::State;

use crate::stored::Format;

/// A file's name may have 255 bytes, and a draft's is some forty longer than its key.
const LONGEST_NAME: usize = 200;

/// A folder of calls, requests and answers. Any number of processes may have it open.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
}

/// The folders within.
#[derive(Clone, Copy, PartialEq)]
enum Shelf {
    Calls,
    Outbox,
    Claimed,
    Answers,
}

impl Shelf {
    /// In the order in which an attempt goes through them: who looks in this order misses none.
    const OF_ATTEMPTS: [Self; 3] = [Self::Outbox, Self::Claimed, Self::Answers];

    fn folder(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Outbox => "outbox",
            Self::Claimed => "claimed",
            Self::Answers => "answers",
        }
    }

    fn format(self) -> Format {
        let name = match self {
            Self::Outbox | Self::Claimed => "craftgate spool request",
            Self::Calls => "craftgate spool call",
            Self::Answers => "craftgate spool answer",
        };
        Format { name, version: 1 }
    }
}

/// One request of a call. Its text is its files' name: `siparis-17.1`.
#[derive(Debug, Clone)]
struct Attempt {
    call: String,
    number: u32,
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.call, self.number)
    }
}

impl Attempt {
    fn from_file_name(name: &str) -> Option<Self> {
        let (call, number) = name.strip_suffix(".json")?.rsplit_once('.')?;
        let attempt = Self { call: call.to_owned(), number: number.parse().ok()? };
        // `01` and `+1` are numbers too, but no attempt's.
        (format!("{attempt}.json") == name).then_some(attempt)
    }
}

/// An idempotency key as a file's name.
fn file_name(key: &str) -> Result<String, SpoolError> {
    let name = percent_encode(key);
    if name.len() > LONGEST_NAME { Err(SpoolError::KeyTooLong) } else { Ok(name) }
}

impl Spool {
    /// Opens the spool in `folder`, and makes it where there is none.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Exposed`] if others than its owner can look into the folder, [`SpoolError::Io`].
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, SpoolError> {
        let spool = Self { folder: folder.into() };
        at(&spool.folder, disk::create_private_folder(&spool.folder))?;
        if let Some(mode) = at(&spool.folder, disk::exposed_mode(&spool.folder))? {
            return Err(SpoolError::Exposed { path: spool.folder, mode });
        }
        for shelf in [Shelf::Calls].into_iter().chain(Shelf::OF_ATTEMPTS) {
            let folder = spool.shelf(shelf);
            at(&folder, disk::create_private_folder(&folder))?;
        }
        Ok(spool)
    }

    fn shelf(&self, shelf: Shelf) -> PathBuf {
        self.folder.join(shelf.folder())
    }

    fn path(&self, shelf: Shelf, name: &impl fmt::Display) -> PathBuf {
        self.shelf(shelf).join(format!("{name}.json"))
    }

    fn has(&self, shelf: Shelf, name: &impl fmt::Display) -> Result<bool, SpoolError> {
        let path = self.path(shelf, name);
        at(&path, path.try_exists())
    }

    /// Writes a file, unless there is one already. Says whether there was none.
    fn write(&self, shelf: Shelf, name: &impl fmt::Display, entry: &impl Serialize) -> Result<bool, SpoolError> {
        let path = self.path(shelf, name);
        let bytes = shelf.format().write(entry).map_err(SpoolError::Request)?;
        at(&path, disk::write_new(&path, bytes.as_bytes()))
    }

    /// Reads a file by `understand`, if there is one.
    fn read<E: DeserializeOwned, T>(
        &self,
        shelf: Shelf,
        name: &impl fmt::Display,
        understand: impl FnOnce(E) -> Result<T, EntryProblem>,
    ) -> Result<Option<T>, SpoolError> {
        let path = self.path(shelf, name);
        let Some(bytes) = at(&path, disk::read(&path))?.map(Body::from) else {
            return Ok(None);
        };
        let entry = shelf.format().read(bytes.as_bytes()).map_err(EntryProblem::Unreadable);
        match entry.and_then(understand) {
            Ok(value) => Ok(Some(value)),
            Err(problem) => Err(SpoolError::Entry { path, problem }),
        }
    }
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, SpoolError> {
    result.map_err(|cause| SpoolError::Io { path: path.to_owned(), cause })
}
