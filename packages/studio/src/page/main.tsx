import { render } from 'preact';
import { listenForKeys } from './keys';
import { Shell } from './shell';
import { takeKey } from './state/client';
import { follow } from './state/studio';

takeKey();
listenForKeys();
const root = document.getElementById('studio');
root?.replaceChildren();
if (root !== null) render(<Shell />, root);
void follow();
