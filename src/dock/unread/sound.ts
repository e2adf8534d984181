/** A short sound for a new answer, made by the browser: no file is loaded. */
const VOLUME = 0.08;
/** Frequencies in Hz, one after the other. */
const TONES = [880, 1174.66];
const TONE_SECONDS = 0.12;

/**
 * Plays in one tab only, when several show the chat. Browsers allow sound once the visitor has clicked or typed on the page;
 * before that, nothing plays.
 */
export function playSound(): void {
  const { userActivation, locks } = navigator as Partial<Pick<Navigator, 'userActivation' | 'locks'>>;
  if (userActivation && !userActivation.hasBeenActive) return;
  if (!locks) return void play();
  void locks.request('chatdock:sound', { ifAvailable: true }, (lock) => (lock ? play() : undefined)).catch(() => {});
}

/** @returns a promise that resolves a second later, so that no other tab plays the same answer. */
async function play(): Promise<void> {
  if (typeof AudioContext === 'undefined') return;
  const audio = new AudioContext();
  try {
    const gain = audio.createGain();
    gain.connect(audio.destination);
    TONES.forEach((frequency, index) => {
      const tone = audio.createOscillator();
      const start = audio.currentTime + index * TONE_SECONDS;
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start(start);
      tone.stop(start + TONE_SECONDS);
    });
    gain.gain.setValueAtTime(VOLUME, audio.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + TONES.length * TONE_SECONDS);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  } finally {
    await audio.close();
  }
}
