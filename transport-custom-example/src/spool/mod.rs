//! A file-based queue: one process signs requests, another sends them.
//!
//! For a machine without internet access, a queue between two systems, or a nightly batch. The merchant's process has the
//! keys, signs requests and stores them as files. The sender has a connection and no keys: it claims each request, sends it
//! unmodified and stores the result. The merchant's process, possibly after a restart, reads it as the operation's output.
//!
//! ```
//! use craftgate_core::id::PaymentId;
//! use craftgate_core::payment::RetrievePayment;
//! use craftgate_core::{Protocol, Credentials, Environment, RandomKey};
//! use craftgate_custom_transports::spool::{PendingCall, Spool, State};
//! # use craftgate_core::{Body, Response, transport::from_fn};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = std::env::temp_dir().join(format!("craftgate-spool-doc-{}", std::process::id()));
//! # let transport = from_fn(|_| Ok(Response::new(Body::from(r#"{"data":{"id":17,"paymentStatus":"SUCCESS"}}"#))));
//! # let (merchants, senders) = (&folder, &folder);
//! // The merchant:
//! let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
//! let spool = Spool::open(merchants)?;
//! let call = PendingCall::new(RetrievePayment::new(PaymentId::new(17)), "siparis-17/sorgu");
//! spool.submit(&protocol, &call, &RandomKey::new("Xa15Fp11T")?)?;
//!
//! // The sender, over any transport:
//! let spool = Spool::open(senders)?;
//! while let Some(claim) = spool.claim()? {
//!     claim.send(&transport)?;
//! }
//!
//! // The merchant, later:
//! let spool = Spool::open(merchants)?;
//! match spool.state::<RetrievePayment>(&protocol, "siparis-17/sorgu")? {
//!     State::Completed(result) => assert_eq!(result?.id, PaymentId::new(17)),
//!     State::Stored | State::Waiting | State::Claimed => println!("pending"),
//!     # _ => {}
//! }
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Lifecycle of a call
//!
//! ```text
//! calls/siparis-17.json       the operation and its idempotency key: stored first, kept until `delete`
//! outbox/siparis-17.1.json    the first attempt, signed              → State::Waiting: not sent
//! claimed/siparis-17.1.json   claimed by a sender                    → State::Claimed: maybe sent
//! results/siparis-17.1.json   its result                             → State::Completed
//! ```
//!
//! Every file is written atomically: as a draft, synced to the disk, then moved to its path, never over another file. A
//! sender claims an attempt by moving it from `outbox` to `claimed`; of several concurrent senders one succeeds, and the
//! claim is durable before a byte is sent. So each attempt is sent at most once, even after a power failure.
//!
//! # Missing results
//!
//! `Claimed` without a result means that the attempt is in progress, or that the sender crashed before or after sending it.
//! These cases cannot be distinguished, so the outcome is unknown, and the attempt is never sent again automatically. Wait
//! for the timeout of the sender's transport (`craftgate-ureq`: some minutes), then call [`Spool::retry`]: it makes another
//! attempt with the *same idempotency key*, signed with a *new random key*. Craftgate executes a key once, so the payment is
//! made once even if both attempts arrive. This is why the key is durable before the first attempt. A late result of the
//! first attempt counts as well.
//!
//! Two limits: Craftgate ignores the key on `PUT`, so [`Spool::retry`] rejects such a call if it may have arrived. And it is
//! not documented how long Craftgate remembers a key: after days, retrieve the payment (by its `conversationId` or
//! `externalId`) before retrying.
//!
//! # Age of requests
//!
//! The signature covers the URL, the keys, the random key and the body, but no time. Craftgate's documents require a
//! signature for each request and mention no expiry, but do not exclude one either: an attempt that was rejected for its
//! signature was not executed, and can be submitted again with another key. [`Spool::cancel`] cancels a call that no sender
//! has claimed, for example when the customer has given up.
//!
//! # Card data in files
//!
//! The files of calls and requests contain the card number and the security code; Base64 does not protect them. This module
//! restricts folders (mode 0700) and files (0600) to their owner, and [`Spool::open`] rejects a folder that others can
//! access. On a system without modes, set the folder's permissions yourself. In addition:
//!
//! - Preferably submit no card data: use stored cards, Craftgate's secure fields, or its checkout page.
//! - Otherwise keep the spool on an encrypted file system. Deleting a file does not wipe the disk.
//! - Or on a `tmpfs`, with a copy of the idempotency keys elsewhere, since a power failure deletes them.
//! - Card schemes forbid storing a security code after authorization, encrypted or not (PCI DSS, requirement 3.3.1): call
//!   [`Spool::delete`] as soon as the result is stored elsewhere, and exclude the spool from backups.
//! - Results are not signed: anybody who can write to the folder can forge them. Protect it by its permissions.
//!
//! # Several machines
//!
//! Claims are atomic within one file system. Between machines, transfer `outbox` and `results` by a single process, each
//! file once. `calls` stays with the merchant.

