// What nobody knows the end of: messages that the provider may have taken or not, and what a person decides about them.
import { call, doing } from "./api.js";
import { el, fill, moment, table } from "./dom.js";

const DECISIONS = [
  ["treat_as_sent", "当作已发出", "", (number) => `把选中的 ${number} 条当作已经发出?不会再发;居民也可能其实没收到。`],
  ["treat_as_not_sent", "当作没发出", "", (number) => `把选中的 ${number} 条当作没有发出?不会再发,报告里算“未送达”;居民也可能其实收到了。`],
  ["send_again", "再发一次", "danger", (number) => `再发选中的 ${number} 条?如果第一次其实发出去了,居民会收到两条一样的短信,费用也算两次。`],
];

// Fills the section; gives redraw(any), where `any` says whether there are such messages. `changed` runs after a decision.
export function doubtsOf(section, me, path, changed) {
  const decides = me.may("operator");
  const chosen = new Set();
  let before = null, shown = [];
  const list = el("div", {});
  const told = el("p", { role: "status", tabIndex: -1 });
  const all = el("input", { type: "checkbox", name: "all-doubts" });
  const open = () => shown.filter((one) => one.decisions.length);
  const tick = () => { all.checked = chosen.size > 0 && chosen.size === open().length; };
  all.addEventListener("change", () => {
    for (const one of open()) chosen[all.checked ? "add" : "delete"](one.delivery);
    for (const box of list.querySelectorAll("input")) box.checked = all.checked;
  });
  const box = (one) => (one.decisions.length
    ? el("input", {
      type: "checkbox", name: "doubt", value: one.delivery, checked: chosen.has(one.delivery), "aria-label": `选中 ${one.delivery} 号短信`,
      onchange: (event) => { chosen[event.target.checked ? "add" : "delete"](one.delivery); tick(); },
    })
    : el("span", { class: "hint" }, `${moment(one.decided_from)} 起可以决定`));
  const decide = (decision, words, asked) => doing(async () => {
    const able = shown.filter((one) => chosen.has(one.delivery) && one.decisions.includes(decision)).map((one) => one.delivery);
    if (!chosen.size) throw new Error("请先勾选要决定的短信。");
    if (!able.length) throw new Error("选中的短信所属的这次发送已经结束,不能再发。");
    if (!confirm(`${asked(able.length)}${able.length < chosen.size ? `\n另外 ${chosen.size - able.length} 条不能再发,不动。` : ""}\n决定记入日志,不能撤回。`)) return;
    const came = await call("POST", `${path}/doubts/decide`, { decision, deliveries: able, confirm: true });
    fill(told, `${words}:${came.settled} 条,已记入日志。${came.left ? `另外 ${came.left} 条没有动:已经有了结果。` : ""}`);
    chosen.clear();
    await changed();
    told.focus();
  });
  const moves = el("div", { hidden: true },
    el("label", { class: "tick" }, all, " 全选"),
    el("div", { class: "moves", role: "group", "aria-label": "怎么处理选中的短信" },
      DECISIONS.map(([decision, words, look, asked]) => el("button", { type: "button", class: look, id: `doubt-${decision}`, onclick: decide(decision, words, asked) }, words))),
    el("p", { class: "hint" }, "“再发一次”可能让居民收到两条一样的短信:先在服务商那里查过,再这样决定。"));
  fill(section, el("h2", {}, "不知道发没发出去的"), list, moves, told);

  const draw = (found) => {
    const now = JSON.stringify(found);
    if (now === before) return;
    before = now;
    shown = found.deliveries;
    const kept = new Set(open().map((one) => one.delivery));
    for (const one of chosen) if (!kept.has(one)) chosen.delete(one);
    const at = list.contains(document.activeElement) ? document.activeElement.value : null;
    moves.hidden = !decides || !kept.size;
    tick();
    if (!shown.length) {
      fill(list, el("p", {}, "没有:每条短信都知道去向。"));
      return;
    }
    fill(list,
      el("p", {}, "这些短信交给服务商时出了岔子,不知道收没收下。回执到了、在服务商那里找到了,会自动有结果;都没有的,等人决定。"),
      decides ? null : el("p", { class: "hint" }, "由“操作”角色的人决定。"),
      table([...(decides ? ["选"] : []), "编号", "第几次", "第几批", "什么时候", "为什么不知道", "在服务商找过", "下次再找"], shown.map((one) => [
        ...(decides ? [box(one)] : []), String(one.delivery), String(one.run), String(one.wave), moment(one.since),
        one.again ? one.words : `${one.words}(这次发送已结束,不能再发)`, `${one.looks} 次`, moment(one.look_at)])),
      found.more ? el("p", { class: "hint" }, `还有更多;这里是最早的 ${shown.length} 条,决定以后再显示后面的。`) : null);
    // What a keyboard stood on stays under it when the list is drawn anew.
    if (at) list.querySelector(`input[value="${at}"]`)?.focus();
  };
  return async (any) => draw(any ? await call("GET", `${path}/doubts`) : { deliveries: [], more: false });
}
