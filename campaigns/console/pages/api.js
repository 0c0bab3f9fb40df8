// Calls the staff's door with the token that this tab holds, and shows what it refuses.
const KEY = "huimin-staff-token";

export const token = {
  get: () => sessionStorage.getItem(KEY) || "",
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function call(method, path, body, raw = false) {
  const headers = { Authorization: `Bearer ${token.get()}` };
  if (body !== undefined && !raw) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(`/api/staff${path}`, { method, headers, body: raw ? body : body && JSON.stringify(body) });
  } catch {
    throw new Refused(0, "连不上服务,请稍后再试");
  }
  if (answer.ok) return answer.headers.get("Content-Type")?.includes("json") ? answer.json() : answer.blob();
  const told = await answer.json().catch(() => null);
  throw new Refused(answer.status, told?.error ? `${told.error.message}${told.error.where && !told.error.where.startsWith("/") ? `(${told.error.where})` : ""}` : `错误 ${answer.status}`);
}

export function show(problem) {
  const banner = document.getElementById("banner");
  banner.hidden = !problem;
  banner.textContent = problem ? problem.message || String(problem) : "";
}

// Runs what a button does: once at a time, and with its refusal shown.
export function doing(job) {
  return async (event) => {
    event?.preventDefault();
    const button = event?.submitter || event?.currentTarget;
    if (button) button.disabled = true;
    try {
      show(null);
      await job(event);
    } catch (problem) {
      show(problem);
    } finally {
      if (button) button.disabled = false;
    }
  };
}
