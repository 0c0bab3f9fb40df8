// A new campaign, or one that is changed before it is launched, with a preview that follows every change.
import { call, doing, show } from "./api.js";
import { audienceForm } from "./audience.js";
import { count, el, field, fill, moment, table } from "./dom.js";
import { scheduleForm, windowsForm } from "./schedule.js";

const LANGUAGES = [["zh", "短信文字(中文)"], ["en", "英文(可不填)"]];
const KINDS = [["promotional", "宣传:让人知道一项政策"], ["notice", "通知:关于本人的事"], ["alert", "紧急提醒:任何时间都发"]];

export function previewed(told) {
  return [
    el("p", {}, el("span", { class: "figure", id: "recipients" }, count(told.recipients)), " 人会收到"),
    told.excluded.length ? table(["不发给", "人数"], told.excluded.map((one) => [one.words, count(one.count)]), [1]) : el("p", { class: "hint" }, "没有人被排除。"),
    el("dl", {},
      el("dt", {}, "计费段数"), el("dd", {}, count(told.segments)),
      el("dt", {}, "费用"), el("dd", {}, `${told.cost ?? "未显示"} ${told.currency}${told.occurrences > 1 ? `,每次;共 ${told.occurrences} 次,合计 ${told.cost_of_all ?? "未显示"}` : ""}(上限 ${told.cost_ceiling ?? "未显示"})`),
      el("dt", {}, "时间"), el("dd", {}, `${moment(told.begins_at)} 至 ${moment(told.ends_at)}`),
      el("dt", {}, "时段"), el("dd", {}, told.windows)),
    ...told.languages.map((one) => el("p", { class: "hint" },
      `${{ zh: "中文", en: "英文" }[one.language] || one.language},${count(one.recipients)} 人:连签名、退订语共 ${one.units} 字,每条 ${one.segments} 段(${one.segments} 段最多 ${one.fits} 字)`
      + (one.language !== "zh" && one.forcing.length ? `;使它按中文计费的字:${one.forcing.filter((sign) => !/\p{Script=Han}/u.test(sign)).slice(0, 12).join(" ") || "汉字"}` : ""),
      one.hint && el("strong", {}, ` ${one.hint}`))),
    el("h3", {}, `前 ${told.first_messages.length} 条短信`),
    ...alike(told.first_messages).map(([text, times]) => [el("p", { class: "sms" }, text), times > 1 && el("p", { class: "hint" }, `以上 ${times} 条相同`)]).flat().filter(Boolean),
  ];
}

// Equal messages that follow each other, each once with how often it comes.
function alike(messages) {
  const found = [];
  for (const text of messages) {
    if (found.length && found.at(-1)[0] === text) found.at(-1)[1] += 1;
    else found.push([text, 1]);
  }
  return found;
}

