/** Traditional Chinese of Hong Kong: the texts that differ from those of Taiwan. */
import type { Translation } from '../../options/strings.ts';
import { strings as taiwan } from './zh-TW.ts';

export const strings: Translation = {
  ...taiwan,
  loadFailed: '無法載入聊天。請檢查你的網絡連線。',
  partFailed: '部分聊天內容無法載入。請檢查你的網絡連線。',
  exitFullscreen: '退出全螢幕',
  darkMode: '切換至深色模式',
  lightMode: '切換至淺色模式',
  history: '對話記錄',
  placeholder: '輸入你的問題…',
  aiNotice: '你正在與 AI 對話。AI 可能會出錯。',
  voiceRefused: '此頁面的麥克風已被封鎖。請在瀏覽器的網址列允許使用，然後再試一次。',
  voiceNoMicrophone: '找不到麥克風。請接駁麥克風，或改為輸入文字。',
  voiceNetwork: '無法連接語音服務。請再試一次，或輸入你的問題。',
  voiceLanguage: '聽寫不支援此語言。請改為輸入文字。',
  voiceSilence: '我們聽不到聲音。請靠近麥克風一點，然後再試一次。',
  voiceFailed: '語音輸入失敗。請再試一次，或改為輸入文字。',
  keys: '鍵盤快捷鍵',
  keyFullscreen: '開啟或退出全螢幕',
  feedbackQuestion: '這個回答有甚麼問題？',
  feedbackFailed: '無法傳送你的意見。請再試一次。',
  feedbackThanks: '多謝你的意見。',
};
