// One campaign: what it says, what can be done with it, how far it is, what became of everybody.
import { call, doing } from "./api.js";
import { count, el, field, fill, moment, table } from "./dom.js";
import { doubtsOf } from "./doubts.js";
import { previewed } from "./draft.js";
import { badge } from "./list.js";

const MOVES = [
  ["submit", "提交批准", ["author"]], ["approve", "批准", ["approver"]], ["reject", "退回", ["approver"]],
  ["launch", "启动", ["operator"]], ["pause", "暂停", ["operator"]], ["resume", "继续", ["operator"]], ["cancel", "取消", ["author", "operator"]],
];
const LANGUAGES = { zh: "中文", en: "英文" };
const UNDER_WAY = ["running", "finishing", "held", "paused"];

export async function oneCampaign(main, me, id) {
  const path = `/campaigns/${id}`;
  const top = el("section", { class: "card", "aria-label": "内容" });
  const progress = el("section", { class: "card", "aria-label": "进度", hidden: true });
  const unsure = el("section", { class: "card", "aria-label": "不知道发没发出去的", hidden: true });
  const report = el("section", { class: "card", "aria-label": "报告", hidden: true });
  const preview = el("section", { class: "card", "aria-label": "预览", hidden: true });
  fill(main, top, progress, unsure, report, preview);
  let shown, timer, gone = false;

  const tryOut = () => {
    const phones = el("input", { name: "test-phones", required: true, placeholder: "自己人的手机号,可填几个,用逗号分开" });
    const language = el("select", { name: "test-language" }, el("option", { value: "zh" }, "中文"), el("option", { value: "en" }, "英文"));
    const told = el("p", { class: "hint", "aria-live": "polite" });
    return el("details", {}, el("summary", {}, "先发一条试试"), el("form", { onsubmit: doing(async () => {
      const came = await call("POST", `${path}/test`, { phones: phones.value.split(/[,,、\s]+/).filter(Boolean), language: language.value });
      fill(told, came.words.join(";"));
    }) }, field("手机号", phones), field("语言", language), el("div", { class: "moves" }, el("button", {}, "发送测试短信")), told));
  };
  const draw = async () => {
    const stands = await call("GET", path);
    shown = stands.state;
    const before = ["draft", "submitted", "approved"].includes(shown);
    const own = [stands.author, stands.edited_by, stands.submitted_by].includes(me.name);
    const say = stands.campaign;
    const buttons = MOVES.filter(([move, , roles]) => stands.moves.includes(move) && me.may(...roles)).map(([move, words]) =>
      el("button", {
        type: "button", class: move === "cancel" || move === "reject" ? "danger" : "main", id: `do-${move}`,
        disabled: move === "approve" && own,
        onclick: doing(async () => {
          let body;
          if (move === "approve") body = { hash: stands.hash };
          if (move === "reject" || move === "cancel") {
            const why = prompt(move === "cancel" ? "取消后不能恢复。原因?(不要写姓名电话)" : "退回的原因?(不要写姓名电话)");
            if (why === null) return;
            body = { why };
          }
          await call("POST", `${path}/${move}`, body);
          await draw();
          await follow();
        }),
      }, words));
    fill(top,
      el("h2", {}, `${stands.id} ${stands.name} `, badge(stands.state)),
      stands.why && el("p", {}, stands.why),
      el("dl", {},
        el("dt", {}, "撰写"), el("dd", {}, stands.author),
        el("dt", {}, "批准"), el("dd", {}, stands.approval ? `${stands.approval.approver},${moment(stands.approval.at)}` : "还没有"),
        el("dt", {}, "人数"), el("dd", { id: "size" }, stands.audience_size ? count(stands.audience_size) : "提交批准时计算"),
        el("dt", {}, "发给谁"), el("dd", {}, stands.words.audience),
        el("dt", {}, "时间"), el("dd", {}, stands.words.schedule),
        el("dt", {}, "允许时段"), el("dd", {}, stands.words.windows),
        el("dt", {}, "依据"), el("dd", {}, stands.words.policies.map((one) => `${one.name}(${one.since} 起的版本)`).join(";") || "没有写明"),
        Object.keys(say.values).length ? [el("dt", {}, "填入"), el("dd", {}, Object.entries(say.values).map(([name, value]) => `{${name}} = ${value}`).join(";"))] : null,
        el("dt", {}, "发送号码"), el("dd", {}, say.sender),
        el("dt", {}, "费用上限"), el("dd", {}, say.cost_ceiling ?? "未显示"),
        stands.hash ? [el("dt", {}, "签名摘要"), el("dd", {}, el("code", {}, stands.hash.slice(0, 16)), "…")] : null),
      ...Object.values(say.texts).map((text) => el("p", { class: "sms" }, text)),
      own && stands.moves.includes("approve") && me.may("approver") ? el("p", { class: "hint" }, "自己写的活动要请另一个人批准。") : null,
      el("div", { class: "moves" }, buttons,
        stands.moves.includes("edit") && me.may("author") ? el("button", { type: "button", id: "do-edit", onclick: () => { location.hash = `#/edit/${id}`; } }, "修改") : null),
      before && me.may("author") ? tryOut() : null);
    preview.hidden = !before;
    if (before) fill(preview, el("h2", {}, "预览"), ...previewed(await call("GET", `${path}/preview`)));
  };

  // The rate is that of the last half minute that somebody watched.
  const marks = new Map();
  const pace = (run) => {
    const now = Date.now();
    if (run.left === null || run.recipients === null) return "";
    const gone = run.recipients - run.left;
    const seen = [...(marks.get(run.number) || []), [now, gone]].filter(([at]) => now - at < 30_000);
    marks.set(run.number, seen);
    if (!run.left) return "全部发出";
    if (run.next_at && new Date(run.next_at) - now > 30_000) return `下一批 ${moment(run.next_at)} 发出(等时段、等下一步或等重试)`;
    const rate = (gone - seen[0][1]) / Math.max(1, (now - seen[0][0]) / 1000);
    return rate > 0 ? `每秒 ${rate.toFixed(1)} 条,还要 ${Math.ceil(run.left / rate / 60)} 分钟左右` : "";
  };
  const release = (number, way) => doing(async () => { await call("POST", `${path}/runs/${number}/${way}`); await follow(); });
  const follow = async () => {
    clearTimeout(timer);
    if (gone) return;
    const status = await call("GET", `${path}/status`);
    if (status.state !== shown) await draw();
    progress.hidden = !status.runs.length;
    fill(progress, el("h2", {}, "进度"), ...status.runs.flatMap((run) => [
      el("h3", {}, `第 ${run.number} 次,${moment(run.due_at)}${run.waves > 1 ? `,第 ${run.wave} 批 / 共 ${run.waves} 批` : ""} `, badge(run.state)),
      run.why && el("p", {}, run.why),
      run.state === "held" && me.may("operator") ? el("div", { class: "moves" }, el("button", { class: "main", onclick: release(run.number, "release") }, "放行"), el("button", { class: "danger", onclick: release(run.number, "drop") }, "放弃")) : null,
      el("progress", { max: run.recipients || 1, value: run.recipients - run.left, "aria-label": "已发出" }),
      el("p", { class: "pace" }, pace(run)),
      el("p", {}, `已发出 ${count(run.left === null || run.recipients === null ? null : run.recipients - run.left)} / ${count(run.recipients)},有结果 ${count(run.accounted_for)},退订 ${count(run.opt_outs)},回复 ${count(run.replies)}`),
    ]).filter(Boolean));
    if (status.runs.length) await account();
    unsure.hidden = !status.runs.length || !me.may("author", "approver", "operator");
    if (!unsure.hidden) await doubts(status.runs.some((run) => run.counts.unknown));
    if (UNDER_WAY.includes(status.state)) timer = setTimeout(() => follow().catch(() => { timer = setTimeout(follow, 5000); }), 1000);
  };

  const doubts = doubtsOf(unsure, me, path, () => follow());
  const save = doing(async () => {
    const link = el("a", { href: URL.createObjectURL(await call("GET", `${path}/report.csv`)), download: `campaign-${id}.csv` });
    link.click();
    URL.revokeObjectURL(link.href);
  });
  const account = async () => {
    const told = await call("GET", `${path}/report`);
    report.hidden = false;
    fill(report,
      el("h2", {}, "报告"),
      el("p", { id: "accounted" }, `有着落:${count(told.accounted_for)} / ${count(told.recipients)}`),
      table(["结果", "人数"], told.states.map((one) => [one.words, count(one.count)]), [1]),
      told.retries.length ? table(["过几小时再试", "代码", "人数"], told.retries.map((one) => [one.words, one.code, count(one.count)]), [2]) : null,
      told.faults.length ? table(["没送到的原因", "代码", "人数"], told.faults.map((one) => [one.words, one.code, count(one.count)]), [2]) : null,
      told.exclusions.length ? table(["没有发给", "人数"], told.exclusions.map((one) => [one.words, count(one.count)]), [1]) : null,
      ...Object.entries(told.by).map(([part, shares]) => table(
        [{ district: "区", "age band": "年龄", language: "语言" }[part] || part, "人数", "送达", "未送达"],
        shares.map((one) => [LANGUAGES[one.name] || one.name, count(one.recipients), count(one.delivered), count(one.failed)]), [1, 2, 3])),
      el("p", { class: "hint" }, "少于 5 人的数字不显示;能由它推算出来的也不显示。"),
      el("p", {}, `费用 ${told.cost ?? "未显示"} ${told.currency};回复 ${count(told.replies)};退订 ${count(told.opt_outs)}`),
      el("button", { type: "button", onclick: save }, "下载表格(CSV)"));
  };
  await draw();
  await follow();
  return () => { gone = true; clearTimeout(timer); };
}
