//! Names of operations, made at compile time: `RefundPayment` in `craftgate_core::api::payment::refund` is
//! `payment::RefundPayment`.
#![allow(clippy::indexing_slicing, reason = "runs only at compile time, where a slip is a build error")]

/// What stands before an area in the path of its modules.
const PREFIX: usize = "craftgate_core::api::".len();

/// The index at which the area ends in a module's path.
const fn area_end(module_path: &[u8]) -> usize {
    let mut index = PREFIX;
    while index < module_path.len() && module_path[index] != b':' {
        index += 1;
    }
    index
}

/// The number of bytes in an operation's name.
pub(crate) const fn name_len(module_path: &str, operation: &str) -> usize {
    area_end(module_path.as_bytes()) - PREFIX + "::".len() + operation.len()
}

/// The bytes of an operation's name; `N` is its [`name_len`].
pub(crate) const fn name<const N: usize>(module_path: &str, operation: &str) -> [u8; N] {
    let (module_path, operation) = (module_path.as_bytes(), operation.as_bytes());
    let area = area_end(module_path) - PREFIX;
    let mut out = [b':'; N];
    let mut index = 0;
    while index < N {
        if index < area {
            out[index] = module_path[PREFIX + index];
        } else if index >= area + 2 {
            out[index] = operation[index - area - 2];
        }
        index += 1;
    }
    out
}

/// `NAME` and `PATH_TEMPLATE` of an [`Operation`](crate::Operation).
macro_rules! name_and_template {
    ($name:ident $template:literal) => {
        const NAME: &'static str = {
            use $crate::macros::operation_name::{name, name_len};
            const NAME: [u8; name_len(module_path!(), stringify!($name))] = name(module_path!(), stringify!($name));
            match ::std::str::from_utf8(&NAME) {
                Ok(name) => name,
                Err(_) => stringify!($name),
            }
        };
        const PATH_TEMPLATE: &'static str = {
            use $crate::macros::wire_names::{camel, camel_len};
            const TEMPLATE: [u8; camel_len($template)] = camel($template);
            match ::std::str::from_utf8(&TEMPLATE) {
                Ok(template) => template,
                Err(_) => $template,
            }
        };
    };
}
pub(crate) use name_and_template;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_area_and_the_struct() {
        const FILE: &str = "craftgate_core::api::payment::refund";
        const AREA: &str = "craftgate_core::api::fraud";
        assert_eq!(name::<{ name_len(FILE, "RefundPayment") }>(FILE, "RefundPayment"), *b"payment::RefundPayment");
        assert_eq!(
            name::<{ name_len(AREA, "SearchFraudRules") }>(AREA, "SearchFraudRules"),
            *b"fraud::SearchFraudRules"
        );
    }
}
