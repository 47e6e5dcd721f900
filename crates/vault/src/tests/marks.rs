//! Keeping and flagging statements: who may, and what is on record of it.

use proptest::prelude::*;

use super::*;

/// An office with another user of this role.
fn office_with(role: Role) -> (Office, User) {
    let office = Office::new();
    let user = add(&office, "Sam Scribe", role, "paper boats");
    (office, user)
}

fn add(office: &Office, name: &str, role: Role, passphrase: &str) -> User {
    let user = NewUser { name: name.into(), role };
    let (binding, params) = (DeviceBinding::PassphraseOnly, KeyParameters::for_tests());
    office.vault.add_user(user, &passphrase.into(), binding, params, office.doctor.id, now()).unwrap()
}

fn latest(office: &Office, id: EncounterId) -> Note {
    office.vault.latest_note(id).unwrap().unwrap().note
}

/// Saves the newest version with this change of its first statement.
fn change(
    office: &Office,
    id: EncounterId,
    author: &User,
    change: impl FnOnce(&mut Statement),
) -> Result<NoteVersion> {
    let mut note = latest(office, id);
    change(note.statements_mut().next().unwrap());
    office.save(id, &note, &by("by hand"), author.id)
}

fn kept(user: &User) -> Option<Kept> {
    Some(Kept { reason: KeptReason::Examined, by: user.id })
}

fn flag(user: &User) -> Option<Flag> {
    Some(Flag { remark: Some("left or right gastrocnemius?".into()), by: user.id })
}

