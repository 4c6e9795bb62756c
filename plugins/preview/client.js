// Asks the preview what is new, reloads the page after a new build, and shows what is wrong.
"use strict";

(() => {
  const data = document.currentScript.dataset;
  const page = {
    session: data.session,
    site: Number(data.site),
    sequence: Number(data.sequence),
    waiting: data.waiting === "yes",
  };

  const SLOW_BUILD = 1000; // milliseconds
  const LONGEST_ANSWER = 40000;
  const LONGEST_PAUSE = 8000;
  const DISMISSED = "preview-dismissed";

  // Everything is shown as text: what comes from files is never read as HTML.
  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const heading = element("h2", { id: "site-preview-heading", tabIndex: -1 });
  const close = element("button", { type: "button", textContent: "Close" });
  const inside = element("p", { className: "status" });
  const body = element("div", { className: "body", id: "site-preview-body" });
  const dialog = element("dialog", {}, element("div", { className: "top" }, heading, close, inside), body);
  const corner = element("button", { type: "button", className: "corner", hidden: true });
  const status = element("p", { className: "status" });
  const all = element("div", { id: "site-preview" }, dialog, corner, status);

  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.setAttribute("aria-describedby", body.id);
  heading.setAttribute("aria-live", "assertive");
  status.setAttribute("role", "status");
  inside.setAttribute("role", "status");
  document.body.append(all);

  let shown = ""; // the name of the outcome that the dialog holds
  let working; // the timer of "Building…"

  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (shown) remember(shown);
    corner.hidden = !shown;
  });
  corner.addEventListener("click", open);

  function open() {
    corner.hidden = true;
    const isNew = !dialog.open;
    if (isNew) dialog.showModal();
    if (isNew || !dialog.contains(document.activeElement)) heading.focus();
  }

  function remember(name) {
    try {
      sessionStorage.setItem(DISMISSED, name);
    } catch {
      // Without storage it opens again on the next page.
    }
  }

  function wasDismissed(name) {
    try {
      return sessionStorage.getItem(DISMISSED) === name;
    } catch {
      return false;
    }
  }

  function say(words) {
    if (status.textContent !== words) status.textContent = words;
    if (inside.textContent !== words) inside.textContent = words;
  }

  function problemItem(problem) {
    const place = problem.line ? `${problem.path}, line ${problem.line}` : problem.path;
    const item = element(
      "li",
      { className: problem.severity },
      element("h3", {}, element("span", { textContent: `${problem.heading}: ` }), place),
      element("p", { textContent: problem.message }),
    );
    if (problem.quoted) {
      const number = element("span", { textContent: `${problem.line} | ` });
      item.append(element("pre", {}, number, problem.quoted));
    }
    item.append(element("p", { textContent: `To fix it: ${problem.fix}   (${problem.code})` }));
    return item;
  }

  function fill(outcome) {
    const good = outcome.status === 0;
    dialog.classList.toggle("good", good);
    corner.classList.toggle("good", good);
    body.replaceChildren();
    const behind = page.waiting ? "There is no site to show yet." : "The page behind this is from the last good build.";
    if (outcome.fault) {
      heading.textContent = "The website builder itself failed";
      corner.textContent = "The builder failed";
      const trace = element("pre", { textContent: outcome.fault });
      body.append(
        element("p", { textContent: `This is not a mistake in your content. Nothing was changed. ${behind}` }),
        element("p", { textContent: "Show the lines below to the people who maintain the website." }),
        element("details", {}, element("summary", { textContent: "What the builder said" }), trace),
      );
      return;
    }
    heading.textContent = outcome.summary;
    corner.textContent = outcome.summary;
    const words = good
      ? "The site was built. These are worth a look."
      : `Nothing was written. ${behind} Save the mended file, and this goes away by itself.`;
    body.append(element("p", { textContent: words }), element("ol", {}, ...outcome.problems.map(problemItem)));
    body.querySelector("ol").setAttribute("role", "list"); // some readers drop it with the list's numbers
  }

  function showOutcome(state) {
    const outcome = state.outcome;
    if (!outcome || (outcome.status === 0 && !outcome.problems.length)) {
      shown = "";
      corner.hidden = true;
      if (dialog.open) dialog.close();
      return;
    }
    const name = `${state.session} ${JSON.stringify(outcome.problems)} ${outcome.fault} ${outcome.status && state.builds}`;
    if (name === shown) return;
    shown = "";
    fill(outcome);
    if (outcome.status === 0) {
      // Advice waits until it is asked for.
      if (dialog.open) dialog.close();
      corner.hidden = false;
    } else if (wasDismissed(name)) {
      corner.hidden = false;
    } else {
      open();
    }
    shown = name;
  }

  function showWork(state) {
    clearTimeout(working);
    if (!state.building) {
      say("");
      return;
    }
    const words = state.progress ? `Building… ${state.progress}` : "Building…";
    if (status.textContent.startsWith("Building")) say(words);
    else working = setTimeout(() => say(words), SLOW_BUILD);
  }

  // Whether the page is older than what the state tells of.
  function isOutdated(state) {
    if (state.session !== page.session || state.site !== page.site) return true;
    const good = state.outcome !== null && state.outcome.status === 0;
    return page.waiting && good && !state.building && state.sequence !== page.sequence;
  }

  function pause(milliseconds) {
    return new Promise((done) => setTimeout(done, milliseconds));
  }

  // A browser allows few connections to one server, so pages that nobody sees hold none.
  function untilSeen() {
    if (!document.hidden) return Promise.resolve();
    return new Promise((done) => {
      document.addEventListener("visibilitychange", () => done(), { once: true });
    });
  }

  async function ask(after) {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), LONGEST_ANSWER);
    const leave = () => control.abort();
    document.addEventListener("visibilitychange", leave, { once: true });
    try {
      const address = `/_preview/state?after=${after}&session=${encodeURIComponent(page.session)}`;
      const answer = await fetch(address, { cache: "no-store", signal: control.signal });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return await answer.json();
    } finally {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", leave);
    }
  }

  async function follow() {
    let after = -1;
    let failures = 0;
    for (;;) {
      await untilSeen();
      let state;
      try {
        state = await ask(after);
        if (state.stopping) throw new Error("stopping");
      } catch {
        if (document.hidden) continue;
        failures += 1;
        clearTimeout(working);
        if (failures > 1) say("The preview has stopped. This page goes on when it is started again.");
        await pause(Math.min(250 * 2 ** failures, LONGEST_PAUSE));
        continue;
      }
      if (isOutdated(state)) {
        location.reload();
        return;
      }
      if (failures) say("");
      failures = 0;
      after = state.sequence;
      showOutcome(state);
      showWork(state);
    }
  }

  follow();
})();
