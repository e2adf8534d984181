/**
 * `dist/switching.js`: defines the globals of Intercom, Crisp, Chatwoot and Kapa on a page that uses ChatDock instead,
 * so that the page's calls keep working. `data-from` on its tag selects one of them; without it, all are defined.
 */
import { replaceChatwoot } from './chatwoot.ts';
import { replaceCrisp } from './crisp.ts';
import { replaceIntercom } from './intercom.ts';
import { replaceKapa } from './kapa.ts';
import { createOurDock } from './our-dock.ts';

const vendors = { intercom: replaceIntercom, crisp: replaceCrisp, chatwoot: replaceChatwoot, kapa: replaceKapa };

const selected = document.currentScript?.dataset['from'] ?? Object.keys(vendors).join(' ');
const dock = createOurDock();
for (const [name, replace] of Object.entries(vendors))
  if (selected.toLowerCase().split(/\s+/).includes(name)) replace(dock);
