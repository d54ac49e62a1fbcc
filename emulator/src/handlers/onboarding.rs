//! Buyers and sellers.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::onboarding::{CreateMember, Member, RetrieveMember, SearchMembers, Status, UpdateMember};

use crate::context::Context;
use crate::incoming::demand;
use crate::refusal::{self, Refusal};
use crate::state::State;
use crate::table::{Fields, Record};

/// Writes to a member what was said of it; the rest stays as it is.
macro_rules! describe {
    ($member:ident from $asked:ident: $($field:ident)*) => {
        $(if $asked.$field.is_some() {
            $member.$field = $asked.$field;
        })*
    };
    ($member:ident from $asked:ident) => {
        describe! {
            $member from $asked: is_buyer is_sub_merchant member_type name phone_number contact_name contact_surname
                legal_company_title tax_office tax_number settlement_earnings_destination
                negative_wallet_amount_limit iban settlement_delay_count
        }
    };
}

pub(crate) fn create(context: &mut Context<'_>, asked: CreateMember) -> Result<Member, Refusal> {
    if asked.member_external_id.is_empty() {
        return Err(refusal::INVALID.about("memberExternalId"));
    }
    let members = &mut context.state.members;
    if members.search().is("memberExternalId", Some(&asked.member_external_id)).first().is_some() {
        return Err(refusal::MEMBER_EXISTS.plain());
    }
    let mut member = blank(members.next_id(), context.now);
    member.member_external_id = Some(asked.member_external_id);
    member.address = asked.address;
    member.email = asked.email;
    describe!(member from asked);
    check(&member)?;
    Ok(members.add(|_| member).clone())
}

fn blank(id: i64, now: NaiveDateTime) -> Member {
    let mut member = Member::new(id);
    member.created_date = Some(now);
    member.updated_date = Some(now);
    member.status = Some(Status::Active);
    member.is_buyer = Some(false);
    member.is_sub_merchant = Some(false);
    member
}

fn check(member: &Member) -> Result<(), Refusal> {
    if member.is_sub_merchant == Some(true) {
        demand(member.member_type.as_ref(), "memberType")?;
    }
    Ok(())
}

pub(crate) fn update(context: &mut Context<'_>, asked: UpdateMember) -> Result<Member, Refusal> {
    let known = context.state.members.get_mut(asked.id).ok_or_else(|| refusal::MEMBER.plain())?;
    let mut member = known.clone();
    member.updated_date = Some(context.now);
    member.address = Some(asked.address);
    member.email = Some(asked.email);
    describe!(member from asked);
    check(&member)?;
    known.clone_from(&member);
    Ok(member)
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveMember) -> Result<Member, Refusal> {
    context.state.member(asked.id).cloned()
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchMembers) -> Result<Page<Member>, Refusal> {
    let search = context.state.members.search().ids(&asked.member_ids);
    search
        .is("isBuyer", asked.is_buyer)
        .is("isSubMerchant", asked.is_sub_merchant)
        .is("name", asked.name)
        .is("memberType", asked.member_type)
        .is("memberExternalId", asked.member_external_id)
        .page(asked.page, asked.size, Member::clone)
}

impl Record for Member {
    fn fields(&self, fields: &mut Fields) {
        fields.put("isBuyer", self.is_buyer);
        fields.put("isSubMerchant", self.is_sub_merchant);
        fields.put("name", self.name.as_ref());
        fields.put("memberType", self.member_type.as_ref());
        fields.put("memberExternalId", self.member_external_id.as_ref());
    }
}

impl State {
    pub(crate) fn member(&self, id: i64) -> Result<&Member, Refusal> {
        self.members.get(id).ok_or_else(|| refusal::MEMBER.plain())
    }
}
