// Whether anybody is at the window.

/** A window that nobody has touched for so long is left alone by the person who opened it. */
export const IDLE_MS = 10 * 60_000;
const LOOK_EVERY_MS = 5_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Calls `act` again and again while nobody touches the window; returns the way to stop. The clock goes on while the computer sleeps. */
export function whileIdle(act: () => void): () => void {
	let touched = Date.now();
	const touch = () => {
		touched = Date.now();
	};
	const looking = setInterval(() => {
		if (Date.now() - touched >= IDLE_MS) act();
	}, LOOK_EVERY_MS);
	for (const kind of TOUCHES) window.addEventListener(kind, touch, { capture: true, passive: true });
	return () => {
		clearInterval(looking);
		for (const kind of TOUCHES) window.removeEventListener(kind, touch, { capture: true });
	};
}
