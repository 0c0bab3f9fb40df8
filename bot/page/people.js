// What people say while they have the conversation: asked for every few seconds, shown once, kept over a reload.
const EVERY = 2500, LONGEST = 20000;

export class People {
  // `kept` gives the page's record, `show` a line, `state` what changed (waiting, taken, closed, none).
  constructor(kept, show, state) {
    this.kept = kept;
    this.show = show;
    this.state = state;
    this.timer = 0;
    this.wait = EVERY;
  }

  get ticket() { return this.kept().ticket ?? null; }

  // A turn says that a person was called: from now on their lines are asked for.
  called() {
    this.kept().ticket ??= { last: 0, state: "waiting" };
    this.go();
  }

  go() {
    clearTimeout(this.timer);
    if (this.ticket) this.timer = setTimeout(() => this.ask(), this.wait);
  }

  stop() { clearTimeout(this.timer); }

  async ask() {
    const asked = this.ticket, session = this.kept().session;
    if (!asked) return;
    try {
      const response = await fetch(`/api/chat/${session}/since?line=${asked.last}`);
      if (!response.ok) throw new Error(String(response.status));
      const body = await response.json();
      if (this.ticket !== asked) return; // all was forgotten meanwhile
      this.wait = EVERY;
      for (const line of body.lines) {
        if (line.line <= asked.last) continue;
        asked.last = line.line;
        this.show(line);
      }
      const changed = body.state !== asked.state;
      asked.state = body.state;
      const over = body.state === "closed" || body.state === "none";
      if (over && !body.lines.length) this.kept().ticket = null; // the last lines were told as shown by this call
      this.state(body.state, changed || body.lines.length > 0);
    } catch {
      this.wait = Math.min(this.wait * 2, LONGEST);
    }
    this.go();
  }
}
