// A new campaign, with a preview that follows every change.
import { call, doing, show } from "./api.js";
import { count, el, field, fill, moment, table } from "./dom.js";

export function previewed(told) {
  return [
    el("p", {}, el("span", { class: "figure", id: "recipients" }, count(told.recipients)), " 人会收到"),
    told.excluded.length ? table(["不发给", "人数"], told.excluded.map((one) => [one.words, count(one.count)]), [1]) : el("p", { class: "hint" }, "没有人被排除。"),
    el("dl", {},
      el("dt", {}, "计费条数"), el("dd", {}, count(told.segments)),
      el("dt", {}, "费用"), el("dd", {}, `${told.cost} ${told.currency}(上限 ${told.cost_ceiling})`),
      el("dt", {}, "时间"), el("dd", {}, `${moment(told.begins_at)} 至 ${moment(told.ends_at)}`)),
    ...told.languages.map((one) => el("p", { class: "hint" },
      `${one.language}:每条 ${one.segments} 段${one.forcing.length ? `,按中文计费的字:${one.forcing.slice(0, 12).join(" ")}` : ""}${one.hint ? `;${one.hint}` : ""}`)),
    el("h3", {}, "前几条短信"),
    ...told.first_messages.map((text) => el("p", { class: "sms" }, text)),
  ];
}

export async function newCampaign(main, me) {
  if (!me.may("author")) {
    fill(main, el("p", {}, "新建活动需要 author(撰写)角色。"));
    return;
  }
  const templates = await call("GET", "/templates");
  const template = el("select", { name: "template" }, templates.map((one) => el("option", { value: one.id }, one.title)));
  const name = el("input", { name: "name", maxLength: 200 });
  const text = el("textarea", { readOnly: true, name: "text" });
  const values = el("div", {});
  const benefit = el("select", { name: "benefit" });
  const maybe = el("input", { type: "checkbox", name: "maybe" });
  const district = el("input", { name: "district", placeholder: "如:洪山区,武昌区;不填为全部" });
  const age = el("input", { name: "age", type: "number", min: 0, max: 130 });
  const at = el("input", { name: "at", type: "datetime-local" });
  const ceiling = el("input", { name: "ceiling", type: "number", min: 0, step: "0.01" });
  const waves = el("select", { name: "waves" }, el("option", { value: "waves" }, "先发 1%,再发 10%,最后其余(每步等 15 分钟)"), el("option", { value: "once" }, "一次发完"));
  const preview = el("div", { id: "preview", "aria-live": "polite" }, el("p", { class: "hint" }, "填好后这里显示预览。"));

  const chosen = () => templates.find((one) => one.id === template.value);
  const body = () => {
    const audience = {};
    if (benefit.value) audience.qualifies = { benefit: benefit.value, chances: maybe.checked ? ["eligible", "unknown"] : ["eligible"] };
    const districts = district.value.split(/[,,、\s]+/).filter(Boolean);
    if (districts.length) audience.districts = districts;
    if (age.value) audience.facts = { "self.age": { at_least: Number(age.value) } };
    return {
      template: template.value, name: name.value.trim(), audience,
      values: Object.fromEntries([...values.querySelectorAll("input")].map((input) => [input.name, input.value.trim()])),
      schedule: at.value ? { at: at.value } : {},
      waves: waves.value === "once" ? { shares: [], soak_minutes: 0 } : {},
      ...(ceiling.value ? { cost_ceiling: ceiling.value } : {}),
    };
  };
  let timer, turn = 0;
  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++turn;
      if ([...values.querySelectorAll("input")].some((input) => !input.value.trim())) return;
      try {
        const told = await call("POST", "/campaigns/preview", body());
        if (mine === turn) { show(null); fill(preview, ...previewed(told)); }
      } catch (problem) {
        if (mine === turn) fill(preview, el("p", { class: "hint" }, problem.message));
      }
    }, 350);
  };
  const choose = () => {
    const one = chosen();
    text.value = Object.entries(one.texts).map(([language, words]) => `${language}:${words}`).join("\n");
    name.placeholder = one.title;
    fill(values, ...one.values.map((value) => field(`{${value}}`, el("input", { name: value, required: true, maxLength: 200 }))));
    const named = Object.keys(one.policies);
    fill(benefit, el("option", { value: "" }, "不限"), ...named.map((id) => el("option", { value: id }, `可能符合:${id}`)));
    benefit.value = "";
    refresh();
  };
  template.addEventListener("change", choose);
  const keep = doing(async (event) => {
    const made = await call("POST", "/campaigns", body());
    if (event.submitter?.value === "submit") await call("POST", `/campaigns/${made.id}/submit`);
    location.hash = `#/campaign/${made.id}`;
  });
  fill(main, el("h2", {}, "新建活动"), el("div", { class: "columns" },
    el("form", { class: "card", oninput: refresh, onsubmit: keep },
      field("短信模板", template), field("文字", text), values, field("活动名称", name),
      field("发给谁", benefit), el("label", { class: "tick" }, maybe, " 资料不全、可能符合的也发"),
      field("区", district), field("年龄不小于", age), field("发送时间(北京时间)", at, "不填为批准、启动后马上发;只在每天允许的时段内发出。"),
      field("费用上限", ceiling, "不填为现在的预计费用再加一成。"), field("分批", waves),
      el("div", { class: "moves" }, el("button", { class: "main", value: "submit" }, "保存并提交批准"), el("button", { value: "keep" }, "只保存草稿"))),
    el("section", { class: "card", "aria-label": "预览" }, el("h2", {}, "预览"), preview)));
  choose();
}
