// What the microphone's level means for a recording, in words.

import type { LevelEvent } from './backend';

export type LevelWord = 'waiting' | 'silent' | 'quiet' | 'good' | 'loud';

/** Levels arrive ten times a second; as many as this are shown and judged together, so a pause between words is no alarm. */
export const WINDOW = 28;

const DEAD_DBFS = -70; // no room is this quiet: the microphone is muted or unplugged
const QUIET_DBFS = -45; // speech at arm's length is well above this
const CLIPPED_DBFS = -0.5;

export function judge(levels: readonly LevelEvent[]): LevelWord {
	if (levels.length < 10) return 'waiting';
	if (levels.filter((level) => level.peak_dbfs > CLIPPED_DBFS).length >= 2) return 'loud';
	const loudest = Math.max(...levels.map((level) => level.rms_dbfs));
	if (loudest <= DEAD_DBFS) return 'silent';
	return loudest < QUIET_DBFS ? 'quiet' : 'good';
}

/** The height of a bar, 0.08 to 1, for -60 dBFS to full scale. */
export function barHeight(level: LevelEvent | undefined): number {
	if (!level || !Number.isFinite(level.rms_dbfs)) return 0.08;
	// Speech sits around -25 dBFS RMS with a good microphone; its bar should fill most of the height.
	return Math.min(1, Math.max(0.08, (level.rms_dbfs + 60) / 45));
}

export function barKind(level: LevelEvent | undefined): 'idle' | 'heard' | 'clipped' {
	if (!level) return 'idle';
	if (level.peak_dbfs > CLIPPED_DBFS) return 'clipped';
	return level.rms_dbfs < QUIET_DBFS ? 'idle' : 'heard';
}
