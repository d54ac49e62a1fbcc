//! Random steps: requests of the merchant, clicks of customers, control calls, faults and clock moves.

use craftgate_core::Currency;
use craftgate_core::callback::{self, CallbackKey};
use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::onboarding::{MemberContact, UpdateMember};
use craftgate_core::pay_by_link::{CreateProduct, ProductText};
use craftgate_core::payment::{
    Amounts, ApmType, ApproveBnplPayment, ApprovePaymentTransactions, BnplCartItem, BnplCartItemType,
    CardVerificationAuthType, CompleteThreeDsPayment, CreateDepositPayment, CreatePayment, DepositFromCard,
    InitApmPayment, InitBnplPayment, InitCheckoutCardVerify, InitCheckoutPayment, InitMultiPayment, InitThreeDsPayment,
    PaymentItem, PaymentMethod, PaymentPhase, PostAuthPayment, RefundDestinationType, RefundPayment,
    RefundPaymentTransaction,
};
use craftgate_core::payment::{PaymentGroup, bnpl_params};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::wallet::{CreateWallet, CreateWithdraw, RemittanceReasonType, SendRemittance};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::clicks::{Click, Returned, clicks};
use super::world::Merchant;
use crate::common::{CALLBACK_URL, card, member, seller};

/// The seller who is paid by bank transfer, and the buyer who has a wallet.
pub(super) const SELLER: MemberId = MemberId::new(1);
pub(super) const BUYER: MemberId = MemberId::new(2);
/// The number of times that a link can be paid.
pub(super) const STOCK: i32 = 2;
const GOOD_CARD_FORM: &str =
    "action=pay&number=5258640000000001&holder=Haluk+Demir&expiry=07%2F44&cvc=000&installment=1&threeDs=on";
const ALL: u32 = 10_000;

/// A number selects one of the records that there are, modulo their number.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Pay {
        cents: Vec<i64>,
        card: &'static str,
        is_held: bool,
        from_wallet: bool,
    },
    InitThreeDs {
        cents: i64,
        card: &'static str,
    },
    CompleteThreeDs {
        payment: usize,
    },
    OpenCheckout {
        cents: i64,
        is_deposit: bool,
    },
    OpenLink {
        cents: i64,
    },
    OpenParts {
        cents: i64,
    },
    OpenCardVerification,
    InitApm {
        cents: i64,
    },
    InitLoan {
        cents: i64,
    },
    ApproveLoan {
        payment: usize,
    },
    Refund {
        payment: usize,
        into_wallet: bool,
    },
    RefundLine {
        line: usize,
        cents: i64,
    },
    Capture {
        payment: usize,
        cents: Option<i64>,
    },
    ApproveLine {
        line: usize,
    },
    Deposit {
        cents: i64,
    },
    Remit {
        cents: i64,
    },
    Withdraw {
        cents: i64,
    },
    Visit {
        page: usize,
        clicks: Vec<Click>,
    },
    /// The customer of a page enters a good card and goes to the bank, or agrees at a bank or a provider. Random clicks
    /// seldom do both.
    EnterCard {
        page: usize,
        price: u32,
    },
    Agree {
        page: usize,
    },
    ClickInPanel {
        section: &'static str,
        clicks: Vec<Click>,
    },
    Control {
        method: &'static str,
        path: &'static str,
        payment: usize,
        body: &'static str,
    },
    /// A payout is sent back by the bank, or its payee gets another account.
    Bounce {
        payout: i64,
    },
    ChangeIban {
        number: u64,
    },
    /// The state goes out and in again.
    Restore,
}

fn cents() -> impl Strategy<Value = i64> {
    1_i64..20_000
}

fn any_card() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "5258640000000001",
        "5258640000000001",
        "4043080000000003",
        "4796810000000002",
        "5100050000006661",
        "5192610000006661",
        "4043150000006662",
        "5428040000006667",
    ])
}

