#!/bin/sh
# Runs a command where the machine has one microphone, which hears what is played to it, and nothing else:
#
#   with-pulse.sh COMMAND [ARGUMENT...]
#
# A private PulseAudio is started with a null sink named "mic"; its monitor is the only source, and ALSA's default
# (what cpal opens) leads to it. In COMMAND:
#
#   paplay --device=mic FILE.wav                     speaks into the microphone
#   pactl unload-module MODULE                       unplugs it; MODULE: pactl list short modules | grep sink_name=mic
#
# The microphone hands sound over every 20 ms, or as often as DICTUM_TEST_LISTENER_MS says, and what hears it is woken then.
#
# Nothing of the user's own sound set-up is read, changed or stopped. Exits with COMMAND's status.
set -eu

for tool in pulseaudio pactl paplay parec; do
    command -v "$tool" >/dev/null || {
        echo "with-pulse.sh: $tool is missing; install pulseaudio, pulseaudio-utils and libasound2-plugins" >&2
        exit 69
    }
done

session=$(mktemp -d)
pulse= listener=
clean_up() {
    for process in $listener $pulse; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    # A desktop portal, where one is installed, mounts its documents here and may outlive the session bus.
    fusermount -u -z "$session/doc" 2>/dev/null || true
    rm -rf "$session" || true
}
trap clean_up EXIT
trap 'exit 130' INT TERM
chmod 700 "$session"

export XDG_RUNTIME_DIR="$session"
export PULSE_RUNTIME_PATH="$session/pulse" PULSE_STATE_PATH="$session/state"
export PULSE_COOKIE="$session/cookie" PULSE_CLIENTCONFIG="$session/client.conf"
export PULSE_SERVER="unix:$session/native" ALSA_CONFIG_PATH="$session/asound.conf"
unset DBUS_SESSION_BUS_ADDRESS PULSE_SINK PULSE_SOURCE
mkdir -p "$PULSE_RUNTIME_PATH" "$PULSE_STATE_PATH"
echo 'autospawn = no' >"$PULSE_CLIENTCONFIG"
cat >"$ALSA_CONFIG_PATH" <<CONF
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse hint { show on description "Test microphone" } }
ctl.!default { type pulse }
CONF

pulseaudio --daemonize=no --exit-idle-time=-1 --use-pid-file=no --disable-shm=yes --log-target=stderr --log-level=error -n \
    --load="module-native-protocol-unix socket=$session/native auth-anonymous=1" 2>"$session/log" &
pulse=$!

tries=0
until pactl info >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ] || ! kill -0 "$pulse" 2>/dev/null; then
        echo "with-pulse.sh: PulseAudio did not start:" >&2
        cat "$session/log" >&2
        exit 70
    fi
    sleep 0.1
done
pactl load-module module-null-sink sink_name=mic rate=48000 channels=2 >/dev/null
pactl set-default-source mic.monitor
# Tests that stop the server for a while read its process id here.
echo "$pulse" >"$session/pid"
export DICTUM_TEST_PULSE="$session/pid"

# A null sink that nobody hears wakes up every two seconds only. With a prompt listener it is as lively as a microphone that
# other programs use, too.
parec --device=mic.monitor --latency-msec="${DICTUM_TEST_LISTENER_MS:-20}" --rate=8000 --channels=1 --format=u8 --raw \
    >"$session/heard" 2>>"$session/log" &
listener=$!
tries=0
until [ -s "$session/heard" ] || [ "$tries" -gt 50 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
kill -0 "$listener" 2>/dev/null || { echo "with-pulse.sh: the test microphone is silent" >&2; exit 70; }

status=0
"$@" || status=$?
exit "$status"
