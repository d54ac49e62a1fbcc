//! The users that a bank knows the merchant by.

use crate::api::id::PosUserId;
use crate::macros::object::variant_object;
use crate::macros::open_enum::open_enum;
use crate::protocol::secret::Secret;

variant_object! {
    /// A user that the bank knows the merchant by.
    pub struct PosUser {
        optional {
            /// Craftgate's id of the user; needed to change one.
            id: PosUserId,
            /// The user's name at the bank.
            pos_username: String,
            /// The user's password at the bank.
            pos_password: Secret,
            /// The kind of user.
            pos_user_type: PosUserType,
            /// What the user may do.
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
    /// The kinds of user that a bank knows.
    pub enum PosUserType {
        /// A program.
        Api = "API",
    }
}

open_enum! {
    /// What a bank's user may do.
    pub enum PosOperationType {
        /// Everything.
        Standard = "STANDARD",
        /// Authorizations, as Garanti's `PROVAUT`.
        Provaut = "PROVAUT",
        /// Refunds, as Garanti's `PROVRFN`.
        Provrfn = "PROVRFN",
        /// Payments.
        Payment = "PAYMENT",
        /// Refunds.
        Refund = "REFUND",
        /// Inquiries.
        Inquiry = "INQUIRY",
    }
}
