// How far a consult has come, and what that means on the screen.

import type { Stage } from './backend';

const noted: readonly Stage[] = ['drafted', 'ready_to_sign', 'signed', 'exported'];

/** Whether it has a note to show. */
export function hasNote(stage: Stage): boolean {
	return noted.includes(stage);
}

export function screenOf(stage: Stage): 'consult' | 'review' {
	return hasNote(stage) ? 'review' : 'consult';
}

/** The colour that stands before a stage's words. */
export function dotOf(stage: Stage): 'plain' | 'recording' | 'ready' | 'done' | 'attention' | 'busy' {
	switch (stage) {
		case 'planned':
			return 'plain';
		case 'recording':
		case 'paused':
			return 'recording';
		case 'transcribing':
		case 'drafting':
			return 'busy';
		case 'drafted':
		case 'ready_to_sign':
			return 'ready';
		case 'signed':
		case 'exported':
			return 'done';
		case 'saving':
		case 'interrupted':
		case 'needs_attention':
			return 'attention';
	}
}
