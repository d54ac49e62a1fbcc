//! A merchant's accounts at alternative payment methods.
//!
//! ```
//! use craftgate_core::merchant_apm::{MerchantApm, RetrieveMerchantApms};
//! use craftgate_core::payment::ApmType;
//! use craftgate_core::{Operation, Page};
//!
//! assert_eq!(RetrieveMerchantApms::new().path().unwrap(), "/merchant/v1/merchant-apms");
//!
//! let data = r#"{"items":[{"id":7,"name":"Çarşı Papara","apmType":"PAPARA"}]}"#;
//! let apms: Page<MerchantApm> = serde_json::from_str(data).unwrap();
//! assert_eq!(apms.items[0].apm_type, Some(ApmType::Papara));
//! ```

use crate::api::currency::Currency;
use crate::api::id::MerchantApmId;
use crate::api::onboarding::Status;
use crate::api::payment::ApmType;
use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::page::Page;

operation! {
    /// Retrieves the merchant's accounts at alternative payment methods, all on one page.
    GET "/merchant/v1/merchant-apms" => Page<MerchantApm>;

    pub struct RetrieveMerchantApms {}
}

response_object! {
    /// A merchant's account at an alternative payment method.
    pub struct MerchantApm {
        required {
            /// The account's id: a payment's `merchant_apm_id`.
            id: MerchantApmId,
        }
        optional {
            /// Whether the account is active.
            status: Status,
            /// The account's name in Craftgate's panel.
            name: String,
            /// The alternative payment method.
            apm_type: ApmType,
            /// The method's host name.
            hostname: String,
            /// The host name in another spelling, which some of Craftgate's clients read.
            host_name: String,
        }
        repeated {
            /// The accepted currencies.
            supported_currencies: Currency,
        }
    }
}
