//! How a payment's price is divided among its transactions, and each share between the seller and the merchant.

use craftgate_core::Currency;
use craftgate_core::payment::{Payment, PaymentTransaction, Payout, TransactionPayoutStatus};
use rust_decimal::Decimal;

use super::money::{round, split};

/// Sets the price that is charged, and each transaction's share of it.
pub(crate) fn set_paid_price(payment: &mut Payment, paid_price: Decimal) {
    let price = payment.price.unwrap_or_default();
    let commission = (paid_price - price).max(Decimal::ZERO);
    let rate = if price.is_zero() { Decimal::ZERO } else { round(commission * Decimal::ONE_HUNDRED / price) };
    payment.paid_price = Some(paid_price);
    payment.merchant_commission_rate = Some(rate);
    payment.merchant_commission_rate_amount = Some(commission);

    let has_payout = payment.currency == Some(Currency::Try);
    let transactions = &mut payment.payment_transactions;
    let weights: Vec<Decimal> = transactions.iter().map(|transaction| transaction.price.unwrap_or_default()).collect();
    let wallet_shares = split(payment.wallet_price.unwrap_or_default(), &weights);
    for (transaction, wallet_share) in transactions.iter_mut().zip(wallet_shares) {
        transaction.wallet_price = Some(wallet_share);
    }
    let shares = split(paid_price, &weights).into_iter().zip(split(commission, &weights));
    for (transaction, (share, commission)) in transactions.iter_mut().zip(shares) {
        transaction.paid_price = Some(share);
        transaction.merchant_commission_rate = Some(rate);
        transaction.merchant_commission_rate_amount = Some(commission);
        set_payouts(transaction, has_payout);
    }
}

/// Divides a transaction's share between the seller and the merchant.
pub(crate) fn set_payouts(transaction: &mut PaymentTransaction, has_payout: bool) {
    let share = transaction.paid_price.unwrap_or_default();
    let seller_share = transaction.sub_merchant_member_price.unwrap_or_default();
    transaction.sub_merchant_member_payout_amount = Some(seller_share);
    transaction.merchant_payout_amount = Some(share - seller_share);
    transaction.payout = has_payout.then(|| payout(share, seller_share));
}

fn payout(share: Decimal, seller_share: Decimal) -> Payout {
    let mut payout = Payout::new();
    payout.currency = Some(Currency::Try);
    payout.parity = Some(Decimal::ONE);
    payout.paid_price = Some(share);
    payout.merchant_payout_amount = Some(share - seller_share);
    payout.sub_merchant_member_payout_amount = Some(seller_share);
    payout.merchant_status = Some(TransactionPayoutStatus::WaitingForPayout);
    payout.sub_merchant_member_status = Some(match seller_share.is_zero() {
        true => TransactionPayoutStatus::NoPayout,
        false => TransactionPayoutStatus::WaitingForPayout,
    });
    payout
}
