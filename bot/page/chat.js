// The residents' chat page: says what is typed, shows what is answered, and loses nothing when the line drops.
import { showVerdicts } from "./results.js";
import { People } from "./people.js";
import { Voice } from "./voice.js";

const $ = (id) => document.getElementById(id);
const log = $("log"), text = $("text"), form = $("form"), banner = $("banner"), typing = $("typing");
const KEPT = "huimin-conversation", SETTINGS = "huimin-settings", IDLE = 30 * 60 * 1000, LONGEST = 500;
const TITLE = document.title, PATIENCE = 3 * 24 * 60 * 60 * 1000; // who waits for a person keeps the page's record longer
const WAITS = [500, 1000, 2000, 4000, 8000];
let kept = load();
let busy = false;

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return { session: Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(""), turns: [], pending: null, at: Date.now() };
}
function load() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT));
    if (found && Date.now() - found.at < (found.ticket ? PATIENCE : IDLE)) return found;
  } catch { /* a torn record is as good as none */ }
  return fresh();
}
function save() {
  kept.at = Date.now();
  try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* full or forbidden: the page works, a reload starts anew */ }
}
function make(name, attributes = {}, ...children) {
  const node = Object.assign(document.createElement(name), attributes);
  node.append(...children);
  return node;
}
function scroll() { window.scrollTo({ top: document.body.scrollHeight }); }

function showMine(words) {
  const item = make("li", { className: "me" }, make("span", { className: "sr", textContent: "您说:" }), words);
  log.append(item);
  scroll();
  return item;
}
function showOptions(options) {
  const list = make("ul", { className: "options" });
  options.forEach((option, index) => {
    const button = make("button", { type: "button" }, make("span", { className: "number", textContent: `${index + 1} ` }), option.label);
    button.dataset.option = option.id;
    button.addEventListener("click", () => say(option.id, option.label));
    list.append(make("li", {}, button));
  });
  return list;
}
function showReply(reply, verdicts, live) {
  const judged = verdicts.length > 0 && reply.kind === "verdict";
  const words = judged ? reply.text.split("\n")[0] : reply.text; // the card below says the rest, in order
  const item = make("li", { className: "us" }, make("span", { className: "sr", textContent: "自动回答:" }), make("p", { className: "words", textContent: words }));
  if (voice.can) item.append(make("button", { type: "button", className: "say", textContent: "听一听", onclick: () => voice.say(reply.text) }));
  log.append(item);
  if (judged || (verdicts.length > 0 && reply.kind === "result")) log.append(showVerdicts(verdicts, make, judged));
  if (reply.options?.length) {
    if (judged) log.append(make("li", { className: "us" }, make("p", { className: "words", textContent: "接下来您可以:" }), showOptions(reply.options)));
    else item.append(showOptions(reply.options));
  }
  if (live) voice.read(reply.text);
}
function retireOptions() {
  for (const button of log.querySelectorAll(".options button")) button.disabled = true;
}
function showStep(body) {
  const asking = body.asking;
  $("stepper").hidden = !asking;
  if (!asking) return;
  const done = asking.answered ?? 0, left = asking.left ?? 0, all = done + Math.max(left, 1);
  $("step-text").textContent = left > 1 ? `自查:已答 ${done} 题,最多还有 ${left} 题` : `自查:已答 ${done} 题,快好了`;
  $("step-bar").max = all;
  $("step-bar").value = done;
}
function showPerson(line, live) {
  const kind = line.kind === "staff" ? "person" : "us";
  const item = make("li", { className: kind }, make("span", { className: "sr", textContent: line.kind === "staff" ? "工作人员:" : "提示:" }), make("p", { className: "words", textContent: line.text }));
  if (voice.can) item.append(make("button", { type: "button", className: "say", textContent: "听一听", onclick: () => voice.say(line.text) }));
  log.append(item);
  if (live) voice.read(line.text);
  scroll();
}
function showTurn(body, live) {
  const verdicts = body.asking ? [] : body.verdicts ?? [];
  for (const reply of body.replies) showReply(reply, verdicts, live);
  showStep(body);
  scroll();
}

