// Residents, opt-outs, and the log of who did what.
import { call, doing } from "./api.js";
import { count, el, field, fill, moment, table } from "./dom.js";

export async function contacts(main, me) {
  const found = await call("GET", "/contacts");
  const file = el("input", { type: "file", accept: ".csv,.xlsx", required: true });
  const told = el("div", { "aria-live": "polite" });
  const take = doing(async () => {
    fill(told, el("p", {}, "正在导入,请不要关闭页面…"));
    const came = await call("POST", `/contacts/import?name=${encodeURIComponent(file.files[0].name)}`, file.files[0], true);
    fill(told,
      came.rows ? null : el("p", {}, "文件里只有表头,下面没有一行:没有登记任何人。"),
      el("p", {}, `${count(came.rows)} 行:新增 ${count(came.added)},更新 ${count(came.changed)},未变 ${count(came.unchanged)},退回 ${count(came.rejected)}${came.empty ? `,空行 ${count(came.empty)}` : ""}`),
      came.ignored_columns.length ? el("p", { class: "hint" }, `不认识、没有存下的列:${came.ignored_columns.join("、")}`) : null,
      came.rejects && el("pre", { class: "wide" }, came.rejects));
  });
  fill(main, el("h2", {}, "居民"), el("p", {}, el("span", { class: "figure" }, count(found.contacts)), ` 人,${count(found.phones)} 个手机号`),
    me.may("author") ? el("form", { class: "card", onsubmit: take }, field("导入居民表(CSV 或 Excel)", file, "第一行写列名,如:手机号、姓名、出生日期。同一个文件导入两次不会变。"),
      el("div", { class: "moves" }, el("button", { class: "main" }, "导入")), told) : null);
}

export async function optOuts(main, me) {
  if (!me.may("author", "operator")) {
    fill(main, el("p", {}, "登记退订需要 author 或 operator 角色。"));
    return;
  }
  const phone = el("input", { name: "phone", required: true, autocomplete: "off" });
  const told = el("div", { "aria-live": "polite" });
  const SOURCES = { word: "居民回复", provider: "服务商", staff: "工作人员", file: "文件" };
  const KINDS = { opt_out: "退订", opt_in: "同意" };
  const look = async () => {
    const found = await call("POST", "/opt-outs/search", { phone: phone.value.trim() });
    fill(told, found.length ? table(["时间", "说了什么", "主题", "来源"], found.map((one) => [moment(one.at), KINDS[one.kind], one.topic || "全部", SOURCES[one.source] || one.source])) : el("p", {}, "没有记录。"));
  };
  const record = (kind) => doing(async () => { await call("POST", "/opt-outs", { phones: [phone.value.trim()], kind }); await look(); });
  const list = el("input", { type: "file", accept: ".csv,.xlsx", required: true });
  const came = el("div", { "aria-live": "polite" });
  const take = doing(async () => {
    const told = await call("POST", "/opt-outs/file", list.files[0], true);
    fill(came, el("p", {}, `已登记 ${count(told.recorded)} 个号码。`), told.faults.length ? table(["行", "没有登记的原因"], told.faults.map((one) => [String(one.row), one.reason])) : null);
  });
  fill(main, el("h2", {}, "退订"), el("form", { class: "card", onsubmit: doing(look) }, field("手机号", phone),
    el("div", { class: "moves" }, el("button", { class: "main" }, "查询"), el("button", { type: "button", onclick: record("opt_out") }, "登记退订"), el("button", { type: "button", onclick: record("opt_in") }, "恢复接收")), told),
    el("form", { class: "card", onsubmit: take }, field("整个名单登记退订(CSV 或 Excel)", list, "要有一列“手机号”。"), el("div", { class: "moves" }, el("button", {}, "登记这份名单")), came));
}

export async function audit(main) {
  const [found, whole] = await Promise.all([call("GET", "/audit"), call("GET", "/audit/verify")]);
  fill(main, el("h2", {}, "日志"), el("p", {}, whole.whole ? `共 ${count(whole.entries)} 条,前后相接,完好。` : `第 ${whole.broken_at} 条对不上,请立即报告!`),
    table(["编号", "时间", "谁", "做了什么", "对象", "说明"], found.reverse().map((one) => [String(one.number), moment(one.at), one.who, one.action, one.subject, one.detail])));
}
