//! Record a conversation with Craftgate once, and play it in tests ever after.
//!
//! A [`Recorder`] stands around any transport and writes a cassette: a JSON file that is kept beside the tests and
//! reviewed like them. A [`Player`] is a transport that answers from it, without a network and without keys that work.
//!
//! ```
//! use craftgate_core::payment::RetrievePayment;
//! use craftgate_core::{Body, Client, Protocol, Credentials, Environment, RandomKey, Response};
//! use craftgate_custom_transports::cassette::{Cassette, Player, Recorder};
//! # use craftgate_core::transport::from_fn;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let path = std::env::temp_dir().join(format!("craftgate-cassette-doc-{}.json", std::process::id()));
//! # let transport = from_fn(|_| Ok(Response::new(Body::from(r#"{"data":{"id":17,"paymentStatus":"SUCCESS"}}"#))));
//! let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
//! let client = Client::new(protocol.clone(), Recorder::new(transport), || RandomKey::new("Xa15Fp11T"));
//! client.call(&RetrievePayment::new(17)).send()?;
//! client.transport().cassette().save(&path)?;
//!
//! let player = Player::new(Cassette::load(&path)?);
//! let client = Client::new(protocol, player, || RandomKey::new("another"));
//! assert_eq!(client.call(&RetrievePayment::new(17)).send()?.id, 17);
//! client.transport().finish()?;
//! # std::fs::remove_file(&path)?;
//! # Ok(())
//! # }
//! ```
//!
//! # What is in a cassette, and what is not
//!
//! A cassette goes into version control: what is in it once stays there. So a list says what is *kept*
//! (`cassette/kept.rs`), and all else is blanked before it is remembered: a text becomes `[redacted]`, a number `0`, an
//! object or a list empty. The other way, a list of secrets to take out, would be shorter, and would fail where it hurts:
//! the field that Craftgate adds next year, the bank's own `additionalData`, a card number in a field of your own
//! operation are on nobody's list. Forgetting to list a field here costs a test some sharpness, and no more.
//!
//! - Of fields: amounts, counts, ids, times, the words of Craftgate's own lists, your order's ids, what an error says.
//!   `true`, `false` and `null` are kept everywhere. No name, address, telephone number, token, URL or page is.
//! - Even then nothing that could be a card's number is: no text and no number with twelve digits or more in a row.
//! - Of objects: those of known fields. What lies in any other, `additionalParams` for one, is dropped with its keys.
//!   A key that does not look like a field's name is blanked wherever it stands.
//! - Of paths: the API's own words and ids. A checkout token in a path becomes `[redacted]`, a value in a query alike.
//! - Of headers: a request's are dropped, API key, random key and signature with them. Of an answer's, `content-type` and
//!   `retry-after` stay.
//! - Of what is not JSON: what it was (a file, a page, JSON cut short) and its length.
//! - Of the host, and of a transport's error beyond whether anything was sent: nothing.
//!
//! What was blanked is not hashed instead: a card's number has too few digits to hide behind a hash.
//!
//! An operation of your own: add the names of its fields to `kept.rs`. Until then it plays, with its content blanked.
//!
//! # What has to match
//!
//! Method, path, query and body, each redacted, and the order of the requests. What is fresh each time (random key,
//! signature) does not, nor the keys, nor the host. Amounts match to the digit. A payment with another card matches:
//! the cassette does not know which it was. Tokens that came redacted can be sent on: they match too.
//!
//! What does not match is told by the place where it differs, such as `interaction 2 was recorded with another
//! items[1].price in its body`, and ends as not sent: nothing was.
//!
//! A played answer is for types and flows. What was blanked in it comes back blank: names as `[redacted]`, a 3D Secure
//! page that can't be decoded, ids of twelve digits or more as `0`.

mod error;
mod interaction;
mod json;
mod kept;
mod player;
mod recorder;
mod redact;

use std::fs;
use std::io;
use std::path::Path;

pub use error::{CassetteError, Difference};
pub use player::Player;
pub use recorder::Recorder;

use crate::stored::Format;
use interaction::Interaction;

const FORMAT: Format = Format { name: "craftgate cassette", version: 1 };

/// Recorded interactions, redacted.
#[derive(Debug, Clone)]
pub struct Cassette {
    interactions: Vec<Interaction>,
}

impl Cassette {
    /// Reads a cassette.
    ///
    /// # Errors
    ///
    /// [`CassetteError::Io`], or [`CassetteError::Unreadable`] if it is truncated, of another version, or no cassette.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, CassetteError> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(|cause| CassetteError::Io { path: path.to_owned(), cause })?;
        match FORMAT.read(&bytes) {
            Ok(interactions) => Ok(Self { interactions }),
            Err(problem) => Err(CassetteError::Unreadable { path: path.to_owned(), problem }),
        }
    }

    /// Writes the cassette, for people to read too.
    ///
    /// # Errors
    ///
    /// [`CassetteError::Io`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), CassetteError> {
        let path = path.as_ref();
        let written = FORMAT.write_pretty(&self.interactions).map_err(io::Error::from);
        let written = written.and_then(|json| fs::write(path, [&json[..], b"\n"].concat()));
        written.map_err(|cause| CassetteError::Io { path: path.to_owned(), cause })
    }

    /// The number of interactions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.interactions.len()
    }

    /// Whether nothing was recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.interactions.is_empty()
    }
}
