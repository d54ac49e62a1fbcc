//! Payment links and their QR codes, which need no integration in the shop.
//!
//! ```
//! use craftgate_core::{Currency, Validate};
//! use craftgate_core::pay_by_link::{CreateProduct, ProductText};
//! use craftgate_core::rust_decimal::Decimal;
//!
//! let price = Decimal::new(750_00, 2);
//! let plate = ProductText { name: "Çini tabak", description: "**El yapımı**, 30 cm" };
//! let link = CreateProduct::new(plate, price, Currency::Try, [1, 2, 3])
//!     .stock(5)
//!     .external_id("ürün-7");
//!
//! assert_eq!(link.validate(), Ok(vec![]));
//! assert_eq!(link.enabled_installments, [1, 2, 3]);
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::ProductId;
use crate::api::onboarding::Status;
use crate::macros::object::response_object;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator, form};

variant_operation! {
    /// Creates a payment link.
    ///
    /// Share the response's `url` or QR code with the customer.
    POST "/craftlink/v1/products" => Product;

    pub struct CreateProduct {
        required {
            /// The product's name, shown to the customer.
            name: String,
            /// The price, in `currency`.
            price: Decimal,
            /// The price's currency.
            currency: Currency,
            /// The product's description, shown to the customer. Text between `**` and `**` is bold, and `\n` at the
            /// end of a line starts a new one.
            description: String,
            /// The numbers of installments to offer, at least one; 1 for a single payment.
            enabled_installments: Vec<i32>,
        }
        optional {
            /// The merchant's sales channel, which links can be searched by.
            channel: String,
            /// The order number to send to the bank. With one, `stock` has to be 1.
            order_id: String,
            /// The merchant's value, which comes with the payment.
            conversation_id: String,
            /// The merchant's id of the product or order.
            external_id: String,
            /// The number of times that the link can be paid; unlimited if absent.
            stock: i32,
            /// The time of expiry, local to Turkey.
            expires_at: NaiveDateTime,
            /// Whether the price can be paid in parts, by several cards.
            multi_payment: bool,
            /// The merchant's id of the basket.
            basket_identifier: String,
        }
    }
}

impl Validate for CreateProduct {
    fn check(&self, validator: &mut Validator) {
        let installments = &self.enabled_installments;
        validator
            .require_filled([("name", Some(&self.name))])
            // The official clients' samples do without.
            .disputed(|validator| {
                validator.require_filled([("description", Some(&self.description))]);
            })
            .amount("price", self.price, self.currency.decimals())
            .require("enabledInstallments", !installments.is_empty())
            .installments("enabledInstallments", installments.iter().copied())
            // A link that names an order is for one payment. (Source: Craftgate's "Link Oluşturma".)
            .allow("stock", self.order_id.is_none() || self.stock == Some(1), "1 for a link with an orderId")
            .form("conversationId", self.conversation_id.as_deref(), &form::LOOKUP_ID)
            .form("externalId", self.external_id.as_deref(), &form::LOOKUP_ID);
    }
}

impl CreateProduct {
    /// Returns the request to create a link for a product at this price.
    #[must_use]
    pub fn new(
        product: ProductText<'_>,
        price: Decimal,
        currency: Currency,
        enabled_installments: impl Into<Vec<i32>>,
    ) -> Self {
        let ProductText { name, description } = product;
        Self::with_required(name.to_owned(), price, currency, description.to_owned(), enabled_installments.into())
    }
}

/// The product's name and description, as the customer reads them. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct ProductText<'a> {
    /// The product's name.
    pub name: &'a str,
    /// The product's description; formatted as [`CreateProduct::description`] tells.
    pub description: &'a str,
}

operation! {
    /// Updates a payment link.
    ///
    /// Replaces the product: omitted fields are cleared. Craftgate's documentation asks for a `channel`.
    PUT "/craftlink/v1/products/{id}" => Product;

    pub struct UpdateProduct {
        flatten {
            /// The product.
            product: CreateProduct
        }
        path {
            /// The link's id.
            id: ProductId
        }
        required {
            /// Whether the link can be paid.
            status: Status,
        }
        matches { id == id }
    }
}

impl Validate for UpdateProduct {
    fn check(&self, validator: &mut Validator) {
        self.product.check(validator);
        validator.require_filled([("channel", self.product.channel.as_deref())]);
    }
}

operation! {
    /// Retrieves a payment link.
    GET "/craftlink/v1/products/{id}" => Product;

    pub struct RetrieveProduct {
        path {
            /// The link's id.
            id: ProductId
        }
        matches { id == id }
    }
}

operation! {
    /// Deletes a payment link.
    DELETE "/craftlink/v1/products/{id}" => ();

    pub struct DeleteProduct {
        path {
            /// The link's id.
            id: ProductId
        }
    }
}

operation! {
    /// Searches for payment links.
    GET "/craftlink/v1/products" => Page<Product>;

    pub struct SearchProducts {
        optional {
            /// The link's id.
            id: ProductId,
            /// The product's name.
            name: String,
            /// The order number sent to the bank.
            order_id: String,
            /// The `conversation_id` of the request.
            conversation_id: String,
            /// The merchant's id of the product or order.
            external_id: String,
            /// Minimum price, inclusive, in the link's currency.
            min_price: Decimal,
            /// Maximum price, inclusive, in the link's currency.
            max_price: Decimal,
            /// The price's currency.
            currency: Currency,
            /// The merchant's sales channel.
            channel: String,
            /// Earliest time of expiry, inclusive, local to Turkey.
            min_expires_at: NaiveDateTime,
            /// Latest time of expiry, inclusive, local to Turkey.
            max_expires_at: NaiveDateTime,
            /// The page number, from 0 (default: 0).
            page: u32,
            /// The page size (default: 25).
            size: u32,
        }
    }
}

impl Validate for SearchProducts {
    fn check(&self, validator: &mut Validator) {
        validator.range("minPrice", self.min_price, self.max_price).range(
            "minExpiresAt",
            self.min_expires_at,
            self.max_expires_at,
        );
    }
}

paged! { SearchProducts => Product }

response_object! {
    /// A payment link.
    pub struct Product {
        required {
            /// The link's id.
            id: ProductId,
            /// Whether the link can be paid.
            status: Status,
        }
        optional {
            /// The product's name, shown to the customer.
            name: String,
            /// The product's description, shown to the customer.
            description: String,
            /// The order number sent to the bank.
            order_id: String,
            /// The `conversation_id` of the request.
            conversation_id: String,
            /// The merchant's id of the product or order.
            external_id: String,
            /// The price, in `currency`.
            price: Decimal,
            /// The price's currency.
            currency: Currency,
            /// The number of times that the link can be paid; unlimited if absent.
            stock: i32,
            /// The number of times that the link was paid.
            sold_count: i32,
            /// The token in the link's URL.
            token: String,
            /// The link's URL, for the customer.
            url: String,
            /// The URL of the link's QR code.
            qr_code_url: String,
            /// The merchant's sales channel.
            channel: String,
            /// Whether the price can be paid in parts, by several cards.
            multi_payment: bool,
            /// The time of expiry, local to Turkey.
            expires_at: NaiveDateTime,
            /// The merchant's id of the basket.
            basket_identifier: String,
        }
        repeated {
            /// The offered numbers of installments.
            enabled_installments: i32,
        }
    }
}
