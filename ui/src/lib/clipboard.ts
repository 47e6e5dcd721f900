// Copying text that must first be fetched.

/**
 * Puts text on the clipboard. It must be called in the click itself: WebKit allows the clipboard only there, and takes text
 * that arrives later as a promise.
 */
export async function copy(text: Promise<string>): Promise<void> {
	if (typeof ClipboardItem !== 'undefined' && navigator.clipboard?.write) {
		const blob = text.then((content) => new Blob([content], { type: 'text/plain' }));
		// Waiting for both keeps the backend's own error when the text cannot be had.
		await Promise.all([text, navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])]);
	} else {
		await navigator.clipboard.writeText(await text);
	}
}
