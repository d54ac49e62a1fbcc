//! The rules of Craftgate's documentation that can be checked without asking Craftgate.

use std::fmt;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::payment::{Amounts, Card, PaymentItem};
use crate::protocol::secret::Secret;

/// An operation that can be checked before it is sent.
///
/// Nothing is ever checked silently: an operation that breaks a rule is signed and sent all the same,
/// since the rules are Craftgate's, and may change. Ask where you want to know.
///
/// ```
/// use craftgate_core::payment::{Amounts, CreatePayment, PaymentItem};
/// use craftgate_core::rust_decimal::Decimal;
/// use craftgate_core::{Currency, ValidationError, Validate};
///
/// let (price, sum) = (Decimal::new(100_00, 2), Decimal::new(99_90, 2));
/// let basket = [PaymentItem::new(sum).name("Şeftali reçeli")];
/// let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 0, basket);
///
/// let findings = payment.validate().unwrap_err();
/// assert_eq!(findings.as_slice(), [
///     ValidationError::ItemTotalMismatch { sum, price },
///     ValidationError::NotPositive { field: "installment" },
///     ValidationError::Missing { field: "card" },
/// ]);
/// ```
pub trait Validate {
    /// Checks every rule that is known for this operation.
    ///
    /// # Errors
    ///
    /// Everything that was found, not only the first.
    fn validate(&self) -> Result<(), ValidationErrors>;
}

/// A rule that an operation breaks. Fields go by their wire names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationError {
    /// There is nothing in the basket.
    NoItems,
    /// The items' prices don't add up to the price of the basket.
    ItemTotalMismatch {
        /// What they add up to.
        sum: Decimal,
        /// What the operation says.
        price: Decimal,
    },
    /// An amount or a number that has to be above zero is not.
    NotPositive {
        /// The field.
        field: &'static str,
    },
    /// A field that is needed here is not there.
    Missing {
        /// The field.
        field: &'static str,
    },
    /// A field has a value that is not allowed here.
    InvalidValue {
        /// The field.
        field: &'static str,
    },
    /// A time span ends before it begins.
    InvalidRange {
        /// The field of its beginning.
        field: &'static str,
    },
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoItems => f.write_str("the basket is empty"),
            Self::ItemTotalMismatch { sum, price } => write!(f, "the basket adds up to {sum}, not to {price}"),
            Self::NotPositive { field } => write!(f, "{field} is not above zero"),
            Self::Missing { field } => write!(f, "{field} is missing"),
            Self::InvalidValue { field } => write!(f, "{field} has a value that is not allowed"),
            Self::InvalidRange { field } => write!(f, "the span from {field} on ends before it begins"),
        }
    }
}

/// All that was found wrong with an operation; at least one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationErrors(Vec<ValidationError>);

impl ValidationErrors {
    /// What was found.
    #[must_use]
    pub fn as_slice(&self) -> &[ValidationError] {
        &self.0
    }
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.0.iter().map(ValidationError::to_string).collect();
        f.write_str(&texts.join("; "))
    }
}

impl std::error::Error for ValidationErrors {}

/// ValidationErrors in the making.
#[derive(Default)]
struct Check(Vec<ValidationError>);

impl Check {
    fn rule(&mut self, holds: bool, finding: ValidationError) -> &mut Self {
        if !holds {
            self.0.push(finding);
        }
        self
    }

