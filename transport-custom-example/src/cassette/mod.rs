//! Record and replay: tests that replay recorded responses.
//!
//! A [`Recorder`] wraps any transport and writes a cassette: a JSON file that is kept and reviewed with the tests. A
//! [`Player`] is a transport that replays it, without a network and with any keys.
//!
//! ```
//! use craftgate_core::id::PaymentId;
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
//! client.call(&RetrievePayment::new(PaymentId::new(17))).send()?;
//! client.transport().cassette().save(&path)?;
//!
//! let player = Player::new(Cassette::load(&path)?);
//! let client = Client::new(protocol, player, || RandomKey::new("another"));
//! assert_eq!(client.call(&RetrievePayment::new(PaymentId::new(17))).send()?.id, PaymentId::new(17));
//! client.transport().finish()?;
//! # std::fs::remove_file(&path)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Redaction
//!
//! A cassette is kept in version control, so nothing secret may get into it. `cassette/allowlist.rs` lists what is *kept*;
//! everything else is blanked before it is stored: a string becomes `[redacted]`, a number `0`, an object or a list empty.
//! A denylist of secrets would be shorter, but would miss a field that Craftgate adds later, a bank's own
//! `additionalData`, or a card number in a custom operation. A field missing from the allowlist only weakens a test.
//!
//! - Fields: amounts, counts, ids, times, enum values, order ids and error descriptions are kept. `true`, `false` and `null`
//!   are always kept. Names, addresses, telephone numbers, tokens, URLs and pages are not.
//! - Nothing is kept, whatever its field, that could be a card, telephone or identity number, an e-mail address or a UUID: no
//!   string with ten or more digits between two letters, however grouped, with an `@`, or with 32 hexadecimal digits and dashes
//!   in a row, unless all of it is a date or a time; no number with eleven digits before or nine behind the point, with an
//!   exponent, or with ten digits of which the first is 5. Nor is a string that could contain a security code: three or four
//!   digits in a row, or in all between two letters. Bank codes, BINs, error codes, and ids in paths may have so few digits, and
//!   so may numbers. Letters between its digits disguise a number, and a name in an order id is not recognized.
//! - Objects: those with known fields are kept. The content of any other, such as `additionalParams`, is dropped with its
//!   keys. A key that does not look like a field name is blanked.
//! - Paths: the API's own segments and ids are kept. A checkout token in a path becomes `[redacted]`, as in a query.
//! - Headers: all of a request's are dropped, including API key, random key and signature. Of a response's, `content-type`
//!   and `retry-after` are kept.
//! - Bodies other than JSON: the kind (a file, HTML, truncated JSON) and the length are kept.
//! - Hosts are dropped, and of a transport's error everything but whether the request can have been sent.
//!
//! Blanked values are not hashed, since a card number has too few digits to be protected by a hash.
//!
//! For a custom operation, add its field names to `allowlist.rs`. Until then it is replayed with blanked content.
//!
//! # Matching
//!
//! Method, path, query, body (all redacted) and the order of the requests must match. Random keys, signatures, API keys and
//! hosts are ignored. Amounts match by their digits. A payment with another card matches, because the card is redacted.
//! Redacted tokens can be sent again: they match as well.
//!
//! A mismatch is reported with its position, such as ``interaction 2: body field `items[1].price` differs``, as not sent.
//!
//! A replayed response tests types and flows. Redacted values stay redacted: names are `[redacted]`, a 3D Secure page cannot
//! be decoded, ids of eleven or more digits are `0`.

mod allowlist;
mod error;
mod interaction;
mod json;
mod personal;
mod player;
mod recorder;
mod redact;

use std::fs;
use std::io;
use std::path::Path;

pub use error::{CassetteError, Mismatch};
pub use player::Player;
pub use recorder::Recorder;

use crate::stored::Format;
use interaction::Interaction;

const FORMAT: Format = Format { name: "craftgate cassette", version: 1 };

/// Redacted interactions.
#[derive(Debug, Clone)]
pub struct Cassette {
    interactions: Vec<Interaction>,
}

impl Cassette {
    /// Loads a cassette.
    ///
    /// # Errors
    ///
    /// [`CassetteError::Io`], or [`CassetteError::Parse`] if the file is truncated, of another version or not a cassette.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, CassetteError> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(|cause| CassetteError::Io { path: path.to_owned(), cause })?;
        match FORMAT.read(&bytes) {
            Ok(interactions) => Ok(Self { interactions }),
            Err(error) => Err(CassetteError::Parse { path: path.to_owned(), error }),
        }
    }

    /// Saves the cassette as indented JSON.
    ///
    /// # Errors
    ///
    /// [`CassetteError::Io`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), CassetteError> {
        let path = path.as_ref();
        let json = FORMAT.write_pretty(&self.interactions).map_err(io::Error::from);
        let saved = json.and_then(|json| fs::write(path, [&json[..], b"\n"].concat()));
        saved.map_err(|cause| CassetteError::Io { path: path.to_owned(), cause })
    }

    /// Returns the number of interactions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.interactions.len()
    }

    /// Returns true if there are no interactions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.interactions.is_empty()
    }
}
