//! Patients, encounters, transcripts and note versions; and erasing a patient.

use std::slice;

use super::*;

#[test]
fn patients_are_found_by_any_part_of_name_number_or_birth_date() {
    let office = Office::new();
    let patient = office.patient();
    let other = Patient {
        id: PatientId::new(),
        family_name: "Abel".into(),
        given_name: "Margarethe".into(),
        mrn: None,
        birth_date: None,
        ..patient.clone()
    };
    office.vault.save_patient(&other, office.doctor.id, now()).unwrap();
    let find = |query: &str| office.vault.find_patients(query, 10).unwrap();
    assert_eq!(find("zweig marg"), slice::from_ref(&patient));
    assert_eq!(find("774411"), slice::from_ref(&patient));
    assert_eq!(find("1959-03"), slice::from_ref(&patient));
    assert_eq!(find(""), [other.clone(), patient.clone()]);
    assert_eq!(find("nobody"), []);
    assert_eq!(office.vault.find_patients("", 1).unwrap(), [other]);
    assert_eq!(office.vault.patient(patient.id).unwrap(), patient);
    assert!(matches!(office.vault.patient(PatientId::new()), Err(VaultError::NotFound("patient"))));
}

#[test]
fn a_changed_patient_keeps_their_records() {
    let office = Office::new();
    let encounter = office.encounter();
    let mut patient = office.vault.patient(encounter.patient).unwrap();
    patient.family_name = "Zweigenthal-Moss".into();
    office.vault.save_patient(&patient, office.doctor.id, now()).unwrap();
    assert_eq!(office.vault.patient(patient.id).unwrap(), patient);
    assert_eq!(office.vault.encounter(encounter.id).unwrap(), encounter);
}

#[test]
fn encounters_are_listed_by_their_start() {
    let office = Office::new();
    let at = |seconds: i64| now() + jiff::SignedDuration::from_secs(seconds);
    let mut later = office.encounter();
    later.start = at(60);
    office.vault.save_encounter(&later, office.doctor.id, now()).unwrap();
    let first = office.encounter();
    let between = |from, to| office.vault.encounters_between(at(from), at(to)).unwrap();
    assert_eq!(between(0, 61), [first.clone(), later.clone()]);
    assert_eq!(between(0, 60), [first]);
    assert_eq!(between(1, 61), [later]);
    assert_eq!(between(61, 62), []);
}

#[test]
fn an_encounter_stays_with_its_patient_and_keeps_its_consent() {
    let office = Office::new();
    let mut encounter = office.encounter();
    office.consent(encounter.id, ConsentAnswer::Verbal);
    encounter.status = EncounterStatus::InProgress;
    office.vault.save_encounter(&encounter, office.doctor.id, now()).unwrap();
    let stored = office.vault.encounter(encounter.id).unwrap();
    assert_eq!(stored.status, EncounterStatus::InProgress);
    assert_eq!(stored.consent.unwrap().given_by.as_str(), "Daughter Quimby");

    encounter.patient = office.patient().id;
    let moved = office.vault.save_encounter(&encounter, office.doctor.id, now());
    assert!(matches!(moved, Err(VaultError::OtherPatient)));
    let homeless = Encounter { id: EncounterId::new(), patient: PatientId::new(), ..encounter };
    let saved = office.vault.save_encounter(&homeless, office.doctor.id, now());
    assert!(matches!(saved, Err(VaultError::NotFound("patient"))));
}

#[test]
fn jottings_are_kept_as_they_were_last_saved() {
    let office = Office::new();
    let id = office.encounter().id;
    assert_eq!(office.vault.jottings(id).unwrap().as_str(), "");
    for text in ["ask about sleep", "ask about sleep, and the dog"] {
        office.vault.save_jottings(id, text, office.doctor.id, now()).unwrap();
    }
    assert_eq!(office.close().reopen().vault.jottings(id).unwrap().as_str(), "ask about sleep, and the dog");
}

