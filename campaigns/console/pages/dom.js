// Makes elements; text is always text, never markup.
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

// Puts children in place of what was there; what is nothing is left out.
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat().filter((one) => one !== null && one !== undefined && one !== ""));
}

export function field(label, control, hint = "") {
  control.id ||= `f${Math.random().toString(36).slice(2)}`;
  return el("div", {}, el("label", { htmlFor: control.id }, label), control, hint && el("p", { class: "hint" }, hint));
}

export function table(heads, rows, numbers = []) {
  const kind = (at) => (numbers.includes(at) ? { class: "number" } : {});
  return el("div", { class: "wide" }, el("table", {},
    el("thead", {}, el("tr", {}, heads.map((head, at) => el("th", { scope: "col", ...kind(at) }, head)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, at) => el("td", kind(at), cell)))))));
}

export const count = (number) => (number === null || number === undefined ? "未显示" : Number(number).toLocaleString("zh-CN"));
export const ROLES = { author: "撰写", approver: "审批", operator: "操作", desk: "人工", viewer: "查看", admin: "管理员" };
export const moment = (iso) => (iso ? new Date(iso).toLocaleString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" }) : "—");
