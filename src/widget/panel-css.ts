/** Styles of the panel; fetched with it. */
export const panelCss = `
.panel{position:fixed;z-index:var(--dock-z);box-sizing:border-box;display:flex;flex-direction:column;overflow:hidden;
width:min(var(--dock-width),calc(100vw - 2*var(--dock-x)));
height:min(var(--dock-height),calc(100dvh - 2*var(--dock-y) - env(safe-area-inset-top,0px) - env(safe-area-inset-bottom,0px)));
border-radius:20px;background:var(--dock-paper);color:var(--dock-ink);box-shadow:var(--dock-shadow);outline:none;
visibility:hidden;opacity:0;transform:translateY(12px) scale(.98);transition:opacity .16s,transform .2s var(--dock-ease),visibility 0s .2s}
.panel[data-open]{visibility:visible;opacity:1;transform:none;transition:opacity .16s,transform .32s var(--dock-ease),visibility 0s}
.dock[data-y=bottom] .panel{bottom:calc(var(--dock-y) + env(safe-area-inset-bottom,0px));transform-origin:bottom right}
.dock[data-y=top] .panel{top:calc(var(--dock-y) + env(safe-area-inset-top,0px));transform-origin:top right}
.dock[data-x=right] .panel{right:calc(var(--dock-x) + env(safe-area-inset-right,0px))}
.dock[data-x=left] .panel{left:calc(var(--dock-x) + env(safe-area-inset-left,0px));transform-origin:bottom left}
.dock .panel[data-fullscreen]{inset:0;width:100vw;height:100dvh;border-radius:0;box-shadow:none}
.bar{flex:none;display:flex;align-items:center;gap:2px;min-height:52px;padding:0 8px;padding-top:env(safe-area-inset-top,0px);border-bottom:1px solid var(--dock-line)}
.panel:not([data-fullscreen]) .bar{padding-top:0}
.title{flex:1;min-width:0;margin:0;padding-inline:10px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-size:15px;font-weight:600;letter-spacing:-.005em}
.tool{display:inline-flex;align-items:center;justify-content:center;flex:none;width:36px;height:36px;border-radius:10px;color:var(--dock-soft);transition:background .12s,color .12s}
.tool:hover{background:var(--dock-raised);color:var(--dock-ink)}
.tool svg{display:block}
.dock[dir=rtl] .flips svg{transform:scaleX(-1)}
.chat{position:relative;flex:1;min-height:0;display:flex;flex-direction:column}
.chat>*{flex:1;min-height:0}
.notice{display:flex;flex-direction:column;align-items:center;justify-content:center;gap:12px;padding:24px;text-align:center}
.notice p{margin:0;max-width:34ch}
.retry{padding:9px 16px;border-radius:12px;background:var(--dock-accent);color:var(--dock-on-accent);font-weight:600}
@media (max-width:640px){
.dock .panel:not([data-mobile=same]){inset:auto 0 0;width:100vw;height:calc(100dvh - 24px - env(safe-area-inset-top,0px));border-radius:20px 20px 0 0;transform:translateY(24px)}
.dock .panel[data-open]:not([data-mobile=same]){transform:none}
.dock .panel[data-mobile=fullscreen],.dock .panel[data-fullscreen]:not([data-mobile=same]){height:100dvh;border-radius:0}
}
@media print{.panel{display:none}}
`;
