//! Percent-encoding, for an [`Operation`](crate::Operation) of your own.

pub(crate) mod form;
pub(crate) mod url;

pub use url::percent_encode;
