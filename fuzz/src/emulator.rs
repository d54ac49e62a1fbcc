//! A merchant's day at the emulator, in any order and with any amounts: money in equals money out.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use craftgate_core::Currency;
use craftgate_core::onboarding::CreateMember;
use craftgate_core::payment::{
    Amounts, ApmType, ApprovePaymentTransactions, Card, CreateDepositPayment, CreateFundTransferDepositPayment,
    CreatePayment, DepositFromCard, DisapprovePaymentTransactions, InitApmPayment, PaymentItem, PaymentPhase,
    PostAuthPayment, RefundPayment, RefundPaymentMarkAsRefunded, RefundPaymentTransaction,
    RefundPaymentTransactionMarkAsRefunded, UpdatePaymentTransaction,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::settlement::CreateInstantWalletSettlement;
use craftgate_core::wallet::{
    CancelWithdraw, CreateWallet, CreateWithdraw, ReceiveRemittance, RefundWalletTransaction, RemittanceReasonType,
    ResetMerchantMemberWalletBalance, SendRemittance, UpdateWallet,
};
use craftgate_emulator::TEST_CARDS;

use crate::books::{Shop, assert_balanced, refunded};

/// The merchant's own wallet in the ledger.
const MERCHANT: i64 = 0;

/// The input: one byte a step, and the bytes that the step takes.
pub fn emulator(data: &[u8]) {
    let mut day = Day::begin();
    let mut input = Unstructured::new(data);
    while !input.is_empty() && day.steps < 30 {
        if day.step(&mut input).is_err() {
            break;
        }
        day.steps += 1;
    }
    assert_balanced(&day.shop);
    day.assert_ledger();
}

/// A shop with two members, and a second set of books for it.
struct Day {
    shop: Shop,
    steps: u32,
    /// What each member's wallet has to hold.
    ledger: BTreeMap<i64, Decimal>,
    /// What went back of each payment.
    refunds: BTreeMap<i64, Decimal>,
}

impl Day {
    fn begin() -> Self {
        let shop = Shop::open();
        for name in ["üye-1", "üye-2"] {
            shop.ask(&CreateMember::new(name)).expect("a member");
        }
        shop.ask(&CreateWallet::new(1_i64)).expect("a wallet");
        Self { shop, steps: 0, ledger: BTreeMap::new(), refunds: BTreeMap::new() }
    }

    fn step(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        match input.int_in_range(0..=17_u8)? {
            0..=2 => self.pay(input),
            3 => self.refund(input),
            4 | 5 => self.refund_line(input),
            6 => self.mark(input),
            7 => self.capture(input),
            8 => self.deposit(input),
            9 => self.remit(input),
            10 => self.withdraw(input),
            11 => self.back_to_card(input),
            12 => self.reset(input),
            13 => self.settle(),
            14 => self.change_line(input),
            15 => self.pay_elsewhere(input),
            16 => self.change_limit(input),
            _ => {
                self.shop.pass_a_day();
                Ok(())
            }
        }
    }

    fn pay(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let items = items(input)?;
        let price: Decimal = items.iter().map(|item| item.price).sum();
        let paid_price = if input.ratio(1, 4)? { amount(input)? } else { price };
        let amounts = Amounts { price, paid_price };
        let phase = if input.ratio(1, 4)? { PaymentPhase::PreAuth } else { PaymentPhase::Auth };
        let installment = if input.ratio(1, 8)? { input.int_in_range(0..=13)? } else { 1 };
        let payment = CreatePayment::new(amounts, currency(input)?, installment, items);
        let payment = payment.card(card(input)?).payment_phase(phase);
        match input.ratio(1, 8)? {
            true => self.shop.ask_twice(&payment, &format!("order-{}", self.steps)),
            false => self.shop.ask(&payment),
        };
        Ok(())
    }

    fn refund(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let payment_id = id(input)?;
        if let Some(refund) = self.shop.ask(&RefundPayment::new(payment_id)) {
            self.note_refund(refund.payment_id, refund.refund_price);
            assert!(self.shop.ask(&RefundPayment::new(payment_id)).is_none(), "there was more");
        }
        Ok(())
    }

    fn refund_line(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let mut asked = RefundPaymentTransaction::new(id(input)?);
        asked.refund_price = if input.ratio(1, 4)? { None } else { Some(amount(input)?) };
        if let Some(refund) = self.shop.ask(&asked) {
            self.note_refund(refund.payment_id, refund.refund_price);
        }
        Ok(())
    }

    fn mark(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let id = id(input)?;
        let refunds = if input.ratio(1, 2)? {
            let marked = self.shop.ask(&RefundPaymentMarkAsRefunded::new(RefundPayment::new(id)));
            marked.map_or_else(Vec::new, |page| page.items)
        } else {
            let line = RefundPaymentTransaction::new(id).refund_price(amount(input)?);
            self.shop.ask(&RefundPaymentTransactionMarkAsRefunded::new(line)).into_iter().collect()
        };
        for refund in refunds {
            self.note_refund(refund.payment_id, refund.refund_price);
        }
        Ok(())
    }

    fn capture(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let mut capture = PostAuthPayment::new(id(input)?);
        capture.paid_price = if input.ratio(1, 2)? { None } else { Some(amount(input)?) };
        self.shop.ask(&capture);
        Ok(())
    }

    fn deposit(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let (price, member) = (amount(input)?, member(input)?);
        let transaction = if input.ratio(1, 2)? {
            let deposit = DepositFromCard::new(price, Currency::Try, member, card(input)?);
            self.shop.ask(&CreateDepositPayment::new(deposit)).and_then(|deposit| deposit.wallet_transaction)
        } else {
            let transfer = self.shop.ask(&CreateFundTransferDepositPayment::new(price, member));
            transfer.and_then(|deposit| deposit.wallet_transaction)
        };
        if transaction.is_some() {
            self.book(member, price);
        }
        Ok(())
    }

    fn remit(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let (price, member) = (amount(input)?, member(input)?);
        let sends = input.ratio(2, 3)?;
        let is_made = if sends {
            let remittance = SendRemittance::new(member, "Hediye", price, Currency::Try);
            let reason = match input.ratio(1, 2)? {
                true => RemittanceReasonType::SubmerchantSendReceive,
                false => RemittanceReasonType::RedeemOnlyLoyalty,
            };
            self.shop.ask(&remittance.remittance_reason_type(reason)).is_some()
        } else {
            self.shop.ask(&ReceiveRemittance::new(member, "Geri alındı", price, Currency::Try)).is_some()
        };
        if is_made {
            let gain = if sends { price } else { -price };
            self.book(member, gain);
            self.book(MERCHANT, -gain);
        }
        Ok(())
    }

    fn withdraw(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        if input.ratio(1, 3)? {
            if let Some(cancelled) = self.shop.ask(&CancelWithdraw::new(id(input)?)) {
                self.book(cancelled.member_id.expect("a member"), cancelled.price.expect("a price"));
            }
            return Ok(());
        }
        let (price, member) = (amount(input)?, member(input)?);
        if self.shop.ask(&CreateWithdraw::new(member, "Hakediş", price, Currency::Try)).is_some() {
            self.book(member, -price);
        }
        Ok(())
    }

    fn back_to_card(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let (transaction, price) = (id(input)?, amount(input)?);
        let before: BTreeMap<i64, Decimal> = self.balances();
        if self.shop.ask(&RefundWalletTransaction::new(transaction, price)).is_some() {
            let changed: Vec<i64> =
                self.balances().into_iter().filter(|(id, now)| before[id] != *now).map(|(id, _)| id).collect();
            assert_eq!(changed.len(), 1, "one wallet pays");
            self.book(changed[0], -price);
        }
        Ok(())
    }

    fn reset(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let known = self.ledger.get(&MERCHANT).copied().unwrap_or_default();
        let asked = if input.ratio(1, 2)? { known } else { amount(input)? };
        let is_reset = self.shop.ask(&ResetMerchantMemberWalletBalance::new(asked)).is_some();
        assert_eq!(is_reset, asked == known, "{asked} of {known}");
        if is_reset {
            self.book(MERCHANT, -known);
        }
        Ok(())
    }

    /// What the sellers get is no more than what their lines were paid and not refunded.
    fn settle(&mut self) -> Result<()> {
        let before = self.balances();
        self.shop.ask(&CreateInstantWalletSettlement::new()).expect("a settlement");
        for (member, now) in self.balances() {
            let gain = now - before.get(&member).copied().unwrap_or_default();
            assert!(gain >= Decimal::ZERO, "{member} lost {gain}");
            self.book(member, gain);
        }
        let settled = self.balances();
        self.shop.ask(&CreateInstantWalletSettlement::new());
        assert_eq!(self.balances(), settled, "settled twice");
        Ok(())
    }

    fn change_line(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let line = id(input)?;
        match input.int_in_range(0..=3_u8)? {
            0 | 1 => drop(self.shop.ask(&ApprovePaymentTransactions::new([line, line + 1]))),
            2 => drop(self.shop.ask(&DisapprovePaymentTransactions::new([line]))),
            _ => drop(self.shop.ask(&UpdatePaymentTransaction::new(line, amount(input)?, member(input)?))),
        }
        Ok(())
    }

    fn pay_elsewhere(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let items = items(input)?;
        let price: Decimal = items.iter().map(|item| item.price).sum();
        let apm = input.choose(ApmType::KNOWN)?.clone();
        let payment = InitApmPayment::new(Amounts::same(price), apm, currency(input)?, items);
        let start = self.shop.ask(&payment.callback_url("https://shop.example.com/dönüş"));
        if let (Some(id), true) = (start.and_then(|start| start.payment_id), input.ratio(2, 3)?) {
            let first = self.shop.emulator.confirm_payment(id);
            assert!(first.is_err() || self.shop.emulator.confirm_payment(id).is_err(), "paid twice");
        }
        Ok(())
    }

    fn change_limit(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        self.shop.ask(&UpdateWallet::new(member(input)?, id(input)?, amount(input)?));
        Ok(())
    }

    fn note_refund(&mut self, payment_id: Option<i64>, price: Option<Decimal>) {
        *self.refunds.entry(payment_id.expect("an id")).or_default() += price.expect("a price");
    }

    fn book(&mut self, member: i64, gain: Decimal) {
        *self.ledger.entry(member).or_default() += gain;
    }

    /// What each wallet in lira holds, by its member.
    fn balances(&self) -> BTreeMap<i64, Decimal> {
        let balance = |wallet: craftgate_core::wallet::Wallet| {
            (wallet.member_id.unwrap_or(MERCHANT), wallet.amount.expect("an amount"))
        };
        self.shop.wallets().map(balance).collect()
    }

    /// Both sets of books say the same.
    fn assert_ledger(&self) {
        for (member, balance) in self.balances() {
            assert_eq!(balance, self.ledger.get(&member).copied().unwrap_or_default(), "wallet of {member}");
        }
        for payment in self.shop.payments() {
            let noted = self.refunds.get(&payment.id).copied().unwrap_or_default();
            assert_eq!(refunded(&self.shop, &payment), noted, "{payment:?}");
        }
    }
}

/// An id that is likely to be known.
fn id(input: &mut Unstructured<'_>) -> Result<i64> {
    input.int_in_range(0..=9)
}

fn member(input: &mut Unstructured<'_>) -> Result<i64> {
    input.int_in_range(1..=3)
}

/// Mostly a sum of some lira, sometimes one at the edge of what is let in, or beyond.
fn amount(input: &mut Unstructured<'_>) -> Result<Decimal> {
    let cents: u16 = input.arbitrary()?;
    Ok(match input.int_in_range(0..=19_u8)? {
        0 => Decimal::new(cents.into(), 8),
        1 => Decimal::new(999_999_999_999, 0) - Decimal::new(cents.into(), 2),
        2 => -Decimal::new(cents.into(), 2),
        3 => Decimal::new(i64::from(cents) << 40, 9),
        _ => Decimal::new(cents.into(), 2),
    })
}

fn currency(input: &mut Unstructured<'_>) -> Result<Currency> {
    Ok(if input.ratio(1, 8)? { input.choose(Currency::KNOWN)?.clone() } else { Currency::Try })
}

fn card(input: &mut Unstructured<'_>) -> Result<Card> {
    let number = if input.ratio(3, 4)? { "5258640000000001" } else { input.choose(TEST_CARDS)?.number };
    let cvc = if number.starts_with("37") { "0000" } else { "000" };
    Ok(Card::new("Gülşah Işık", number, "2044", "07", cvc))
}

fn items(input: &mut Unstructured<'_>) -> Result<Vec<PaymentItem>> {
    let count = input.int_in_range(1..=3)?;
    let mut items = Vec::new();
    for _ in 0..count {
        let mut item = PaymentItem::new(amount(input)?);
        if input.ratio(1, 2)? {
            let share = if input.ratio(1, 2)? { item.price } else { amount(input)? };
            item = item.sub_merchant_member_id(member(input)?).sub_merchant_member_price(share);
        }
        items.push(item);
    }
    Ok(items)
}