fn refused(outcome: Result<NoteVersion>) -> &'static str {
    match outcome {
        Err(VaultError::NotAllowed(rule)) => rule,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_scribe_keeps_nothing_not_even_in_the_clinician_s_name() {
    let (office, scribe) = office_with(Role::Scribe);
    let id = office.drafted();
    for name in [&scribe, &office.doctor] {
        let rule = refused(change(&office, id, &scribe, |one| one.kept = kept(name)));
        assert_eq!(rule, "only a clinician keeps a statement that nothing said supports");
    }
    change(&office, id, &office.doctor, |one| one.kept = kept(&office.doctor)).unwrap();
    // It is kept for what it says: other words are kept anew.
    refused(change(&office, id, &scribe, |one| one.text = "Calf never throbs.".into()));
    let edited = |one: &mut Statement| one.rewrite("Calf never throbs.", Origin::Scribe);
    change(&office, id, &scribe, edited).unwrap();
    // A scribe who takes an edit back has the clinician's decision back, too.
    let first = office.vault.note_version(office.vault.latest_note(id).unwrap().unwrap().note_id, 2).unwrap();
    office.save(id, &first.note, &by("by hand"), scribe.id).unwrap();
    // The record says whose decision it is.
    let events = office.vault.audit_events(0, 1000).unwrap();
    let kept: Vec<_> = events.iter().filter(|event| event.action == "statement.kept").collect();
    assert_eq!([kept[0].actor, kept[1].actor], [Some(office.doctor.id), Some(scribe.id)]);
    assert_eq!(kept[0].detail.get("restored_of"), None);
    assert_eq!(kept[1].detail["restored_of"], serde_json::json!(office.doctor.id));
}

#[test]
fn a_clinician_keeps_in_no_other_name() {
    let (office, colleague) = office_with(Role::Clinician);
    let id = office.drafted();
    refused(change(&office, id, &colleague, |one| one.kept = kept(&office.doctor)));
    change(&office, id, &colleague, |one| one.kept = kept(&colleague)).unwrap();
    assert_eq!(latest(&office, id).statements().next().unwrap().kept, kept(&colleague));
}

#[test]
fn a_flag_blocks_the_signature_until_a_clinician_or_who_set_it_clears_it() {
    let (office, scribe) = office_with(Role::Scribe);
    let other = add(&office, "Tim Scribe", Role::Scribe, "tin whistles");
    let id = office.drafted();
    let clear = |one: &mut Statement| one.flag = None;
    change(&office, id, &scribe, |one| one.flag = flag(&scribe)).unwrap();
    let sign = || office.sign(id);
    assert!(matches!(sign(), Err(VaultError::Unresolved { count: 1 })));

    let rule = "only a clinician, or who set it, clears a flag";
    assert_eq!(refused(change(&office, id, &other, clear)), rule);
    let mut without = latest(&office, id);
    without.sections[0].statements.clear();
    let removed = office.save(id, &without, &by("by hand"), other.id);
    assert_eq!(refused(removed), rule, "nor is what is flagged removed");
    refused(change(&office, id, &other, |one| one.flag = flag(&other)));
    change(&office, id, &scribe, clear).unwrap();
    change(&office, id, &office.doctor, |one| one.flag = flag(&office.doctor)).unwrap();
    assert_eq!(refused(change(&office, id, &scribe, clear)), rule);
    change(&office, id, &office.doctor, clear).unwrap();
    assert_eq!(
        refused(change(&office, id, &scribe, |one| one.flag = flag(&other))),
        "a flag is set in one's own name"
    );
    sign().unwrap();
}

#[test]
fn what_is_kept_flagged_and_cleared_is_on_record_without_the_words() {
    let (office, scribe) = office_with(Role::Scribe);
    let id = office.drafted();
    change(&office, id, &scribe, |one| one.flag = flag(&scribe)).unwrap();
    change(&office, id, &office.doctor, |one| {
        one.flag = None;
        one.kept = kept(&office.doctor);
    })
    .unwrap();
    let events = office.vault.audit_events(0, 1000).unwrap();
    let marks: Vec<_> = events
        .iter()
        .filter(|event| event.detail.get("statement").is_some())
        .map(|one| (one.action.as_str(), one.actor))
        .collect();
    let (scribe, doctor) = (Some(scribe.id), Some(office.doctor.id));
    assert_eq!(marks, [("statement.flagged", scribe), ("statement.kept", doctor), ("flag.cleared", doctor)]);
    let of = |action| &events.iter().find(|event| event.action == action).unwrap().detail;
    let statement = latest(&office, id).statements().next().unwrap().id.to_string();
    assert_eq!(
        of("statement.kept"),
        &serde_json::json!({ "version": 3, "statement": statement, "reason": "examined" })
    );
    let text = format!("{events:?}");
    assert!(!text.contains("gastrocnemius") && !text.contains("throb"), "{text}");
    assert_eq!(office.vault.verify().unwrap().problem(), None);
}

/// A version that somebody tries to save: of the newest, with this done to a statement, in whoever's name.
#[derive(Clone, Debug)]
enum Try {
    Keep(usize),
    Flag(usize),
    Clear,
    Rewrite,
    Remove,
    Earlier(prop::sample::Index),
}

fn tries() -> impl Strategy<Value = Vec<(usize, prop::sample::Index, Try)>> {
    let act = prop_oneof![
        (0usize..3).prop_map(Try::Keep),
        (0usize..3).prop_map(Try::Flag),
        Just(Try::Clear),
        Just(Try::Rewrite),
        Just(Try::Remove),
        any::<prop::sample::Index>().prop_map(Try::Earlier),
    ];
    prop::collection::vec((0usize..3, any::<prop::sample::Index>(), act), 1..30)
}

fn attempt(
    note: &mut Note,
    statement: prop::sample::Index,
    users: &[User],
    versions: &[StoredNote],
    act: &Try,
) {
    if let Try::Earlier(version) = act {
        note.clone_from(&versions[version.index(versions.len())].note);
        return;
    }
    let statements = &mut note.sections[0].statements;
    if statements.is_empty() {
        return;
    }
    let at = statement.index(statements.len());
    let one = &mut statements[at];
    match act {
        Try::Keep(name) => one.kept = kept(&users[*name]),
        Try::Flag(name) => one.flag = flag(&users[*name]),
        Try::Clear => one.flag = None,
        Try::Rewrite => one.text = format!("{} Again.", one.text.as_str()).into(),
        Try::Remove => drop(statements.remove(at)),
        Try::Earlier(_) => {}
    }
}

#[test]
fn whatever_is_tried_marks_are_their_authors_own_and_flags_are_cleared_by_who_may() {
    let office = Office::new();
    let users = [
        office.doctor.clone(),
        add(&office, "Sam Scribe", Role::Scribe, "paper boats"),
        add(&office, "Tim Scribe", Role::Scribe, "tin whistles"),
    ];
    proptest!(ProptestConfig::with_cases(24), |(tries in tries())| {
        let id = office.encounter().id;
        let mut first = note("Calf throbs.");
        let more = ["Calf warm.", "Gait normal."].map(|text| Statement::new(text, vec![], Origin::Model));
        first.sections[0].statements.extend(more);
        office.save(id, &first, &by("extractive"), users[0].id).unwrap();
        let mut versions = vec![office.vault.latest_note(id).unwrap().unwrap()];
        for (who, statement, act) in &tries {
            let mut next = versions.last().unwrap().note.clone();
            attempt(&mut next, *statement, &users, &versions, act);
            match office.save(id, &next, &by("by hand"), users[*who].id) {
                Ok(_) => versions.push(office.vault.latest_note(id).unwrap().unwrap()),
                Err(VaultError::NotAllowed(_)) => {}
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            }
        }
        let role = |id: UserId| users.iter().find(|user| user.id == id).unwrap().role;
        for (at, version) in versions.iter().enumerate() {
            for one in version.note.statements() {
                let first = |same: &dyn Fn(&Statement) -> bool| {
                    versions.iter().find(|version| version.note.statements().any(same)).unwrap().author
                };
                if let Some(kept) = &one.kept {
                    let same = |other: &Statement| (other.id, &other.text, &other.kept) == (one.id, &one.text, &one.kept);
                    prop_assert_eq!((first(&same), role(kept.by)), (kept.by, Role::Clinician));
                }
                if let Some(flag) = &one.flag {
                    let same = |other: &Statement| (other.id, &other.flag) == (one.id, &one.flag);
                    prop_assert_eq!(first(&same), flag.by);
                    let Some(next) = versions.get(at + 1) else { continue };
                    let is_cleared = !next.note.statements().any(same);
                    prop_assert!(!is_cleared || next.author == flag.by || role(next.author) == Role::Clinician);
                }
            }
        }
    });
}
