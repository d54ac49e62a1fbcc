//! What must be true of an account at any time, seen from outside: parts come to their wholes, and no more goes
//! back than came in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use craftgate_core::chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use craftgate_core::payment::{Payment, PaymentStatus, RefundStatus, RefundType, RetrievePayment};
use craftgate_core::payment_reporting::{RetrievePaymentRefunds, RetrievePaymentTransactionRefunds};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::wallet::{
    RetrieveMemberWallet, RetrieveMerchantMemberWallet, SearchWalletTransactions, Wallet, WalletTransactionType,
};
use craftgate_core::{Client, Credentials, Environment, Error, Operation, Protocol, RandomKey};
use craftgate_emulator::Emulator;

use crate::signed;

/// More records than an input can make.
const MANY: i32 = 100_000;

/// A shop at an emulator of its own, whose days can pass.
pub(crate) struct Shop {
    pub(crate) emulator: Emulator,
    client: Client<Emulator>,
    days: Arc<AtomicI64>,
}

impl Shop {
    pub(crate) fn open() -> Self {
        let days = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&days);
        let emulator = Emulator::builder()
            .api_key(signed::API_KEY)
            .secret_key(signed::SECRET_KEY)
            .clock(move || noon() + TimeDelta::days(clock.load(Ordering::Relaxed)))
            .build();
        let credentials = Credentials::new(signed::API_KEY, signed::SECRET_KEY).expect("two good keys");
        let protocol = Protocol::new(credentials, Environment::Sandbox);
        let client = Client::new(protocol, emulator.clone(), || RandomKey::new(signed::RANDOM_KEY));
        Self { emulator, client, days }
    }

    pub(crate) fn pass_a_day(&self) {
        self.days.fetch_add(1, Ordering::Relaxed);
    }

    /// A result, or `None` where the emulator refuses as Craftgate would.
    pub(crate) fn ask<O: Operation>(&self, operation: &O) -> Option<O::Output> {
        match self.client.call(operation).send() {
            Ok(output) => Some(output),
            Err(Error::Api(error)) => {
                assert!(error.status().is_client_error(), "{error}");
                None
            }
            Err(error) => panic!("{error}: {error:?}"),
        }
    }

    /// As [`Shop::ask`], under an idempotency key, and once more: the answer is the same.
    pub(crate) fn ask_twice<O>(&self, operation: &O, key: &str) -> Option<O::Output>
    where
        O: Operation<Output: PartialEq + std::fmt::Debug>,
    {
        let [first, second] = [0, 1].map(|_| self.client.call(operation).idempotency_key(key).send().ok());
        assert_eq!(first, second);
        second
    }

    pub(crate) fn payments(&self) -> impl Iterator<Item = Payment> {
        (1..).map_while(|id| self.ask(&RetrievePayment::new(id)))
    }

    /// The first wallets of the members, and the merchant's in lira.
    pub(crate) fn wallets(&self) -> impl Iterator<Item = Wallet> {
        let members = (1..=2_i64).filter_map(|member| self.ask(&RetrieveMemberWallet::new(member)));
        members.chain(self.ask(&RetrieveMerchantMemberWallet::new()))
    }
}

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 25).and_then(|day| day.and_hms_opt(12, 0, 0)).expect("a time")
}

/// Stops unless every payment and every wallet of the account adds up.
pub(crate) fn assert_balanced(shop: &Shop) {
    shop.payments().for_each(|payment| assert_payment(shop, &payment));
    shop.wallets().for_each(|wallet| assert_wallet(shop, &wallet));
}

fn assert_payment(shop: &Shop, payment: &Payment) {
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
    let refunded = refunded(shop, payment);
    assert!(refunded <= paid, "{refunded} of {paid} went back: {payment:?}");
    assert!(refunded.is_zero() || payment.payment_status == PaymentStatus::Success, "{payment:?}");
}

/// What went back of a payment: by its lines, and where it was cancelled as a whole.
pub(crate) fn refunded(shop: &Shop, payment: &Payment) -> Decimal {
    let whole = shop.ask(&RetrievePaymentRefunds::new(payment.id)).expect("a known payment").items;
    let cancelled = whole.iter().map(|report| &report.refund);
    let cancelled = cancelled
        .filter(|refund| refund.status == RefundStatus::Success && refund.refund_type == Some(RefundType::Cancel));
    let cancelled: Decimal = cancelled.filter_map(|refund| refund.refund_price).sum();
    let by_line = payment.payment_transactions.iter().map(|line| {
        let refunds = shop.ask(&RetrievePaymentTransactionRefunds::new(payment.id, line.id)).expect("a known line");
        let refunds = refunds.items.iter().map(|report| &report.refund);
        let refunds = refunds.filter(|refund| refund.status == RefundStatus::Success);
        let refunded: Decimal = refunds.filter_map(|refund| refund.refund_price).sum();
        assert!(refunded <= line.paid_price.expect("a price"), "{refunded}: {line:?}");
        refunded
    });
    cancelled + by_line.sum::<Decimal>()
}

fn assert_wallet(shop: &Shop, wallet: &Wallet) {
    let amount = wallet.amount.expect("an amount");
    let transactions = shop.ask(&SearchWalletTransactions::new(wallet.id).size(MANY)).expect("a known wallet").items;
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
    assert!(-withdrawn >= cancelled, "{cancelled} came back of {withdrawn}");
    let to_card = of_kind(WalletTransactionType::RefundWalletTxToCard);
    assert!(-to_card <= of_kind(WalletTransactionType::DepositFromCard), "{to_card} went to cards");
}
