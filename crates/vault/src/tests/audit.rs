//! The audit log: append-only, and what was done to it behind the vault's back is found.

use super::*;

fn problem(office: &Office) -> Option<AuditProblem> {
    office.vault.verify().unwrap().audit
}

/// An office with ten events or so.
fn busy() -> Office {
    let office = Office::new();
    for _ in 0..4 {
        office.encounter();
    }
    assert_eq!(problem(&office), None);
    office
}

#[test]
fn who_did_what_when_is_on_record_without_a_word_of_the_patient() {
    let office = Office::new();
    let id = office.signed();
    office.vault.record_export(id, "fhir", office.doctor.id, now()).unwrap();
    let events = office.vault.audit_events(0, 1000).unwrap();
    let actions: Vec<&str> = events.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "vault.created",
            "signing_key.made",
            "patient.created",
            "encounter.created",
            "note.saved",
            "note.signed",
            "note.exported"
        ]
    );
    assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq && event.at == now()));
    assert!(events.iter().all(|event| event.actor == Some(office.doctor.id)));
    assert_eq!(events[5].subject, Some(id.to_string()));
    assert_eq!(events[6].detail["format"], "fhir");
    let text = format!("{events:?}");
    assert!(!text.contains("Zweigenthal") && !text.contains("marmalade"));
    assert_eq!(office.vault.audit_events(5, 1).unwrap(), events[5..6]);
}

#[test]
fn the_database_itself_forbids_changing_and_removing() {
    let office = busy();
    office.signed();
    let connection = office.vault.store.connection();
    for (table, column) in [("audit_events", "at"), ("note_versions", "engine"), ("signatures", "signed_at")]
    {
        for sql in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET {column} = 'x'"),
            format!("REPLACE INTO {table} SELECT * FROM {table}"),
        ] {
            let refused = connection.execute_batch(&sql).unwrap_err().to_string();
            assert!(refused.contains("are never"), "{sql}: {refused}");
        }
    }
}

#[test]
fn a_changed_event_is_found() {
    for change in
        ["actor = NULL", "action = 'x'", "at = '2020-01-01T00:00:00Z'", "detail = '{}'", "subject = 'x'"]
    {
        let office = busy();
        office.tamper(&format!("UPDATE audit_events SET {change} WHERE seq = 4"));
        assert_eq!(problem(&office), Some(AuditProblem::Changed { seq: 4 }), "{change}");
    }
}

#[test]
fn a_removed_event_is_found() {
    let office = busy();
    office.tamper("DELETE FROM audit_events WHERE seq = 4");
    assert_eq!(problem(&office), Some(AuditProblem::Removed { seq: 4 }));
    let office = busy();
    office.tamper(
        "DELETE FROM audit_events WHERE seq = 4; UPDATE audit_events SET seq = seq - 1 WHERE seq > 4",
    );
    assert_eq!(problem(&office), Some(AuditProblem::Changed { seq: 4 }));
}

#[test]
fn reordered_events_are_found() {
    let office = busy();
    office.tamper(
        "UPDATE audit_events SET seq = -4 WHERE seq = 4; UPDATE audit_events SET seq = 4 WHERE seq = 5;
         UPDATE audit_events SET seq = 5 WHERE seq = -4",
    );
    assert_eq!(problem(&office), Some(AuditProblem::Changed { seq: 4 }));
}

#[test]
fn a_cut_off_log_is_found_and_stays_found() {
    let office = busy();
    let anchored = office.vault.audit_events(0, 1000).unwrap().len() as u64;
    office.tamper("DELETE FROM audit_events WHERE seq > 5");
    assert_eq!(problem(&office), Some(AuditProblem::CutOff { last: 5, anchored }));
    let office = office.close().reopen();
    assert_eq!(problem(&office), Some(AuditProblem::CutOff { last: 6, anchored }), "opening added an event");
    // Even when the log has grown past the anchor again.
    for _ in 0..4 {
        office.encounter();
    }
    assert_eq!(problem(&office), Some(AuditProblem::Changed { seq: anchored }));
}

#[test]
fn a_database_put_back_to_an_earlier_copy_is_found() {
    let closed = busy().close();
    let earlier = fs::read(closed.file("vault.db")).unwrap();
    let office = closed.reopen();
    office.encounter();
    let closed = office.close();
    fs::write(closed.file("vault.db"), earlier).unwrap();
    assert!(matches!(problem(&closed.reopen()), Some(AuditProblem::CutOff { .. })));
}

#[test]
fn an_anchor_that_lags_after_a_crash_is_accepted_and_renewed() {
    let office = busy();
    let lagging = fs::read(office.dir().join("audit.head")).unwrap();
    office.encounter();
    let closed = office.close();
    fs::write(closed.file("audit.head"), &lagging).unwrap();
    let office = closed.reopen();
    assert_eq!(problem(&office), None);
    assert_ne!(fs::read(office.dir().join("audit.head")).unwrap(), lagging);
    office.tamper("DELETE FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)");
    assert!(matches!(problem(&office), Some(AuditProblem::CutOff { .. })));
}

#[test]
fn a_lost_or_forged_anchor_is_found() {
    let closed = busy().close();
    let anchor = fs::read_to_string(closed.file("audit.head")).unwrap();
    fs::write(closed.file("audit.head"), anchor.replace("\"seq\":", "\"seq\":1")).unwrap();
    let office = closed.reopen();
    assert_eq!(problem(&office), Some(AuditProblem::AnchorLost));
    let closed = office.close();
    fs::remove_file(closed.file("audit.head")).unwrap();
    let office = closed.reopen();
    office.encounter();
    assert_eq!(problem(&office), Some(AuditProblem::AnchorLost));
    assert!(office.vault.verify().unwrap().problem().unwrap().contains("audit"));
}