/// Steps that open payments and pages.
fn opening() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (prop::collection::vec(cents(), 1..4), any_card(), any::<bool>(), any::<bool>())
            .prop_map(|(cents, card, is_held, from_wallet)| Step::Pay { cents, card, is_held, from_wallet }),
        2 => (cents(), any_card()).prop_map(|(cents, card)| Step::InitThreeDs { cents, card }),
        3 => (cents(), any::<bool>()).prop_map(|(cents, is_deposit)| Step::OpenCheckout { cents, is_deposit }),
        2 => cents().prop_map(|cents| Step::OpenLink { cents }),
        2 => cents().prop_map(|cents| Step::OpenParts { cents }),
        1 => Just(Step::OpenCardVerification),
        1 => cents().prop_map(|cents| Step::InitApm { cents }),
        1 => cents().prop_map(|cents| Step::InitLoan { cents }),
    ]
}

fn later() -> impl Strategy<Value = Step> {
    let nth = || 0_usize..12;
    let line = || 0_usize..24;
    let section = prop::sample::select(vec!["overview", "payments", "pos", "payouts", "transfers", "links", "cards"]);
    prop_oneof![
        12 => (nth(), clicks(5)).prop_map(|(page, clicks)| Step::Visit { page, clicks }),
        6 => (nth(), 1_u32..150).prop_map(|(page, price)| Step::EnterCard { page, price }),
        6 => nth().prop_map(|page| Step::Agree { page }),
        2 => (section, clicks(3)).prop_map(|(section, clicks)| Step::ClickInPanel { section, clicks }),
        4 => control(),
        2 => nth().prop_map(|payment| Step::CompleteThreeDs { payment }),
        1 => nth().prop_map(|payment| Step::ApproveLoan { payment }),
        2 => (nth(), any::<bool>()).prop_map(|(payment, into_wallet)| Step::Refund { payment, into_wallet }),
        3 => (line(), cents()).prop_map(|(line, cents)| Step::RefundLine { line, cents }),
        2 => (nth(), prop::option::of(cents())).prop_map(|(payment, cents)| Step::Capture { payment, cents }),
        2 => line().prop_map(|line| Step::ApproveLine { line }),
        1 => cents().prop_map(|cents| Step::Deposit { cents }),
        1 => cents().prop_map(|cents| Step::Remit { cents }),
        1 => cents().prop_map(|cents| Step::Withdraw { cents }),
        1 => Just(Step::Control { method: "POST", path: "/payouts/run", payment: 0, body: "" }),
        1 => (1_i64..4).prop_map(|payout| Step::Bounce { payout }),
        1 => (0_u64..10).prop_map(|number| Step::ChangeIban { number }),
        1 => Just(Step::Restore),
    ]
}

