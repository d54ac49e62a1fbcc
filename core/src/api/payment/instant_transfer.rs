//! The banks for instant transfers.
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::payment::{InstantTransferBanks, RetrieveInstantTransferBanks};
//!
//! assert_eq!(RetrieveInstantTransferBanks::new().path().unwrap(), "/payment/v1/instant-transfer-banks");
//!
//! let answer = r#"{"items":[{"bankCode":"10","bankName":"Türkiye İş Bankası"}]}"#;
//! let banks: InstantTransferBanks = serde_json::from_str(answer).unwrap();
//! assert_eq!(banks.items[0].bank_name.as_deref(), Some("Türkiye İş Bankası"));
//! ```

use crate::macros::object::response_object;
use crate::macros::operation::operation;

operation! {
    /// Lists the banks from which a customer can pay by instant transfer.
    ///
    /// Let the customer choose one; its code goes into the payment by
    /// [`instant_transfer_init`](super::apm_params::instant_transfer_init).
    GET "/payment/v1/instant-transfer-banks" => InstantTransferBanks;

    pub struct RetrieveInstantTransferBanks {}
}

response_object! {
    /// The banks from which a customer can pay by instant transfer.
    pub struct InstantTransferBanks {
        repeated {
            /// Those that are open to this merchant.
            items: InstantTransferBank,
        }
    }
}

response_object! {
    /// A bank from which a customer can pay by instant transfer.
    pub struct InstantTransferBank {
        optional {
            /// Its code, as a payment needs it.
            bank_code: String,
            /// Its name, to show to the customer.
            bank_name: String,
            /// The address of its logo.
            bank_logo_url: String,
        }
    }
}
