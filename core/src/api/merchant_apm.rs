//! The alternative payment methods that a merchant has set up.
//!
//! ```
//! use craftgate_core::merchant_apm::{MerchantApm, RetrieveMerchantApms};
//! use craftgate_core::payment::ApmType;
//! use craftgate_core::{Operation, Page};
//!
//! assert_eq!(RetrieveMerchantApms::new().path().unwrap(), "/merchant/v1/merchant-apms");
//!
//! let answer = r#"{"items":[{"id":7,"name":"Çarşı Papara","apmType":"PAPARA"}]}"#;
//! let apms: Page<MerchantApm> = serde_json::from_str(answer).unwrap();
//! assert_eq!(apms.items[0].apm_type, Some(ApmType::Papara));
//! ```

use crate::api::currency::Currency;
use crate::api::id::MerchantApmId;
use crate::api::onboarding::Status;
use crate::api::page::Page;
use crate::api::payment::ApmType;
use crate::macros::object::response_object;
use crate::macros::operation::operation;

operation! {
    /// Lists the alternative payment methods that the merchant has set up. It comes whole, not in pages.
    GET "/merchant/v1/merchant-apms" => Page<MerchantApm>;

    pub struct RetrieveMerchantApms {}
}

response_object! {
    /// An account of the merchant's at an alternative payment method.
    pub struct MerchantApm {
        required {
            /// Craftgate's id of it: a payment's `merchant_apm_id`.
            id: MerchantApmId,
        }
        optional {
            /// Whether it can be used.
            status: Status,
            /// Its name in Craftgate's panel.
            name: String,
            /// The method.
            apm_type: ApmType,
            /// The method's server that it talks to.
            hostname: String,
            /// The same by another spelling, as some of Craftgate's clients read it.
            host_name: String,
        }
        repeated {
            /// The currencies that it takes.
            supported_currencies: Currency,
        }
    }
}
