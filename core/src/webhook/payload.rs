//! The unsigned payloads of webhooks. (Source: the samples in Craftgate's "İşlem Bildirimi".)

use std::fmt;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::WebhookEventType;
use crate::api::bank_account_tracking::RecordType;
use crate::api::currency::Currency;
use crate::api::id::{
    BkmExpressTicketId, MemberId, PaymentId, SettlementFileId, TransactionId, WalletId, WalletTransactionId,
};
use crate::api::onboarding::Status;
use crate::api::payment::{ApmAdditionalAction, MultiPaymentStatus, PaymentStatus};
use crate::api::settlement_reporting::SettlementType;
use crate::api::wallet::WalletTransactionType;
use crate::macros::describe::describe_as;
use crate::macros::object::response_object;
use crate::protocol::secret::Secret;
use crate::wire::decimal::parse_decimal;
use crate::wire::impl_wire_via_serde;
use crate::wire::json::Json;
use crate::wire::selected_fields::string;

/// A webhook's payload by its event type. No signature covers it: anybody who has seen a genuine webhook can post
/// another payload with it. Retrieve what you act on.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum UnverifiedPayload {
    /// The payload of [`WebhookEventType::PayoutCompleted`].
    PayoutCompleted(PayoutCompletedPayload),
    /// The payload of [`WebhookEventType::Autopilot`].
    Autopilot(AutopilotPayload),
    /// The payload of [`WebhookEventType::WalletCreated`].
    WalletCreated(WalletCreatedPayload),
    /// The payload of [`WebhookEventType::WalletTxCreated`].
    WalletTxCreated(WalletTxCreatedPayload),
    /// The payload of [`WebhookEventType::BnplNotification`].
    BnplNotification(BnplNotificationPayload),
    /// The payload of [`WebhookEventType::BankAccountTrackingRecord`].
    BankAccountTrackingRecord(BankAccountTrackingRecordPayload),
    /// The payload of [`WebhookEventType::MultiPaymentCompleted`].
    MultiPaymentCompleted(MultiPaymentCompletedPayload),
    /// The payload of [`WebhookEventType::BkmExpressPaymentNotification`].
    BkmExpressPaymentNotification(BkmExpressPaymentNotificationPayload),
}

impl UnverifiedPayload {
    /// `None` for the event types whose payload has no known shape.
    pub(super) fn deserialize(
        event_type: &WebhookEventType,
        payload: &Json,
    ) -> Result<Option<Self>, serde_json::Error> {
        Ok(Some(match event_type {
            WebhookEventType::PayoutCompleted => Self::PayoutCompleted(payload.deserialize()?),
            WebhookEventType::Autopilot => Self::Autopilot(payload.deserialize()?),
            WebhookEventType::WalletCreated => Self::WalletCreated(payload.deserialize()?),
            WebhookEventType::WalletTxCreated => Self::WalletTxCreated(payload.deserialize()?),
            WebhookEventType::BnplNotification => Self::BnplNotification(payload.deserialize()?),
            WebhookEventType::BankAccountTrackingRecord => Self::BankAccountTrackingRecord(payload.deserialize()?),
            WebhookEventType::MultiPaymentCompleted => Self::MultiPaymentCompleted(payload.deserialize()?),
            WebhookEventType::BkmExpressPaymentNotification => {
                Self::BkmExpressPaymentNotification(payload.deserialize()?)
            }
            _ => return Ok(None),
        }))
    }
}

response_object! {
    /// The unsigned payload of a payout to sellers.
    pub struct PayoutCompletedPayload {
        optional {
            /// The settlement file's id; equals the payload id.
            settlement_file_id: SettlementFileId,
            /// The reason of the payout.
            settlement_type: SettlementType,
        }
    }
}

response_object! {
    /// The unsigned payload of a POS that the autopilot opened or closed.
    pub struct AutopilotPayload {
        optional {
            /// The POS's alias; equals the payload id.
            pos_alias: String,
            /// The POS's bank or payment facilitator.
            pos_name: String,
            /// Whether the POS takes payments without 3D Secure.
            non_three_ds_status: Status,
            /// Whether the POS takes payments with 3D Secure.
            three_ds_status: Status,
            /// Whether the autopilot's notifications are switched on.
            notifications_enabled: bool,
        }
    }
}

response_object! {
    /// The unsigned payload of a wallet that was created.
    pub struct WalletCreatedPayload {
        optional {
            /// The wallet's currency.
            currency: Currency,
            /// The wallet's id; equals the payload id.
            wallet_id: WalletId,
            /// The id of the member whose wallet it is.
            member_id: MemberId,
            /// The negative balance allowed, in the wallet's currency.
            negative_amount_limit: Decimal,
        }
    }
}

