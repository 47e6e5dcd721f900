import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openReview, statement } from './open';

test('a section that is being drafted again is stopped by Escape and stays as it was', async () => {
	const { user } = await openReview({ pace: 1 });
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('r{ArrowDown}{Enter}');
	expect(await screen.findByTestId('section-redrafting')).toBeVisible();
	await user.keyboard('{Escape}');
	await waitFor(() => expect(screen.getByTestId('stopped')).toHaveTextContent('The note stays as it was.'));
	expect(screen.queryByTestId('section-redrafting')).toBeNull();
	expect(screen.queryByTestId('problem')).toBeNull();
	expect(screen.queryByText(/In every detail/)).toBeNull();
	expect(screen.getByTestId('note')).toHaveAttribute('data-version', '1');
});

test('a note that is being drafted again is stopped by its button', async () => {
	const { user } = await openReview({ pace: 1 });
	await user.click(screen.getByTestId('redraft'));
	expect(await screen.findByTestId('stop-redraft')).toBeVisible();
	expect(screen.getByTestId('undo')).toBeDisabled();
	await user.click(screen.getByTestId('stop-redraft'));
	await waitFor(() => expect(screen.getByTestId('redraft')).toBeEnabled());
	expect(screen.getByTestId('undo')).toBeEnabled();
	expect(screen.queryByTestId('stop-redraft')).toBeNull();
	expect(screen.getByTestId('note')).toHaveAttribute('data-version', '1');
});

test('a section that is empty and not shown can be drafted', async () => {
	const { user } = await openReview();
	const codes = () => screen.getAllByTestId('section').map((section) => section.dataset.section);
	await user.click(within(statement(/Left knee pain, follow-up/)).getByTestId('statement-text'));
	await user.keyboard('{Backspace}');
	await waitFor(() => expect(codes()).not.toContain('chief_complaint'));
	await user.selectOptions(screen.getByTestId('draft-elsewhere'), 'Chief complaint');
	await user.click(screen.getByTestId('draft-elsewhere-go'));
	await waitFor(() => expect(statement(/Left knee pain, follow-up/)).toHaveAttribute('data-origin', 'model'));
	expect(codes()).toContain('chief_complaint');
});

test('a statement that is being typed is saved before the note is drafted anew, and nothing is signed meanwhile', async () => {
	const { user, backend } = await openReview({ pace: 1 });
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('e');
	await user.type(await screen.findByTestId('statement-editor'), ' Really.');
	await user.click(screen.getByTestId('redraft'));
	await screen.findByTestId('stop-redraft');
	expect(screen.getByTestId('sign')).toBeDisabled();
	expect(screen.queryByTestId('add-statement')).toBeNull();
	await user.click(screen.getByTestId('stop-redraft'));
	await waitFor(() => expect(screen.getByTestId('sign')).toBeEnabled());
	expect(statement(/Really/)).toHaveAttribute('data-origin', 'clinician');
	expect((await backend.note('encounter-1')).version).toBe(2);
});
