//! What sort of payment it is, and how far it has come.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// How far a payment has come. (Source: Craftgate's "Ödeme Durumları".)
    pub enum PaymentStatus {
        /// It failed.
        Failure = "FAILURE",
        /// It succeeded.
        Success = "SUCCESS",
        /// 3D Secure has started; the customer is at the bank's page.
        InitThreeDs = "INIT_THREEDS",
        /// The bank has answered and Craftgate has called the merchant's callback URL. It waits for the
        /// merchant to complete the payment.
        CallbackThreeDs = "CALLBACK_THREEDS",
        /// The outcome is not known yet.
        Waiting = "WAITING",
    }
}

open_enum! {
    /// What a payment is taken from. (Source: Craftgate's "Ödeme Tipleri".)
    pub enum PaymentType {
        /// All of it from a card.
        CardPayment = "CARD_PAYMENT",
        /// All of it from a wallet.
        WalletPayment = "WALLET_PAYMENT",
        /// Part from a card, part from a wallet.
        CardAndWalletPayment = "CARD_AND_WALLET_PAYMENT",
        /// A card's money put into a wallet.
        DepositPayment = "DEPOSIT_PAYMENT",
        HepsipayDepositPayment = "HEPSIPAY_DEPOSIT_PAYMENT",
        /// By an alternative payment method.
        Apm = "APM",
        /// By bank transfer.
        BankTransfer = "BANK_TRANSFER",
    }
}

open_enum! {
    /// What is being paid for.
    pub enum PaymentGroup {
        /// A product.
        Product = "PRODUCT",
        /// A listing, a service or a subscription.
        ListingOrSubscription = "LISTING_OR_SUBSCRIPTION",
    }
}

open_enum! {
    /// What is asked of the bank.
    pub enum PaymentPhase {
        /// Take the money.
        Auth = "AUTH",
        /// Hold the money, to be taken by a post-authorization.
        PreAuth = "PRE_AUTH",
        /// Take money that was held.
        PostAuth = "POST_AUTH",
    }
}

open_enum! {
    /// The kind of integration that a payment came through.
    pub enum PaymentSource {
        Api = "API",
        CheckoutForm = "CHECKOUT_FORM",
        PayByLink = "PAY_BY_LINK",
        Juzdan = "JUZDAN",
        Hepsipay = "HEPSIPAY",
        Mono = "MONO",
    }
}

open_enum! {
    /// Who carries a payment out.
    pub enum PaymentProvider {
        Bank = "BANK",
        CgWallet = "CG_WALLET",
        Masterpass = "MASTERPASS",
        GarantiPay = "GARANTI_PAY",
        YkbWorldPay = "YKB_WORLD_PAY",
        YkbWorldPayShoppingLoan = "YKB_WORLD_PAY_SHOPPING_LOAN",
        Papara = "PAPARA",
        Payoneer = "PAYONEER",
        Sodexo = "SODEXO",
        Edenred = "EDENRED",
        Tokenflex = "TOKENFLEX",
        Metropol = "METROPOL",
        Iwallet = "IWALLET",
        Alipay = "ALIPAY",
        Paypal = "PAYPAL",
        Klarna = "KLARNA",
        Afterpay = "AFTERPAY",
        Applepay = "APPLEPAY",
        Googlepay = "GOOGLEPAY",
        Hepsipay = "HEPSIPAY",
        Stripe = "STRIPE",
        Kaspi = "KASPI",
        InstantTransfer = "INSTANT_TRANSFER",
        Maslak = "MASLAK",
        Tompay = "TOMPAY",
        TomFinance = "TOM_FINANCE",
        Alfabank = "ALFABANK",
        Zip = "ZIP",
        Dkb = "DKB",
        Haso = "HASO",
        Paycell = "PAYCELL",
        Multinet = "MULTINET",
        Chippin = "CHIPPIN",
        Ispay = "ISPAY",
        Paymob = "PAYMOB",
        Vodafone = "VODAFONE",
        Bizum = "BIZUM",
        PaylandsMbWay = "PAYLANDS_MB_WAY",
        Setcard = "SETCARD",
        Papel = "PAPEL",
        Albaraka = "ALBARAKA",
        BkmExpress = "BKM_EXPRESS",
        Offline = "OFFLINE",
        KaracaFinans = "KARACA_FINANS",
        PaycellDcb = "PAYCELL_DCB",
    }
}

open_enum! {
    /// What the fraud rules did with a payment.
    pub enum FraudAction {
        /// It was stopped.
        Block = "BLOCK",
        /// It went through and is to be looked at.
        Review = "REVIEW",
    }
}

open_enum! {
    /// How to choose among the POS that could take a payment.
    pub enum OrderingRule {
        /// The card's own bank first.
        OnUs = "ON_US",
        /// The cheapest first.
        LowCommissionRate = "LOW_COMMISSION_RATE",
        /// In the order given.
        InOrder = "IN_ORDER",
    }
}

open_enum! {
    /// The ways to pay that Craftgate's own pages can offer.
    pub enum PaymentMethod {
        /// Any card.
        Card = "CARD",
        Masterpass = "MASTERPASS",
        Papara = "PAPARA",
        Payoneer = "PAYONEER",
        /// Pluxee, formerly Sodexo.
        Sodexo = "SODEXO",
        /// Pluxee's gift card.
        SodexoGift = "SODEXO_GIFT",
        /// Edenred Ticket Restaurant.
        Edenred = "EDENRED",
        /// Edenred's gift card.
        EdenredGift = "EDENRED_GIFT",
        Tokenflex = "TOKENFLEX",
        /// Tokenflex's gift card.
        TokenflexGift = "TOKENFLEX_GIFT",
        Alipay = "ALIPAY",
        Paypal = "PAYPAL",
        Klarna = "KLARNA",
        Afterpay = "AFTERPAY",
        /// A bank transfer that the customer makes at once in their bank's own pages.
        InstantTransfer = "INSTANT_TRANSFER",
        Stripe = "STRIPE",
        Hepsipay = "HEPSIPAY",
        GarantiPay = "GARANTI_PAY",
        Juzdan = "JUZDAN",
        YkbWorldPay = "YKB_WORLD_PAY",
        /// World Pay's shopping loan.
        YkbWorldPayShoppingLoan = "YKB_WORLD_PAY_SHOPPING_LOAN",
        Multinet = "MULTINET",
        /// Multinet's gift card.
        MultinetGift = "MULTINET_GIFT",
        /// Multinet's "Neo" gift card.
        MultinetNeoGift = "MULTINET_NEO_GIFT",
        Metropol = "METROPOL",
        Ispay = "ISPAY",
        Paymob = "PAYMOB",
        /// Vodafone, charged to the telephone bill.
        VodafoneDcb = "VODAFONE_DCB",
        Kaspi = "KASPI",
        Bizum = "BIZUM",
        /// MB WAY, by way of Paylands.
        PaylandsMbWay = "PAYLANDS_MB_WAY",
        /// Zip's shopping loan.
        Zip = "ZIP",
        Dkb = "DKB",
        /// Paycell, charged to the telephone bill.
        PaycellDcb = "PAYCELL_DCB",
        Setcard = "SETCARD",
        Iwallet = "IWALLET",
        Papel = "PAPEL",
        BkmExpress = "BKM_EXPRESS",
        KaracaFinans = "KARACA_FINANS",
    }
}

impl PaymentStatus {
    /// Whether the payment is not decided yet: somebody has still to act or to answer.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self, Self::InitThreeDs | Self::CallbackThreeDs | Self::Waiting)
    }
}
