//! Signing: who may, what may be signed, and that a signature covers what it says.

use super::*;

#[test]
fn a_signed_note_can_be_read_verified_and_not_changed() {
    let office = Office::new();
    let id = office.drafted();
    let vault = &office.vault;
    assert!(vault.signed_note(id).unwrap().is_none());
    let signed = office.sign(id).unwrap();
    let attested = signed.attested();
    assert_eq!((attested.version, attested.encounter, attested.signed_at), (1, id, now()));
    assert_eq!((&attested.author, attested.statement.as_str()), (&office.doctor, "I attest."));
    assert_eq!(attested.transcript.segments().len(), 1);
    let encounter = vault.encounter(id).unwrap();
    assert_eq!((encounter.status, encounter.end), (EncounterStatus::Finished, Some(now())));
    assert_eq!(
        (signed.encounter(), signed.patient()),
        (&encounter, &vault.patient(encounter.patient).unwrap())
    );

    macro_rules! refused {
        ($($call:expr),* $(,)?) => { $(assert!(matches!($call.map(|_| ()), Err(VaultError::AlreadySigned)));)* };
    }
    refused!(
        vault.sign(id, 1, &office.doctor, &PASSPHRASE.into(), "Again.", now()),
        office.save(id, &note("Other."), &by("clinician"), office.doctor.id),
        vault.save_encounter(&encounter, office.doctor.id, now()),
        vault.begin_recording(id, office.doctor.id, now()),
    );
    let office = office.close().reopen();
    assert_eq!(office.vault.signed_note(id).unwrap().unwrap(), signed);
    assert_eq!(office.vault.verify().unwrap().valid_signatures, 1);
}

#[test]
fn the_signature_is_ed25519_over_the_canonical_form_that_anybody_can_make() {
    use base64::Engine as _;
    let office = Office::new();
    let signed = office.vault.signed_note(office.signed()).unwrap().unwrap();
    let decode = |text: &str| base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    let key: [u8; 32] = decode(&signed.signature().public_key).try_into().unwrap();
    let signature = ed25519_dalek::Signature::from_slice(&decode(&signed.signature().value)).unwrap();
    let bytes = serde_json_canonicalizer::to_vec(signed.attested()).unwrap();
    ed25519_dalek::VerifyingKey::from_bytes(&key).unwrap().verify_strict(&bytes, &signature).unwrap();
}

#[test]
fn signing_needs_the_passphrase_again() {
    let office = Office::new();
    let id = office.drafted();
    let signed = office.vault.sign(id, 1, &office.doctor, &"a guess".into(), "I attest.", now());
    assert!(matches!(signed, Err(VaultError::WrongPassphrase)));
    assert!(office.vault.signed_note(id).unwrap().is_none());
    assert_eq!(office.vault.encounter(id).unwrap().status, EncounterStatus::Planned);
}

#[test]
fn a_scribe_cannot_sign_even_when_they_say_they_are_a_clinician() {
    let office = Office::new();
    let id = office.drafted();
    let scribe = office
        .vault
        .add_user(
            NewUser { name: "Sam Scribe".into(), role: Role::Scribe },
            &"paper boats".into(),
            DeviceBinding::PassphraseOnly,
            KeyParameters::for_tests(),
            office.doctor.id,
            now(),
        )
        .unwrap();
    for role in [Role::Scribe, Role::Clinician] {
        let author = User { role, ..scribe.clone() };
        let signed = office.vault.sign(id, 1, &author, &"paper boats".into(), "I attest.", now());
        assert!(matches!(signed, Err(VaultError::NotAllowed(_))));
    }
    assert!(office.vault.signed_note(id).unwrap().is_none());
}

#[test]
fn statements_that_wait_for_a_decision_block_the_signature() {
    let office = Office::new();
    let id = office.drafted();
    let mut doubtful = note("Calf was broken.");
    let unchecked = Statement::new("Takes aspirin.", vec![], Origin::Model);
    doubtful.sections[0].statements.push(unchecked);
    doubtful.sections[0].statements[0].check = Some(Check { verdict: Verdict::Unsupported, reasons: vec![] });
    let save = |note: &Note| office.save(id, note, &by("llm"), office.doctor.id).unwrap();
    let sign = || office.sign(id);
    save(&doubtful);
    assert!(matches!(sign(), Err(VaultError::Unresolved { count: 2 })));
    for statement in doubtful.statements_mut() {
        statement.kept = Some(Kept { reason: KeptReason::Examined, by: office.doctor.id });
    }
    save(&doubtful);
    assert_eq!(sign().unwrap().attested().version, 3);
}

#[test]
fn only_what_was_read_is_signed() {
    let office = Office::new();
    let id = office.drafted();
    office.save(id, &note("Calf does not throb."), &by("llm"), office.doctor.id).unwrap();
    let sign =
        |version| office.vault.sign(id, version, &office.doctor, &PASSPHRASE.into(), "I attest.", now());
    for version in [0, 1, 3] {
        assert!(matches!(sign(version), Err(VaultError::Outdated)), "{version}");
    }
    assert_eq!(sign(2).unwrap().attested().version, 2);
}

#[test]
fn there_must_be_a_note_to_sign() {
    let office = Office::new();
    let id = office.encounter().id;
    let signed = office.sign(id);
    assert!(matches!(signed, Err(VaultError::NotFound("note"))));
}

#[test]
fn a_tampered_signature_is_an_error_and_verification_names_it() {
    let harms = [
        "UPDATE signatures SET signature = randomblob(64)",
        "UPDATE signatures SET signature = x'00'",
        "UPDATE signatures SET sealed = randomblob(length(sealed))",
        "UPDATE signatures SET version = 2",
        "INSERT INTO signing_keys VALUES (randomblob(32), (SELECT id FROM users), NULL, 'x', 'x');
         UPDATE signatures SET public_key = (SELECT public_key FROM signing_keys WHERE created_at = 'x')",
    ];
    for harm in harms {
        let office = Office::new();
        let id = office.signed();
        office.tamper(harm);
        assert!(matches!(office.vault.signed_note(id), Err(VaultError::BadSignature)), "{harm}");
        let verification = office.vault.verify().unwrap();
        assert_eq!(verification.bad_signatures, [id], "{harm}");
        assert!(verification.problem().is_some());
    }
}

#[test]
fn a_signature_under_another_users_name_is_found() {
    let office = Office::new();
    let id = office.signed();
    office.tamper(
        "INSERT INTO users VALUES ('0198c0de-0000-7000-8000-000000000000', 'Mallory', 'clinician', 'x');
         UPDATE signing_keys SET user = '0198c0de-0000-7000-8000-000000000000'",
    );
    assert!(matches!(office.vault.signed_note(id), Err(VaultError::BadSignature)));
}

#[test]
fn a_removed_signature_is_found() {
    let office = Office::new();
    let id = office.signed();
    office.tamper("DELETE FROM signatures");
    assert_eq!(office.vault.verify().unwrap().bad_signatures, [id]);
}

#[test]
fn only_a_signed_note_is_exported() {
    let office = Office::new();
    let id = office.drafted();
    let export = || office.vault.record_export(id, "text", office.doctor.id, now());
    assert!(matches!(export(), Err(VaultError::NotSigned)));
    office.sign(id).unwrap();
    export().unwrap();
    let record = ExportRecord { format: "text".into(), actor: office.doctor.id, at: now() };
    assert_eq!(office.vault.exports(id).unwrap(), [record]);
}