    fn basket(&mut self, amounts: &Amounts, items: &[PaymentItem]) -> &mut Self {
        let price = amounts.price;
        match items.iter().try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item.price)) {
            _ if items.is_empty() => self.0.push(ValidationError::NoItems),
            Some(sum) => drop(self.rule(sum == price, ValidationError::ItemTotalMismatch { sum, price })),
            None => self.0.push(ValidationError::InvalidValue { field: "items.price" }),
        }
        let seller_has_price =
            |item: &PaymentItem| item.sub_merchant_member_id.is_none() || item.sub_merchant_member_price.is_some();
        self.positive("price", Some(price))
            .positive("paidPrice", Some(amounts.paid_price))
            .rule(
                items.iter().all(|item| item.price > Decimal::ZERO),
                ValidationError::NotPositive { field: "items.price" },
            )
            .rule(
                items.iter().all(seller_has_price),
                ValidationError::Missing { field: "items.subMerchantMemberPrice" },
            )
    }

    fn positive(&mut self, field: &'static str, amount: Option<Decimal>) -> &mut Self {
        self.rule(amount.is_none_or(|amount| amount > Decimal::ZERO), ValidationError::NotPositive { field })
    }

    fn span(&mut self, field: &'static str, from: Option<NaiveDateTime>, to: Option<NaiveDateTime>) -> &mut Self {
        let is_backwards = matches!((from, to), (Some(from), Some(to)) if to < from);
        self.rule(!is_backwards, ValidationError::InvalidRange { field })
    }

    /// The customer's browser has to reach it, from a page that is not the merchant's. (Source: Craftgate's "3D Secure
    /// ile Ödeme Alma".)
    fn callback<'a>(&mut self, url: impl Into<Option<&'a String>>) -> &mut Self {
        let is_fine = url.into().is_none_or(|url| is_absolute(url));
        self.rule(is_fine, ValidationError::InvalidValue { field: "callbackUrl" })
    }

    /// A year of four digits, and a month of two. (Source: the official clients' samples.)
    fn expiry<'a>(
        &mut self,
        [year_field, month_field]: [&'static str; 2],
        year: impl Into<Option<&'a String>>,
        month: impl Into<Option<&'a String>>,
    ) -> &mut Self {
        self.rule(year.into().is_none_or(|year| is_year(year)), ValidationError::InvalidValue { field: year_field })
            .rule(
                month.into().is_none_or(|month| is_month(month)),
                ValidationError::InvalidValue { field: month_field },
            )
    }

    /// What a customer left empty in a form is as good as missing. A stored card may do without its code, a card by its
    /// number may not.
    fn card(&mut self, card: &Card) -> &mut Self {
        let (name, number) = (card.card_holder_name.as_deref(), card.card_number.as_ref().map(Secret::expose));
        let has_code = card.cvc.as_ref().map_or(number.is_none(), |code| !is_blank(code.expose()));
        self.rule(name.is_none_or(|name| !is_blank(name)), ValidationError::Missing { field: "card.cardHolderName" })
            .rule(number.is_none_or(|number| !is_blank(number)), ValidationError::Missing { field: "card.cardNumber" })
            .rule(has_code, ValidationError::Missing { field: "card.cvc" })
            .expiry(["card.expireYear", "card.expireMonth"], &card.expire_year, &card.expire_month)
    }

    fn finish(&mut self) -> Result<(), ValidationErrors> {
        let findings = std::mem::take(&mut self.0);
        if findings.is_empty() { Ok(()) } else { Err(ValidationErrors(findings)) }
    }
}

