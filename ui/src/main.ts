import '@fontsource-variable/inter/wght.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './lib/backend/connect';
import { m } from './lib/messages';
import './styles/tokens.css';
import './styles/base.css';

const target = document.getElementById('app');
const backend = await connect();
if (target && backend) mount(App, { target, props: { backend } });
else if (target) target.textContent = m.app.elsewhere;
