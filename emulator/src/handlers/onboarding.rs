//! Members (buyers and sellers), and other merchants.
//!
//! Another merchant gets keys but no account here: the emulator is one merchant's.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::id::{MemberId, MerchantId};
use craftgate_core::onboarding::{
    CreateMember, CreateMerchant, Member, Merchant, MerchantApiCredential, RetrieveMember, SearchMembers,
    SettlementEarningsDestination, Status, UpdateMember,
};

use crate::domain::context::Context;
use crate::error::{ApiError, DUPLICATE_MEMBER, INVALID_VALUE, require};

/// The id of the emulator's own merchant.
const OWN_MERCHANT_ID: i64 = 1;

/// Sets the fields of a member that are in the request; the others keep their values.
macro_rules! set_given {
    ($member:ident from $request:ident: $($field:ident)*) => {
        $(if $request.$field.is_some() {
            $member.$field = $request.$field;
        })*
    };
    ($member:ident from $request:ident) => {
        set_given! {
            $member from $request: is_buyer is_sub_merchant member_type name phone_number contact_name contact_surname
                legal_company_title tax_office tax_number settlement_earnings_destination
                negative_wallet_amount_limit iban settlement_delay_count
        }
    };
}

pub(crate) fn create_member(context: &mut Context<'_>, request: CreateMember) -> Result<Member, ApiError> {
    if request.member_external_id.is_empty() {
        return Err(INVALID_VALUE.field("memberExternalId"));
    }
    let members = &mut context.state.members;
    if members.search().key(Some(request.member_external_id.clone())).first().is_some() {
        return Err(DUPLICATE_MEMBER.into());
    }
    let mut member = new_member(members.next_id(), context.now);
    member.member_external_id = Some(request.member_external_id);
    member.address = request.address;
    member.email = request.email;
    set_given!(member from request);
    set_defaults(&mut member);
    check_member(&member)?;
    Ok(members.create(|_| member))
}

fn new_member(id: MemberId, now: NaiveDateTime) -> Member {
    let mut member = Member::new(id);
    member.created_date = Some(now);
    member.updated_date = Some(now);
    member.status = Some(Status::Active);
    member.is_sub_merchant = Some(false);
    member
}

/// Sets what a member is by default: a buyer, or a seller whose earnings are paid into a wallet.
fn set_defaults(member: &mut Member) {
    let is_seller = member.is_sub_merchant == Some(true);
    member.is_buyer.get_or_insert(!is_seller);
    if is_seller {
        member.settlement_earnings_destination.get_or_insert(SettlementEarningsDestination::Wallet);
    }
}

fn check_member(member: &Member) -> Result<(), ApiError> {
    if member.is_sub_merchant == Some(true) {
        require(member.member_type.as_ref(), "memberType")?;
    }
    Ok(())
}

pub(crate) fn update_member(context: &mut Context<'_>, request: UpdateMember) -> Result<Member, ApiError> {
    let stored = context.state.members.find_mut(request.id)?;
    let mut member = stored.clone();
    member.updated_date = Some(context.now);
    member.address = Some(request.address);
    member.email = Some(request.email);
    set_given!(member from request);
    check_member(&member)?;
    stored.clone_from(&member);
    Ok(member)
}

pub(crate) fn retrieve_member(context: &mut Context<'_>, request: RetrieveMember) -> Result<Member, ApiError> {
    context.state.members.find(request.id).cloned()
}

pub(crate) fn search_members(context: &mut Context<'_>, request: SearchMembers) -> Result<Page<Member>, ApiError> {
    let search = context.state.members.search().ids(&request.member_ids).key(request.member_external_id);
    search
        .equals(request.is_buyer, |member| member.is_buyer.as_ref())
        .equals(request.is_sub_merchant, |member| member.is_sub_merchant.as_ref())
        .equals(request.name, |member| member.name.as_ref())
        .equals(request.member_type, |member| member.member_type.as_ref())
        .page(request.page, request.size, Member::clone)
}

pub(crate) fn create_merchant(context: &mut Context<'_>, request: CreateMerchant) -> Result<Merchant, ApiError> {
    let required =
        [(&request.name, "name"), (&request.legal_company_title, "legalCompanyTitle"), (&request.email, "email")];
    if let Some((_, field)) = required.into_iter().find(|(value, _)| value.is_empty()) {
        return Err(INVALID_VALUE.field(field));
    }
    context.state.merchants += 1;
    let id = OWN_MERCHANT_ID + context.state.merchants;
    let mut credential = MerchantApiCredential::new();
    credential.name = Some("Emülatör".to_owned());
    credential.api_key = Some(format!("emulator-merchant-{id}-api-key").into());
    credential.secret_key = Some(format!("emulator-merchant-{id}-secret-key").into());

    let mut merchant = Merchant::new(MerchantId::new(id));
    merchant.name = Some(request.name);
    merchant.merchant_api_credentials = vec![credential];
    Ok(merchant)
}
