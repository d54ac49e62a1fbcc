//! BIN inquiries, and the prices of installments.
//!
//! ```
//! use craftgate_core::installment::{InstallmentList, SearchInstallments};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(100_00, 2);
//! let search = SearchInstallments::new(price).bin_number("52586400").currency(Currency::Try);
//! assert_eq!(search.validate(), Ok(vec![]));
//! assert_eq!(search.query().unwrap(), "price=100.00&binNumber=52586400&currency=TRY");
//!
//! // The customer chooses from the response:
//! let data = r#"{"items":[{"bankName":"Türk Ekonomi Bankası","installmentPrices":[
//!     {"installmentNumber":3,"installmentPrice":34.17,"totalPrice":102.50}]}]}"#;
//! let list: InstallmentList = serde_json::from_str(data).unwrap();
//! let choice = &list.items[0].installment_prices[0];
//! assert_eq!(choice.total_price, Some(Decimal::new(102_50, 2))); // the paid price to send
//! ```

use rust_decimal::Decimal;

use crate::api::card::{CardAssociation, CardType};
use crate::api::currency::Currency;
use crate::api::payment::PaymentPhase;
use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Searches for the installments that a card, or every card family, can pay a price in.
    ///
    /// Search once the customer has typed the card's first 8 digits, and pay with the chosen [`InstallmentPrice`]: its
    /// `total_price` is the paid price. Foreign cards can't pay in installments, and other currencies than Turkish lira
    /// are for foreign cards.
    GET "/installment/v1/installments" => InstallmentList;

    pub struct SearchInstallments {
        required {
            /// The basket's price.
            price: Decimal,
        }
        optional {
            /// The card's first 8 digits. Without them, the installments of every card family are returned.
            bin_number: String,
            /// The currency of the price.
            currency: Currency,
            /// Whether to return each card family once, with its lowest commissions. Without `bin_number`, such results
            /// have no bank.
            distinct_card_brands_with_lowest_commissions: bool,
            /// Whether to return the installments of banks that support rewards.
            loyalty_exists: bool,
            /// The payment's phase: `PreAuth` if it will be a pre-authorization.
            payment_phase: PaymentPhase,
        }
    }
}

impl Validate for SearchInstallments {
    fn check(&self, validator: &mut Validator) {
        validator
            .amount("price", self.price, self.currency.as_ref().and_then(Currency::decimals))
            .bin("binNumber", self.bin_number.as_deref());
    }
}

operation! {
    /// Retrieves the type, scheme, family and bank of the cards that begin with these digits.
    GET "/installment/v1/bins/{bin_number}" => BinNumber;

    pub struct RetrieveBinNumber {
        path {
            /// The card's first 8 digits.
            bin_number: String
        }
    }
}

impl Validate for RetrieveBinNumber {
    fn check(&self, validator: &mut Validator) {
        validator.bin("binNumber", Some(&self.bin_number));
    }
}

response_object! {
    /// A BIN: what is known of the cards that begin with the same digits.
    pub struct BinNumber {
        required {
            /// The first 8 digits.
            bin_number: String,
        }
        optional {
            /// The kind of the card.
            card_type: CardType,
            /// The card's scheme.
            card_association: CardAssociation,
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The card's bank.
            bank_name: String,
            /// The bank's EFT code.
            bank_code: i64,
            /// Whether it is a commercial card.
            commercial: bool,
        }
    }
}

response_object! {
    /// The installments of each card family.
    pub struct InstallmentList {
        required {
            /// The card families.
            items: Vec<Installment>,
        }
    }
}

response_object! {
    /// The installments of a card or a card family.
    pub struct Installment {
        optional {
            /// The card's first 8 digits, if they were searched for.
            bin_number: String,
            /// The basket's price.
            price: Decimal,
            /// The kind of the card.
            card_type: CardType,
            /// The card's scheme.
            card_association: CardAssociation,
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The bank of the card, or of the POS in a search without `bin_number`.
            bank_name: String,
            /// The bank's EFT code.
            bank_code: i64,
            /// Whether payments with the card need 3D Secure: a debit card at a POS that demands it.
            force_3ds: bool,
            /// Whether payments need the security code.
            cvc_required: bool,
            /// Whether it is a commercial card. What consumers may not buy in installments, such as food, commercial
            /// cards may.
            commercial: bool,
        }
        repeated {
            /// The price by number of installments, a single payment included.
            installment_prices: InstallmentPrice,
        }
    }
}

response_object! {
    /// The price in a number of installments.
    pub struct InstallmentPrice {
        optional {
            /// The alias of the POS.
            pos_alias: String,
            /// The number of installments; 1 for a single payment.
            installment_number: i32,
            /// The amount of each installment.
            installment_price: Decimal,
            /// The bank's commission rate, in percent.
            bank_commission_rate: Decimal,
            /// The commission rate charged to the buyer, in percent.
            merchant_commission_rate: Decimal,
            /// The sum of all installments: the paid price.
            total_price: Decimal,
            /// The merchant's label for it.
            installment_label: String,
            /// Whether rewards can be used.
            loyalty_supported: bool,
            /// Whether 3D Secure is needed.
            force_3ds: bool,
            /// Whether payments need the security code.
            cvc_required: bool,
        }
    }
}
