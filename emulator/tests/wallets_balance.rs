//! Wallets: what is in one is the sum of what went in and out, and no money comes out of nowhere.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{GOOD_CARD, Shop, card};
use craftgate_core::Currency;
use craftgate_core::onboarding::{CreateMember, Status};
use craftgate_core::payment::{CreateDepositPayment, DepositFromCard, TransactionPayoutStatus};
use craftgate_core::wallet::{
    CancelWithdraw, CreateWallet, CreateWithdraw, ReceiveRemittance, RefundWalletTransaction, RefundedTransactionType,
    Remittance, RemittanceReasonType, RemittanceType, ResetMerchantMemberWalletBalance, RetrieveMemberWallet,
    RetrieveMerchantMemberWallet, RetrieveRefundWalletTransactions, RetrieveRefundableAmountOfWalletTransaction,
    RetrieveRemittance, RetrieveWithdraw, SearchWalletTransactions, SearchWithdraws, SendRemittance, UpdateWallet,
    Wallet, WalletTransactionType,
};
use craftgate_core::webhook::WebhookEventType;
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

/// A shop with a member, whose id is 1, and a wallet in lira for the member.
fn shop() -> (Shop, Wallet) {
    let shop = Shop::open();
    shop.get(&CreateMember::new("alıcı-1"));
    let wallet = shop.get(&CreateWallet::new(1_i64));
    (shop, wallet)
}

fn send(price: Decimal) -> SendRemittance {
    SendRemittance::new(1_i64, "Hediye", price, Currency::Try)
}

fn send_earnings(price: Decimal) -> SendRemittance {
    send(price).remittance_reason_type(RemittanceReasonType::SubmerchantSendReceive)
}

fn receive(price: Decimal) -> ReceiveRemittance {
    ReceiveRemittance::new(1_i64, "Geri alındı", price, Currency::Try)
}

fn withdraw(price: Decimal) -> CreateWithdraw {
    CreateWithdraw::new(1_i64, "Hakediş", price, Currency::Try)
}

fn balance(shop: &Shop) -> Decimal {
    shop.get(&RetrieveMemberWallet::new(1_i64)).amount.unwrap()
}

fn withdrawable(shop: &Shop) -> Decimal {
    shop.get(&RetrieveMemberWallet::new(1_i64)).withdrawal_amount.unwrap()
}

fn merchants_balance(shop: &Shop) -> Decimal {
    shop.get(&RetrieveMerchantMemberWallet::new()).amount.unwrap()
}

fn sum_of_transactions(shop: &Shop, wallet_id: i64) -> Decimal {
    let page = shop.get(&SearchWalletTransactions::new(wallet_id).size(1000));
    page.items.iter().map(|transaction| transaction.amount.unwrap()).sum()
}

#[test]
fn a_member_has_one_wallet_a_currency() {
    let (shop, wallet) = shop();
    assert_eq!((wallet.member_id, wallet.currency), (Some(1), Some(Currency::Try)));
    assert_eq!((wallet.amount, wallet.withdrawal_amount), (Some(dec!(0)), Some(dec!(0))));
    assert_eq!(shop.refused(&CreateWallet::new(1_i64)).status, 422);
    let dollars = shop.get(&CreateWallet::new(1_i64).currency(Currency::Usd));
    shop.get(&SendRemittance::new(1_i64, "Gift", dec!(5), Currency::Usd));
    assert_eq!((balance(&shop), sum_of_transactions(&shop, dollars.id)), (dec!(0), dec!(5)));
    assert_eq!(merchants_balance(&shop), dec!(0));

    assert_eq!(shop.refused(&CreateWallet::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&RetrieveMemberWallet::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&SearchWalletTransactions::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&CreateWallet::new(1_i64).negative_amount_limit(dec!(-1))).status, 422);
}

