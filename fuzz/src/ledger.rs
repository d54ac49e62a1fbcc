//! The invariants of an account, seen from outside: parts add up to their totals, and no more is refunded than was paid.

use craftgate_core::id::MemberId;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use craftgate_core::chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use craftgate_core::payment::{Payment, PaymentStatus, RefundStatus, RefundType, RetrievePayment};
use craftgate_core::payment_reporting::{RetrievePaymentRefunds, RetrievePaymentTransactionRefunds, SearchPayments};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::wallet::{
    RetrieveMemberWallet, RetrieveMerchantMemberWallet, SearchWalletTransactions, Wallet, WalletTransactionType,
};
use craftgate_core::{Client, Credentials, Environment, Error, Operation, Protocol, RandomKey};
use craftgate_emulator::Emulator;

use crate::signature;

/// A page size above the number of records that an input can make.
const MAX_RECORDS: u32 = 100_000;

/// A merchant's account at an emulator of its own, whose clock moves by whole days.
pub(crate) struct Account {
    pub(crate) emulator: Emulator,
    client: Client<Emulator>,
    days: Arc<AtomicI64>,
}

impl Account {
    pub(crate) fn open() -> Self {
        let days = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&days);
        let emulator = Emulator::builder()
            .api_key(signature::API_KEY)
            .secret_key(signature::SECRET_KEY)
            .clock(move || noon() + TimeDelta::days(clock.load(Ordering::Relaxed)))
            .build();
        let credentials = Credentials::new(signature::API_KEY, signature::SECRET_KEY).expect("valid keys");
        let protocol = Protocol::new(credentials, Environment::Sandbox);
        let client = Client::new(protocol, emulator.clone(), || RandomKey::new(signature::RANDOM_KEY));
        Self { emulator, client, days }
    }

    /// Moves the clock to the next day.
    pub(crate) fn advance_day(&self) {
        self.days.fetch_add(1, Ordering::Relaxed);
    }

    /// Sends an operation. `None` if the emulator rejects it as Craftgate would.
    pub(crate) fn send<O: Operation>(&self, operation: &O) -> Option<O::Output> {
        match self.client.call(operation).send() {
            Ok(output) => Some(output),
            Err(Error::Api(error)) => {
                assert!(error.status().is_client_error(), "{error}");
                None
            }
            Err(error) => panic!("{error}: {error:?}"),
        }
    }

    /// Sends an operation twice under one idempotency key. Panics unless the responses are the same.
    pub(crate) fn send_twice<O>(&self, operation: &O, key: &str) -> Option<O::Output>
    where
        O: Operation<Output: PartialEq + std::fmt::Debug>,
    {
        let [first, second] = [0, 1].map(|_| self.client.call(operation).idempotency_key(key).send().ok());
        assert_eq!(first, second);
        second
    }

    /// The account's payments.
    pub(crate) fn payments(&self) -> impl Iterator<Item = Payment> {
        let search = SearchPayments::new().size(MAX_RECORDS);
        self.send(&search)
            .expect("a page")
            .items
            .into_iter()
            .map(|report| self.send(&RetrievePayment::new(report.payment.id)).expect("a known payment"))
    }

    /// The members' first wallets, and the merchant's in lira.
    pub(crate) fn wallets(&self) -> impl Iterator<Item = Wallet> {
        let members = (1..=2_i64).filter_map(|member| self.send(&RetrieveMemberWallet::new(MemberId::new(member))));
        members.chain(self.send(&RetrieveMerchantMemberWallet::new()))
    }
}

/// The first day's time.
fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 25).and_then(|day| day.and_hms_opt(12, 0, 0)).expect("a time")
}

/// Panics unless every payment and every wallet of the account adds up.
pub(crate) fn assert_balanced(account: &Account) {
    account.payments().for_each(|payment| assert_payment(account, &payment));
    account.wallets().for_each(|wallet| assert_wallet(account, &wallet));
}

fn assert_payment(account: &Account, payment: &Payment) {
    let lines = &payment.payment_transactions;
    let paid = payment.paid_price.expect("a price");
    if !lines.is_empty() {
        assert_eq!(lines.iter().filter_map(|line| line.paid_price).sum::<Decimal>(), paid, "{payment:?}");
        assert_eq!(lines.iter().filter_map(|line| line.price).sum::<Decimal>(), payment.price.expect("a price"));
    }
    for line in lines {
        let (seller, merchant) = (line.sub_merchant_member_payout_amount, line.merchant_payout_amount);
        assert_eq!(seller.zip(merchant).map(|(seller, merchant)| seller + merchant), line.paid_price, "{line:?}");
    }
    let refunded = refunded(account, payment);
    assert!(refunded <= paid, "{refunded} of {paid} was refunded: {payment:?}");
    assert!(refunded.is_zero() || payment.payment_status == PaymentStatus::Success, "{payment:?}");
}

/// Returns the amount of a payment that was refunded, by line or by cancelling the payment.
pub(crate) fn refunded(account: &Account, payment: &Payment) -> Decimal {
    let whole = account.send(&RetrievePaymentRefunds::new(payment.id)).expect("a known payment").items;
    let cancelled = whole.iter().map(|report| &report.refund);
    let cancelled = cancelled
        .filter(|refund| refund.status == RefundStatus::Success && refund.refund_type == Some(RefundType::Cancel));
    let cancelled: Decimal = cancelled.filter_map(|refund| refund.refund_price).sum();
    let by_line = payment.payment_transactions.iter().map(|line| {
        let refunds = account.send(&RetrievePaymentTransactionRefunds::new(payment.id, line.id)).expect("a known line");
        let refunds = refunds.items.iter().map(|report| &report.refund);
        let refunds = refunds.filter(|refund| refund.status == RefundStatus::Success);
        let refunded: Decimal = refunds.filter_map(|refund| refund.refund_price).sum();
        assert!(refunded <= line.paid_price.expect("a price"), "{refunded}: {line:?}");
        refunded
    });
    cancelled + by_line.sum::<Decimal>()
}

fn assert_wallet(account: &Account, wallet: &Wallet) {
    let amount = wallet.amount.expect("an amount");
    let transactions =
        account.send(&SearchWalletTransactions::new(wallet.id).size(MAX_RECORDS)).expect("a known wallet").items;
    assert_eq!(transactions.iter().filter_map(|transaction| transaction.amount).sum::<Decimal>(), amount);
    if let Some(withdrawable) = wallet.withdrawal_amount {
        assert!(withdrawable >= Decimal::ZERO && withdrawable <= amount.max(Decimal::ZERO), "{wallet:?}");
    }
    let of_kind = |kind: WalletTransactionType| {
        let some = transactions.iter().filter(|transaction| transaction.wallet_transaction_type == Some(kind.clone()));
        some.filter_map(|transaction| transaction.amount).sum::<Decimal>()
    };
    let (withdrawn, cancelled) =
        (of_kind(WalletTransactionType::Withdraw), of_kind(WalletTransactionType::WithdrawCancel));
    assert!(-withdrawn >= cancelled, "{cancelled} of {withdrawn} was cancelled");
    let to_card = of_kind(WalletTransactionType::RefundWalletTxToCard);
    assert!(-to_card <= of_kind(WalletTransactionType::DepositFromCard), "{to_card} was refunded to cards");
}
