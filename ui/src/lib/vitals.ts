// A vital sign that is written the short way ("Blood pressure 118/76 mmHg.") can be shown as a figure with its name.

export type Figure = { value: string; name: string; unit: string };

const names: readonly [RegExp, string][] = [
	[/^(?:bp|blood pressure)$/i, 'BP'],
	[/^(?:hr|heart rate|pulse)$/i, 'Pulse'],
	[/^(?:rr|resp(?:iratory)? rate|respirations)$/i, 'Resp. rate'],
	[/^(?:t|temp|temperature)$/i, 'Temp'],
	[/^(?:spo2|sats?|o2 sat(?:uration)?|oxygen saturation)$/i, 'SpO₂'],
	[/^(?:weight|wt)$/i, 'Weight'],
];

/** Null unless the whole text is one name, one value and perhaps a unit: nothing of it may be lost. */
export function figure(text: string): Figure | null {
	const parts =
		/^([a-z][a-z0-9 ]*?)(?: (?:is|was|of))?:? +(\d+(?:\.\d+)?(?: ?\/ ?\d+)?) *(mmHg|°[CF]|%|kg|lb|bpm|\/min|(?:beats|breaths) per minute)?\.?$/i.exec(
			text.trim(),
		);
	if (!parts) return null;
	const [, name = '', value = '', unit = ''] = parts;
	const known = names.find(([pattern]) => pattern.test(name));
	return known
		? { value: value.replaceAll(' ', ''), name: known[1], unit: unit.replace(/^\w+ per minute$/i, '/min') }
		: null;
}
