// Reads replies aloud where the browser can, slowly, in Chinese.
export class Voice {
  constructor() {
    this.can = "speechSynthesis" in window;
    this.aloud = false;
  }
  say(words) {
    if (!this.can) return;
    this.stop();
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = "zh-CN";
    utterance.rate = 0.85;
    speechSynthesis.speak(utterance);
  }
  read(words) {
    if (this.aloud) this.say(words);
  }
  stop() {
    if (this.can) speechSynthesis.cancel();
  }
}
