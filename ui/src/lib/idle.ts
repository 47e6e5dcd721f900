// Whether anybody is at the window.

const LOOK_EVERY_MS = 5_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Says again and again for how many ms nobody has touched the window; returns the way to stop. The clock goes on while the computer sleeps. */
export function whileIdle(say: (untouched: number) => void): () => void {
	let touched = Date.now();
	const touch = () => {
		touched = Date.now();
	};
	const looking = setInterval(() => say(Date.now() - touched), LOOK_EVERY_MS);
	for (const kind of TOUCHES) window.addEventListener(kind, touch, { capture: true, passive: true });
	return () => {
		clearInterval(looking);
		for (const kind of TOUCHES) window.removeEventListener(kind, touch, { capture: true });
	};
}
