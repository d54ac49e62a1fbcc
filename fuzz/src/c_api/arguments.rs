//! Arguments of the ABI, and what they are in Rust.

use std::fmt::Display;

use craftgate::craftgate_error_code;
use craftgate::exercise::{Bytes, Failure, Merchant, Str};
use craftgate_core::{Credentials, Environment, Protocol};

use crate::input::Fields;

/// The next field as a string argument: NULL, or what C sees of it, up to its first NUL.
pub(super) fn string<'a>(input: &mut Fields<'a>) -> Str<'a> {
    let bytes = input.bytes();
    (bytes != b"NULL").then(|| bytes.split(|byte| *byte == 0).next().expect("a first piece"))
}

/// The next field as an argument of bytes and a length.
pub(super) fn bytes<'a>(input: &mut Fields<'a>) -> Bytes<'a> {
    match input.bytes() {
        b"NULL" => Bytes::Null(0),
        b"NULL+1" => Bytes::Null(1),
        b"LONG" => Bytes::TooLong,
        bytes => Bytes::Some(bytes),
    }
}

/// The next field as a number, 0 where it is none.
pub(super) fn number<N: std::str::FromStr + Default>(input: &mut Fields<'_>) -> N {
    input.string().parse().unwrap_or_default()
}

pub(super) fn failure(code: craftgate_error_code, message: impl Display) -> Failure {
    Failure { code, message: message.to_string() }
}

pub(super) fn bad_input(message: impl Display) -> Failure {
    failure(craftgate_error_code::BadInput, message)
}

fn null(name: &str) -> Failure {
    failure(craftgate_error_code::Null, format_args!("{name}: must not be NULL"))
}

/// What a string argument is in Rust.
pub(super) fn required<'a>(name: &str, string: Str<'a>) -> Result<&'a str, Failure> {
    optional(name, string)?.ok_or_else(|| null(name))
}

/// What a string argument that may be NULL is in Rust.
pub(super) fn optional<'a>(name: &str, string: Str<'a>) -> Result<Option<&'a str>, Failure> {
    let not_utf8 = |_| failure(craftgate_error_code::Utf8, format_args!("{name}: not UTF-8"));
    string.map(|bytes| std::str::from_utf8(bytes).map_err(not_utf8)).transpose()
}

/// What an argument of bytes and a length is in Rust.
pub(super) fn slice<'a>(name: &str, bytes: Bytes<'a>) -> Result<&'a [u8], Failure> {
    match bytes {
        Bytes::Some(bytes) => Ok(bytes),
        Bytes::Null(0) => Ok(&[]),
        Bytes::Null(_) => Err(null(name)),
        Bytes::TooLong => Err(failure(craftgate_error_code::Length, format_args!("{name}: too long"))),
    }
}

/// A merchant's keys and environment.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    api_key: Str<'a>,
    secret_key: Str<'a>,
    environment: Str<'a>,
}

impl<'a> Keys<'a> {
    /// The next three fields.
    pub(super) fn of(input: &mut Fields<'a>) -> Self {
        Self { api_key: string(input), secret_key: string(input), environment: string(input) }
    }

    /// Both keys. Panics unless they are valid.
    pub(super) fn strings(&self) -> (&'a str, &'a str) {
        let key = |key| required("key", key).expect("a key");
        (key(self.api_key), key(self.secret_key))
    }

    /// The merchant, and the same client in Rust; `None` if both fail alike.
    pub(super) fn merchant(&self) -> Option<(Merchant, Protocol)> {
        super::both(Merchant::new(self.api_key, self.secret_key, self.environment), self.protocol())
    }

    fn protocol(&self) -> Result<Protocol, Failure> {
        let api_key = required("api_key", self.api_key)?;
        let secret_key = required("secret_key", self.secret_key)?;
        let environment = match optional("environment", self.environment)? {
            None | Some("sandbox") => Environment::Sandbox,
            Some("production") => Environment::Production,
            Some(url) => Environment::custom(url).map_err(|error| bad_input(format_args!("environment: {error}")))?,
        };
        Ok(Protocol::new(Credentials::new(api_key, secret_key).map_err(bad_input)?, environment))
    }
}
