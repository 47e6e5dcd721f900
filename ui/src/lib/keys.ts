// Which act a key press asks for. Plain letters are keys only where nobody is typing.

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** How the modifier is written on the keys shown beside acts. */
export const CTRL = isMac ? '⌘' : 'Ctrl';

function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
		return true;
	return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

function activates(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && target.closest('button, a, summary, input, label') !== null;
}

/**
 * The name of the key press: 'ctrl+enter', 'j', 'shift+s', 'space', '?'. Null where it belongs to something else: to a field that is
 * being typed in, to a dialog, to the control that has the focus (Space and Enter press it), or to a held-down key.
 */
export function keyOf(event: KeyboardEvent): string | null {
	if (event.defaultPrevented || event.repeat || event.isComposing) return null;
	if (document.querySelector('dialog[open]')) return null;
	const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
	if ((isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey) {
		// A field has an undo of its own.
		return key === 'z' && isTyping(event.target) ? null : `ctrl+${key}`;
	}
	if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
	if ((key === 'space' || key === 'enter') && activates(event.target)) return null;
	return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}

/** Runs the act that the key press asks for, if there is one. */
export function onKey(acts: Record<string, () => void>): (event: KeyboardEvent) => void {
	return (event) => {
		const key = keyOf(event);
		const act = key === null ? undefined : acts[key];
		if (!act) return;
		event.preventDefault();
		act();
	};
}
