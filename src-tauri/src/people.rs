//! The window's commands about who uses Dictum.

use vault::Passphrase;

use crate::commands::{Answer, App, in_session};
use crate::json::{NewPerson, UserJson};

/// Who can unlock the vault.
#[tauri::command]
#[specta::specta]
pub async fn users(app: App<'_>) -> Answer<Vec<UserJson>> {
    in_session(&app, |session| Ok(session.users()?.iter().map(Into::into).collect())).await
}

/// Lets another person unlock the vault.
#[tauri::command]
#[specta::specta]
pub async fn add_user(app: App<'_>, person: NewPerson) -> Answer<UserJson> {
    let NewPerson { name, role, passphrase } = person;
    in_session(&app, move |session| {
        let user = session.add_user(&name, role.into(), &Passphrase::from(passphrase))?;
        Ok((&user).into())
    })
    .await
}
