//! The `additional_params` of shopping-loan providers.
//!
//! | provider | offers | application |
//! |---|---|---|
//! | Alfabank | none | nothing |
//! | FinGate ([`ApmType::Maslak`](super::ApmType::Maslak)) | [`fingate_offers`] | [`fingate_hosted_page`], [`fingate_application`], [`fingate_commercial`] |
//! | Haso | none | [`haso_application`] |
//! | Paycell | nothing | [`paycell_application`] |
//! | Tom Finans | none | [`tom_finance_application`] |
//! | Zip | nothing | [`zip_application`] |
//!
//! (Source: Craftgate's pages on these providers.)
//!
//! ```
//! use craftgate_core::payment::bnpl_params::{FingateChannel, fingate_channel, fingate_hosted_page};
//!
//! let params = fingate_channel(fingate_hosted_page(), FingateChannel::Web);
//! assert_eq!(serde_json::to_string(&params).unwrap(), r#"{"channel":"WEB","fingate":{"isHostedPage":true}}"#);
//! ```

use chrono::NaiveDate;

use crate::macros::open_enum::open_enum;
use crate::protocol::secret::Secret;
use crate::wire::json::{Json, JsonMap};

/// The buyer, as several providers need them. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct LoanBuyer {
    /// The date of birth.
    pub birthdate: NaiveDate,
    /// The telephone number: ten digits, beginning with 5.
    pub phone_number: String,
    /// The national identity number.
    pub identity_number: Secret,
}

impl LoanBuyer {
    fn params(&self) -> JsonMap {
        JsonMap::from([
            ("buyerBirthdate", &*self.birthdate.to_string()),
            ("buyerPhoneNumber", &self.phone_number),
            ("buyerIdentityNumber", self.identity_number.expose()),
        ])
    }
}

/// Returns the parameters that include pre-approved loans in FinGate's offers, which depend on the buyer.
#[must_use]
pub fn fingate_offers(buyer: &LoanBuyer) -> JsonMap {
    let mut params = buyer.params();
    params.insert("fingate", JsonMap::from([("isPreApproved", true)]));
    params
}

/// Returns the parameters that start an application on FinGate's own page, which asks the customer for all data. Leave
/// [`bank_code`](super::InitBnplPayment::bank_code) unset.
#[must_use]
pub fn fingate_hosted_page() -> JsonMap {
    JsonMap::from([("fingate", JsonMap::from([("isHostedPage", true)]))])
}

/// Returns the parameters that start an application at the bank that the customer chose. Set
/// [`bank_code`](super::InitBnplPayment::bank_code).
#[must_use]
pub fn fingate_application(application: &FingateApplication) -> JsonMap {
    let mut fingate =
        JsonMap::from([("isHostedPage", Json::from(false)), ("totalTerm", application.total_term.into())]);
    if let Some(id) = &application.pre_approved_application_id {
        fingate.insert("preApprovedApplicationId", id.as_str());
    }
    let mut params = application.buyer.params();
    params.insert("fingate", fingate);
    params
}

/// An application for a loan by way of FinGate. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct FingateApplication {
    /// The buyer.
    pub buyer: LoanBuyer,
    /// The number of months that the customer chose.
    pub total_term: i32,
    /// The bank's id of the pre-approved loan, from the offer.
    pub pre_approved_application_id: Option<String>,
}

/// Returns the parameters that start an application for a commercial loan in one of the bank's campaigns.
#[must_use]
pub fn fingate_commercial(campaign_number: &str) -> JsonMap {
    JsonMap::from([("campaignNumber", campaign_number)])
}

/// Adds the channel in which the loan is taken to FinGate's parameters, and returns them.
#[must_use]
pub fn fingate_channel(mut params: JsonMap, channel: FingateChannel) -> JsonMap {
    params.insert("channel", channel.as_str());
    params
}

open_enum! {
    /// The channel in which a loan is taken. (Source: Craftgate's "FinGate".)
    pub enum FingateChannel {
        /// A web page.
        Web = "WEB",
        /// An application on a mobile telephone.
        Mobile = "MOBILE",
    }
}

/// Returns the parameters that start an application to Haso.
#[must_use]
pub fn haso_application(buyer: &LoanBuyer) -> JsonMap {
    buyer.params()
}

/// Returns the parameters that start an application to Paycell, for a term in months.
#[must_use]
pub fn paycell_application(buyer: &LoanBuyer, term: i32) -> JsonMap {
    let mut params = buyer.params();
    params.insert("term", term);
    params
}

/// Returns the parameters that start an application to Tom Finans.
#[must_use]
pub fn tom_finance_application(buyer: &TomFinanceBuyer) -> JsonMap {
    JsonMap::from([
        ("buyerName", Json::from(buyer.name.as_str())),
        ("buyerPhoneNumber", buyer.phone_number.as_str().into()),
        ("channelId", buyer.channel_id.into()),
    ])
}

