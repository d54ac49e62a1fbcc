//! A page on which a customer pays with a card: a checkout page, a part of a split payment, or a link.

use chrono::NaiveDateTime;
use craftgate_core::payment::PaymentMethod;
use craftgate_core::{Currency, Response};
use http::{StatusCode, Uri};
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::card_form::{self, CardForm, StoredCards};
use super::layout::{self, MerchantLink, Mood};
use super::method_name;
use super::money::money;
use super::reason::reason;
use super::response::{self, Policy};
use super::visit::Visit;
use super::wallet_part::WalletPart;
use crate::domain::page_installments::PageInstallments;
use crate::domain::test_cards::TestCard;
use crate::protocol::callback_form::CallbackForm;
use crate::simulate::{CardEntry, PageStep, PaymentDeclined};

/// What a page asks to be paid, and how.
pub(super) struct PaymentPage {
    pub(super) title: String,
    /// Who is paid: a name, or the host of the merchant's callback URL.
    pub(super) shop: String,
    pub(super) description: Option<Markup>,
    pub(super) items: Vec<(String, Decimal)>,
    pub(super) currency: Currency,
    /// The amount of a single payment.
    pub(super) price: Decimal,
    /// The numbers of installments that credit cards can pay in.
    pub(super) installments: PageInstallments,
    pub(super) stored_cards: StoredCards,
    pub(super) requires_stored_card: bool,
    pub(super) requires_three_ds: bool,
    pub(super) offers_storing: bool,
    pub(super) expires_at: Option<NaiveDateTime>,
    /// The link for a customer who does not want to pay.
    pub(super) return_back: Option<MerchantLink>,
    /// How the customer chooses the amount of a part.
    pub(super) split: Option<Split>,
    /// What the browser posts to the merchant after a payment that failed.
    pub(super) way_back: Option<CallbackForm>,
    pub(super) methods: Vec<PaymentMethod>,
    pub(super) only_commercial_installments: bool,
    /// The balance of the buyer's wallet, if it can pay.
    pub(super) wallet_balance: Option<Decimal>,
    /// The telephone number of a Masterpass account to whose use the customer has yet to consent.
    pub(super) masterpass_to_link: Option<String>,
}

/// The amount of a part of a split payment.
pub(super) struct Split {
    pub(super) paid: Decimal,
    pub(super) is_last: bool,
}

/// How a payment is made once its card is read.
pub(super) type Submit<'a> = &'a dyn Fn(CardEntry, Decimal) -> Result<PageStep, PaymentDeclined>;

impl PaymentPage {
    /// Responds to a visit of the page, which is open.
    pub(super) fn respond(&self, visit: &Visit, submit: Submit<'_>) -> Response {
        // A payment leads back here with the page's token alone where no merchant has a callback URL.
        if !visit.is_submitted() {
            return self.show(visit, None, false);
        }
        let card = match self.card_form().read(visit) {
            Ok(card) => card,
            Err(message) => return self.show(visit, Some(message), false),
        };
        let known = self.card_form().look_up(visit);
        let installment = match self.chosen_installment(known, visit) {
            Ok(installment) => installment,
            Err(message) => return self.show(visit, message, true),
        };
        let Some(price) = self.amount(visit) else {
            return self.show(visit, Some(visit.pick("Tutar hatalı.", "The amount is wrong.")), false);
        };
        let Some(wallet_price) = self.wallet_part().map_or(Some(Decimal::ZERO), |part| part.read(&visit.form)) else {
            let message = visit.pick("Cüzdandan ödenecek tutar hatalı.", "The amount to pay from the wallet is wrong.");
            return self.show(visit, Some(message), false);
        };
        let is_three_ds = self.requires_three_ds || visit.form.is_checked("threeDs");
        let entry = CardEntry::new(card).installment(installment).three_ds(is_three_ds).wallet_price(wallet_price);
        match submit(entry, price) {
            Ok(PageStep::Paid(form)) => paid(visit, &form),
            Ok(PageStep::ThreeDs { page_url, .. } | PageStep::Provider { page_url, .. }) => {
                response::redirect(&continued(&page_url, visit))
            }
            Err(declined) => self.show(visit, Some(&reason(&declined, visit)), self.choices(known).len() > 1),
        }
    }

