/**
 * Pages of sites that move from another chat: calls as in that chat's documentation, written by us, with the queue
 * that its snippet leaves and without the line that loads the other chat.
 */

export const snippets = {
  /** https://developers.intercom.com/installing-intercom/web/installation and …/web/methods */
  intercom: `
    window.intercomSettings = { app_id: 'abc12345', action_color: '#7c3aed', alignment: 'left', horizontal_padding: 32, vertical_padding: 48 };
    (function () {
      var ic = window.Intercom;
      if (typeof ic === 'function') {
        ic('reattach_activator');
        ic('update', window.intercomSettings);
      } else {
        var i = function () { i.c(arguments); };
        i.q = [];
        i.c = function (args) { i.q.push(args); };
        window.Intercom = i;
      }
    })();
    Intercom('onShow', function () { window.seen = (window.seen || []).concat('shown'); });
    Intercom('onHide', function () { window.seen = (window.seen || []).concat('hidden'); });
    Intercom('onUnreadCountChange', function (unreadCount) { window.seen = (window.seen || []).concat(unreadCount); });
    Intercom('showNewMessage', 'I have a question about my order');`,

  /** https://docs.crisp.chat/guides/chatbox-sdks/web-sdk/dollar-crisp/ */
  crisp: `
    window.$crisp = [];
    window.CRISP_WEBSITE_ID = '00000000-0000-0000-0000-000000000000';
    window.CRISP_RUNTIME_CONFIG = { locale: 'de' };
    window.CRISP_READY_TRIGGER = function () { window.seen = (window.seen || []).concat('loaded'); };
    $crisp.push(['safe', true]);
    $crisp.push(['set', 'user:email', ['ada@example.com']]);
    $crisp.push(['config', 'position:reverse', [true]]);
    $crisp.push(['config', 'color:theme', ['teal']]);
    $crisp.push(['on', 'chat:opened', function () { window.seen = (window.seen || []).concat('opened'); }]);
    $crisp.push(['on', 'message:sent', function (message) { window.seen = (window.seen || []).concat(message.content); }]);
    $crisp.push(['do', 'chat:open']);
    $crisp.push(['do', 'message:send', ['text', 'echo Where is my order?']]);`,

  /** https://www.chatwoot.com/docs/product/channels/live-chat/sdk/setup */
  chatwoot: `
    window.chatwootSettings = { position: 'left', type: 'expanded_bubble', launcherTitle: 'Chat with us', locale: 'pt_BR', darkMode: 'auto' };
    window.addEventListener('chatwoot:ready', function () {
      window.seen = (window.seen || []).concat('ready', window.$chatwoot.hasLoaded);
      window.$chatwoot.setUser('ada', { email: 'ada@example.com', identifier_hash: 'abc' });
      window.$chatwoot.toggle('open');
    });
    window.addEventListener('chatwoot:on-message', function (event) {
      window.seen = (window.seen || []).concat(event.detail.message_type);
    });`,

  /** https://docs.kapa.ai/integrations/website-widget/javascript-api/preinitialize, …/functions and …/events */
  kapa: `
    (function () {
      let k = window.Kapa;
      if (!k) {
        let i = function () { i.c(arguments); };
        i.q = [];
        i.c = function (args) { i.q.push(args); };
        window.Kapa = i;
      }
    })();
    Kapa('onModalOpen', function ({ mode }) { window.seen = (window.seen || []).concat(mode); });
    Kapa('onAskAIQuerySubmit', function ({ question }) { window.seen = (window.seen || []).concat(question); });
    Kapa('open', { mode: 'ai', query: 'echo How to get started?', submit: true });`,
};
