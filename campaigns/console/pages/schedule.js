// When a campaign is sent, as a form: at once, at a time, every week, every month, or by a cron line.
import { el, field } from "./dom.js";

const WAYS = [["now", "批准、启动后马上"], ["at", "在指定时间"], ["weekly", "每周"], ["monthly", "每月"], ["cron", "按 cron 规则"]];
const DAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

const KINDS = [["mon", "周一"], ["tue", "周二"], ["wed", "周三"], ["thu", "周四"], ["fri", "周五"], ["sat", "周六"], ["sun", "周日"], ["holidays", "法定节假日"], ["makeup", "调休上班日"]];

// The hours in which messages may leave, as a form; `house` leads from a kind of day to its usual hours ("": none).
export function windowsForm(house) {
  const rows = KINDS.map(([kind, words]) => {
    const from = el("input", { type: "time", name: `from-${kind}`, "aria-label": `${words}从` });
    const to = el("input", { type: "time", name: `to-${kind}`, "aria-label": `${words}到` });
    return { kind, words, from, to };
  });
  // The end of a day is 24:00 to the service; a clock's field calls it 00:00.
  const set = (row, span) => { [row.from.value, row.to.value] = span ? span.replace("24:00", "00:00").split("-") : ["", ""]; };
  for (const row of rows) {
    set(row, house[row.kind]);
    for (const [one, other] of [[row.from, row.to], [row.to, row.from]]) one.addEventListener("input", () => { other.required = Boolean(one.value); });
  }
  const span = (row) => (row.from.value && row.to.value ? `${row.from.value}-${row.to.value === "00:00" ? "24:00" : row.to.value}` : "");
  // Only what differs from the house is written, so that the rest follows the house.
  const read = () => Object.fromEntries(rows.map((row) => [row.kind, span(row)]).filter(([kind, told]) => told !== house[kind]));
  const write = (told) => {
    if (told.always) return;
    const short = (hours) => (hours ? `${hours.opens.slice(0, 5)}-${hours.closes.startsWith("23:59:59") ? "24:00" : hours.closes.slice(0, 5)}` : "");
    [...told.weekdays, told.holidays, told.makeup].forEach((hours, at) => set(rows[at], short(hours)));
  };
  const node = el("details", { id: "windows" }, el("summary", {}, "允许发送的时段(按星期、节假日)"),
    el("p", { class: "hint" }, "空着的日子不发。批准的人也会看到这些时段。"),
    rows.map((row) => el("p", {}, `${row.words} `, row.from, " 到 ", row.to)));
  return { node, read, write };
}

// Gives { node, read(), write(schedule) }; times are the wall clock's of `zone`, `extra` stands at the end.
export function scheduleForm(zone, extra = null) {
  const way = el("select", { name: "way" }, WAYS.map(([value, words]) => el("option", { value }, words)));
  const at = el("input", { type: "datetime-local", name: "at" });
  const day = el("select", { name: "weekday" }, DAYS.map((words, value) => el("option", { value }, words)));
  const date = el("input", { type: "number", name: "monthday", min: 1, max: 28, value: 1 });
  const time = el("input", { type: "time", name: "time", value: "09:00" });
  const cron = el("input", { name: "cron", placeholder: "分 时 日 月 周,如 0 9 * * 1" });
  const until = el("input", { type: "datetime-local", name: "until" });
  const parts = {
    at: field("发送时间", at), weekday: field("星期", day), monthday: field("几号(1 到 28)", date), time: field("几点", time),
    cron: field("cron 规则", cron), until: field("到什么时候为止", until),
  };
  const SHOWN = { now: [], at: ["at"], weekly: ["weekday", "time", "until"], monthly: ["monthday", "time", "until"], cron: ["cron", "until"] };
  const draw = () => { for (const [name, node] of Object.entries(parts)) node.hidden = !SHOWN[way.value].includes(name); };
  way.addEventListener("change", draw);

  const read = () => {
    const [hour, minute] = time.value.split(":").map(Number);
    const ends = until.value ? { until: until.value } : {};
    if (way.value === "at") return at.value ? { at: at.value } : {};
    if (way.value === "weekly") return { cron: `${minute} ${hour} * * ${day.value}`, ...ends };
    if (way.value === "monthly") return { cron: `${minute} ${hour} ${date.value} * *`, ...ends };
    if (way.value === "cron") return { cron: cron.value.trim(), ...ends };
    return {};
  };
  const write = (told) => {
    if (told.kind === "once") {
      // A time that has passed would only hold the campaign up.
      const passed = told.zone === "Asia/Shanghai" && new Date(`${told.at}+08:00`) < new Date();
      way.value = passed ? "now" : "at";
      at.value = passed ? "" : told.at.slice(0, 16);
    } else {
      const [minute, hour, monthday, month, weekday] = told.cron.split(" ");
      const plain = /^\d+$/.test(minute) && /^\d+$/.test(hour) && month === "*";
      way.value = plain && monthday === "*" && /^[0-6]$/.test(weekday) ? "weekly" : plain && /^\d+$/.test(monthday) && weekday === "*" ? "monthly" : "cron";
      [day.value, date.value, cron.value] = [weekday, monthday, told.cron];
      if (plain) time.value = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
      until.value = told.until.slice(0, 16);
    }
    draw();
  };
  draw();
  const node = el("fieldset", {}, el("legend", {}, "什么时候"), field("发送", way, `时间按 ${zone};只在允许的时段内发出,到点不在时段内的等下一个时段。`), ...Object.values(parts), extra);
  return { node, read, write };
}