/// The buyer in an application to Tom Finans. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct TomFinanceBuyer {
    /// The buyer's name.
    pub name: String,
    /// The buyer's telephone number: ten digits, beginning with 5.
    pub phone_number: String,
    /// The number of the channel in which the payment is made.
    pub channel_id: i32,
}

/// Returns the parameters that start an application to Zip.
#[must_use]
pub fn zip_application(buyer: &ZipBuyer) -> JsonMap {
    JsonMap::from([("buyerEmail", buyer.email.as_str()), ("buyerPhoneNumber", buyer.phone_number.as_str())])
}

/// The buyer in an application to Zip. The fields are named, so that the two can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct ZipBuyer {
    /// The buyer's e-mail address.
    pub email: String,
    /// The buyer's telephone number.
    pub phone_number: String,
}

/// Returns the parameters that start a limit inquiry ([`InitBnplLimitInquiry`](super::InitBnplLimitInquiry)). (Source:
/// the official clients' samples.)
#[must_use]
pub fn limit_inquiry(buyer: &LoanBuyer) -> JsonMap {
    buyer.params()
}

/// Returns the parameters that complete a limit inquiry
/// ([`CompleteBnplLimitInquiry`](super::CompleteBnplLimitInquiry)): the customer's telephone number and one-time
/// password. (Source: the official clients' samples.)
#[must_use]
pub fn limit_inquiry_complete(buyer_phone_number: &str, otp_code: &Secret) -> JsonMap {
    JsonMap::from([("buyerPhoneNumber", buyer_phone_number), ("otpCode", otp_code.expose())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(params: &JsonMap) -> String {
        serde_json::to_string(params).unwrap()
    }

    fn buyer() -> LoanBuyer {
        LoanBuyer {
            birthdate: NaiveDate::from_ymd_opt(1990, 1, 1).unwrap(),
            phone_number: "5555555555".into(),
            identity_number: "11111111110".into(),
        }
    }

    const BUYER: &str =
        r#""buyerBirthdate":"1990-01-01","buyerIdentityNumber":"11111111110","buyerPhoneNumber":"5555555555""#;

    #[test]
    fn fingates_own_parameters_are_nested() {
        assert_eq!(text(&fingate_offers(&buyer())), format!(r#"{{{BUYER},"fingate":{{"isPreApproved":true}}}}"#));
        assert_eq!(text(&fingate_hosted_page()), r#"{"fingate":{"isHostedPage":true}}"#);
        let mut application =
            FingateApplication { buyer: buyer(), total_term: 12, pre_approved_application_id: Some("12345678".into()) };
        let fingate = r#"{"isHostedPage":false,"preApprovedApplicationId":"12345678","totalTerm":12}"#;
        assert_eq!(text(&fingate_application(&application)), format!(r#"{{{BUYER},"fingate":{fingate}}}"#));
        application.pre_approved_application_id = None;
        let fingate = r#"{"isHostedPage":false,"totalTerm":12}"#;
        assert_eq!(text(&fingate_application(&application)), format!(r#"{{{BUYER},"fingate":{fingate}}}"#));
    }

    #[test]
    fn each_provider_gets_the_keys_of_its_page() {
        assert_eq!(text(&fingate_commercial("kampanya123")), r#"{"campaignNumber":"kampanya123"}"#);
        assert_eq!(text(&fingate_channel(JsonMap::new(), FingateChannel::Mobile)), r#"{"channel":"MOBILE"}"#);
        assert_eq!(text(&haso_application(&buyer())), format!("{{{BUYER}}}"));
        assert_eq!(text(&paycell_application(&buyer(), 6)), format!(r#"{{{BUYER},"term":6}}"#));
        let tom = TomFinanceBuyer { name: "Gülşah Işık".into(), phone_number: "5555555555".into(), channel_id: 3 };
        let params = r#"{"buyerName":"Gülşah Işık","buyerPhoneNumber":"5555555555","channelId":3}"#;
        assert_eq!(text(&tom_finance_application(&tom)), params);
        let zip = ZipBuyer { email: "gulsah@example.com".into(), phone_number: "5555555555".into() };
        let params = r#"{"buyerEmail":"gulsah@example.com","buyerPhoneNumber":"5555555555"}"#;
        assert_eq!(text(&zip_application(&zip)), params);
    }

    #[test]
    fn a_limit_inquiry_gets_the_keys_of_the_official_samples() {
        assert_eq!(text(&limit_inquiry(&buyer())), format!("{{{BUYER}}}"));
        let params = limit_inquiry_complete("5320000000", &"123456".into());
        assert_eq!(text(&params), r#"{"buyerPhoneNumber":"5320000000","otpCode":"123456"}"#);
    }

    #[test]
    fn the_buyers_identity_number_is_hidden() {
        assert!(!format!("{:?}", buyer()).contains("11111111110"));
    }
}
