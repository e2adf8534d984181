import { download } from '../files/download.ts';

/** Gives the visitor a text as a file to save. */
export const saveText = (name: string, type: string, text: string): void =>
  download(URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` })), name);
