//! Operations at the emulator in any order and with any amounts: money in equals money out.

use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId, WalletId, WalletTransactionId, WithdrawId};
use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use craftgate_core::Currency;
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
use craftgate_test_support::APPROVED_CARD;

use crate::ledger::{Account, assert_balanced, refunded};

/// The merchant's own wallet in [`Scenario::balances`].
const MERCHANT: i64 = 0;

/// The input: one byte for each operation, followed by the bytes that it takes.
pub fn emulator(data: &[u8]) {
    let mut scenario = Scenario::begin();
    let mut input = Unstructured::new(data);
    while !input.is_empty() && scenario.steps < 30 {
        if scenario.step(&mut input).is_err() {
            break;
        }
        scenario.steps += 1;
    }
    assert_balanced(&scenario.account);
    scenario.assert_matches_expected();
}

/// An account with two members, and what its wallets and refunds are expected to be.
struct Scenario {
    account: Account,
    steps: u32,
    /// The expected balance of each member's wallet.
    balances: BTreeMap<i64, Decimal>,
    /// The expected refund of each payment.
    refunds: BTreeMap<PaymentId, Decimal>,
}

impl Scenario {
    fn begin() -> Self {
        let account = Account::open();
        for name in ["üye-1", "üye-2"] {
            account.send(&craftgate_test_support::member(name)).expect("a member");
        }
        account.send(&CreateWallet::new(MemberId::new(1))).expect("a wallet");
        Self { account, steps: 0, balances: BTreeMap::new(), refunds: BTreeMap::new() }
    }

