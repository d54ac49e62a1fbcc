//! What must hold in an account whatever happened: money in equals money out.

use std::collections::BTreeMap;

use craftgate_core::id::{PaymentId, PayoutId, TransactionId};
use craftgate_core::pay_by_link::SearchProducts;
use craftgate_core::payment::{
    PaymentStatus, PaymentType, RefundStatus, RefundType, RetrieveCheckoutPayment, RetrieveMultiPayment,
};
use craftgate_core::payment_reporting::{
    ReportedPayment, SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments,
};
use craftgate_core::settlement_reporting::{BounceStatus, RetrievePayoutDetails};
use craftgate_core::wallet::{
    RetrieveMemberWallet, RetrieveMerchantMemberWallet, SearchWalletTransactions, WalletTransaction,
    WalletTransactionType,
};
use craftgate_core::webhook::WebhookStatus;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::step::{BUYER, Kind, SELLER, STOCK, kind_and_price};
use super::world::Merchant;
use crate::common::Shop;

const ALL: u32 = 10_000;

/// Checks the account of a merchant.
pub(super) fn check(merchant: &Merchant) -> Result<(), TestCaseError> {
    let shop = &merchant.shop;
    let payments = shop.send(&SearchPayments::new().size(ALL)).items;
    let refunds = refunds(shop);
    for report in &payments {
        check_payment(report, refunds.get(&report.payment.id).copied().unwrap_or_default())?;
    }
    check_pages(merchant, &payments)?;
    check_events(shop)?;
    check_wallets(shop, &payments)?;
    check_payouts(shop, &payments)
}

/// Returns the refunded amount of each payment. A cancel has no lines; any other refund is the sum of its lines'.
fn refunds(shop: &Shop) -> BTreeMap<PaymentId, Decimal> {
    let whole = shop.send(&SearchPaymentRefunds::new().size(ALL).status(RefundStatus::Success)).items;
    let whole = whole.into_iter().map(|report| report.refund);
    let cancels = whole.filter(|refund| refund.refund_type == Some(RefundType::Cancel));
    let cancels = cancels.map(|refund| (refund.payment_id, refund.refund_price));
    let lines = shop.send(&SearchPaymentTransactionRefunds::new().size(ALL).status(RefundStatus::Success)).items;
    let lines = lines.into_iter().map(|report| (report.refund.payment_id, report.refund.refund_price));
    let mut refunds = BTreeMap::new();
    for (payment, price) in cancels.chain(lines) {
        *refunds.entry(payment.unwrap()).or_default() += price.unwrap();
    }
    refunds
}

/// The lines add up to the payment, the shares to the lines, and no more is refunded than was paid.
fn check_payment(report: &ReportedPayment, refunded: Decimal) -> Result<(), TestCaseError> {
    let payment = &report.payment;
    let paid = payment.paid_price.unwrap();
    let lines = &payment.payment_transactions;
    if !lines.is_empty() {
        prop_assert_eq!(lines.iter().filter_map(|line| line.paid_price).sum::<Decimal>(), paid, "{:?}", payment);
        prop_assert_eq!(lines.iter().filter_map(|line| line.price).sum::<Decimal>(), payment.price.unwrap());
    }
    for line in lines {
        let shares = line.sub_merchant_member_payout_amount.zip(line.merchant_payout_amount);
        prop_assert_eq!(shares.map(|(seller, merchant)| seller + merchant), line.paid_price, "{:?}", line);
    }
    let taken = if payment.payment_status == PaymentStatus::Success { paid } else { Decimal::ZERO };
    prop_assert!(refunded <= taken, "{} of {} was refunded: {:?}", refunded, taken, payment);
    // A deposit is refunded from the wallet.
    let is_deposit = payment.payment_type == Some(PaymentType::DepositPayment);
    if let (PaymentStatus::Success, Some(refundable)) = (&payment.payment_status, report.refundable_price) {
        prop_assert_eq!(refundable, if is_deposit { Decimal::ZERO } else { paid - refunded }, "{:?}", payment);
    }
    Ok(())
}

/// However often customers try, a page is paid once, a link no more often than it can be, and parts come to the whole
/// at most.
fn check_pages(merchant: &Merchant, payments: &[ReportedPayment]) -> Result<(), TestCaseError> {
    let shop = &merchant.shop;
    let mut paid: BTreeMap<&str, Vec<Decimal>> = BTreeMap::new();
    let successful = payments.iter().filter(|report| report.payment.payment_status == PaymentStatus::Success);
    for payment in successful.map(|report| &report.payment) {
        if let Some(name) = payment.conversation_id.as_deref() {
            paid.entry(name).or_default().push(payment.paid_price.unwrap());
        }
    }
    for (name, prices) in &paid {
        match kind_and_price(name) {
            (Kind::Link, _) => prop_assert!(prices.len() <= usize::try_from(STOCK).unwrap(), "{name}: {prices:?}"),
            (Kind::Parts, price) => prop_assert!(prices.iter().sum::<Decimal>() <= price, "{name}: {prices:?}"),
            (Kind::Once, _) => prop_assert_eq!(prices.len(), 1, "{} was paid for more than once", name),
        }
    }
    for link in shop.send(&SearchProducts::new().size(ALL)).items {
        let sold = paid.get(link.conversation_id.as_deref().unwrap()).map_or(0, Vec::len);
        prop_assert_eq!(link.sold_count.map(usize::try_from), Some(Ok(sold)), "{:?}", link);
    }
    for token in merchant.tokens("multi-payment") {
        let parts = shop.send(&RetrieveMultiPayment::new(token));
        let sum: Decimal = paid.get(parts.conversation_id.as_deref().unwrap()).into_iter().flatten().sum();
        let whole = parts.paid_price.zip(parts.remaining_amount).map(|(paid, remaining)| paid + remaining);
        prop_assert_eq!((parts.paid_price, whole), (Some(sum), parts.price));
    }
    for token in merchant.tokens("checkout") {
        let events = shop.emulator.events().iter().filter(|event| event.payload_id == token.expose()).count();
        let last = shop.try_send(&RetrieveCheckoutPayment::new(token)).ok();
        let is_paid = last.is_some_and(|payment| payment.payment_status == PaymentStatus::Success);
        prop_assert_eq!(events, usize::from(is_paid));
    }
    Ok(())
}

