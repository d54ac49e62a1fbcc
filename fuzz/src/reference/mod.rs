//! Reference implementations of the formats, each as plain as possible and none sharing code with what it checks.

pub(crate) mod decimal;
pub(crate) mod encoding;
pub(crate) mod html;
pub(crate) mod http_message;
pub(crate) mod json;
pub(crate) mod latin_5;
pub(crate) mod local_time;
pub(crate) mod panel_key;
