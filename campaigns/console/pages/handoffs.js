// The desk: who waits for a person, the conversation, and a box to answer.
import { call, doing } from "./api.js";
import { el, fill, moment, table } from "./dom.js";

const STATES = { waiting: "等着", taken: "在答", closed: "已结束" };
const WHY = { asked: "找真人", misses: "机器没听懂", complaint: "有抱怨", sensitive: "家里情况特殊" };
const CHANNELS = { web: "网页", telegram: "Telegram", sms: "短信" };
const VOICES = { resident: "居民", service: "机器", staff: "我们", desk: "提示" };
const FATES = { due: "正在送", sending: "正在送", fetch: "网页还没取", arrived: "已送到", refused: "没送到:对方不收", doubt: "可能没送到" };
const waited = (seconds) => (seconds < 60 ? `${seconds}秒` : seconds < 3600 ? `${Math.floor(seconds / 60)}分钟` : `${Math.floor(seconds / 3600)}小时`);

export async function handoffs(main, me, id) {
  return id ? one(main, me, id) : queue(main, me);
}

// Draws again every few seconds, only when something changed; gives what ends it.
function again(draw) {
  let timer, ended = false;
  const next = () => { if (!ended) timer = setTimeout(() => draw().catch(() => {}).finally(next), 2000); };
  next();
  return () => { ended = true; clearTimeout(timer); };
}

async function queue(main, me) {
  if (!me.may("desk", "operator")) {
    fill(main, el("h2", {}, "人工"), el("p", {}, "需要角色 desk 或 operator。"));
    return undefined;
  }
  const pane = el("div", { class: "queue", "aria-live": "polite" });
  let before = "";
  const draw = async () => {
    const found = await call("GET", "/handoffs");
    const now = JSON.stringify(found);
    if (now === before) return;
    before = now;
    fill(pane, el("p", { class: "hint" }, `${found.desk.open ? "现在上班" : "现在不上班"},上班时间:${found.desk.hours || "没有"}。居民看到的称呼:${found.desk.role}。`),
      found.handoffs.length
        ? table(["编号", "等了", "渠道", "为什么", "状态", "谁在答"], found.handoffs.map((one) => [
          el("a", { href: `#/handoffs/${one.number}` }, one.ticket), waited(one.waited_seconds), CHANNELS[one.channel] || one.channel, WHY[one.why] || one.why,
          el("span", { class: `badge ${one.state === "waiting" ? "held" : "running"}` }, STATES[one.state]), one.taken_by]))
        : el("p", {}, "没有人在等。"));
  };
  fill(main, el("h2", {}, "人工"), pane);
  await draw();
  return again(draw);
}

async function one(main, me, id) {
  const lines = el("div", { class: "talk", role: "log", "aria-live": "polite", "aria-label": "对话" });
  const head = el("p", { class: "hint" });
  const text = el("textarea", { name: "answer", maxLength: 500, required: true, "aria-label": "回答", placeholder: "写给居民的话。不要写姓名、身份证号、银行卡号。" });
  const act = (what, body) => doing(async () => { await call("POST", `/handoffs/${id}/${what}`, body && body()); await draw(); });
  const take = el("button", { type: "button", onclick: act("take") }, "我来答");
  const close = el("button", { type: "button", class: "danger", onclick: act("close") }, "说完了");
  const form = el("form", { class: "answer", onsubmit: doing(async () => {
    await call("POST", `/handoffs/${id}/reply`, { text: text.value });
    text.value = "";
    await draw();
    text.focus();
  }) }, text, el("div", { class: "moves" }, el("button", { class: "main" }, "发给居民"), take, close));
  let before = "";
  const said = (line) => {
    const bad = line.fate === "refused" || line.fate === "doubt";
    return el("p", { class: `sms ${line.voice === "resident" ? "mine" : line.voice === "staff" ? "" : "desk"}`, title: moment(line.at) },
      `${VOICES[line.voice]}:${line.text}`,
      FATES[line.fate] && el("span", { class: bad ? "fate bad" : "fate" }, FATES[line.fate],
        bad ? el("button", { type: "button", onclick: act(`lines/${line.line}/again`) }, "再发一次") : ""));
  };
  const draw = async () => {
    const found = await call("GET", `/handoffs/${id}`);
    const now = JSON.stringify({ ...found, waited_seconds: 0 });
    if (now === before) return;
    before = now;
    fill(head, `${CHANNELS[found.channel] || found.channel} · ${WHY[found.why] || found.why} · ${STATES[found.state]}${found.taken_by ? ` · ${found.taken_by}` : ""}`);
    fill(lines, ...found.lines.map(said));
    lines.scrollTop = lines.scrollHeight;
    form.hidden = found.state === "closed" || (found.state === "taken" && !found.mine);
    take.hidden = found.state !== "waiting";
  };
  fill(main, el("h2", {}, `人工 H${String(id).padStart(4, "0")}`), head, el("section", { class: "card" }, lines, form), el("p", {}, el("a", { href: "#/handoffs" }, "回到列表")));
  await draw();
  return again(draw);
}