    /// Returns what the buyer's wallet can pay, if it can.
    pub(super) fn wallet_part(&self) -> Option<WalletPart<'_>> {
        let currency = &self.currency;
        self.wallet_balance.map(|balance| WalletPart { balance, price: self.price, currency })
    }

    /// Returns the amount to pay: the page's, or the one that the customer entered for a part.
    fn amount(&self, visit: &Visit) -> Option<Decimal> {
        match &self.split {
            Some(Split { is_last: false, .. }) => visit.form.get("price").replace(',', ".").parse().ok(),
            _ => Some(self.price),
        }
    }

    fn card_form(&self) -> CardForm<'_> {
        CardForm {
            stored_cards: &self.stored_cards,
            accepts_new_cards: !self.requires_stored_card,
            offers_storing: self.offers_storing,
        }
    }

    /// Returns the numbers of installments that a card can pay in.
    fn choices(&self, card: Option<&TestCard>) -> Vec<(i32, Decimal)> {
        let can_split =
            |card: &TestCard| card.is_credit_card() && (card.is_commercial || !self.only_commercial_installments);
        let is_single = self.currency != Currency::Try || !card.is_some_and(can_split);
        let totals = self.installments.of(card).iter().map(|(number, total)| (*number, *total));
        totals.filter(|(number, _)| *number == 1 || !is_single).collect()
    }

    /// Returns the number of installments that was chosen for a card.
    ///
    /// # Errors
    ///
    /// If there is a choice to make, or a price that the page has not shown yet. With a message if another number was
    /// chosen than the card can pay in.
    pub(super) fn chosen_installment(
        &self,
        card: Option<&TestCard>,
        visit: &Visit,
    ) -> Result<i32, Option<&'static str>> {
        let choices = self.choices(card);
        let chosen = visit.form.get("installment");
        // The choices were perhaps shown for another card, which has other prices.
        let shown_for = visit.form.get("shownFor");
        let is_shown = shown_for.is_empty() || card.is_some_and(|card| card.bin() == shown_for);
        match choices.iter().find(|(number, _)| number.to_string() == chosen) {
            Some((number, _)) if is_shown => Ok(*number),
            _ if choices == [(1, self.price)] => Ok(1),
            None if !chosen.is_empty() => {
                Err(Some(visit.pick("Bu kartla bu taksit seçilemez.", "This card can't pay in these installments.")))
            }
            _ => Err(None),
        }
    }

    pub(super) fn show(&self, visit: &Visit, error: Option<&str>, asks_for_installments: bool) -> Response {
        let content = html! {
            div.two {
                article.card {
                    (self.tabs(visit, &PaymentMethod::Card))
                    section { (self.form(visit, error, asks_for_installments)) }
                    section.tools { (test_cards(visit)) }
                }
                aside.card { (self.summary(visit)) }
            }
            @if let (Some(_), Some(form)) = (error, &self.way_back) { (give_up(visit, form)) }
        };
        let policy = if error.is_some() && self.way_back.is_some() { Policy::Leaving } else { Policy::Customer };
        let page = layout::customer(visit, &self.title, true, &content);
        response::html(StatusCode::OK, policy, page.into_string())
    }

    /// Returns the links to the page's methods.
    pub(super) fn tabs(&self, visit: &Visit, current: &PaymentMethod) -> Markup {
        html! {
            @if self.methods.len() > 1 {
                nav.tabs aria-label=(visit.pick("Ödeme yöntemi", "Payment method")) {
                    @for method in &self.methods {
                        @let is_current = (method == current).then_some("true");
                        a href=(visit.link(&visit.path, Some(("method", method.as_str())))) aria-current=[is_current] {
                            (method_name::name(method, visit))
                        }
                    }
                }
            }
        }
    }

    fn form(&self, visit: &Visit, error: Option<&str>, asks_for_installments: bool) -> Markup {
        html! {
            @if let Some(error) = error { p.note.bad role="alert" { (error) } }
            form method="post" action=(visit.here()) {
                @if let Some(split) = &self.split { (self.split_fields(split, visit)) }
                @if let Some(part) = self.wallet_part() { (part.fields(visit)) }
                (self.card_form().fields(visit))
                @if asks_for_installments { (self.installment_choices(self.card_form().look_up(visit), visit)) }
                @if self.requires_three_ds {
                    p.hint { (visit.pick("Ödeme 3D Secure ile doğrulanır.", "The payment is authenticated by 3D Secure.")) }
                } @else {
                    label.check {
                        input type="checkbox" name="threeDs" value="on" checked[!visit.is_submitted() || visit.form.is_checked("threeDs")];
                        (visit.pick("3D Secure ile öde", "Pay with 3D Secure"))
                    }
                }
                div.buttons {
                    button.primary type="submit" name="action" value="pay" {
                        @if self.installments.has_choices() && !asks_for_installments { (visit.pick("Devam et", "Continue")) }
                        @else { (visit.pick("Öde", "Pay")) }
                    }
                    @if let Some(link) = &self.return_back {
                        (link.button(visit.pick("Mağazaya dön", "Back to the shop"), "button"))
                    }
                }
            }
            (self.card_form().other_forms(visit))
            @if let Some(part) = self.wallet_part() { (part.other_forms(visit)) }
        }
    }

    fn split_fields(&self, split: &Split, visit: &Visit) -> Markup {
        html! {
            p.note {
                (visit.pick("Ödenen: ", "Paid: ")) (money(split.paid, &self.currency, visit.language))
                (visit.pick(", kalan: ", ", remaining: ")) (money(self.price, &self.currency, visit.language))
                @if split.is_last { (visit.pick(". Son parça kalanın tümüdür.", ". The last part is the whole remainder.")) }
            }
            @if !split.is_last {
                div.field {
                    label for="price" { (visit.pick("Bu kartla ödenecek tutar", "Amount to pay with this card")) }
                    input #price type="text" name="price" inputmode="decimal" required
                        value=(self.split_price(visit));
                }
            }
        }
    }

    /// Returns the amount of a part: what was entered, or all that remains, as it is written in the visitor's language.
    fn split_price(&self, visit: &Visit) -> String {
        let point = visit.pick(",", ".");
        match visit.is_submitted() {
            true => visit.form.get("price").to_owned(),
            false => self.price.to_string().replace('.', point),
        }
    }

    /// Returns the numbers of installments to choose from with a card.
    pub(super) fn installment_choices(&self, card: Option<&TestCard>, visit: &Visit) -> Markup {
        html! {
            @if let Some(card) = card {
                p.note { (card_form::describe(card, visit)) }
                input type="hidden" name="shownFor" value=(card.bin());
            }
            fieldset {
                legend { (visit.pick("Taksit", "Installments")) }
                @for (index, (number, total)) in self.choices(card).iter().enumerate() {
                    label.choice {
                        input type="radio" name="installment" value=(number) required checked[index == 0];
                        span {
                            @if *number == 1 { (visit.pick("Tek çekim", "Single payment")) }
                            @else { (number) " × " (money((*total / Decimal::from(*number)).round_dp(2), &self.currency, visit.language)) }
                        }
                        span { (money(*total, &self.currency, visit.language)) }
                    }
                }
            }
        }
    }

    /// Returns what is paid, and to whom.
    pub(super) fn summary(&self, visit: &Visit) -> Markup {
        html! {
            header { span.bank { (self.shop) } }
            section {
                h1 { (self.title) }
                @if let Some(description) = &self.description { div.description { (description) } }
                div.amount { (money(self.price, &self.currency, visit.language)) }
            }
            @if !self.items.is_empty() {
                section {
                    ul.basket {
                        @for (name, price) in &self.items {
                            li { span { (name) } span { (money(*price, &self.currency, visit.language)) } }
                        }
                    }
                }
            }
            @if let Some(expires_at) = self.expires_at {
                section {
                    small { (visit.pick("Son geçerlilik: ", "Valid until ")) (expires_at.format("%d.%m.%Y %H:%M")) }
                }
            }
        }
    }
}