#[test]
fn a_line_that_was_jotted_down_stays_its_author_s_until_another_changes_it() {
    let office = Office::new();
    let id = office.encounter().id;
    let user = NewUser { name: "Sam Scribe".into(), role: Role::Scribe };
    let (binding, params) = (DeviceBinding::PassphraseOnly, KeyParameters::for_tests());
    let passphrase = "paper boats".into();
    let (doctor, vault) = (office.doctor.id, &office.vault);
    let scribe = vault.add_user(user, &passphrase, binding, params, doctor, now()).unwrap().id;
    vault.save_jottings(id, "sleeps badly\nBP 128/82", doctor, now()).unwrap();
    vault.save_jottings(id, "BP 138/82\n\nsleeps badly \nsleeps badly", scribe, now()).unwrap();
    let by: Vec<_> = vault.jotted_lines(id).unwrap().into_iter().map(|line| line.by).collect();
    assert_eq!(by, [Some(scribe), Some(scribe), Some(doctor), Some(scribe)]);
    let nobody = vault.save_jottings(id, "", UserId::new(), now());
    assert!(matches!(nobody, Err(VaultError::NotFound("user"))));
}

#[test]
fn what_a_transcript_lacks_another_one_and_the_recording_may_have() {
    let office = Office::new();
    let (id, vault) = (office.encounter().id, &office.vault);
    let transcript = vault.start_transcript(id, "tiny", now()).unwrap();
    let passed_over = Gap { at_ms: 1500, length_ms: Some(500), cause: GapCause::NotTranscribed };
    let wrong = vault.extend_transcript(transcript, &[segment(9, "x")], &[passed_over], 2000);
    assert!(wrong.is_err());
    assert_eq!(vault.untranscribed(transcript).unwrap(), [], "all or nothing");
    vault.extend_transcript(transcript, &[], &[passed_over], 2000).unwrap();
    assert_eq!(vault.untranscribed(transcript).unwrap(), [passed_over]);
    let longer = Gap { length_ms: Some(900), ..passed_over };
    let next = Gap { at_ms: 9000, ..passed_over };
    vault.extend_transcript(transcript, &[], &[longer, next], 9500).unwrap();
    assert_eq!(vault.untranscribed(transcript).unwrap(), [longer, next]);
    let another = vault.start_transcript(id, "small", now()).unwrap();
    assert_eq!(vault.untranscribed(another).unwrap(), []);
    assert_eq!(vault.gaps(id).unwrap(), []);
}

#[test]
fn a_transcript_grows_segment_by_segment_and_is_taken_up_where_it_stood() {
    let office = Office::new();
    let id = office.encounter().id;
    assert!(office.vault.current_transcript(id).unwrap().is_none());
    let transcript = office.vault.start_transcript(id, "tiny", now()).unwrap();
    office.vault.extend_transcript(transcript, &[segment(0, "How are you?")], &[], 1500).unwrap();
    let office = office.close().reopen();
    let vault = &office.vault;
    assert_eq!(vault.transcribed_to(transcript).unwrap(), 1500);
    for wrong in [0, 2] {
        let refused = vault.extend_transcript(transcript, &[segment(wrong, "x")], &[], 2000);
        assert!(matches!(refused, Err(VaultError::OutOfSequence { expected: 1, .. })));
    }
    let second_is_wrong =
        vault.extend_transcript(transcript, &[segment(1, "Fine."), segment(1, "x")], &[], 2000);
    assert!(matches!(second_is_wrong, Err(VaultError::OutOfSequence { expected: 2, .. })));
    assert_eq!(vault.transcribed_to(transcript).unwrap(), 1500, "all or nothing");
    vault.extend_transcript(transcript, &[], &[], 2000).unwrap();
    assert_eq!(vault.transcribed_to(transcript).unwrap(), 2000);
    assert!(!vault.is_transcript_finished(transcript).unwrap());
    vault.finish_transcript(transcript, &[segment(1, "Better.")]).unwrap();
    vault.finish_transcript(transcript, &[]).unwrap();
    assert!(vault.is_transcript_finished(transcript).unwrap());
    let late = vault.extend_transcript(transcript, &[segment(2, "x")], &[], 3000);
    assert!(matches!(late, Err(VaultError::TranscriptFinished)));

    vault.set_speakers(transcript, &[Speaker::Clinician, Speaker::Other("Daughter".into())]).unwrap();
    let (current, stored) = vault.current_transcript(id).unwrap().unwrap();
    assert_eq!(current, transcript);
    let said: Vec<_> = stored.segments().iter().map(|s| (s.speaker.label(), s.text.as_str())).collect();
    assert_eq!(said, [("Clinician", "How are you?"), ("Daughter", "Better.")]);
    assert_eq!(stored.segments()[1].span, segment(1, "").span);
    let many = vault.set_speakers(transcript, &[Speaker::Patient, Speaker::Patient, Speaker::Patient]);
    assert!(matches!(many, Err(VaultError::NotFound("segment"))));

    let second = vault.start_transcript(id, "small", now()).unwrap();
    assert_eq!(vault.current_transcript(id).unwrap().unwrap().0, second);
    assert_eq!(vault.transcript(transcript).unwrap(), stored);
}

