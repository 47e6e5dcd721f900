// Which backend this window has: Rust in the application, a stand-in while the screens are built or tested in a browser.

import type { Backend } from '../backend';
import { connectTauri } from './tauri';

/** None in a released build that was opened in a browser. */
export async function connect(): Promise<Backend | null> {
	if ('__TAURI_INTERNALS__' in window) return connectTauri();
	if (import.meta.env.MODE === 'production') return null;
	const { fakeFromAddress } = await import('./fake-from-address');
	return fakeFromAddress(window.location.search);
}