/// Returns the cards to try, which no customer's page offers.
pub(super) fn test_cards(visit: &Visit) -> Markup {
    html! {
        details { summary { (visit.pick("Test kartları", "Test cards")) } (card_list(visit)) }
    }
}

/// Returns a card for each way in which a payment can end.
pub(super) fn card_list(visit: &Visit) -> Markup {
    let cards = [
        ("5258640000000001", visit.pick("öder", "pays")),
        ("4043080000000003", visit.pick("öder, Bonus", "pays, Bonus")),
        ("4796810000000002", visit.pick("öder, banka kartı", "pays, debit card")),
        ("5100050000006661", visit.pick("bakiye yetersiz", "insufficient funds")),
        ("5192610000006661", visit.pick("3D Secure olmadan reddedilir", "declined without 3D Secure")),
    ];
    html! {
        dl.facts {
            @for (number, behaviour) in cards { dt { (behaviour) } dd.mono.whole { (number) } }
        }
        p.hint { (visit.pick(
            "Geçmemiş her son kullanma tarihi ve her güvenlik kodu geçerlidir.",
            "Any future expiry date and any security code will do.",
        )) }
    }
}

/// Returns the way back to the merchant for a customer whose payment failed.
fn give_up(visit: &Visit, form: &CallbackForm) -> Markup {
    html! {
        article.card {
            section {
                p.soft { (visit.pick("Başka bir kart deneyebilir ya da ödemeden dönebilirsiniz.", "You may try another card, or return without a payment.")) }
                (layout::callback_form(form, visit.pick("Ödemeden dön", "Return without paying")))
            }
        }
    }
}

