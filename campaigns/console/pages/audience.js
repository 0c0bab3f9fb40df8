// Whom a campaign is for, as a form: a benefit, districts, and any facts that residents are registered with.
import { el, field, fill } from "./dom.js";

// Gives { node, read(), write(audience) }.
export function audienceForm(choices) {
  const benefit = el("select", { name: "benefit" }, el("option", { value: "" }, "不限"),
    choices.benefits.map((one) => el("option", { value: one.id }, one.name)));
  const maybe = el("input", { type: "checkbox", name: "maybe" });
  const boxes = choices.districts.map((name) => el("input", { type: "checkbox", value: name, name: "district" }));
  const rows = el("div", {});
  const add = el("button", { type: "button", onclick: () => { rows.append(filterRow(choices.facts)); rows.lastChild.querySelector("select").focus(); } }, "加一个条件");

  const read = () => {
    const audience = {};
    if (benefit.value) audience.qualifies = { benefit: benefit.value, chances: maybe.checked ? ["eligible", "unknown"] : ["eligible"] };
    const districts = boxes.filter((one) => one.checked).map((one) => one.value);
    if (districts.length) audience.districts = districts;
    for (const row of rows.children) {
      const told = row.told();
      if (!told) continue;
      (audience.facts ||= {})[told.fact] = told.asked;
      if (told.unknown) (audience.or_unknown ||= []).push(told.fact);
    }
    return audience;
  };
  const write = (audience) => {
    benefit.value = audience.qualifies?.benefit || "";
    maybe.checked = audience.qualifies?.chances.includes("unknown") || false;
    for (const one of boxes) one.checked = (audience.districts || []).includes(one.value);
    fill(rows, ...Object.entries(audience.facts || {}).map(([fact, asked]) =>
      filterRow(choices.facts, fact, asked, (audience.or_unknown || []).includes(fact))));
  };
  const node = el("fieldset", {}, el("legend", {}, "发给谁"),
    field("哪项政策的人", benefit, "按登记的资料,由这项政策的规则选人。"),
    el("label", { class: "tick" }, maybe, " 资料不全、可能符合的也发"),
    boxes.length ? el("div", { role: "group", "aria-label": "区" }, el("p", { class: "name" }, "区(不勾为全部)"),
      el("div", { class: "ticks" }, boxes.map((one) => el("label", { class: "tick" }, one, ` ${one.value}`)))) : null,
    rows, el("div", { class: "moves" }, add));
  return { node, read, write };
}

// One condition: which fact, and which value or from where to where.
function filterRow(facts, fact = "", asked = null, unknown = false) {
  const which = el("select", { "aria-label": "条件" }, el("option", { value: "" }, "选一项…"),
    facts.map((one) => el("option", { value: one.fact }, one.name)));
  const what = el("span", { class: "inline" });
  const open = el("input", { type: "checkbox", checked: unknown });
  const row = el("div", { class: "filter" }, which, what, el("label", { class: "tick" }, open, " 不清楚的也算"),
    el("button", { type: "button", "aria-label": "去掉这个条件", onclick: () => { const form = row.form; row.remove(); form?.dispatchEvent(new Event("input")); } }, "去掉"));
  const draw = (told) => {
    row.form = which.form;
    const one = facts.find((known) => known.fact === which.value);
    if (!one) fill(what);
    else if (one.counted) {
      const exact = typeof told === "number";
      const bound = (name, words, value) => el("input", { type: "number", min: 0, max: one.most, name, placeholder: words, "aria-label": words, value: value ?? "" });
      fill(what, bound("low", "至少", exact ? told : told?.at_least), bound("high", "至多", exact ? told : told?.at_most));
    } else {
      const chosen = told === null ? [] : told?.one_of || [told];
      fill(what, one.values.map((value) => el("label", { class: "tick" },
        el("input", { type: "checkbox", value: JSON.stringify(value.value), checked: chosen.includes(value.value) }), ` ${value.name}`)));
    }
  };
  which.addEventListener("change", () => draw(null));
  which.value = fact;
  draw(asked);
  row.told = () => {
    const one = facts.find((known) => known.fact === which.value);
    if (!one) return null;
    if (one.counted) {
      const [low, high] = [...what.querySelectorAll("input")].map((input) => input.value);
      if (low === "" && high === "") return null;
      return { fact: one.fact, unknown: open.checked, asked: { ...(low !== "" && { at_least: Number(low) }), ...(high !== "" && { at_most: Number(high) }) } };
    }
    const values = [...what.querySelectorAll("input:checked")].map((input) => JSON.parse(input.value));
    if (!values.length) return null;
    return { fact: one.fact, unknown: open.checked, asked: values.length === 1 ? values[0] : { one_of: values } };
  };
  return row;
}
