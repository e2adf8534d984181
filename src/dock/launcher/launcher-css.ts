/** Styles of the frame and the launcher: what a page pays for before anybody opens the chat. */
export const launcherCss = `:host{all:initial!important;display:contents!important}
.dock{display:contents;font:400 15px/1.5 var(--dock-font);color:var(--dock-ink);
--dock-paper:#fff;--dock-ink:#16181d;--dock-focus:#2563eb;--dock-accent:var(--dock-ink);--dock-on-accent:var(--dock-paper);--dock-ease:cubic-bezier(.2,.8,.2,1)}
.dock[data-theme=dark]{--dock-paper:#1d2026;--dock-ink:#f1f2f4;--dock-focus:#7db0ff}
.dock[data-accent]{--dock-accent:var(--dock-own-accent);--dock-on-accent:oklch(from var(--dock-own-accent) clamp(0,(.66 - l)*1000,1) 0 0)}
[data-y=top] .bubble{order:1}
.corner{position:fixed;z-index:var(--dock-z);display:grid;gap:12px;max-width:calc(100vw - 2*var(--dock-x))}
[data-y=bottom] .corner{bottom:calc(var(--dock-y) + env(safe-area-inset-bottom))}
[data-y=top] .corner{top:calc(var(--dock-y) + env(safe-area-inset-top))}
[data-x=right] .corner{justify-items:right;right:calc(var(--dock-x) + env(safe-area-inset-right))}
[data-x=left] .corner{justify-items:left;left:calc(var(--dock-x) + env(safe-area-inset-left))}
button{all:unset;box-sizing:border-box;cursor:pointer;font:inherit}
button:focus-visible{outline:2px solid var(--dock-focus);outline-offset:2px}
[hidden]{display:none!important}
.launcher,.launcher>span,.small{display:flex;align-items:center;justify-content:center}
.launcher{position:relative;gap:10px;min-width:56px;height:56px;border-radius:28px;background:var(--dock-accent);color:var(--dock-on-accent);transition:transform .2s var(--dock-ease)}
.launcher,.bubble{box-shadow:0 0 0 1px #0f121914,0 8px 28px #0f121940}
.labelled{padding-inline:18px 22px;font-weight:600;font-size:16px}
.launcher:hover{transform:translateY(-2px)}
.icon{width:24px;height:24px;background:currentColor}
.chat-icon{clip-path:path(evenodd,'M2.9 16.2A10 10 0 1 1 7.8 21.1L2.3 23A1 1 0 0 1 1 21.7ZM5.1 16 3.6 20.4 8 18.9A8 8 0 1 0 5.1 16Z')}
.sparkle-icon{clip-path:path('M12 1 15 9 23 12 15 15 12 23 9 15 1 12 9 9Z')}
.close-icon{clip-path:path('M8 9 9 8 12 11 15 8 16 9 13 12 16 15 15 16 12 13 9 16 8 15 11 12Z')}
.launcher img{width:56px;height:56px;border-radius:50%;object-fit:cover}
.labelled img{width:36px;height:36px;margin-inline-start:-8px}
.bubble{display:flex;align-items:center;max-width:20em;padding:4px;border-radius:16px;background:var(--dock-paper);color:var(--dock-ink);animation:rise .35s var(--dock-ease)}
.say{padding:8px 12px;border-radius:12px}
.small{flex:none;align-self:start;min-width:28px;height:28px;border-radius:14px}
.again{align-self:center;padding:0 12px;margin-inline-end:6px;background:var(--dock-accent);color:var(--dock-on-accent);font-weight:600}
.spin{width:20px;height:20px;border:2.5px solid;border-top-color:#0000;border-radius:50%;animation:spin .8s linear infinite}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}
@keyframes spin{to{transform:rotate(1turn)}}
@media (prefers-reduced-motion:reduce){.dock *{animation:none!important;transition:none!important}}
@media (forced-colors:active){.launcher,.bubble{border:1px solid ButtonText}.icon{forced-color-adjust:none;background:ButtonText}}
@media print{.corner{display:none}}
`;