mod disk;
mod entry;
mod error;
mod merchant;
mod sender;
mod state;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use craftgate_core::Body;
use craftgate_core::encoding::percent_encode;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use error::{EntryError, SpoolError};
pub use merchant::PendingCall;
pub use sender::Claim;
pub use state::State;

use crate::stored::Format;

/// File names are limited to 255 bytes, and a draft's is some forty bytes longer than its key.
const MAX_NAME_LENGTH: usize = 200;

/// A folder of calls, requests and results, which several processes may have open.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
}

/// The spool's folders.
#[derive(Clone, Copy, PartialEq)]
enum Dir {
    Calls,
    Outbox,
    Claimed,
    Results,
}

impl Dir {
    /// In the order in which an attempt moves through them, so that a search does not miss it.
    const OF_ATTEMPTS: [Self; 3] = [Self::Outbox, Self::Claimed, Self::Results];

    fn folder(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Outbox => "outbox",
            Self::Claimed => "claimed",
            Self::Results => "results",
        }
    }

    fn format(self) -> Format {
        let name = match self {
            Self::Outbox | Self::Claimed => "craftgate spool request",
            Self::Calls => "craftgate spool call",
            Self::Results => "craftgate spool result",
        };
        Format { name, version: 1 }
    }
}

/// One request of a call. `Display` is the name of its files: `siparis-17.1`.
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
        // Rejects other spellings of the number, such as `01` and `+1`.
        (format!("{attempt}.json") == name).then_some(attempt)
    }
}

/// Returns the file name of an idempotency key.
fn file_name(key: &str) -> Result<String, SpoolError> {
    let name = percent_encode(key);
    if name.len() > MAX_NAME_LENGTH { Err(SpoolError::KeyTooLong) } else { Ok(name) }
}

impl Spool {
    /// Opens the spool in `folder`, and creates it if it does not exist.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Exposed`] if others than its owner can access the folder, [`SpoolError::Io`].
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, SpoolError> {
        let spool = Self { folder: folder.into() };
        at(&spool.folder, disk::create_private_folder(&spool.folder))?;
        if let Some(mode) = at(&spool.folder, disk::exposed_mode(&spool.folder))? {
            return Err(SpoolError::Exposed { path: spool.folder, mode });
        }
        for dir in [Dir::Calls].into_iter().chain(Dir::OF_ATTEMPTS) {
            let folder = spool.dir(dir);
            at(&folder, disk::create_private_folder(&folder))?;
        }
        Ok(spool)
    }

    fn dir(&self, dir: Dir) -> PathBuf {
        self.folder.join(dir.folder())
    }

    fn path(&self, dir: Dir, name: &impl fmt::Display) -> PathBuf {
        self.dir(dir).join(format!("{name}.json"))
    }

    fn has(&self, dir: Dir, name: &impl fmt::Display) -> Result<bool, SpoolError> {
        let path = self.path(dir, name);
        at(&path, path.try_exists())
    }

    /// Writes a file unless it exists. Returns true if it did not.
    fn write(&self, dir: Dir, name: &impl fmt::Display, entry: &impl Serialize) -> Result<bool, SpoolError> {
        let path = self.path(dir, name);
        let bytes = dir.format().write(entry).map_err(SpoolError::Request)?;
        at(&path, disk::write_new(&path, bytes.as_bytes()))
    }

    /// Reads a file and converts it, or returns `None` if it does not exist.
    fn read<E: DeserializeOwned, T>(
        &self,
        dir: Dir,
        name: &impl fmt::Display,
        convert: impl FnOnce(E) -> Result<T, EntryError>,
    ) -> Result<Option<T>, SpoolError> {
        let path = self.path(dir, name);
        let Some(bytes) = at(&path, disk::read(&path))?.map(Body::from) else {
            return Ok(None);
        };
        let entry = dir.format().read(bytes.as_bytes()).map_err(EntryError::Parse);
        match entry.and_then(convert) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(SpoolError::Entry { path, error }),
        }
    }
}

fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, SpoolError> {
    result.map_err(|cause| SpoolError::Io { path: path.to_owned(), cause })
}
