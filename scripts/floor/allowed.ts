/**
 * Features that a browser of the floor lacks, and why the build may have them. A test of the name in code, such as
 * `'any' in AbortSignal`, needs an entry too, because the check does not follow the flow of the code.
 */
const OURS = {
  'api.AbortSignal.any_static': 'src/protocol/platform.ts has the same for older browsers.',
  'api.HTMLElement.showPopover': 'Called if it exists; the box has a fixed position without it.',
  'api.Navigator.userActivation':
    'Read if it exists; without it, the composer takes the focus as if there were a press.',
  'api.Selection.getComposedRanges': 'Called if it exists; without it, the editor lets the browser edit.',
  'api.SpeechRecognition':
    'Read if it exists; without it, the recording is transcribed by the server or there is no button.',
  'api.Window.cancelIdleCallback': 'Called where requestIdleCallback exists.',
  'api.Window.requestIdleCallback': 'Called if it exists, else setTimeout.',
};

const LIBRARIES = {
  'api.Document.moveBefore': 'Preact calls it if it exists.',
  'api.CookieStore': 'msw, in the mock server of demos and tests.',
  'api.EventTarget.when': 'A name that msw defines itself.',
  'api.Headers.getSetCookie': 'msw, in the mock server of demos and tests.',
  'api.Response.json_static': 'msw, in the mock server of demos and tests.',
  'api.URL.canParse_static': 'msw, in the mock server of demos and tests.',
  'javascript.builtins.ArrayBuffer.detached': 'A name that msw defines itself.',
  'javascript.builtins.Error.captureStackTrace': 'zod and msw call it if it exists.',
  'javascript.builtins.Promise.withResolvers': 'msw, in the mock server of demos and tests.',
};

/** The data has an interface with a member of this name; the code has an object of its own. */
const OTHER_NAMES = {
  'api.HTMLInputElement.alpha': 'The opacity of a colour in d3-color, which d3-scale uses.',
  'api.Element.ariaLabel': 'A property of ChatKit widgets.',
  'api.Element.pseudo': 'CodeMirror’s CSS mode.',
  'api.Navigator.getUserMedia': '`navigator.mediaDevices.getUserMedia`, which every browser has.',
  'api.Selection.direction': 'The direction of text.',
  'api.Window.fence': 'A fence in Markdown.',
  'api.Window.maximize': 'A method of the calendar library.',
  'api.Window.restore': 'A method of ours.',
  'javascript.builtins.ArrayBuffer.resizable': 'An option of ours.',
  'javascript.builtins.Iterator.chunks': 'The chunks of a long thread.',
  'javascript.builtins.Iterator.drop': 'A method of ours.',
  'javascript.builtins.Set.union': 'zod’s `z.union`.',
};

/** A browser skips the declaration, and nothing that a visitor needs is missing. */
const DECORATION = {
  'css.properties.-webkit-tap-highlight-color': 'Only touch browsers that have it show a highlight.',
  'css.types.color.oklch.relative_syntax': 'The text of a launcher with an accent colour is white without it.',
  'css.types.color.color.relative_syntax': 'The text of a header with a colour is white without it.',
  'css.properties.accent-color': 'Colours of check boxes.',
  'css.properties.contain-intrinsic-block-size': 'The assumed size of parts of a long message that are not laid out.',
  'css.properties.content-visibility': 'Without it, the browser lays out a long message as a whole.',
  'css.properties.content-visibility.auto': 'Without it, the browser lays out a long message as a whole.',
  'css.properties.cursor.ew-resize': 'The shape of the pointer; an iPhone has none.',
  'css.properties.cursor.ns-resize': 'The shape of the pointer; an iPhone has none.',
  'css.properties.cursor.default': 'The shape of the pointer; an iPhone has none.',
  'css.properties.cursor.pointer': 'The shape of the pointer; an iPhone has none.',
  'css.properties.field-sizing': 'A text area has a fixed height without it.',
  'css.properties.field-sizing.content': 'A text area has a fixed height without it.',
  'css.properties.font-family.math': 'The last of a list of fonts for formulas.',
  'css.properties.forced-color-adjust': 'Safari has no forced colours.',
  'css.properties.forced-color-adjust.none': 'Safari has no forced colours.',
  'css.properties.overflow-anchor': 'Turns scroll anchoring off where a browser has it.',
  'css.properties.overflow-anchor.none': 'Turns scroll anchoring off where a browser has it.',
  'css.properties.overflow-clip-margin': 'Focus rings at the edge of a picture.',
  'css.properties.overscroll-behavior': 'Partly supported in the floor: not for content without overflow.',
  'css.properties.overscroll-behavior-x': 'Partly supported in the floor: not for content without overflow.',
  'css.properties.resize': 'The handle of a text area; an iPhone has none.',
  'css.properties.resize.none': 'The handle of a text area; an iPhone has none.',
  'css.properties.resize.vertical': 'The handle of a text area; an iPhone has none.',
  'css.properties.scrollbar-color': 'The look of scroll bars.',
  'css.properties.scrollbar-gutter': 'The look of scroll bars.',
  'css.properties.scrollbar-gutter.stable': 'The look of scroll bars.',
  'css.properties.scrollbar-width': 'The look of scroll bars.',
  'css.properties.scrollbar-width.thin': 'The look of scroll bars.',
  'css.properties.text-wrap': 'How lines of a heading break.',
  'css.properties.text-wrap.balance': 'How lines of a heading break.',
  'css.properties.text-wrap.pretty': 'How lines of a text break.',
  'css.properties.user-select': 'Safari has it as -webkit-user-select, which the build adds.',
  'css.selectors.-moz-progress-bar': 'In a rule of its own, for Firefox.',
  'css.selectors.-webkit-progress-bar': 'In a rule of its own, for the others.',
  'css.selectors.-webkit-progress-value': 'In a rule of its own, for the others.',
};

export const ALLOWED: Readonly<Record<string, string>> = { ...OURS, ...LIBRARIES, ...OTHER_NAMES, ...DECORATION };
