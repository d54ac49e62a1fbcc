//! Payouts to bank accounts: their files, their rows, and those that the bank sends back.

use craftgate_core::chrono::TimeDelta;
use craftgate_core::id::{MemberId, PayoutId};
use craftgate_core::onboarding::{MemberContact, UpdateMember};
use craftgate_core::payment::{ApprovePaymentTransactions, RefundPaymentTransaction, TransactionPayoutStatus};
use craftgate_core::settlement_reporting::{
    BounceStatus, FileStatus, RetrievePayoutDetails, SearchBouncedPayoutTransactions,
    SearchPayoutCompletedTransactions, SearchPayoutRows, SettlementType,
};
use craftgate_core::wallet::{
    CancelWithdraw, CreateWallet, CreateWithdraw, RemittanceReasonType, RetrieveWithdraw, SendRemittance,
};
use craftgate_core::webhook::{PayoutCompletedPayload, WebhookEventType, WebhookStatus};
use craftgate_core::{Currency, DateRange};
use craftgate_emulator::Event;
use rust_decimal_macros::dec;

use crate::common::{IBAN, Shop, noon, sale_of, seller};

const SELLER: MemberId = MemberId::new(1);

/// Opens a shop with a seller who is paid by bank transfer.
fn shop() -> Shop {
    let shop = Shop::open();
    shop.send(&seller("satıcı-1"));
    shop
}

/// Sells something for 100 lira, of which the seller gets 90, and approves it.
fn sell(shop: &Shop) -> craftgate_core::payment::PaymentTransaction {
    let mut paid = shop.send(&sale_of(SELLER));
    let line = paid.payment_transactions.remove(0);
    shop.send(&ApprovePaymentTransactions::new([line.id]));
    line
}

fn around_noon() -> DateRange {
    DateRange::new(noon() - TimeDelta::hours(1), noon() + TimeDelta::hours(1)).unwrap()
}

fn completed(shop: &Shop, settlement_type: SettlementType) -> usize {
    let search = SearchPayoutCompletedTransactions::new(around_noon()).settlement_type(settlement_type);
    shop.send(&search).items.len()
}

#[test]
fn earnings_are_paid_out_once() {
    let shop = shop();
    let line = sell(&shop);
    sell(&shop);
    let payouts = shop.emulator.run_payouts();
    assert_eq!(payouts.len(), 1);
    let detail = shop.send(&RetrievePayoutDetails::new(payouts[0]));
    assert_eq!((detail.payout_amount, detail.iban.as_deref()), (Some(dec!(180)), Some(IBAN)));
    assert_eq!((detail.payout_transactions.len(), detail.bounce_status), (2, Some(BounceStatus::NotBounced)));
    assert_eq!(completed(&shop, SettlementType::Settlement), 2);
    let rows = shop.send(&SearchPayoutRows::new(FileStatus::Approved, around_noon()));
    assert_eq!(rows.items[0].payout_amount, Some(dec!(180)));
    assert_eq!(shop.emulator.run_payouts(), []);
    assert_eq!(shop.rejection(&RetrievePayoutDetails::new(PayoutId::new(7))).status, 404);

    // What is refunded now was paid out before.
    let refund = shop.send(&RefundPaymentTransaction::new(line.id).refund_price(dec!(1)));
    assert_eq!(refund.is_after_settlement, Some(true));
    let unpaid = sell(&shop);
    let refund = shop.send(&RefundPaymentTransaction::new(unpaid.id).refund_price(dec!(1)));
    assert_eq!(refund.is_after_settlement, Some(false));
}