#[test]
fn a_note_keeps_the_transcript_it_was_made_from_beside_a_newer_one() {
    let office = Office::new();
    let vault = &office.vault;
    let id = office.encounter().id;
    let transcribed = |model: &str, text: &str| {
        let transcript = vault.start_transcript(id, model, now()).unwrap();
        vault.finish_transcript(transcript, &[segment(0, text)]).unwrap();
        transcript
    };
    let current = || vault.current_transcript(id).unwrap().unwrap().0;
    let save = |transcript| {
        let source = NoteSource { engine: "extractive".into(), transcript, card: None };
        office.save(id, &note("Better."), &source, office.doctor.id)
    };
    let first = transcribed("tiny", "Bitter.");
    // As it was written before notes named their transcript.
    save(None).unwrap();
    let second = transcribed("small", "Better.");
    assert_eq!(current(), first);
    save(Some(second)).unwrap();
    assert_eq!(current(), second);
    assert_eq!(vault.latest_note(id).unwrap().unwrap().source.transcript, Some(second));
    save(Some(first)).unwrap();
    assert_eq!(current(), first);
    vault.set_transcript_language(second, "de").unwrap();
    let records = vault.transcripts(id).unwrap();
    assert_eq!((records[0].language.as_deref(), records[1].language.as_deref()), (None, Some("de")));
    let models: Vec<_> = records.iter().map(|record| (record.model.as_str(), record.finished)).collect();
    assert_eq!(models, [("tiny", true), ("small", true)]);

    let elsewhere = vault.start_transcript(office.encounter().id, "tiny", now()).unwrap();
    assert!(matches!(save(Some(elsewhere)), Err(VaultError::NotFound("transcript"))));
}

#[test]
fn a_version_of_a_note_keeps_the_card_of_its_draft_and_an_old_one_has_none() {
    let office = Office::new();
    let id = office.encounter().id;
    let card = DraftCard {
        engine: "Some Model".into(),
        dictum: "0.1.0".into(),
        template: "soap".into(),
        template_sha256: "00".into(),
        model: Some(ModelCard {
            id: "some-model".into(),
            sha256: Some("01".into()),
            quantisation: Some("Q4_K_M".into()),
            prompt_sha256: "02".into(),
            context_tokens: Some(4096),
            max_tokens: 2048,
            temperature: 0.1,
            seed: 7,
            stretches: 1,
            runs_on: None,
        }),
        again: Some(SectionAgain {
            section: SectionCode::PlanMedications,
            how: Redraft::Instruction("One line each.".into()),
        }),
        times: DraftTimes { reading_ms: 1, writing_ms: 2, checking_ms: 3 },
        checks: CheckCounts { supported: 1, unsupported: 0, contradicted: 0 },
    };
    let save = |card| {
        let source = NoteSource { card, ..by("some model") };
        office.save(id, &note("Better."), &source, office.doctor.id).unwrap()
    };
    let old = save(None);
    save(Some(card.clone()));
    assert_eq!(office.vault.latest_note(id).unwrap().unwrap().source.card, Some(card));
    assert_eq!(office.vault.note_version(old.note_id, old.version).unwrap().source.card, None);
}

