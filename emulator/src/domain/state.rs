//! Everything that the account holds.

use std::collections::BTreeSet;

use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::file_reporting::ReportJob;
use craftgate_core::id::PaymentId;
use craftgate_core::onboarding::Member;
use craftgate_core::pay_by_link::Product;
use craftgate_core::payment::{PaymentRefund, PaymentTransactionRefund};
use craftgate_core::settlement::PayoutAccount;
use craftgate_core::wallet::{Remittance, Withdraw};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::card_verification::{CardVerificationPage, ThreeDsVerification};
use super::checkout::{Checkout, CheckoutNotification};
use super::event::Event;
use super::fraud_check::FraudCheckRecord;
use super::ledger::Ledger;
use super::meal_voucher::TokenizationSession;
use super::merchant_apm::MerchantApms;
use super::merchant_pos::PosTable;
use super::multi_payment::MultiPaymentState;
#[cfg(feature = "control")]
use super::outbox::Outbox;
use super::payment::Payments;
use super::payout::PayoutRecord;
use super::refund::RefundRecord;
use super::value_list::ValueLists;
use super::vault::Vault;
use crate::store::{Table, TokenStore};

/// The account's records, by area of the API.
#[derive(Default)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase", default))]
pub(crate) struct State {
    pub(crate) payments: Payments,
    pub(crate) refunds: Table<RefundRecord<PaymentRefund>>,
    pub(crate) transaction_refunds: Table<RefundRecord<PaymentTransactionRefund>>,
    pub(crate) cards: Vault,
    pub(crate) checkouts: TokenStore<Checkout>,
    /// What is to be posted to the `merchantWebhookUrl` of checkout pages.
    #[cfg_attr(feature = "control", serde(skip))]
    pub(crate) checkout_notifications: Vec<CheckoutNotification>,
    pub(crate) card_verification_pages: TokenStore<CardVerificationPage>,
    pub(crate) three_ds_verifications: Table<ThreeDsVerification>,
    pub(crate) multi_payments: TokenStore<MultiPaymentState>,
    /// The ids of payments and of card verifications by the token in the address of the bank's page.
    pub(crate) three_ds_pages: TokenStore<PaymentId>,
    /// Payment ids by the token in the address of a provider's page.
    pub(crate) provider_pages: TokenStore<PaymentId>,
    /// The customers' identities and card numbers at alternative payment methods that pay without a code.
    pub(crate) apm_accounts_without_code: BTreeSet<String>,
    /// The telephone numbers of the customers who have consented to the use of their Masterpass accounts.
    pub(crate) linked_masterpass_accounts: BTreeSet<String>,
    /// Payment ids by BKM Express token.
    pub(crate) bkm_express_tokens: TokenStore<PaymentId>,
    pub(crate) tokenization_sessions: TokenStore<TokenizationSession>,
    pub(crate) payment_tokens: TokenStore<()>,
    pub(crate) members: Table<Member>,
    /// The number of other merchants that were created.
    pub(crate) merchants: i64,
    /// The number of shopping loans that were offered.
    pub(crate) loan_offers: i64,
    pub(crate) value_lists: ValueLists,
    pub(crate) fraud_checks: Table<FraudCheckRecord>,
    pub(crate) pos: PosTable,
    pub(crate) merchant_apms: MerchantApms,
    pub(crate) products: Table<Product>,
    pub(crate) report_jobs: Table<ReportJob>,
    pub(crate) payout_accounts: Table<PayoutAccount>,
    pub(crate) payouts: Table<PayoutRecord>,
    pub(crate) bank_records: Table<BankAccountTrackingRecord>,
    pub(crate) ledger: Ledger,
    pub(crate) remittances: Table<Remittance>,
    pub(crate) withdraws: Table<Withdraw>,
    pub(crate) events: Vec<Event>,
    /// The webhooks of the events, if they are sent.
    #[cfg(feature = "control")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) webhooks: Option<Outbox>,
}
