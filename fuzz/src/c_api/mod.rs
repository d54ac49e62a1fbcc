//! The C ABI: any arguments give through it what they give in Rust, to the byte, and a bad one its documented failure.

mod arguments;
mod call;
mod posted;
mod sign;

use std::fmt::Debug;

use craftgate::exercise::Failure;

use crate::input::Fields;

/// The input: `call`, `sign`, `callback`, `bnpl_callback` or `webhook`, and the arguments in the header's order. `NULL`
/// is NULL, `NULL+1` is NULL with a length of 1, and `LONG` a length that can't be.
pub fn c_api(data: &[u8]) {
    let mut input = Fields::of(data);
    match input.bytes() {
        b"sign" => sign::check(&mut input),
        b"callback" => posted::check_callback(&mut input),
        b"bnpl_callback" => posted::check_bnpl_callback(&mut input),
        b"webhook" => posted::check_webhook(&mut input),
        _ => call::check(&mut input),
    }
}

/// What the ABI and Rust gave. Panics unless both gave something or both failed with the same code and message.
fn both<A: Debug, B: Debug>(through_abi: Result<A, Failure>, in_rust: Result<B, Failure>) -> Option<(A, B)> {
    match (through_abi, in_rust) {
        (Ok(through_abi), Ok(in_rust)) => Some((through_abi, in_rust)),
        (through_abi, in_rust) => {
            assert_eq!(through_abi.map(drop), in_rust.map(drop));
            None
        }
    }
}
