//! Second readings of the formats, each as plain as it can be and none sharing code with what it judges.

pub(crate) mod decimal;
pub(crate) mod encoding;
pub(crate) mod http_message;
pub(crate) mod json;
pub(crate) mod local_time;
