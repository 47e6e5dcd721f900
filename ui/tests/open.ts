import { render, screen } from '@testing-library/svelte';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import App from '../src/App.svelte';
import { Fake, type FakeOptions } from '../src/lib/backend/fake';

export { FAKE_PASSPHRASE, FAKE_RECOVERY_CODE } from '../src/lib/backend/fake';

/** The whole application over the stand-in backend, at a pace that a test can wait for. */
export function open(options: FakeOptions = {}): { backend: Fake; user: UserEvent } {
	const user = userEvent.setup();
	const backend = new Fake({ pace: 100, ...options });
	render(App, { backend });
	return { backend, user };
}

/** The note of the consult on the worklist that is drafted and has two statements to resolve. */
export async function openReview(options: FakeOptions = {}) {
	const opened = open(options);
	await screen.findByTestId('worklist');
	await opened.user.keyboard('{Enter}');
	await screen.findByTestId('note');
	return opened;
}

export function statement(text: RegExp): HTMLElement {
	const found = screen.getAllByTestId('statement').find((one) => text.test(one.textContent));
	if (!found) throw new Error(`no statement says ${String(text)}`);
	return found;
}
