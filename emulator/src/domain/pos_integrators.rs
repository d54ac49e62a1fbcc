//! What Craftgate fills in for a POS from its integrator. The addresses are the emulator's own.

use craftgate_core::id::BankId;
use craftgate_core::merchant::{Pos, PosIntegrator};

use super::test_cards::banks;

/// Sets what the merchant has not given: the bank of a bank's POS, and where the POS is reached.
pub(crate) fn fill_in(pos: &mut Pos) {
    let Some(integrator) = &pos.pos_integrator else { return };
    let code = bank_code(integrator);
    let bank = banks().find(|(known, _)| Some(*known) == code);
    let name = integrator.as_str().to_lowercase().replace('_', "-");
    pos.is_pf = Some(code.is_none());
    pos.bank_id = code.map(BankId::new);
    pos.bank_name = bank.map(|(_, name)| name.to_owned());
    pos.hostname.get_or_insert_with(|| format!("https://{name}.pos.example.com"));
    pos.url_path.get_or_insert_with(|| "/pay".to_owned());
    pos.threeds_path.get_or_insert_with(|| format!("https://{name}.pos.example.com/3ds"));
}

/// Returns the number of the bank that runs the POS; `None` for a payment facilitator.
fn bank_code(integrator: &PosIntegrator) -> Option<i64> {
    use PosIntegrator as Pos;
    match integrator {
        Pos::Ziraatbank | Pos::ZiraatbankInnova => Some(10),
        Pos::Halkbank | Pos::HalkbankVpos => Some(12),
        Pos::Vakifbank => Some(15),
        Pos::Teb => Some(32),
        Pos::Akbank | Pos::AkbankVpos => Some(46),
        Pos::Garanti => Some(62),
        Pos::Isbank | Pos::IsbankVpos => Some(64),
        Pos::Ykb => Some(67),
        Pos::Ingbank => Some(99),
        Pos::Fibabank | Pos::FibabankAsseco => Some(103),
        Pos::Finansbank => Some(111),
        Pos::Denizbank => Some(134),
        Pos::Anadolubank => Some(135),
        Pos::Kuveytturk => Some(205),
        Pos::Finanskatilim => Some(206),
        Pos::Ziraatkatilim => Some(209),
        Pos::Vakifkatilim => Some(210),
        _ => None,
    }
}
