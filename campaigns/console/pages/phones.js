// The phone simulator: what reached the sandbox's phones, and a box to write back.
import { call, doing } from "./api.js";
import { el, fill, moment } from "./dom.js";

export async function phones(main) {
  const list = el("ul", { class: "phones", "aria-label": "手机" });
  const lines = el("div", { class: "lines", role: "log", "aria-live": "polite" });
  const text = el("input", { name: "text", maxLength: 500, required: true, placeholder: "比如:退订", "aria-label": "回复" });
  const title = el("h3", {}, "选一个手机");
  let open = "", timer;
  const show = (said) => {
    fill(lines, ...said.map((one) => el("p", { class: one.incoming ? "sms mine" : "sms", title: moment(one.at) }, one.text)));
    lines.scrollTop = lines.scrollHeight;
  };
  const choose = doing(async (event) => {
    open = event.currentTarget.dataset.phone;
    title.textContent = open;
    form.hidden = false;
    show(await call("POST", "/simulator/lines", { phone: open }));
    text.focus();
  });
  const form = el("form", { hidden: true, onsubmit: doing(async () => {
    const said = text.value;
    text.value = "";
    show(await call("POST", "/simulator/reply", { phone: open, text: said }));
  }) }, text, el("button", { class: "main" }, "发送"));
  let before = "";
  const refresh = async () => {
    const found = await call("GET", "/simulator/phones");
    const now = JSON.stringify(found);
    if (now !== before) {
      before = now;
      fill(list, ...found.map((one) => el("li", {}, el("button", { type: "button", "data-phone": one.phone, onclick: choose }, `${one.phone}:${one.newest.text.slice(0, 24)}…`))));
      if (!found.length) fill(list, el("li", {}, "还没有短信。"));
      if (open) show(await call("POST", "/simulator/lines", { phone: open }));
    }
  };
  fill(main, el("h2", {}, "模拟手机"), el("p", { class: "hint" }, "这里的短信没有离开这台机器。"),
    el("div", { class: "columns" }, el("section", { class: "card" }, list), el("section", { class: "phone", "aria-label": "手机屏幕" }, title, lines, form)));
  await refresh();
  const again = () => { timer = setTimeout(() => refresh().catch(() => {}).finally(again), 2000); };
  again();
  return () => clearTimeout(timer);
}
