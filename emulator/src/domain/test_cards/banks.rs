//! The banks and e-money institutions that issued test cards.

/// An institution that issued a test card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bank {
    /// The institution's name.
    pub name: &'static str,
    /// The bank's number among Turkey's banks, which the emulator uses for both of Craftgate's bank ids; `None` for an
    /// institution that is no bank.
    pub code: Option<i64>,
}

macro_rules! banks {
    ($($constant:ident: $name:literal $(, $code:literal)?;)*) => {
        $(pub(super) const $constant: Option<Bank> = Some(Bank { name: $name, code: code!($($code)?) });)*

        /// Every institution that issued a test card.
        static ISSUERS: &[Option<Bank>] = &[$($constant),*];
    };
}

macro_rules! code {
    () => {
        None
    };
    ($code:literal) => {
        Some($code)
    };
}

banks! {
    ZIRAAT: "T.C.ZİRAAT BANKASI A.Ş.", 10;
    HALKBANK: "T.HALK BANKASI A.Ş.", 12;
    VAKIFBANK: "T. VAKIFLAR BANKASI T.A.O.", 15;
    TEB: "TÜRK EKONOMİ BANKASI A.Ş.", 32;
    AKBANK: "AKBANK T.A.Ş.", 46;
    SEKERBANK: "ŞEKERBANK T.A.Ş.", 59;
    GARANTI: "T. GARANTİ BANKASI A.Ş.", 62;
    ISBANK: "T. İŞ BANKASI A.Ş.", 64;
    YAPI_KREDI: "YAPI VE KREDİ BANKASI A.Ş.", 67;
    CITIBANK: "CITIBANK A.Ş.", 92;
    TURKISH_BANK: "TURKISH BANK A.Ş.", 96;
    ING: "ING BANK A.Ş.", 99;
    FIBABANKA: "FIBABANKA A.Ş.", 103;
    TURKLAND_BANK: "TURKLAND BANK A.Ş.", 108;
    ICBC: "ICBC TURKEY BANK A.Ş.", 109;
    QNB_FINANSBANK: "QNB FİNANSBANK A.Ş.", 111;
    HSBC: "HSBC BANK A.Ş.", 123;
    ALTERNATIF_BANK: "ALTERNATİF BANK A.Ş.", 124;
    BURGAN_BANK: "BURGAN BANK A.Ş.", 125;
    DENIZBANK: "DENİZBANK A.Ş.", 134;
    ANADOLUBANK: "ANADOLUBANK A.Ş.", 135;
    AKTIF_BANK: "AKTİF YATIRIM BANKASI A.Ş.", 143;
    ODEABANK: "ODEA BANK A.Ş.", 146;
    ALBARAKA_TURK: "ALBARAKA TÜRK KATILIM BANKASI A.Ş.", 203;
    KUVEYT_TURK: "KUVEYT TÜRK KATILIM BANKASI A.Ş.", 205;
    TURKIYE_FINANS: "TÜRKİYE FİNANS KATILIM BANKASI A.Ş.", 206;
    ZIRAAT_KATILIM: "ZİRAAT KATILIM BANKASI A.Ş.", 209;
    VAKIF_KATILIM: "VAKIF KATILIM BANKASI A.Ş.", 210;
    PARAM: "TÜRK ELEKTRONİK PARA A.Ş.";
    PTT: "POSTA VE TELGRAF TEŞKİLATI A.Ş.";
    PAPARA: "PAPARA ELEKTRONİK PARA VE ÖDEME HİZMETLERİ A.Ş.";
    ININAL: "İNİNAL ÖDEME VE ELEKTRONİK PARA HİZMETLERİ A.Ş.";
    PALADYUM: "PALADYUM ELEKTRONİK PARA VE ÖDEME HİZMETLERİ A.Ş.";
    TURKCELL: "TURKCELL ÖDEME VE ELEKTRONİK PARA HİZMETLERİ A.Ş";
    SIPAY: "SİPAY ELEKTRONİK PARA ve ÖDEME HİZMETLERİ A.Ş.";
}

/// Returns the banks that issued test cards, each with its number.
pub(crate) fn banks() -> impl Iterator<Item = (i64, &'static str)> {
    ISSUERS.iter().flatten().filter_map(|bank| Some((bank.code?, bank.name)))
}
