//! What a card is, and what paying by installments costs.
//!
//! ```
//! use craftgate_core::installment::{InstallmentList, SearchInstallments};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let price = Decimal::new(100_00, 2);
//! let search = SearchInstallments::new(price).bin_number("52586400").currency(Currency::Try);
//! assert_eq!(search.query().unwrap(), "price=100.00&binNumber=52586400&currency=TRY");
//!
//! // What comes back is for the customer to choose from:
//! let answer = r#"{"items":[{"bankName":"Türk Ekonomi Bankası","installmentPrices":[
//!     {"installmentNumber":3,"installmentPrice":34.17,"totalPrice":102.50}]}]}"#;
//! let list: InstallmentList = serde_json::from_str(answer).unwrap();
//! let choice = &list.items[0].installment_prices[0];
//! assert_eq!(choice.total_price, Some(Decimal::new(102_50, 2))); // the paid price to send
//! ```

use rust_decimal::Decimal;

use crate::api::card::{CardAssociation, CardType};
use crate::api::currency::Currency;
use crate::macros::object::response_object;
use crate::macros::operation::operation;

operation! {
    /// Finds the installments that a card, or every card family, can pay a price by.
    ///
    /// Show them once the customer has typed the card's first 8 digits. Pay with the chosen
    /// [`InstallmentPrice`]: its `total_price` is the paid price.
    GET "/installment/v1/installments" => InstallmentList;

    pub struct SearchInstallments {
        required {
            /// The price of the basket.
            price: Decimal,
        }
        optional {
            /// The card's first 8 digits. Without them, every card family is listed.
            bin_number: String,
            /// The currency of the price.
            currency: Currency,
            /// Whether to list each card family once, with its lowest commissions.
            distinct_card_brands_with_lowest_commissions: bool,
            /// Whether to tell where rewards can be used.
            loyalty_exists: bool,
        }
    }
}

operation! {
    /// Looks up what card begins with these digits: its type, scheme, family and bank.
    GET "/installment/v1/bins/{bin_number}" => BinNumber;

    pub struct RetrieveBinNumber {
        path {
            /// The card's first 8 digits.
            bin_number: String
        }
    }
}

response_object! {
    /// What card begins with these digits.
    pub struct BinNumber {
        required {
            /// The first 8 digits.
            bin_number: String,
        }
        optional {
            /// How the card is paid off.
            card_type: CardType,
            /// The card's scheme.
            card_association: CardAssociation,
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The card's bank.
            bank_name: String,
            /// The bank's code.
            bank_code: i64,
            /// Whether it is a company's card.
            commercial: bool,
        }
    }
}

response_object! {
    /// The installments by card family.
    pub struct InstallmentList {
        required {
            /// One for each card family.
            items: Vec<Installment>,
        }
    }
}

response_object! {
    /// The installments of one card or card family.
    pub struct Installment {
        optional {
            /// The first 8 digits, if they were asked for.
            bin_number: String,
            /// The price of the basket.
            price: Decimal,
            /// How the card is paid off.
            card_type: CardType,
            /// The card's scheme.
            card_association: CardAssociation,
            /// The card's family, such as `Bonus`.
            card_brand: String,
            /// The card's bank.
            bank_name: String,
            /// The bank's code.
            bank_code: i64,
            /// Whether the card can be used with 3D Secure only.
            force_3ds: bool,
            /// Whether the security code is needed.
            cvc_required: bool,
            /// Whether it is a company's card.
            commercial: bool,
        }
        repeated {
            /// The choices, a single payment included.
            installment_prices: InstallmentPrice,
        }
    }
}

response_object! {
    /// One choice of installments.
    pub struct InstallmentPrice {
        optional {
            /// The POS that offers it.
            pos_alias: String,
            /// The number of installments; 1 for a single payment.
            installment_number: i32,
            /// What each installment comes to.
            installment_price: Decimal,
            /// The bank's commission rate, in percent.
            bank_commission_rate: Decimal,
            /// The commission rate charged to the buyer, in percent.
            merchant_commission_rate: Decimal,
            /// What all of them come to: the paid price.
            total_price: Decimal,
            /// The merchant's words for it.
            installment_label: String,
            /// Whether rewards can be used.
            loyalty_supported: bool,
            /// Whether it needs 3D Secure.
            force_3ds: bool,
            /// Whether the security code is needed.
            cvc_required: bool,
        }
    }
}
