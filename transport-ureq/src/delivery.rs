//! Whether a failed request can have reached Craftgate.

use std::io::{self, ErrorKind};

use craftgate_core::TransportError;
use ureq::{Error, Timeout};

/// Sorts an error of ureq's. What is not certain not to have been sent counts as possibly sent.
pub(crate) fn classify(error: Error) -> TransportError {
    if is_before_sending(&error) { TransportError::not_sent(error) } else { TransportError::unknown(error) }
}

fn is_before_sending(error: &Error) -> bool {
    match error {
        Error::Http(_)
        | Error::BadUri(_)
        | Error::HostNotFound
        | Error::InvalidProxyUrl
        | Error::ConnectProxyFailed(_)
        | Error::ConnectionFailed
        | Error::RequireHttpsOnly(_)
        | Error::Tls(_)
        | Error::TlsRequired
        | Error::Timeout(Timeout::Resolve | Timeout::Connect) => true,
        Error::Rustls(error) => is_handshake(error),
        Error::Io(error) => is_before_connection(error),
        _ => false,
    }
}

fn is_before_connection(error: &io::Error) -> bool {
    let refused = [
        ErrorKind::ConnectionRefused,
        ErrorKind::AddrNotAvailable,
        ErrorKind::HostUnreachable,
        ErrorKind::NetworkUnreachable,
    ];
    let tls = error.get_ref().and_then(|error| error.downcast_ref());
    refused.contains(&error.kind()) || is_name_lookup(error) || tls.is_some_and(is_handshake)
}

/// The standard library gives a failed name lookup no kind of its own: only a text, or on Windows one of
/// four codes.
fn is_name_lookup(error: &io::Error) -> bool {
    const WINDOWS_SOCKETS_LOOKUP: std::ops::RangeInclusive<i32> = 11_001..=11_004;
    error.to_string().starts_with("failed to lookup address information")
        || (cfg!(windows) && error.raw_os_error().is_some_and(|code| WINDOWS_SOCKETS_LOOKUP.contains(&code)))
}

/// Errors that TLS raises only before the first byte of a request is written.
fn is_handshake(error: &rustls::Error) -> bool {
    matches!(
        error,
        rustls::Error::InvalidCertificate(_)
            | rustls::Error::NoCertificatesPresented
            | rustls::Error::UnsupportedNameType
            | rustls::Error::PeerIncompatible(_)
            | rustls::Error::InvalidCertRevocationList(_)
    )
}