response_object! {
    /// The unsigned payload of a wallet whose balance changed.
    pub struct WalletTxCreatedPayload {
        optional {
            /// The wallet's currency.
            currency: Currency,
            /// The kind of transaction that changed the balance.
            wallet_transaction_type: WalletTransactionType,
            /// The wallet transaction's id.
            id: WalletTransactionId,
            /// The id of the member whose wallet it is.
            member_id: MemberId,
            /// The id of the payment, refund or other transaction that moved the money.
            transaction_id: TransactionId,
            /// The wallet's id; equals the payload id.
            wallet_id: WalletId,
            /// The amount in the wallet's currency, negative where money left the wallet.
            amount: Decimal,
        }
    }
}

response_object! {
    /// The unsigned payload of a shopping loan whose state changed.
    pub struct BnplNotificationPayload {
        optional {
            /// The payment's status.
            payment_status: PaymentStatus,
            /// The next step that the payment waits for.
            additional_action: ApmAdditionalAction,
        }
    }
}

response_object! {
    /// The unsigned payload of a transfer to a tracked bank account.
    pub struct BankAccountTrackingRecordPayload {
        optional {
            /// The account's currency.
            currency: Currency,
            /// The time of the transfer, local to Turkey.
            record_date: NaiveDateTime,
            /// The sender's name, as the bank gives it.
            sender_name: String,
            /// The transfer's unique key.
            key: String,
            /// The transfer's direction.
            record_type: RecordType,
            /// The sender's description, often the order number.
            description: String,
            /// The sender's IBAN.
            sender_iban: String,
            /// The amount in the account's currency.
            amount: Decimal,
        }
    }
}

response_object! {
    /// The unsigned payload of a payment in parts of which all was paid.
    pub struct MultiPaymentCompletedPayload {
        optional {
            /// The merchant's `conversation_id`, as it was sent.
            conversation_id: String,
            /// The merchant's own id of the order, as it was sent.
            external_id: String,
            /// Whether all of it is paid.
            multi_payment_status: MultiPaymentStatus,
            /// The page's token; equals the payload id.
            token: Secret,
        }
        repeated {
            /// The ids of the payments, the failed ones too.
            payment_ids: PaymentId,
        }
    }
}

response_object! {
    /// The unsigned payload of a BKM Express payment that the customer confirmed.
    pub struct BkmExpressPaymentNotificationPayload {
        optional {
            /// The payment's ticket; equals the payload id.
            ticket_id: BkmExpressTicketId,
            /// The amount that will be taken.
            paid_price: CommaDecimal,
            /// The number of installments; 1 is a single payment.
            installment: i32,
            /// The sum of the basket.
            price: CommaDecimal,
        }
    }
}

/// An amount that is written in the Turkish way on the wire, such as `"1.250,00"`.
///
/// ```
/// use craftgate_core::rust_decimal::Decimal;
/// use craftgate_core::webhook::CommaDecimal;
///
/// let price: CommaDecimal = serde_json::from_str(r#""1.250,00""#).unwrap();
/// assert_eq!(price, CommaDecimal(Decimal::new(1250_00, 2)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a number with a name")]
pub struct CommaDecimal(pub Decimal);

impl CommaDecimal {
    /// Parses digits with a comma before the fraction and points between thousands. Without a comma, one point stands
    /// before the fraction, unless three digits follow it: those may be thousands.
    fn parse(text: &str) -> Option<Self> {
        let number = match text.split_once(',') {
            Some((whole, fraction)) => format!("{}.{fraction}", without_points(whole)?),
            None if text.rsplit_once('.').is_some_and(|(_, fraction)| fraction.len() == 3) => return None,
            None => text.to_owned(),
        };
        parse_decimal(&number).ok().map(Self)
    }
}

/// The digits of a whole number whose points, if any, stand between thousands.
fn without_points(whole: &str) -> Option<String> {
    let mut groups = whole.trim_start_matches('-').split('.');
    let first_is_short = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
    let (mut rest, has_points) = (groups, whole.contains('.'));
    (!has_points || (first_is_short && rest.all(|group| group.len() == 3))).then(|| whole.replace('.', ""))
}

impl fmt::Display for CommaDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_string().replace('.', ","))
    }
}

impl From<CommaDecimal> for Decimal {
    fn from(amount: CommaDecimal) -> Self {
        amount.0
    }
}

impl From<Decimal> for CommaDecimal {
    fn from(amount: Decimal) -> Self {
        Self(amount)
    }
}

impl Serialize for CommaDecimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl_wire_via_serde!(CommaDecimal);
describe_as!(String: CommaDecimal);

/// Reads a JSON number too, with a point before the fraction.
impl<'de> Deserialize<'de> for CommaDecimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Box::<RawValue>::deserialize(deserializer)?;
        let amount = match string(&value) {
            Some(text) => Self::parse(&text),
            None => parse_decimal(value.get()).ok().map(Self),
        };
        amount.ok_or_else(|| D::Error::custom("not an amount with a decimal comma"))
    }
}