#[test]
fn a_corrected_segment_keeps_what_was_heard_first() {
    let office = Office::new();
    let vault = &office.vault;
    let id = office.encounter().id;
    let transcript = vault.start_transcript(id, "tiny", now()).unwrap();
    vault.finish_transcript(transcript, &[segment(0, "Hello."), segment(1, "Take met for men.")]).unwrap();
    for text in ["Take metformin.", "Take metformin, please."] {
        vault.correct_segment(transcript, SegmentId(1), text, office.doctor.id, now()).unwrap();
    }
    let stored = vault.transcript(transcript).unwrap();
    let corrected = &stored.segments()[1];
    assert_eq!(corrected.text.as_str(), "Take metformin, please.");
    assert_eq!(corrected.spoken.as_ref().unwrap().as_str(), "Take met for men.");
    assert_eq!(corrected.corrected_by, Some(office.doctor.id));
    assert_eq!(stored.segments()[0], segment(0, "Hello."));
    let absent = vault.correct_segment(transcript, SegmentId(2), "x", office.doctor.id, now());
    assert!(matches!(absent, Err(VaultError::NotFound("segment"))));
    let events = vault.audit_events(0, 100).unwrap();
    let corrections = events.iter().filter(|event| event.action == "transcript.corrected");
    assert!(corrections.clone().all(|event| !event.detail.to_string().contains("metformin")));
    assert_eq!(corrections.count(), 2);
}

#[test]
fn a_segment_that_is_given_to_another_keeps_whom_it_was_taken_for_and_by_whom_is_on_record() {
    let office = Office::new();
    let vault = &office.vault;
    let id = office.encounter().id;
    let transcript = vault.start_transcript(id, "tiny", now()).unwrap();
    vault.finish_transcript(transcript, &[segment(0, "Fever?"), segment(1, "No.")]).unwrap();
    let speakers = [Speaker::Unknown, Speaker::Patient];
    vault.reassign_speakers(transcript, &speakers, office.doctor.id, now()).unwrap();
    let stored = vault.transcript(transcript).unwrap();
    assert_eq!(stored.segments()[0], segment(0, "Fever?"));
    let given = &stored.segments()[1];
    let reassigned = Reassigned { by: office.doctor.id, from: Speaker::Unknown };
    assert_eq!((&given.speaker, &given.reassigned), (&Speaker::Patient, &Some(reassigned)));
    let events = vault.audit_events(0, 100).unwrap();
    let event = events.iter().find(|event| event.action == "transcript.speakers_changed").unwrap();
    assert_eq!(event.actor, Some(office.doctor.id));
    assert_eq!(event.detail, serde_json::json!({ "transcript": transcript, "segments": [1] }));
}

#[test]
fn every_save_of_a_note_is_a_version_of_its_own() {
    let office = Office::new();
    let id = office.encounter().id;
    assert!(office.vault.latest_note(id).unwrap().is_none());
    let (one, two) = (note("Calf hurts."), note("Left calf hurts."));
    let first = office.save(id, &one, &by("extractive"), office.doctor.id).unwrap();
    let second = office.save(id, &two, &by("clinician"), office.doctor.id).unwrap();
    assert_eq!((first.version, second.version, first.note_id), (1, 2, second.note_id));
    let latest = office.vault.latest_note(id).unwrap().unwrap();
    assert_eq!((latest.version, latest.source.engine.as_str(), &latest.note), (2, "clinician", &two));
    assert_eq!((latest.author, latest.saved_at), (office.doctor.id, now()));
    assert_eq!(office.vault.note_version(first.note_id, 1).unwrap().note, one);
    assert!(matches!(office.vault.note_version(first.note_id, 3), Err(VaultError::NotFound(_))));
    let stranger = office.save(id, &one, &by("extractive"), UserId::new());
    assert!(matches!(stranger, Err(VaultError::NotFound("user"))));
}