#[test]
fn a_remittance_moves_money_from_the_merchant_to_the_member() {
    let (shop, wallet) = shop();
    let sent: Remittance = shop.get(&send(dec!(50.25)));
    assert_eq!((sent.status.clone(), sent.remittance_type.clone()), (Status::Active, Some(RemittanceType::Send)));
    assert_eq!(sent.remittance_reason_type, Some(RemittanceReasonType::RedeemOnlyLoyalty));
    assert_eq!((balance(&shop), merchants_balance(&shop)), (dec!(50.25), dec!(-50.25)));
    assert_eq!(shop.get(&RetrieveRemittance::new(sent.id)), sent);

    shop.get(&receive(dec!(20)));
    assert_eq!((balance(&shop), merchants_balance(&shop)), (dec!(30.25), dec!(-30.25)));
    let page = shop.get(&SearchWalletTransactions::new(wallet.id));
    let amounts: Vec<_> = page.items.iter().map(|transaction| transaction.amount.unwrap()).collect();
    assert_eq!(amounts, [dec!(50.25), dec!(-20)]);
    assert_eq!(page.items[0].wallet_transaction_type, Some(WalletTransactionType::Remittance));
    assert_eq!(page.items[0].transaction_id, Some(sent.id));

    assert_eq!(shop.refused(&send(dec!(0))).status, 422);
    assert_eq!(shop.refused(&SendRemittance::new(7_i64, "?", dec!(1), Currency::Try)).status, 404);
    assert_eq!(shop.refused(&SendRemittance::new(1_i64, "?", dec!(1), Currency::Eur)).status, 404);
    assert_eq!(shop.refused(&RetrieveRemittance::new(7_i64)).status, 404);
    assert_eq!((balance(&shop), merchants_balance(&shop)), (dec!(30.25), dec!(-30.25)));
}

#[test]
fn a_wallet_goes_below_zero_no_further_than_its_limit() {
    let (shop, wallet) = shop();
    shop.get(&send(dec!(10)));
    assert_eq!(shop.refused(&receive(dec!(10.01))).status, 422);
    let updated = shop.get(&UpdateWallet::new(1_i64, wallet.id, dec!(5)));
    assert_eq!((updated.negative_amount_limit, updated.amount), (Some(dec!(5)), Some(dec!(10))));
    shop.get(&receive(dec!(15)));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(-5), dec!(0)));
    assert_eq!(shop.refused(&receive(dec!(0.01))).status, 422);

    assert_eq!(shop.refused(&UpdateWallet::new(2_i64, wallet.id, dec!(5))).status, 404);
    assert_eq!(shop.refused(&UpdateWallet::new(1_i64, 7_i64, dec!(5))).status, 404);
    assert_eq!(shop.refused(&UpdateWallet::new(1_i64, wallet.id, dec!(-5))).status, 422);
}

#[test]
fn only_earnings_can_be_withdrawn() {
    let (shop, _) = shop();
    shop.get(&send(dec!(30)));
    assert_eq!(shop.refused(&withdraw(dec!(1))).status, 422);
    shop.get(&send_earnings(dec!(70)));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(100), dec!(70)));
    assert_eq!(shop.refused(&withdraw(dec!(70.01))).status, 422);

    let made = shop.get(&withdraw(dec!(45)));
    assert_eq!(made.payout_status, Some(TransactionPayoutStatus::WaitingForPayout));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(55), dec!(25)));
    assert_eq!(shop.get(&RetrieveWithdraw::new(made.id)), made);
    shop.get(&receive(dec!(40)));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(15), dec!(15)));
}

#[test]
fn a_cancelled_withdraw_gives_the_money_back_once() {
    let (shop, wallet) = shop();
    shop.get(&send_earnings(dec!(70)));
    let (first, second) = (shop.get(&withdraw(dec!(45))), shop.get(&withdraw(dec!(25))));
    let cancelled = shop.get(&CancelWithdraw::new(first.id));
    assert_eq!(cancelled.status, Status::Passive);
    assert_eq!(cancelled.payout_status, Some(TransactionPayoutStatus::Cancelled));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(45), dec!(45)));
    assert_eq!(shop.refused(&CancelWithdraw::new(first.id)).status, 422);
    assert_eq!(shop.refused(&CancelWithdraw::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&RetrieveWithdraw::new(7_i64)).status, 404);

    let waiting = SearchWithdraws::new().member_id(1_i64).payout_status(TransactionPayoutStatus::WaitingForPayout);
    assert_eq!(shop.get(&waiting).items, [second]);
    assert_eq!(shop.get(&SearchWithdraws::new().min_withdraw_price(dec!(40))).items, [cancelled]);
    let out = SearchWalletTransactions::new(wallet.id)
        .wallet_transaction_types([WalletTransactionType::Withdraw, WalletTransactionType::WithdrawCancel]);
    let amounts: Vec<_> = shop.get(&out).items.iter().map(|transaction| transaction.amount.unwrap()).collect();
    assert_eq!(amounts, [dec!(-45), dec!(-25), dec!(45)]);
    let found = shop.get(&SearchWalletTransactions::new(wallet.id).min_amount(dec!(0)).max_amount(dec!(50)));
    assert_eq!(found.items.len(), 1);
}

