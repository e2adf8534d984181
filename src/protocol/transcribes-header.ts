/**
 * A header in every answer of our server: `yes` if it transcribes recordings, else `no`. It decides whether our dock
 * shows its microphone.
 */
export const TRANSCRIBES_HEADER = 'chatdock-transcribes';