#[test]
fn a_bounced_payout_is_paid_again_to_another_account() {
    let shop = shop();
    sell(&shop);
    let payout = shop.emulator.run_payouts()[0];
    assert!(shop.emulator.bounce_payout(payout) && !shop.emulator.bounce_payout(PayoutId::new(7)));
    assert!(!shop.emulator.bounce_payout(payout), "it is back already");
    assert_eq!(completed(&shop, SettlementType::Settlement), 0);
    let bounced = shop.send(&SearchBouncedPayoutTransactions::new(around_noon())).items;
    assert_eq!((bounced[0].payout_id, bounced[0].contact_name.as_deref()), (Some(payout), Some("Gülşah")));
    assert_eq!(shop.emulator.run_payouts(), []);

    let update = UpdateMember::new(SELLER, MemberContact { address: "İstanbul", email: "satici@example.com" })
        .iban("TR620006701000000002222222");
    shop.send(&update);
    let again = shop.emulator.run_payouts();
    let detail = shop.send(&RetrievePayoutDetails::new(again[0]));
    assert_eq!((detail.payout_amount, detail.iban.as_deref()), (Some(dec!(90)), Some("TR620006701000000002222222")));
    assert_eq!(completed(&shop, SettlementType::BouncedSettlement), 1);
    assert_eq!(shop.send(&SearchBouncedPayoutTransactions::new(around_noon())).items.len(), 0);
    assert!(!shop.emulator.bounce_payout(payout), "its money was sent again");
}

/// Returns the events of payouts: each one's payload id, and the payload.
fn notifications(shop: &Shop) -> Vec<(String, PayoutCompletedPayload)> {
    let events = shop.emulator.events().into_iter();
    let events = events.filter(|event| event.event_type == WebhookEventType::PayoutCompleted);
    let read = |event: Event| {
        assert_eq!(event.status, WebhookStatus::Success);
        (event.payload_id, event.payload.unwrap().deserialize().unwrap())
    };
    events.map(read).collect()
}

#[test]
fn the_merchant_is_notified_of_each_type_of_payout_in_a_file() {
    let shop = shop();
    assert_eq!((shop.emulator.run_payouts(), notifications(&shop)), (Vec::new(), Vec::new()));
    sell(&shop);
    let payout = shop.emulator.run_payouts()[0];
    let types = |notifications: &[(String, PayoutCompletedPayload)]| -> Vec<SettlementType> {
        notifications.iter().map(|(_, payload)| payload.settlement_type.clone().unwrap()).collect()
    };
    assert_eq!(types(&notifications(&shop)), [SettlementType::Settlement]);

    shop.emulator.bounce_payout(payout);
    let update = UpdateMember::new(SELLER, MemberContact { address: "İstanbul", email: "satici@example.com" })
        .iban("TR620006701000000002222222");
    shop.send(&update);
    sell(&shop);
    sell(&shop);
    shop.send(&CreateWallet::new(SELLER));
    let earned = SendRemittance::new(SELLER, "Hakediş", dec!(70), Currency::Try)
        .remittance_reason_type(RemittanceReasonType::SubmerchantSendReceive);
    shop.send(&earned);
    shop.send(&CreateWithdraw::new(SELLER, "Hakediş", dec!(45), Currency::Try));
    assert_eq!(shop.emulator.run_payouts().len(), 3);

    let sent = notifications(&shop).split_off(1);
    let all = [SettlementType::Settlement, SettlementType::Withdraw, SettlementType::BouncedSettlement];
    assert_eq!(types(&sent), all);
    for ((payload_id, payload), transactions) in sent.into_iter().zip([2, 1, 1]) {
        let file = payload.settlement_file_id.unwrap();
        assert_eq!(payload_id, file.to_string());
        let search = SearchPayoutCompletedTransactions::new(around_noon())
            .settlement_file_id(file)
            .settlement_type(payload.settlement_type.unwrap());
        assert_eq!(shop.send(&search).items.len(), transactions);
    }
}

#[test]
fn a_withdraw_is_paid_once() {
    let shop = shop();
    shop.send(&CreateWallet::new(SELLER));
    let earned = SendRemittance::new(SELLER, "Hakediş", dec!(70), Currency::Try)
        .remittance_reason_type(RemittanceReasonType::SubmerchantSendReceive);
    shop.send(&earned);
    let withdraw = shop.send(&CreateWithdraw::new(SELLER, "Hakediş", dec!(45), Currency::Try));
    assert_eq!(shop.emulator.run_payouts().len(), 1);
    let paid = shop.send(&RetrieveWithdraw::new(withdraw.id));
    assert_eq!(paid.payout_status, Some(TransactionPayoutStatus::PayoutCompleted));
    assert_eq!(completed(&shop, SettlementType::Withdraw), 1);
    assert_eq!(shop.rejection(&CancelWithdraw::new(withdraw.id)).status, 422);
    assert_eq!(shop.emulator.run_payouts(), []);
}
