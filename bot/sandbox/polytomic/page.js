// Keep an open page true: fetch it again now and then, and replace what changed.
const refresh = async () => {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("main");
    const shown = document.querySelector("main");
    if (answer.ok && fresh && fresh.innerHTML !== shown.innerHTML) shown.innerHTML = fresh.innerHTML;
  } catch {
    // The sandbox is away; the next round tries again.
  }
  setTimeout(refresh, document.hidden ? 10000 : 2000);
};
setTimeout(refresh, 2000);