export async function newCampaign(main, me, id) {
  if (!me.may("author")) {
    fill(main, el("p", {}, "写活动需要“撰写”角色。"));
    return;
  }
  const [templates, choices, stands] = await Promise.all([call("GET", "/templates"), call("GET", "/choices"), id ? call("GET", `/campaigns/${id}`) : null]);
  const template = el("select", { name: "template" }, templates.map((one) => el("option", { value: one.id }, one.title)), el("option", { value: "" }, "(自己写)"));
  const name = el("input", { name: "name", maxLength: 200 });
  const texts = LANGUAGES.map(([language]) => el("textarea", { name: `text-${language}`, maxLength: 2000 }));
  const values = el("div", {});
  const kind = el("select", { name: "kind" }, KINDS.map(([value, words]) => el("option", { value }, words)));
  const policy = el("select", { name: "policy" }, choices.benefits.map((one) => el("option", { value: one.id }, one.name)));
  const basis = el("select", { name: "basis" }, el("option", { value: "consent" }, "只发给同意接收短信的人"), el("option", { value: "duty" }, "政策告知:没有退订的都发"));
  const over = el("input", { name: "over", maxLength: 200 });
  const own = el("div", {}, field("发给", basis), field("依据哪项政策", policy, "这项政策改了或停了,没发出的会停下来等人处理。"), field("种类", kind), field("超过每周上限也要发的理由", over, "只有紧急提醒可以填;理由和谁批准的都会记下。"));
  const audience = audienceForm(choices);
  const windows = windowsForm(choices.windows);
  const schedule = scheduleForm(choices.zone, windows.node);
  const ceiling = el("input", { name: "ceiling", type: "number", min: 0, step: "0.01" });
  const waves = el("select", { name: "waves" }, el("option", { value: "waves" }, "先发 1%,再发 10%,最后其余(每步等 15 分钟)"), el("option", { value: "once" }, "一次发完"));
  const preview = el("div", { id: "preview", "aria-live": "polite" }, el("p", { class: "hint" }, "填好后这里显示预览。"));

  const chosen = () => templates.find((one) => one.id === template.value);
  const written = () => Object.fromEntries(LANGUAGES.map(([language], at) => [language, texts[at].value.trim()]).filter(([, text]) => text));
  const inputs = () => [...values.querySelectorAll("input")];
  // What the texts ask to be filled in; the recipient's own name and district are filled by the service.
  const asked = () => [...new Set(Object.values(written()).flatMap((text) => [...text.matchAll(/\{([a-z_]+)\}/g)].map((found) => found[1])))].filter((one) => !["name", "district"].includes(one));
  const askValues = (known = null) => {
    const before = known || Object.fromEntries(inputs().map((input) => [input.name, input.value]));
    if (!known && inputs().map((input) => input.name).join() === asked().join()) return;
    fill(values, ...asked().map((one) => field(`填入 {${one}}`, el("input", { name: one, required: true, maxLength: 200, value: before[one] || "" }), { hotline: "咨询电话", place: "地点", day: "日期", office: "部门" }[one] || "")));
  };
  const body = () => {
    const one = chosen();
    const said = written();
    const changed = !one || JSON.stringify(said) !== JSON.stringify(Object.fromEntries(LANGUAGES.map(([language]) => [language, (one.texts[language] || "").trim()]).filter(([, text]) => text)));
    return {
      template: template.value, name: name.value.trim(), audience: audience.read(), schedule: schedule.read(),
      ...(changed ? { texts: said } : {}), ...(one ? {} : { policies: [policy.value], topic: policy.value, kind: kind.value, basis: basis.value, ...(over.value.trim() ? { over_cap_because: over.value.trim() } : {}) }),
      values: Object.fromEntries(inputs().map((input) => [input.name, input.value.trim()])),
      ...(!one && kind.value === "alert" ? {} : { windows: windows.read() }),
      waves: waves.value === "once" ? { shares: [], soak_minutes: 0 } : {},
      ...(ceiling.value ? { cost_ceiling: ceiling.value } : {}),
    };
  };
  let timer, turn = 0;
  const refresh = () => {
    clearTimeout(timer);
    askValues();
    timer = setTimeout(async () => {
      const mine = ++turn;
      if (!texts[0].value.trim() || inputs().some((input) => !input.value.trim())) {
        fill(preview, el("p", { class: "hint" }, "文字和要填的空都填好后,这里显示预览。"));
        return;
      }
      try {
        const told = await call("POST", "/campaigns/preview", body());
        if (mine === turn) { show(null); fill(preview, ...previewed(told)); }
      } catch (problem) {
        if (mine === turn) fill(preview, el("p", { class: "hint" }, problem.message));
      }
    }, 350);
  };
  const choose = () => {
    const one = chosen();
    LANGUAGES.forEach(([language], at) => { texts[at].value = one?.texts[language] || ""; });
    name.placeholder = one?.title || "";
    name.required = !one;
    own.hidden = Boolean(one);
    refresh();
  };
  template.addEventListener("change", choose);
  const keep = doing(async (event) => {
    const made = id ? await call("PUT", `/campaigns/${id}`, body()) : await call("POST", "/campaigns", body());
    if (event.submitter?.value === "submit") await call("POST", `/campaigns/${made.id}/submit`);
    location.hash = `#/campaign/${made.id}`;
  });
  fill(main, el("h2", {}, id ? `修改活动 ${id}` : "新建活动"), el("div", { class: "columns" },
    el("form", { class: "card", oninput: refresh, onchange: refresh, onsubmit: keep },
      el("fieldset", {}, el("legend", {}, "写什么"), field("短信模板", template, "签名和退订语自动加上,不用写。"), ...LANGUAGES.map(([, words], at) => field(words, texts[at])), values, own, field("活动名称", name)),
      audience.node, schedule.node,
      el("fieldset", {}, el("legend", {}, "费用和分批"), field("费用上限", ceiling, "不填为现在的预计费用再加一成。"), field("分批", waves)),
      el("div", { class: "moves" }, el("button", { class: "main", value: "submit" }, "保存并提交批准"), el("button", { value: "keep" }, "只保存草稿"))),
    el("section", { class: "card sticky", "aria-label": "预览" }, el("h2", {}, "预览"), preview)));
  if (stands) {
    const say = stands.campaign;
    template.value = chosenOr(templates, say.template);
    choose();
    LANGUAGES.forEach(([language], at) => { texts[at].value = say.texts[language] || ""; });
    askValues(say.values);
    policy.value = Object.keys(say.policies)[0] || "";
    [basis.value, over.value] = [say.basis, say.over_cap_because];
    [name.value, kind.value, ceiling.value, waves.value] = [say.name, say.kind, say.cost_ceiling, say.waves.shares.length ? "waves" : "once"];
    audience.write(say.audience);
    schedule.write(say.schedule);
    windows.write(say.windows);
    refresh();
  } else choose();
}

const chosenOr = (templates, id) => (templates.some((one) => one.id === id) ? id : "");
