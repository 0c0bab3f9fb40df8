// All campaigns, newest first.
import { call } from "./api.js";
import { count, el, fill, moment, table } from "./dom.js";

export const STATES = { draft: "草稿", submitted: "待批准", approved: "已批准", running: "发送中", paused: "已暂停", held: "等人处理", finishing: "收尾中", finished: "已完成", canceled: "已取消" };
export const badge = (state) => el("span", { class: `badge ${state}` }, STATES[state] || state);

export async function campaignList(main) {
  const found = await call("GET", "/campaigns");
  fill(main, el("h2", {}, "活动"), found.length
    ? table(["编号", "名称", "状态", "人数", "下次发送", "说明"], found.map((one) => [
      String(one.id), el("a", { href: `#/campaign/${one.id}` }, one.name), badge(one.state), count(one.audience_size), moment(one.next_due_at), one.why]), [3])
    : el("p", {}, "还没有活动。"));
}