async function post(pending) {
  const response = await fetch("/api/chat", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ session: kept.session, text: pending.text, message: pending.message }),
  });
  const body = await response.json();
  if (response.ok) return body;
  const error = new Error(body.error?.message ?? "服务暂时出错");
  error.refused = response.status < 500;
  throw error;
}
async function deliver(pending, item) {
  busy = true;
  $("send").disabled = true;
  const waiting = setTimeout(() => { typing.hidden = false; scroll(); }, 250);
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const body = await post(pending);
        banner.hidden = true;
        if (body.understood?.intent === "forget") {
          kept.turns = [];
          kept.ticket = null;
          people.stop();
        }
        kept.turns.push({ said: pending.label, body });
        kept.pending = null;
        save();
        showTurn(body, true);
        if (body.replies.some((reply) => reply.kind === "handoff")) people.called();
        return;
      } catch (error) {
        if (error.refused) {
          banner.textContent = error.message;
          banner.hidden = false;
          item.classList.add("failed");
          kept.pending = null;
          save();
          return;
        }
        banner.textContent = "网络断开了,正在重新连接,您写的话没有丢……";
        banner.hidden = false;
        await new Promise((next) => setTimeout(next, WAITS[Math.min(attempt, WAITS.length - 1)]));
      }
    }
  } finally {
    clearTimeout(waiting);
    typing.hidden = true;
    busy = false;
    $("send").disabled = false;
  }
}
async function say(words, label = words) {
  if (busy || !words.trim()) return;
  voice.stop();
  retireOptions();
  banner.hidden = true;
  const pending = { text: words.trim(), label, message: crypto.getRandomValues(new Uint32Array(3)).join("-") };
  kept.pending = pending;
  save();
  await deliver(pending, showMine(label));
}

const people = new People(() => kept, (line) => {
  kept.turns.push({ line });
  showPerson(line, true);
  if (document.hidden) document.title = `(新回答)${TITLE}`;
}, (state, changed) => { if (changed) save(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) document.title = TITLE; });

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  const left = LONGEST - text.value.length;
  $("count").hidden = left > 50;
  $("count").textContent = `还能写 ${left} 个字`;
}
text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (busy) return;
  const words = text.value;
  text.value = "";
  fit();
  say(words);
  text.focus();
});
document.addEventListener("click", (event) => {
  const words = event.target.closest?.("[data-say]")?.dataset.say;
  if (words) say(words);
});

const settings = (() => { try { return JSON.parse(localStorage.getItem(SETTINGS)) ?? {}; } catch { return {}; } })();
const voice = new Voice();
function apply() {
  document.documentElement.classList.toggle("elder", Boolean(settings.elder));
  $("elder").setAttribute("aria-pressed", String(Boolean(settings.elder)));
  $("elder").textContent = settings.elder ? "标准版" : "长辈版";
  $("aloud").hidden = !voice.can;
  $("aloud").setAttribute("aria-pressed", String(Boolean(settings.aloud)));
  voice.aloud = Boolean(settings.aloud);
  try { localStorage.setItem(SETTINGS, JSON.stringify(settings)); } catch { /* the choice then lasts as long as the page */ }
}
$("elder").addEventListener("click", () => { settings.elder = !settings.elder; apply(); fit(); });
$("aloud").addEventListener("click", () => { settings.aloud = !settings.aloud; apply(); if (!settings.aloud) voice.stop(); });
apply();

for (const turn of kept.turns) {
  if (turn.line) {
    showPerson(turn.line, false);
    continue;
  }
  if (turn.said) showMine(turn.said);
  retireOptions();
  showTurn(turn.body, false);
}
if (kept.pending) deliver(kept.pending, showMine(kept.pending.label));
else if (!kept.turns.length) deliver({ text: "你好", label: "", message: "hello" }, make("li"));
people.go();
