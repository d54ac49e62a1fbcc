//! Where a customer goes from the page of a bank or of a provider.

#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

/// Where the customer's browser is sent after the page of a bank or of a provider.
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "control",
    derive(Serialize, Deserialize),
    serde(rename_all = "camelCase", rename_all_fields = "camelCase")
)]
pub(crate) enum Destination {
    /// To the merchant, with the payment's callback in one of its versions. The payment can be for a checkout page.
    Merchant {
        callback_url: String,
        is_v2: bool,
        #[cfg_attr(feature = "control", serde(default))]
        checkout_token: Option<String>,
    },
    /// To whoever opened a page of Craftgate's, with the page's token. The payment is charged by then.
    Page { callback_url: String, page: HostedPage },
}

impl Destination {
    pub(crate) fn callback_url(&self) -> &str {
        match self {
            Self::Merchant { callback_url, .. } | Self::Page { callback_url, .. } => callback_url,
        }
    }

    /// Returns the page that the payment is for, if there is one.
    pub(crate) fn hosted_page(&self) -> Option<HostedPage> {
        match self {
            Self::Merchant { checkout_token, .. } => checkout_token.clone().map(HostedPage::checkout),
            Self::Page { page, .. } => Some(page.clone()),
        }
    }
}

/// A page of Craftgate's on which a payment is made.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct HostedPage {
    pub(crate) kind: HostedPageKind,
    pub(crate) token: String,
}

impl HostedPage {
    pub(crate) fn checkout(token: String) -> Self {
        Self { kind: HostedPageKind::Checkout, token }
    }
}

/// What a page of Craftgate's is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) enum HostedPageKind {
    Checkout,
    MultiPayment,
    Link,
}
