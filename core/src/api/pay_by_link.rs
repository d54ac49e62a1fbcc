//! Links and QR codes that anybody can pay by: nothing to build in the shop.
//!
//! ```
//! use craftgate_core::Currency;
//! use craftgate_core::pay_by_link::{CreateProduct, ProductText};
//! use craftgate_core::rust_decimal::Decimal;
//!
//! let price = Decimal::new(750_00, 2);
//! let plate = ProductText { name: "Çini tabak", description: "**El yapımı**, 30 cm" };
//! let link = CreateProduct::new(plate, price, Currency::Try, [1, 2, 3])
//!     .stock(5)
//!     .external_id("ürün-7");
//!
//! assert_eq!(link.enabled_installments, [1, 2, 3]);
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::currency::Currency;
use crate::api::id::ProductId;
use crate::api::onboarding::Status;
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

variant_operation! {
    /// Makes a link to pay by.
    ///
    /// Give the customer the answer's `url`.
    POST "/craftlink/v1/products" => Product;

    pub struct CreateProduct {
        required {
            /// The product's name, which the customer sees.
            name: String,
            /// Its price, in `currency`.
            price: Decimal,
            /// The currency to pay in.
            currency: Currency,
            /// What it is, which the customer sees.
            description: String,
            /// The numbers of installments to offer; 1 for a single payment.
            enabled_installments: Vec<i32>,
        }
        optional {
            /// The merchant's sales channel, to group links by.
            channel: String,
            /// The order number to show to the bank. With one, `stock` has to be 1.
            order_id: String,
            /// Comes with the payment; ties requests together in the merchant's own records.
            conversation_id: String,
            /// The merchant's own id of the product or order.
            external_id: String,
            /// How many times it can be paid.
            stock: i32,
            /// When it can no longer be paid, local to Turkey.
            expires_at: NaiveDateTime,
            /// Whether several cards can share the price.
            multi_payment: bool,
            /// The merchant's own id of the basket.
            basket_identifier: String,
        }
    }
}

impl Validate for CreateProduct {
    fn validate(&self) -> Result<(), ValidationErrors> {
        // A link that names an order is for one payment. (Source: Craftgate's "Link Oluşturma".)
        let stock_fits = self.order_id.is_none() || self.stock == Some(1);
        Validator::default().positive("price", Some(self.price)).allow("stock", stock_fits).finish()
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

/// What the customer reads about a product, by name, so that the two can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct ProductText<'a> {
    /// The product's name.
    pub name: &'a str,
    /// The product's description; formatted as [`CreateProduct::description`] tells.
    pub description: &'a str,
}

operation! {
    /// Changes a link.
    ///
    /// Everything is said anew. Craftgate's documentation asks for a `channel` here.
    PUT "/craftlink/v1/products/{id}" => Product;

    pub struct UpdateProduct {
        flatten {
            /// The link, as it would be made now.
            product: CreateProduct
        }
        path {
            /// Craftgate's id of the link.
            id: ProductId
        }
        required {
            /// Whether it can be paid.
            status: Status,
        }
    }
}

impl Validate for UpdateProduct {
    fn validate(&self) -> Result<(), ValidationErrors> {
        self.product.validate()
    }
}

operation! {
    /// Looks a link up.
    GET "/craftlink/v1/products/{id}" => Product;

    pub struct RetrieveProduct {
        path {
            /// Craftgate's id of the link.
            id: ProductId
        }
    }
}

operation! {
    /// Deletes a link.
    DELETE "/craftlink/v1/products/{id}" => ();

    pub struct DeleteProduct {
        path {
            /// Craftgate's id of the link.
            id: ProductId
        }
    }
}

operation! {
    /// Finds links.
    GET "/craftlink/v1/products" => Page<Product>;

    pub struct SearchProducts {
        optional {
            /// Craftgate's id of the link.
            id: ProductId,
            /// The product's name.
            name: String,
            /// The order number shown to the bank.
            order_id: String,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The merchant's own id of the product or order.
            external_id: String,
            /// At this price or above, in the link's currency.
            min_price: Decimal,
            /// At this price or below, in the link's currency.
            max_price: Decimal,
            /// The currency to pay in.
            currency: Currency,
            /// The merchant's sales channel.
            channel: String,
            /// Payable until this time or later, local to Turkey.
            min_expires_at: NaiveDateTime,
            /// Payable until this time or earlier, local to Turkey.
            max_expires_at: NaiveDateTime,
            /// Which page, from 0 on (Craftgate's default: 0).
            page: u32,
            /// How many a page (Craftgate's default: 25).
            size: u32,
        }
    }
}

paged! { SearchProducts => Product }

response_object! {
    /// A link to pay by.
    pub struct Product {
        required {
            /// Craftgate's id of the link.
            id: ProductId,
            /// Whether it can be paid.
            status: Status,
        }
        optional {
            /// The product's name, which the customer sees.
            name: String,
            /// What it is, which the customer sees.
            description: String,
            /// The order number to show to the bank.
            order_id: String,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// The merchant's id of the product or order, as it was sent.
            external_id: String,
            /// Its price, in `currency`.
            price: Decimal,
            /// The currency to pay in.
            currency: Currency,
            /// How many times it can be paid.
            stock: i32,
            /// How many times it was paid.
            sold_count: i32,
            /// What stands for it in its address.
            token: String,
            /// The address to give to the customer.
            url: String,
            /// The address of its QR code.
            qr_code_url: String,
            /// The merchant's sales channel, as it was sent.
            channel: String,
            /// Whether several cards can share the price.
            multi_payment: bool,
            /// When it can no longer be paid, local to Turkey.
            expires_at: NaiveDateTime,
            /// The merchant's id of the basket, as it was sent.
            basket_identifier: String,
        }
        repeated {
            /// The numbers of installments offered.
            enabled_installments: i32,
        }
    }
}
