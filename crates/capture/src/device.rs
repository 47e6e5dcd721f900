//! Which microphones there are.

use cpal::traits::{DeviceTrait, HostTrait};
use cpal::{Device, ErrorKind, Host};

use crate::CaptureError;

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

/// The microphones that can be chosen, the default first; empty if there are none.
///
/// # Errors
/// [`CaptureError::Microphone`] if the sound system does not answer.
pub fn input_devices() -> Result<Vec<InputDevice>, CaptureError> {
    let host = cpal::default_host();
    let default = host.default_input_device().and_then(|device| device.id().ok());
    let devices = host.input_devices().map_err(|error| explain(&error, CaptureError::NoMicrophone))?;
    let mut found: Vec<InputDevice> = Vec::new();
    for device in devices {
        let (Ok(id), Ok(description)) = (device.id(), device.description()) else { continue };
        let is_default = default.as_ref() == Some(&id);
        let offered = (is_default || is_for_people(&id)) && can_hear(&device);
        let name = description.name().to_owned();
        if offered && found.iter().all(|other| other.name != name) {
            found.push(InputDevice { id: DeviceId(id.to_string()), name, is_default });
        }
    }
    found.sort_by_key(|device| !device.is_default);
    Ok(found)
}

/// What a person would call a microphone. PulseAudio (and PipeWire in its place) also lists what goes to the speakers;
/// ALSA has some twenty names for one card, most of them plug-ins: each card is taken once, with conversions.
fn is_for_people(id: &cpal::DeviceId) -> bool {
    match id.host().name() {
        "PulseAudio" => !id.id().ends_with(".monitor"),
        "ALSA" => id.id().starts_with("plughw:"),
        _ => true,
    }
}

/// ALSA lists plug-ins whether or not there is anything behind them. A device that another program holds counts.
fn can_hear(device: &Device) -> bool {
    match device.default_input_config() {
        Ok(_) => true,
        Err(error) => matches!(error.kind(), ErrorKind::DeviceBusy | ErrorKind::PermissionDenied),
    }
}

/// Finds the chosen device, or the default one.
pub(crate) fn find(host: &Host, chosen: Option<&DeviceId>) -> Result<Device, CaptureError> {
    match chosen {
        None => host.default_input_device().ok_or(CaptureError::NoMicrophone),
        Some(DeviceId(id)) => {
            let id = id.parse().map_err(|_| CaptureError::MicrophoneNotConnected)?;
            host.device_by_id(&id).ok_or(CaptureError::MicrophoneNotConnected)
        }
    }
}

/// The name of the PulseAudio source behind a device, if it is one.
#[cfg(target_os = "linux")]
pub(crate) fn pulse_source(device: &Device) -> Option<String> {
    let id = device.id().ok()?;
    (id.host().name() == "PulseAudio").then(|| id.id().to_owned())
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
        for id in ["alsa:plughw:CARD=NoSuchCard,DEV=0", "no such thing", ""] {
            let found = find(&cpal::default_host(), Some(&DeviceId(id.into())));
            assert!(matches!(found.err(), Some(CaptureError::MicrophoneNotConnected)), "{id}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn plugins_and_what_goes_to_the_speakers_are_not_offered() {
        let offered = |id: &str| is_for_people(&id.parse().unwrap());
        assert!(offered("alsa:plughw:CARD=PCH,DEV=0") && offered("pulseaudio:alsa_input.usb-Jabra"));
        assert!(!offered("alsa:null") && !offered("alsa:speexrate") && !offered("alsa:hw:CARD=0,DEV=0"));
        assert!(!offered("pulseaudio:alsa_output.pci.monitor"));
    }
}
