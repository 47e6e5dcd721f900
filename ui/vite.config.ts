import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [svelte(), svelteTesting()],
	clearScreen: false,
	server: { port: 5173, strictPort: true },
	build: {
		// WebKitGTK 2.40 and later, WebView2, and the WKWebView of macOS 13.
		target: ['es2022', 'safari16.4'],
		// The content security policy allows no data: fonts or scripts, so everything stays a file.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
	test: {
		environment: 'jsdom',
		setupFiles: ['tests/setup.ts'],
		include: ['tests/**/*.test.ts'],
		testTimeout: 60_000,
	},
});