#[test]
fn the_merchants_balance_is_reset_by_who_knows_it() {
    let (shop, _) = shop();
    shop.get(&send(dec!(12.50)));
    assert_eq!(shop.refused(&ResetMerchantMemberWalletBalance::new(dec!(12.50))).status, 422);
    let reset = shop.get(&ResetMerchantMemberWalletBalance::new(dec!(-12.5)));
    assert_eq!(reset.amount, Some(dec!(0)));
    assert_eq!((balance(&shop), sum_of_transactions(&shop, reset.id)), (dec!(12.50), dec!(0)));
    assert_eq!(shop.get(&ResetMerchantMemberWalletBalance::new(dec!(0))).amount, Some(dec!(0)));
}

#[test]
fn a_deposit_goes_back_to_its_card_once() {
    let (shop, wallet) = shop();
    let deposit = DepositFromCard::new(dec!(80), Currency::Try, 1_i64, card(GOOD_CARD));
    let deposited = shop.get(&CreateDepositPayment::new(deposit)).wallet_transaction.unwrap();
    assert_eq!((deposited.wallet_id, balance(&shop), withdrawable(&shop)), (Some(wallet.id), dec!(80), dec!(0)));
    let refundable = || {
        let asked = RetrieveRefundableAmountOfWalletTransaction::new(deposited.id);
        shop.get(&asked).refundable_amount.unwrap()
    };
    let refund = |price: Decimal| RefundWalletTransaction::new(deposited.id, price);
    assert_eq!(refundable(), dec!(80));
    assert_eq!(shop.refused(&refund(dec!(80.01))).status, 422);
    let refunded = shop.get(&refund(dec!(30)));
    assert_eq!(refunded.transaction_type, Some(RefundedTransactionType::WalletTx));
    assert_eq!((refundable(), balance(&shop)), (dec!(50), dec!(50)));

    // What was spent can't go back.
    shop.get(&receive(dec!(15)));
    assert_eq!(refundable(), dec!(35));
    shop.get(&refund(dec!(35)));
    assert_eq!((refundable(), balance(&shop)), (dec!(0), dec!(0)));
    let refunds = shop.get(&RetrieveRefundWalletTransactions::new(deposited.id)).items;
    assert_eq!((refunds.len(), &refunds[0]), (2, &refunded));

    // A gift was on no card.
    shop.get(&send(dec!(5)));
    let gift = shop.get(&SearchWalletTransactions::new(wallet.id).size(50)).items.pop().unwrap();
    let asked = RetrieveRefundableAmountOfWalletTransaction::new(gift.id);
    assert_eq!(shop.get(&asked).refundable_amount, Some(dec!(0)));
    assert_eq!(shop.refused(&RefundWalletTransaction::new(gift.id, dec!(1))).status, 422);
    assert_eq!(shop.refused(&RefundWalletTransaction::new(70_i64, dec!(1))).status, 404);
}

#[test]
fn the_webhook_hears_of_wallets() {
    let (shop, wallet) = shop();
    shop.get(&send(dec!(1)));
    let events: Vec<_> = shop.emulator.events().into_iter().map(|event| (event.event_type, event.payload_id)).collect();
    assert_eq!(events[0], (WebhookEventType::WalletCreated, wallet.id.to_string()));
    assert_eq!(events[1], (WebhookEventType::WalletTxCreated, wallet.id.to_string()));
}

proptest! {
    /// Whatever is asked for, in whatever order: what left the merchant's wallet is in the member's, on
    /// its way to the bank, or nowhere.
    #[test]
    fn no_money_comes_out_of_nowhere(moves in prop::collection::vec((0_u8..5, 1_i64..10_000), 0..30)) {
        let (shop, wallet) = shop();
        for (kind, cents) in moves {
            let price = Decimal::new(cents, 2);
            let _ = match kind {
                0 => shop.ask(&send(price)).map(drop),
                1 => shop.ask(&send_earnings(price)).map(drop),
                2 => shop.ask(&receive(price)).map(drop),
                3 => shop.ask(&withdraw(price)).map(drop),
                _ => shop.ask(&CancelWithdraw::new(cents % 4 + 1)).map(drop),
            };
            let (amount, withdrawable) = (balance(&shop), withdrawable(&shop));
            let waiting = SearchWithdraws::new().payout_status(TransactionPayoutStatus::WaitingForPayout).size(100);
            let leaving: Decimal = shop.get(&waiting).items.iter().map(|withdraw| withdraw.price.unwrap()).sum();
            prop_assert!(amount >= Decimal::ZERO && withdrawable >= Decimal::ZERO && withdrawable <= amount);
            prop_assert_eq!(amount, sum_of_transactions(&shop, wallet.id));
            prop_assert_eq!(amount + leaving + merchants_balance(&shop), Decimal::ZERO);
        }
    }
}