/// Whether it has a scheme and a host; the host may have Turkish letters.
fn is_absolute(url: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let is_scheme = |scheme: &str| !scheme.is_empty() && scheme.bytes().all(is_letter);
    url.split_once("://").is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.starts_with('/') && !rest.is_empty())
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn is_year(year: &str) -> bool {
    year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_month(month: &str) -> bool {
    month.len() == 2 && month.bytes().all(|byte| byte.is_ascii_digit()) && matches!(month.parse(), Ok(1..=12_u8))
}

mod rules {
    //! Which rules hold for which operation.

    use super::{Check, Decimal, Validate, ValidationError, ValidationErrors};
    use crate::api::bkm_express::InitBkmExpressPayment;
    use crate::api::file_reporting::CreateReport;
    use crate::api::juzdan::InitJuzdanPayment;
    use crate::api::masterpass::{GenerateMasterpassPaymentToken, InitThreeDsMasterpassPayment};
    use crate::api::pay_by_link::{CreateProduct, UpdateProduct};
    use crate::api::payment::{
        CardVerificationAuthType, CreateApmPayment, CreateDepositPayment, CreatePayment, InitApmDepositPayment,
        InitApmPayment, InitBnplPayment, InitCheckoutCardVerify, InitCheckoutPayment, InitGarantiPayPayment,
        InitMultiPayment, InitPosApmPayment, InitThreeDsDepositPayment, InitThreeDsPayment, PostAuthPayment,
        RefundPaymentTransaction, StoreCard, UpdateCard, VerifyCard,
    };

    macro_rules! validate {
        ($($operation:ident |$it:ident, $check:ident| $rules:expr;)*) => {$(
            impl Validate for $operation {
                fn validate(&self) -> Result<(), ValidationErrors> {
                    let ($it, $check) = (self, &mut Check::default());
                    $rules;
                    $check.finish()
                }
            }
        )*};
    }

    validate! {
        CreatePayment |it, check| payment(it, check);
        InitThreeDsPayment |it, check| {
            payment(&it.payment, check);
            check.callback(&it.callback_url)
        };
        InitCheckoutPayment |it, check| {
            checkout(it, check);
            check.callback(&it.callback_url)
        };
        InitGarantiPayPayment |it, check| check.basket(&it.amounts, &it.items).callback(&it.callback_url);
        InitApmPayment |it, check| check.basket(&it.amounts, &it.items).callback(&it.callback_url);
        InitBnplPayment |it, check| {
            check.basket(&it.payment.amounts, &it.payment.items).callback(&it.payment.callback_url)
        };
        InitPosApmPayment |it, check| check.basket(&it.basket.amounts, &it.basket.items).callback(&it.callback_url);
        InitThreeDsMasterpassPayment |it, check| check.callback(&it.callback_url);
        InitMultiPayment |it, check| check.callback(&it.callback_url);
        InitCheckoutCardVerify |it, check| check.callback(&it.callback_url);
        VerifyCard |it, check| {
            let needs_callback = it.payment_authentication_type == CardVerificationAuthType::ThreeDs;
            let callback = ValidationError::Missing { field: "callbackUrl" };
            check.card(&it.card).callback(&it.callback_url).rule(!needs_callback || it.callback_url.is_some(), callback)
        };
        InitThreeDsDepositPayment |it, check| check.card(&it.deposit.card).callback(&it.callback_url);
        CreateDepositPayment |it, check| check.card(&it.deposit.card);
        InitApmDepositPayment |it, check| check.callback(&it.callback_url);
        CreateApmPayment |it, check| check.basket(&it.amounts, &it.items);
        InitBkmExpressPayment |it, check| check.basket(&it.amounts, &it.items);
        InitJuzdanPayment |it, check| check.basket(&it.amounts, &it.items).callback(&it.callback_url);
        GenerateMasterpassPaymentToken |it, check| {
            check.basket(&it.create_payment.amounts, &it.create_payment.items)
        };
        PostAuthPayment |it, check| {
            check.rule(it.paid_price.is_some(), ValidationError::Missing { field: "paidPrice" })
                .positive("paidPrice", it.paid_price)
        };
        RefundPaymentTransaction |it, check| check.positive("refundPrice", it.refund_price);
        StoreCard |it, check| store_card(it, check);
        UpdateCard |it, check| {
            check.expiry(["expireYear", "expireMonth"], &it.expiry.expire_year, &it.expiry.expire_month)
        };
        CreateProduct |it, check| product(it, check);
        UpdateProduct |it, check| product(&it.product, check);
        CreateReport |it, check| check.span("startDate", Some(it.start_date), Some(it.end_date));
    }

    fn payment(it: &CreatePayment, check: &mut Check) {
        let wallet = it.wallet_price.unwrap_or_default();
        let has_card = it.card.is_some() || is_paid_elsewhere(it) || wallet == it.amounts.paid_price;
        check
            .basket(&it.amounts, &it.items)
            .rule(it.installment > 0, ValidationError::NotPositive { field: "installment" })
            .rule(has_card, ValidationError::Missing { field: "card" })
            .rule(
                (Decimal::ZERO..=it.amounts.paid_price).contains(&wallet),
                ValidationError::InvalidValue { field: "walletPrice" },
            )
            .rule(
                wallet.is_zero() || it.buyer_member_id.is_some(),
                ValidationError::Missing { field: "buyerMemberId" },
            );
        if let Some(card) = &it.card {
            check.card(card);
        }
    }

    /// Where the card comes as a token or encrypted, its own fields say nothing.
    fn store_card(it: &StoreCard, check: &mut Check) {
        let card = &it.card;
        let is_holder = card.card_holder_name.as_deref().is_none_or(is_holder_name);
        check.rule(is_holder, ValidationError::InvalidValue { field: "cardHolderName" });
        if card.secure_fields_token.is_none() && card.encrypted_card.is_none() {
            check.expiry(["expireYear", "expireMonth"], &card.expire_year, &card.expire_month);
        }
    }

    /// A page that takes money for a wallet needs whose it is, and no basket.
    fn checkout(it: &InitCheckoutPayment, check: &mut Check) {
        if it.deposit_payment == Some(true) {
            check.rule(it.buyer_member_id.is_some(), ValidationError::Missing { field: "buyerMemberId" });
        } else {
            check.basket(&it.amounts, &it.items);
        }
    }

    /// Another provider's stored card stands among the additional parameters.
    fn is_paid_elsewhere(it: &CreatePayment) -> bool {
        let params = it.additional_params.iter().flat_map(|params| params.iter());
        params.map(|(name, _)| name).any(|name| name != "threeDSCallbackVersion")
    }

    /// A link that names an order is for one payment. (Source: Craftgate's "Link Oluşturma".)
    fn product(it: &CreateProduct, check: &mut Check) {
        let stock_fits = it.order_id.is_none() || it.stock == Some(1);
        check.positive("price", Some(it.price)).rule(stock_fits, ValidationError::InvalidValue { field: "stock" });
    }

    /// (Source: Craftgate's "Kapalı Devre Kart Saklama".)
    fn is_holder_name(name: &str) -> bool {
        let digits = name.chars().filter(char::is_ascii_digit).count();
        digits <= 5 && !name.contains(['<', '>', '"', '%', ';', '&', '+', '(', ')', '|', '=', '!'])
    }

    /// The searches between two times.
    macro_rules! spans {
        ($($search:path: $from:ident, $to:ident, $field:literal;)*) => {$(
            impl Validate for $search {
                fn validate(&self) -> Result<(), ValidationErrors> {
                    Check::default().span($field, self.$from.into(), self.$to.into()).finish()
                }
            }
        )*};
    }

    spans! {
        crate::api::bank_account_tracking::SearchBankAccountTrackingRecords: min_record_date, max_record_date, "minRecordDate";
        crate::api::fraud::SearchFraudChecks: min_created_date, max_created_date, "minCreatedDate";
        crate::api::fraud::SearchFraudRules: min_created_date, max_created_date, "minCreatedDate";
        crate::api::payment::SearchStoredCards: min_created_date, max_created_date, "minCreatedDate";
        crate::api::payment_reporting::SearchPayments: min_created_date, max_created_date, "minCreatedDate";
        crate::api::payment_reporting::SearchPaymentRefunds: min_created_date, max_created_date, "minCreatedDate";
        crate::api::payment_reporting::SearchPaymentTransactionRefunds: min_created_date, max_created_date, "minCreatedDate";
        crate::api::settlement_reporting::SearchBouncedPayoutTransactions: start_date, end_date, "startDate";
        crate::api::settlement_reporting::SearchPayoutCompletedTransactions: start_date, end_date, "startDate";
        crate::api::settlement_reporting::SearchPayoutRows: start_date, end_date, "startDate";
        crate::api::wallet::SearchWalletTransactions: min_created_date, max_created_date, "minCreatedDate";
        crate::api::wallet::SearchWithdraws: min_created_date, max_created_date, "minCreatedDate";
    }
}
