//! The calls to an account.

use craftgate_core::id::{PaymentId, WalletId};
use std::cell::Cell;
use std::rc::Rc;

use craftgate_core::bank_account_tracking::SearchBankAccountTrackingRecords;
use craftgate_core::chrono::{NaiveDateTime, TimeDelta};
use craftgate_core::onboarding::SearchMembers;
use craftgate_core::payment::{PaymentStatus, RefundPayment, RetrievePayment, SearchStoredCards};
use craftgate_core::payment_reporting::{RetrievePaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::wallet::SearchWalletTransactions;
use craftgate_core::{Currency, Operation, Request, Response};

use super::account::{Account, alias, conversation, payment, sender};
use crate::case::Work;

/// Returns every call by its name.
#[must_use]
pub fn calls(account: &Account, payments: i64, others: i64) -> Vec<(&'static str, Work)> {
    [writes(account), lookups(account, payments, others), searches(account, payments)].into_iter().flatten().collect()
}

fn writes(account: &Account) -> Vec<(&'static str, Work)> {
    let next = Rc::new(Cell::new(0));
    let next = move || {
        next.set(next.get() + 1);
        next.get()
    };
    let pay = account.request(&payment(0));
    let with_key = |account: &Account, number| account.request_with_key(&payment(0), &format!("anahtar-{number}"));
    let (for_key, key, for_refund) = (account.clone(), next.clone(), account.clone());
    let repeat = with_key(account, 0);
    account.emulator.handle(copy(&repeat));
    vec![
        ("take a payment", repeated(account, pay)),
        ("take a payment under an idempotency key", work(account, move || with_key(&for_key, key()))),
        ("repeat a payment under its key", repeated(account, repeat)),
        (
            "refund a payment",
            work(account, move || for_refund.request(&RefundPayment::new(for_refund.send(&payment(next())).id))),
        ),
    ]
}

fn lookups(account: &Account, payments: i64, others: i64) -> Vec<(&'static str, Work)> {
    let wallet = others + 1; // the first is the merchant's
    vec![
        ("retrieve a payment", operation(account, &RetrievePayment::new(PaymentId::new(payments)))),
        ("a payment's refunds", operation(account, &RetrievePaymentRefunds::new(PaymentId::new(others)))),
        (
            "payments by conversation id",
            operation(account, &SearchPayments::new().conversation_id(conversation(payments))),
        ),
        (
            "line refunds by payment",
            operation(account, &SearchPaymentTransactionRefunds::new().payment_id(PaymentId::new(others))),
        ),
        (
            "members by external id",
            operation(account, &SearchMembers::new().member_external_id(format!("üye-{others}"))),
        ),
        ("stored cards by alias", operation(account, &SearchStoredCards::new().card_alias(alias(others)))),
        ("a wallet's transactions", operation(account, &SearchWalletTransactions::new(WalletId::new(wallet)))),
        (
            "bank transfers by sender",
            operation(account, &SearchBankAccountTrackingRecords::new().sender_iban(sender(others))),
        ),
    ]
}

fn searches(account: &Account, payments: i64) -> Vec<(&'static str, Work)> {
    let some = || SearchPayments::new().size(10);
    let last_page = u32::try_from((payments - 1) / 10).unwrap();
    let recent = some().min_created_date(now(account) - TimeDelta::hours(9)).max_created_date(now(account));
    let filtered = recent.payment_status(PaymentStatus::Success).currency(Currency::Try).installment(3);
    vec![
        ("payments, the first page", operation(account, &some())),
        ("payments, the last page", operation(account, &some().page(last_page))),
        ("payments by status, currency, installments, time", operation(account, &filtered)),
        ("payments by card", operation(account, &some().bin_number("525864").last_four_digits("0001"))),
        ("payments by amount", operation(account, &some().min_paid_price(Decimal::TEN))),
    ]
}

/// Returns the time of the last event.
fn now(account: &Account) -> NaiveDateTime {
    account.emulator.events().last().unwrap().event_time
}

fn operation(account: &Account, operation: &impl Operation) -> Work {
    repeated(account, account.request(operation))
}

fn repeated(account: &Account, request: Request) -> Work {
    work(account, move || copy(&request))
}

fn work(account: &Account, prepare: impl Fn() -> Request + 'static) -> Work {
    let emulator = account.emulator.clone();
    Work::new(prepare, move |request| {
        let response: Response = emulator.handle(request);
        assert!(response.status().is_success());
        response
    })
}

fn copy(request: &Request) -> Request {
    let mut copy = Request::new(request.body().clone());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    copy
}
