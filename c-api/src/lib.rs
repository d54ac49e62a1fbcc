#![doc = include_str!("../README.md")]

mod boundary;
#[cfg(feature = "exercise")]
#[doc(hidden)]
pub mod exercise;
mod merchant;
mod request;
mod result;
mod strings;
mod verify;

pub use boundary::{craftgate_error_code, craftgate_last_error, craftgate_last_error_code};
pub use merchant::{craftgate_merchant, craftgate_merchant_free, craftgate_merchant_new, craftgate_sign};
pub use request::{
    craftgate_request, craftgate_request_body, craftgate_request_free, craftgate_request_header_count,
    craftgate_request_header_name, craftgate_request_header_value, craftgate_request_method, craftgate_request_new,
    craftgate_request_url,
};
pub use result::{
    craftgate_outcome, craftgate_response_missing, craftgate_response_read, craftgate_result, craftgate_result_file,
    craftgate_result_free, craftgate_result_json, craftgate_result_outcome, craftgate_result_outcome_after,
    craftgate_result_retry_after_ms,
};
pub use strings::{craftgate_string_free, craftgate_version};
pub use verify::{craftgate_bnpl_callback_verify, craftgate_callback_verify, craftgate_webhook_verify};
