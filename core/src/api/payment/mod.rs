//! Payments: with and without 3D Secure, on Craftgate's pages, by alternative methods; captures, refunds, stored cards.
//!
//! | task | operations and types |
//! |---|---|
//! | payment from a card | [`CreatePayment`], [`RetrievePayment`] |
//! | payment with 3D Secure | [`InitThreeDsPayment`], [`callback::verify`](crate::callback::verify), [`CompleteThreeDsPayment`] |
//! | payment on Craftgate's page | [`InitCheckoutPayment`], [`RetrieveCheckoutPayment`], [`ExpectedPayment`] |
//! | payment by an alternative payment method | [`InitApmPayment`], [`CompleteApmPayment`], [`apm_params`] |
//! | payment in a bank's wallet | [`InitPosApmPayment`], [`pos_apm_params`], [`InitGarantiPayPayment`] |
//! | payment by a shopping loan | [`RetrieveBnplPaymentOffers`], [`InitBnplPayment`], [`bnpl_params`], [`VerifyBnplPayment`] |
//! | payment in several parts | [`InitMultiPayment`] |
//! | pre-authorization and capture | [`CreatePayment::payment_phase`], [`PostAuthPayment`] |
//! | refund | [`RefundPayment`], [`RefundPaymentTransaction`] |
//! | approval of sellers' lines | [`ApprovePaymentTransactions`], [`UpdatePaymentTransaction`] |
//! | stored cards | [`StoreCard`], [`SearchStoredCards`], [`Card::stored`] |
//! | points and rewards | [`RetrieveLoyalties`], [`Card::loyalty`] |
//! | deposit into a wallet | [`CreateDepositPayment`], [`InitThreeDsDepositPayment`] |
//!
//! ```
//! use craftgate_core::payment::{Amounts, Card, CardExpiry, CardNumber, CreatePayment, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let expiry: CardExpiry = "07/44".parse().unwrap();
//! let payment = CreatePayment::new(
//!     Amounts::same(Decimal::new(100_00, 2)),
//!     Currency::Try,
//!     1,
//!     [PaymentItem::new(Decimal::new(100_00, 2)).name("Çift kişilik nevresim")],
//! )
//! .card(Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), expiry, "000"))
//! .conversation_id("order-17");
//!
//! assert_eq!(payment.path().unwrap(), "/payment/v1/card-payments");
//! ```

pub mod apm_params;
pub mod bnpl_params;
pub mod pos_apm_params;

mod apm;
mod apm_rules;
mod apple_pay;
mod approval;
mod bnpl;
mod bnpl_rules;
mod card;
mod card_details;
mod card_token;
mod card_verify;
mod checkout;
mod create;
mod deposit;
mod enums;
mod expected_payment;
mod garanti_pay;
mod html_content;
mod instant_transfer;
mod loyalty;
mod model;
mod multi_payment;
mod pos_apm;
mod post_auth;
mod refund;
mod stored_card;
mod three_ds;

pub use apm::{
    ApmAdditionalAction, ApmType, CompleteApmPayment, CompleteApmPaymentResponse, CreateApmPayment, InitApmPayment,
    InitApmPaymentResponse,
};
pub use apple_pay::{ApplePayMerchant, CreateApplePayMerchantSession};
pub use approval::{
    ApprovalStatus, ApprovePaymentTransactions, DisapprovePaymentTransactions, PaymentTransactionApproval,
    PaymentTransactionApprovals, UpdatePaymentTransaction,
};
pub use bnpl::{
    ApproveBnplPayment, BnplBankOffer, BnplBankOfferTerm, BnplCartItem, BnplCartItemType, BnplLimit, BnplOffers,
    BnplResponseStatus, CompleteBnplLimitInquiry, InitBnplLimitInquiry, InitBnplPayment, RetrieveBnplPaymentOffers,
    VerifyBnplPayment, VerifyBnplPaymentResponse,
};
pub use card::{Card, EncryptedCard, TokenizedCard, TokenizedCardType};
pub use card_details::{CardExpiry, CardExpiryError, CardNumber, PartialCardNumber, RawCardExpiry};
pub use card_token::{CardToken, CardUserKey};
pub use card_verify::{
    CardVerification, CardVerificationAuthType, CardVerifyStatus, CheckoutCardVerification, InitCheckoutCardVerify,
    RetrieveCheckoutCardVerify, VerifyCard,
};
pub use checkout::{
    CheckoutPage, CustomInstallment, ExpireCheckoutPayment, InitCheckoutPayment, RetrieveCheckoutPayment,
};
pub use create::{
    Amounts, CreatePayment, FraudCheckParameters, PaymentItem, ProviderStoredCard, RetrievePayment, RoutingOptions,
};
pub use deposit::{
    CompleteThreeDsDepositPayment, CreateDepositPayment, CreateFundTransferDepositPayment, DepositFromCard,
    DepositIntegrator, DepositPayment, DepositToCard, DepositToCardPayment, FundTransferDeposit, InitApmDepositPayment,
    InitApmDepositPaymentResponse, InitThreeDsDepositPayment,
};
pub use enums::{
    FraudAction, OrderingRule, PaymentGroup, PaymentMethod, PaymentPhase, PaymentProvider, PaymentSource,
    PaymentStatus, PaymentType,
};
pub use expected_payment::{ExpectedPayment, ExpectedPaymentError, PaymentMismatch};
pub use garanti_pay::{InitGarantiPayPayment, InitGarantiPayPaymentResponse};
pub use html_content::{HtmlContent, HtmlContentError};
pub use instant_transfer::{InstantTransferBank, InstantTransferBanks, RetrieveInstantTransferBanks};
pub use loyalty::{
    FraudResult, Loyalty, LoyaltyCard, LoyaltyData, LoyaltyList, LoyaltyParams, LoyaltyType, LoyaltyUnitType,
    RetrieveLoyalties, Reward,
};
pub use model::{MerchantPos, Payment, PaymentTransaction, Payout, TransactionPayoutStatus, TransactionStatus};
pub use multi_payment::{InitMultiPayment, MultiPayment, MultiPaymentStatus, RetrieveMultiPayment};
pub use pos_apm::{Basket, CompletePosApmPayment, InitPosApmPayment, InitPosApmPaymentResponse, PosApmPaymentProvider};
pub use post_auth::PostAuthPayment;
pub use refund::{
    PaymentRefund, PaymentTransactionRefund, RefundDestinationType, RefundPayment, RefundPaymentMarkAsRefunded,
    RefundPaymentTransaction, RefundPaymentTransactionMarkAsRefunded, RefundStatus, RefundType, RefundWaitingPayment,
    RetrievePaymentRefund, RetrievePaymentTransactionRefund, WaitingPaymentRefund,
};
pub use stored_card::{
    CardProvider, CardToStore, CloneCard, DeleteStoredCard, IvrCard, RetrieveCardFromIvr, RetrieveProviderCards,
    SearchStoredCards, StoreCard, StoredCard, UpdateCard,
};

pub use crate::protocol::error::payment::{PaymentError, ProviderError};
pub use three_ds::{
    AdditionalAction, CompleteThreeDsPayment, InitThreeDsPayment, InitThreeDsPaymentResponse, MdStatus,
};
