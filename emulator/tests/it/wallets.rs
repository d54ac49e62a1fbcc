//! Wallets: balances, remittances, withdraws and refunds to cards.

use craftgate_core::Currency;
use craftgate_core::id::{MemberId, RemittanceId, TransactionId, WalletId, WalletTransactionId, WithdrawId};
use craftgate_core::onboarding::Status;
use craftgate_core::payment::{CreateDepositPayment, DepositFromCard, TransactionPayoutStatus};
use craftgate_core::wallet::{
    CancelWithdraw, CreateWallet, CreateWithdraw, ReceiveRemittance, RefundWalletTransaction, RefundedTransactionType,
    Remittance, RemittanceReasonType, RemittanceType, ResetMerchantMemberWalletBalance, RetrieveMemberWallet,
    RetrieveMerchantMemberWallet, RetrieveRefundWalletTransactions, RetrieveRefundableAmountOfWalletTransaction,
    RetrieveRemittance, RetrieveWithdraw, SearchWalletTransactions, SearchWithdraws, SendRemittance, UpdateWallet,
    Wallet, WalletTransactionType,
};
use craftgate_core::webhook::{WalletTxCreatedPayload, WebhookEventType};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{GOOD_CARD, Shop, card, member};

/// Returns a shop with a member, whose id is 1, and the member's wallet in lira.
fn shop() -> (Shop, Wallet) {
    let shop = Shop::open();
    shop.send(&member("alıcı-1"));
    let wallet = shop.send(&CreateWallet::new(MemberId::new(1)));
    (shop, wallet)
}

fn send(price: Decimal) -> SendRemittance {
    SendRemittance::new(MemberId::new(1), "Hediye", price, Currency::Try)
}

fn send_earnings(price: Decimal) -> SendRemittance {
    send(price).remittance_reason_type(RemittanceReasonType::SubmerchantSendReceive)
}

fn receive(price: Decimal) -> ReceiveRemittance {
    ReceiveRemittance::new(MemberId::new(1), "Geri alındı", price, Currency::Try)
}

fn withdraw(price: Decimal) -> CreateWithdraw {
    CreateWithdraw::new(MemberId::new(1), "Hakediş", price, Currency::Try)
}

fn balance(shop: &Shop) -> Decimal {
    shop.send(&RetrieveMemberWallet::new(MemberId::new(1))).amount.unwrap()
}

fn withdrawable(shop: &Shop) -> Decimal {
    shop.send(&RetrieveMemberWallet::new(MemberId::new(1))).withdrawal_amount.unwrap()
}

fn merchants_balance(shop: &Shop) -> Decimal {
    shop.send(&RetrieveMerchantMemberWallet::new()).amount.unwrap()
}

fn sum_of_transactions(shop: &Shop, wallet_id: WalletId) -> Decimal {
    let page = shop.send(&SearchWalletTransactions::new(wallet_id).size(1000));
    page.items.iter().map(|transaction| transaction.amount.unwrap()).sum()
}

#[test]
fn a_member_has_one_wallet_per_currency() {
    let (shop, wallet) = shop();
    assert_eq!((wallet.member_id, wallet.currency), (Some(MemberId::new(1)), Some(Currency::Try)));
    assert_eq!((wallet.amount, wallet.withdrawal_amount), (Some(dec!(0)), Some(dec!(0))));
    assert_eq!(shop.rejection(&CreateWallet::new(MemberId::new(1))).status, 422);
    let dollars = shop.send(&CreateWallet::new(MemberId::new(1)).currency(Currency::Usd));
    shop.send(&SendRemittance::new(MemberId::new(1), "Gift", dec!(5), Currency::Usd));
    assert_eq!((balance(&shop), sum_of_transactions(&shop, dollars.id)), (dec!(0), dec!(5)));
    assert_eq!(merchants_balance(&shop), dec!(0));

    assert_eq!(shop.rejection(&CreateWallet::new(MemberId::new(7))).status, 404);
    assert_eq!(shop.rejection(&RetrieveMemberWallet::new(MemberId::new(7))).status, 404);
    assert_eq!(shop.rejection(&SearchWalletTransactions::new(WalletId::new(7))).status, 404);
    assert_eq!(shop.rejection(&CreateWallet::new(MemberId::new(1)).negative_amount_limit(dec!(-1))).status, 422);
}

