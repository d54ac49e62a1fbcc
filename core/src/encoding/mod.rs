//! Percent-encoding of URLs, and forms.

pub(crate) mod form;
pub(crate) mod url;
