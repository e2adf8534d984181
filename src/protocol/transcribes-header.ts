/** In every answer of our server: `yes` if it turns recordings into text, else `no`. Our dock shows its microphone by it. */
export const TRANSCRIBES_HEADER = 'chatdock-transcribes';
