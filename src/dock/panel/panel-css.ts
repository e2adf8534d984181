/** Styles of the panel, and of what only an open or opened panel does to the launcher; fetched with it. Measures and colours come from the element's design language (docs/design-language.md). */
export const panelCss = `
.panel{position:fixed;z-index:var(--dock-z);box-sizing:border-box;display:flex;flex-direction:column;overflow:hidden;
--dock-window-x:min(100%,100vw);--dock-window-y:min(100%,100dvh);
width:min(var(--dock-width),calc(var(--dock-window-x) - 2*var(--dock-x)));
height:min(var(--dock-height),calc(var(--dock-window-y) - 2*var(--dock-y) - env(safe-area-inset-top,0px) - env(safe-area-inset-bottom,0px)));
border-radius:calc(var(--ck-radius-card) + 4px);background:var(--ck-bg);color:var(--ck-text);font:400 15px/1.5 var(--ck-font);outline:none;
box-shadow:0 0 0 1px #0f121912,0 8px 24px #0f12191a,0 24px 64px #0f12192e;
visibility:hidden;opacity:0;transform:translateY(12px) scale(.98);transition:opacity .16s,transform .2s var(--dock-ease),visibility 0s .2s}
.dock[data-theme=dark] .panel{box-shadow:0 0 0 1px #ffffff1a,0 8px 24px #0006,0 24px 64px #0009}
.panel[data-open]{visibility:visible;opacity:1;transform:none;transition:opacity .16s,transform .32s var(--dock-ease),visibility 0s}
.dock[data-y=bottom] .panel{bottom:calc(var(--dock-y) + env(safe-area-inset-bottom,0px));transform-origin:bottom right}
.dock[data-y=top] .panel{top:calc(var(--dock-y) + env(safe-area-inset-top,0px));transform-origin:top right}
.dock[data-x=right] .panel{right:calc(var(--dock-x) + env(safe-area-inset-right,0px))}
.dock[data-x=left] .panel{left:calc(var(--dock-x) + env(safe-area-inset-left,0px));transform-origin:bottom left}
.dock[data-y=top][data-x=left] .panel{transform-origin:top left}
.dock .panel[data-fullscreen]{inset:0;width:var(--dock-window-x);height:var(--dock-window-y);padding:0 env(safe-area-inset-right,0px) 0 env(safe-area-inset-left,0px);border-radius:0;box-shadow:none}
.bar{flex:none;display:flex;align-items:center;gap:2px;min-height:52px;padding-inline:8px;border-bottom:1px solid var(--ck-border)}
.panel[data-fullscreen] .bar{padding-top:env(safe-area-inset-top,0px)}
.panel[data-fullscreen] .chat{padding-bottom:env(safe-area-inset-bottom,0px)}
.title{flex:1;min-width:0;margin:0;padding-inline:8px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-size:15px;font-weight:600;letter-spacing:-.005em}
.tool{display:inline-flex;align-items:center;justify-content:center;flex:none;width:36px;height:36px;border-radius:min(var(--ck-radius-control),10px);color:var(--ck-text-secondary);transition:background .12s,color .12s}
.tool[slot]{width:var(--ck-target);height:var(--ck-target)}
.retry,.stop{box-shadow:inset 0 0 0 1px color-mix(in srgb,currentcolor 15%,transparent)}
.tool:hover{background:var(--ck-hover);color:var(--ck-text)}
.tool:active{background:var(--ck-active)}
.panel button:focus-visible{outline:2px solid var(--ck-focus);outline-offset:-2px}
.tool svg{display:block;width:18px;height:18px;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.dock[dir=rtl] .flips svg{transform:scaleX(-1)}
.chat{position:relative;flex:1;min-height:0;display:flex;flex-direction:column}
.chat>*{flex:1;min-height:0}
.notice{overflow:auto;display:flex;flex-direction:column;align-items:center;justify-content:safe center;gap:12px;padding:24px;text-align:center}
.notice p{margin:0;max-width:34ch}
.retry{padding:9px 16px;border-radius:var(--ck-radius-control);background:var(--ck-accent);color:var(--ck-on-accent);font-weight:600}
.panel [role=alert]{margin:0}
.edge{position:absolute}
.scrim{display:none}
.help{position:relative;display:flex}
.chat>.voice,.chat>.note,.chat>.missing{flex:none;box-sizing:border-box;display:flex;align-items:center;gap:10px;min-height:72px;padding:14px 16px;background:var(--ck-bg);border-top:1px solid var(--ck-border);animation:rise .2s var(--dock-ease)}
.missing p{flex:1;min-width:0}
:is(.voice,.missing)>.retry{flex:none;padding:6px 12px;font-size:14px}
@media (hover:none){.help{display:none}}
@media (min-width:641px){.dock[data-y=top] .panel:not([data-open]){transform:translateY(-12px) scale(.98)}}
@media (max-width:640px){
.dock .panel:not([data-mobile=same]){inset:auto 0;top:calc(var(--dock-view-top,0px) + 20px + env(safe-area-inset-top,0px));width:var(--dock-window-x);height:calc(var(--dock-view-height,100dvh) - 20px - env(safe-area-inset-top,0px));border-radius:20px 20px 0 0;transform:translateY(32px)}
.dock .panel[data-open]:not([data-mobile=same]){transform:none}
.dock .panel[data-mobile=fullscreen],.dock .panel[data-fullscreen]:not([data-mobile=same]){top:var(--dock-view-top,0px);height:var(--dock-view-height,100dvh);border-radius:0}
.scrim[data-mobile=sheet]{display:block;position:fixed;inset:0;z-index:var(--dock-z);background:#0f121966;opacity:0;visibility:hidden;transition:opacity .2s,visibility 0s .2s}
.scrim[data-open]{opacity:1;visibility:visible;transition:opacity .2s}
.panel[data-mobile=fullscreen] .bar{padding-top:env(safe-area-inset-top,0px)}
.panel:not([data-mobile=same]) .chat{padding-bottom:env(safe-area-inset-bottom,0px)}
}
.corner{transition:opacity .16s .08s}
.dock[data-open] .corner{visibility:hidden;opacity:0;transition:none}
.launcher>.badge{position:absolute;top:-3px;inset-inline-end:-3px;box-sizing:border-box;min-width:20px;height:20px;padding:0 6px;border-radius:10px;background:#d92d20;color:#fff;font-weight:600;font-size:12px;box-shadow:0 0 0 2px #fff}
.launcher>.dot{min-width:14px;height:14px;padding:0;font-size:0}
.launcher>.off{display:none}
@media (forced-colors:active){.panel{border:1px solid CanvasText}.tool[slot],.retry,.stop{border:1px solid ButtonBorder}.badge{border:1px solid ButtonText}}
@media print{.panel{display:none}}
`;
