// The result card of an assessment: what, how much, why, on which document; it prints on one sheet.
const BADGES = { eligible: "初步符合", not_eligible: "初步不符合", unknown: "还要再问", ended: "已停止", unclear: "文件没说清,请问人工" };
const SIGNS = { holds: "✓ 符合:", fails: "✗ 不符合:", open: "? 还不知道:" };
const PER = { month: "每月", year: "每年", once: "一次性", total: "总共" };
const FOR = { person: "每人", couple: "每对夫妻", child: "每个孩子" };
const ORDER = ["eligible", "unknown", "unclear", "not_eligible", "ended"];
const yuan = (n) => `${n.toLocaleString("zh-CN")}元`;

export function amountWords(amount) {
  if (!amount) return "";
  const who = FOR[amount.for] ?? "", per = PER[amount.per] ?? "";
  if ("value" in amount) return `${who}${per}${yuan(amount.value)}`;
  if ("max" in amount) return `${who}${per}${yuan(amount.min)}到${yuan(amount.max)}`;
  return `${who}${per}不少于${yuan(amount.min)}(本地数额以办事部门为准)`;
}
function sourceWords(source) {
  return `${source.title}(${source.checked_on}核对)`;
}
function verdictCard(verdict, make) {
  const card = make("section", { className: `verdict ${verdict.verdict}` });
  card.append(make("h3", {}, verdict.name ?? verdict.benefit, make("span", { className: "badge", textContent: BADGES[verdict.verdict] })));
  const amount = amountWords(verdict.amount);
  if (amount) card.append(make("p", { className: "amount", textContent: amount }));
  for (const because of verdict.because ?? []) {
    const act = because.act ? `(${because.act.title}${because.act.number ?? ""},${because.act.day}起)` : "";
    card.append(make("p", { textContent: because.text + act }));
  }
  if (verdict.qualifies_from) card.append(make("p", { textContent: `只差时间:${verdict.qualifies_from.latest} 起可以` }));
  if (verdict.closed_on) card.append(make("p", { textContent: `申请到 ${verdict.closed_on} 截止,已经过了` }));
  const reasons = (verdict.reasons ?? []).filter((reason) => verdict.verdict !== "not_eligible" || reason.state === "fails");
  if (reasons.length && verdict.verdict !== "ended") {
    const list = make("ul");
    for (const reason of reasons) list.append(make("li", { textContent: `${SIGNS[reason.state]}${reason.condition}` }));
    card.append(list);
  }
  if (verdict.unchecked?.length && verdict.verdict === "eligible") {
    const list = make("ul");
    for (const item of verdict.unchecked) list.append(make("li", { textContent: `· 还要办事部门核实:${item.text}` }));
    card.append(list);
  }
  if (verdict.sources?.length) {
    const details = make("details", { className: "sources" }, make("summary", { textContent: "依据" }));
    for (const source of verdict.sources) details.append(make("p", { textContent: sourceWords(source) }));
    card.append(details);
  }
  return card;
}
export function showVerdicts(verdicts, make, open) {
  const card = make("li", { className: "results" });
  const title = `初步判断(按 ${verdicts[0].as_of} 的政策)`;
  const known = [...verdicts].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const body = open ? card : make("details", {}, make("summary", { textContent: "结果卡:每一条的理由和依据,可以打印" }));
  body.append(make("h2", { textContent: title }));
  for (const verdict of known) body.append(verdictCard(verdict, make));
  body.append(make("p", { className: "sources", textContent: "这是自动服务的初步判断,最后以办事部门审核为准。" }));
  const print = make("button", { type: "button", className: "print", textContent: "打印这张结果" });
  print.addEventListener("click", () => {
    for (const details of card.querySelectorAll("details")) details.open = true;
    card.classList.add("printing");
    document.body.classList.add("card-only");
    window.print();
    card.classList.remove("printing");
    document.body.classList.remove("card-only");
  });
  body.append(print);
  if (body !== card) card.append(body);
  return card;
}
