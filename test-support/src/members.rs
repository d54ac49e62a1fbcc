//! Members.

use craftgate_core::onboarding::CreateMember;

/// Returns a member with what every member has to have.
pub fn member(external_id: impl Into<String>) -> CreateMember {
    CreateMember::new(external_id)
        .address("Çinili Cad. No: 17, Kütahya")
        .email("uye@example.com")
        .phone_number("905551111111")
        .contact_name("Gülşah")
        .contact_surname("Işık")
}
