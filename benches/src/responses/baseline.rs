//! The baseline of parsing responses: derived structs, enums as strings, amounts from the number's digits.

use craftgate_core::rust_decimal::Decimal;
use http::Response;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_derive::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// An error, with the whole response.
pub(crate) enum Error {
    Api(ApiError, Response<Vec<u8>>),
    #[allow(dead_code, reason = "an error keeps the response")]
    Response(Response<Vec<u8>>),
}

pub(crate) fn parse<T: DeserializeOwned>(response: Response<Vec<u8>>) -> Result<T, Box<Error>> {
    match serde_json::from_slice(response.body()) {
        Ok(Envelope { errors: Some(error), .. }) => Err(Box::new(Error::Api(error, response))),
        Ok(Envelope { data: Some(data), .. }) if response.status().is_success() => Ok(data),
        _ => Err(Box::new(Error::Response(response))),
    }
}

#[derive(Deserialize)]
struct Envelope<T> {
    data: Option<T>,
    errors: Option<ApiError>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiError {
    pub(crate) error_code: Option<String>,
    pub(crate) error_description: Option<String>,
    pub(crate) error_group: Option<String>,
    pub(crate) provider_error: Option<ProviderError>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProviderError {
    pub(crate) error_code: Option<String>,
    pub(crate) error_message: Option<String>,
}

/// An amount with the digits of its JSON number.
pub(crate) struct Money(pub(crate) Decimal);

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = <&RawValue>::deserialize(deserializer)?;
        Decimal::from_str_exact(number.get()).map(Self).map_err(de::Error::custom)
    }
}

/// For the test that compares with the library.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        craftgate_core::money::serialize(&self.0, serializer)
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page {
    pub(crate) items: Vec<Payment>,
    pub(crate) page: Option<i32>,
    pub(crate) size: Option<i32>,
    pub(crate) total_size: Option<i64>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Payment {
    pub(crate) id: i64,
    pub(crate) payment_status: String,
    pub(crate) created_date: Option<String>,
    pub(crate) price: Option<Money>,
    pub(crate) paid_price: Option<Money>,
    pub(crate) wallet_price: Option<Money>,
    pub(crate) currency: Option<String>,
    pub(crate) buyer_member_id: Option<i64>,
    pub(crate) installment: Option<i64>,
    pub(crate) conversation_id: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) payment_type: Option<String>,
    pub(crate) payment_provider: Option<String>,
    pub(crate) payment_source: Option<String>,
    pub(crate) payment_group: Option<String>,
    pub(crate) payment_phase: Option<String>,
    pub(crate) payment_channel: Option<String>,
    #[serde(rename = "isThreeDS")]
    pub(crate) is_three_ds: Option<bool>,
    pub(crate) merchant_commission_rate: Option<Money>,
    pub(crate) merchant_commission_rate_amount: Option<Money>,
    pub(crate) bank_commission_rate: Option<Money>,
    pub(crate) bank_commission_rate_amount: Option<Money>,
    pub(crate) paid_with_stored_card: Option<bool>,
    pub(crate) bin_number: Option<String>,
    pub(crate) last_four_digits: Option<String>,
    pub(crate) auth_code: Option<String>,
    pub(crate) host_reference: Option<String>,
    pub(crate) trans_id: Option<String>,
    pub(crate) md_status: Option<i64>,
    pub(crate) order_id: Option<String>,
    pub(crate) card_holder_name: Option<String>,
    pub(crate) bank_card_holder_name: Option<String>,
    pub(crate) card_issuer_bank_name: Option<String>,
    pub(crate) card_issuer_bank_id: Option<i64>,
    pub(crate) card_type: Option<String>,
    pub(crate) card_association: Option<String>,
    pub(crate) card_brand: Option<String>,
    pub(crate) requested_pos_alias: Option<String>,
    pub(crate) fraud_id: Option<i64>,
    pub(crate) fraud_rule_id: Option<i64>,
    pub(crate) fraud_action: Option<String>,
    pub(crate) fraud_score: Option<f64>,
    pub(crate) blockage_resolved_date: Option<String>,
    pub(crate) pos: Option<Pos>,
    pub(crate) loyalty: Option<Loyalty>,
    pub(crate) payment_error: Option<ApiError>,
    pub(crate) card_user_key: Option<String>,
    pub(crate) card_token: Option<String>,
    pub(crate) additional_data: Option<Box<RawValue>>,
    #[serde(default)]
    pub(crate) payment_transactions: Vec<Transaction>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pos {
    pub(crate) id: Option<i64>,
    pub(crate) name: Option<String>,
    pub(crate) alias: Option<String>,
    pub(crate) bank_id: Option<i64>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Loyalty {
    pub(crate) r#type: Option<String>,
    pub(crate) reward: Option<Reward>,
    pub(crate) message: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reward {
    pub(crate) card_reward_money: Option<Money>,
    pub(crate) firm_reward_money: Option<Money>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transaction {
    pub(crate) id: i64,
    pub(crate) name: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) price: Option<Money>,
    pub(crate) paid_price: Option<Money>,
    pub(crate) wallet_price: Option<Money>,
    pub(crate) merchant_commission_rate: Option<Money>,
    pub(crate) merchant_commission_rate_amount: Option<Money>,
    pub(crate) merchant_payout_amount: Option<Money>,
    pub(crate) sub_merchant_member_id: Option<i64>,
    pub(crate) sub_merchant_member_price: Option<Money>,
    pub(crate) sub_merchant_member_payout_rate: Option<Money>,
    pub(crate) sub_merchant_member_payout_amount: Option<Money>,
    pub(crate) transaction_status: Option<String>,
    pub(crate) blockage_resolved_date: Option<String>,
    pub(crate) payout: Option<Payout>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Payout {
    pub(crate) currency: Option<String>,
    pub(crate) parity: Option<Money>,
    pub(crate) paid_price: Option<Money>,
    pub(crate) merchant_payout_amount: Option<Money>,
    pub(crate) sub_merchant_member_payout_amount: Option<Money>,
    pub(crate) merchant_status: Option<String>,
    pub(crate) merchant_status_date: Option<String>,
    pub(crate) sub_merchant_member_status: Option<String>,
    pub(crate) sub_merchant_member_status_date: Option<String>,
}
