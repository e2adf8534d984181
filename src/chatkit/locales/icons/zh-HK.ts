/** Traditional Chinese of Hong Kong: the labels that differ from those of Taiwan. */
import type { IconLabels } from './en.ts';
import { labels as taiwan } from './zh-TW.ts';

export const labels: IconLabels = {
  ...taiwan,
  home: '主頁',
  collapse: '收起',
  reportProblem: '報告問題',
  overview: '概覽',
  history: '歷史記錄',
  calendar: '日曆',
  email: '電郵',
  call: '致電',
  add: '加入',
  profile: '個人檔案',
};