#[test]
fn nothing_is_written_over_a_version_that_its_author_has_not_seen() {
    let office = Office::new();
    let id = office.encounter().id;
    let save = |after, text| {
        office.vault.save_note(id, after, &note(text), &by("clinician"), office.doctor.id, now())
    };
    assert!(matches!(save(1, "Of nothing."), Err(VaultError::Outdated)));
    save(0, "Calf hurts.").unwrap();
    save(1, "Left calf hurts.").unwrap();
    for after in [0, 1, 3] {
        assert!(matches!(save(after, "Right calf hurts."), Err(VaultError::Outdated)), "{after}");
    }
    let latest = office.vault.latest_note(id).unwrap().unwrap();
    assert_eq!(
        (latest.version, latest.note.statements().next().unwrap().text.as_str()),
        (2, "Left calf hurts.")
    );
}

#[test]
fn a_note_that_would_not_read_back_is_refused() {
    let office = Office::new();
    let id = office.encounter().id;
    let mut odd = note("Weighs a lot.");
    // JSON has no infinity: it would become null.
    let weight = VitalSign::Weight { value: f64::INFINITY, unit: WeightUnit::Kilograms };
    odd.sections[0].statements[0].detail = Some(Detail::VitalSign(weight));
    let saved = office.save(id, &odd, &by("clinician"), office.doctor.id);
    assert!(matches!(saved, Err(VaultError::Unstorable)));
    assert!(office.vault.latest_note(id).unwrap().is_none());
}

#[test]
fn an_erased_patient_cannot_be_read_by_any_way_and_others_can() {
    let office = Office::new();
    let kept = office.signed();
    let id = office.recording();
    let vault = &office.vault;
    vault.append_audio(id, &chunk(0)).unwrap();
    let transcript = vault.start_transcript(id, "tiny", now()).unwrap();
    vault.extend_transcript(transcript, &[segment(0, "secret")], &[], 1000).unwrap();
    let saved = office.save(id, &note("Secret."), &by("extractive"), office.doctor.id).unwrap();
    office.sign(id).unwrap();
    let patient = vault.encounter(id).unwrap().patient;
    vault.erase_patient(patient, office.doctor.id, now()).unwrap();

    macro_rules! erased {
        ($($call:expr),* $(,)?) => { $(assert!(matches!($call.map(|_| ()), Err(VaultError::Erased)), stringify!($call));)* };
    }
    erased!(
        vault.patient(patient),
        vault.encounter(id),
        vault.audio_chunks(id, 0, 9),
        vault.audio_extent(id),
        vault.append_audio(id, &chunk(1)),
        vault.transcript(transcript),
        vault.current_transcript(id),
        vault.latest_note(id),
        vault.note_version(saved.note_id, 1),
        vault.signed_note(id),
        vault.jottings(id),
        vault.exports(id),
        vault.erase_patient(patient, office.doctor.id, now()),
    );
    assert_eq!(vault.find_patients("", 10).unwrap().len(), 1);
    let listed = vault.encounters_between(Timestamp::MIN, Timestamp::MAX).unwrap();
    assert_eq!(listed.iter().map(|encounter| encounter.id).collect::<Vec<_>>(), [kept]);
    let verification = vault.verify().unwrap();
    assert_eq!(verification.problem(), None);
    assert_eq!((verification.valid_signatures, verification.erased_signatures), (1, 1));
    let last = vault.audit_events(0, 1000).unwrap().pop().unwrap();
    assert_eq!((last.action.as_str(), last.subject), ("patient.erased", Some(patient.to_string())));
    assert_eq!(
        office.dir().join("vault.db-wal").metadata().unwrap().len(),
        0,
        "the log keeps no older copy of the key"
    );
    let office = office.close().reopen();
    assert_eq!(office.vault.interrupted_recordings().unwrap(), []);
    assert!(office.vault.signed_note(kept).unwrap().is_some());
}
