// Who may come in, for admins.
import { call, doing } from "./api.js";
import { el, field, fill, moment, ROLES, table } from "./dom.js";

export async function people(main, me) {
  if (!me.may("admin")) {
    fill(main, el("p", {}, "人员由管理员管理。"));
    return;
  }
  const name = el("input", { name: "name", required: true, maxLength: 60, autocomplete: "off" });
  const boxes = Object.entries(ROLES).map(([role, words]) => [el("input", { type: "checkbox", value: role, name: "role" }), words]);
  const token = el("div", { "aria-live": "polite" });
  const list = el("div", {});
  const draw = async () => {
    const found = await call("GET", "/staff");
    fill(list, table(["姓名", "角色", "状态", ""], found.map((one) => [one.name, one.roles.map((role) => ROLES[role]).join("、"),
      one.disabled_at ? `${moment(one.disabled_at)} 停用` : "可以进入",
      one.disabled_at || one.name === me.name ? "" : el("button", { type: "button", class: "danger", onclick: doing(async () => {
        if (!confirm(`停用 ${one.name}?停用后这个人的令牌不能再用。`)) return;
        await call("POST", "/staff/disable", { name: one.name });
        await draw();
      }) }, "停用")])));
  };
  const add = doing(async () => {
    const made = await call("POST", "/staff", { name: name.value, roles: boxes.filter(([box]) => box.checked).map(([box]) => box.value) });
    fill(token, el("p", {}, `${made.name} 的令牌(只显示这一次,请当面或用安全的办法交给本人):`), el("p", {}, el("code", {}, made.token)));
    name.value = "";
    await draw();
  });
  fill(main, el("h2", {}, "人员"), list, el("form", { class: "card", onsubmit: add }, field("姓名", name, "日志里这样称呼;用过的名字不能再用。"),
    el("div", { class: "ticks", role: "group", "aria-label": "角色" }, boxes.map(([box, words]) => el("label", { class: "tick" }, box, ` ${words}`))),
    el("div", { class: "moves" }, el("button", { class: "main" }, "让这个人进来")), token));
  await draw();
}