/// No success is reported by two events.
fn check_events(shop: &Shop) -> Result<(), TestCaseError> {
    let mut events = BTreeMap::<_, usize>::new();
    for event in shop.emulator.events() {
        let kind = match event.event_type.as_str() {
            "API_AUTH" | "API_VERIFY_AND_AUTH" => "charge",
            kind @ ("CHECKOUTFORM_AUTH" | "MULTI_PAYMENT_COMPLETED" | "THREEDS_VERIFY") => kind,
            _ => continue,
        };
        if event.status == WebhookStatus::Success {
            *events.entry((kind.to_owned(), event.payload_id)).or_default() += 1;
        }
    }
    prop_assert!(events.values().all(|count| *count == 1), "{:?}", events);
    Ok(())
}

/// Each wallet is the sum of its transactions; what the merchant sends a member leaves its own wallet; deposits and
/// payments from wallets are those of the payments.
fn check_wallets(shop: &Shop, payments: &[ReportedPayment]) -> Result<(), TestCaseError> {
    let merchant = shop.try_send(&RetrieveMerchantMemberWallet::new()).ok();
    let members = [SELLER, BUYER].map(|member| shop.send(&RetrieveMemberWallet::new(member)));
    let mut all: Vec<WalletTransaction> = Vec::new();
    for wallet in members.into_iter().chain(merchant) {
        let transactions = shop.send(&SearchWalletTransactions::new(wallet.id).size(ALL)).items;
        let sum: Decimal = transactions.iter().filter_map(|transaction| transaction.amount).sum();
        prop_assert_eq!(Some(sum), wallet.amount, "{:?}: {:?}", wallet, transactions);
        all.extend(transactions);
    }
    let of_kind = |kind: WalletTransactionType| -> Decimal {
        let of_kind = all.iter().filter(|transaction| transaction.wallet_transaction_type.as_ref() == Some(&kind));
        of_kind.filter_map(|transaction| transaction.amount).sum()
    };
    let successful = || {
        payments.iter().map(|report| &report.payment).filter(|payment| payment.payment_status == PaymentStatus::Success)
    };
    // The interest on installments is the bank's.
    let deposited: Decimal = successful()
        .filter(|payment| payment.payment_type == Some(PaymentType::DepositPayment))
        .filter_map(|payment| payment.price)
        .sum();
    let redeemed: Decimal = successful().filter_map(|payment| payment.wallet_price).sum();
    let in_all = of_kind(WalletTransactionType::DepositFromCard) + of_kind(WalletTransactionType::DepositFromApm);
    prop_assert_eq!(in_all, deposited);
    prop_assert_eq!(of_kind(WalletTransactionType::PaymentRedeem), -redeemed);
    prop_assert_eq!(of_kind(WalletTransactionType::Remittance), Decimal::ZERO);
    Ok(())
}

/// A seller's share of a line arrives once.
fn check_payouts(shop: &Shop, payments: &[ReportedPayment]) -> Result<(), TestCaseError> {
    let lines = payments.iter().flat_map(|report| &report.payment.payment_transactions);
    let shares: BTreeMap<TransactionId, Decimal> =
        lines.filter_map(|line| Some((TransactionId::new(line.id.get()), line.sub_merchant_member_price?))).collect();
    let mut arrived: BTreeMap<TransactionId, Decimal> = BTreeMap::new();
    let payouts = (1..).map_while(|id| shop.try_send(&RetrievePayoutDetails::new(PayoutId::new(id))).ok());
    for payout in payouts.filter(|payout| payout.bounce_status == Some(BounceStatus::NotBounced)) {
        let sum: Decimal = payout.payout_transactions.iter().filter_map(|line| line.payout_amount).sum();
        prop_assert_eq!(payout.payout_amount, Some(sum));
        for line in
            payout.payout_transactions.iter().filter(|line| line.transaction_type.as_deref() == Some("PAYMENT_TX"))
        {
            *arrived.entry(line.transaction_id.unwrap()).or_default() += line.payout_amount.unwrap();
        }
    }
    for (line, amount) in arrived {
        prop_assert!(shares.get(&line).is_some_and(|share| amount <= *share), "{amount} of {shares:?} for {line}");
    }
    Ok(())
}
