//! The list of every operation.

use super::any_operation::NamedOperation;
use super::info::OperationInfo;

macro_rules! infos {
    ($($area:ident::$name:ident,)*) => {
        pub(super) static OPERATIONS: &[&OperationInfo] = &[$(<crate::api::$area::$name as NamedOperation>::INFO),*];
    };
}

crate::with_every_operation!(infos:);
