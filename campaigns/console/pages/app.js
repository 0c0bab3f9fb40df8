// The shell: who is here, which view is open.
import { call, doing, show, token } from "./api.js";
import { el, field, fill, ROLES } from "./dom.js";
import { campaignList } from "./list.js";
import { newCampaign } from "./draft.js";
import { oneCampaign } from "./campaign.js";
import { people } from "./people.js";
import { audit, contacts, optOuts } from "./registers.js";
import { phones } from "./phones.js";
import { handoffs } from "./handoffs.js";

const VIEWS = { campaigns: campaignList, new: newCampaign, edit: newCampaign, campaign: oneCampaign, people, contacts, "opt-outs": optOuts, phones, handoffs, audit };
const NAV = [["campaigns", "活动"], ["new", "新建活动"], ["contacts", "居民"], ["opt-outs", "退订"], ["handoffs", "人工"], ["phones", "模拟手机"], ["audit", "日志"], ["people", "人员", "admin"]];
const main = document.getElementById("main");
let leave = () => {};

function login() {
  document.getElementById("nav").hidden = document.getElementById("who").hidden = true;
  const input = el("input", { type: "password", autocomplete: "off", required: true, name: "token" });
  const enter = doing(async () => {
    token.set(input.value.trim());
    await start();
  });
  fill(main, el("form", { class: "card", onsubmit: enter },
    el("h2", {}, "请登录"),
    field("令牌", input, "令牌由管理员用 huimin staff add 发给您,只在这个标签页里保存。"),
    el("div", { class: "moves" }, el("button", { class: "main" }, "进入"))));
  input.focus();
}

async function start() {
  let me;
  try {
    me = await call("GET", "/me");
  } catch (problem) {
    if (problem.status === 401) token.forget();
    login();
    throw problem;
  }
  me.may = (...roles) => me.roles.includes("admin") || roles.some((role) => me.roles.includes(role));
  const who = document.getElementById("who");
  fill(who, `${me.name}(${me.roles.map((role) => ROLES[role] || role).join("、")})`, el("button", { type: "button", onclick: () => { token.forget(); location.hash = ""; location.reload(); } }, "退出"));
  who.hidden = document.getElementById("nav").hidden = false;
  const open = async () => {
    leave();
    show(null);
    const [name = "campaigns", id] = location.hash.replace(/^#\/?/, "").split("/");
    const view = VIEWS[name] || campaignList;
    fill(document.getElementById("nav"), ...NAV.filter(([, , role]) => !role || me.may(role)).map(([to, words]) =>
      el("a", { href: `#/${to}`, ...(to === name ? { "aria-current": "page" } : {}) }, words)));
    // Each view draws into a pane of its own: one that is late draws where nobody looks any more.
    const pane = el("div", {});
    fill(main, pane);
    let left = false;
    let end = () => {};
    leave = () => { left = true; end(); };
    try {
      end = (await view(pane, me, id)) || end;
      if (left) end();
    } catch (problem) {
      if (problem.status === 401) login();
      show(problem);
    }
    main.focus();
  };
  window.onhashchange = open;
  await open();
}

if (token.get()) start().catch(show);
else login();
