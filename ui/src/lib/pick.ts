// Two different places of a list, by chance, in their order.

export function twoOf(count: number): [number, number] {
	const random = (below: number) => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % below;
	const first = random(count);
	const second = (first + 1 + random(count - 1)) % count;
	return first < second ? [first, second] : [second, first];
}