#[test]
fn a_remittance_moves_money_from_the_merchant_to_the_member() {
    let (shop, wallet) = shop();
    let sent: Remittance = shop.send(&send(dec!(50.25)));
    assert_eq!((sent.status.clone(), sent.remittance_type.clone()), (Status::Active, Some(RemittanceType::Send)));
    assert_eq!(sent.remittance_reason_type, Some(RemittanceReasonType::RedeemOnlyLoyalty));
    assert_eq!((balance(&shop), merchants_balance(&shop)), (dec!(50.25), dec!(-50.25)));
    assert_eq!(shop.send(&RetrieveRemittance::new(sent.id)), sent);

    shop.send(&receive(dec!(20)));
    assert_eq!((balance(&shop), merchants_balance(&shop)), (dec!(30.25), dec!(-30.25)));
    let page = shop.send(&SearchWalletTransactions::new(wallet.id));
    let amounts: Vec<_> = page.items.iter().map(|transaction| transaction.amount.unwrap()).collect();
    assert_eq!(amounts, [dec!(50.25), dec!(-20)]);
    assert_eq!(page.items[0].wallet_transaction_type, Some(WalletTransactionType::Remittance));
    assert_eq!(page.items[0].transaction_id, Some(TransactionId::new(sent.id.get())));

    assert_eq!(shop.rejection(&send(dec!(0))).status, 422);
    assert_eq!(shop.rejection(&SendRemittance::new(MemberId::new(7), "?", dec!(1), Currency::Try)).status, 404);
    assert_eq!(shop.rejection(&SendRemittance::new(MemberId::new(1), "?", dec!(1), Currency::Eur)).status, 404);
    assert_eq!(shop.rejection(&RetrieveRemittance::new(RemittanceId::new(7))).status, 404);
    assert_eq!((balance(&shop), merchants_balance(&shop)), (dec!(30.25), dec!(-30.25)));
}

#[test]
fn a_negative_balance_is_limited() {
    let (shop, wallet) = shop();
    shop.send(&send(dec!(10)));
    assert_eq!(shop.rejection(&receive(dec!(10.01))).status, 422);
    let updated = shop.send(&UpdateWallet::new(MemberId::new(1), wallet.id, dec!(5)));
    assert_eq!((updated.negative_amount_limit, updated.amount), (Some(dec!(5)), Some(dec!(10))));
    shop.send(&receive(dec!(15)));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(-5), dec!(0)));
    assert_eq!(shop.rejection(&receive(dec!(0.01))).status, 422);

    assert_eq!(shop.rejection(&UpdateWallet::new(MemberId::new(2), wallet.id, dec!(5))).status, 404);
    assert_eq!(shop.rejection(&UpdateWallet::new(MemberId::new(1), WalletId::new(7), dec!(5))).status, 404);
    // The same limit, with a sign.
    let updated = shop.send(&UpdateWallet::new(MemberId::new(1), wallet.id, dec!(-5)));
    assert_eq!(updated.negative_amount_limit, Some(dec!(-5)));
    assert_eq!(shop.rejection(&receive(dec!(0.01))).status, 422);
    assert_eq!(shop.rejection(&UpdateWallet::new(MemberId::new(1), wallet.id, dec!(-1_000_000_000_000))).status, 422);
}

