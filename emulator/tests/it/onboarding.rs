//! Members and other merchants.

use craftgate_core::id::MemberId;
use craftgate_core::onboarding::{
    CreateMerchant, MemberContact, MemberType, MerchantDetails, RetrieveMember, SearchMembers, Status, UpdateMember,
};

#[cfg(feature = "control")]
use crate::common::restored;
use crate::common::{Shop, member, noon};

#[test]
fn members_are_created_and_found() {
    let shop = Shop::open();
    let buyer = shop.send(&member("alıcı-1").name("İpek Çağlar").is_buyer(true));
    let seller = shop.send(&member("satıcı-1").name("true").is_sub_merchant(true).member_type(MemberType::Personal));
    assert_eq!((buyer.id, seller.id), (MemberId::new(1), MemberId::new(2)));
    assert_eq!((buyer.status.clone(), buyer.created_date), (Some(Status::Active), Some(noon())));
    assert_eq!(shop.rejection(&member("alıcı-1")).status, 422);
    assert_eq!(shop.rejection(&member("satıcı-2").is_sub_merchant(true)).status, 400);

    let found =
        |search: SearchMembers| -> Vec<i64> { shop.send(&search).items.iter().map(|member| member.id.get()).collect() };
    assert_eq!(found(SearchMembers::new()), [1, 2]);
    assert_eq!(found(SearchMembers::new().is_buyer(true)), [1]);
    assert_eq!(found(SearchMembers::new().is_buyer(false)), [2]);
    assert_eq!(found(SearchMembers::new().member_ids([2, 7].map(MemberId::new))), [2]);
    assert_eq!(found(SearchMembers::new().name("true")), [2]);
    assert_eq!(found(SearchMembers::new().member_external_id("alıcı-1")), [1]);
    assert_eq!(shop.send(&SearchMembers::new().size(1)).items, [buyer]);
}

const IBANS: [&str; 2] = ["TR930006701000000001111111", "TR660006701000000001111112"];

#[cfg(feature = "control")]
#[test]
fn pages_are_complete_where_ids_have_gaps_or_start_late() {
    for ids in [[2, 5, 9], [5, 6, 7], [1, 2, 3]] {
        let members: Vec<_> = ids.iter().map(|id| format!(r#"{{"id": {id}}}"#)).collect();
        let seed = format!(r#"{{"merchants": [{{"records": {{"members": [{}]}}}}]}}"#, members.join(","));
        let shop = Shop::on(restored(&seed));
        let page = |page| {
            let found = shop.send(&SearchMembers::new().page(page).size(2));
            assert_eq!(found.total_size, Some(3));
            found.items.iter().map(|member| member.id.get()).collect::<Vec<_>>()
        };
        assert_eq!((page(0), page(1), page(2), page(u32::MAX)), (ids[..2].to_vec(), vec![ids[2]], vec![], vec![]));
    }
}

#[test]
fn an_update_keeps_omitted_fields() {
    let contact = MemberContact { address: "Kütahya", email: "gulsah@example.com" };
    let shop = Shop::open();
    let created = shop.send(&member("satıcı-1").name("Gülşah Işık").is_buyer(true).iban(IBANS[0]));
    let updated = shop.send(&UpdateMember::new(created.id, contact).iban(IBANS[1]));
    assert_eq!((updated.address.as_deref(), updated.email.as_deref()), (Some("Kütahya"), Some("gulsah@example.com")));
    assert_eq!((updated.iban.as_deref(), &updated.name, updated.is_buyer), (Some(IBANS[1]), &created.name, Some(true)));
    assert_eq!(shop.send(&RetrieveMember::new(created.id)), updated);
    assert_eq!(shop.rejection(&UpdateMember::new(created.id, contact).is_sub_merchant(true)).status, 400);
    assert_eq!(shop.send(&RetrieveMember::new(created.id)), updated);
    assert_eq!(shop.rejection(&RetrieveMember::new(MemberId::new(7))).status, 404);
    assert_eq!(shop.rejection(&UpdateMember::new(MemberId::new(7), contact)).status, 404);
}

#[test]
fn a_merchant_gets_keys_of_its_own() {
    let shop = Shop::open();
    let merchant = || {
        shop.send(
            &CreateMerchant::new(MerchantDetails {
                name: "Işık",
                legal_company_title: "Işık Çinicilik",
                email: "isik@example.com",
            })
            .secret_word("gizli"),
        )
    };
    let (first, second) = (merchant(), merchant());
    assert_ne!(first.id, second.id);
    assert_ne!(first.merchant_api_credentials, second.merchant_api_credentials);
    assert!(!format!("{first:?}").contains("emulator-merchant"));
    assert_eq!(
        shop.rejection(&CreateMerchant::new(MerchantDetails {
            name: "",
            legal_company_title: "Işık Çinicilik",
            email: "isik@example.com"
        }))
        .status,
        422
    );
}
