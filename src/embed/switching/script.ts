/**
 * `dist/switching.js`: the names of Intercom, Crisp, Chatwoot and Kapa on a page that has ChatDock in their place, so that what the
 * page calls keeps working. `data-from` on its tag says which of them; without it all.
 */
import { takeChatwoot } from './chatwoot.ts';
import { takeCrisp } from './crisp.ts';
import { takeIntercom } from './intercom.ts';
import { takeKapa } from './kapa.ts';
import { createOurDock } from './our-dock.ts';

const vendors = { intercom: takeIntercom, crisp: takeCrisp, chatwoot: takeChatwoot, kapa: takeKapa };

const wanted = document.currentScript?.dataset['from'] ?? Object.keys(vendors).join(' ');
const dock = createOurDock();
for (const [name, take] of Object.entries(vendors)) if (wanted.toLowerCase().split(/\s+/).includes(name)) take(dock);