#[test]
fn only_earnings_can_be_withdrawn() {
    let (shop, _) = shop();
    shop.send(&send(dec!(30)));
    assert_eq!(shop.rejection(&withdraw(dec!(1))).status, 422);
    shop.send(&send_earnings(dec!(70)));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(100), dec!(70)));
    assert_eq!(shop.rejection(&withdraw(dec!(70.01))).status, 422);

    let withdrawn = shop.send(&withdraw(dec!(45)));
    assert_eq!(withdrawn.payout_status, Some(TransactionPayoutStatus::WaitingForPayout));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(55), dec!(25)));
    assert_eq!(shop.send(&RetrieveWithdraw::new(withdrawn.id)), withdrawn);
    shop.send(&receive(dec!(40)));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(15), dec!(15)));
}

#[test]
fn a_withdraw_is_cancelled_once() {
    let (shop, wallet) = shop();
    shop.send(&send_earnings(dec!(70)));
    let (first, second) = (shop.send(&withdraw(dec!(45))), shop.send(&withdraw(dec!(25))));
    let cancelled = shop.send(&CancelWithdraw::new(first.id));
    assert_eq!(cancelled.status, Status::Active);
    assert_eq!(cancelled.payout_status, Some(TransactionPayoutStatus::Cancelled));
    assert_eq!((balance(&shop), withdrawable(&shop)), (dec!(45), dec!(45)));
    assert_eq!(shop.rejection(&CancelWithdraw::new(first.id)).status, 422);
    assert_eq!(shop.rejection(&CancelWithdraw::new(WithdrawId::new(7))).status, 404);
    assert_eq!(shop.rejection(&RetrieveWithdraw::new(WithdrawId::new(7))).status, 404);

    let waiting =
        SearchWithdraws::new().member_id(MemberId::new(1)).payout_status(TransactionPayoutStatus::WaitingForPayout);
    assert_eq!(shop.send(&waiting).items, [second]);
    assert_eq!(shop.send(&SearchWithdraws::new().min_withdraw_price(dec!(40))).items, [cancelled]);
    let out = SearchWalletTransactions::new(wallet.id)
        .wallet_transaction_types([WalletTransactionType::Withdraw, WalletTransactionType::WithdrawCancel]);
    let amounts: Vec<_> = shop.send(&out).items.iter().map(|transaction| transaction.amount.unwrap()).collect();
    assert_eq!(amounts, [dec!(-45), dec!(-25), dec!(45)]);
    let found = shop.send(&SearchWalletTransactions::new(wallet.id).min_amount(dec!(0)).max_amount(dec!(50)));
    assert_eq!(found.items.len(), 1);
}

#[test]
fn the_merchants_balance_is_reset_if_the_given_balance_matches() {
    let (shop, _) = shop();
    shop.send(&send(dec!(12.50)));
    assert_eq!(shop.rejection(&ResetMerchantMemberWalletBalance::new(dec!(12.50))).status, 422);
    let reset = shop.send(&ResetMerchantMemberWalletBalance::new(dec!(-12.5)));
    assert_eq!(reset.amount, Some(dec!(0)));
    assert_eq!((balance(&shop), sum_of_transactions(&shop, reset.id)), (dec!(12.50), dec!(0)));
    assert_eq!(shop.send(&ResetMerchantMemberWalletBalance::new(dec!(0))).amount, Some(dec!(0)));
}

