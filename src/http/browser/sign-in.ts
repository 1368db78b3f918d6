/** Signs in with the token behind `#t=`, which browsers send to no server and keep out of every log. */
async function signIn(token: string): Promise<void> {
  history.replaceState(null, "", location.pathname + location.search);
  const answer = await fetch("/session", {
    method: "POST",
    body: new URLSearchParams({ token }),
    redirect: "manual",
  });
  // A redirect that is not followed is the sign of success.
  if (answer.type === "opaqueredirect") location.reload();
  else document.querySelector("#sign-in")?.before(problem());
}

function problem(): HTMLElement {
  const line = document.createElement("p");
  line.className = "bad";
  line.setAttribute("role", "alert");
  line.textContent = "That link was used before, or is none of this console.";
  return line;
}

const given = new URLSearchParams(location.hash.slice(1)).get("t");
if (given !== null) void signIn(given);
