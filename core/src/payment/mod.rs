//! Payments: taking, retrieving, 3D Secure, capturing, refunding, storing cards.
//!
//! ```
//! use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
//! use craftgate_core::{Currency, Operation};
//! use rust_decimal::Decimal;
//!
//! let payment = CreatePayment::new(
//!     Amounts::of(Decimal::new(100_00, 2)),
//!     Currency::Try,
//!     1,
//!     [PaymentItem::new(Decimal::new(100_00, 2)).name("Çift kişilik nevresim")],
//! )
//! .card(Card::new("Gülşah Işık", "5258640000000001", "2044", "07", "000"))
//! .conversation_id("order-17");
//!
//! assert_eq!(payment.path().unwrap(), "/payment/v1/card-payments");
//! ```

mod answer;
mod card;
mod checkout;
mod create;
mod kind;
mod loyalty;
mod post_auth;
mod refund;
mod stored_card;
mod three_ds;

pub use answer::{
    MerchantPos, Payment, PaymentError, PaymentTransaction, Payout, ProviderError, TransactionPayoutStatus,
    TransactionStatus,
};
pub use card::{Card, EncryptedCard, TokenizedCard, TokenizedCardType};
pub use checkout::{ExpectedPayment, PaymentMismatch, RetrieveCheckoutPayment};
pub use create::{Amounts, CreatePayment, FraudCheckParameters, PaymentItem, RetrievePayment, RoutingOptions};
pub use kind::{
    FraudAction, OrderingRule, PaymentGroup, PaymentPhase, PaymentProvider, PaymentSource, PaymentStatus, PaymentType,
};
pub use loyalty::{Loyalty, LoyaltyData, LoyaltyParams, LoyaltyType, LoyaltyUnitType, Reward};
pub use post_auth::PostAuthPayment;
pub use refund::{
    PaymentRefund, PaymentTransactionRefund, RefundDestinationType, RefundPayment, RefundPaymentTransaction,
    RefundStatus, RefundType, RetrievePaymentRefund, RetrievePaymentTransactionRefund,
};
pub use stored_card::{DeleteStoredCard, SearchStoredCards, StoreCard, StoredCard, UpdateCard};
pub use three_ds::{
    AdditionalAction, CompleteThreeDsPayment, HtmlContent, HtmlContentError, InitThreeDsPayment, MdStatus, ThreeDsStart,
};