pub(super) fn paid(visit: &Visit, form: &CallbackForm) -> Response {
    let title = visit.pick("Ödemeniz alındı", "Your payment was made");
    let text = visit.pick("Teşekkürler. Alışverişinize mağazada devam edin.", "Thank you. Go on at the shop.");
    layout::end(visit, Mood::Good, title, text, Some(form))
}

/// Returns the response for a page that can't be paid any more.
pub(super) fn closed(
    visit: &Visit,
    is_paid: bool,
    return_back: Option<&MerchantLink>,
    form: Option<&CallbackForm>,
) -> Response {
    let (mood, title) = match is_paid {
        true => (Mood::Good, visit.pick("Bu ödeme yapıldı", "This payment was made")),
        false => (Mood::Waiting, visit.pick("Sayfanın süresi doldu", "This page has expired")),
    };
    let text = visit.pick("Burada yapılacak bir şey kalmadı.", "There is nothing left to do here.");
    layout::end_with_link(visit, mood, title, text, form.filter(|_| is_paid), return_back)
}

/// Returns the path of one of the emulator's own URLs, for the same visitor.
pub(super) fn continued(url: &str, visit: &Visit) -> String {
    visit.link(&path_of(url), None)
}

/// Returns the path of one of the emulator's own URLs.
pub(super) fn path_of(url: &str) -> String {
    url.parse::<Uri>().unwrap_or_default().path().to_owned()
}

/// Returns a description: what stands between `**` is bold, and `\n` begins a new line.
pub(super) fn formatted(description: &str) -> Markup {
    let lines = description.replace("\\n", "\n");
    html! {
        @for line in lines.lines() {
            p { @for (index, part) in line.split("**").enumerate() { @if index % 2 == 1 { strong { (part) } } @else { (part) } } }
        }
    }
}
