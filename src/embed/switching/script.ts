/**
 * `dist/switching.js`: defines the globals of Intercom, Crisp, Chatwoot and Kapa on a page that uses ChatDock instead,
 * so that the page's calls keep working. `data-from` on its tag selects one of them; without it, all are defined.
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
