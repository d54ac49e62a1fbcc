//! The kinds and statuses of payments.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// A payment's status. (Source: Craftgate's "Ödeme Durumları".)
    pub enum PaymentStatus {
        /// Failed.
        Failure = "FAILURE",
        /// Succeeded.
        Success = "SUCCESS",
        /// 3D Secure has started: the customer is on the bank's page.
        InitThreeDs = "INIT_THREEDS",
        /// The customer's 3D Secure verification is over, and Craftgate has posted the callback: the payment waits for
        /// the merchant to complete it.
        CallbackThreeDs = "CALLBACK_THREEDS",
        /// Waiting: the outcome is not known yet.
        Waiting = "WAITING",
    }
}

open_enum! {
    /// The kind of source that a payment is taken from. (Source: Craftgate's "Ödeme Tipleri".)
    pub enum PaymentType {
        /// A card.
        CardPayment = "CARD_PAYMENT",
        /// A wallet.
        WalletPayment = "WALLET_PAYMENT",
        /// A card and a wallet.
        CardAndWalletPayment = "CARD_AND_WALLET_PAYMENT",
        /// A card, to put the money into a wallet.
        DepositPayment = "DEPOSIT_PAYMENT",
        /// Hepsipay, to put the money into a wallet.
        HepsipayDepositPayment = "HEPSIPAY_DEPOSIT_PAYMENT",
        /// An alternative payment method.
        Apm = "APM",
        /// A bank transfer.
        BankTransfer = "BANK_TRANSFER",
    }
}

open_enum! {
    /// The kind of goods or service that is paid for. (Source: Craftgate's "Ödeme Grupları".)
    pub enum PaymentGroup {
        /// A product.
        Product = "PRODUCT",
        /// A listing, a service or a subscription.
        ListingOrSubscription = "LISTING_OR_SUBSCRIPTION",
    }
}

open_enum! {
    /// The phase of a payment. (Source: Craftgate's "Ödeme Fazları".)
    pub enum PaymentPhase {
        /// Sale: the money is authorized and captured at once.
        Auth = "AUTH",
        /// Pre-authorization: the money is authorized and held, to be captured by
        /// [`PostAuthPayment`](super::PostAuthPayment).
        PreAuth = "PRE_AUTH",
        /// Post-authorization: the held money was captured.
        PostAuth = "POST_AUTH",
    }
}

open_enum! {
    /// The kind of integration that a payment came through. (Source: Craftgate's "Ödeme Kaynakları" and the official
    /// clients.)
    pub enum PaymentSource {
        /// The API.
        Api = "API",
        /// Craftgate's checkout page.
        CheckoutForm = "CHECKOUT_FORM",
        /// A pay-by-link page.
        PayByLink = "PAY_BY_LINK",
        /// Juzdan.
        Juzdan = "JUZDAN",
        /// Hepsipay.
        Hepsipay = "HEPSIPAY",
        /// Masterpass. Craftgate's site has it; the official clients lack it.
        Masterpass = "MASTERPASS",
        /// Mono.
        Mono = "MONO",
    }
}

open_enum! {
    /// The provider that carries a payment out. (Source: the official clients.)
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
    /// The action of the fraud rules on a payment. (Source: Craftgate's "Şüpheli İşlem Aksiyonları".)
    pub enum FraudAction {
        /// The payment was blocked.
        Block = "BLOCK",
        /// The payment was made and is to be reviewed.
        Review = "REVIEW",
    }
}

open_enum! {
    /// The order of preference among the POS that can take a payment. (Source: the official clients.)
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
    /// A payment method that Craftgate's own pages can offer. (Source: Craftgate's "Ödeme Yöntemleri" and the official
    /// clients.)
    pub enum PaymentMethod {
        /// Any card.
        Card = "CARD",
        Masterpass = "MASTERPASS",
        Papara = "PAPARA",
        Payoneer = "PAYONEER",
        /// Pluxee, formerly Sodexo. The official clients and Craftgate's page on Pluxee send this value.
        Sodexo = "SODEXO",
        /// Pluxee. Craftgate's table of methods has it; its page on Pluxee sends `SODEXO`.
        Pluxee = "PLUXEE",
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
        /// Apple Pay. Craftgate's site has it; the official clients lack it.
        Applepay = "APPLEPAY",
        /// Google Pay. Craftgate's site has it; the official clients lack it.
        Googlepay = "GOOGLEPAY",
    }
}

impl PaymentStatus {
    /// Returns true if the outcome is still open: the customer, the merchant or the provider has to act.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self, Self::InitThreeDs | Self::CallbackThreeDs | Self::Waiting)
    }
}