/// A call of the control API. `*` in its path stands for a payment's id.
fn control() -> impl Strategy<Value = Step> {
    let call = prop::sample::select(vec![
        ("POST", "/payments/*/authenticate", r#"{"outcome": "approved"}"#),
        ("POST", "/payments/*/authenticate", r#"{"outcome": "half", "mdStatus": 3}"#),
        ("POST", "/payments/*/authenticate", r#"{"outcome": "cancelled"}"#),
        ("POST", "/payments/*/code", r#"{"code": "123456"}"#),
        ("POST", "/payments/*/confirm", ""),
        ("POST", "/payments/*/visit", r#"{"outcome": "approved"}"#),
        ("POST", "/payments/*/visit", r#"{"outcome": "declined"}"#),
        ("POST", "/payments/*/review", ""),
        ("POST", "/loans/*/decide", r#"{"granted": true}"#),
        ("POST", "/loans/*/decide", r#"{"granted": false}"#),
        ("POST", "/payouts/run", ""),
        ("PUT", "/pos/emulator/three-ds-pay", r#"{"enabled": true}"#),
        ("PUT", "/pos/emulator/autopilot", r#"{"up": false}"#),
        ("POST", "/bank-transfers", r#"{"amount": 250.75, "currency": "TRY"}"#),
        ("POST", "/clock/advance", r#"{"seconds": 60}"#),
        ("POST", "/clock/advance", r#"{"seconds": 86400}"#),
        ("POST", "/faults", r#"{"effect": "drop", "afterWork": true}"#),
        ("POST", "/faults", r#"{"effect": "truncate"}"#),
        ("POST", "/faults", r#"{"effect": "internalError", "afterWork": true, "method": "POST"}"#),
        ("POST", "/faults", r#"{"effect": "tooManyRequests"}"#),
        ("POST", "/faults", r#"{"effect": "unavailable", "times": 2, "afterWork": true}"#),
        ("POST", "/faults", r#"{"effect": "proxyPage", "path": "/payment/*"}"#),
    ]);
    (call, 0_usize..12).prop_map(|((method, path, body), payment)| Step::Control { method, path, payment, body })
}

/// Starts with steps that open something, and continues with any.
pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let first = prop::collection::vec(opening(), 1..5);
    let more = prop::collection::vec(prop_oneof![1 => opening(), 3 => later()], 0..20);
    (first, more).prop_map(|(first, more)| [first, more].concat())
}

fn lira(cents: i64) -> Decimal {
    Decimal::new(cents, 2)
}

/// How often something can be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Once,
    Link,
    Parts,
}

/// Returns the conversation id of what is paid, which says how often it can be, and for how much in all.
fn conversation_id(merchant: &str, kind: Kind, number: usize, cents: i64) -> String {
    format!("{merchant} {kind:?} {number} {cents}")
}

/// Returns what [`conversation_id`] says.
pub(super) fn kind_and_price(conversation_id: &str) -> (Kind, Decimal) {
    let words: Vec<&str> = conversation_id.split(' ').collect();
    let [_, kind, _, cents] = words.as_slice() else { panic!("{conversation_id}") };
    let kinds = [Kind::Once, Kind::Link, Kind::Parts];
    let kind = kinds.into_iter().find(|known| format!("{known:?}") == *kind);
    (kind.unwrap(), lira(cents.parse().unwrap()))
}

impl Merchant {
    /// Gives the account a seller, and a buyer with 50 lira.
    pub(super) fn prepare(&self) {
        self.shop.send(&seller(format!("{}-satıcı", self.name)));
        self.shop.send(&CreateWallet::new(SELLER));
        let earned = SendRemittance::new(SELLER, "Hakediş", Decimal::from(70), Currency::Try);
        self.shop.send(&earned.remittance_reason_type(RemittanceReasonType::SubmerchantSendReceive));
        self.shop.send(&member(format!("{}-alıcı", self.name)).is_buyer(true));
        self.shop.send(&CreateWallet::new(BUYER));
        self.shop.send(&SendRemittance::new(BUYER, "Hediye", Decimal::from(50), Currency::Try));
    }

    pub(super) fn run(&mut self, step: &Step, number: usize) -> Result<(), TestCaseError> {
        let name = conversation_id(&self.name, Kind::Once, number, 0);
        match step {
            Step::Pay { cents, card, is_held, from_wallet } => {
                let phase = if *is_held { PaymentPhase::PreAuth } else { PaymentPhase::Auth };
                let mut pay = self.payment(&name, cents, card).payment_phase(phase);
                if *from_wallet && !is_held {
                    pay = pay.buyer_member_id(BUYER).wallet_price(lira(cents[0] / 2 + 1));
                }
                self.send(&pay).map(drop)
            }
            Step::InitThreeDs { cents, card } => {
                let init = InitThreeDsPayment::new(self.payment(&name, &[*cents], card), CALLBACK_URL).callback_v2();
                let page = self.send(&init)?.and_then(|start| start.html_content);
                let page = page.and_then(|page| page.decode().ok()).unwrap_or_default();
                let url = page.split_once("<form action=\"").and_then(|(_, rest)| rest.split('"').next());
                self.add_page(url);
                Ok(())
            }
            Step::OpenCheckout { .. } | Step::OpenLink { .. } | Step::OpenParts { .. } | Step::OpenCardVerification => {
                self.open_page(step, number)
            }
            Step::InitApm { cents } => {
                let apm = self.apm(ApmType::Papara, *cents).conversation_id(name);
                let url = self.send(&apm)?.and_then(|start| start.redirect_url);
                self.add_page(url.as_deref());
                Ok(())
            }
            Step::InitLoan { cents } => {
                let cart = [BnplCartItem::new(BnplCartItemType::WhiteGoods, lira(*cents), 1)];
                let apm = self.apm(ApmType::Maslak, *cents).conversation_id(name).payment_group(PaymentGroup::Product);
                let loan = InitBnplPayment::new(apm.additional_params(bnpl_params::fingate_hosted_page()), cart);
                let url = self.send(&loan)?.and_then(|start| start.redirect_url);
                self.add_page(url.as_deref());
                Ok(())
            }
            Step::Visit { page, clicks } => match self.click(*page, clicks)? {
                Some(returned) => self.receive(&returned),
                None => Ok(()),
            },
            Step::EnterCard { page, price } => self.post(*page, &format!("{GOOD_CARD_FORM}&price={price}")),
            Step::Agree { page } => self.post(*page, "action=approve&code=123456"),
            Step::ClickInPanel { section, clicks } => self.click_in_panel(section, clicks),
            Step::Control { method, path, payment, body } => {
                let id = self.nth_payment(*payment).map_or(1, PaymentId::get);
                self.control(method, &path.replace('*', &id.to_string()), body).map(drop)
            }
            Step::Restore => self.restore(),
            other => self.change(other),
        }
    }

    /// Opens a page, and remembers it.
    fn open_page(&mut self, step: &Step, number: usize) -> Result<(), TestCaseError> {
        let name = |kind, cents| conversation_id(&self.name, kind, number, cents);
        let url = match step {
            Step::OpenCheckout { cents, is_deposit } => {
                let checkout = InitCheckoutPayment::new(Amounts::same(lira(*cents)), Currency::Try, CALLBACK_URL)
                    .enabled_payment_methods([
                        PaymentMethod::Card,
                        PaymentMethod::Papara,
                        PaymentMethod::Edenred,
                        PaymentMethod::Masterpass,
                    ])
                    .masterpass_gsm_number("905551112233");
                let checkout = checkout
                    .conversation_id(name(Kind::Once, *cents))
                    .buyer_member_id(BUYER)
                    .merchant_webhook_url("http://127.0.0.1:9/");
                let checkout = match is_deposit {
                    true => checkout.deposit_payment(true),
                    false => checkout.items([self.item(*cents)]),
                };
                self.send(&checkout)?.and_then(|page| page.page_url).map(|url| url.expose().to_owned())
            }
            Step::OpenLink { cents } => {
                let text = ProductText { name: &format!("{} ürün", self.name), description: "El **yapımı**" };
                let link = CreateProduct::new(text, lira(*cents), Currency::Try, [1, 2, 3]).stock(STOCK);
                self.send(&link.conversation_id(name(Kind::Link, *cents)))?.and_then(|link| link.url)
            }
            Step::OpenParts { cents } => {
                let parts = InitMultiPayment::new(lira(*cents), Currency::Try, CALLBACK_URL);
                let parts = parts.items([self.item(*cents)]).conversation_id(name(Kind::Parts, *cents));
                self.send(&parts)?.and_then(|page| page.page_url).map(|url| url.expose().to_owned())
            }
            _ => {
                let verify = InitCheckoutCardVerify::new(CardVerificationAuthType::NonThreeDs, CALLBACK_URL);
                self.send(&verify)?.and_then(|page| page.page_url).map(|url| url.expose().to_owned())
            }
        };
        self.add_page(url.as_deref());
        Ok(())
    }

    /// Changes what there is.
    fn change(&self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::CompleteThreeDs { payment } => self.for_payment(*payment, CompleteThreeDsPayment::new),
            Step::ApproveLoan { payment } => self.for_payment(*payment, ApproveBnplPayment::new),
            Step::Refund { payment, into_wallet } => self.for_payment(*payment, |id| {
                let refund = RefundPayment::new(id);
                if *into_wallet { refund.refund_destination_type(RefundDestinationType::Wallet) } else { refund }
            }),
            Step::Capture { payment, cents } => self.for_payment(*payment, |id| {
                let capture = PostAuthPayment::new(id);
                if let Some(cents) = cents { capture.paid_price(lira(*cents)) } else { capture }
            }),
            Step::RefundLine { line, cents } => match self.nth_line(*line) {
                Some(line) => self.send(&RefundPaymentTransaction::new(line).refund_price(lira(*cents))).map(drop),
                None => Ok(()),
            },
            Step::ApproveLine { line } => match self.nth_line(*line) {
                Some(line) => self.send(&ApprovePaymentTransactions::new([line])).map(drop),
                None => Ok(()),
            },
            Step::Bounce { payout } => self.control("POST", &format!("/payouts/{payout}/bounce"), "").map(drop),
            Step::ChangeIban { number } => {
                let contact = MemberContact { address: "İstanbul", email: "satici@example.com" };
                let iban = format!("TR95000670100000000222222{number}");
                self.send(&UpdateMember::new(SELLER, contact).iban(iban)).map(drop)
            }
            Step::Deposit { cents } => {
                let deposit = DepositFromCard::new(lira(*cents), Currency::Try, BUYER, card("5258640000000001"));
                self.send(&CreateDepositPayment::new(deposit)).map(drop)
            }
            Step::Remit { cents } => {
                self.send(&SendRemittance::new(BUYER, "Hediye", lira(*cents), Currency::Try)).map(drop)
            }
            Step::Withdraw { cents } => {
                self.send(&CreateWithdraw::new(SELLER, "Hakediş", lira(*cents), Currency::Try)).map(drop)
            }
            _ => Ok(()),
        }
    }

    fn for_payment<O: craftgate_core::Operation>(
        &self,
        nth: usize,
        operation: impl FnOnce(PaymentId) -> O,
    ) -> Result<(), TestCaseError> {
        match self.nth_payment(nth) {
            Some(id) => self.send(&operation(id)).map(drop),
            None => Ok(()),
        }
    }

    /// Completes the payment that a customer returned with, if it is verified.
    fn receive(&self, returned: &Returned) -> Result<(), TestCaseError> {
        prop_assert_eq!(&returned.url, CALLBACK_URL);
        let key = CallbackKey::new(self.shop.emulator.keys().callback.clone()).unwrap();
        match callback::verify(&key, returned.body.as_bytes()) {
            Ok(callback) if callback.is_success() => match callback.payment_id() {
                Some(id) => self.send(&CompleteThreeDsPayment::new(id)).map(drop),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Exports the state and imports it again: nothing changes.
    fn restore(&self) -> Result<(), TestCaseError> {
        let state = self.control("GET", "/state", "")?;
        self.control("PUT", "/state", &state.to_string())?;
        prop_assert_eq!(self.control("GET", "/state", "")?, state);
        Ok(())
    }

    /// Returns an item of which a seller gets nine tenths.
    fn item(&self, cents: i64) -> PaymentItem {
        let mut item = PaymentItem::new(lira(cents)).name(format!("{} çaydanlık", self.name));
        if cents >= 10 {
            item = item.sub_merchant_member_id(SELLER).sub_merchant_member_price(lira(cents * 9 / 10));
        }
        item
    }

    fn payment(&self, name: &str, cents: &[i64], number: &str) -> CreatePayment {
        let items: Vec<PaymentItem> = cents.iter().map(|cents| self.item(*cents)).collect();
        let amounts = Amounts::same(items.iter().map(|item| item.price).sum());
        CreatePayment::new(amounts, Currency::Try, 1, items).card(card(number)).conversation_id(name)
    }

    fn apm(&self, kind: ApmType, cents: i64) -> InitApmPayment {
        let item = PaymentItem::new(lira(cents)).name(format!("{} çaydanlık", self.name));
        InitApmPayment::new(Amounts::same(lira(cents)), kind, Currency::Try, [item]).callback_url(CALLBACK_URL)
    }

    fn nth_payment(&self, nth: usize) -> Option<PaymentId> {
        let payments = self.shop.send(&SearchPayments::new().size(ALL)).items;
        payments.get(nth.checked_rem(payments.len())?).map(|report| report.payment.id)
    }

    fn nth_line(&self, nth: usize) -> Option<PaymentTransactionId> {
        let payments = self.shop.send(&SearchPayments::new().size(ALL)).items;
        let lines: Vec<_> = payments.iter().flat_map(|report| &report.payment.payment_transactions).collect();
        lines.get(nth.checked_rem(lines.len())?).map(|line| line.id)
    }
}
