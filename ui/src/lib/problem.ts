// What can go wrong, as the backend tells it.

import type { AppError } from './backend';
import { m } from './messages';

/** The backend's own error where it is one; anything else is named as an unexpected error, without its text. */
export function toAppError(thrown: unknown): AppError {
	if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
		const { code, message, advice } = thrown as AppError;
		return { code, message, advice: advice ?? null };
	}
	return { code: 'internal', message: m.problem.unexpected, advice: m.problem.unexpectedAdvice };
}