#[test]
fn a_deposit_is_refunded_to_its_card_once() {
    let (shop, wallet) = shop();
    let deposit = DepositFromCard::new(dec!(80), Currency::Try, MemberId::new(1), card(GOOD_CARD));
    let deposited = shop.send(&CreateDepositPayment::new(deposit)).wallet_transaction.unwrap();
    assert_eq!((deposited.wallet_id, balance(&shop), withdrawable(&shop)), (Some(wallet.id), dec!(80), dec!(0)));
    let refundable = || {
        let request = RetrieveRefundableAmountOfWalletTransaction::new(deposited.id);
        shop.send(&request).refundable_amount.unwrap()
    };
    let refund = |price: Decimal| RefundWalletTransaction::new(deposited.id, price);
    assert_eq!(refundable(), dec!(80));
    assert_eq!(shop.rejection(&refund(dec!(80.01))).status, 422);
    let refunded = shop.send(&refund(dec!(30)));
    assert_eq!(refunded.transaction_type, Some(RefundedTransactionType::Payment));
    assert_eq!((refundable(), balance(&shop)), (dec!(50), dec!(50)));

    // Spent money can't be refunded.
    shop.send(&receive(dec!(15)));
    assert_eq!(refundable(), dec!(35));
    shop.send(&refund(dec!(35)));
    assert_eq!((refundable(), balance(&shop)), (dec!(0), dec!(0)));
    let refunds = shop.send(&RetrieveRefundWalletTransactions::new(deposited.id)).items;
    assert_eq!((refunds.len(), &refunds[0]), (2, &refunded));

    // A gift did not come from a card.
    shop.send(&send(dec!(5)));
    let gift = shop.send(&SearchWalletTransactions::new(wallet.id).size(50)).items.pop().unwrap();
    let request = RetrieveRefundableAmountOfWalletTransaction::new(gift.id);
    assert_eq!(shop.send(&request).refundable_amount, Some(dec!(0)));
    assert_eq!(shop.rejection(&RefundWalletTransaction::new(gift.id, dec!(1))).status, 422);
    assert_eq!(shop.rejection(&RefundWalletTransaction::new(WalletTransactionId::new(70), dec!(1))).status, 404);
}

#[test]
fn wallets_emit_events() {
    let (shop, wallet) = shop();
    shop.send(&send(dec!(1)));
    let events: Vec<_> = shop.emulator.events().into_iter().map(|event| (event.event_type, event.payload_id)).collect();
    assert_eq!(events[0], (WebhookEventType::WalletCreated, wallet.id.to_string()));
    assert_eq!(events[1], (WebhookEventType::WalletTxCreated, wallet.id.to_string()));

    let payload = |at: usize| shop.emulator.events()[at].payload.clone().unwrap();
    assert_eq!(payload(0).as_str(), r#"{"currency":"TRY","walletId":1,"memberId":1,"negativeAmountLimit":0}"#);
    let received: WalletTxCreatedPayload = payload(1).deserialize().unwrap();
    let transaction = shop.send(&SearchWalletTransactions::new(wallet.id)).items.remove(0);
    assert_eq!((received.id, received.amount), (Some(transaction.id), Some(dec!(1))));
    assert_eq!((received.wallet_id, received.member_id), (Some(wallet.id), Some(MemberId::new(1))));
}

proptest! {
    /// Whatever is requested, what left the merchant's wallet is in the member's wallet or in a pending withdraw.
    #[test]
    fn balances_add_up(moves in prop::collection::vec((0_u8..5, 1_i64..10_000), 0..30)) {
        let (shop, wallet) = shop();
        for (kind, cents) in moves {
            let price = Decimal::new(cents, 2);
            let _ = match kind {
                0 => shop.try_send(&send(price)).map(drop),
                1 => shop.try_send(&send_earnings(price)).map(drop),
                2 => shop.try_send(&receive(price)).map(drop),
                3 => shop.try_send(&withdraw(price)).map(drop),
                _ => shop.try_send(&CancelWithdraw::new(WithdrawId::new(cents % 4 + 1))).map(drop),
            };
            let (amount, withdrawable) = (balance(&shop), withdrawable(&shop));
            let waiting = SearchWithdraws::new().payout_status(TransactionPayoutStatus::WaitingForPayout).size(100);
            let pending: Decimal = shop.send(&waiting).items.iter().map(|withdraw| withdraw.price.unwrap()).sum();
            prop_assert!(amount >= Decimal::ZERO && withdrawable >= Decimal::ZERO && withdrawable <= amount);
            prop_assert_eq!(amount, sum_of_transactions(&shop, wallet.id));
            prop_assert_eq!(amount + pending + merchants_balance(&shop), Decimal::ZERO);
        }
    }
}
