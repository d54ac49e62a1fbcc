//! The banks for instant transfers ("anında havale").
//!
//! ```
//! use craftgate_core::Operation;
//! use craftgate_core::payment::{InstantTransferBanks, RetrieveInstantTransferBanks};
//!
//! assert_eq!(RetrieveInstantTransferBanks::new().path().unwrap(), "/payment/v1/instant-transfer-banks");
//!
//! let response = r#"{"items":[{"bankCode":"10","bankName":"Türkiye İş Bankası"}]}"#;
//! let banks: InstantTransferBanks = serde_json::from_str(response).unwrap();
//! assert_eq!(banks.items[0].bank_name.as_deref(), Some("Türkiye İş Bankası"));
//! ```

use crate::macros::object::response_object;
use crate::macros::operation::operation;

operation! {
    /// Retrieves the banks from which a customer can pay by instant transfer.
    ///
    /// The code of the one that the customer chooses goes into the payment with
    /// [`instant_transfer_init`](super::apm_params::instant_transfer_init).
    GET "/payment/v1/instant-transfer-banks" => InstantTransferBanks;

    pub struct RetrieveInstantTransferBanks {}
}

response_object! {
    /// The banks from which a customer can pay by instant transfer.
    pub struct InstantTransferBanks {
        repeated {
            /// The banks that are open to this merchant.
            items: InstantTransferBank,
        }
    }
}

response_object! {
    /// A bank from which a customer can pay by instant transfer.
    pub struct InstantTransferBank {
        optional {
            /// The bank's code.
            bank_code: String,
            /// The bank's name, to show to the customer.
            bank_name: String,
            /// The URL of the bank's logo.
            bank_logo_url: String,
        }
    }
}