    fn step(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        match input.int_in_range(0..=17_u8)? {
            0..=2 => self.pay(input),
            3 => self.refund(input),
            4 | 5 => self.refund_transaction(input),
            6 => self.mark_as_refunded(input),
            7 => self.capture(input),
            8 => self.deposit(input),
            9 => self.remit(input),
            10 => self.withdraw(input),
            11 => self.refund_to_card(input),
            12 => self.reset(input),
            13 => self.settle(),
            14 => self.change_transaction(input),
            15 => self.pay_with_apm(input),
            16 => self.change_wallet(input),
            _ => {
                self.account.advance_day();
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
            true => self.account.send_twice(&payment, &format!("order-{}", self.steps)),
            false => self.account.send(&payment),
        };
        Ok(())
    }

    fn refund(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let payment_id = id(input)?;
        if let Some(refund) = self.account.send(&RefundPayment::new(PaymentId::new(payment_id))) {
            self.record_refund(refund.payment_id, refund.refund_price);
            assert!(self.account.send(&RefundPayment::new(PaymentId::new(payment_id))).is_none(), "refunded twice");
        }
        Ok(())
    }

    fn refund_transaction(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let mut refund = RefundPaymentTransaction::new(PaymentTransactionId::new(id(input)?));
        refund.refund_price = if input.ratio(1, 4)? { None } else { Some(amount(input)?) };
        if let Some(refund) = self.account.send(&refund) {
            self.record_refund(refund.payment_id, refund.refund_price);
        }
        Ok(())
    }

    fn mark_as_refunded(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let id = id(input)?;
        let refunds = if input.ratio(1, 2)? {
            let marked = self.account.send(&RefundPaymentMarkAsRefunded::new(RefundPayment::new(PaymentId::new(id))));
            marked.map_or_else(Vec::new, |page| page.items)
        } else {
            let line = RefundPaymentTransaction::new(PaymentTransactionId::new(id)).refund_price(amount(input)?);
            self.account.send(&RefundPaymentTransactionMarkAsRefunded::new(line)).into_iter().collect()
        };
        for refund in refunds {
            self.record_refund(refund.payment_id, refund.refund_price);
        }
        Ok(())
    }

    fn capture(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let mut capture = PostAuthPayment::new(PaymentId::new(id(input)?));
        capture.paid_price = if input.ratio(1, 2)? { None } else { Some(amount(input)?) };
        self.account.send(&capture);
        Ok(())
    }

    fn deposit(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let (price, member) = (amount(input)?, member(input)?);
        let transaction = if input.ratio(1, 2)? {
            let deposit = DepositFromCard::new(price, Currency::Try, MemberId::new(member), card(input)?);
            self.account.send(&CreateDepositPayment::new(deposit)).and_then(|deposit| deposit.wallet_transaction)
        } else {
            let transfer = self.account.send(&CreateFundTransferDepositPayment::new(price, MemberId::new(member)));
            transfer.and_then(|deposit| deposit.wallet_transaction)
        };
        if transaction.is_some() {
            self.post(member, price);
        }
        Ok(())
    }

    fn remit(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let (price, member) = (amount(input)?, member(input)?);
        let sends = input.ratio(2, 3)?;
        let is_made = if sends {
            let remittance = SendRemittance::new(MemberId::new(member), "Hediye", price, Currency::Try);
            let reason = match input.ratio(1, 2)? {
                true => RemittanceReasonType::SubmerchantSendReceive,
                false => RemittanceReasonType::RedeemOnlyLoyalty,
            };
            self.account.send(&remittance.remittance_reason_type(reason)).is_some()
        } else {
            self.account
                .send(&ReceiveRemittance::new(MemberId::new(member), "Geri alındı", price, Currency::Try))
                .is_some()
        };
        if is_made {
            let gain = if sends { price } else { -price };
            self.post(member, gain);
            self.post(MERCHANT, -gain);
        }
        Ok(())
    }

    fn withdraw(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        if input.ratio(1, 3)? {
            if let Some(cancelled) = self.account.send(&CancelWithdraw::new(WithdrawId::new(id(input)?))) {
                self.post(cancelled.member_id.expect("a member").get(), cancelled.price.expect("a price"));
            }
            return Ok(());
        }
        let (price, member) = (amount(input)?, member(input)?);
        if self.account.send(&CreateWithdraw::new(MemberId::new(member), "Hakediş", price, Currency::Try)).is_some() {
            self.post(member, -price);
        }
        Ok(())
    }

    fn refund_to_card(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let (transaction, price) = (id(input)?, amount(input)?);
        let before: BTreeMap<i64, Decimal> = self.actual_balances();
        if self.account.send(&RefundWalletTransaction::new(WalletTransactionId::new(transaction), price)).is_some() {
            let changed: Vec<i64> =
                self.actual_balances().into_iter().filter(|(id, now)| before[id] != *now).map(|(id, _)| id).collect();
            assert_eq!(changed.len(), 1, "one wallet pays");
            self.post(changed[0], -price);
        }
        Ok(())
    }

    fn reset(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let expected = self.balances.get(&MERCHANT).copied().unwrap_or_default();
        let requested = if input.ratio(1, 2)? { expected } else { amount(input)? };
        let is_reset = self.account.send(&ResetMerchantMemberWalletBalance::new(requested)).is_some();
        assert_eq!(is_reset, requested == expected, "{requested} of {expected}");
        if is_reset {
            self.post(MERCHANT, -expected);
        }
        Ok(())
    }

    /// Settles. Panics if a wallet loses by it, or gains again by settling twice.
    fn settle(&mut self) -> Result<()> {
        let before = self.actual_balances();
        self.account.send(&CreateInstantWalletSettlement::new()).expect("a settlement");
        for (member, now) in self.actual_balances() {
            let gain = now - before.get(&member).copied().unwrap_or_default();
            assert!(gain >= Decimal::ZERO, "{member} lost {gain}");
            self.post(member, gain);
        }
        let settled = self.actual_balances();
        self.account.send(&CreateInstantWalletSettlement::new());
        assert_eq!(self.actual_balances(), settled, "settled twice");
        Ok(())
    }

    fn change_transaction(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let line = id(input)?;
        match input.int_in_range(0..=3_u8)? {
            0 | 1 => drop(
                self.account.send(&ApprovePaymentTransactions::new([line, line + 1].map(PaymentTransactionId::new))),
            ),
            2 => drop(self.account.send(&DisapprovePaymentTransactions::new([PaymentTransactionId::new(line)]))),
            _ => drop(self.account.send(&UpdatePaymentTransaction::new(
                PaymentTransactionId::new(line),
                amount(input)?,
                MemberId::new(member(input)?),
            ))),
        }
        Ok(())
    }

    fn pay_with_apm(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let items = items(input)?;
        let price: Decimal = items.iter().map(|item| item.price).sum();
        let apm = input.choose(ApmType::KNOWN)?.clone();
        let payment = InitApmPayment::new(Amounts::same(price), apm, currency(input)?, items);
        let start = self.account.send(&payment.callback_url("https://shop.example.com/dönüş"));
        if let (Some(id), true) = (start.and_then(|start| start.payment_id), input.ratio(2, 3)?) {
            let first = self.account.emulator.confirm_payment(id);
            assert!(first.is_err() || self.account.emulator.confirm_payment(id).is_err(), "paid twice");
        }
        Ok(())
    }

    fn change_wallet(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        self.account.send(&UpdateWallet::new(MemberId::new(member(input)?), WalletId::new(id(input)?), amount(input)?));
        Ok(())
    }

    fn record_refund(&mut self, payment_id: Option<PaymentId>, price: Option<Decimal>) {
        *self.refunds.entry(payment_id.expect("an id")).or_default() += price.expect("a price");
    }

    fn post(&mut self, member: i64, gain: Decimal) {
        *self.balances.entry(member).or_default() += gain;
    }

    /// Returns the balance of each wallet in lira, by its member.
    fn actual_balances(&self) -> BTreeMap<i64, Decimal> {
        let balance = |wallet: craftgate_core::wallet::Wallet| {
            (wallet.member_id.map_or(MERCHANT, MemberId::get), wallet.amount.expect("an amount"))
        };
        self.account.wallets().map(balance).collect()
    }

    /// Panics unless the wallets and refunds are the expected ones.
    fn assert_matches_expected(&self) {
        for (member, balance) in self.actual_balances() {
            assert_eq!(balance, self.balances.get(&member).copied().unwrap_or_default(), "wallet of {member}");
        }
        for payment in self.account.payments() {
            let expected = self.refunds.get(&payment.id).copied().unwrap_or_default();
            assert_eq!(refunded(&self.account, &payment), expected, "{payment:?}");
        }
    }
}

/// An id that is likely to exist.
fn id(input: &mut Unstructured<'_>) -> Result<i64> {
    input.int_in_range(0..=9)
}

fn member(input: &mut Unstructured<'_>) -> Result<i64> {
    input.int_in_range(1..=3)
}

/// Mostly an amount of some lira, sometimes one at the limits of what is accepted, or beyond.
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
    let number = if input.ratio(3, 4)? { APPROVED_CARD } else { input.choose(TEST_CARDS)?.number };
    Ok(craftgate_test_support::card(number))
}

fn items(input: &mut Unstructured<'_>) -> Result<Vec<PaymentItem>> {
    let count = input.int_in_range(1..=3)?;
    let mut items = Vec::new();
    for _ in 0..count {
        let mut item = PaymentItem::new(amount(input)?);
        if input.ratio(1, 2)? {
            let share = if input.ratio(1, 2)? { item.price } else { amount(input)? };
            item = item.sub_merchant_member_id(MemberId::new(member(input)?)).sub_merchant_member_price(share);
        }
        items.push(item);
    }
    Ok(items)
}
