//! Which microphones there are.

use std::collections::HashMap;

use cpal::ErrorKind;
use cpal::traits::{DeviceTrait, HostTrait};

use crate::CaptureError;
#[cfg(target_os = "linux")]
use crate::pulse::{Server, Source};

/// A microphone's id, stable across restarts where the system allows it. It can be stored as text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeviceId(String);

impl DeviceId {
    /// As it is stored in the settings.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for DeviceId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

/// A microphone as it is offered for choosing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputDevice {
    /// To open it with.
    pub id: DeviceId,
    /// As the system names it.
    pub name: String,
    /// Whether it is the one that is used when none is chosen.
    pub is_default: bool,
}

/// Where sound comes from: through cpal, or from a sound server of Linux without it.
pub(crate) enum Device {
    Cpal(cpal::Device),
    #[cfg(target_os = "linux")]
    Pulse(Server, Source),
}

/// Before the name of a source of a sound server, in an id.
#[cfg(target_os = "linux")]
const PULSE: &str = "pulseaudio:";

/// The microphones that can be chosen, the default first; empty if there are none.
///
/// # Errors
/// [`CaptureError::Microphone`] if the sound system does not answer.
pub fn input_devices() -> Result<Vec<InputDevice>, CaptureError> {
    #[cfg(target_os = "linux")]
    if let Some(server) = Server::of_this_user()? {
        return pulse_devices(&server);
    }
    let host = cpal::default_host();
    let default = host.default_input_device().and_then(|device| device.id().ok());
    let devices = host.input_devices().map_err(|error| explain(&error, CaptureError::NoMicrophone))?;
    let mut found = Vec::new();
    for device in devices {
        let (Ok(id), Ok(description)) = (device.id(), device.description()) else { continue };
        let is_default = default.as_ref() == Some(&id);
        if (is_default || is_for_people(&id)) && can_hear(&device) {
            let name = description.name().to_owned();
            found.push(InputDevice { id: DeviceId(id.to_string()), name, is_default });
        }
    }
    Ok(told_apart(found))
}

/// A sound server also lists what goes to the speakers.
#[cfg(target_os = "linux")]
fn pulse_devices(server: &Server) -> Result<Vec<InputDevice>, CaptureError> {
    let default = server.source(None)?.map(|source| source.name);
    let devices = server.sources()?.into_iter().filter_map(|source| {
        let is_default = default.as_ref() == Some(&source.name);
        let offered = is_default || !source.is_monitor;
        let id = pulse_id(&source);
        offered.then_some(InputDevice { id, name: source.description, is_default })
    });
    Ok(told_apart(devices.collect()))
}

#[cfg(target_os = "linux")]
pub(crate) fn pulse_id(source: &Source) -> DeviceId {
    DeviceId(format!("{PULSE}{}", source.name))
}

/// The default first, and of those with one name the further ones numbered. ALSA has several names for one microphone: there only the
/// first is offered.
fn told_apart(mut devices: Vec<InputDevice>) -> Vec<InputDevice> {
    devices.sort_by_key(|device| !device.is_default);
    let mut named: HashMap<String, usize> = HashMap::new();
    devices.retain_mut(|device| {
        let count = named.entry(device.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            device.name = format!("{} ({count})", device.name);
        }
        *count == 1 || !device.id.0.to_lowercase().starts_with("alsa:")
    });
    devices
}

/// What a person would call a microphone. ALSA has some twenty names for one card, most of them plug-ins: each card is taken
/// once, with conversions.
fn is_for_people(id: &cpal::DeviceId) -> bool {
    id.host().name() != "ALSA" || id.id().starts_with("plughw:")
}

/// ALSA lists plug-ins whether or not there is anything behind them. A device that another program holds counts.
fn can_hear(device: &cpal::Device) -> bool {
    match device.default_input_config() {
        Ok(_) => true,
        Err(error) => matches!(error.kind(), ErrorKind::DeviceBusy | ErrorKind::PermissionDenied),
    }
}

/// Finds the chosen device, or the default one.
pub(crate) fn find(chosen: Option<&DeviceId>) -> Result<Device, CaptureError> {
    #[cfg(target_os = "linux")]
    match (chosen.map(|id| id.0.strip_prefix(PULSE)), Server::of_this_user()?) {
        (None, Some(server)) => {
            let source = server.source(None)?.ok_or(CaptureError::NoMicrophone)?;
            return Ok(Device::Pulse(server, source));
        }
        (Some(Some(name)), Some(server)) => {
            let source = server.source(Some(name))?.ok_or(CaptureError::MicrophoneNotConnected)?;
            return Ok(Device::Pulse(server, source));
        }
        (Some(Some(_)), None) => return Err(CaptureError::MicrophoneNotConnected),
        (None, None) | (Some(None), _) => {}
    }
    let host = cpal::default_host();
    let device = match chosen {
        None => host.default_input_device().ok_or(CaptureError::NoMicrophone),
        Some(DeviceId(id)) => {
            let id = id.parse().map_err(|_| CaptureError::MicrophoneNotConnected)?;
            host.device_by_id(&id).ok_or(CaptureError::MicrophoneNotConnected)
        }
    };
    device.map(Device::Cpal)
}

/// The sound system's error as advice; `absent` is what to say when the device is not there.
pub(crate) fn explain(error: &cpal::Error, absent: CaptureError) -> CaptureError {
    match error.kind() {
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => absent,
        ErrorKind::DeviceBusy => CaptureError::MicrophoneBusy,
        ErrorKind::PermissionDenied => CaptureError::PermissionDenied,
        _ => CaptureError::Microphone(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_is_gone_is_said_to_be_not_connected() {
        for id in ["alsa:plughw:CARD=NoSuchCard,DEV=0", "pulseaudio:no such source", "no such thing", ""] {
            let found = find(Some(&DeviceId(id.into())));
            assert!(matches!(found.err(), Some(CaptureError::MicrophoneNotConnected)), "{id}");
        }
    }

    #[test]
    fn microphones_of_one_name_are_told_apart_and_the_default_comes_first() {
        let device = |id: &str, name: &str, is_default| InputDevice {
            id: DeviceId(id.into()),
            name: name.into(),
            is_default,
        };
        let offered = told_apart(vec![
            device("pulseaudio:a", "USB headset", false),
            device("pulseaudio:b", "USB headset", true),
            device("pulseaudio:c", "Webcam", false),
            device("alsa:plughw:CARD=A,DEV=1", "Webcam", false),
        ]);
        let names: Vec<_> = offered.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
        assert_eq!(
            names,
            [
                ("pulseaudio:b", "USB headset"),
                ("pulseaudio:a", "USB headset (2)"),
                ("pulseaudio:c", "Webcam")
            ]
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn plugins_are_not_offered() {
        let offered = |id: &str| is_for_people(&id.parse().unwrap());
        assert!(offered("alsa:plughw:CARD=PCH,DEV=0"));
        assert!(!offered("alsa:null") && !offered("alsa:speexrate") && !offered("alsa:hw:CARD=0,DEV=0"));
    }
}
