//! The merchant's users at a bank.

use crate::api::id::PosUserId;
use crate::macros::object::variant_object;
use crate::macros::open_enum::open_enum;
use crate::protocol::secret::Secret;

variant_object! {
    /// A user of the merchant's at a bank.
    pub struct PosUser {
        optional {
            /// The user's id, needed to update the user.
            id: PosUserId,
            /// The user's name at the bank.
            pos_username: String,
            /// The user's password at the bank.
            pos_password: Secret,
            /// The kind of user.
            pos_user_type: PosUserType,
            /// The operations that the user may do.
            pos_operation_type: PosOperationType,
        }
    }
}

impl PosUser {
    /// Returns a user with this name, password, kind and permission.
    pub fn new(
        pos_username: impl Into<String>,
        pos_password: Secret,
        pos_user_type: PosUserType,
        pos_operation_type: PosOperationType,
    ) -> Self {
        Self::empty()
            .pos_username(pos_username)
            .pos_password(pos_password)
            .pos_user_type(pos_user_type)
            .pos_operation_type(pos_operation_type)
    }
}

open_enum! {
    /// The kind of a user at a bank.
    pub enum PosUserType {
        /// A user of the bank's API.
        Api = "API",
    }
}

open_enum! {
    /// The operations that a user at a bank may do.
    pub enum PosOperationType {
        /// All operations.
        Standard = "STANDARD",
        /// Authorizations: Garanti's `PROVAUT`.
        Provaut = "PROVAUT",
        /// Refunds: Garanti's `PROVRFN`.
        Provrfn = "PROVRFN",
        /// Payments.
        Payment = "PAYMENT",
        /// Refunds.
        Refund = "REFUND",
        /// Inquiries.
        Inquiry = "INQUIRY",
    }
}
