//! The list of every operation.

use super::any_operation::NamedOperation;
use super::info::OperationInfo;

include!("every_operation.rs");

macro_rules! infos {
    ($($area:ident::$name:ident,)*) => {
        pub(super) static OPERATIONS: &[&OperationInfo] = &[$(<crate::$area::$name as NamedOperation>::INFO),*];
    };
}

with_every_operation!(infos:);
